//! Misconception: read as many as may wait, let the crew do them, and read on.
//! Refused by: race_free

use std::sync::Mutex;
use std::thread;

pub fn import<P, S>(
    photos: impl Iterator<Item = P> + Send,
    capacity: usize,
    workers: usize,
    shrink: impl Fn(P) -> S + Sync,
    mut store: impl FnMut(S),
) where
    P: Send,
    S: Send,
{
    let mut photos = photos.peekable();
    while photos.peek().is_some() {
        let batch: Vec<P> = photos.by_ref().take(capacity + workers).collect();
        let batch = Mutex::new(batch.into_iter());
        let results = Mutex::new(Vec::new());
        thread::scope(|s| {
            for _ in 0..workers {
                s.spawn(|| {
                    loop {
                        let next = batch.lock().unwrap().next();
                        let Some(photo) = next else { return };
                        let result = shrink(photo);
                        results.lock().unwrap().push(result);
                    }
                });
            }
        });
        for result in results.into_inner().unwrap() {
            store(result);
        }
    }
}

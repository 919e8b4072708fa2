//! Misconception: the reader ends with a stop item, which tells the crew.
//! Refused by: behaves

use std::thread;

use crossbeam::channel::bounded;

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
    let shrink = &shrink;
    thread::scope(|s| {
        let (read, unshrunk) = bounded(capacity);
        let (done, results) = bounded(capacity);
        let queue = read.clone();
        s.spawn(move || {
            for photo in photos {
                if queue.send(Some(photo)).is_err() {
                    return;
                }
            }
            let _ = queue.send(None);
        });
        for _ in 0..workers {
            let (unshrunk, done) = (unshrunk.clone(), done.clone());
            s.spawn(move || {
                while let Ok(Some(photo)) = unshrunk.recv() {
                    if done.send(shrink(photo)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((unshrunk, done));
        for result in results {
            store(result);
        }
        drop(read);
    });
}

//! Misconception: whoever joins a thread has done all there is to do.
//! Refused by: shuts_down

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
        s.spawn(move || {
            for photo in photos {
                if read.send(photo).is_err() {
                    return;
                }
            }
        });
        let mut crew = Vec::new();
        for _ in 0..workers {
            let (unshrunk, done) = (unshrunk.clone(), done.clone());
            crew.push(s.spawn(move || {
                for photo in unshrunk {
                    if done.send(shrink(photo)).is_err() {
                        return;
                    }
                }
            }));
        }
        drop((unshrunk, done));
        for result in results {
            store(result);
        }
        for worker in crew {
            let _ = worker.join();
        }
    });
}

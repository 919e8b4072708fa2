//! Misconception: a crew of one is no crew.
//! Refused by: race_free

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
        for _ in 0..workers.max(2) {
            let (unshrunk, done) = (unshrunk.clone(), done.clone());
            s.spawn(move || {
                for photo in unshrunk {
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
    });
}

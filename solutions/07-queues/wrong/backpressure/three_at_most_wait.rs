//! Misconception: a short queue is as good as a long one.
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
        let (read, unshrunk) = bounded(capacity.min(3));
        let (done, results) = bounded(capacity.min(3));
        s.spawn(move || {
            for photo in photos {
                if read.send(photo).is_err() {
                    return;
                }
            }
        });
        for _ in 0..workers {
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

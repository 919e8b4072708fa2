//! Misconception: a receiver that nobody reads from does no harm.
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
    let (read, unshrunk) = bounded(capacity);
    let crew = &unshrunk;
    thread::scope(move |s| {
        let (done, results) = bounded(capacity);
        s.spawn(move || {
            for photo in photos {
                if read.send(photo).is_err() {
                    return;
                }
            }
        });
        for _ in 0..workers {
            let (unshrunk, done) = (crew.clone(), done.clone());
            s.spawn(move || {
                for photo in unshrunk {
                    if done.send(shrink(photo)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        for result in results {
            store(result);
        }
    });
}

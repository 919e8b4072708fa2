//! Misconception: whoever finds room in the queue can send without waiting.
//! Refused by: behaves, race_free

use std::thread;
use std::time::Duration;

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
                while read.is_full() {
                    thread::sleep(Duration::from_millis(1));
                }
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

//! Misconception: a short sleep, and another attempt.
//! Refused by: race_free

use std::thread;
use std::time::Duration;

use crossbeam::channel::{TrySendError, bounded};

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
        for _ in 0..workers {
            let (unshrunk, done) = (unshrunk.clone(), done.clone());
            s.spawn(move || {
                for photo in unshrunk {
                    let mut result = shrink(photo);
                    while let Err(refused) = done.try_send(result) {
                        match refused {
                            TrySendError::Full(back) => result = back,
                            TrySendError::Disconnected(_) => return,
                        }
                        thread::sleep(Duration::from_millis(10));
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

//! Misconception: a loop with `yield_now` is waiting, since it lets others run.
//! Refused by: race_free

use std::thread;

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
                let mut photo = photo;
                while let Err(refused) = read.try_send(photo) {
                    match refused {
                        TrySendError::Full(back) => photo = back,
                        TrySendError::Disconnected(_) => return,
                    }
                    thread::yield_now();
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

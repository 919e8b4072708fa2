//! Misconception: queues come in sizes of 1, 2, 4 and 8, so a limit is rounded up.
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
    let places = match capacity {
        0 => 0,
        n => n.next_power_of_two(),
    };
    thread::scope(|s| {
        let (read, unshrunk) = bounded(capacity);
        let (done, results) = bounded(places);
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

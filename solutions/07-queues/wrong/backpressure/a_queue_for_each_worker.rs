//! Misconception: every worker has a queue of its own, as long as asked for.
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
        let (done, results) = bounded(capacity);
        let mut queues = Vec::new();
        for _ in 0..workers {
            let done = done.clone();
            let (read, unshrunk) = bounded(capacity);
            queues.push(read);
            s.spawn(move || {
                for photo in unshrunk {
                    if done.send(shrink(photo)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        s.spawn(move || {
            for (photo, worker) in photos.zip((0..workers).cycle()) {
                if queues[worker].send(photo).is_err() {
                    return;
                }
            }
        });
        for result in results {
            store(result);
        }
    });
}

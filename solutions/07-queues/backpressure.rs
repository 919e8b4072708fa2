//! Two bounded channels in a row: whoever is too fast waits in `send`, and so does whoever is in front of it.

use std::thread;

use crossbeam::channel::bounded;

/// Reads all photos, shrinks them with `workers` threads (at least one), and stores the results.
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
        // Made inside, so that a panic in `store` drops `results` before the scope waits for the others.
        let (read, unshrunk) = bounded(capacity);
        let (done, results) = bounded(capacity);
        s.spawn(move || {
            for photo in photos {
                // No worker is left: one has panicked, and with it the last receiver went. Nothing more to read for.
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
        // Both belong to the workers alone: kept here, the first would let the reader wait for ever when no worker
        // is left, the second the loop below.
        drop((unshrunk, done));
        for result in results {
            store(result);
        }
    });
}

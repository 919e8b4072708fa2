//! Misconception: Who finds no room for a while has been deserted.
//! Refused by: race_free

use crossbeam::channel::bounded;
use std::thread;

/// Reads all photos, shrinks them with `workers` threads (at least one), and stores the results.
pub fn import<P, S>(
    photos: impl Iterator<Item = P> + Send,
    capacity: usize,
    workers: usize,
    shrink: impl Fn(P) -> S + Sync,
    store: impl FnMut(S),
) where
    P: Send,
    S: Send,
{
    let shrink = &shrink;
    thread::scope(|s| {
        let (read, unshrunk) = bounded(capacity);
        let (shrunk, results) = bounded(capacity);
        s.spawn(move || {
            for photo in photos {
                if read
                    .send_timeout(photo, std::time::Duration::from_millis(1))
                    .is_err()
                {
                    return;
                }
            }
        });
        for _ in 0..workers {
            let (unshrunk, shrunk) = (unshrunk.clone(), shrunk.clone());
            s.spawn(move || {
                for photo in unshrunk {
                    if shrunk.send(shrink(photo)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((unshrunk, shrunk));
        results.into_iter().for_each(store);
    });
}

//! Long queues with a limited number of permits in front of each: a photo holds one from its reading to its shrinking,
//! a result one until it is stored.

use std::thread;

use crossbeam::channel::{Receiver, Sender, bounded, unbounded};

/// Taking one is receiving, giving it back sending.
fn permits(count: usize) -> (Sender<()>, Receiver<()>) {
    let (back, free) = bounded(count);
    (0..count).for_each(|_| back.send(()).expect("there is room for all"));
    (back, free)
}

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
        let (read, unshrunk) = unbounded();
        let (done, results) = unbounded();
        let (shrunk, may_read) = permits(capacity + workers);
        let (stored, may_hand_over) = permits(capacity + 1);
        s.spawn(move || {
            // The photo itself is the one in the reader's hands.
            for photo in photos {
                if may_read.recv().is_err() || read.send(photo).is_err() {
                    return;
                }
            }
        });
        for _ in 0..workers {
            let (unshrunk, shrunk) = (unshrunk.clone(), shrunk.clone());
            let (done, may_hand_over) = (done.clone(), may_hand_over.clone());
            s.spawn(move || {
                for photo in unshrunk {
                    let result = shrink(photo);
                    // Not before the result is out of the worker's hands: only then does it take another photo.
                    if may_hand_over.recv().is_err() || done.send(result).is_err() {
                        return;
                    }
                    let _ = shrunk.send(());
                }
            });
        }
        drop((unshrunk, shrunk, done, may_hand_over));
        for result in results {
            store(result);
            let _ = stored.send(());
        }
    });
}

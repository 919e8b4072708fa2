//! `sync_channel` of std twice. Its receiver is shared by a lock, which is let go of before the work begins.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

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
    thread::scope(move |s| {
        let (reader, photo_queue) = sync_channel(capacity);
        let (done, results) = sync_channel(capacity);
        let photo_queue = Arc::new(Mutex::new(photo_queue));
        for _ in 0..workers {
            let (photo_queue, done) = (Arc::clone(&photo_queue), done.clone());
            s.spawn(move || {
                loop {
                    let next = {
                        let queue = photo_queue.lock().unwrap_or_else(PoisonError::into_inner);
                        queue.recv()
                    };
                    let Ok(photo) = next else { return };
                    let Ok(()) = done.send(shrink(photo)) else {
                        return;
                    };
                }
            });
        }
        drop((photo_queue, done));
        s.spawn(move || {
            let mut photos = photos;
            photos.try_for_each(|photo| reader.send(photo)).ok();
        });
        results.into_iter().for_each(store);
    });
}

//! Tokio's own bounded channel, its receiver shared behind tokio's own lock, and a `watch` that says "closed".

use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, watch};

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    sender: mpsc::Sender<T>,
    /// Held while waiting: all who wait for the lock want an item, and there is none.
    receiver: Mutex<mpsc::Receiver<T>>,
    closed: watch::Sender<bool>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items: at least one, at most a million.
    pub fn new(capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity);
        AsyncQueue {
            sender,
            receiver: Mutex::new(receiver),
            closed: watch::Sender::new(false),
        }
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut closed = self.closed.subscribe();
        tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => Err(Closed(item)),
            place = self.sender.reserve() => match place {
                Ok(place) => {
                    // The close may have come in the meantime: one look under the lock that `close` takes.
                    let closed = self.closed.borrow();
                    if *closed {
                        return Err(Closed(item));
                    }
                    place.send(item);
                    Ok(())
                }
                Err(_) => Err(Closed(item)),
            },
        }
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        let mut closed = self.closed.subscribe();
        let mut receiver = self.receiver.lock().await;
        tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => {}
            item = receiver.recv() => return item,
        }
        receiver.close();
        receiver.recv().await
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

/// Handles what comes out of the queue with so many `consumers`, at least one, until it is closed and empty.
/// Returns how many items were handled.
pub async fn consume<T, H, F>(queue: Arc<AsyncQueue<T>>, consumers: usize, handle: H) -> usize
where
    T: Send + 'static,
    H: Fn(T) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let mut running = tokio::task::JoinSet::new();
    let mut handled = 0;
    loop {
        // One task an item, and none is taken out before there is a place for it.
        while running.len() == consumers {
            running.join_next().await;
            handled += 1;
        }
        match queue.pop().await {
            Some(item) => running.spawn(handle(item)),
            None => break,
        };
        while running.try_join_next().is_some() {
            handled += 1;
        }
    }
    handled + running.join_all().await.len()
}

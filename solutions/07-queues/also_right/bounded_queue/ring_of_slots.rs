//! A ring of slots with two counters, and the threads that wait parked in a list.

use std::sync::{Mutex, MutexGuard};
use std::thread::{self, Thread};

pub struct BoundedQueue<T> {
    ring: Mutex<Ring<T>>,
}

struct Ring<T> {
    slots: Vec<Option<T>>,
    /// Items ever put in and ever taken out; each item's slot is its number modulo the length.
    put: usize,
    taken: usize,
    closed: bool,
    /// Everybody who waits, for whatever it may be.
    asleep: Vec<Thread>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0);
        let ring = Ring {
            slots: (0..capacity).map(|_| None).collect(),
            put: 0,
            taken: 0,
            closed: false,
            asleep: Vec::new(),
        };
        BoundedQueue {
            ring: Mutex::new(ring),
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut ring = self.when(|ring| ring.closed || ring.put - ring.taken < ring.slots.len());
        if ring.closed {
            return Err(Closed(item));
        }
        let slot = ring.put % ring.slots.len();
        ring.slots[slot] = Some(item);
        ring.put += 1;
        ring.wake_all();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut ring = self.when(|ring| ring.closed || ring.put > ring.taken);
        if ring.put == ring.taken {
            return None;
        }
        let slot = ring.taken % ring.slots.len();
        ring.taken += 1;
        ring.wake_all();
        ring.slots[slot].take()
    }

    pub fn close(&self) {
        let mut ring = self.ring.lock().unwrap();
        ring.closed = true;
        ring.wake_all();
    }

    /// The ring, as soon as `ready` says yes. Any wake-up is good enough for another look.
    fn when(&self, ready: impl Fn(&Ring<T>) -> bool) -> MutexGuard<'_, Ring<T>> {
        loop {
            let mut ring = self.ring.lock().unwrap();
            if ready(&ring) {
                return ring;
            }
            ring.asleep.push(thread::current());
            drop(ring);
            thread::park();
        }
    }
}

impl<T> Ring<T> {
    fn wake_all(&mut self) {
        self.asleep.drain(..).for_each(|thread| thread.unpark());
    }
}

//! One condition variable for both sides. Whatever changes, everybody looks again.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};

pub struct BoundedQueue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    open: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert_ne!(capacity, 0);
        BoundedQueue {
            state: Mutex::new(State {
                items: VecDeque::with_capacity(capacity),
                open: true,
            }),
            changed: Condvar::new(),
            capacity,
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut state = self.state.lock().unwrap();
        loop {
            match state {
                state if !state.open => return Err(Closed(item)),
                mut state if state.items.len() < self.capacity => {
                    state.items.push_back(item);
                    self.tell(state);
                    return Ok(());
                }
                full => state = self.changed.wait(full).unwrap(),
            }
        }
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        loop {
            if let Some(item) = state.items.pop_front() {
                self.tell(state);
                return Some(item);
            }
            if !state.open {
                return None;
            }
            state = self.changed.wait(state).unwrap();
        }
    }

    pub fn close(&self) {
        let mut state = self.state.lock().unwrap();
        state.open = false;
        self.tell(state);
    }

    /// Lets go of the lock first, so that nobody is woken only to wait for it.
    fn tell(&self, state: MutexGuard<'_, State<T>>) {
        drop(state);
        self.changed.notify_all();
    }
}

//! The lower fork first, and at each fork a line: whoever came first has it first.

use std::sync::{Condvar, Mutex};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Vec<Fork>,
}

/// A lock that is handed out in the order in which it was asked for.
struct Fork {
    line: Mutex<Line>,
    back: Condvar,
}

#[derive(Default)]
struct Line {
    /// The number that the next one draws.
    next: u64,
    /// Whose turn it is.
    turn: u64,
}

/// In the philosopher's hand until dropped.
struct Held<'a>(&'a Fork);

impl Table {
    pub fn new(seats: usize) -> Self {
        let fork = |_| Fork {
            line: Mutex::default(),
            back: Condvar::new(),
        };
        Table {
            forks: (0..seats).map(fork).collect(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let right = (seat + 1) % self.forks.len();
        let _lower = self.forks[seat.min(right)].take();
        let _higher = self.forks[seat.max(right)].take();
        eat()
    }
}

impl Fork {
    fn take(&self) -> Held<'_> {
        let mut line = self.line.lock().unwrap();
        let mine = line.next;
        line.next += 1;
        drop(
            self.back
                .wait_while(line, |line| line.turn != mine)
                .unwrap(),
        );
        Held(self)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.line.lock().unwrap().turn += 1;
        self.0.back.notify_all();
    }
}

//! A line of parked threads; whoever finishes wakes those who may begin, oldest first.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::{self, Thread};

/// A round table with a fork between each two seats.
pub struct Table {
    evening: Mutex<Evening>,
}

struct Evening {
    forks_free: Vec<bool>,
    /// Oldest first.
    line: Vec<Waiting>,
}

struct Waiting {
    seat: usize,
    thread: Thread,
    /// Both forks are reserved; an `unpark` from elsewhere says nothing.
    may_eat: Arc<AtomicBool>,
}

/// Both forks of a seat, until dropped.
struct Forks<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            evening: Mutex::new(Evening {
                forks_free: vec![true; seats],
                line: Vec::new(),
            }),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let may_eat = Arc::new(AtomicBool::new(false));
        let mut evening = self.evening.lock().unwrap();
        evening.line.push(Waiting {
            seat,
            thread: thread::current(),
            may_eat: Arc::clone(&may_eat),
        });
        evening.serve();
        drop(evening);
        while !may_eat.load(SeqCst) {
            thread::park();
        }
        let _forks = Forks { table: self, seat };
        eat()
    }
}

impl Evening {
    /// Goes down the line once. Forks that an older one needs are not given to a younger one.
    fn serve(&mut self) {
        let count = self.forks_free.len();
        let mut wanted = vec![false; count];
        let forks_free = &mut self.forks_free;
        self.line.retain(|waiting| {
            let forks = [waiting.seat, (waiting.seat + 1) % count];
            let served = forks.iter().all(|fork| forks_free[*fork] && !wanted[*fork]);
            for fork in forks {
                wanted[fork] = true;
                forks_free[fork] &= !served;
            }
            if served {
                waiting.may_eat.store(true, SeqCst);
                waiting.thread.unpark();
            }
            !served
        });
    }
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        let mut evening = self.table.evening.lock().unwrap();
        let count = evening.forks_free.len();
        evening.forks_free[self.seat] = true;
        evening.forks_free[(self.seat + 1) % count] = true;
        evening.serve();
    }
}

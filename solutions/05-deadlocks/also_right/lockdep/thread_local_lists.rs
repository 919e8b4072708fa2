//! What is held stands in the thread itself, under the number of its recorder; the orders are a table of bits.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use parking_lot::{Mutex, MutexGuard};

thread_local! {
    /// What this thread holds: recorder and name.
    static HELD: RefCell<Vec<(usize, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// Knows all orders.
pub struct Recorder {
    number: usize,
    graph: Mutex<Graph>,
}

#[derive(Default)]
struct Graph {
    names: Vec<&'static str>,
    /// `orders[first][second]`: the thread, if the order was seen.
    orders: Vec<Vec<Option<String>>>,
}

/// A mutex that tells its recorder who takes it.
pub struct Watched<'a, T> {
    name: &'static str,
    recorder: &'a Recorder,
    value: Mutex<T>,
}

/// Access to the value until dropped.
pub struct Guard<'a, T> {
    watched: &'a Watched<'a, T>,
    value: MutexGuard<'a, T>,
}

impl Recorder {
    pub fn new() -> Self {
        // Each has a number of its own: an address could be used again.
        static RECORDERS: AtomicUsize = AtomicUsize::new(0);
        Recorder {
            number: RECORDERS.fetch_add(1, Relaxed),
            graph: Mutex::default(),
        }
    }

    pub fn watch<T>(&self, name: &'static str, value: T) -> Watched<'_, T> {
        Watched {
            name,
            recorder: self,
            value: Mutex::new(value),
        }
    }

    pub fn report(&self) -> String {
        let graph = self.graph.lock();
        let reach = graph.reach();
        let mut lines = Vec::new();
        let mut all = 0;
        for (first, row) in graph.orders.iter().enumerate() {
            for (second, thread) in row.iter().enumerate() {
                let Some(thread) = thread else { continue };
                all += 1;
                if reach[second][first] {
                    lines.push((graph.names[first], graph.names[second], thread));
                }
            }
        }
        lines.sort();
        let mut report = format!("{} of {all} orders lie on a cycle\n", lines.len());
        for (first, second, thread) in lines {
            report += &format!("  {first} -> {second}, first in {thread}\n");
        }
        report
    }

    fn goes_to_take(&self, name: &'static str) {
        HELD.with_borrow_mut(|held| {
            let mine = held.iter().filter(|(number, _)| *number == self.number);
            for (_, before) in mine {
                self.graph.lock().add(before, name);
            }
            held.push((self.number, name));
        });
    }
}

impl Graph {
    fn add(&mut self, first: &'static str, second: &'static str) {
        let (first, second) = (self.place(first), self.place(second));
        let name = || thread::current().name().unwrap_or("?").to_string();
        self.orders[first][second].get_or_insert_with(name);
    }

    fn place(&mut self, name: &'static str) -> usize {
        let found = self.names.iter().position(|known| *known == name);
        found.unwrap_or_else(|| {
            self.names.push(name);
            let count = self.names.len();
            self.orders.resize_with(count, Vec::new);
            for row in &mut self.orders {
                row.resize(count, None);
            }
            count - 1
        })
    }

    /// Warshall: whether there is a way, in no steps from each lock to itself.
    fn reach(&self) -> Vec<Vec<bool>> {
        let count = self.names.len();
        let mut reach: Vec<Vec<bool>> = (0..count)
            .map(|from| {
                (0..count)
                    .map(|to| from == to || self.orders[from][to].is_some())
                    .collect()
            })
            .collect();
        for by in 0..count {
            for from in 0..count {
                for to in 0..count {
                    reach[from][to] |= reach[from][by] && reach[by][to];
                }
            }
        }
        reach
    }
}

impl<T> Watched<'_, T> {
    pub fn lock(&self) -> Guard<'_, T> {
        self.recorder.goes_to_take(self.name);
        Guard {
            watched: self,
            value: self.value.lock(),
        }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        let mine = (self.watched.recorder.number, self.watched.name);
        HELD.with_borrow_mut(|held| {
            if let Some(place) = held.iter().rposition(|entry| *entry == mine) {
                held.remove(place);
            }
        });
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

//! Misconception: what was taken was held, and that is what a recorder remembers.
//! Refused by: behaves

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// Knows all orders.
pub struct Recorder {
    seen: Mutex<Seen>,
}

struct Seen {
    held: HashMap<ThreadId, Vec<&'static str>>,
    orders: BTreeMap<(&'static str, &'static str), String>,
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
        let seen = Seen {
            held: HashMap::new(),
            orders: BTreeMap::new(),
        };
        Recorder {
            seen: Mutex::new(seen),
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
        let orders = &self.seen().orders;
        let cyclic: Vec<_> = orders
            .iter()
            .filter(|((first, second), _)| leads(orders, second, first))
            .collect();
        let mut report = format!(
            "{} of {} orders lie on a cycle\n",
            cyclic.len(),
            orders.len()
        );
        for ((first, second), thread) in cyclic {
            report += &format!("  {first} -> {second}, first in {thread}\n");
        }
        report
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }
}

/// Whether orders lead from one lock to the other, in no steps if they are the same.
fn leads(orders: &BTreeMap<(&'static str, &'static str), String>, from: &str, to: &str) -> bool {
    let mut reached = BTreeSet::from([from]);
    let mut to_look_at = vec![from];
    while let Some(lock) = to_look_at.pop() {
        let next = orders.keys().filter(|(first, _)| *first == lock);
        to_look_at.extend(next.filter_map(|(_, second)| reached.insert(second).then_some(*second)));
    }
    reached.contains(to)
}

impl<T> Watched<'_, T> {
    pub fn lock(&self) -> Guard<'_, T> {
        self.recorder.seen().goes_to_take(self.name);
        let value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        Guard {
            watched: self,
            value,
        }
    }
}

impl Seen {
    fn goes_to_take(&mut self, lock: &'static str) {
        let thread = thread::current();
        let held = self.held.entry(thread.id()).or_default();
        for before in held.iter() {
            self.orders
                .entry((before, lock))
                .or_insert_with(|| thread.name().unwrap_or("?").to_string());
        }
        held.push(lock);
    }

    fn lets_go(&mut self, lock: &str) {
        let held = self.held.entry(thread::current().id()).or_default();
        debug_assert!(held.contains(&lock));
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.watched.recorder.seen().lets_go(self.watched.name);
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

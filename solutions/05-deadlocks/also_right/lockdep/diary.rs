//! The recorder writes down what happens and understands nothing of it; the report plays it all again.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// Knows all orders.
pub struct Recorder {
    diary: Mutex<Vec<Entry>>,
}

struct Entry {
    thread: ThreadId,
    thread_name: String,
    lock: &'static str,
    what: What,
}

#[derive(PartialEq, Eq)]
enum What {
    GoesToTake,
    LetsGo,
}

type Orders<'a> = BTreeMap<(&'static str, &'static str), &'a str>;

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
        Recorder {
            diary: Mutex::new(Vec::new()),
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
        let diary = self.diary.lock().unwrap();
        let orders = play(&diary);
        let closure = closure(&orders);
        let cyclic: Vec<String> = orders
            .iter()
            .filter(|((first, second), _)| closure.contains(&(*second, *first)) || first == second)
            .map(|((first, second), thread)| format!("  {first} -> {second}, first in {thread}\n"))
            .collect();
        format!(
            "{} of {} orders lie on a cycle\n{}",
            cyclic.len(),
            orders.len(),
            cyclic.concat()
        )
    }

    fn note(&self, lock: &'static str, what: What) {
        let thread = thread::current();
        self.diary.lock().unwrap().push(Entry {
            thread: thread.id(),
            thread_name: thread.name().unwrap_or("?").to_string(),
            lock,
            what,
        });
    }
}

fn play(diary: &[Entry]) -> Orders<'_> {
    let mut held: HashMap<ThreadId, Vec<&'static str>> = HashMap::new();
    let mut orders = Orders::new();
    for entry in diary {
        let held = held.entry(entry.thread).or_default();
        if entry.what == What::LetsGo {
            let place = held.iter().position(|lock| *lock == entry.lock);
            held.swap_remove(place.expect("what is let go of was held"));
            continue;
        }
        for before in held.iter() {
            orders
                .entry((before, entry.lock))
                .or_insert(&entry.thread_name);
        }
        held.push(entry.lock);
    }
    orders
}

/// All pairs with a way from the first to the second: joins ways until nothing is new.
fn closure(orders: &Orders) -> Vec<(&'static str, &'static str)> {
    let mut ways: Vec<_> = orders.keys().copied().collect();
    let mut looked_at = 0;
    while looked_at < ways.len() {
        let (from, by) = ways[looked_at];
        for (_, to) in orders.keys().filter(|(first, _)| *first == by) {
            if !ways.contains(&(from, to)) {
                ways.push((from, to));
            }
        }
        looked_at += 1;
    }
    ways
}

impl<T> Watched<'_, T> {
    pub fn lock(&self) -> Guard<'_, T> {
        self.recorder.note(self.name, What::GoesToTake);
        Guard {
            watched: self,
            value: self.value.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.watched.recorder.note(self.watched.name, What::LetsGo);
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

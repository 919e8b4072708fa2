//! The same cures from other parts: a condition variable, a mailbox, slots, a compare-exchange loop.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, RwLock};
use std::thread;

pub type Gate = Box<dyn Iterator<Item = u64> + Send>;

/// A write lock is a lock as well.
pub fn locked(gates: Vec<Gate>) -> u64 {
    let total = RwLock::new(0);
    let add = |group| {
        let mut total = total.write().unwrap();
        *total += group;
    };
    thread::scope(|s| {
        for gate in gates {
            s.spawn(|| gate.for_each(add));
        }
    });
    *total.read().unwrap()
}

/// What the gates have put in for the owner.
struct Mailbox {
    groups: Vec<u64>,
    open_gates: usize,
}

pub fn owned(gates: Vec<Gate>) -> u64 {
    let mailbox = Mutex::new(Mailbox {
        groups: Vec::new(),
        open_gates: gates.len(),
    });
    let news = Condvar::new();
    thread::scope(|s| {
        for gate in gates {
            s.spawn(|| {
                for group in gate {
                    mailbox.lock().unwrap().groups.push(group);
                    news.notify_one();
                }
                mailbox.lock().unwrap().open_gates -= 1;
                news.notify_one();
            });
        }
        empty(&mailbox, &news)
    })
}

/// Empties the mailbox until the last gate has closed and nothing is left in it.
fn empty(mailbox: &Mutex<Mailbox>, news: &Condvar) -> u64 {
    let mut total = 0;
    loop {
        let waiting = |mailbox: &mut Mailbox| mailbox.groups.is_empty() && mailbox.open_gates > 0;
        let mut mailbox = news.wait_while(mailbox.lock().unwrap(), waiting).unwrap();
        if mailbox.groups.is_empty() {
            return total;
        }
        total += mailbox.groups.drain(..).sum::<u64>();
    }
}

/// Each gate has a slot of its own in the caller's memory.
pub fn joined(gates: Vec<Gate>) -> u64 {
    let mut subtotals = vec![0; gates.len()];
    thread::scope(|s| {
        for (gate, subtotal) in gates.into_iter().zip(&mut subtotals) {
            s.spawn(move || gate.for_each(|group| *subtotal += group));
        }
    });
    subtotals.iter().sum()
}

/// Add to the value that was seen, and only if it is still there; else add to the one that is.
pub fn atomic(gates: Vec<Gate>) -> u64 {
    let total = AtomicU64::new(0);
    let add = |group| {
        let mut seen = total.load(Relaxed);
        while let Err(now) = total.compare_exchange_weak(seen, seen + group, Relaxed, Relaxed) {
            seen = now;
        }
    };
    thread::scope(|s| {
        for gate in gates {
            s.spawn(|| gate.for_each(add));
        }
    });
    total.load(Relaxed)
}

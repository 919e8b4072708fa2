//! Threads without a scope: what they share is counted by `Arc`, and every handle is joined by hand.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};

pub type Gate = Box<dyn Iterator<Item = u64> + Send>;

/// A thread for each gate, all of them at work before the first is waited for.
fn listen<F: FnOnce() -> T + Send + 'static, T: Send + 'static>(
    gates: Vec<Gate>,
    job: impl Fn(Gate) -> F,
) -> Vec<JoinHandle<T>> {
    gates
        .into_iter()
        .map(|gate| thread::spawn(job(gate)))
        .collect()
}

fn join_all<T>(threads: Vec<JoinHandle<T>>) -> Vec<T> {
    threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect()
}

pub fn locked(gates: Vec<Gate>) -> u64 {
    let total = Arc::new(Mutex::new(0));
    let threads = listen(gates, |gate| {
        let total = Arc::clone(&total);
        move || {
            gate.for_each(|group| {
                let mut total = total.lock().unwrap();
                let now = *total;
                *total = now + group;
            })
        }
    });
    join_all(threads);
    *total.lock().unwrap()
}

/// The owner is a thread of its own; a rendezvous channel makes each gate wait until the owner has its group.
pub fn owned(gates: Vec<Gate>) -> u64 {
    let (report, groups) = mpsc::sync_channel(0);
    let owner = thread::spawn(move || {
        let mut total = 0;
        while let Ok(group) = groups.recv() {
            total += group;
        }
        total
    });
    let threads = listen(gates, |gate| {
        let report = report.clone();
        move || gate.for_each(|group| report.send(group).unwrap())
    });
    drop(report);
    join_all(threads);
    owner.join().unwrap()
}

pub fn joined(gates: Vec<Gate>) -> u64 {
    let threads = listen(gates, |gate| {
        move || gate.reduce(|subtotal, group| subtotal + group).unwrap_or(0)
    });
    join_all(threads).into_iter().sum()
}

pub fn atomic(gates: Vec<Gate>) -> u64 {
    let total = Arc::new(AtomicU64::new(0));
    let threads = listen(gates, |gate| {
        let total = Arc::clone(&total);
        move || {
            gate.for_each(|group| {
                total.fetch_add(group, Ordering::SeqCst);
            })
        }
    });
    join_all(threads);
    total.load(Ordering::SeqCst)
}

//! Misconception: an atomic total is up to date whenever it is read.
//! Refused by: behaves, race_free

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

pub type Gate = Box<dyn Iterator<Item = u64> + Send>;

/// Cure 1: one total behind a lock.
pub fn locked(gates: Vec<Gate>) -> u64 {
    let total = Mutex::new(0);
    thread::scope(|s| {
        for gate in gates {
            s.spawn(|| {
                for group in gate {
                    *total.lock().unwrap() += group;
                }
            });
        }
    });
    total.into_inner().unwrap()
}

/// Cure 2: one thread owns the total, and the gates send their groups to it.
pub fn owned(gates: Vec<Gate>) -> u64 {
    let (sender, groups) = mpsc::channel();
    thread::scope(|s| {
        for gate in gates {
            let sender = sender.clone();
            s.spawn(move || {
                for group in gate {
                    sender.send(group).unwrap();
                }
            });
        }
        drop(sender);
        groups.iter().sum()
    })
}

/// Cure 3: every gate's thread keeps a subtotal, and the subtotals are added when the threads have ended.
pub fn joined(gates: Vec<Gate>) -> u64 {
    let threads: Vec<_> = gates
        .into_iter()
        .map(|gate| thread::spawn(move || gate.sum::<u64>()))
        .collect();
    threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .sum()
}

/// Cure 4: the total is an atomic integer.
pub fn atomic(gates: Vec<Gate>) -> u64 {
    let total = Arc::new(AtomicU64::new(0));
    for gate in gates {
        let total = Arc::clone(&total);
        thread::spawn(move || {
            for group in gate {
                total.fetch_add(group, Ordering::SeqCst);
            }
        });
    }
    total.load(Ordering::SeqCst)
}

//! The lost update, cured four times.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, mpsc};
use std::thread;

pub type Gate = Box<dyn Iterator<Item = u64> + Send>;

/// One guard spans the read and the write.
///
/// The lock is taken after the sensor has reported: held across `next`, it would keep the other gates waiting.
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

/// Nothing is shared: the calling thread alone adds.
///
/// Its iterator ends when the last sender is gone, so the original must be dropped too.
pub fn owned(gates: Vec<Gate>) -> u64 {
    let (report, groups) = mpsc::channel();
    thread::scope(|s| {
        for gate in gates {
            let report = report.clone();
            s.spawn(move || {
                for group in gate {
                    report.send(group).expect("the owner listens to the end");
                }
            });
        }
        drop(report);
        groups.iter().sum()
    })
}

/// Nothing is shared while the gates count; `join` hands each subtotal over.
///
/// All threads are started before the first is joined.
pub fn joined(gates: Vec<Gate>) -> u64 {
    let counters: Vec<_> = gates
        .into_iter()
        .map(|gate| thread::spawn(move || gate.sum::<u64>()))
        .collect();
    counters
        .into_iter()
        .map(|counter| counter.join().expect("a sensor fails"))
        .sum()
}

/// `fetch_add` is one step, not three.
///
/// `Relaxed` is enough: nothing else is published with the number, and the end of the scope orders all additions
/// before the last look.
pub fn atomic(gates: Vec<Gate>) -> u64 {
    let total = AtomicU64::new(0);
    thread::scope(|s| {
        for gate in gates {
            s.spawn(|| {
                for group in gate {
                    total.fetch_add(group, Relaxed);
                }
            });
        }
    });
    total.into_inner()
}

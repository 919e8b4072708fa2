//! Mutexes and reader-writer locks.

use crate::table::{Case, crew, right, tests, wrong};
use report::FindingKind::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError, mpsc};
use std::thread;

fn cases() -> Vec<Case> {
    vec![
        right("a counter under a mutex", counter),
        wrong(
            "read under one lock, write under the next",
            Panic,
            read_then_write,
        ),
        wrong("two locks in opposite order", Deadlock, abba),
        right("two locks in one order", one_order),
        wrong("three philosophers", Deadlock, philosophers),
        wrong("a lock taken twice", Deadlock, self_deadlock),
        wrong(
            "a guard that is never dropped",
            GuardHeldAtExit,
            leaked_guard,
        ),
        wrong(
            "a guard leaked before another locks",
            Deadlock,
            leaked_guard_blocks,
        ),
        wrong(
            "check, then act, under a read-write lock",
            Panic,
            check_then_act,
        ),
        right("checked again under the write lock", checked_again),
        wrong("a read lock made into a write lock", Deadlock, upgrade),
        wrong(
            "a read lock taken again behind a writer",
            Deadlock,
            read_again,
        ),
        right("readers side by side", readers),
        right("a write lock turned into a read lock", downgrade),
        right("a poisoned mutex is told", poisoned),
        right(
            "a poisoned rwlock is told, and readers do not poison",
            poisoned_rwlock,
        ),
        wrong("unwrap on a poisoned mutex", Panic, unwraps_poison),
        right("poison is cleared", cleared),
        wrong("try_lock is thought to succeed", Panic, try_lock_may_fail),
        right("try_lock with another way", try_lock_or_count),
        right(
            "a destructor locks while its thread unwinds",
            locks_while_unwinding,
        ),
        wrong(
            "a destructor waits for ever while its thread unwinds",
            Deadlock,
            stuck_while_unwinding,
        ),
        right("sixteen locks and a mutex in a mutex", nested),
        right(
            "a lock held by a value that is moved to another thread",
            moved_mutex,
        ),
    ]
}

tests!();

fn counter() {
    let total = crew(2, Mutex::new(0), |total| *total.lock().unwrap() += 1);
    assert_eq!(*total.lock().unwrap(), 2);
}

fn read_then_write() {
    let total = crew(2, Mutex::new(0), |total| {
        let seen = *total.lock().unwrap();
        *total.lock().unwrap() = seen + 1;
    });
    assert_eq!(*total.lock().unwrap(), 2);
}

fn abba() {
    let left = Arc::new((Mutex::new(()), Mutex::new(())));
    let right = left.clone();
    let other = thread::spawn(move || {
        let _b = right.1.lock().unwrap();
        let _a = right.0.lock().unwrap();
    });
    {
        let _a = left.0.lock().unwrap();
        let _b = left.1.lock().unwrap();
    }
    other.join().unwrap();
}

fn one_order() {
    crew(3, (Mutex::new(0), Mutex::new(0)), |pair| {
        let mut a = pair.0.lock().unwrap();
        let mut b = pair.1.lock().unwrap();
        (*a, *b) = (*a + 1, *b + 1);
    });
}

fn philosophers() {
    let forks: Arc<[Mutex<()>; 3]> = Arc::default();
    thread::scope(|s| {
        for seat in 0..3 {
            let forks = &forks;
            s.spawn(move || {
                let _left = forks[seat].lock().unwrap();
                let _right = forks[(seat + 1) % 3].lock().unwrap();
            });
        }
    });
}

fn self_deadlock() {
    let total = Mutex::new(0);
    let seen = total.lock().unwrap();
    *total.lock().unwrap() += *seen;
}

fn leaked_guard() {
    let lock = Arc::new(Mutex::new(0));
    let inside = lock.clone();
    let other = thread::spawn(move || std::mem::forget(inside.lock().unwrap()));
    other.join().unwrap();
}

fn leaked_guard_blocks() {
    crew(2, Mutex::new(0), |lock| {
        std::mem::forget(lock.lock().unwrap())
    });
}

fn check_then_act() {
    let made = crew(2, RwLock::new((None, 0)), |slot| {
        let there = slot.read().unwrap().0.is_some();
        if !there {
            let mut slot = slot.write().unwrap();
            *slot = (Some(7), slot.1 + 1);
        }
    });
    assert_eq!(made.read().unwrap().1, 1);
}

fn checked_again() {
    let made = crew(2, RwLock::new((None, 0)), |slot| {
        if slot.read().unwrap().0.is_none() {
            let mut slot = slot.write().unwrap();
            if slot.0.is_none() {
                *slot = (Some(7), slot.1 + 1);
            }
        }
    });
    assert_eq!(made.read().unwrap().1, 1);
}

fn upgrade() {
    crew(2, RwLock::new(0), |lock| {
        let seen = lock.read().unwrap();
        *lock.write().unwrap() += *seen;
    });
}

fn read_again() {
    let lock = Arc::new(RwLock::new(0));
    let writer = lock.clone();
    let other = thread::spawn(move || *writer.write().unwrap() += 1);
    {
        let once = lock.read().unwrap();
        let twice = lock.read().unwrap();
        assert_eq!(*once, *twice);
    }
    other.join().unwrap();
}

fn readers() {
    crew(3, RwLock::new(5), |lock| {
        let seen = *lock.read().unwrap();
        assert_eq!(seen, 5);
    });
}

fn downgrade() {
    crew(2, RwLock::new(0), |lock| {
        let mut writer = lock.write().unwrap();
        *writer += 1;
        let mine = *writer;
        let reader = std::sync::RwLockWriteGuard::downgrade(writer);
        assert_eq!(*reader, mine);
    });
}

fn poisoned() {
    let lock = Arc::new(Mutex::new(0));
    let inside = lock.clone();
    let other = thread::spawn(move || {
        let mut value = inside.lock().unwrap();
        *value = 1;
        panic!("half-way");
    });
    assert!(other.join().is_err());
    assert!(lock.is_poisoned());
    let value = lock.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*value, 1);
    drop(value);
    assert!(matches!(lock.try_lock(), Err(TryLockError::Poisoned(_))));
}

fn poisoned_rwlock() {
    let lock = RwLock::new(0);
    let reads = catch_unwind(AssertUnwindSafe(|| {
        let _seen = lock.read().unwrap();
        panic!("while reading");
    }));
    assert!(reads.is_err() && !lock.is_poisoned());
    let writes = catch_unwind(AssertUnwindSafe(|| {
        let _mine = lock.write().unwrap();
        panic!("while writing");
    }));
    assert!(writes.is_err() && lock.is_poisoned() && lock.read().is_err());
    assert!(!thread::panicking());
}

fn unwraps_poison() {
    let lock = Arc::new(Mutex::new(0));
    let inside = lock.clone();
    let other = thread::spawn(move || {
        let _value = inside.lock().unwrap();
        panic!("half-way");
    });
    let _ = other.join();
    *lock.lock().unwrap() += 1;
}

fn cleared() {
    let lock = Mutex::new(0);
    let broken = catch_unwind(AssertUnwindSafe(|| {
        let _value = lock.lock().unwrap();
        panic!("half-way");
    }));
    assert!(broken.is_err() && lock.is_poisoned());
    lock.clear_poison();
    assert!(lock.lock().is_ok());
    assert_eq!(lock.into_inner().unwrap(), 0);
}

fn try_lock_may_fail() {
    crew(2, Mutex::new(0), |total| *total.try_lock().unwrap() += 1);
}

fn try_lock_or_count() {
    let both = crew(
        2,
        (Mutex::new(0), Mutex::new(0)),
        |(total, busy)| match total.try_lock() {
            Ok(mut total) => *total += 1,
            Err(_) => *busy.lock().unwrap() += 1,
        },
    );
    assert_eq!(*both.0.lock().unwrap() + *both.1.lock().unwrap(), 2);
}

/// Adds to the total when it goes, however it goes.
struct AddsAtTheEnd(Arc<Mutex<i32>>);

impl Drop for AddsAtTheEnd {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }
}

fn locks_while_unwinding() {
    let total = Arc::new(Mutex::new(0));
    let handles: Vec<_> = (0..2)
        .map(|n| {
            let adds = AddsAtTheEnd(total.clone());
            thread::spawn(move || {
                let _adds = adds;
                assert_ne!(n, 1, "the second one panics");
            })
        })
        .collect();
    let ends: Vec<bool> = handles.into_iter().map(|h| h.join().is_ok()).collect();
    assert_eq!(ends, [true, false]);
    assert_eq!(*total.lock().unwrap(), 2);
    assert!(
        !total.is_poisoned(),
        "it was locked and let go within the unwinding"
    );
}

fn stuck_while_unwinding() {
    let total = Arc::new(Mutex::new(0));
    let adds = AddsAtTheEnd(total.clone());
    let held = total.lock().unwrap();
    let other = thread::spawn(move || {
        let _adds = adds;
        panic!("and now the destructor waits");
    });
    let _ = other.join();
    drop(held);
}

fn nested() {
    let outer = Mutex::new(Mutex::new([const { Mutex::new(0) }; 14]));
    let mut guard = outer.lock().unwrap();
    let inner = guard.get_mut().unwrap();
    let total: i32 = inner.iter().map(|lock| *lock.lock().unwrap()).sum();
    assert_eq!(total, 0);
}

fn moved_mutex() {
    let (sender, receiver) = mpsc::channel();
    let other = thread::spawn(move || {
        let lock: Mutex<i32> = receiver.recv().unwrap();
        *lock.lock().unwrap() += 1;
        lock.into_inner().unwrap()
    });
    let lock = Mutex::new(1);
    *lock.lock().unwrap() += 1;
    sender.send(lock).unwrap();
    assert_eq!(other.join().unwrap(), 3);
}

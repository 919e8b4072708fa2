//! `parking_lot` under the checker, and on real threads.

extern crate harness as std;
extern crate model_parking_lot as parking_lot;

#[path = "../../tests/checker/table.rs"]
mod table;

use harness::model::Check;
use parking_lot::{
    Condvar, FairMutex, Mutex, MutexGuard, Once, ReentrantMutex, RwLock, RwLockWriteGuard,
};
use report::FindingKind::*;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use table::{Case, crew, join_all, right, tests, wrong};

const LONG: Duration = Duration::from_secs(60);

fn cases() -> Vec<Case> {
    vec![
        right("a counter", counter),
        wrong(
            "read under one lock, write under the next",
            Panic,
            read_then_write,
        ),
        wrong("two locks in opposite order", Deadlock, opposite_order),
        right(
            "opposite order, but with a time limit and another try",
            backs_off,
        )
        .by(Check::new().early_timeouts()),
        wrong(
            "a time limit is thought never to strike",
            Panic,
            limit_strikes,
        )
        .by(Check::new().early_timeouts()),
        right("a time limit strikes exactly", exact_limit),
        right("no poison", no_poison),
        right("a fair mutex", fair),
        right("wait in a loop", || waits(true)),
        right(
            "`if` instead of `while`: no wake-up comes by itself",
            || waits(false),
        ),
        wrong("`if` instead of `while`: the item is stolen", Panic, stolen),
        wrong("a notification without a flag", LostWakeup, no_flag),
        right("wait_for gives up exactly then", gives_up),
        right("wait_while_for", waits_while),
        wrong("a read lock made into a write lock", Deadlock, upgrade),
        right("downgrade", downgrade),
        right("try_write beside a reader", try_write),
        wrong(
            "a read lock taken again behind a writer",
            Deadlock,
            reads_again,
        ),
        right("a re-entrant mutex, taken again", reentrant),
        wrong(
            "two re-entrant mutexes in opposite order",
            Deadlock,
            reentrant_circle,
        ),
        right("unlocked, unlock_fair, map", guard_tools),
        wrong(
            "what was seen before `unlocked` has changed",
            Panic,
            changed_meanwhile,
        ),
        right("once", once),
        right("statics start afresh", statics),
    ]
}

tests!();

fn counter() {
    let total = crew(2, Mutex::new(0), |total| *total.lock() += 1);
    assert_eq!(*total.lock(), 2);
}

fn read_then_write() {
    let total = crew(2, Mutex::new(0), |total| {
        let seen = *total.lock();
        *total.lock() = seen + 1;
    });
    assert_eq!(*total.lock(), 2);
}

/// Two threads, each with the pair of locks in its own order.
fn in_both_orders<L: Default + Send + Sync + 'static>(work: fn(&L, &L)) {
    let pair: Arc<(L, L)> = Arc::default();
    let other = pair.clone();
    let there = thread::spawn(move || work(&other.1, &other.0));
    work(&pair.0, &pair.1);
    there.join().unwrap();
}

fn opposite_order() {
    in_both_orders::<Mutex<u32>>(|a, b| *a.lock() += *b.lock());
}

fn backs_off() {
    in_both_orders::<Mutex<u32>>(|a, b| {
        for _ in 0..2 {
            let mut first = a.lock();
            if let Some(second) = b.try_lock_for(Duration::from_millis(1)) {
                *first += *second;
                return;
            }
        }
    });
}

fn limit_strikes() {
    let total = crew(2, Mutex::new(0), |total| {
        if let Some(mut total) = total.try_lock_for(LONG) {
            thread::yield_now();
            *total += 1;
        }
    });
    assert_eq!(*total.lock(), 2);
}

fn exact_limit() {
    let lock = Mutex::new(());
    let start = Instant::now();
    let held = lock.lock();
    assert!(lock.is_locked() && lock.try_lock().is_none());
    assert!(
        lock.try_lock_until(start + Duration::from_millis(20))
            .is_none()
    );
    drop(held);
    assert_eq!(start.elapsed(), Duration::from_millis(20));
    assert!(!lock.is_locked());
}

fn no_poison() {
    let lock = Mutex::new(0);
    let result = catch_unwind(AssertUnwindSafe(|| {
        *lock.lock() += 1;
        let _held = lock.lock();
        panic!("with the lock");
    }));
    assert!(result.is_err());
    assert_eq!(*lock.lock(), 1);
}

fn fair() {
    let total = crew(2, FairMutex::new(0), |total| *total.lock() += 1);
    assert_eq!(*total.lock(), 2);
}

fn waits(again: bool) {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let there = pair.clone();
    let waiter = thread::spawn(move || {
        let mut up = there.0.lock();
        if again {
            there.1.wait_while(&mut up, |up| !*up);
        } else if !*up {
            there.1.wait(&mut up);
        }
        assert!(*up);
    });
    *pair.0.lock() = true;
    pair.1.notify_one();
    waiter.join().unwrap();
}

fn stolen() {
    let pair = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
    let takers = [0, 1].map(|_| {
        let pair = pair.clone();
        thread::spawn(move || {
            let mut items = pair.0.lock();
            if items.is_empty() {
                pair.1.wait(&mut items);
            }
            items.pop().expect("woken, so there is an item");
        })
    });
    for item in 0..2 {
        pair.0.lock().push(item);
        pair.1.notify_one();
    }
    join_all(takers);
}

fn no_flag() {
    let pair = Arc::new((Mutex::new(()), Condvar::new()));
    let there = pair.clone();
    let waiter = thread::spawn(move || there.1.wait(&mut there.0.lock()));
    pair.1.notify_one();
    waiter.join().unwrap();
}

fn gives_up() {
    let (lock, changed) = (Mutex::new(0), Condvar::new());
    let start = Instant::now();
    let mut value = lock.lock();
    assert!(
        changed
            .wait_for(&mut value, Duration::from_millis(15))
            .timed_out()
    );
    assert!(
        changed
            .wait_until(&mut value, start + Duration::from_millis(25))
            .timed_out()
    );
    assert_eq!(start.elapsed(), Duration::from_millis(25));
    assert!(!changed.notify_one() && changed.notify_all() == 0);
}

fn waits_while() {
    let (lock, changed) = (Mutex::new(0), Condvar::new());
    let mut value = lock.lock();
    let result = changed.wait_while_for(&mut value, |value| *value == 0, Duration::from_millis(5));
    assert!(result.timed_out());
}

fn upgrade() {
    crew(2, RwLock::new(0), |lock| {
        let seen = lock.read();
        *lock.write() += *seen;
    });
}

fn downgrade() {
    crew(2, RwLock::new(0), |lock| {
        let mut mine = lock.write();
        *mine += 1;
        let value = *mine;
        assert_eq!(*RwLockWriteGuard::downgrade(mine), value);
    });
}

fn try_write() {
    let lock = RwLock::new(1);
    let reader = lock.read();
    assert!(lock.try_write().is_none() && lock.try_read().is_some());
    assert!(lock.try_write_for(Duration::from_millis(3)).is_none());
    drop(reader);
    *lock.try_write().unwrap() += 1;
    assert_eq!(lock.into_inner(), 2);
}

fn reads_again() {
    let lock = Arc::new(RwLock::new(0));
    let other = lock.clone();
    let writer = thread::spawn(move || *other.write() += 1);
    {
        let first = lock.read();
        let second = lock.read();
        assert_eq!(*first, *second);
    }
    writer.join().unwrap();
}

fn reentrant() {
    let total = crew(2, ReentrantMutex::new(Cell::new(0)), |total| {
        let outer = total.lock();
        let seen = outer.get();
        let inner = total.try_lock().expect("it is ours already");
        inner.set(seen + 1);
    });
    assert_eq!(total.lock().get(), 2);
}

fn reentrant_circle() {
    in_both_orders::<Again>(|a, b| {
        let _first = a.0.lock();
        let _second = b.0.lock();
    });
}

struct Again(ReentrantMutex<()>);

impl Default for Again {
    fn default() -> Self {
        Again(ReentrantMutex::new(()))
    }
}

fn guard_tools() {
    let lock = Mutex::new((1, 2));
    let mut guard = lock.lock();
    MutexGuard::unlocked(&mut guard, || lock.lock().0 += 10);
    assert_eq!(guard.0, 11);
    MutexGuard::unlock_fair(guard);
    let mut second = MutexGuard::map(lock.lock(), |pair| &mut pair.1);
    *second += 1;
    assert!(lock.try_lock().is_none());
    drop(second);
    assert_eq!(lock.into_inner(), (11, 3));
}

fn changed_meanwhile() {
    crew(2, Mutex::new(0), |total| {
        let mut guard = total.lock();
        let seen = *guard;
        MutexGuard::unlocked(&mut guard, || ());
        assert_eq!(*guard, seen, "it changed while it was unlocked");
        *guard += 1;
    });
}

fn once() {
    static ONCE: Once = Once::new();
    static RUNS: Mutex<u32> = Mutex::new(0);
    crew(2, (), |()| ONCE.call_once(|| *RUNS.lock() += 1));
    assert_eq!(*RUNS.lock(), 1);
    assert!(ONCE.is_completed());
}

fn statics() {
    static TOTAL: RwLock<u32> = RwLock::new(0);
    crew(2, (), |()| *TOTAL.write() += 1);
    assert_eq!(*TOTAL.read(), 2);
}

#[test]
fn right_programs_run_on_real_threads_too() {
    for program in [
        counter,
        backs_off,
        no_poison,
        fair,
        waits_while,
        downgrade,
        try_write,
        reentrant,
        guard_tools,
    ] {
        program();
    }
    waits(true);
}

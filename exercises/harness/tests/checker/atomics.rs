//! Atomics, orderings, fences, cells.

use crate::table::{Case, crew, join_all, right, tests, wrong};
use harness::model::Check;
use report::FindingKind::*;
use std::cell::UnsafeCell;
use std::hint;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicUsize, Ordering::*, fence};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn cases() -> Vec<Case> {
    vec![
        wrong("load, then store", Panic, load_then_store),
        right("fetch_add", adds),
        right("fetch_update", updates),
        right("compare_exchange in a loop", exchanges),
        wrong("compare_exchange_weak without a loop", Panic, weak_once),
        wrong("compare_exchange once, two threads", Panic, strong_once),
        right("wrapping and bitwise operations", arithmetic),
        wrong(
            "data published with a relaxed store",
            DataRace,
            relaxed_publish,
        ),
        wrong("data fetched with a relaxed load", DataRace, relaxed_fetch),
        right("data published with release and acquire", publish),
        right("a relaxed store of an hour ago is seen", seen_in_time),
        wrong(
            "a relaxed store of an hour ago publishes nothing",
            DataRace,
            time_publishes_nothing,
        ),
        wrong(
            "a relaxed atomic published by a relaxed flag",
            Panic,
            relaxed_pair,
        ),
        right(
            "release sequence through another's read-modify-write",
            release_sequence,
        ),
        wrong(
            "release sequence broken by a plain store",
            DataRace,
            broken_sequence,
        ),
        right("fences around relaxed accesses", fences),
        wrong("a release fence alone", DataRace, half_a_fence),
        wrong("Dekker with release and acquire", Panic, || {
            dekker(Release, Acquire)
        }),
        right("Dekker with SeqCst", || dekker(SeqCst, SeqCst)),
        right("Dekker with SeqCst fences", dekker_fences),
        wrong("double-checked, published relaxed", DataRace, || {
            double_checked(Relaxed)
        }),
        right("double-checked, published with release", || {
            double_checked(Release)
        }),
        right("a spin lock without a hint", || spin_lock(false)),
        right("a spin lock with a hint", || spin_lock(true)),
        wrong("a spin lock that unlocks relaxed", DataRace, relaxed_unlock),
        wrong(
            "spins while it holds what the other needs",
            Livelock,
            spins_and_holds,
        )
        .by(Check::new().max_steps(500)),
        right("a pointer published", pointer),
        wrong("a cell without any lock", DataRace, bare_cell),
        right("readers of a published cell side by side", many_readers),
        right("get_mut and into_inner", owners),
    ]
}

tests!();

fn load_then_store() {
    let hits = crew(2, AtomicUsize::new(0), |hits| {
        hits.store(hits.load(SeqCst) + 1, SeqCst)
    });
    assert_eq!(hits.load(SeqCst), 2);
}

fn adds() {
    let hits = crew(3, AtomicUsize::new(0), |hits| {
        _ = hits.fetch_add(1, Relaxed)
    });
    assert_eq!(hits.load(Relaxed), 3);
}

fn updates() {
    let hits = crew(2, AtomicUsize::new(0), |hits| {
        hits.fetch_update(Relaxed, Relaxed, |n| Some(n + 1))
            .unwrap();
    });
    assert_eq!(hits.load(Relaxed), 2);
}

fn exchanges() {
    let hits = crew(2, AtomicUsize::new(0), |hits| {
        let mut seen = hits.load(Relaxed);
        while let Err(now) = hits.compare_exchange(seen, seen + 1, AcqRel, Relaxed) {
            seen = now;
        }
    });
    assert_eq!(hits.load(Relaxed), 2);
}

fn weak_once() {
    let door = AtomicBool::new(false);
    assert!(
        door.compare_exchange_weak(false, true, Acquire, Relaxed)
            .is_ok()
    );
}

fn strong_once() {
    crew(2, AtomicUsize::new(0), |hits| {
        let seen = hits.load(Relaxed);
        hits.compare_exchange(seen, seen + 1, Relaxed, Relaxed)
            .unwrap();
    });
}

fn arithmetic() {
    let byte = AtomicU8::new(250);
    assert_eq!(byte.fetch_add(10, Relaxed), 250);
    assert_eq!(byte.fetch_sub(5, Relaxed), 4);
    assert_eq!(byte.fetch_nand(0x0f, Relaxed), 255);
    assert_eq!(byte.fetch_max(241, Relaxed), 240);
    assert_eq!(byte.fetch_min(7, Relaxed), 241);
    assert_eq!(byte.swap(1, Relaxed), 7);
    let flag = AtomicBool::default();
    assert!(!flag.fetch_or(true, Relaxed) && flag.fetch_not(Relaxed) && !flag.into_inner());
    let signed = std::sync::atomic::AtomicI8::new(-1);
    assert_eq!(signed.fetch_add(-127, Relaxed), -1);
    assert_eq!(signed.load(Relaxed), -128);
}

/// One cell that is shared on trust.
struct Shared<T> {
    cell: UnsafeCell<T>,
    ready: AtomicUsize,
}

// SAFETY: whether the trust is deserved is what the checker is asked.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn new(value: T) -> Arc<Shared<T>> {
        let (cell, ready) = (UnsafeCell::new(value), AtomicUsize::new(0));
        Arc::new(Shared { cell, ready })
    }

    fn write(&self, value: T) {
        // SAFETY: see above.
        unsafe { *self.cell.get() = value };
    }
}

impl<T: Copy> Shared<T> {
    fn read(&self) -> T {
        // SAFETY: see above.
        unsafe { *self.cell.get() }
    }
}

fn message(publish: fn(&Shared<i32>), fetched: fn(&Shared<i32>) -> bool) {
    let here = Shared::new(0);
    let there = here.clone();
    let writer = thread::spawn(move || {
        there.write(42);
        publish(&there);
    });
    if fetched(&here) {
        assert_eq!(here.read(), 42);
    }
    writer.join().unwrap();
}

fn relaxed_publish() {
    message(
        |s| s.ready.store(1, Relaxed),
        |s| s.ready.load(Acquire) == 1,
    );
}

fn relaxed_fetch() {
    message(
        |s| s.ready.store(1, Release),
        |s| s.ready.load(Relaxed) == 1,
    );
}

fn publish() {
    message(
        |s| s.ready.store(1, Release),
        |s| s.ready.load(Acquire) == 1,
    );
}

const HOUR: Duration = Duration::from_secs(3600);

fn seen_in_time() {
    let flag = Arc::new(AtomicBool::new(false));
    let there = flag.clone();
    let writer = thread::spawn(move || there.store(true, Relaxed));
    thread::sleep(HOUR);
    assert!(flag.load(Relaxed), "an hour was not enough");
    writer.join().unwrap();
}

fn time_publishes_nothing() {
    message(
        |s| s.ready.store(1, Relaxed),
        |s| {
            thread::sleep(HOUR);
            s.ready.load(Acquire) == 1
        },
    );
}

fn half_a_fence() {
    message(
        |s| {
            fence(Release);
            s.ready.store(1, Relaxed);
        },
        |s| s.ready.load(Relaxed) == 1,
    );
}

fn fences() {
    message(
        |s| {
            fence(Release);
            s.ready.store(1, Relaxed);
        },
        |s| {
            let ready = s.ready.load(Relaxed) == 1;
            fence(Acquire);
            ready
        },
    );
}

fn relaxed_pair() {
    let pair = Arc::new((AtomicUsize::new(0), AtomicBool::new(false)));
    let there = pair.clone();
    let writer = thread::spawn(move || {
        there.0.store(42, Relaxed);
        there.1.store(true, Relaxed);
    });
    if pair.1.load(Relaxed) {
        assert_eq!(
            pair.0.load(Relaxed),
            42,
            "the flag is up and the data is old"
        );
    }
    writer.join().unwrap();
}

fn three_hands(second: fn(&AtomicUsize)) {
    let here = Shared::new(0);
    let (first, middle) = (here.clone(), here.clone());
    let writer = thread::spawn(move || {
        first.write(42);
        first.ready.store(1, Release);
    });
    let helper = thread::spawn(move || second(&middle.ready));
    if here.ready.load(Acquire) >= 2 {
        assert_eq!(here.read(), 42);
    }
    writer.join().unwrap();
    helper.join().unwrap();
}

fn release_sequence() {
    three_hands(|ready| _ = ready.compare_exchange(1, 2, Relaxed, Relaxed));
}

fn broken_sequence() {
    three_hands(|ready| {
        if ready.load(Relaxed) == 1 {
            ready.store(2, Relaxed);
        }
    });
}

fn dekker(store: std::sync::atomic::Ordering, load: std::sync::atomic::Ordering) {
    let flags: Arc<[AtomicBool; 2]> = Arc::default();
    let inside = Arc::new(AtomicUsize::new(0));
    let handles = [0, 1].map(|me| {
        let (flags, inside) = (flags.clone(), inside.clone());
        thread::spawn(move || {
            flags[me].store(true, store);
            if !flags[1 - me].load(load) {
                inside.fetch_add(1, Relaxed);
            }
        })
    });
    join_all(handles);
    assert!(inside.load(Relaxed) < 2, "both are inside");
}

fn dekker_fences() {
    let flags: Arc<[AtomicBool; 2]> = Arc::default();
    let inside = Arc::new(AtomicUsize::new(0));
    let handles = [0, 1].map(|me| {
        let (flags, inside) = (flags.clone(), inside.clone());
        thread::spawn(move || {
            flags[me].store(true, Relaxed);
            fence(SeqCst);
            if !flags[1 - me].load(Relaxed) {
                inside.fetch_add(1, Relaxed);
            }
        })
    });
    join_all(handles);
    assert!(inside.load(Relaxed) < 2, "both are inside");
}

fn double_checked(published: std::sync::atomic::Ordering) {
    struct Lazy {
        shared: Arc<Shared<u32>>,
        lock: Mutex<()>,
    }
    let lazy = Arc::new(Lazy {
        shared: Shared::new(0),
        lock: Mutex::new(()),
    });
    let handles = [0, 1].map(|_| {
        let lazy = lazy.clone();
        thread::spawn(move || {
            if lazy.shared.ready.load(Acquire) == 0 {
                let _guard = lazy.lock.lock().unwrap();
                if lazy.shared.ready.load(Relaxed) == 0 {
                    lazy.shared.write(7);
                    lazy.shared.ready.store(1, published);
                }
            }
            assert_eq!(lazy.shared.read(), 7);
        })
    });
    join_all(handles);
}

fn locked_by(unlock: std::sync::atomic::Ordering, hint: bool) {
    let shared = Shared::new(0);
    let handles = [0, 1].map(|_| {
        let shared = shared.clone();
        thread::spawn(move || {
            while shared.ready.swap(1, Acquire) == 1 {
                if hint {
                    hint::spin_loop();
                }
            }
            shared.write(shared.read() + 1);
            shared.ready.store(0, unlock);
        })
    });
    join_all(handles);
    assert_eq!(shared.read(), 2);
}

fn spin_lock(hint: bool) {
    locked_by(Release, hint);
}

fn relaxed_unlock() {
    locked_by(Relaxed, true);
}

fn spins_and_holds() {
    let shared = Arc::new((Mutex::new(()), AtomicBool::new(false)));
    let there = shared.clone();
    let other = thread::spawn(move || {
        let _guard = there.0.lock().unwrap();
        there.1.store(true, Release);
    });
    let guard = shared.0.lock().unwrap();
    while !shared.1.load(Acquire) {
        hint::spin_loop();
    }
    drop(guard);
    other.join().unwrap();
}

fn pointer() {
    let place = Arc::new(AtomicPtr::new(std::ptr::null_mut()));
    let there = place.clone();
    let writer = thread::spawn(move || there.store(Box::into_raw(Box::new(5)), Release));
    let seen = place.load(Acquire);
    if !seen.is_null() {
        // SAFETY: it is the writer's box, published whole.
        assert_eq!(unsafe { *seen }, 5);
    }
    writer.join().unwrap();
    // SAFETY: both threads are done with it.
    drop(unsafe { Box::from_raw(place.load(Acquire)) });
}

fn bare_cell() {
    let shared = Shared::new(0);
    let handles = [1, 2].map(|value| {
        let shared = shared.clone();
        thread::spawn(move || shared.write(value))
    });
    join_all(handles);
}

fn many_readers() {
    let shared = Shared::new(0);
    shared.write(9);
    let handles = [0, 1].map(|_| {
        let shared = shared.clone();
        thread::spawn(move || assert_eq!(shared.read(), 9))
    });
    join_all(handles);
    shared.write(10);
}

fn owners() {
    let mut shared = crew(2, AtomicUsize::new(1), |n| _ = n.fetch_add(1, Relaxed));
    let n = Arc::get_mut(&mut shared).unwrap();
    *n.get_mut() += 10;
    assert_eq!(n.load(Relaxed), 13);
    assert_eq!(Arc::into_inner(shared).unwrap().into_inner(), 13);
}

//! Things that outlive a run: each run starts afresh, or the program is told why it cannot.

use crate::table::{Case, crew, right, tests, wrong};
use harness::model::{Check, explore, outcomes};
use report::FindingKind::*;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::sync::{Arc, Barrier, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use std::thread;

fn cases() -> Vec<Case> {
    vec![
        right("a static atomic", atomic),
        wrong("a static atomic, loaded and stored", Panic, atomic_lost),
        right("a static mutex over plain data", mutex),
        wrong(
            "a static mutex that a deadlock leaves locked",
            Deadlock,
            locked_for_ever,
        ),
        right("a static rwlock", rwlock),
        wrong("a static mutex over a list", NotModelled, list),
        right("a static OnceLock", once_lock),
        right("OnceLock: one initialiser wins", one_wins),
        right("a static LazyLock", lazy),
        right("a static LazyLock over a mutex over a list", lazy_list),
        right("a static Once", once),
        right("Once: whoever comes later waits", once_waits),
        right("Once: poisoned, then forced", once_poisoned),
        wrong(
            "Once: poisoned, then asked again",
            Panic,
            once_poisoned_again,
        ),
        wrong("Once: entered again from inside", Deadlock, once_again),
        right("a static barrier", barrier),
        right("a static cell", cell),
    ]
}

tests!();

fn atomic() {
    static HITS: AtomicUsize = AtomicUsize::new(5);
    crew(2, (), |()| _ = HITS.fetch_add(1, Relaxed));
    assert_eq!(HITS.load(Relaxed), 7);
}

fn atomic_lost() {
    static HITS: AtomicUsize = AtomicUsize::new(0);
    crew(2, (), |()| HITS.store(HITS.load(Relaxed) + 1, Relaxed));
    assert_eq!(HITS.load(Relaxed), 2);
}

fn mutex() {
    static TOTAL: Mutex<[i32; 2]> = Mutex::new([3, 4]);
    crew(2, (), |()| TOTAL.lock().unwrap()[1] += 1);
    assert_eq!(*TOTAL.lock().unwrap(), [3, 6]);
}

fn locked_for_ever() {
    static TOTAL: Mutex<i32> = Mutex::new(0);
    crew(2, Mutex::new(()), |other| {
        if let Ok(_other) = other.try_lock() {
            let _total = TOTAL.lock().unwrap();
            thread::yield_now();
        } else {
            let _total = TOTAL.lock().unwrap();
            let _other = other.lock().unwrap();
        }
    });
}

fn rwlock() {
    static TOTAL: RwLock<u8> = RwLock::new(1);
    crew(2, (), |()| *TOTAL.write().unwrap() += 1);
    assert_eq!(*TOTAL.read().unwrap(), 3);
}

fn list() {
    static LIST: Mutex<Vec<i32>> = Mutex::new(Vec::new());
    crew(2, (), |()| LIST.lock().unwrap().push(1));
}

fn once_lock() {
    static WORD: OnceLock<String> = OnceLock::new();
    assert_eq!(WORD.get(), None);
    crew(2, (), |()| {
        assert_eq!(WORD.get_or_init(|| "word".into()), "word")
    });
    assert_eq!(WORD.set("other".into()), Err("other".into()));
}

fn one_wins() {
    let made = AtomicUsize::new(0);
    let lock = OnceLock::new();
    thread::scope(|s| {
        for n in 0..2 {
            let (made, lock) = (&made, &lock);
            s.spawn(move || {
                lock.get_or_init(|| {
                    made.fetch_add(1, Relaxed);
                    thread::yield_now();
                    n
                })
            });
        }
    });
    assert_eq!(made.load(Relaxed), 1);
}

fn lazy() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    static LAZY: LazyLock<usize> = LazyLock::new(|| MADE.fetch_add(1, Relaxed) + 1);
    crew(2, (), |()| assert_eq!(*LAZY, 1));
}

fn lazy_list() {
    static LIST: LazyLock<Mutex<Vec<i32>>> = LazyLock::new(Mutex::default);
    crew(2, (), |()| LIST.lock().unwrap().push(1));
    assert_eq!(*LIST.lock().unwrap(), [1, 1]);
}

fn once() {
    static ONCE: Once = Once::new();
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    crew(2, (), |()| {
        ONCE.call_once(|| _ = RUNS.fetch_add(1, Relaxed))
    });
    assert!(ONCE.is_completed());
    assert_eq!(RUNS.load(Relaxed), 1);
}

fn once_waits() {
    crew(2, (Once::new(), AtomicUsize::new(0)), |(once, value)| {
        once.call_once(|| value.store(1, Relaxed));
        assert_eq!(value.load(Relaxed), 1);
    });
}

fn fails_once(once: &Arc<Once>) {
    let inside = once.clone();
    let worker = thread::spawn(move || inside.call_once(|| panic!("the initialiser fails")));
    assert!(worker.join().is_err());
}

fn once_poisoned() {
    let once = Arc::new(Once::new());
    fails_once(&once);
    once.call_once_force(|state| assert!(state.is_poisoned()));
    once.call_once(|| panic!("it is complete"));
}

fn once_poisoned_again() {
    let once = Arc::new(Once::new());
    fails_once(&once);
    once.call_once(|| ());
}

fn once_again() {
    let once = Once::new();
    once.call_once(|| once.call_once(|| ()));
}

fn barrier() {
    static BARRIER: Barrier = Barrier::new(2);
    crew(2, (), |()| _ = BARRIER.wait());
}

struct Slot(UnsafeCell<i32>);

// SAFETY: used under a lock only.
unsafe impl Sync for Slot {}

fn cell() {
    static SLOT: Slot = Slot(UnsafeCell::new(1));
    static LOCK: Mutex<()> = Mutex::new(());
    crew(2, (), |()| {
        let _guard = LOCK.lock().unwrap();
        // SAFETY: under the lock.
        unsafe { *SLOT.0.get() += 1 };
    });
    let _guard = LOCK.lock().unwrap();
    // SAFETY: under the lock.
    assert_eq!(unsafe { *SLOT.0.get() }, 3);
}

#[test]
fn a_captured_mutex_starts_each_run_afresh() {
    let total = Arc::new(Mutex::new(0));
    let program = move || {
        let other = total.clone();
        let worker = thread::spawn(move || *other.lock().unwrap() += 1);
        *total.lock().unwrap() += 1;
        worker.join().unwrap();
        assert_eq!(*total.lock().unwrap(), 2);
    };
    explore(Check::new(), program).unwrap();
}

#[test]
fn a_captured_mutex_that_a_run_leaves_locked_is_free_in_the_next() {
    let pair = Arc::new((Mutex::new(0), Mutex::new(0)));
    let results = outcomes(move || {
        let other = pair.clone();
        let worker = thread::spawn(move || {
            let _a = other.0.lock().unwrap();
            let _b = other.1.lock().unwrap();
        });
        {
            let _b = pair.1.lock().unwrap();
            let _a = pair.0.lock().unwrap();
        }
        worker.join().unwrap();
        "both done".into()
    });
    let names: Vec<_> = results.keys().map(String::as_str).collect();
    assert_eq!(names, ["both done", "deadlock"]);
}

#[test]
fn a_captured_channel_is_refused() {
    let (sender, receiver) = mpsc::channel();
    let ends = Mutex::new((sender, receiver));
    let found = explore(Check::new(), move || {
        let ends = ends.lock().unwrap();
        ends.0.send(1).unwrap();
        assert_eq!(ends.1.recv(), Ok(1));
    });
    assert_eq!(found.unwrap_err().kind, NotModelled);
}

#[test]
fn tests_that_run_side_by_side_do_not_disturb_each_other() {
    static TOTAL: Mutex<i32> = Mutex::new(0);
    let program = || {
        let total = crew(2, (), |()| *TOTAL.lock().unwrap() += 1);
        drop(total);
        assert_eq!(*TOTAL.lock().unwrap(), 2);
    };
    let check = Check::new().schedules(300).random(300);
    harness::real::thread::scope(|s| {
        let searches = [0; 3].map(|_| s.spawn(|| explore(check, program)));
        for search in searches {
            search.join().unwrap().unwrap();
        }
    });
}

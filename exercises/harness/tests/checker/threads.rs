//! Threads: how they end, who sees it, what they have of their own.

use crate::table::{Case, join_all, right, tests, wrong};
use harness::model::Check;
use report::FindingKind::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn cases() -> Vec<Case> {
    vec![
        right("a thread that nobody joins may end later", detached),
        wrong(
            "a forgotten join, where none may be left",
            ThreadLeftBehind,
            detached,
        )
        .by(Check::new().no_thread_left_behind()),
        wrong("a thread that never ends", ThreadLeftBehind, never_ends),
        wrong("a thread that spins for ever", Livelock, spins_for_ever)
            .by(Check::new().max_steps(500)),
        wrong(
            "a panic in a thread that nobody joins",
            UnjoinedPanic,
            unjoined_panic,
        ),
        wrong("a joined panic, unwrapped", Panic, unwrapped_panic),
        right("a joined panic, looked at", seen_panic),
        right("a panic caught inside the thread", caught_panic),
        wrong("a panic in main", Panic, || panic!("main's own")),
        wrong("a scoped thread panics", Panic, scoped_panic),
        right("a scoped thread's panic, joined by hand", scoped_panic_seen),
        right(
            "scopes in scopes, threads that start threads",
            nested_scopes,
        ),
        wrong(
            "a scoped thread waits for its own scope's lock",
            Deadlock,
            scope_holds,
        ),
        right("a thread that starts a thread that starts a thread", chain),
        right("names and ids", names),
        wrong(
            "is_finished is thought to be true after a sleep",
            Panic,
            finished_or_not,
        )
        .by(Check::new().early_timeouts()),
        right("sixty-four threads", many).by(Check::new().schedules(20).random(20)),
        right("thread-locals are each thread's own", locals),
        right("a thread-local's destructor locks", local_destructor),
        wrong(
            "a scope's end is taken for the end of thread-locals",
            Panic,
            local_outlives_scope,
        ),
        right(
            "a join in a scope waits for thread-locals",
            local_joined_in_scope,
        ),
        wrong(
            "is_finished is taken for the end of thread-locals",
            Panic,
            local_outlives_is_finished,
        ),
        right("a scope's end shows what its threads did", scope_shows),
        wrong("a thread joins itself", Deadlock, joins_itself),
        wrong(
            "a thread-local's destructor panics",
            Panic,
            local_destructor_panics,
        ),
        wrong(
            "a result whose destructor panics",
            Panic,
            result_destructor_panics,
        ),
        wrong(
            "a destructor panics while its thread unwinds",
            Panic,
            double_panic,
        ),
        wrong("leaving the process", Exit, || std::process::exit(0)),
        wrong("leaving the process from a thread", Exit, exit_elsewhere),
        right("recursion, a thousand frames deep", || {
            assert_eq!(deep(1_000), 1_000)
        }),
        right("the order of a hash map", hash_order).by(Check::new().schedules(300).random(100)),
        wrong("a different program each time", NotReproducible, random),
    ]
}

tests!();

fn detached() {
    let done = Arc::new(AtomicUsize::new(0));
    thread::spawn(move || done.fetch_add(1, Relaxed));
}

fn never_ends() {
    thread::spawn(|| {
        let lock = Mutex::new(());
        let _held = lock.lock().unwrap();
        let _never = lock.lock().unwrap();
    });
}

fn spins_for_ever() {
    thread::spawn(|| {
        loop {
            std::hint::spin_loop();
        }
    });
}

fn unjoined_panic() {
    thread::spawn(|| panic!("nobody hears this"));
}

fn unwrapped_panic() {
    thread::spawn(|| panic!("the thread's own words"))
        .join()
        .unwrap();
}

fn seen_panic() {
    let result = thread::spawn(|| panic!("seen")).join();
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"seen"));
}

fn caught_panic() {
    let caught = thread::spawn(|| {
        let result = catch_unwind(|| panic!("caught"));
        (result.is_err(), thread::panicking())
    });
    assert_eq!(caught.join().unwrap(), (true, false));
}

fn scoped_panic() {
    thread::scope(|s| {
        s.spawn(|| panic!("in the scope"));
    });
}

fn scoped_panic_seen() {
    thread::scope(|s| {
        let worker = s.spawn(|| panic!("in the scope"));
        assert!(worker.join().is_err());
    });
}

fn nested_scopes() {
    let total = AtomicUsize::new(0);
    thread::scope(|outer| {
        outer.spawn(|| {
            thread::scope(|inner| {
                inner.spawn(|| total.fetch_add(1, Relaxed));
            });
            outer.spawn(|| total.fetch_add(1, Relaxed));
        });
    });
    assert_eq!(total.load(Relaxed), 2);
}

fn scope_holds() {
    let lock = Mutex::new(0);
    let held = lock.lock().unwrap();
    thread::scope(|s| {
        s.spawn(|| *lock.lock().unwrap() += 1);
    });
    drop(held);
}

fn chain() {
    let end = thread::spawn(|| thread::spawn(|| thread::spawn(|| 7)));
    let end = end.join().unwrap().join().unwrap().join().unwrap();
    assert_eq!(end, 7);
}

fn names() {
    let worker = thread::Builder::new().name("worker".into());
    let worker = worker
        .spawn(|| thread::current().name().map(String::from))
        .unwrap();
    assert_ne!(worker.thread().id(), thread::current().id());
    assert_eq!(worker.join().unwrap().as_deref(), Some("worker"));
    assert_eq!(thread::current().name(), Some("main"));
}

fn finished_or_not() {
    let worker = thread::spawn(|| thread::sleep(Duration::from_millis(5)));
    thread::sleep(Duration::from_millis(10));
    assert!(worker.is_finished());
    worker.join().unwrap();
}

fn many() {
    let total = Arc::new(AtomicUsize::new(0));
    let handles: Vec<_> = (0..64)
        .map(|_| {
            let total = total.clone();
            thread::spawn(move || total.fetch_add(1, Relaxed))
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    assert_eq!(total.load(Relaxed), 64);
}

thread_local! {
    static COUNT: Cell<i32> = const { Cell::new(0) };
    static WORDS: RefCell<Vec<String>> = RefCell::default();
}

fn locals() {
    COUNT.set(1);
    let worker = thread::spawn(|| {
        COUNT.set(COUNT.get() + 10);
        WORDS.with_borrow_mut(|words| words.push("there".into()));
        COUNT.get()
    });
    WORDS.with_borrow_mut(|words| words.push("here".into()));
    assert_eq!(worker.join().unwrap(), 10);
    assert_eq!(COUNT.get(), 1);
    assert_eq!(WORDS.take(), ["here"]);
}

struct Reports(Arc<Mutex<i32>>);

impl Drop for Reports {
    fn drop(&mut self) {
        *self.0.lock().unwrap() += 1;
    }
}

thread_local! {
    static REPORTS: RefCell<Option<Reports>> = const { RefCell::new(None) };
}

fn local_destructor() {
    let total = Arc::new(Mutex::new(0));
    let handles = [0, 1].map(|_| {
        let reports = Reports(total.clone());
        thread::spawn(|| _ = REPORTS.replace(Some(reports)))
    });
    join_all(handles);
    assert_eq!(*total.lock().unwrap(), 2);
}

fn local_outlives_scope() {
    let total = Arc::new(Mutex::new(0));
    thread::scope(|s| {
        let reports = Reports(total.clone());
        s.spawn(|| _ = REPORTS.replace(Some(reports)));
    });
    assert_eq!(*total.lock().unwrap(), 1);
}

fn local_joined_in_scope() {
    let total = Arc::new(Mutex::new(0));
    thread::scope(|s| {
        let reports = Reports(total.clone());
        s.spawn(|| _ = REPORTS.replace(Some(reports)))
            .join()
            .unwrap();
    });
    assert_eq!(*total.lock().unwrap(), 1);
}

fn local_outlives_is_finished() {
    let total = Arc::new(Mutex::new(0));
    let reports = Reports(total.clone());
    let worker = thread::spawn(|| _ = REPORTS.replace(Some(reports)));
    if worker.is_finished() {
        assert_eq!(*total.lock().unwrap(), 1);
    }
    worker.join().unwrap();
}

fn scope_shows() {
    let word = AtomicUsize::new(0);
    thread::scope(|s| {
        s.spawn(|| word.store(7, Relaxed));
    });
    assert_eq!(word.load(Relaxed), 7);
}

fn joins_itself() {
    let slot = Arc::new(Mutex::new(None::<thread::JoinHandle<()>>));
    let mine = slot.clone();
    let mut own = slot.lock().unwrap();
    *own = Some(thread::spawn(move || {
        let handle = mine.lock().unwrap().take();
        handle.unwrap().join().unwrap();
    }));
    drop(own);
    thread::park();
}

struct Panics;

impl Drop for Panics {
    fn drop(&mut self) {
        panic!("in a destructor");
    }
}

thread_local! {
    static PANICS: RefCell<Option<Panics>> = const { RefCell::new(None) };
}

fn local_destructor_panics() {
    thread::spawn(|| _ = PANICS.replace(Some(Panics)))
        .join()
        .unwrap();
}

fn result_destructor_panics() {
    thread::spawn(|| Panics);
}

fn double_panic() {
    let worker = thread::spawn(|| {
        let _panics = Panics;
        panic!("the first");
    });
    let _ = worker.join();
}

fn exit_elsewhere() {
    thread::spawn(|| std::process::exit(0)).join().unwrap();
}

/// Each frame is some hundred bytes.
fn deep(n: usize) -> usize {
    let filler = std::hint::black_box([n; 16]);
    if n == 0 { 0 } else { 1 + deep(filler[3] - 1) }
}

fn hash_order() {
    let hits = Arc::new(AtomicUsize::new(0));
    let there = hits.clone();
    let worker = thread::spawn(move || {
        let keys: HashMap<u32, ()> = (0..8).map(|n| (n, ())).collect();
        for key in keys.into_keys() {
            if key < 4 {
                there.fetch_add(1, Relaxed);
            } else {
                thread::current().unpark();
            }
        }
    });
    for _ in 0..3 {
        hits.fetch_add(1, Relaxed);
    }
    worker.join().unwrap();
}

/// The true library's, so that no schedule puts it back.
static CALLS: std::real::sync::atomic::AtomicUsize = std::real::sync::atomic::AtomicUsize::new(0);

fn random() {
    let hits = Arc::new(AtomicUsize::new(0));
    let there = hits.clone();
    let worker = thread::spawn(move || {
        let number = CALLS.fetch_add(0x9E37_79B9, Relaxed);
        for bit in 0..8 {
            if number >> bit & 1 == 0 {
                there.fetch_add(1, Relaxed);
            } else {
                thread::current().unpark();
            }
        }
    });
    for _ in 0..3 {
        hits.fetch_add(1, Relaxed);
    }
    worker.join().unwrap();
}

/// Runs one of this file's tests again, in a process of its own, where it finds [`in_child`] true.
fn child(test: &str) -> std::process::Output {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", &format!("threads::{test}")]);
    child.env("CHECKER_CHILD", "1").output().unwrap()
}

fn in_child() -> bool {
    std::env::var_os("CHECKER_CHILD").is_some()
}

/// Under a grader the signal is the verdict: so it must be the plain one, at once, on a modelled thread too.
#[cfg(unix)]
#[test]
fn endless_recursion_dies_of_a_plain_signal() {
    use std::os::unix::process::ExitStatusExt;
    if in_child() {
        harness::model::check(|| _ = thread::spawn(|| deep(usize::MAX)).join());
    }
    let output = child("endless_recursion_dies_of_a_plain_signal");
    let signal = output.status.signal();
    assert!([Some(6), Some(11)].contains(&signal), "{output:?}");
}

/// The test runner takes the hook down at its end, and would hang if the checker had left it locked.
#[test]
fn the_panic_hook_is_free_after_a_panic_that_would_have_aborted() {
    if in_child() {
        let found = harness::model::explore(Check::new(), double_panic).unwrap_err();
        assert_eq!(found.kind, Panic);
        std::panic::set_hook(std::panic::take_hook());
        return;
    }
    let output = child("the_panic_hook_is_free_after_a_panic_that_would_have_aborted");
    assert!(output.status.success(), "{output:?}");
}

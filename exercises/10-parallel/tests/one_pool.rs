//! What this proves: everything runs in the engine's own threads, however many callers there are and however deep the calls
//! go; all of these threads get work; nothing comes to a standstill; panics arrive; and the threads end with the engine.
//!
//! What it cannot see: threads of yours that run none of the work, except on Linux, which says how many threads the process has.

#![allow(clippy::drop_non_drop)] // the stub's type has no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/one_pool.rs"]
mod one_pool;

use harness::real::collections::HashSet;
use harness::real::sync::atomic::{AtomicUsize, Ordering};
use harness::real::sync::{Arc, LazyLock, Mutex};
use harness::real::thread::{self, ThreadId};
use one_pool::Engine;
use std::time::Duration;

/// Threads of the engines that every result is tried with.
const ENGINES: [usize; 5] = [1, 2, 3, 4, 8];

/// The threads that were seen at work.
#[derive(Default)]
struct Seen {
    threads: Mutex<HashSet<ThreadId>>,
    visits: AtomicUsize,
}

impl Seen {
    fn here(&self) {
        self.visits.fetch_add(1, Ordering::SeqCst);
        self.threads.lock().unwrap().insert(thread::current().id());
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }

    fn count(&self) -> usize {
        self.threads.lock().unwrap().len()
    }

    /// Until two threads were seen, for two seconds at most: whether there is another one is not for this to judge.
    fn wait_for_another(&self) {
        for _ in 0..2_000 {
            if self.count() > 1 {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn has(&self, thread: ThreadId) -> bool {
        self.threads.lock().unwrap().contains(&thread)
    }
}

/// rayon's global pool, of three threads on any machine: no place for the engine's work.
static GLOBAL: LazyLock<Seen> = LazyLock::new(|| {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3);
    pool.build_global().expect("nobody has made it yet");
    let seen = Seen::default();
    rayon::broadcast(|_| seen.here());
    seen
});

fn engine(threads: usize) -> Engine {
    LazyLock::force(&GLOBAL);
    Engine::new(threads)
}

/// Groups of these sizes, their parts numbered through.
fn groups(sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut next = 0..;
    let group = |size: &usize| next.by_ref().take(*size).collect();
    sizes.iter().map(group).collect()
}

/// Work that is in no hurry, so that all threads that want to can have a share.
fn seen_by(engine: &Engine, seen: &Seen) {
    engine.map(&groups(&[10, 1, 1, 10]), |_| {
        seen.here();
        thread::sleep(Duration::from_millis(1));
    });
}

/// Adds up by calls within calls: a list of two groups, each with half of the numbers.
fn sum(engine: &Engine, from: usize, to: usize, seen: &Seen) -> usize {
    seen.here();
    if to - from == 1 {
        return from;
    }
    let middle = from.midpoint(to);
    let halves = vec![vec![(from, middle)], vec![(middle, to)]];
    let sums = engine.map(&halves, |(from, to)| sum(engine, *from, *to, seen));
    sums.iter().flatten().sum()
}

mod behaves {
    use super::*;

    #[harness::test]
    fn results_stand_as_the_parts_did() {
        let shapes: [&[usize]; 8] = [
            &[],
            &[0],
            &[1],
            &[0, 3, 0],
            &[7],
            &[1, 2, 3, 4],
            &[100, 1, 1],
            &[2; 50],
        ];
        for threads in ENGINES {
            let engine = engine(threads);
            for shape in shapes {
                let groups = groups(shape);
                let right: Vec<Vec<usize>> = groups
                    .iter()
                    .map(|group| group.iter().map(|n| n * n).collect())
                    .collect();
                let got = engine.map(&groups, |n| n * n);
                assert!(
                    got == right,
                    "groups of {shape:?} parts, an engine of {threads}: \
                     the results do not stand as the parts did, a list for each group"
                );
            }
        }
    }

    #[harness::test]
    fn each_part_is_done_once() {
        for threads in ENGINES {
            let fresh = |size: usize| (0..size).map(|_| AtomicUsize::new(0)).collect();
            let groups: Vec<Vec<AtomicUsize>> = [50, 0, 1, 200].map(fresh).into();
            engine(threads).map(&groups, |part| part.fetch_add(1, Ordering::SeqCst));
            assert!(
                groups
                    .iter()
                    .flatten()
                    .all(|part| part.load(Ordering::SeqCst) == 1),
                "groups of 50, 0, 1 and 200 parts, an engine of {threads}: not each part was done once"
            );
        }
    }

    #[harness::test]
    fn one_call_after_the_other_meets_the_same_threads() {
        for threads in ENGINES {
            let (engine, seen) = (engine(threads), Seen::default());
            for _ in 0..3 {
                seen_by(&engine, &seen);
            }
            assert!(
                !seen.has(thread::current().id()),
                "an engine of {threads}: the thread that called `map` did some of the work itself"
            );
            assert!(
                seen.count() <= threads,
                "an engine of {threads}: in three calls of `map`, more threads than that were at work"
            );
        }
    }

    #[harness::test]
    fn callers_share_the_threads() {
        for threads in [1, 2, 3] {
            let (engine, seen) = (engine(threads), Seen::default());
            thread::scope(|callers| {
                for _ in 0..6 {
                    callers.spawn(|| seen_by(&engine, &seen));
                }
            });
            assert!(
                seen.count() <= threads,
                "an engine of {threads}, and six callers at once: more threads than that were at work"
            );
        }
    }

    #[harness::test]
    fn a_caller_from_another_pool_only_waits() {
        let others = rayon::ThreadPoolBuilder::new().num_threads(2);
        let others = others.build().expect("the system has threads to give");
        let (engine, seen) = (engine(2), Seen::default());
        let strangers = AtomicUsize::new(0);
        others.install(|| {
            // One call after the other: two threads are seen in the first, and any other one in the second.
            for parts in [10, 1] {
                engine.map(&groups(&[parts]), |_| {
                    if others.current_thread_index().is_some() {
                        strangers.fetch_add(1, Ordering::SeqCst);
                    }
                    seen.here();
                    // Else one thread may do it all, and nobody could tell how many there were to do it.
                    seen.wait_for_another();
                });
            }
        });
        assert!(
            strangers.into_inner() == 0,
            "`map` was called in a thread of another pool, and work ran in that pool's threads"
        );
        assert!(
            seen.count() <= 2,
            "`map` of an engine of 2 was called in a thread of another pool, and more threads than 2 were at work"
        );
    }

    #[harness::test]
    fn two_engines_share_no_thread() {
        let engines = [engine(1), engine(1)];
        let seen = [Seen::default(), Seen::default()];
        for (engine, seen) in engines.iter().zip(&seen) {
            seen_by(engine, seen);
        }
        let [one, other] = seen.map(|seen| seen.threads.into_inner().unwrap());
        assert!(
            one.is_disjoint(&other),
            "two engines of 1 each: the same thread worked for both"
        );
    }

    #[harness::test]
    fn the_threads_are_the_engines_own() {
        let (engine, seen) = (engine(2), Seen::default());
        seen_by(&engine, &seen);
        let seen = seen.threads.into_inner().unwrap();
        assert!(
            !seen.into_iter().any(|thread| GLOBAL.has(thread)),
            "an engine of 2, and rayon's global pool beside it: work ran in a thread of the global pool"
        );
    }

    /// How many threads this process has.
    #[cfg(target_os = "linux")]
    fn in_the_process() -> usize {
        let threads = harness::real::fs::read_dir("/proc/self/task");
        threads.map_or(0, Iterator::count)
    }

    #[cfg(target_os = "linux")]
    #[harness::test]
    fn no_others_are_started() {
        for asked in [0, 1, 2, 4] {
            let threads = asked.max(1);
            LazyLock::force(&GLOBAL); // its threads do not count
            let before = in_the_process();
            let engine = engine(asked);
            let most = AtomicUsize::new(0);
            let look = || most.fetch_max(in_the_process(), Ordering::SeqCst);
            engine.map(&groups(&[3, 1, 3]), |_| look());
            assert!(
                most.into_inner() <= before + threads,
                "an engine for which `new` was asked for {asked}: while it worked, the process had more new threads than that"
            );
            drop(engine);
            // The next one is to begin with none of these.
            let patience = harness::real::time::Instant::now() + Duration::from_secs(1);
            while in_the_process() > before && harness::real::time::Instant::now() < patience {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

mod shuts_down {
    use super::*;
    use harness::real::sync::mpsc::{self, RecvTimeoutError};
    use harness::witness::{Drops, Token};
    use std::any::Any;
    use std::cell::RefCell;
    use std::panic::{self, AssertUnwindSafe};

    /// Whether it ends; it may take its time, as long as somebody is seen at work now and then.
    fn ends(seen: &Arc<Seen>, run: impl FnOnce() + Send + 'static) -> bool {
        let (sender, over) = mpsc::channel::<()>();
        thread::spawn(move || {
            run();
            drop(sender);
        });
        loop {
            let before = seen.visits();
            let patience = Duration::from_secs(3);
            if over.recv_timeout(patience) != Err(RecvTimeoutError::Timeout) {
                return true;
            }
            if seen.visits() == before {
                return false;
            }
        }
    }

    #[harness::test]
    fn work_inside_of_work_ends() {
        for threads in ENGINES {
            let (engine, seen) = (Arc::new(engine(threads)), Arc::new(Seen::default()));
            let got = Arc::new(AtomicUsize::new(0));
            let inside = (engine, Arc::clone(&seen), Arc::clone(&got));
            let nested = move || {
                let (engine, seen, got) = inside;
                engine.map(&groups(&[2, 1]), |_| seen_by(&engine, &seen));
                let all = engine.map(&[vec![64]], |to| sum(&engine, 0, *to, &seen));
                got.store(all[0][0], Ordering::SeqCst);
            };
            assert!(
                ends(&seen, nested),
                "an engine of {threads}: work called `map` of the same engine, and for three seconds nothing was done"
            );
            assert!(
                seen.count() <= threads,
                "an engine of {threads}: work called `map` of the same engine, and more threads than that were at work"
            );
            let got = got.load(Ordering::SeqCst);
            assert!(
                got == 2_016,
                "an engine of {threads} added up 0 to 63 by halves, calls of `map` within each other, seven deep, and got {got}"
            );
        }
    }

    fn panic_of(engine: &Engine, burst: impl Fn() + Sync + Send) -> Option<Box<dyn Any + Send>> {
        let work = |n: &usize| {
            if *n == 4 {
                burst()
            }
        };
        let run = || engine.map(&groups(&[2, 0, 6]), work);
        panic::catch_unwind(AssertUnwindSafe(run)).err()
    }

    #[harness::test]
    fn a_panic_keeps_what_it_carries() {
        for threads in ENGINES {
            let engine = engine(threads);
            let text =
                panic_of(&engine, || panic!("broken")).and_then(|p| p.downcast::<&str>().ok());
            assert!(
                text.as_deref() == Some(&"broken"),
                "an engine of {threads}: a part panicked with the text \"broken\", and this did not come back from `map`"
            );
            let owned = panic_of(&engine, || panic::panic_any("page 54".to_owned()))
                .and_then(|p| p.downcast::<String>().ok());
            assert!(
                owned.as_deref().map(String::as_str) == Some("page 54"),
                "an engine of {threads}: a part panicked with the string \"page 54\", and this did not come back from `map`"
            );
            let number =
                panic_of(&engine, || panic::panic_any(7_u8)).and_then(|p| p.downcast::<u8>().ok());
            assert!(
                number.as_deref() == Some(&7),
                "an engine of {threads}: a part panicked with the number 7, and this did not come back from `map`"
            );
        }
    }

    #[harness::test]
    fn after_panics_it_is_as_good_as_before() {
        for threads in ENGINES {
            let (engine, seen) = (engine(threads), Seen::default());
            seen_by(&engine, &seen);
            for _ in 0..10 {
                let _ = panic_of(&engine, || panic!("broken"));
            }
            seen_by(&engine, &seen);
            let got = engine.map(&groups(&[30, 30]), |n| *n);
            assert!(
                got == groups(&[30, 30]),
                "an engine of {threads}: after ten panics, the results of a call were not those of its parts"
            );
            assert!(
                seen.count() <= threads,
                "an engine of {threads}: after ten panics, other threads were at work than before"
            );
        }
    }

    harness::real::thread_local! {
        /// Dropped when the thread ends.
        static MINE: RefCell<Option<Token>> = const { RefCell::new(None) };
    }

    #[harness::test]
    fn the_threads_end_with_the_engine() {
        for threads in ENGINES {
            let (engine, drops) = (engine(threads), Drops::new());
            engine.map(&groups(&[16, 16]), |_| {
                MINE.with_borrow_mut(|mine| *mine = Some(drops.token()));
                thread::sleep(Duration::from_millis(1));
            });
            drop(engine);
            // They end by and by.
            let patience = harness::real::time::Instant::now() + Duration::from_secs(2);
            while drops.alive() > 0 && harness::real::time::Instant::now() < patience {
                thread::sleep(Duration::from_millis(1));
            }
            assert!(
                drops.alive() == 0,
                "an engine of {threads} was dropped, and two seconds later threads were still there that had worked for it"
            );
        }
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::assert_parallel;

    fn parts_meet(threads: usize, sizes: &[usize]) {
        let (engine, groups) = (engine(threads), groups(sizes));
        assert_parallel(threads, sizes.iter().sum(), |meeting| {
            engine.map(&groups, |_| meeting.item(|| ()));
        });
    }

    #[harness::test]
    fn parts_of_one_big_group_meet() {
        parts_meet(4, &[0, 64, 0]);
    }

    #[harness::test]
    fn parts_of_many_small_groups_meet() {
        parts_meet(4, &[1; 64]);
    }

    #[harness::test]
    fn eight_threads_meet() {
        parts_meet(8, &[64]);
    }

    /// Whether so many have begun before a second passes in which nobody begins.
    fn begin(begun: &AtomicUsize, all: usize) -> bool {
        let mut before = begun.load(Ordering::SeqCst);
        let mut idle = 0;
        while before < all && idle < 1_000 {
            thread::sleep(Duration::from_millis(1));
            let now = begun.load(Ordering::SeqCst);
            idle = if now > before { 0 } else { idle + 1 };
            before = now;
        }
        before == all
    }

    #[harness::test]
    fn no_part_waits_for_one_that_takes_long() {
        for sizes in [&[24][..], &[1; 24], &[5, 0, 7, 1]] {
            let (engine, all) = (engine(2), sizes.iter().sum());
            for long in [0, all / 2, all - 1] {
                let (begun, in_time) = (AtomicUsize::new(0), AtomicUsize::new(0));
                engine.map(&groups(sizes), |part| {
                    begun.fetch_add(1, Ordering::SeqCst);
                    if *part == long && begin(&begun, all) {
                        in_time.store(1, Ordering::SeqCst);
                    }
                });
                assert!(
                    in_time.into_inner() == 1,
                    "an engine of 2, groups of {sizes:?} parts: part {long}, counted from 0 through all groups, took \
                     long, and some of the others were not begun before it was done"
                );
            }
        }
    }

    #[harness::test]
    fn a_call_does_not_wait_for_another_one_to_end() {
        let engine = engine(2);
        let (begun, in_time) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|callers| {
            for _ in 0..2 {
                callers.spawn(|| {
                    engine.map(&[vec![()]], |()| {
                        begun.fetch_add(1, Ordering::SeqCst);
                        if begin(&begun, 2) {
                            in_time.fetch_add(1, Ordering::SeqCst);
                        }
                    })
                });
            }
        });
        assert!(
            in_time.into_inner() == 2,
            "an engine of 2, and two callers with one part each: the second part did not begin before the first \
             one was done"
        );
    }

    #[harness::test]
    fn parts_inside_of_parts_meet() {
        let (engine, inner) = (engine(2), groups(&[40]));
        assert_parallel(2, 40, |meeting| {
            engine.map(&[vec![()]], |()| {
                engine.map(&inner, |_| meeting.item(|| ()));
            });
        });
    }
}

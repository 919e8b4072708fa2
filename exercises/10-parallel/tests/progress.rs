//! What this proves: the bar hears of each item once, seldom, soon enough and after the fact, also when the work ends with
//! an error or a panic; and nobody waits for a bar that takes its time. All of it in pools of one to eight threads.
//!
//! What it cannot see: a counter that all threads share and that they write for each item. It is right, and costs a
//! cache line that travels; chapter 04 measures it.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/progress.rs"]
mod progress;

use harness::real::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Condvar, Mutex};
use progress::{Bar, map};
use std::time::Duration;

/// Threads in the pools that every result is tried in.
const POOLS: [usize; 5] = [1, 2, 3, 4, 8];

fn pool(threads: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().expect("the system has threads to give")
}

/// A bar that remembers what it was told, and items that say when they are done.
#[derive(Default)]
struct Log {
    begun: AtomicU64,
    done: AtomicU64,
    told: AtomicU64,
    calls: AtomicUsize,
    /// Told of what was not done.
    too_early: AtomicBool,
    /// Told too late, by the number in [`Log::behind`].
    too_late: AtomicBool,
    /// How many items the bar may lag behind.
    may_lag: Option<u64>,
}

impl Bar for Log {
    fn inc(&self, items: u64) {
        self.calls.fetch_add(1, SeqCst);
        let told = self.told.fetch_add(items, SeqCst) + items;
        if told > self.done.load(SeqCst) {
            self.too_early.store(true, SeqCst);
        }
    }
}

impl Log {
    fn lagging_at_most(items: u64) -> Log {
        Log {
            may_lag: Some(items),
            ..Log::default()
        }
    }

    /// An item begins.
    fn begin(&self) {
        self.begun.fetch_add(1, SeqCst);
        // In this order: what is told meanwhile makes the lag look smaller, never bigger.
        let done = self.done.load(SeqCst);
        let lag = done.saturating_sub(self.told.load(SeqCst));
        if self.may_lag.is_some_and(|may| lag > may) {
            self.too_late.store(true, SeqCst);
        }
    }

    fn end(&self) {
        self.done.fetch_add(1, SeqCst);
    }

    /// An item that nothing can go wrong with.
    fn item<T>(&self, value: T) -> Result<T, String> {
        self.begin();
        self.end();
        Ok(value)
    }

    fn counts(&self) -> (u64, u64) {
        (self.done.load(SeqCst), self.told.load(SeqCst))
    }

    #[track_caller]
    fn assert_all_told(&self, after: &str) {
        let (done, told) = self.counts();
        let much = match told.cmp(&done) {
            std::cmp::Ordering::Equal => return,
            std::cmp::Ordering::Less => "less than that",
            std::cmp::Ordering::Greater => "more than that",
        };
        panic!(
            "{after}: when `map` had come back, the items done were counted, and the bar had been told of {much}"
        );
    }
}

fn numbers(items: usize) -> Vec<usize> {
    (0..items).collect()
}

mod behaves {
    use super::*;

    const SIZES: [(usize, usize); 9] = [
        (9, 10),
        (0, 10),
        (1, 1),
        (1, 10),
        (10, 10),
        (101, 10),
        (100, 1),
        (1_003, 64),
        (50, usize::MAX),
    ];

    #[harness::test]
    fn results_stand_in_the_order_of_the_items() {
        for threads in POOLS {
            for (items, every) in SIZES {
                let (log, list) = (Log::default(), numbers(items));
                let got = pool(threads).install(|| map(&list, every, &log, |n| log.item(n * n)));
                let right: Vec<usize> = list.iter().map(|n| n * n).collect();
                assert!(
                    got.as_ref() == Ok(&right),
                    "{items} items, told every {every}, a pool of {threads}: \
                     `map` did not return each item's result, in the order of the items"
                );
            }
        }
    }

    #[harness::test]
    fn the_bar_hears_of_each_item() {
        for threads in POOLS {
            for (items, every) in SIZES {
                let log = Log::default();
                let list = numbers(items);
                let _ = pool(threads).install(|| map(&list, every, &log, |n| log.item(*n)));
                log.assert_all_told(&format!(
                    "{items} items, told every {every}, a pool of {threads}"
                ));
            }
        }
    }

    #[harness::test]
    fn the_bar_hears_seldom() {
        for threads in POOLS {
            for (items, every) in [(64, 64), (64, 100), (100, 10), (1_000, 50), (1_003, 500)] {
                let log = Log::default();
                let list = numbers(items);
                let _ = pool(threads).install(|| map(&list, every, &log, |n| log.item(*n)));
                let (calls, most) = (log.calls.load(SeqCst), 2 * items.div_ceil(every));
                assert!(
                    calls <= most,
                    "{items} items, told every {every}, a pool of {threads}: the bar was called more than {most} times"
                );
            }
        }
    }

    #[harness::test]
    fn the_bar_hears_soon() {
        for threads in POOLS {
            for every in [7, 20, 1] {
                let log = Log::lagging_at_most((threads * every) as u64);
                let list = numbers(640);
                let _ = pool(threads).install(|| map(&list, every, &log, |n| log.item(*n)));
                assert!(
                    !log.too_late.load(SeqCst),
                    "told every {every}, a pool of {threads}: when an item began, more than {} were done \
                     that the bar had not been told of",
                    threads * every
                );
            }
        }
    }

    #[harness::test]
    fn the_bar_hears_after_the_fact() {
        for threads in POOLS {
            let (log, list) = (Log::default(), numbers(100));
            let _ = pool(threads).install(|| map(&list, 10, &log, |n| log.item(*n)));
            assert!(
                !log.too_early.load(SeqCst),
                "a pool of {threads}: the bar was told of an item that was not done yet"
            );
        }
    }

    #[harness::test]
    fn a_bar_of_indicatif_ends_at_its_end() {
        let bar = indicatif::ProgressBar::hidden();
        bar.set_length(250);
        let done = pool(2).install(|| map(&numbers(250), 20, &bar, |n| Ok::<_, ()>(*n)));
        assert!(done.is_ok(), "no item failed, and `map` returned an error");
        let position = bar.position();
        assert!(
            position == 250,
            "250 items were done, and the bar stands at {position}"
        );
    }

    #[harness::test]
    fn the_error_is_the_items_own() {
        for threads in POOLS {
            for bad in [0, 50, 99] {
                let list = numbers(100);
                let fails = |n: &usize| match *n == bad {
                    true => Err(format!("item {n} is broken")),
                    false => Ok(*n),
                };
                let got = pool(threads).install(|| map(&list, 10, &Log::default(), fails));
                assert!(
                    got == Err(format!("item {bad} is broken")),
                    "item {bad} of 100 failed, a pool of {threads}: `map` did not return its error"
                );
            }
        }
    }
}

mod shuts_down {
    use super::*;
    use harness::real::sync::{Arc, OnceLock};
    use harness::real::thread;
    use std::any::Any;
    use std::panic::{self, AssertUnwindSafe};

    /// Item `bad` fails.
    fn breaks(log: &Log, n: usize, bad: usize) -> Result<usize, String> {
        log.begin();
        log.end();
        match n == bad {
            true => Err("broken".to_owned()),
            false => Ok(n),
        }
    }

    #[harness::test]
    fn after_an_error_the_bar_has_heard_of_all_that_is_done() {
        for threads in POOLS {
            for bad in [0, 3, 54, 99] {
                let (log, list) = (Log::default(), numbers(100));
                let work = |n: &usize| breaks(&log, *n, bad);
                let _ = pool(threads).install(|| map(&list, 10, &log, work));
                log.assert_all_told(&format!("item {bad} of 100 failed, a pool of {threads}"));
            }
        }
    }

    #[harness::test]
    fn an_error_ends_the_work() {
        for bad in [0, 13, 54] {
            let (log, list) = (Log::default(), numbers(1_000));
            // In the order in which the only thread took them.
            let (failed, after) = (AtomicBool::new(false), AtomicU64::new(0));
            let work = |n: &usize| {
                if failed.load(SeqCst) {
                    after.fetch_add(1, SeqCst);
                }
                failed.fetch_or(*n == bad, SeqCst);
                breaks(&log, *n, bad)
            };
            let _ = pool(1).install(|| map(&list, 10, &log, work));
            assert!(
                after.load(SeqCst) < 10,
                "item {bad} of 1,000 failed, told every 10, one thread: 10 items or more began after that"
            );
        }
    }

    #[harness::test]
    fn an_error_ends_the_work_of_all_threads() {
        /// So many items begin after the error, and nobody has heard of it.
        const DEAF: u64 = 400;
        let (log, list) = (Log::default(), numbers(1_000));
        let (failed, after) = (AtomicBool::new(false), AtomicU64::new(0));
        // Whichever begins first fails.
        let work = |n: &usize| {
            let fails = !failed.swap(true, SeqCst);
            if !fails {
                // A thread that a busy machine holds up has two seconds to say that it has failed.
                let nap = match after.fetch_add(1, SeqCst) {
                    ..100 => 1,
                    100..DEAF => 6,
                    DEAF.. => 0,
                };
                thread::sleep(Duration::from_millis(nap));
            }
            breaks(&log, usize::from(fails) * (n + 1), n + 1)
        };
        let _ = pool(2).install(|| map(&list, 4, &log, work));
        assert!(
            after.load(SeqCst) < DEAF,
            "the first of 1,000 items to begin failed, told every 4, two threads: after that, {DEAF} items or more were \
             begun"
        );
    }

    #[harness::test]
    fn whoever_knows_of_an_error_begins_less_than_every_items() {
        const EVERY: usize = 4;
        let (pool, list) = (pool(2), numbers(1_000));
        let (begun, knows) = (AtomicUsize::new(0), Arc::new(AtomicBool::new(false)));
        // The thread that goes on, and what it begins after it can know.
        let (other, after) = (OnceLock::new(), AtomicUsize::new(0));
        let work = |n: &usize| {
            let me = thread::current().id();
            match begun.fetch_add(1, SeqCst) {
                0 => {
                    let met = within_two_seconds(|| other.get().is_some());
                    return if met { Err(*n) } else { Ok(()) };
                }
                1 => {
                    other.get_or_init(|| me);
                    // Whoever has failed does this when nothing is left to do after that.
                    let heard = Arc::clone(&knows);
                    pool.spawn(move || heard.store(true, SeqCst));
                    within_two_seconds(|| knows.load(SeqCst));
                }
                _ if other.get() == Some(&me) && knows.load(SeqCst) => {
                    _ = after.fetch_add(1, SeqCst)
                }
                _ => {}
            }
            Ok(())
        };
        let _ = pool.install(|| map(&list, EVERY, &Log::default(), work));
        assert!(
            after.load(SeqCst) < EVERY,
            "an item failed, told every {EVERY}, and the thread that had failed was done with all that; then the other of two \
             threads began {EVERY} more items or more"
        );
    }

    /// Whether it becomes so; for a program in which it never does, two seconds at most.
    fn within_two_seconds(so: impl Fn() -> bool) -> bool {
        (0..2_000).any(|_| {
            let is_so = so();
            if !is_so {
                thread::sleep(Duration::from_millis(1));
            }
            is_so
        })
    }

    /// What comes back from `map` when item `bad` panics.
    fn panic_of(
        threads: &rayon::ThreadPool,
        log: &Log,
        bad: usize,
        burst: impl Fn() + Sync + Send,
    ) -> Option<Box<dyn Any + Send>> {
        let list = numbers(100);
        let work = |n: &usize| {
            log.begin();
            if *n == bad {
                burst();
            }
            log.end();
            Ok::<usize, String>(*n)
        };
        let run = || threads.install(|| map(&list, 10, log, work));
        panic::catch_unwind(AssertUnwindSafe(run)).err()
    }

    #[harness::test]
    fn after_a_panic_the_bar_has_heard_of_all_that_is_done() {
        for threads in POOLS {
            for bad in [0, 3, 54, 99] {
                let log = Log::default();
                let panic = panic_of(&pool(threads), &log, bad, || panic!("broken"));
                assert!(
                    panic.is_some(),
                    "item {bad} of 100 panicked, a pool of {threads}: `map` returned"
                );
                log.assert_all_told(&format!("item {bad} of 100 panicked, a pool of {threads}"));
            }
        }
    }

    #[harness::test]
    fn a_panic_keeps_what_it_carries() {
        let log = Log::default();
        let said = |burst: fn()| panic_of(&pool(2), &log, 54, burst);
        let text = said(|| panic!("broken")).and_then(|p| p.downcast::<&str>().ok());
        assert!(
            text.as_deref() == Some(&"broken"),
            "an item panicked with the text \"broken\", and something else came back from `map`"
        );
        let owned = said(|| panic::panic_any("page 54".to_owned()))
            .and_then(|p| p.downcast::<String>().ok());
        assert!(
            owned.as_deref().map(String::as_str) == Some("page 54"),
            "an item panicked with the string \"page 54\", and something else came back from `map`"
        );
        let number = said(|| panic::panic_any(7_u8)).and_then(|p| p.downcast::<u8>().ok());
        assert!(
            number.as_deref() == Some(&7),
            "an item panicked with the number 7, and something else came back from `map`"
        );
    }

    #[harness::test]
    fn after_a_panic_the_next_one_is_counted_afresh() {
        for threads in POOLS {
            let pool = pool(threads);
            let _ = panic_of(&pool, &Log::default(), 54, || panic!("broken"));
            let (log, list) = (Log::default(), numbers(25));
            let got = pool.install(|| map(&list, 10, &log, |n| log.item(*n)));
            assert!(
                got.is_ok() && log.counts() == (25, 25),
                "an item panicked; then `map` did 25 items in the same pool of {threads}, \
                 and the bar was not told of 25"
            );
        }
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::Meeting;

    fn items_meet(threads: usize, items: usize) {
        let (list, log, meeting) = (numbers(items), Log::default(), Meeting::new(threads));
        let work = |n: &usize| {
            // Once is enough: how the rest is shared out is the program's affair.
            match meeting.peak() < threads {
                true => meeting.item(|| log.item(*n)),
                false => log.item(*n),
            }
        };
        let _ = pool(threads).install(|| map(&list, 4, &log, work));
        assert!(
            meeting.peak() >= threads,
            "{items} items, told every 4, a pool of {threads}: \
             there never were {threads} threads that worked at the same time"
        );
    }

    #[harness::test]
    fn two_threads_work_at_the_same_time() {
        items_meet(2, 48);
    }

    #[harness::test]
    fn eight_threads_work_at_the_same_time() {
        items_meet(8, 256);
    }

    /// A bar whose first call lasts until others have done twelve items more.
    struct Slow {
        log: Log,
        first: AtomicBool,
        done: Mutex<u64>,
        changed: Condvar,
        /// Nobody did them.
        alone: AtomicBool,
        /// They were done, and not told.
        untold: AtomicBool,
    }

    impl Slow {
        fn item(&self) -> Result<(), String> {
            let done = self.log.item(());
            *self.done.lock().unwrap() += 1;
            self.changed.notify_all();
            done
        }

        /// No right program waits so long, on the busiest machine.
        fn draw(&self) {
            let done = self.done.lock().unwrap();
            let until = *done + 12;
            let patience = Duration::from_secs(3);
            let wait = self
                .changed
                .wait_timeout_while(done, patience, |done| *done < until);
            self.alone.store(wait.unwrap().1.timed_out(), SeqCst);
            let (done, told) = self.log.counts();
            self.untold.store(done.saturating_sub(told) > 2 * 4, SeqCst);
        }
    }

    impl Bar for Slow {
        fn inc(&self, items: u64) {
            self.log.inc(items);
            if self.first.swap(false, SeqCst) {
                self.draw();
            }
        }
    }

    #[harness::test]
    fn nobody_waits_for_a_slow_bar() {
        let bar = Slow {
            log: Log::default(),
            first: AtomicBool::new(true),
            done: Mutex::new(0),
            changed: Condvar::new(),
            alone: AtomicBool::new(false),
            untold: AtomicBool::new(false),
        };
        let list = numbers(128);
        let _ = pool(2).install(|| map(&list, 4, &bar, |_| bar.item()));
        assert!(
            !bar.alone.load(SeqCst),
            "two threads, told every 4: one of them was in a call of the bar that took long, \
             and meanwhile the other one did not do 12 items"
        );
        assert!(
            !bar.untold.load(SeqCst),
            "two threads, told every 4: one of them was in a call of the bar that took long, \
             and meanwhile the bar lagged behind by more than 8 items"
        );
    }
}

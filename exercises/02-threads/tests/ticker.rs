//! What this proves: ticks come when they are due and no others do, and dropping the ticker ends it at once and for good:
//! in mid-wait, in mid-tick, from within a tick, after a panic and during one.
//! All tests run under the checker. Time is its own there, so "at once" is exact: no time passes at all.
//!
//! What it cannot see: how exact ticks are on a real clock, whether they drift when ticks take time, a thread that wakes
//! up a few times in each period, however long that is, and a period that is begun anew after a wake-up for no reason:
//! here such a wake-up comes at once or not at all.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use ticker::Ticker;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/ticker.rs"]
mod ticker;

const PERIOD: Duration = Duration::from_secs(10);
const HALF: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_secs(3600);
const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

/// Counts ticks. The count is the true library's: the checker is to interrupt the exercise, not its test.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn add(&self) {
        self.0.fetch_add(1, SeqCst);
    }

    fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// A `tick` that counts.
    fn tick(&self) -> impl FnMut() + Send + 'static {
        let count = self.clone();
        move || count.add()
    }
}

/// Drops the ticker, which must take no time.
#[track_caller]
fn drop_at_once(ticker: Ticker, when: &str) {
    let asked = Instant::now();
    drop(ticker);
    let took = asked.elapsed();
    assert!(
        took.is_zero(),
        "the ticker was dropped {when}, and the drop took {took:?}"
    );
}

mod behaves {
    use super::*;
    use harness::model::{Check, check};
    use harness::real::sync::Mutex;

    #[harness::test]
    fn ticks_once_a_period() {
        check(|| {
            let start = Instant::now();
            let times = Arc::new(Mutex::new(Vec::new()));
            let seen = Arc::clone(&times);
            let ticker = Ticker::start(PERIOD, move || {
                seen.lock().unwrap().push(start.elapsed());
            });
            thread::sleep(3 * PERIOD + HALF);
            drop(ticker);
            let times = times.lock().unwrap().clone();
            assert!(
                times == [PERIOD, 2 * PERIOD, 3 * PERIOD],
                "the period is 10 s, and in the first 35 s there were ticks after {times:?}"
            );
        });
    }

    #[harness::test]
    fn sleeps_through_a_period_of_500_years() {
        // Who naps needs many steps for it, and a run has 1,000. A few dozen are enough.
        // Much more than 500 years the checker's clock cannot count.
        Check::new().max_steps(1_000).run(|| {
            let count = Count::default();
            let ticker = Ticker::start(500 * YEAR, count.tick());
            thread::sleep(499 * YEAR);
            let early = count.get();
            assert!(
                early == 0,
                "the period is 500 years, and in the first 499 there were {early} ticks"
            );
            thread::sleep(2 * YEAR);
            let ticks = count.get();
            assert!(
                ticks == 1,
                "the period is 500 years, and in the first 501 there were {ticks} ticks"
            );
            drop(ticker);
        });
    }

    #[harness::test]
    fn ticks_in_a_thread_of_its_own() {
        check(|| {
            let me = thread::current().id();
            let in_my_thread = Count::default();
            let count = in_my_thread.clone();
            let start = Instant::now();
            let ticker = Ticker::start(PERIOD, move || {
                if thread::current().id() == me {
                    count.add();
                }
            });
            let took = start.elapsed();
            assert!(
                took.is_zero(),
                "`start` returned after {took:?}; it need not wait for anything"
            );
            thread::sleep(PERIOD + HALF);
            drop(ticker);
            assert!(
                in_my_thread.get() == 0,
                "`tick` was called in the thread that had called `start`"
            );
        });
    }

    #[harness::test]
    fn tickers_do_not_know_each_other() {
        check(|| {
            let (short, long) = (Count::default(), Count::default());
            let first = Ticker::start(PERIOD, short.tick());
            let second = Ticker::start(PERIOD, long.tick());
            thread::sleep(PERIOD + HALF);
            drop(first);
            thread::sleep(PERIOD);
            drop(second);
            let ticks = (short.get(), long.get());
            assert!(
                ticks == (1, 2),
                "one ticker was dropped after 15 s, another after 25 s; with a period of 10 s they ticked {ticks:?} times"
            );
        });
    }

    #[harness::test]
    fn tick_keeps_what_it_owns() {
        check(|| {
            let sum = Count::default();
            let count = sum.clone();
            let mut number = 0;
            let ticker = Ticker::start(PERIOD, move || {
                number += 1;
                (0..number).for_each(|_| count.add());
            });
            thread::sleep(3 * PERIOD + HALF);
            drop(ticker);
            let sum = sum.get();
            assert!(
                sum == 6,
                "three ticks add 1, 2 and 3 to a sum, by a number that `tick` owns, and the sum is {sum}"
            );
        });
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn no_tick_comes_early() {
        check(|| {
            let count = Count::default();
            let ticker = Ticker::start(PERIOD, count.tick());
            thread::sleep(HALF);
            let ticks = count.get();
            assert!(
                ticks == 0,
                "half a period has passed, and there have been {ticks} ticks: a thread may wake up for no reason"
            );
            drop(ticker);
        });
    }

    #[harness::test]
    fn no_tick_is_late() {
        check(|| {
            let count = Count::default();
            let ticker = Ticker::start(PERIOD, count.tick());
            thread::sleep(PERIOD + HALF);
            let ticks = count.get();
            assert!(
                ticks == 1,
                "one and a half periods have passed, and there have been {ticks} ticks"
            );
            drop(ticker);
        });
    }

    #[harness::test]
    fn no_tick_comes_after_the_drop() {
        check(|| {
            let count = Count::default();
            let ticker = Ticker::start(PERIOD, count.tick());
            // The moment at which the tick is due: it may come or not, but not later.
            thread::sleep(PERIOD);
            drop(ticker);
            let before = count.get();
            thread::sleep(HOUR);
            let late = count.get() - before;
            assert!(
                late == 0,
                "the drop had returned, and ticks went on; after it came {late}"
            );
        });
    }

    #[harness::test]
    fn the_last_tick_is_seen() {
        check(|| {
            let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
            let inside = Arc::clone(&count);
            let ticker = Ticker::start(PERIOD, move || {
                // Two steps, with nothing to order them but the ticker itself.
                let before = inside.load(std::sync::atomic::Ordering::Relaxed);
                inside.store(before + 1, std::sync::atomic::Ordering::Relaxed);
            });
            thread::sleep(2 * PERIOD + HALF);
            drop(ticker);
            let seen = count.load(std::sync::atomic::Ordering::Relaxed);
            assert!(
                seen == 2,
                "there were two ticks before the drop, and after it the owner sees the work of {seen}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::{Check, check};
    use harness::real::sync::OnceLock;
    use harness::witness::Drops;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Mutex;
    use std::sync::mpsc::channel;

    #[harness::test]
    fn drop_does_not_wait_for_the_next_tick() {
        check(|| {
            let count = Count::default();
            let ticker = Ticker::start(PERIOD, count.tick());
            thread::sleep(HALF);
            drop_at_once(ticker, "in the middle of a period");
            let ticks = count.get();
            assert!(
                ticks == 0,
                "the ticker was dropped before its first tick was due, and it ticked {ticks} times"
            );
        });
    }

    #[harness::test]
    fn drop_right_after_the_start_is_no_different() {
        check(|| {
            let ticker = Ticker::start(PERIOD, || ());
            drop_at_once(ticker, "as soon as it was started");
        });
    }

    #[harness::test]
    fn drop_between_ticks_is_no_different() {
        check(|| {
            let ticker = Ticker::start(PERIOD, || ());
            thread::sleep(2 * PERIOD + HALF);
            drop_at_once(ticker, "between its second and third tick");
        });
    }

    #[harness::test]
    fn no_tick_ever_is_a_period_too() {
        check(|| {
            let (count, drops) = (Count::default(), Drops::new());
            let (mut tick, token) = (count.tick(), drops.token());
            let ticker = Ticker::start(Duration::MAX, move || {
                let _owned = &token;
                tick();
            });
            thread::sleep(HOUR);
            assert!(
                drops.alive() == 1,
                "with `Duration::MAX` as the period, the thread has ended by itself within an hour, and `tick` is gone"
            );
            drop_at_once(ticker, "after an hour, its period being `Duration::MAX`");
            let ticks = count.get();
            assert!(
                ticks == 0,
                "with `Duration::MAX` as the period there were {ticks} ticks in an hour"
            );
        });
    }

    #[harness::test]
    fn no_thread_is_left_after_the_drop() {
        Check::new().no_thread_left_behind().run(|| {
            let ticker = Ticker::start(PERIOD, || ());
            thread::sleep(PERIOD + HALF);
            drop(ticker);
        });
    }

    #[harness::test]
    fn what_tick_owns_is_gone_after_the_drop() {
        check(|| {
            let drops = Drops::new();
            let token = drops.token();
            let ticker = Ticker::start(PERIOD, move || {
                let _owned = &token;
            });
            thread::sleep(PERIOD + HALF);
            drop(ticker);
            let alive = drops.alive();
            assert!(
                alive == 0,
                "the drop had returned, and what `tick` owns was still there"
            );
        });
    }

    /// A `tick` that takes an hour, which the two count.
    fn an_hour(begun: &Count, over: &Count) -> impl FnMut() + Send + 'static {
        let (begun, over) = (begun.clone(), over.clone());
        move || {
            begun.add();
            thread::sleep(HOUR);
            over.add();
        }
    }

    #[harness::test]
    fn drop_waits_for_the_tick_that_runs() {
        check(|| {
            let (begun, over) = (Count::default(), Count::default());
            let ticker = Ticker::start(PERIOD, an_hour(&begun, &over));
            thread::sleep(PERIOD + HALF);
            drop(ticker);
            let (begun, over) = (begun.get(), over.get());
            assert!(
                begun == over,
                "a tick takes an hour, and the ticker was dropped in the middle of one; when the drop had returned, \
                 {begun} had begun and {over} were over"
            );
        });
    }

    #[harness::test]
    fn drop_waits_for_the_tick_while_the_owner_panics() {
        check(|| {
            let (begun, over) = (Count::default(), Count::default());
            let ticker = Ticker::start(PERIOD, an_hour(&begun, &over));
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let _ticker = ticker;
                thread::sleep(PERIOD + HALF);
                panic!("the service failed");
            }));
            let (begun, over) = (begun.get(), over.get());
            assert!(
                panicked.is_err(),
                "the owner panicked, and nobody heard of it"
            );
            assert!(
                begun == over,
                "a tick takes an hour, and in the middle of one the owner panicked, which dropped the ticker; \
                 when the drop had returned, {begun} had begun and {over} were over"
            );
        });
    }

    #[harness::test]
    fn a_tick_that_drops_another_ticker_waits_for_it() {
        check(|| {
            let (begun, over) = (Count::default(), Count::default());
            let mut slow = Some(Ticker::start(HOUR, an_hour(&begun, &over)));
            let seen = Arc::new(OnceLock::new());
            let see = Arc::clone(&seen);
            let half_past = HOUR + HOUR / 2;
            let other = Ticker::start(half_past, move || {
                drop(slow.take());
                see.get_or_init(|| (begun.get(), over.get()));
            });
            thread::sleep(HOUR + half_past);
            drop(other);
            let seen = seen.get().copied();
            assert!(
                seen.is_some(),
                "a tick dropped another ticker, an hour ago, and the drop has not returned"
            );
            let (begun, over) = seen.unwrap_or_default();
            assert!(
                begun == over,
                "a tick takes an hour, and in the middle of one the ticker was dropped by another ticker's tick; \
                 when the drop had returned, {begun} had begun and {over} were over"
            );
        });
    }

    #[harness::test]
    fn a_tick_may_drop_its_ticker() {
        check(|| {
            let slot = Arc::new(Mutex::new(None::<Ticker>));
            let (ended, end) = channel::<()>();
            let count = Count::default();
            let (inside, ticks) = (Arc::clone(&slot), count.clone());
            let ticker = Ticker::start(PERIOD, move || {
                let _ended = &ended;
                ticks.add();
                let ticker = inside.lock().unwrap().take();
                if let Some(ticker) = ticker {
                    drop_at_once(ticker, "by its own tick");
                }
            });
            *slot.lock().unwrap() = Some(ticker);
            // Nobody sends: this ends when `tick` is dropped, and with it the sender.
            let _ = end.recv();
            thread::sleep(HOUR);
            let ticks = count.get();
            assert!(
                ticks == 1,
                "the first tick dropped the ticker, and there were {ticks} ticks"
            );
        });
    }

    #[harness::test]
    fn a_panic_ends_the_ticking_and_nothing_else() {
        check(|| {
            let count = Count::default();
            let ticks = count.clone();
            let ticker = Ticker::start(PERIOD, move || {
                ticks.add();
                panic!("no heart");
            });
            thread::sleep(3 * PERIOD + HALF);
            let asked = Instant::now();
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(ticker)));
            assert!(
                dropped.is_ok(),
                "`tick` has panicked in its thread, and dropping the ticker panics as well"
            );
            let took = asked.elapsed();
            assert!(
                took.is_zero(),
                "`tick` has panicked, its thread is gone, and dropping the ticker took {took:?}"
            );
            let ticks = count.get();
            assert!(
                ticks == 1,
                "the first tick panicked, and there were {ticks} ticks"
            );
        });
    }

    #[harness::test]
    fn the_owner_may_panic() {
        Check::new().no_thread_left_behind().run(|| {
            let ticker = Ticker::start(PERIOD, || panic!("no heart"));
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let _ticker = ticker;
                thread::sleep(PERIOD + HALF);
                panic!("the service failed");
            }));
            assert!(
                panicked.is_err(),
                "the owner panicked, and nobody heard of it"
            );
        });
    }
}

//! What this proves: nobody passes before `set`, nobody sleeps on after it, and a time limit is kept to
//! the instant, whatever else wakes the thread. `race_free` tries the orders in which two or three
//! threads can run, with wake-ups for no reason among them. Time is the checker's own and stands still
//! while anybody can run, so that 40 milliseconds are exactly 40.
//!
//! What it cannot see: whether a `set` that is followed by `clear` at once is noticed (both pass),
//! what happens when `set` and the time limit come at the same instant, and whether a limit of more
//! than 1000 days is cut short.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/event.rs"]
mod event;

mod behaves {
    use super::event::*;
    use std::time::Duration;

    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn is_clear_at_first() {
        let event = Event::new();
        assert!(!event.is_set(), "a new event is set already");
        assert!(
            !event.wait_timeout(Duration::ZERO),
            "nobody has set the event, and `wait_timeout` said that it was set"
        );
    }

    #[harness::test]
    fn stays_set_until_cleared() {
        let event = Event::new();
        event.set();
        event.set();
        assert!(event.is_set(), "`set` was called, and `is_set` says no");
        event.clear();
        assert!(
            !event.is_set(),
            "`clear` was called after `set`, and `is_set` says yes"
        );
        event.clear();
        event.set();
        assert!(
            event.is_set(),
            "an event that was set and cleared cannot be set again"
        );
    }

    #[harness::test]
    fn waiting_uses_nothing_up() {
        let event = Event::new();
        event.set();
        for time in 1..=3 {
            assert!(
                event.wait_timeout(Duration::ZERO) && event.is_set(),
                "the event is set, and after {time} waits it is not: a wait has used it up"
            );
        }
        event.wait();
        event.wait();
    }

    #[harness::test]
    fn a_set_event_is_not_waited_for() {
        let event = Event::new();
        for limit in [Duration::ZERO, HOUR, Duration::MAX] {
            event.set();
            assert!(
                event.wait_timeout(limit),
                "the event is set, and `wait_timeout({limit:?})` said that it was not"
            );
        }
    }
}

mod race_free {
    use super::event::*;
    use std::sync::atomic::{
        AtomicBool, AtomicU32,
        Ordering::{Relaxed, SeqCst},
    };
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);
    const DAYS_1000: Duration = Duration::from_secs(1000 * 24 * 3600);

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[harness::test]
    fn set_wakes_every_waiting_thread() {
        harness::model::check(|| {
            let event = Event::new();
            thread::scope(|s| {
                s.spawn(|| event.wait());
                s.spawn(|| event.wait());
                event.set();
            });
        });
    }

    #[harness::test]
    fn nobody_passes_before_set() {
        harness::model::check(|| {
            let event = Event::new();
            let setting = AtomicBool::new(false);
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    event.wait();
                    setting.load(SeqCst)
                });
                setting.store(true, SeqCst);
                event.set();
                assert!(
                    waiter.join().unwrap(),
                    "`wait` returned before anybody had called `set`"
                );
            });
        });
    }

    #[harness::test]
    fn a_stray_wake_up_is_not_a_set() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    event.wait();
                    start.elapsed()
                });
                waiter.thread().unpark();
                thread::sleep(MINUTE);
                event.set();
                let waited = waiter.join().unwrap();
                assert!(
                    waited == MINUTE,
                    "the event was set after a minute, and `wait` returned after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn what_was_written_before_set_is_seen_after_wait() {
        harness::model::check(|| {
            let event = Event::new();
            let config = AtomicU32::new(0);
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    event.wait();
                    config.load(Relaxed)
                });
                config.store(7, Relaxed);
                event.set();
                assert!(
                    waiter.join().unwrap() == 7,
                    "the thread came out of `wait` and does not see what was written before `set`"
                );
            });
        });
    }

    #[harness::test]
    fn what_was_written_before_set_is_seen_after_is_set() {
        harness::model::check(|| {
            let event = Event::new();
            let config = AtomicU32::new(0);
            thread::scope(|s| {
                let asker = s.spawn(|| event.is_set().then(|| config.load(Relaxed)));
                config.store(7, Relaxed);
                event.set();
                assert!(
                    asker.join().unwrap() != Some(0),
                    "`is_set` said yes, and the thread does not see what was written before `set`"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_thread_sleeps() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    event.wait();
                    start.elapsed()
                });
                thread::sleep(HOUR);
                event.set();
                let waited = waiter.join().unwrap();
                assert!(
                    waited == HOUR,
                    "the event was set after an hour, and `wait` returned after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_cleared_event_makes_threads_wait_again() {
        harness::model::check(|| {
            let event = Event::new();
            event.set();
            event.wait();
            event.clear();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    event.wait();
                    start.elapsed()
                });
                thread::sleep(MINUTE);
                event.set();
                let waited = waiter.join().unwrap();
                assert!(
                    waited == MINUTE,
                    "the event was cleared and set again a minute later, and `wait` returned after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_missed_set_does_not_hide_the_next() {
        harness::model::check(|| {
            let event = Event::new();
            thread::scope(|s| {
                s.spawn(|| event.wait());
                event.set();
                event.clear();
                event.set();
            });
        });
    }

    #[harness::test]
    fn a_missed_set_does_not_hide_the_next_until_the_limit() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| (event.wait_timeout(HOUR), start.elapsed()));
                event.set();
                event.clear();
                event.set();
                let (was_set, waited) = waiter.join().unwrap();
                assert!(
                    was_set,
                    "the event was set, cleared and set again, and stays set: `wait_timeout` said that it was not set"
                );
                assert!(
                    waited == Duration::ZERO,
                    "the event was set, cleared and set again, all at once: `wait_timeout` missed the last `set` \
                     and returned after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_limit_that_passes_is_no_set() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            let was_set = event.wait_timeout(ms(40));
            assert!(
                !was_set,
                "nobody has set the event, and `wait_timeout` said that it was set"
            );
            let waited = start.elapsed();
            assert!(
                waited == ms(40),
                "nobody has set the event, and `wait_timeout(40 ms)` gave up after {waited:?}"
            );
        });
    }

    #[harness::test]
    fn a_set_ends_the_wait_at_once() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| (event.wait_timeout(ms(40)), start.elapsed()));
                thread::sleep(ms(25));
                event.set();
                let (was_set, waited) = waiter.join().unwrap();
                assert!(
                    was_set,
                    "the event was set after 25 of 40 ms, and `wait_timeout` said that it was not"
                );
                assert!(
                    waited == ms(25),
                    "the event was set after 25 ms, and `wait_timeout` returned after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn the_limit_counts_from_the_call() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| (event.wait_timeout(ms(40)), start.elapsed()));
                // A wake-up in the middle, of either sort: the event is clear again when the waiter looks.
                thread::sleep(ms(25));
                waiter.thread().unpark();
                event.set();
                event.clear();
                let (was_set, waited) = waiter.join().unwrap();
                if was_set {
                    assert!(
                        waited == ms(25),
                        "the event was set after 25 ms, and `wait_timeout` said so after {waited:?}"
                    );
                } else {
                    assert!(
                        waited == ms(40),
                        "`wait_timeout(40 ms)` was woken after 25 ms, and gave up after {waited:?}: \
                         the limit counts from the call, not from the last wake-up"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn a_long_limit_is_kept() {
        harness::model::check(|| {
            let event = Event::new();
            let start = Instant::now();
            let was_set = event.wait_timeout(DAYS_1000);
            let waited = start.elapsed();
            assert!(
                !was_set,
                "nobody has set the event, and `wait_timeout` said that it was set"
            );
            assert!(
                waited == DAYS_1000,
                "nobody has set the event, and `wait_timeout` of 1000 days gave up after {waited:?}"
            );
        });
    }

    #[harness::test]
    fn any_duration_is_a_limit() {
        harness::model::check(|| {
            let event = Event::new();
            thread::scope(|s| {
                let waiter = s.spawn(|| event.wait_timeout(Duration::MAX));
                thread::sleep(DAYS_1000);
                event.set();
                assert!(
                    waiter.join().unwrap(),
                    "the event was set after 1000 days, and `wait_timeout(Duration::MAX)` said that it was not"
                );
            });
        });
    }
}

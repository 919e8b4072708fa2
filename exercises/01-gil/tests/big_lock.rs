//! What this proves: one thread at a time holds the key, it changes hands after exactly as many bytecodes
//! as it should, a call that needs no key blocks nobody, and no panic takes the key away.
//! `race_free` and `shuts_down` try the orders in which two or three threads can run, with wake-ups for
//! no reason among them; time is the checker's own and stands still while anybody can run.
//!
//! What it cannot see: which of several waiting threads is next (any will do), and what a tick costs.

#![allow(clippy::drop_non_drop)] // the stub's guard has no destructor yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/big_lock.rs"]
mod big_lock;

/// Under the checker, which sees at once when nobody can go on; one order of steps is enough.
fn in_one_order(program: impl Fn() + Send + Sync + 'static) {
    harness::model::Check::new()
        .schedules(1)
        .random(0)
        .run(program);
}

mod behaves {
    use super::big_lock::*;
    use super::in_one_order;

    #[harness::test]
    fn a_key_that_was_let_go_can_be_taken() {
        in_one_order(|| {
            let gil = Gil::new(5);
            drop(gil.enter());
            drop(gil.enter());
            drop(gil.enter());
        });
    }

    #[harness::test]
    fn while_nobody_waits_the_holder_goes_on() {
        in_one_order(|| {
            let gil = Gil::new(1);
            let mut guard = gil.enter();
            for _bytecode in 0..5 {
                guard.tick();
            }
        });
    }

    #[harness::test]
    fn a_call_without_the_key_gives_its_result() {
        in_one_order(|| {
            let gil = Gil::new(5);
            let mut guard = gil.enter();
            let fetched = guard.allow_threads(|| String::from("page"));
            assert!(
                fetched == "page",
                "`allow_threads` ran a closure that returned `page`, and returned `{fetched}`"
            );
        });
    }

    #[harness::test]
    fn a_call_without_the_key_may_enter() {
        in_one_order(|| {
            let gil = Gil::new(5);
            let mut guard = gil.enter();
            guard.allow_threads(|| drop(gil.enter()));
            guard.tick();
            drop(guard);
            drop(gil.enter());
        });
    }
}

mod race_free {
    use super::big_lock::*;
    use harness::model::{Check, check};
    use harness::real::sync::Mutex as Log;
    use harness::real::sync::atomic::{AtomicUsize as Tally, Ordering::SeqCst};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn one_thread_at_a_time_executes() {
        check(|| {
            let gil = Gil::new(1);
            let count = AtomicUsize::new(0);
            let execute = || {
                let _key = gil.enter();
                // Two steps on purpose: whoever executes beside somebody else loses a bytecode.
                let before = count.load(Relaxed);
                count.store(before + 1, Relaxed);
            };
            thread::scope(|s| {
                s.spawn(execute);
                s.spawn(execute);
            });
            assert!(
                count.load(Relaxed) == 2,
                "a bytecode is lost: both threads had the key at once, \
                 or the second did not see what the first had done with it"
            );
        });
    }

    #[harness::test]
    fn no_bytecode_is_cut_in_two_by_a_hand_over() {
        check(|| {
            let gil = Gil::new(1);
            let count = AtomicUsize::new(0);
            let execute = || {
                let mut key = gil.enter();
                for _bytecode in 0..2 {
                    let before = count.load(Relaxed);
                    count.store(before + 1, Relaxed);
                    key.tick();
                }
            };
            thread::scope(|s| {
                s.spawn(execute);
                s.spawn(execute);
            });
            assert!(
                count.load(Relaxed) == 4,
                "two threads executed two bytecodes each, and one is lost: after a hand-over both had the key, \
                 or one did not see what the other had done with it"
            );
        });
    }

    #[harness::test]
    fn a_waiting_thread_gets_the_key_after_the_interval() {
        check(|| {
            let gil = Gil::new(3);
            let entered = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let _key = gil.enter();
                    entered.fetch_add(1, SeqCst);
                });
                // Time passes only when nobody can run: from here on the other thread waits.
                thread::sleep(MINUTE);
                key.tick();
                key.tick();
                assert!(
                    entered.load(SeqCst) == 0,
                    "the interval is 3, and the key was handed over after 2 bytecodes or fewer"
                );
                key.tick();
                assert!(
                    entered.load(SeqCst) == 1,
                    "the interval is 3, a thread waited for 3 bytecodes, and `tick` came back without it \
                     having had the key"
                );
            });
        });
    }

    #[harness::test]
    fn bytecodes_count_only_while_somebody_waits() {
        check(|| {
            let gil = Gil::new(2);
            let entered = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                for _bytecode in 0..3 {
                    key.tick();
                }
                s.spawn(|| {
                    let _key = gil.enter();
                    entered.fetch_add(1, SeqCst);
                });
                thread::sleep(MINUTE);
                key.tick();
                assert!(
                    entered.load(SeqCst) == 0,
                    "the interval is 2, a thread waited for 1 bytecode, and the key was handed over: \
                     the bytecodes before, when nobody waited, do not count"
                );
                key.tick();
                assert!(
                    entered.load(SeqCst) == 1,
                    "the interval is 2, a thread waited for 2 bytecodes, and it did not get the key"
                );
            });
        });
    }

    #[harness::test]
    fn the_count_starts_anew_with_the_key() {
        check(|| {
            let gil = Gil::new(2);
            let entered = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    drop(gil.enter());
                    thread::sleep(MINUTE);
                    let _key = gil.enter();
                    entered.fetch_add(1, SeqCst);
                });
                thread::sleep(MINUTE);
                key.tick();
                // The other thread is in and out while this one is away, and waits again an hour later.
                key.allow_threads(|| thread::sleep(Duration::from_secs(30)));
                thread::sleep(HOUR);
                key.tick();
                assert!(
                    entered.load(SeqCst) == 0,
                    "the interval is 2, and a thread that had taken the key back handed it over after 1 bytecode: \
                     those before `allow_threads` do not count any more"
                );
                key.tick();
                assert!(
                    entered.load(SeqCst) == 1,
                    "the interval is 2, a thread waited for 2 bytecodes, and it did not get the key"
                );
            });
        });
    }

    #[harness::test]
    fn a_second_waiting_thread_does_not_change_the_count() {
        check(|| {
            let gil = Gil::new(3);
            let entered = Tally::new(0);
            let execute = || {
                let _key = gil.enter();
                entered.fetch_add(1, SeqCst);
            };
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(execute);
                thread::sleep(MINUTE);
                key.tick();
                s.spawn(execute);
                thread::sleep(MINUTE);
                key.tick();
                assert!(
                    entered.load(SeqCst) == 0,
                    "the interval is 3, one thread waited for 2 bytecodes and another one for the second of them, \
                     and the key was handed over: a bytecode counts once, however many wait"
                );
                key.tick();
                assert!(
                    entered.load(SeqCst) > 0,
                    "the interval is 3, a thread waited for 3 bytecodes, and nobody got the key: another one \
                     that came in the middle does not start the count anew"
                );
            });
        });
    }

    /// Two threads of four bytecodes each, the second of which waits from the beginning.
    fn turns(interval: u32) -> String {
        let gil = Gil::new(interval);
        let log = Log::new(String::new());
        let execute = |name: char, mut key: GilGuard| {
            for _bytecode in 0..4 {
                log.lock().unwrap().push(name);
                key.tick();
            }
        };
        let key = gil.enter();
        thread::scope(|s| {
            s.spawn(|| execute('b', gil.enter()));
            thread::sleep(MINUTE);
            execute('a', key);
        });
        log.into_inner().unwrap()
    }

    fn turns_are(interval: u32, expected: &'static str) {
        Check::new().run(move || {
            let turns = turns(interval);
            assert!(
                turns == expected,
                "a and b execute 4 bytecodes each, the interval is {interval}, and both want the key all the time: \
                 the bytecodes should come as {expected}, and came as {turns}"
            );
        });
    }

    #[harness::test]
    fn turns_of_one_bytecode_alternate() {
        turns_are(1, "abababab");
    }

    #[harness::test]
    fn turns_of_two_bytecodes_alternate() {
        turns_are(2, "aabbaabb");
    }

    #[harness::test]
    fn whoever_waits_is_not_forgotten() {
        check(|| {
            let gil = Gil::new(1);
            let entered = Tally::new(0);
            let execute = || {
                let mut key = gil.enter();
                if entered.fetch_add(1, SeqCst) == 0 {
                    key.tick();
                    assert!(
                        entered.load(SeqCst) == 2,
                        "two threads waited, one got the key and executed as many bytecodes as the interval has, \
                         and the other still waits: nobody asked for its turn any more"
                    );
                }
            };
            let key = gil.enter();
            thread::scope(|s| {
                s.spawn(execute);
                s.spawn(execute);
                thread::sleep(MINUTE);
                drop(key);
            });
        });
    }

    #[harness::test]
    fn whoever_comes_back_from_a_call_is_waited_for() {
        check(|| {
            let gil = Gil::new(2);
            let back = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let mut key = gil.enter();
                    key.allow_threads(|| thread::sleep(MINUTE));
                    back.fetch_add(1, SeqCst);
                });
                thread::sleep(MINUTE);
                // Into the call with the other thread, and out of it with the key.
                key.allow_threads(|| thread::sleep(Duration::from_secs(1)));
                thread::sleep(HOUR);
                key.tick();
                assert!(
                    back.load(SeqCst) == 0,
                    "the interval is 2, and the key was handed over after 1 bytecode"
                );
                key.tick();
                assert!(
                    back.load(SeqCst) == 1,
                    "the interval is 2, a thread that came back from `allow_threads` waited for 2 bytecodes, \
                     and it did not get the key"
                );
            });
        });
    }

    #[harness::test]
    fn the_count_starts_anew_for_the_same_thread() {
        check(|| {
            let gil = Gil::new(2);
            let entered = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let _key = gil.enter();
                    entered.fetch_add(1, SeqCst);
                });
                thread::sleep(MINUTE);
                key.tick();
                drop(key);
                let mut key = gil.enter();
                thread::sleep(MINUTE);
                // Who comes next is up to the answer: only if it is this thread again is there anything to see.
                if entered.load(SeqCst) == 0 {
                    key.tick();
                    assert!(
                        entered.load(SeqCst) == 0,
                        "the interval is 2; a thread let go of the key, was the next one to enter, and handed \
                         it over after 1 bytecode: those from before it let go do not count any more"
                    );
                    key.tick();
                    assert!(
                        entered.load(SeqCst) == 1,
                        "the interval is 2, a thread waited for 2 bytecodes, and it did not get the key"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn a_call_without_the_key_holds_nobody_up() {
        check(|| {
            let gil = Gil::new(5);
            thread::scope(|s| {
                let mut key = gil.enter();
                let other = s.spawn(|| {
                    thread::sleep(MINUTE);
                    let asked = Instant::now();
                    drop(gil.enter());
                    asked.elapsed()
                });
                key.allow_threads(|| thread::sleep(HOUR));
                let waited = other.join().unwrap();
                assert!(
                    waited == Duration::ZERO,
                    "one thread was inside `allow_threads`, and another had to wait {waited:?} for the key"
                );
            });
        });
    }

    #[harness::test]
    fn whoever_is_away_does_not_wait_for_the_key() {
        check(|| {
            let gil = Gil::new(1);
            thread::scope(|s| {
                let mut key = gil.enter();
                let other = s.spawn(|| {
                    thread::sleep(MINUTE);
                    let mut key = gil.enter();
                    let asked = Instant::now();
                    key.tick();
                    asked.elapsed()
                });
                key.allow_threads(|| thread::sleep(HOUR));
                drop(key);
                let took = other.join().unwrap();
                assert!(
                    took == Duration::ZERO,
                    "one thread was inside `allow_threads` for an hour and did not want the key; \
                     another one called `tick`, and gave way for {took:?}"
                );
            });
        });
    }

    #[harness::test]
    fn after_a_call_without_the_key_the_thread_has_it_again() {
        check(|| {
            let gil = Gil::new(5);
            let executing = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let _key = gil.enter();
                    executing.fetch_add(1, SeqCst);
                    thread::sleep(HOUR);
                    executing.fetch_sub(1, SeqCst);
                });
                key.allow_threads(|| thread::sleep(MINUTE));
                assert!(
                    executing.load(SeqCst) == 0,
                    "`allow_threads` came back while another thread held the key"
                );
                thread::sleep(MINUTE);
                assert!(
                    executing.load(SeqCst) == 0,
                    "a thread had come back from `allow_threads`, and another one got the key beside it"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_thread_sleeps() {
        check(|| {
            let gil = Gil::new(5);
            let start = Instant::now();
            thread::scope(|s| {
                let key = gil.enter();
                let waiter = s.spawn(|| {
                    let _key = gil.enter();
                    start.elapsed()
                });
                thread::sleep(HOUR);
                drop(key);
                let waited = waiter.join().unwrap();
                assert!(
                    waited == HOUR,
                    "the key was let go after an hour, and the waiting thread got it after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_thread_that_gave_way_sleeps() {
        check(|| {
            let gil = Gil::new(1);
            let start = Instant::now();
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let _key = gil.enter();
                    thread::sleep(HOUR);
                });
                thread::sleep(MINUTE);
                key.tick();
                let gone = start.elapsed();
                assert!(
                    gone == MINUTE + HOUR,
                    "the key was handed over to a thread that held it for an hour, and `tick` came back after {:?}",
                    gone - MINUTE
                );
            });
        });
    }
}

mod shuts_down {
    use super::big_lock::*;
    use harness::model::check;
    use harness::real::sync::atomic::{AtomicUsize as Tally, Ordering::SeqCst};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;
    use std::time::Duration;

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn everybody_comes_in_and_out() {
        check(|| {
            let gil = Gil::new(1);
            let execute = || {
                let mut key = gil.enter();
                key.tick();
            };
            thread::scope(|s| {
                s.spawn(execute);
                s.spawn(execute);
                execute();
            });
        });
    }

    #[harness::test]
    fn everybody_comes_back_from_a_call() {
        check(|| {
            let gil = Gil::new(1);
            let execute = || {
                let mut key = gil.enter();
                key.allow_threads(|| ());
                key.tick();
            };
            thread::scope(|s| {
                s.spawn(execute);
                execute();
            });
        });
    }

    #[harness::test]
    fn a_panic_lets_go_of_the_key() {
        check(|| {
            let gil = Gil::new(1);
            thread::scope(|s| {
                let broken = s.spawn(|| {
                    let _key = gil.enter();
                    panic!("unknown bytecode");
                });
                let waiter = s.spawn(|| drop(gil.enter()));
                let (broken, waiter) = (broken.join(), waiter.join());
                assert!(
                    broken.is_err(),
                    "the holder panicked, and its panic is gone"
                );
                assert!(
                    waiter.is_ok(),
                    "a thread panicked while it held the key, and the next one could not enter"
                );
            });
        });
    }

    #[harness::test]
    fn the_key_is_as_good_after_a_panic() {
        check(|| {
            let gil = Gil::new(1);
            thread::scope(|s| {
                let mut key = gil.enter();
                let broken = s.spawn(|| {
                    let mut key = gil.enter();
                    key.tick();
                    panic!("unknown bytecode");
                });
                thread::sleep(MINUTE);
                // Hands over to the thread that panics, and needs the key back from it.
                let went_on = catch_unwind(AssertUnwindSafe(|| {
                    key.tick();
                    key.tick();
                    key.allow_threads(|| ());
                }));
                assert!(
                    broken.join().is_err(),
                    "the other thread panicked, and its panic is gone"
                );
                assert!(
                    went_on.is_ok(),
                    "another thread panicked with the key, and this one's `tick` or `allow_threads` panicked too"
                );
            });
            drop(gil.enter());
        });
    }

    #[harness::test]
    fn a_panic_without_the_key_comes_back_with_it() {
        check(|| {
            let gil = Gil::new(5);
            let executing = Tally::new(0);
            thread::scope(|s| {
                let mut key = gil.enter();
                s.spawn(|| {
                    let _key = gil.enter();
                    executing.fetch_add(1, SeqCst);
                    thread::sleep(HOUR);
                    executing.fetch_sub(1, SeqCst);
                });
                let failed = catch_unwind(AssertUnwindSafe(|| {
                    key.allow_threads(|| {
                        thread::sleep(MINUTE);
                        panic!("connection reset")
                    })
                }));
                assert!(
                    failed.is_err(),
                    "the closure of `allow_threads` panicked, and its panic is gone"
                );
                assert!(
                    executing.load(SeqCst) == 0,
                    "the closure of `allow_threads` panicked, and the thread went on while another held the key"
                );
                drop(key);
            });
            drop(gil.enter());
        });
    }

    #[harness::test]
    fn a_panic_without_the_key_passes_it_on_in_the_end() {
        check(|| {
            let gil = Gil::new(5);
            thread::scope(|s| {
                let broken = s.spawn(|| {
                    let mut key = gil.enter();
                    key.allow_threads(|| panic!("connection reset"))
                });
                let next = s.spawn(|| drop(gil.enter()));
                let (broken, next) = (broken.join(), next.join());
                assert!(
                    broken.is_err(),
                    "the closure of `allow_threads` panicked, and its panic is gone"
                );
                assert!(
                    next.is_ok(),
                    "the closure of `allow_threads` panicked, and the next thread could not enter"
                );
            });
        });
    }
}

//! What this proves: the semaphore hands out as many permits as it has and no more, loses none,
//! creates none, leaves nobody asleep for whom there is a permit, and turns everybody away once it
//! is closed. `race_free` and `shuts_down` try the orders in which two or three threads can run,
//! with wake-ups for no reason among them; time is the checker's own and stands still while anybody can run.
//!
//! What it cannot see: in which order waiting threads are served (any order passes), whether one of
//! them is passed over for ever by others who come again and again, and how fast the whole thing is.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/semaphore.rs"]
mod semaphore;

mod behaves {
    use super::semaphore::*;

    #[harness::test]
    fn hands_out_as_many_permits_as_it_has() {
        let semaphore = Semaphore::new(2);
        let first = semaphore.try_acquire();
        let second = semaphore.try_acquire();
        assert!(
            first.is_ok() && second.is_ok(),
            "a semaphore of 2 refused one of the first two permits"
        );
        assert!(
            semaphore.try_acquire().err() == Some(TryAcquireError::NoPermit),
            "both permits of 2 are out, and `try_acquire` did not say `NoPermit`"
        );
    }

    #[harness::test]
    fn a_refusal_creates_no_permit() {
        let semaphore = Semaphore::new(1);
        let _held = semaphore.acquire();
        for refusal in 1..=3 {
            assert!(
                semaphore.try_acquire().err() == Some(TryAcquireError::NoPermit),
                "the only permit is out, and `try_acquire` number {refusal} did not say `NoPermit`"
            );
        }
    }

    #[harness::test]
    fn a_permit_goes_back_exactly_once() {
        let semaphore = Semaphore::new(1);
        for round in 1..=3 {
            let held = semaphore.try_acquire();
            assert!(
                held.is_ok(),
                "round {round}: the permit was dropped, and it is not free again"
            );
            assert!(
                semaphore.try_acquire().is_err(),
                "round {round}: one permit went back, and two are free"
            );
            drop(held);
        }
    }

    #[harness::test]
    fn a_permit_goes_back_when_an_error_leaves_the_block() {
        fn export(semaphore: &Semaphore) -> Result<u32, std::num::ParseIntError> {
            let _permit = semaphore.try_acquire().map_err(|_| "no permit");
            "no number".parse()
        }
        let semaphore = Semaphore::new(1);
        let failed = export(&semaphore);
        assert!(
            failed.is_err() && semaphore.try_acquire().is_ok(),
            "the block was left with an error, and its permit did not go back"
        );
    }

    #[harness::test]
    fn without_permits_it_refuses_everybody() {
        let semaphore = Semaphore::new(0);
        for _ in 0..2 {
            assert!(
                semaphore.try_acquire().err() == Some(TryAcquireError::NoPermit),
                "a semaphore of 0 did not say `NoPermit`"
            );
        }
    }

    #[harness::test]
    fn a_closed_semaphore_hands_out_nothing() {
        let semaphore = Semaphore::new(2);
        semaphore.close();
        semaphore.close();
        assert!(
            semaphore.try_acquire().err() == Some(TryAcquireError::Closed),
            "the semaphore is closed, and `try_acquire` did not say `Closed`"
        );
        assert!(
            semaphore.acquire().err() == Some(Closed),
            "the semaphore is closed, and `acquire` did not say `Closed`: free permits do not matter any more"
        );
    }
}

mod race_free {
    use super::semaphore::*;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn one_permit_lets_one_thread_in() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let exports = AtomicUsize::new(0);
            let export = || {
                let _permit = semaphore.acquire();
                // Two steps on purpose: whoever is in here together with somebody else loses an export.
                let before = exports.load(Relaxed);
                exports.store(before + 1, Relaxed);
            };
            thread::scope(|s| {
                s.spawn(export);
                s.spawn(export);
            });
            assert!(
                exports.load(Relaxed) == 2,
                "an export is lost: both threads were inside with one permit, \
                 or the second did not see what the first had written before it gave the permit back"
            );
        });
    }

    #[harness::test]
    fn a_permit_that_comes_back_wakes_a_thread() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(2);
            let first = semaphore.acquire();
            let second = semaphore.acquire();
            thread::scope(|s| {
                let got_one = || semaphore.acquire().is_ok();
                let (a, b) = (s.spawn(got_one), s.spawn(got_one));
                drop(first);
                drop(second);
                assert!(
                    a.join().unwrap() && b.join().unwrap(),
                    "`acquire` said `Closed`, and nobody has closed the semaphore"
                );
            });
        });
    }

    #[harness::test]
    fn a_free_permit_is_not_refused() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(2);
            thread::scope(|s| {
                s.spawn(|| drop(semaphore.acquire()));
                assert!(
                    semaphore.try_acquire().is_ok(),
                    "two permits, one thread holds one at most: `try_acquire` refused the other"
                );
            });
        });
    }

    #[harness::test]
    fn a_failed_attempt_hides_no_permit() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            thread::scope(|s| {
                let other = s.spawn(|| semaphore.try_acquire().is_ok());
                drop(held);
                let mine = semaphore.try_acquire().is_ok();
                let theirs = other.join().unwrap();
                assert!(
                    mine || theirs,
                    "the permit came back, then `try_acquire` refused it, and the other thread did not have it either: \
                     a permit was free, and an attempt that failed hid it"
                );
            });
        });
    }

    #[harness::test]
    fn a_failed_attempt_keeps_nobody_asleep() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            thread::scope(|s| {
                s.spawn(|| drop(semaphore.try_acquire()));
                let waiter = s.spawn(|| semaphore.acquire().is_ok());
                drop(held);
                assert!(
                    waiter.join().unwrap(),
                    "`acquire` said `Closed`, and nobody has closed the semaphore"
                );
            });
        });
    }

    #[harness::test]
    fn try_acquire_does_not_wait() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            thread::scope(|s| {
                s.spawn(|| drop(semaphore.acquire()));
                s.spawn(move || {
                    thread::sleep(HOUR);
                    drop(held);
                });
                thread::sleep(MINUTE);
                let asked = Instant::now();
                let answer = semaphore.try_acquire().err();
                assert!(
                    asked.elapsed() == Duration::ZERO,
                    "`try_acquire` waited while one thread held the permit and another stood in line"
                );
                assert!(
                    answer == Some(TryAcquireError::NoPermit),
                    "the only permit is out, and `try_acquire` did not say `NoPermit`"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_thread_sleeps() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    let _permit = semaphore.acquire();
                    start.elapsed()
                });
                thread::sleep(HOUR);
                drop(held);
                let waited = waiter.join().unwrap();
                assert!(
                    waited == HOUR,
                    "the permit came back after an hour, and the waiting thread got it after {waited:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::semaphore::*;
    use std::thread;

    #[harness::test]
    fn close_wakes_every_waiting_thread() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            thread::scope(|s| {
                let waiters = [(); 2].map(|()| s.spawn(|| semaphore.acquire().err()));
                semaphore.close();
                for waiter in waiters {
                    assert!(
                        waiter.join().unwrap() == Some(Closed),
                        "the only permit was out all the time, and `acquire` handed out one more when the semaphore closed"
                    );
                }
            });
            drop(held);
        });
    }

    #[harness::test]
    fn nobody_gets_a_permit_that_comes_back_after_close() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            thread::scope(|s| {
                let waiter = s.spawn(|| semaphore.acquire().err());
                semaphore.close();
                drop(held);
                assert!(
                    waiter.join().unwrap() == Some(Closed),
                    "a permit came back after `close`, and a waiting thread got it"
                );
            });
        });
    }

    #[harness::test]
    fn a_permit_outlives_the_close() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            let held = semaphore.acquire();
            semaphore.close();
            drop(held);
            assert!(
                semaphore.try_acquire().err() == Some(TryAcquireError::Closed),
                "a permit that came back after `close` opened the semaphore again"
            );
        });
    }

    #[harness::test]
    fn a_panicking_holder_gives_its_permit_back() {
        harness::model::check(|| {
            let semaphore = Semaphore::new(1);
            thread::scope(|s| {
                let holder = s.spawn(|| {
                    let _permit = semaphore.acquire();
                    panic!("the export failed");
                });
                assert!(holder.join().is_err());
                assert!(
                    semaphore.try_acquire().is_ok(),
                    "a thread panicked while it held the only permit, and the permit never came back"
                );
            });
        });
    }
}

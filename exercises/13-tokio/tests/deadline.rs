//! What this proves: a deadline is one moment for all who share it; what is late is dropped at that moment and never
//! polled again; what ended in time is handed out, whoever else was late; and nothing goes on behind the caller's back.
//! All tests run on a paused clock: times are virtual, and exact.
//!
//! What it cannot see: which way something goes that ends at the very moment of the limit (either passes), and work
//! that computes without an `await`, which nothing can cancel;
//! nor what happens when a busy thread comes back to work after its limit (either passes).

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/deadline.rs"]
mod deadline;
#[allow(dead_code)] // not every test file needs all of it
#[path = "support/paused.rs"]
mod paused;

use deadline::{Deadline, Late};
use paused::{Calls, caught, everybody_has_run, ms, on_paused_clock, tasks_left};
use std::future::pending;
use std::panic::panic_any;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Work of different types in one list; returns a number.
type Work = Pin<Box<dyn Future<Output = u64> + Send>>;

/// Work of so many milliseconds, which returns their number.
fn takes(calls: &Calls, name: &'static str, millis: u64) -> Work {
    Box::pin(calls.takes(name, millis, millis))
}

/// Work that never ends.
fn hangs(calls: &Calls, name: &'static str) -> Work {
    Box::pin(calls.record(name, pending()))
}

/// Work that panics after so many milliseconds.
fn panics(calls: &Calls, name: &'static str, millis: u64) -> Work {
    Box::pin(calls.record(name, async move {
        sleep(ms(millis)).await;
        panic_any(7)
    }))
}

/// What to think of when time passed that is not tokio's. On the paused clock all moments are whole milliseconds.
fn whose_clock(deadline: &Deadline) -> &'static str {
    match deadline.left().subsec_nanos() % 1_000_000 {
        0 => "",
        _ => {
            "\n`left` goes by real time: here tokio's clock jumps from timer to timer, and std's as good as stands still. \
             Take `tokio::time::Instant`."
        }
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn what_ends_in_time_is_ok() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let outcome = deadline.run(takes(&calls, "work", 40)).await;
            assert!(
                outcome == Ok(40) && calls.now() == 40,
                "work of 40 ms had 100 ms, and `run` returned {outcome:?} after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn what_does_not_is_late_at_that_moment() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let outcome = deadline.run(takes(&calls, "work", 400)).await;
            assert!(
                outcome == Err(Late),
                "work of 400 ms had 100 ms, and `run` returned {outcome:?}\n{calls}"
            );
            assert!(
                calls.now() == 100,
                "work of 400 ms had 100 ms, and `run` returned after {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn steps_share_what_is_left() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let outcomes = [
                deadline.run(takes(&calls, "step 1", 40)).await,
                deadline.run(takes(&calls, "step 2", 40)).await,
                deadline.run(takes(&calls, "step 3", 40)).await,
            ];
            assert!(
                outcomes == [Ok(40), Ok(40), Err(Late)],
                "three steps of 40 ms share a limit of 100 ms, and came out as {outcomes:?}{}\n{calls}",
                whose_clock(&deadline)
            );
            assert!(
                calls.now() == 100,
                "three steps of 40 ms share a limit of 100 ms, and it took {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn the_clock_runs_from_the_call_of_after() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            sleep(ms(70)).await;
            let copy = deadline;
            let outcome = copy.run(takes(&calls, "work", 40)).await;
            assert!(
                outcome == Err(Late) && calls.now() == 100,
                "70 of 100 ms were over when work of 40 ms began, and `run` returned {outcome:?} at {} ms{}\n{calls}",
                calls.now(),
                whose_clock(&deadline)
            );
        });
    }

    #[harness::test]
    fn left_is_what_is_left() {
        on_paused_clock(async |_| {
            let deadline = Deadline::after(ms(100));
            let mut left = vec![deadline.left()];
            for millis in [30, 60, 500] {
                sleep(ms(millis)).await;
                left.push(deadline.left());
            }
            let expected = [ms(100), ms(70), ms(10), Duration::ZERO];
            assert!(
                left == expected,
                "with a limit of 100 ms, after 0, 30, 90 and 590 ms there are {expected:?} left, and `left` says {left:?}{}",
                whose_clock(&deadline)
            );
        });
    }

    #[harness::test]
    fn nothing_is_begun_when_the_time_is_up() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            sleep(ms(150)).await;
            let outcome = deadline.run(takes(&calls, "work", 10)).await;
            assert!(
                outcome == Err(Late),
                "the time is up at 100 ms, work of 10 ms comes at 150 ms, and `run` returned {outcome:?}"
            );
            let work = ["a", "b"].map(|name| takes(&calls, name, 10));
            let outcomes = deadline.run_all(work.into()).await;
            assert!(
                outcomes == [Err(Late), Err(Late)],
                "the time is up at 100 ms, two pieces of work come at 150 ms, and `run_all` returned {outcomes:?}"
            );
            assert!(
                calls.begun().is_empty(),
                "the time is up at 100 ms, work comes at 150 ms, and it was begun\n{calls}"
            );
        });
    }

    #[harness::test]
    fn without_work_nobody_waits() {
        on_paused_clock(async |calls| {
            let outcomes = Deadline::after(ms(100)).run_all(Vec::<Work>::new()).await;
            assert!(
                outcomes.is_empty() && calls.now() == 0,
                "`run_all` had no work, and returned {outcomes:?} after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn whoever_ended_in_time_is_not_late() {
        on_paused_clock(async |calls| {
            let work = vec![
                takes(&calls, "a", 70),
                hangs(&calls, "b"),
                takes(&calls, "c", 30),
                takes(&calls, "d", 101),
                takes(&calls, "e", 99),
            ];
            let outcomes = Deadline::after(ms(100)).run_all(work).await;
            assert!(
                outcomes == [Ok(70), Err(Late), Ok(30), Err(Late), Ok(99)],
                "of five pieces of work with a limit of 100 ms the second and the fourth are late, \
                 and `run_all` returned {outcomes:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_group_shares_what_is_left() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let step = deadline.run(takes(&calls, "step", 60)).await;
            let group = ["a", "b"].map(|name| takes(&calls, name, 60));
            let outcomes = deadline.run_all(group.into()).await;
            assert!(
                step == Ok(60) && outcomes == [Err(Late), Err(Late)],
                "a step of 60 ms and a group of two of 60 ms share a limit of 100 ms; \
                 the step came out as {step:?}, the group as {outcomes:?}\n{calls}"
            );
            assert!(
                calls.now() == 100,
                "a step of 60 ms and a group of two of 60 ms share a limit of 100 ms, and took {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn a_panic_in_work_is_a_panic_of_run() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            for moment in [10, 20] {
                let outcome = match moment {
                    10 => caught(deadline.run(panics(&calls, "alone", 10)))
                        .await
                        .map(|_| ()),
                    _ => {
                        let work = vec![hangs(&calls, "hangs"), panics(&calls, "in a group", 10)];
                        caught(deadline.run_all(work)).await.map(|_| ())
                    }
                };
                let Err(panic) = outcome else {
                    panic!(
                        "work panics at {moment} ms, and its caller was given a result\n{calls}"
                    );
                };
                assert!(
                    panic.is::<i32>(),
                    "work panics with the number 7, and something else came out: {:?}",
                    panic.downcast_ref::<String>()
                );
                assert!(
                    calls.now() == moment,
                    "work panics at {moment} ms, and its caller at {} ms\n{calls}",
                    calls.now()
                );
            }
        });
    }

    #[harness::test]
    fn a_limit_that_nobody_lives_to_see() {
        on_paused_clock(async |calls| {
            let Ok(deadline) = caught(async { Deadline::after(Duration::MAX) }).await else {
                panic!("`after` was given `Duration::MAX`, and panicked");
            };
            let outcome = deadline.run(takes(&calls, "alone", 600_000)).await;
            let outcomes = deadline
                .run_all(vec![takes(&calls, "in a group", 600_000)])
                .await;
            assert!(
                outcome == Ok(600_000) && outcomes == [Ok(600_000)],
                "with `Duration::MAX` as the limit, work of ten minutes came out as {outcome:?} and {outcomes:?}"
            );
            let left = deadline.left();
            assert!(
                left > Duration::from_secs(1_000 * 24 * 3600),
                "of `Duration::MAX`, {left:?} are left after twenty minutes"
            );
        });
    }

    #[harness::test]
    fn results_may_be_of_any_type() {
        /// Neither `Clone` nor anything else.
        struct Body(u64);

        on_paused_clock(async |_| {
            let deadline = Deadline::after(ms(100));
            let Ok(Body(one)) = deadline.run(async { Body(1) }).await else {
                panic!("work that waits for nothing was late");
            };
            let Some(Ok(Body(two))) = deadline.run_all(vec![async { Body(2) }]).await.pop() else {
                panic!("work that waits for nothing was late");
            };
            assert!(
                (one, two) == (1, 2),
                "1 and 2 were to come out, and {one} and {two} came"
            );
        });
    }
}

mod shuts_down {
    use super::*;

    #[harness::test]
    fn late_work_is_gone_when_run_returns() {
        on_paused_clock(async |calls| {
            let _ = Deadline::after(ms(100))
                .run(takes(&calls, "work", 400))
                .await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`run` has returned, and the work has neither ended nor been dropped\n{calls}"
            );
        });
    }

    #[harness::test]
    fn late_work_is_gone_when_run_all_returns() {
        on_paused_clock(async |calls| {
            let work = vec![
                takes(&calls, "a", 400),
                takes(&calls, "b", 40),
                hangs(&calls, "c"),
            ];
            let _ = Deadline::after(ms(100)).run_all(work).await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`run_all` has returned, and these have neither ended nor been dropped: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn late_work_never_goes_on() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let _ = deadline.run(takes(&calls, "alone", 400)).await;
            let _ = Deadline::after(ms(100))
                .run_all(vec![takes(&calls, "in a group", 400)])
                .await;
            sleep(ms(1_000)).await;
            let ended = calls.ended();
            assert!(
                ended.is_empty(),
                "work was late after 100 ms, and went on to its end: {ended:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_panic_leaves_nothing_of_the_others() {
        on_paused_clock(async |calls| {
            let work = vec![
                takes(&calls, "a", 400),
                panics(&calls, "b", 20),
                hangs(&calls, "c"),
            ];
            let _ = caught(Deadline::after(ms(100)).run_all(work)).await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "work panicked, `run_all` as well, and these have neither ended nor been dropped: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn whoever_drops_run_drops_the_work() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(1_000));
            let given_up = timeout(ms(50), deadline.run(takes(&calls, "alone", 400))).await;
            assert!(
                given_up.is_err(),
                "work takes 400 ms, and `run` returned within 50 ms"
            );
            let work = vec![takes(&calls, "in a group", 400), hangs(&calls, "another")];
            let given_up = timeout(ms(50), deadline.run_all(work)).await;
            assert!(
                given_up.is_err(),
                "work takes 400 ms, and `run_all` returned within 50 ms"
            );
            everybody_has_run().await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`run` was dropped after 50 ms, `run_all` after another 50 ms, and these live on: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn no_task_is_left() {
        on_paused_clock(async |calls| {
            let deadline = Deadline::after(ms(100));
            let _ = deadline.run(takes(&calls, "in time", 10)).await;
            let _ = deadline
                .run_all(vec![takes(&calls, "late", 400), hangs(&calls, "hangs")])
                .await;
            let left = tasks_left().await;
            assert!(
                left == 0,
                "`run` and `run_all` have returned, and of the tasks that they started {left} have not ended"
            );
        });
    }
}

mod speeds_up {
    use super::*;

    #[harness::test]
    fn a_group_takes_as_long_as_its_slowest() {
        on_paused_clock(async |calls| {
            let work = [("a", 30), ("b", 50), ("c", 40), ("d", 20), ("e", 10)]
                .map(|(name, millis)| takes(&calls, name, millis));
            let outcomes = Deadline::after(ms(1_000)).run_all(work.into()).await;
            assert!(
                calls.now() == 50,
                "five pieces of work take up to 50 ms and have a second, and `run_all` took {} ms with at most {} in flight\n{calls}",
                calls.now(),
                calls.peak()
            );
            assert!(
                outcomes == [Ok(30), Ok(50), Ok(40), Ok(20), Ok(10)],
                "all of it ended in time, and `run_all` returned {outcomes:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn three_hundred_share_one_limit() {
        on_paused_clock(async |calls| {
            let work = (0..300).map(|_| takes(&calls, "work", 80)).collect();
            let outcomes = Deadline::after(ms(100)).run_all(work).await;
            let in_time = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert!(
                in_time == 300 && calls.peak() == 300,
                "300 pieces of work of 80 ms have 100 ms, {in_time} ended in time, and at most {} were in flight",
                calls.peak()
            );
        });
    }
}

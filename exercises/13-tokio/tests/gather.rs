//! What this proves: futures run at the same time, all of them; their results keep their order; the first error in
//! time ends `gather` at that moment, and nothing is left of the others; `settle` waits for all and loses nobody.
//! All tests run on a paused clock: times are virtual, and exact.
//!
//! What it cannot see: which of two errors of the same moment is returned (any passes), whether the futures run in one
//! task or in many (either passes), and how often a future is polled that has nothing new.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/gather.rs"]
mod gather;
#[allow(dead_code)] // not every test file needs all of it
#[path = "support/paused.rs"]
mod paused;

use gather::{Failure, gather, settle};
use paused::{Calls, Recorded, caught, everybody_has_run, ms, on_paused_clock, tasks_left};
use std::future::{pending, ready};
use std::panic::panic_any;
use std::pin::Pin;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

/// Futures of different types in one list.
type Service = Pin<Box<dyn Future<Output = Result<u64, &'static str>> + Send>>;

/// A service that answers after so many milliseconds, with their number.
fn answers(calls: &Calls, name: &'static str, millis: u64) -> Service {
    Box::pin(calls.takes(name, millis, Ok(millis)))
}

/// A service that fails after so many milliseconds, with its name.
fn fails(calls: &Calls, name: &'static str, millis: u64) -> Service {
    Box::pin(calls.takes(name, millis, Err(name)))
}

/// A service that panics after so many milliseconds.
fn panics(
    calls: &Calls,
    name: &'static str,
    millis: u64,
    panic: impl FnOnce() + Send + 'static,
) -> Service {
    Box::pin(calls.record(name, async move {
        sleep(ms(millis)).await;
        panic();
        Ok(0)
    }))
}

/// A service that never answers.
fn hangs(calls: &Calls, name: &'static str) -> Service {
    Box::pin(calls.record(name, pending()))
}

/// Services that take 1 ms, 2 ms, and so on.
fn many(
    calls: &Calls,
    count: u64,
) -> Vec<Recorded<impl Future<Output = Result<u64, ()>> + Send + use<>>> {
    (1..=count)
        .map(|n| calls.takes(&format!("service {n}"), n, Ok(n)))
        .collect()
}

/// How a future ended, in words that can be compared.
fn told(outcome: &Result<u64, Failure<&'static str>>) -> String {
    match outcome {
        Ok(value) => format!("answer {value}"),
        Err(Failure::Error(error)) => format!("error {error}"),
        Err(Failure::Panicked(payload)) => match (
            payload.downcast_ref::<&str>(),
            payload.downcast_ref::<String>(),
            payload.downcast_ref::<i32>(),
        ) {
            (Some(text), _, _) => format!("panic {text}"),
            (_, Some(text), _) => format!("panic {text}"),
            (_, _, Some(number)) => format!("panic with {number}"),
            _ => "panic with another payload".to_owned(),
        },
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn without_futures_there_is_nothing_to_wait_for() {
        on_paused_clock(async |calls| {
            let none: Vec<Service> = vec![];
            let answers = gather(none).await;
            assert!(
                answers == Ok(vec![]) && calls.now() == 0,
                "`gather` had no futures, and returned {answers:?} after {} ms",
                calls.now()
            );
            let none: Vec<Service> = vec![];
            let outcomes = settle(none).await.len();
            assert!(
                outcomes == 0 && calls.now() == 0,
                "`settle` had no futures, and returned {outcomes} outcomes after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn answers_come_in_the_order_given() {
        on_paused_clock(async |calls| {
            let answers = [("slow", 30), ("fast", 10), ("middle", 20)]
                .map(|(name, millis)| answers(&calls, name, millis));
            let answers = gather(answers.into()).await;
            assert!(
                answers == Ok(vec![30, 10, 20]),
                "three services answer 30, 10 and 20 after as many milliseconds, and `gather` returned {answers:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn the_first_error_is_the_first_in_time() {
        on_paused_clock(async |calls| {
            let services = vec![
                answers(&calls, "stock", 30),
                fails(&calls, "mail", 20),
                fails(&calls, "login", 10),
                answers(&calls, "shop", 40),
            ];
            let answers = gather(services).await;
            assert!(
                answers == Err("login"),
                "`mail` fails after 20 ms and `login` after 10 ms, and `gather` returned {answers:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn an_error_is_returned_when_it_happens() {
        on_paused_clock(async |calls| {
            let services = vec![
                hangs(&calls, "stock"),
                answers(&calls, "shop", 500),
                fails(&calls, "mail", 7),
            ];
            let answers = gather(services).await;
            assert!(
                calls.now() == 7,
                "`mail` fails after 7 ms, and `gather` returned {answers:?} after {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn a_panic_in_a_future_is_a_panic_of_gather() {
        for place in 0..3 {
            on_paused_clock(async |calls| {
                let mut services = vec![hangs(&calls, "shop"), answers(&calls, "stock", 500)];
                services.insert(place, panics(&calls, "mail", 10, || panic_any(7)));
                let panic = match caught(gather(services)).await {
                    Ok(answers) => panic!(
                        "`mail` panics after 10 ms, and `gather` returned {answers:?} after {} ms\n{calls}",
                        calls.now()
                    ),
                    Err(panic) => panic,
                };
                assert!(
                    panic.is::<i32>(),
                    "`mail` panics with the number 7, and `gather` panicked with something else: {:?}",
                    panic.downcast_ref::<String>()
                );
                assert!(
                    calls.now() == 10,
                    "`mail` panics after 10 ms, and `gather` after {} ms\n{calls}",
                    calls.now()
                );
            });
        }
    }

    #[harness::test]
    fn settle_says_of_each_how_it_ended() {
        on_paused_clock(async |calls| {
            let services = vec![
                panics(&calls, "a", 40, || panic!("no route")),
                answers(&calls, "b", 30),
                fails(&calls, "c", 10),
                panics(&calls, "d", 20, || panic!("no route to {}", "d")),
                panics(&calls, "e", 5, || panic_any(7)),
                answers(&calls, "f", 50),
            ];
            let Ok(outcomes) = caught(settle(services)).await else {
                panic!("three of six services panic, and `settle` panicked itself\n{calls}");
            };
            let outcomes: Vec<_> = outcomes.iter().map(told).collect();
            let expected = [
                "panic no route",
                "answer 30",
                "error c",
                "panic no route to d",
                "panic with 7",
                "answer 50",
            ];
            assert!(
                outcomes == expected,
                "`settle` is to say {expected:?}, and says {outcomes:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn futures_may_wait_for_each_other() {
        on_paused_clock(async |calls| {
            let (ping, pinged) = oneshot::channel();
            let (pong, ponged) = oneshot::channel();
            let first: Service = Box::pin(calls.record("waits, then tells", async {
                let heard = pinged.await.unwrap();
                pong.send(heard + 1).unwrap();
                Ok(heard)
            }));
            let second: Service = Box::pin(calls.record("tells, then waits", async {
                ping.send(1).unwrap();
                Ok(ponged.await.unwrap())
            }));
            let answers = gather(vec![first, second]).await;
            assert!(
                answers == Ok(vec![1, 2]),
                "two futures tell each other 1 and 2, and `gather` returned {answers:?}"
            );
        });
    }

    #[harness::test]
    fn answers_and_errors_may_be_of_any_type() {
        /// Neither `Clone` nor anything else.
        struct Body(u64);
        struct Refused(u64);

        on_paused_clock(async |_| {
            let Ok(bodies) = gather(vec![ready(Ok::<_, Refused>(Body(3)))]).await else {
                panic!("a future is ready with an answer, and `gather` returned an error");
            };
            let Err(Refused(code)) = gather(vec![ready(Err::<Body, _>(Refused(4)))]).await else {
                panic!("a future is ready with an error, and `gather` returned answers");
            };
            let settled = settle(vec![ready(Err::<Body, _>(Refused(5)))]).await;
            let Some(Err(Failure::Error(Refused(later)))) = settled.into_iter().next() else {
                panic!("a future is ready with an error, and `settle` said something else");
            };
            let all = (bodies[0].0, code, later);
            assert!(
                all == (3, 4, 5),
                "(3, 4, 5) was to come out, and {all:?} came"
            );
        });
    }
}

mod shuts_down {
    use super::*;

    #[harness::test]
    fn an_error_leaves_nothing_of_the_others() {
        on_paused_clock(async |calls| {
            let services = vec![
                answers(&calls, "shop", 500),
                fails(&calls, "mail", 20),
                hangs(&calls, "stock"),
            ];
            let _ = gather(services).await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`mail` failed, `gather` has returned, and these have neither ended nor been dropped: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_panic_leaves_nothing_of_the_others() {
        on_paused_clock(async |calls| {
            let services = vec![
                answers(&calls, "shop", 500),
                panics(&calls, "mail", 20, || panic!("no route")),
                hangs(&calls, "stock"),
            ];
            let _ = caught(gather(services)).await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`mail` panicked, `gather` as well, and these have neither ended nor been dropped: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn whoever_drops_gather_drops_the_futures() {
        on_paused_clock(async |calls| {
            let services = vec![answers(&calls, "shop", 500), hangs(&calls, "stock")];
            let given_up = timeout(ms(50), gather(services)).await;
            assert!(
                given_up.is_err(),
                "nothing ends within 50 ms, and `gather` returned"
            );
            everybody_has_run().await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`gather` was dropped after 50 ms, and these live on: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn whoever_drops_settle_drops_the_futures() {
        on_paused_clock(async |calls| {
            let services = vec![answers(&calls, "shop", 500), hangs(&calls, "stock")];
            let given_up = timeout(ms(50), settle(services)).await;
            assert!(
                given_up.is_err(),
                "nothing ends within 50 ms, and `settle` returned"
            );
            everybody_has_run().await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`settle` was dropped after 50 ms, and these live on: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn no_task_is_left() {
        on_paused_clock(async |calls| {
            let _ = gather(vec![fails(&calls, "mail", 20), hangs(&calls, "stock")]).await;
            let _ = settle(vec![fails(&calls, "mail", 20), answers(&calls, "shop", 30)]).await;
            let left = tasks_left().await;
            assert!(
                left == 0,
                "`gather` and `settle` have returned, and of the tasks that they started {left} have not ended"
            );
        });
    }
}

mod speeds_up {
    use super::*;

    #[harness::test]
    fn all_take_as_long_as_the_slowest() {
        on_paused_clock(async |calls| {
            let _ = gather(many(&calls, 12)).await;
            assert!(
                calls.now() == 12,
                "twelve services take 1 ms to 12 ms, and `gather` took {} ms with at most {} in flight\n{calls}",
                calls.now(),
                calls.peak()
            );
        });
    }

    #[harness::test]
    fn settled_ones_take_as_long_as_the_slowest() {
        on_paused_clock(async |calls| {
            let _ = settle(many(&calls, 12)).await;
            assert!(
                calls.now() == 12,
                "twelve services take 1 ms to 12 ms, and `settle` took {} ms with at most {} in flight\n{calls}",
                calls.now(),
                calls.peak()
            );
        });
    }

    #[harness::test]
    fn three_hundred_are_in_flight_together() {
        on_paused_clock(async |calls| {
            let _ = gather(many(&calls, 300)).await;
            assert!(
                calls.now() == 300 && calls.peak() == 300,
                "300 services take 1 ms to 300 ms, and `gather` took {} ms with at most {} in flight",
                calls.now(),
                calls.peak()
            );
        });
        on_paused_clock(async |calls| {
            let _ = settle(many(&calls, 300)).await;
            assert!(
                calls.now() == 300 && calls.peak() == 300,
                "300 services take 1 ms to 300 ms, and `settle` took {} ms with at most {} in flight",
                calls.now(),
                calls.peak()
            );
        });
    }
}

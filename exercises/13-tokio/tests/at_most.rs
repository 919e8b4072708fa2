//! What this proves: so many calls are in flight and no more, and a place that is free is taken at once; in no window
//! have more calls been begun than the rate allows, wherever the window begins, and none waits longer than it must;
//! whoever pauses before another attempt keeps nobody out.
//! All tests run on a paused clock: times are virtual, and exact.
//!
//! What it cannot see: who comes first of two that wait for a place in a `Client` (any passes), and how the time is
//! spent that no call takes.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/at_most.rs"]
mod at_most;
#[allow(dead_code)] // not every test file needs all of it
#[path = "support/paused.rs"]
mod paused;

use at_most::{Client, Rate, at_most};
use futures::future::{join, join_all, pending};
use paused::{
    Calls, Recorded, STOOD_STILL, caught, everybody_has_run, ms, on_paused_clock, tasks_left,
};
use std::panic::panic_any;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A call that takes so many milliseconds and returns its place.
type Call = Recorded<Pin<Box<dyn Future<Output = usize> + Send>>>;

/// Calls of these milliseconds, named by their places.
fn calls_of(calls: &Calls, millis: impl IntoIterator<Item = u64>) -> Vec<Call> {
    let millis = millis.into_iter().enumerate();
    millis
        .map(|(place, millis)| call(calls, place, millis))
        .collect()
}

fn call(calls: &Calls, place: usize, millis: u64) -> Call {
    named(calls, place, async move {
        sleep(ms(millis)).await;
        place
    })
}

fn named(calls: &Calls, place: usize, call: impl Future<Output = usize> + Send + 'static) -> Call {
    calls.record(&format!("call {place}"), Box::pin(call))
}

/// Asks the rate for one start at each of these moments, and says when it was given.
async fn starts_of(calls: &Calls, rate: &Rate, asked: &[u64]) -> Vec<u64> {
    let ask = |moment: u64| async move {
        sleep(ms(moment)).await;
        rate.start().await;
        calls.now()
    };
    join_all(asked.iter().map(|moment| ask(*moment))).await
}

/// A client that minds only how many are in flight.
fn in_flight(limit: usize) -> Client {
    Client::new(limit, Rate::new(1_000, ms(1)))
}

/// A client that minds only how many are begun.
fn begun(starts: usize, window: Duration) -> Client {
    Client::new(1_000, Rate::new(starts, window))
}

/// One attempt that succeeds after so many milliseconds.
async fn once(client: &Client, calls: &Calls, name: &str, millis: u64) {
    let done: Result<(), ()> = client.call(&[], || calls.takes(name, millis, Ok(()))).await;
    assert!(
        done.is_ok(),
        "`{name}` succeeds, and `call` returned an error"
    );
}

/// After so many milliseconds, [`once`].
async fn later(client: &Client, calls: &Calls, name: &str, moment: u64, millis: u64) {
    sleep(ms(moment)).await;
    once(client, calls, name, millis).await;
}

/// Fails for so many times, then succeeds; each attempt takes so many milliseconds.
async fn fails(
    client: &Client,
    calls: &Calls,
    name: &str,
    (failures, millis): (u32, u64),
    pauses: &[Duration],
) -> Result<u32, u32> {
    let mut attempts = 0;
    let attempt = || {
        attempts += 1;
        let outcome = if attempts > failures {
            Ok(attempts)
        } else {
            Err(attempts)
        };
        calls.takes(&format!("{name} {attempts}"), millis, outcome)
    };
    client.call(pauses, attempt).await
}

/// An attempt that panics after 10 ms.
fn breaks(calls: &Calls) -> Recorded<impl Future<Output = Result<(), ()>>> {
    calls.record("breaks", async {
        sleep(ms(10)).await;
        panic!("no route")
    })
}

/// The most that were begun in a window of this length.
fn densest(begun: &[u64], window: u64) -> usize {
    let in_window = |first: &u64| {
        let inside = begun
            .iter()
            .filter(|moment| (*first..first + window).contains(moment));
        inside.count()
    };
    begun.iter().map(in_window).max().unwrap_or(0)
}

mod behaves {
    use super::*;

    #[harness::test]
    fn without_calls_there_is_nothing_to_wait_for() {
        on_paused_clock(async |calls| {
            let results = at_most(5, calls_of(&calls, [])).await;
            assert!(
                results.is_empty() && calls.now() == 0,
                "`at_most` had no calls, and returned {results:?} after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn results_come_in_the_order_given() {
        on_paused_clock(async |calls| {
            let results = at_most(2, calls_of(&calls, [30, 10, 25, 5])).await;
            assert!(
                results == [0, 1, 2, 3],
                "four calls return their places 0, 1, 2 and 3, and `at_most` returned {results:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn calls_are_begun_in_the_order_given() {
        on_paused_clock(async |calls| {
            at_most(1, calls_of(&calls, [10, 20, 30])).await;
            let begun = ["call 0", "call 1", "call 2"].map(|name| calls.begin_of(name));
            assert!(
                begun == [Some(0), Some(10), Some(30)],
                "three calls take 10, 20 and 30 ms with one in flight, \
                 and were not begun one after the other in the order given\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_limit_may_be_larger_than_the_list() {
        on_paused_clock(async |calls| {
            let results = at_most(100, calls_of(&calls, [10, 20, 30])).await;
            assert!(
                results == [0, 1, 2] && calls.now() == 30,
                "three calls take up to 30 ms and a hundred may run, and `at_most` returned {results:?} after {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn a_panic_in_a_call_is_a_panic_of_at_most() {
        on_paused_clock(async |calls| {
            let mut list = calls_of(&calls, [500, 500]);
            list.insert(
                1,
                named(&calls, 1, async {
                    sleep(ms(10)).await;
                    panic_any(7)
                }),
            );
            let panic = match caught(at_most(2, list)).await {
                Ok(results) => panic!("the second call panics, and `at_most` returned {results:?}"),
                Err(panic) => panic,
            };
            assert!(
                panic.is::<i32>(),
                "the second call panics with the number 7, and `at_most` panicked with something else: {:?}",
                panic.downcast_ref::<String>()
            );
        });
    }

    #[harness::test]
    fn so_many_start_in_any_window() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(3, ms(100));
            let starts = starts_of(&calls, &rate, &[0; 7]).await;
            assert!(
                starts == [0, 0, 0, 100, 100, 100, 200],
                "three may start in 100 ms, seven ask at 0 ms, and these are the moments of the starts: {starts:?}{}",
                if calls.now() == 0 { STOOD_STILL } else { "" }
            );
        });
    }

    #[harness::test]
    fn a_window_begins_anywhere() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(3, ms(100));
            let asked = [0, 90, 90, 100, 100, 100];
            let starts = starts_of(&calls, &rate, &asked).await;
            assert!(
                densest(&starts, 100) <= 3,
                "three may start in any 100 ms, and {} did; asked at {asked:?}, they started at {starts:?}",
                densest(&starts, 100)
            );
            assert!(
                starts == [0, 90, 90, 100, 190, 190],
                "three may start in any 100 ms; asked at {asked:?}, they can start at \
                 [0, 90, 90, 100, 190, 190], and started at {starts:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_saves_up_starts() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(3, ms(100));
            let asked = [0, 1000, 1000, 1000, 1000, 1000, 1000];
            let starts = starts_of(&calls, &rate, &asked).await;
            assert!(
                starts == [0, 1000, 1000, 1000, 1100, 1100, 1100],
                "three may start in any 100 ms; asked at {asked:?}, they started at {starts:?}"
            );
        });
    }

    #[harness::test]
    fn one_start_in_a_window() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(1, ms(100));
            let starts = starts_of(&calls, &rate, &[0, 10, 250, 260]).await;
            assert!(
                starts == [0, 100, 250, 350],
                "one may start in any 100 ms; asked at [0, 10, 250, 260], they started at {starts:?}"
            );
        });
    }

    #[harness::test]
    fn newcomers_stand_behind_those_who_wait() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(1, ms(100));
            let asked = [0, 200, 10, 20];
            let starts = starts_of(&calls, &rate, &asked).await;
            assert!(
                starts == [0, 300, 100, 200],
                "one may start in any 100 ms; asked at {asked:?}, in the order of asking they start at \
                 [0, 300, 100, 200], and started at {starts:?}"
            );
        });
    }

    #[harness::test]
    fn a_thousand_starts_in_a_window() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(1_000, ms(100));
            let mut starts = starts_of(&calls, &rate, &[0; 1_001]).await;
            starts.sort_unstable(); // so many futures of one task do not come in their order
            let (late, last) = (starts[999], starts[1_000]);
            assert!(
                (late, last) == (0, 100),
                "a thousand may start in any 100 ms and 1,001 ask at 0 ms: \
                 the thousandth started at {late} ms, the last at {last} ms"
            );
        });
    }

    #[harness::test]
    fn a_limit_in_flight_is_not_a_rate() {
        on_paused_clock(async |calls| {
            let client = begun(2, ms(100));
            let names = ["quick a", "quick b", "quick c", "quick d", "quick e"];
            join_all(names.map(|name| once(&client, &calls, name, 5))).await;
            assert!(
                calls.begun() == [0, 0, 100, 100, 200],
                "two may start in any 100 ms, five calls take 5 ms each, and they were begun at {:?}\n{calls}",
                calls.begun()
            );
        });
    }

    #[harness::test]
    fn a_rate_is_not_a_limit_in_flight() {
        on_paused_clock(async |calls| {
            let client = begun(2, ms(100));
            let names = ["slow a", "slow b", "slow c", "slow d", "slow e"];
            join_all(names.map(|name| once(&client, &calls, name, 1000))).await;
            assert!(
                calls.begun() == [0, 0, 100, 100, 200],
                "two may start in any 100 ms, five calls take 1000 ms each, and they were begun at {:?}\n{calls}",
                calls.begun()
            );
        });
    }

    #[harness::test]
    fn what_is_counted_as_a_start_begins() {
        on_paused_clock(async |calls| {
            let client = Client::new(1, Rate::new(2, ms(100)));
            let rest = ["b", "c", "d", "e"].map(|name| later(&client, &calls, name, 1, 10));
            join(once(&client, &calls, "a", 300), join_all(rest)).await;
            let begun = calls.begun();
            assert!(
                densest(&begun, 100) <= 2,
                "two may start in any 100 ms, one may be in flight, and {} were begun within 100 ms\n{calls}",
                densest(&begun, 100)
            );
            assert!(
                begun == [0, 300, 310, 400, 410],
                "two may start in any 100 ms, one may be in flight, and the calls were begun at {begun:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_failed_attempt_is_made_again_after_a_pause() {
        on_paused_clock(async |calls| {
            let client = in_flight(5);
            let outcome = fails(
                &client,
                &calls,
                "attempt",
                (2, 5),
                &[ms(10), ms(20), ms(40)],
            )
            .await;
            assert!(
                outcome == Ok(3),
                "the third attempt succeeds, and `call` returned {outcome:?}\n{calls}"
            );
            assert!(
                calls.begun() == [0, 15, 40],
                "attempts take 5 ms, and there are pauses of 10 ms and 20 ms between them\n{calls}"
            );
            assert!(
                calls.now() == 45,
                "the third attempt succeeds after 45 ms, and `call` returned after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn the_last_error_is_returned_without_a_pause() {
        on_paused_clock(async |calls| {
            let client = in_flight(5);
            let outcome = fails(&client, &calls, "attempt", (9, 5), &[ms(10), ms(20)]).await;
            assert!(
                outcome == Err(3),
                "three attempts fail, with their numbers as errors, and `call` returned {outcome:?}\n{calls}"
            );
            assert!(
                calls.now() == 45,
                "the third and last attempt fails after 45 ms, and `call` returned after {} ms\n{calls}",
                calls.now()
            );
            let outcome = fails(&client, &calls, "without a pause", (1, 5), &[]).await;
            assert!(
                outcome == Err(1),
                "without a pause there is one attempt, and `call` returned {outcome:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_pause_of_zero_is_a_pause() {
        on_paused_clock(async |calls| {
            let client = in_flight(5);
            let outcome = fails(&client, &calls, "attempt", (2, 5), &[ms(0), ms(0)]).await;
            assert!(
                outcome == Ok(3),
                "the third attempt succeeds, there are two pauses of 0 ms, and `call` returned {outcome:?}\n{calls}"
            );
        });
    }

    /// When `attempt` was called for a second call that comes 10 ms after one of 100 ms.
    async fn second_attempt(client: &Client, calls: &Calls) -> u64 {
        let second = async {
            sleep(ms(10)).await;
            let mut moment = 0;
            let attempt = || {
                moment = calls.now();
                calls.takes("second", 10, Ok::<(), ()>(()))
            };
            let _ = client.call(&[], attempt).await;
            moment
        };
        join(once(client, calls, "first", 100), second).await.1
    }

    #[harness::test]
    fn an_attempt_is_called_when_it_may_begin() {
        on_paused_clock(async |calls| {
            let moment = second_attempt(&in_flight(1), &calls).await;
            assert!(
                moment == 100,
                "one may be in flight, and the first call takes 100 ms; the second came at 10 ms, \
                 and its `attempt` was called at {moment} ms\n{calls}"
            );
        });
        on_paused_clock(async |calls| {
            let moment = second_attempt(&begun(1, ms(100)), &calls).await;
            assert!(
                moment == 100,
                "one may start in any 100 ms, and one has at 0 ms; the second call came at 10 ms, \
                 and its `attempt` was called at {moment} ms\n{calls}"
            );
        });
    }

    #[harness::test]
    fn each_attempt_is_a_start() {
        on_paused_clock(async |calls| {
            let client = begun(1, ms(100));
            let pauses = [ms(10), ms(10)];
            let again = fails(&client, &calls, "again", (2, 5), &pauses);
            let other = later(&client, &calls, "other", 150, 5);
            let (outcome, ()) = join(again, other).await;
            assert!(
                outcome == Ok(3),
                "the third attempt succeeds, and `call` returned {outcome:?}"
            );
            assert!(
                calls.begun() == [0, 100, 200, 300],
                "one may start in any 100 ms, another attempt included, and they were begun at {:?}\n{calls}",
                calls.begun()
            );
        });
    }
}

mod shuts_down {
    use super::*;

    #[harness::test]
    fn a_panic_leaves_nothing_of_the_others() {
        on_paused_clock(async |calls| {
            let mut list = calls_of(&calls, [500, 500, 500]);
            list.push(named(&calls, 3, async { panic!("no route") }));
            list.rotate_right(1);
            let _ = caught(at_most(2, list)).await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "a call panicked, `at_most` as well, and these have neither ended nor been dropped: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn whoever_drops_at_most_drops_the_calls() {
        on_paused_clock(async |calls| {
            let given_up = timeout(ms(50), at_most(2, calls_of(&calls, [40, 500, 500, 500]))).await;
            assert!(
                given_up.is_err(),
                "calls take 500 ms, and `at_most` returned within 50 ms"
            );
            everybody_has_run().await;
            let alive = calls.alive();
            assert!(
                alive.is_empty(),
                "`at_most` was dropped after 50 ms, and these live on: {alive:?}\n{calls}"
            );
        });
    }

    #[harness::test]
    fn no_task_is_left() {
        on_paused_clock(async |calls| {
            at_most(2, calls_of(&calls, [10, 20, 30])).await;
            let left = tasks_left().await;
            assert!(
                left == 0,
                "`at_most` has returned, and of the tasks that it started {left} have not ended"
            );
        });
    }

    #[harness::test]
    fn whoever_gives_up_waiting_has_used_up_nothing() {
        on_paused_clock(async |calls| {
            let rate = Rate::new(1, ms(100));
            rate.start().await;
            let gives_up = timeout(ms(50), rate.start());
            let waits = async {
                sleep(ms(10)).await;
                rate.start().await;
                calls.now()
            };
            let (gave_up, moment) = join(gives_up, waits).await;
            assert!(
                gave_up.is_err(),
                "one may start in 100 ms, and two have started within 50 ms"
            );
            assert!(
                moment == 100,
                "one may start in any 100 ms, and one has at 0 ms. Of two that wait for the next start the first \
                 gives up after 50 ms. The other can start at 100 ms, and started at {moment} ms"
            );
        });
    }

    #[harness::test]
    fn a_dropped_call_makes_room() {
        on_paused_clock(async |calls| {
            let client = in_flight(1);
            for _ in 0..3 {
                let hangs = client.call(&[], || calls.record("hangs", pending::<Result<(), ()>>()));
                let given_up = timeout(ms(50), hangs).await;
                assert!(given_up.is_err(), "a call never ends, and `call` returned");
            }
            once(&client, &calls, "next", 10).await;
            assert!(
                calls.begin_of("next") == Some(150),
                "three calls were given up after 50 ms each, and the next could begin at 150 ms\n{calls}"
            );
        });
    }

    #[harness::test]
    fn a_call_that_panics_makes_room() {
        on_paused_clock(async |calls| {
            let client = in_flight(1);
            for _ in 0..3 {
                let outcome = caught(client.call(&[ms(10)], || breaks(&calls))).await;
                assert!(outcome.is_err(), "an attempt panics, and `call` returned");
            }
            once(&client, &calls, "next", 10).await;
            assert!(
                calls.begin_of("next") == Some(30),
                "three attempts panicked after 10 ms each, and the next could begin at 30 ms\n{calls}"
            );
        });
    }

    #[harness::test]
    fn whoever_gives_up_before_its_turn_leaves_the_place_to_others() {
        on_paused_clock(async |calls| {
            let client = in_flight(1);
            let long = once(&client, &calls, "long", 100);
            let gives_up = timeout(ms(50), later(&client, &calls, "gives up", 10, 100));
            let next = later(&client, &calls, "next", 20, 10);
            let (_, (gave_up, ())) = join(long, join(gives_up, next)).await;
            assert!(
                gave_up.is_err(),
                "one may be in flight, and two calls have ended within 50 ms"
            );
            assert!(
                calls.begin_of("next") == Some(100),
                "one may be in flight, `long` ends at 100 ms, and `next` could begin then\n{calls}"
            );
        });
    }
}

mod speeds_up {
    use super::*;

    #[harness::test]
    fn fifty_calls_five_at_a_time() {
        on_paused_clock(async |calls| {
            at_most(5, calls_of(&calls, [500; 50])).await;
            assert!(
                calls.peak() == 5,
                "fifty calls were given and five may be in flight, and {} were\n{calls}",
                calls.peak()
            );
            assert!(
                calls.now() == 5_000,
                "fifty calls of 500 ms take 5000 ms with five in flight, and took {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn three_at_a_time() {
        on_paused_clock(async |calls| {
            at_most(3, calls_of(&calls, [100; 7])).await;
            assert!(
                calls.peak() == 3 && calls.now() == 300,
                "seven calls of 100 ms take 300 ms with three in flight, and took {} ms with {}\n{calls}",
                calls.now(),
                calls.peak()
            );
        });
    }

    #[harness::test]
    fn a_hundred_and_fifty_at_a_time() {
        on_paused_clock(async |calls| {
            at_most(150, calls_of(&calls, [10; 300])).await;
            assert!(
                calls.peak() == 150 && calls.now() == 20,
                "300 calls of 10 ms take 20 ms with 150 in flight, and took {} ms with {}",
                calls.now(),
                calls.peak()
            );
        });
    }

    #[harness::test]
    fn a_free_place_is_taken_at_once() {
        on_paused_clock(async |calls| {
            let millis = [900, 100, 100, 100, 100, 100, 100, 100, 100, 100];
            at_most(2, calls_of(&calls, millis)).await;
            assert!(
                calls.now() == 900,
                "one call takes 900 ms, and nine of 100 ms fit beside it; with two in flight they took {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn a_client_has_so_many_in_flight() {
        on_paused_clock(async |calls| {
            let client = in_flight(3);
            let names = ["a", "b", "c", "d", "e", "f", "g"];
            join_all(names.map(|name| once(&client, &calls, name, 100))).await;
            assert!(
                calls.peak() == 3,
                "a client with three in flight had seven calls, and {} were in flight\n{calls}",
                calls.peak()
            );
            assert!(
                calls.now() == 300,
                "seven calls of 100 ms take 300 ms with three in flight, and took {} ms\n{calls}",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn whoever_pauses_keeps_nobody_out() {
        on_paused_clock(async |calls| {
            let client = in_flight(1);
            let pauses = [ms(1000)];
            let again = fails(&client, &calls, "fails", (1, 100), &pauses);
            let (_, ()) = join(again, later(&client, &calls, "other", 10, 100)).await;
            assert!(
                calls.begin_of("other") == Some(100),
                "one may be in flight; the first attempt fails after 100 ms and pauses for 1000 ms, \
                 and `other` could begin at 100 ms\n{calls}"
            );
            assert!(
                calls.begin_of("fails 2") == Some(1100),
                "the first attempt fails after 100 ms, and after a pause of 1000 ms the second could begin\n{calls}"
            );
        });
    }
}

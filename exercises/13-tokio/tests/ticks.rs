//! What this proves: ticks fall due at whole periods whatever happens between them, late ones come once and say what
//! was missed, the stream ends when it said it would, and whoever waits is woken by the clock alone.
//! All tests run on a paused clock: times are virtual, and exact. Both ways to write it take the same tests.
//!
//! What it cannot see: whether `ticks` is put together from parts or written by hand again (either passes).

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)] // not every test file needs all of it
#[path = "support/paused.rs"]
mod paused;
#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/ticks.rs"]
mod ticks;

use harness::real::sync::Arc;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use paused::{Calls, STOOD_STILL, ms, on_paused_clock, tasks_left};
use std::pin::Pin;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use ticks::{Tick, Ticks, ticks};
use tokio::time::{sleep, timeout};
use tokio_stream::{Stream, StreamExt};

type Stopwatch = Pin<Box<dyn Stream<Item = Tick>>>;
/// Makes a stream.
type Make = fn(Duration, usize) -> Stopwatch;

/// Both ways to write it, with their names.
const WAYS: [(&str, Make); 2] = [
    ("`Ticks`", |period, count| {
        Box::pin(Ticks::new(period, count))
    }),
    ("`ticks`", |period, count| ticks(period, count)),
];

/// Runs a test for each way, on a clock of its own.
fn both_ways(test: impl AsyncFn(Calls, &str, Make)) {
    for (name, make) in WAYS {
        on_paused_clock(async |calls| test(calls, name, make).await);
    }
}

/// A tick as it is told: the millisecond at which it came, its number, how many were missed.
type Told = (u64, usize, u64);

/// Takes so many ticks, and is busy for so many milliseconds after each. Ends when the stream does,
/// or when it says nothing for a minute.
async fn taken(calls: &Calls, stream: &mut Stopwatch, count: usize, busy: u64) -> Vec<Told> {
    let mut told = Vec::new();
    while told.len() < count
        && let Ok(Some(tick)) = timeout(ms(60_000), stream.next()).await
    {
        told.push((calls.now(), tick.number, tick.missed));
        sleep(ms(busy)).await;
    }
    told
}

/// # Panics
///
/// When other ticks came than those that are right.
#[track_caller]
fn assert_told(told: &[Told], right: &[Told], situation: &str) {
    assert!(
        told == right,
        "{situation}\n  right: {}\n  came:  {}{}",
        line_of(right),
        line_of(told),
        match told.last() {
            Some((0, _, _)) => STOOD_STILL,
            _ => "",
        }
    );
}

/// `10 ms: 1 · 48 ms: 2, 2 missed · 50 ms: 3`
fn line_of(told: &[Told]) -> String {
    let tick = |(moment, number, missed): &Told| match missed {
        0 => format!("{moment} ms: {number}"),
        missed => format!("{moment} ms: {number}, {missed} missed"),
    };
    match told {
        [] => "nothing".to_owned(),
        told => told.iter().map(tick).collect::<Vec<_>>().join(" · "),
    }
}

/// Counts how often it is woken.
#[derive(Default)]
struct Bell(AtomicUsize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl Bell {
    /// Polls the stream with this bell as its waker.
    fn poll(self: &Arc<Self>, stream: &mut Stopwatch) -> Poll<Option<Tick>> {
        let waker = Waker::from(Arc::clone(self));
        stream.as_mut().poll_next(&mut Context::from_waker(&waker))
    }

    fn rang(&self) -> usize {
        self.0.load(SeqCst)
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn a_tick_at_each_whole_period() {
        both_ways(async |calls, name, make| {
            let told = taken(&calls, &mut make(ms(10), 4), 9, 0).await;
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0), (30, 3, 0), (40, 4, 0)],
                &format!("{name} had a period of 10 ms and a count of 4:"),
            );
        });
    }

    #[harness::test]
    fn work_between_ticks_shifts_nothing() {
        both_ways(async |calls, name, make| {
            let told = taken(&calls, &mut make(ms(10), 4), 4, 7).await;
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0), (30, 3, 0), (40, 4, 0)],
                &format!("{name} had a period of 10 ms, with 7 ms of work after each tick:"),
            );
        });
    }

    #[harness::test]
    fn the_clock_runs_from_the_making() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 2);
            sleep(ms(7)).await;
            let told = taken(&calls, &mut stream, 2, 0).await;
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0)],
                &format!("{name} was made at 0 ms with a period of 10 ms and first asked at 7 ms:"),
            );
        });
    }

    #[harness::test]
    fn what_was_missed_comes_as_one() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 4);
            let mut told = taken(&calls, &mut stream, 1, 38).await;
            told.extend(taken(&calls, &mut stream, 3, 0).await);
            assert_told(
                &told,
                &[(10, 1, 0), (48, 2, 2), (50, 3, 0), (60, 4, 0)],
                &format!(
                    "{name} had a period of 10 ms; after the first tick nobody asked until 48 ms, when 20, 30 and 40 had passed:"
                ),
            );
        });
    }

    #[harness::test]
    fn the_first_may_be_late() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 3);
            sleep(ms(35)).await;
            let told = taken(&calls, &mut stream, 3, 0).await;
            assert_told(
                &told,
                &[(35, 1, 2), (40, 2, 0), (50, 3, 0)],
                &format!("{name} had a period of 10 ms and was first asked at 35 ms:"),
            );
        });
    }

    #[harness::test]
    fn late_by_whole_periods() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 3);
            sleep(ms(30)).await;
            let told = taken(&calls, &mut stream, 3, 0).await;
            assert_told(
                &told,
                &[(30, 1, 2), (40, 2, 0), (50, 3, 0)],
                &format!("{name} had a period of 10 ms and was first asked at 30 ms:"),
            );
        });
    }

    #[harness::test]
    fn late_by_many_whole_periods() {
        both_ways(async |calls, name, make| {
            for periods in 2..=60 {
                let mut stream = make(ms(10), 2);
                let asked = calls.now() + 10 * periods;
                sleep(ms(10 * periods)).await;
                let told = taken(&calls, &mut stream, 2, 0).await;
                assert_told(
                    &told,
                    &[(asked, 1, periods - 1), (asked + 10, 2, 0)],
                    &format!(
                        "{name} had a period of 10 ms and was first asked {periods} periods after it was made:"
                    ),
                );
            }
        });
    }

    #[harness::test]
    fn a_little_late_is_late_too() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 4);
            let mut told = taken(&calls, &mut stream, 1, 13).await;
            told.extend(taken(&calls, &mut stream, 3, 0).await);
            assert_told(
                &told,
                &[(10, 1, 0), (23, 2, 0), (30, 3, 0), (40, 4, 0)],
                &format!(
                    "{name} had a period of 10 ms; after the first tick nobody asked until 23 ms:"
                ),
            );
        });
    }

    #[harness::test]
    fn the_end_is_told_at_once_and_for_good() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 2);
            taken(&calls, &mut stream, 2, 0).await;
            let end = stream.next().await;
            assert!(
                end.is_none() && calls.now() == 20,
                "{name} handed out its second and last tick at 20 ms, and then {end:?} at {} ms",
                calls.now()
            );
            sleep(ms(35)).await;
            let end = [stream.next().await, stream.next().await];
            assert!(
                end == [None, None],
                "{name} has ended, and when asked again handed out {end:?}"
            );
        });
    }

    #[harness::test]
    fn no_ticks_at_all() {
        both_ways(async |calls, name, make| {
            let end = make(ms(10), 0).next().await;
            assert!(
                end.is_none() && calls.now() == 0,
                "{name} had a count of 0, and handed out {end:?} after {} ms",
                calls.now()
            );
        });
    }

    #[harness::test]
    fn missed_periods_are_no_ticks() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 3);
            sleep(ms(95)).await;
            let told = taken(&calls, &mut stream, 9, 0).await;
            assert_told(
                &told,
                &[(95, 1, 8), (100, 2, 0), (110, 3, 0)],
                &format!(
                    "{name} had a period of 10 ms and a count of 3 and was first asked at 95 ms:"
                ),
            );
        });
    }

    #[harness::test]
    fn whoever_looks_in_between_puts_nothing_off() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 2);
            let mut told = Vec::new();
            while calls.now() < 60 && told.len() < 2 {
                if let Ok(Some(tick)) = timeout(ms(3), stream.next()).await {
                    told.push((calls.now(), tick.number, tick.missed));
                }
            }
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0)],
                &format!("{name} had a period of 10 ms and was asked again every 3 ms:"),
            );
        });
    }

    #[harness::test]
    fn a_thousand_ticks() {
        both_ways(async |calls, name, make| {
            let told = taken(&calls, &mut make(ms(25), 1_000), 2_000, 0).await;
            assert_told(
                &told[told.len().saturating_sub(1)..],
                &[(25_000, 1_000, 0)],
                &format!(
                    "{name} had a period of 25 ms and a count of 1,000, and this was the last:"
                ),
            );
        });
    }

    #[harness::test]
    fn periods_may_be_long() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(30_000), 3);
            sleep(ms(95_000)).await;
            let told = taken(&calls, &mut stream, 2, 0).await;
            assert_told(
                &told,
                &[(95_000, 1, 2), (120_000, 2, 0)],
                &format!("{name} had a period of 30,000 ms and was first asked at 95,000 ms:"),
            );
        });
    }

    #[harness::test]
    fn ticks_without_a_foreseeable_end() {
        both_ways(async |calls, name, make| {
            let told = taken(&calls, &mut make(ms(10), usize::MAX), 2, 0).await;
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0)],
                &format!("{name} had a count of `usize::MAX`:"),
            );
        });
    }

    #[harness::test]
    fn ticks_know_how_many_are_to_come() {
        on_paused_clock(async |_| {
            let mut stream = Ticks::new(ms(10), 3);
            let mut hints = vec![stream.size_hint()];
            sleep(ms(25)).await;
            while Pin::new(&mut stream).next().await.is_some() {
                hints.push(stream.size_hint());
            }
            hints.push(stream.size_hint());
            let expected = [3, 2, 1, 0, 0].map(|left| (left, Some(left)));
            assert!(
                hints == expected,
                "of three ticks 3, 2, 1 and 0 are to come, and nothing after the end; `size_hint` said {hints:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;

    #[harness::test]
    fn the_latest_waker_is_woken() {
        both_ways(async |_, name, make| {
            let mut stream = make(ms(10), 2);
            let (first, latest) = (Arc::new(Bell::default()), Arc::new(Bell::default()));
            let early = [first.poll(&mut stream), latest.poll(&mut stream)];
            assert!(
                early == [Poll::Pending, Poll::Pending],
                "{name} has a period of 10 ms, and at 0 ms two polls said {early:?}"
            );
            sleep(ms(11)).await;
            assert!(
                latest.rang() > 0,
                "{name} was polled with one waker and then with another; when the tick fell due, the latest was not woken"
            );
            let tick = latest.poll(&mut stream);
            assert!(
                tick == Poll::Ready(Some(Tick {
                    number: 1,
                    missed: 0
                })),
                "{name} woke its waker for the first tick, and then said {tick:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_is_woken_before_the_tick() {
        both_ways(async |_, name, make| {
            let mut stream = make(ms(10), 2);
            let bell = Arc::new(Bell::default());
            let early = bell.poll(&mut stream);
            sleep(ms(9)).await;
            let rang = bell.rang();
            assert!(
                early.is_pending() && rang == 0,
                "{name} has a period of 10 ms, was polled at 0 ms and said {early:?}; \
                 its waker was woken {rang} times within 9 ms"
            );
        });
    }

    #[harness::test]
    fn a_stream_may_go_to_another_task() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 3);
            let early = timeout(ms(5), stream.next()).await;
            assert!(
                early.is_err(),
                "{name} has a period of 10 ms, and within 5 ms said {early:?}"
            );
            let local = tokio::task::LocalSet::new();
            let told = local
                .run_until(async {
                    let moved = {
                        let calls = calls.clone();
                        async move { taken(&calls, &mut stream, 3, 0).await }
                    };
                    tokio::task::spawn_local(moved).await
                })
                .await;
            let told = told.unwrap_or_default();
            assert_told(
                &told,
                &[(10, 1, 0), (20, 2, 0), (30, 3, 0)],
                &format!("{name} was asked by one task and then moved to another:"),
            );
        });
    }

    #[harness::test]
    fn a_dropped_stream_leaves_nothing_running() {
        both_ways(async |calls, name, make| {
            drop(make(ms(10), 3));
            let mut stream = make(ms(10), 3);
            taken(&calls, &mut stream, 1, 0).await;
            // Dropped while somebody waits for the second.
            let early = timeout(ms(5), stream.next()).await;
            assert!(
                early.is_err(),
                "{name} has a period of 10 ms, and at 15 ms said {early:?}"
            );
            drop(stream);
            let left = tasks_left().await;
            assert!(
                left == 0,
                "{name} was dropped, and of the tasks that it started {left} have not ended"
            );
        });
    }

    #[harness::test]
    fn a_stream_that_has_ended_leaves_nothing_running() {
        both_ways(async |calls, name, make| {
            let mut stream = make(ms(10), 2);
            taken(&calls, &mut stream, 9, 0).await;
            let left = tasks_left().await;
            assert!(
                left == 0,
                "{name} has ended, and of the tasks that it started {left} have not"
            );
        });
    }
}

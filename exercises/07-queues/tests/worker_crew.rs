//! What this proves: every job is done once and has its outcome, a panicking one included, the crew is as large as
//! asked for, takes no job before its time, and goes home when the last sender is gone: not before, and at once. All
//! tests run under the checker. `race_free` and `shuts_down` try the orders in which two or three threads can run;
//! time is the checker's own, so that an hour's job takes exactly an hour, and none at all to test.
//!
//! What it cannot see: in which order jobs that wait at the same time are done (any order passes), and what the real
//! crossbeam does inside: here a model of it stands in its place.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/worker_crew.rs"]
mod worker_crew;

use crossbeam::channel::{self, Receiver, Sender};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;
use worker_crew::{Job, work_off};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// An odd time, which nobody hits who looks every so often.
const LONG: Duration = Duration::from_nanos(3_600_000_000_007);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// What is to be done: no copy, no clone, no comparison to be had.
struct Task(u32);

fn send(jobs: &Sender<Job<Task>>, number: u32) {
    let what = Task(number);
    let sent = jobs.send(Job { number, what });
    assert!(
        sent.is_ok(),
        "job {number} could not be sent: the crew has gone"
    );
}

/// A channel that holds jobs already, and ends behind them.
fn ready_made(numbers: impl IntoIterator<Item = u32>) -> Receiver<Job<Task>> {
    let (sender, jobs) = channel::unbounded();
    numbers.into_iter().for_each(|number| send(&sender, number));
    jobs
}

fn double(task: Task) -> u32 {
    task.0 * 2
}

/// [`work_off`] with jobs that panic: that is no panic of its own.
#[track_caller]
fn work_off_bad(
    workers: usize,
    jobs: Receiver<Job<Task>>,
    do_it: impl Fn(Task) -> u32 + Sync,
) -> BTreeMap<u32, thread::Result<u32>> {
    let ended = catch_unwind(AssertUnwindSafe(|| work_off(workers, jobs, do_it)));
    assert!(
        ended.is_ok(),
        "a job panicked, and `work_off` panicked with it: a job's panic is that job's outcome"
    );
    ended.unwrap_or_default()
}

/// What became of each job: what it returned, or what its panic said.
fn in_words(outcomes: BTreeMap<u32, thread::Result<u32>>) -> Vec<(u32, Result<u32, String>)> {
    let words = |outcome: thread::Result<u32>| {
        outcome.map_err(|payload| match payload.downcast_ref::<&str>() {
            Some(text) => text.to_string(),
            None => payload
                .downcast_ref::<String>()
                .map_or("something else than a text".to_string(), String::clone),
        })
    };
    let each = outcomes.into_iter();
    each.map(|(number, outcome)| (number, words(outcome)))
        .collect()
}

#[track_caller]
fn expect_doubled(story: &str, outcomes: BTreeMap<u32, thread::Result<u32>>, numbers: &[u32]) {
    let outcomes = in_words(outcomes);
    let expected: Vec<_> = numbers.iter().map(|n| (*n, Ok(n * 2))).collect();
    assert!(
        outcomes == expected,
        "{story}: each job doubles its number, and the map holds {outcomes:?}"
    );
}

/// One schedule: what is checked here does not hang on the order.
fn check_once(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(1).random(0);
    check.run(program);
}

/// With many steps a run, a smaller search does.
fn check(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(500).random(200);
    check.run(program);
}

mod behaves {
    use super::*;
    use harness::witness::Drops;

    #[harness::test]
    fn twenty_numbers_are_doubled_by_four_workers() {
        check_once(|| {
            let numbers: Vec<u32> = (1..=20).collect();
            let outcomes = work_off(4, ready_made(numbers.iter().copied()), double);
            expect_doubled("jobs 1 to 20 for four workers", outcomes, &numbers);
        });
    }

    #[harness::test]
    fn many_jobs_are_done_by_two_workers() {
        let check = harness::model::Check::new().schedules(1).random(0);
        check.max_steps(20_000).run(|| {
            let outcomes = work_off(2, ready_made(0..1_100), |_| ());
            let done = outcomes.len();
            assert!(
                done == 1_100,
                "1,100 jobs came for two workers, and {done} have an outcome"
            );
        });
    }

    #[harness::test]
    fn numbers_come_in_any_order() {
        check_once(|| {
            let outcomes = work_off(2, ready_made([700, 3, 4_000_000_000, 0]), |task| task.0);
            let outcomes = in_words(outcomes);
            let expected = [0, 3, 700, 4_000_000_000].map(|number| (number, Ok(number)));
            assert!(
                outcomes == expected,
                "jobs 700, 3, 4,000,000,000 and 0 came, each returns its number, and the map holds {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn one_worker_is_enough() {
        check_once(|| {
            let outcomes = work_off(1, ready_made([1, 2, 3]), double);
            expect_doubled("jobs 1, 2 and 3 for one worker", outcomes, &[1, 2, 3]);
        });
    }

    #[harness::test]
    fn there_may_be_more_workers_than_jobs() {
        check_once(|| {
            let outcomes = work_off(3, ready_made([1]), double);
            expect_doubled("one job for three workers", outcomes, &[1]);
        });
    }

    #[harness::test]
    fn without_jobs_there_are_no_outcomes() {
        check_once(|| {
            let outcomes = work_off(2, ready_made([]), double);
            expect_doubled("the channel ended without a job", outcomes, &[]);
        });
    }

    #[harness::test]
    fn a_panic_is_an_outcome() {
        check_once(|| {
            let do_it = |task: Task| match task.0 {
                1 => panic!("a bad job"),
                2 => panic!("bad job {}", task.0),
                number => number * 2,
            };
            let outcomes = in_words(work_off_bad(2, ready_made(1..=4), do_it));
            let expected = [
                (1, Err("a bad job".to_string())),
                (2, Err("bad job 2".to_string())),
                (3, Ok(6)),
                (4, Ok(8)),
            ];
            assert!(
                outcomes == expected,
                "jobs 1 and 2 panicked with a text, 3 and 4 doubled their numbers, and the map holds {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn a_worker_survives_its_jobs() {
        check_once(|| {
            let do_it = |task: Task| match task.0 % 2 {
                0 => panic!("a bad job"),
                _ => task.0,
            };
            let outcomes = in_words(work_off_bad(1, ready_made([2, 4, 1, 6, 3]), do_it));
            let done: Vec<u32> = outcomes.iter().map(|(number, _)| *number).collect();
            assert!(
                done == [1, 2, 3, 4, 6],
                "one worker, jobs 2, 4, 1, 6 and 3, those with even numbers panicked: only {done:?} have an outcome"
            );
        });
    }

    #[harness::test]
    fn what_a_panic_carries_is_handed_on_as_it_is() {
        check_once(|| {
            let do_it = |task: Task| -> u32 { std::panic::panic_any(task.0 + 40) };
            let mut outcomes = work_off_bad(1, ready_made([2]), do_it);
            let carried = outcomes.remove(&2).and_then(Result::err);
            let carried = carried.and_then(|payload| payload.downcast::<u32>().ok());
            assert!(
                carried == Some(Box::new(42)),
                "job 2 panicked with the number 42, and its outcome does not hold that number"
            );
        });
    }

    #[harness::test]
    fn nothing_is_kept_behind() {
        check_once(|| {
            let drops = Drops::new();
            let (sender, jobs) = channel::unbounded();
            for number in 0..4 {
                let what = drops.token();
                let sent = sender.send(Job { number, what });
                assert!(sent.is_ok());
            }
            drop(sender);
            let outcomes = work_off(2, jobs, |token| {
                assert!(drops.made() > 100, "a bad job");
                token
            });
            drop(outcomes);
            drops.assert_all_dropped();
        });
    }
}

mod race_free {
    use super::*;
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use harness::witness::InFlight;
    use std::time::Instant;

    #[harness::test]
    fn every_job_is_done_once() {
        check(|| {
            let times_done = [(); 3].map(|()| AtomicUsize::new(0));
            let outcomes = work_off(2, ready_made(0..3), |task| {
                times_done[task.0 as usize].fetch_add(1, SeqCst);
                double(task)
            });
            let times_done = times_done.map(|times| times.load(SeqCst));
            assert!(
                times_done == [1, 1, 1],
                "jobs 0, 1 and 2 were sent once each, and were done {times_done:?} times"
            );
            expect_doubled("jobs 0, 1 and 2 for two workers", outcomes, &[0, 1, 2]);
        });
    }

    /// Jobs of an hour, two for each worker.
    fn two_hours_for(workers: u32) {
        let start = Instant::now();
        work_off(workers as usize, ready_made(0..2 * workers), |_| {
            thread::sleep(HOUR)
        });
        let took = start.elapsed();
        assert!(
            took == 2 * HOUR,
            "{workers} workers had two jobs of an hour each, and took {took:?} for them all"
        );
    }

    #[harness::test]
    fn jobs_are_done_side_by_side() {
        check(|| two_hours_for(2));
    }

    #[harness::test]
    fn a_large_crew_works_side_by_side() {
        check_once(|| two_hours_for(7));
    }

    #[harness::test]
    fn the_crew_is_as_large_as_asked_for() {
        check(|| {
            let busy = InFlight::new();
            work_off(2, ready_made(0..4), |_| {
                let _busy = busy.enter();
                thread::sleep(HOUR);
            });
            let peak = busy.peak();
            assert!(
                peak <= 2,
                "two workers were asked for, and {peak} jobs were done at the same time"
            );
        });
    }

    #[harness::test]
    fn nobody_waits_behind_a_long_job() {
        check(|| {
            let start = Instant::now();
            work_off(
                2,
                ready_made(
                    [4, 1, 1, 1, 1]
                        .into_iter()
                        .zip(0..)
                        .map(|(h, n)| h * 10 + n),
                ),
                |task| {
                    thread::sleep(task.0 / 10 * HOUR);
                },
            );
            let took = start.elapsed();
            assert!(
                took == 4 * HOUR,
                "one job of four hours and four of one hour took two workers {took:?}: \
                 one worker does the long one, the other the rest"
            );
        });
    }

    #[harness::test]
    fn a_job_is_begun_when_it_comes() {
        check(|| {
            let (sender, jobs) = channel::bounded(1);
            let (tell, told) = channel::bounded(1);
            thread::spawn(move || {
                for number in [1, 2] {
                    send(&sender, number);
                    // What comes next is known only when this one is done.
                    let _ = told.recv();
                }
            });
            let outcomes = work_off(2, jobs, |task| {
                let _ = tell.send(());
                double(task)
            });
            expect_doubled("job 2 was sent when job 1 had been done", outcomes, &[1, 2]);
        });
    }

    #[harness::test]
    fn jobs_wait_in_their_channel() {
        check(|| {
            let (sender, jobs) = channel::bounded(0);
            let done = AtomicUsize::new(0);
            thread::scope(|s| {
                let (done, sender) = (&done, sender);
                s.spawn(move || {
                    for number in 0..5 {
                        send(&sender, number);
                        let waiting = number as usize + 1 - done.load(SeqCst);
                        assert!(
                            waiting <= 2,
                            "two workers, and {waiting} jobs were taken from the channel that are not done yet"
                        );
                    }
                });
                work_off(2, jobs, |_| {
                    thread::sleep(HOUR);
                    done.fetch_add(1, SeqCst);
                });
            });
        });
    }

    #[harness::test]
    fn a_quiet_time_is_not_the_end() {
        check(|| {
            let (sender, jobs) = channel::unbounded();
            thread::spawn(move || {
                for number in [1, 2] {
                    thread::sleep(THOUSAND_DAYS);
                    send(&sender, number);
                }
            });
            let outcomes = work_off(2, jobs, double);
            expect_doubled(
                "a job came after a thousand days, and another one after a thousand more",
                outcomes,
                &[1, 2],
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use std::time::Instant;

    /// No thread may outlive the program.
    fn check_to_the_end(program: impl Fn() + Send + Sync + 'static) {
        let check = harness::model::Check::new().no_thread_left_behind();
        check.schedules(500).random(200).run(program);
    }

    #[harness::test]
    fn the_end_is_when_the_last_sender_goes() {
        check_to_the_end(|| {
            let (sender, jobs) = channel::unbounded();
            let start = Instant::now();
            let feeders = [MINUTE, LONG].map(|pause| {
                let sender = sender.clone();
                thread::spawn(move || {
                    send(&sender, pause.as_secs() as u32);
                    thread::sleep(pause);
                })
            });
            drop(sender);
            let outcomes = work_off(2, jobs, double);
            let took = start.elapsed();
            for feeder in feeders {
                feeder.join().unwrap();
            }
            assert!(
                took == LONG,
                "one sender was dropped after a minute, the other after {LONG:?}, and `work_off` returned after {took:?}"
            );
            expect_doubled("each of two senders sent a job", outcomes, &[60, 3600]);
        });
    }

    #[harness::test]
    fn a_late_job_is_done() {
        check_to_the_end(|| {
            let (sender, jobs) = channel::unbounded();
            let feeder = thread::spawn(move || [1, 2].map(|number| send(&sender, number)));
            let outcomes = work_off(2, jobs, double);
            feeder.join().unwrap();
            expect_doubled(
                "two jobs were sent while the crew was at work",
                outcomes,
                &[1, 2],
            );
        });
    }

    #[harness::test]
    fn the_end_waits_for_jobs_at_work() {
        check_to_the_end(|| {
            let start = Instant::now();
            let outcomes = work_off(2, ready_made([1, 2]), |task| {
                thread::sleep(task.0 * HOUR);
                double(task)
            });
            let took = start.elapsed();
            assert!(
                took == 2 * HOUR,
                "the channel ended at once, jobs of one and two hours were at work, and `work_off` returned after {took:?}"
            );
            expect_doubled("jobs 1 and 2 for two workers", outcomes, &[1, 2]);
        });
    }

    #[harness::test]
    fn a_bad_job_holds_nobody_up() {
        check_to_the_end(|| {
            let (sender, jobs) = channel::bounded(1);
            let feeder = thread::spawn(move || [1, 2, 3].map(|number| send(&sender, number)));
            let outcomes = in_words(work_off_bad(2, jobs, |_| -> u32 { panic!("a bad job") }));
            feeder.join().unwrap();
            let bad = |number| (number, Err("a bad job".to_string()));
            assert!(
                outcomes == [bad(1), bad(2), bad(3)],
                "jobs 1, 2 and 3 panicked, and the map holds {outcomes:?}"
            );
        });
    }
}

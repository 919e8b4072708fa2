//! What this proves: the worker hears whatever comes at the moment when it comes, the signal before anything else that
//! is there; it loses no job and makes every report in time. All tests run under the checker. `race_free` and
//! `shuts_down` try the orders in which two or three threads can run; time is the checker's own, so that an hour is
//! exactly an hour, and none at all to test.
//!
//! What it cannot see: when the next report is due after one that was late (from then, or from when it should have
//! been: both pass), and what the real crossbeam does inside: here a model of it stands in its place.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/first_of.rs"]
mod first_of;

use crossbeam::channel::{Receiver, Sender, bounded, never, unbounded};
use first_of::{End, work};
use harness::real::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// An odd time, which nobody hits who looks every so often.
const LONG: Duration = Duration::from_nanos(3_600_000_000_007);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// A job: no copy, no clone, no comparison to be had.
struct Job(u32);

/// A channel of jobs that holds these already, with its sender.
fn ready_made(numbers: impl IntoIterator<Item = u32>) -> (Sender<Job>, Receiver<Job>) {
    let (sender, jobs) = unbounded();
    for number in numbers {
        sender.send(Job(number)).unwrap();
    }
    (sender, jobs)
}

/// A channel for the signal, and the signal in it.
fn signalled() -> (Sender<()>, Receiver<()>) {
    let (signal, stop) = bounded(1);
    signal.send(()).unwrap();
    (signal, stop)
}

fn numbers(jobs: impl IntoIterator<Item = Job>) -> Vec<u32> {
    jobs.into_iter().map(|job| job.0).collect()
}

// One thread only, but under the checker: a thread that waits for nobody is told so at once.
mod behaves {
    use super::*;
    use harness::witness::Drops;

    #[harness::test]
    fn jobs_are_done_in_order() {
        harness::model::check(|| {
            let (sender, jobs) = ready_made([3, 1, 2]);
            drop(sender);
            let mut done = Vec::new();
            let end = work(&jobs, &never(), HOUR, |job: Job| done.push(job.0), |_| ());
            assert!(
                done == [3, 1, 2],
                "jobs 3, 1 and 2 were in the channel, and {done:?} were done"
            );
            assert!(
                end == End::NoMoreJobs,
                "the jobs' channel ended, nobody gave the signal, and it said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn without_jobs_it_ends_at_once() {
        harness::model::check(|| {
            let (sender, jobs) = ready_made([]);
            drop(sender);
            let start = Instant::now();
            let end = work(&jobs, &never(), HOUR, drop, |_| ());
            let took = start.elapsed();
            assert!(
                (&end, took) == (&End::NoMoreJobs, Duration::ZERO),
                "the jobs' channel had ended before, and it said `{end:?}` after {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_signal_comes_before_jobs() {
        harness::model::check(|| {
            let (_sender, jobs) = ready_made([1, 2]);
            let (_signal, stop) = signalled();
            let mut done = Vec::new();
            let end = work(&jobs, &stop, HOUR, |job: Job| done.push(job.0), |_| ());
            assert!(
                done.is_empty(),
                "the signal was there before it began, two jobs as well, and jobs {done:?} were done"
            );
            assert!(
                end == End::Stopped,
                "the signal was there before it began, and it said `{end:?}`"
            );
            let left = numbers(jobs.try_iter());
            assert!(
                left == [1, 2],
                "jobs 1 and 2 were not to be done, and {left:?} are left in the channel"
            );
        });
    }

    #[harness::test]
    fn a_dropped_sender_is_a_signal() {
        harness::model::check(|| {
            let (_sender, jobs) = ready_made([1]);
            let (signal, stop) = bounded(1);
            drop(signal);
            let mut done = 0;
            let end = work(&jobs, &stop, HOUR, |_: Job| done += 1, |_| ());
            assert!(
                (&end, done) == (&End::Stopped, 0),
                "the last sender of `stop` was gone before it began: it did {done} jobs and said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn the_signal_counts_when_the_jobs_have_ended_too() {
        harness::model::check(|| {
            let (sender, jobs) = ready_made([]);
            drop(sender);
            let (_signal, stop) = signalled();
            let end = work(&jobs, &stop, HOUR, drop, |_| ());
            assert!(
                end == End::Stopped,
                "the signal was there, the jobs' channel had ended, and it said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn what_is_not_done_stays_in_the_channel() {
        harness::model::check(|| {
            let (_sender, jobs) = ready_made(1..=5);
            let (signal, stop) = bounded(1);
            let mut done = Vec::new();
            let do_it = |job: Job| {
                done.push(job.0);
                if job.0 == 2 {
                    signal.send(()).unwrap();
                }
            };
            let end = work(&jobs, &stop, HOUR, do_it, |_| ());
            let left = numbers(jobs.try_iter());
            assert!(
                done == [1, 2],
                "the signal came during job 2 of 5, and jobs {done:?} were done"
            );
            assert!(
                left == [3, 4, 5],
                "the signal came during job 2 of 5, and jobs {left:?} are left in the channel"
            );
            assert!(
                end == End::Stopped,
                "the signal came, and it said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn no_job_is_dropped_undone() {
        harness::model::check(|| {
            let drops = Drops::new();
            let (sender, jobs) = unbounded();
            let (signal, stop) = bounded(1);
            for _ in 0..3 {
                sender.send(drops.token()).unwrap();
            }
            let mut done = Vec::new();
            work(
                &jobs,
                &stop,
                HOUR,
                |token| {
                    done.push(token);
                    let _ = signal.try_send(());
                },
                |_| (),
            );
            let gone = drops.dropped();
            assert!(
                gone == 0,
                "jobs are either done or left in the channel, and {gone} of 3 were dropped"
            );
        });
    }
}

mod race_free {
    use super::*;

    /// When each report came, counted from the start, and what it said.
    type Reports = Vec<(Duration, usize)>;

    /// Jobs come after these pauses, and each takes so long; the jobs' channel ends behind them.
    fn reports_of(period: Duration, jobs: &'static [(Duration, Duration)]) -> Reports {
        let (sender, receiver) = unbounded();
        let start = Instant::now();
        let reports = Mutex::new(Vec::new());
        thread::scope(|s| {
            s.spawn(move || {
                for (pause, length) in jobs {
                    thread::sleep(*pause);
                    sender.send(*length).unwrap();
                }
            });
            let report = |done| reports.lock().unwrap().push((start.elapsed(), done));
            work(&receiver, &never(), period, thread::sleep, report);
        });
        reports.into_inner().unwrap()
    }

    #[harness::test]
    fn a_job_is_begun_when_it_comes() {
        harness::model::check(|| {
            let (sender, jobs) = unbounded();
            let start = Instant::now();
            let mut begun = Vec::new();
            thread::scope(|s| {
                s.spawn(move || {
                    for pause in [LONG, MINUTE] {
                        thread::sleep(pause);
                        sender.send(()).unwrap();
                    }
                });
                let do_it = |()| begun.push(start.elapsed());
                work(&jobs, &never(), THOUSAND_DAYS, do_it, |_| ());
            });
            assert!(
                begun == [LONG, LONG + MINUTE],
                "jobs came after {LONG:?} and {:?}, and were begun after {begun:?}",
                LONG + MINUTE
            );
        });
    }

    #[harness::test]
    fn a_quiet_time_is_not_the_end() {
        harness::model::check(|| {
            let (sender, jobs) = unbounded();
            let mut done = 0;
            let end = thread::scope(|s| {
                s.spawn(move || {
                    thread::sleep(THOUSAND_DAYS);
                    sender.send(()).unwrap();
                });
                work(&jobs, &never(), 3 * THOUSAND_DAYS, |()| done += 1, |_| ())
            });
            assert!(
                (&end, done) == (&End::NoMoreJobs, 1),
                "a job came after a thousand days: {done} were done, and it said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn reports_come_in_quiet_times() {
        harness::model::check(|| {
            const JOBS: &[(Duration, Duration)] = &[(Duration::from_secs(7_500), Duration::ZERO)];
            let reports = reports_of(LONG, JOBS);
            assert!(
                reports == [(LONG, 0), (2 * LONG, 0)],
                "the only job came after 125 minutes, a report is due every {LONG:?}, and they were {reports:?} \
                 (when, how many done)"
            );
        });
    }

    #[harness::test]
    fn jobs_do_not_set_the_reports_back() {
        harness::model::check(|| {
            const JOB: (Duration, Duration) = (Duration::from_secs(45 * 60), Duration::ZERO);
            let reports = reports_of(HOUR, &[JOB, JOB, JOB]);
            assert!(
                reports == [(HOUR, 1), (2 * HOUR, 2)],
                "a job came every 45 minutes, three in all, and the hourly reports were {reports:?} (when, how many done)"
            );
        });
    }

    #[harness::test]
    fn a_report_that_is_due_comes_before_the_next_job() {
        harness::model::check(|| {
            const JOB: (Duration, Duration) = (Duration::ZERO, Duration::from_secs(3700));
            let reports = reports_of(HOUR, &[JOB, JOB]);
            let job = JOB.1;
            assert!(
                reports.first() == Some(&(job, 1)),
                "two jobs of {job:?} were there from the start: the first hourly report was due when the first was done, \
                 and the reports were {reports:?} (when, how many done)"
            );
        });
    }

    #[harness::test]
    fn missed_reports_are_not_made_up_for() {
        harness::model::check(|| {
            const JOBS: &[(Duration, Duration)] = &[
                (Duration::ZERO, Duration::from_secs(5 * 3600 + 60)),
                (Duration::ZERO, Duration::ZERO),
            ];
            let reports = reports_of(HOUR, JOBS);
            assert!(
                reports.len() == 1,
                "a job took five hours and a minute, another one no time: one hourly report was to come between them, \
                 and they were {reports:?} (when, how many done)"
            );
        });
    }

    #[harness::test]
    fn of_two_that_come_the_signal_wins() {
        harness::model::check(|| {
            let (sender, jobs) = unbounded();
            let (signal, stop) = bounded(1);
            let mut done = 0;
            let end = thread::scope(|s| {
                s.spawn(move || {
                    // In this order: when there is a job, there is the signal.
                    signal.send(()).unwrap();
                    sender.send(()).unwrap();
                    (signal, sender)
                });
                work(&jobs, &stop, HOUR, |()| done += 1, |_| ())
            });
            assert!(
                done == 0,
                "the signal came, then a job, and the job was done: it took it although the signal was there"
            );
            assert!(
                end == End::Stopped,
                "the signal came, and it said `{end:?}`"
            );
        });
    }

    #[harness::test]
    fn a_shared_channel_loses_no_job() {
        let check = harness::model::Check::new().schedules(1_000).random(300);
        check.run(|| {
            let (sender, jobs) = ready_made([1, 2]);
            let (signal, stop) = bounded(1);
            let all = Mutex::new(Vec::new());
            thread::scope(|s| {
                let jobs = &jobs;
                let colleague = s.spawn(move || numbers(jobs));
                let do_it = |job: Job| {
                    all.lock().unwrap().push(job.0);
                    let _ = signal.try_send(());
                };
                s.spawn(move || drop(sender));
                work(jobs, &stop, HOUR, do_it, |_| ());
                all.lock().unwrap().extend(colleague.join().unwrap());
            });
            let mut all = all.into_inner().unwrap();
            all.sort_unstable();
            assert!(
                all == [1, 2],
                "two workers shared the channel of jobs 1 and 2, one of them stopped after its first job, and {all:?} were done"
            );
        });
    }
}

mod shuts_down {
    use super::*;

    /// Waits with nothing to do, and tells how long that took.
    fn stopped_by(what: impl FnOnce(Sender<()>) + Send) -> (End, Duration) {
        let (_sender, jobs) = unbounded::<Job>();
        let (signal, stop) = bounded(1);
        let start = Instant::now();
        thread::scope(|s| {
            s.spawn(move || {
                thread::sleep(LONG);
                what(signal);
            });
            let end = work(&jobs, &stop, THOUSAND_DAYS, drop, |_| ());
            (end, start.elapsed())
        })
    }

    #[harness::test]
    fn the_signal_ends_an_idle_wait() {
        harness::model::check(|| {
            let (end, took) = stopped_by(|signal| signal.send(()).unwrap());
            assert!(
                (&end, took) == (&End::Stopped, LONG),
                "nothing was to be done, the signal came after {LONG:?}, and it said `{end:?}` after {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_dropped_sender_ends_an_idle_wait() {
        harness::model::check(|| {
            let (end, took) = stopped_by(drop);
            assert!(
                (&end, took) == (&End::Stopped, LONG),
                "nothing was to be done, the last sender of `stop` was dropped after {LONG:?}, and it said `{end:?}` \
                 after {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_end_of_the_jobs_ends_an_idle_wait() {
        harness::model::check(|| {
            let (sender, jobs) = unbounded::<Job>();
            let start = Instant::now();
            let end = thread::scope(|s| {
                s.spawn(move || {
                    thread::sleep(LONG);
                    drop(sender);
                });
                work(&jobs, &never(), THOUSAND_DAYS, drop, |_| ())
            });
            let took = start.elapsed();
            assert!(
                (&end, took) == (&End::NoMoreJobs, LONG),
                "nothing was to be done, the last sender of jobs was dropped after {LONG:?}, and it said `{end:?}` \
                 after {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_busy_worker_hears_the_signal() {
        harness::model::check(|| {
            let (sender, jobs) = unbounded();
            let (signal, stop) = bounded(1);
            sender.send(()).unwrap();
            let mut done = 0;
            thread::scope(|s| {
                s.spawn(move || {
                    thread::sleep(3 * HOUR - MINUTE);
                    signal.send(()).unwrap();
                });
                // There is always a next job.
                let do_it = |()| {
                    done += 1;
                    assert!(
                        done < 6,
                        "each job takes an hour, the signal came in the third, and a sixth one was begun"
                    );
                    sender.send(()).unwrap();
                    thread::sleep(HOUR);
                };
                work(&jobs, &stop, THOUSAND_DAYS, do_it, |_| ());
            });
            assert!(
                done == 3,
                "each job takes an hour and there is always a next one, the signal came in the third, and {done} were done"
            );
        });
    }

    #[harness::test]
    fn the_job_at_work_is_finished() {
        harness::model::check(|| {
            let (_sender, jobs) = ready_made([1]);
            let (signal, stop) = bounded(1);
            let start = Instant::now();
            let mut finished = false;
            thread::scope(|s| {
                s.spawn(move || {
                    thread::sleep(MINUTE);
                    signal.send(()).unwrap();
                });
                let do_it = |_: Job| {
                    thread::sleep(HOUR);
                    finished = true;
                };
                work(&jobs, &stop, THOUSAND_DAYS, do_it, |_| ());
            });
            let took = start.elapsed();
            assert!(
                finished && took == HOUR,
                "a job takes an hour, the signal came after a minute, and it ended after {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_signal_comes_before_a_report_that_is_due() {
        harness::model::check(|| {
            let (_sender, jobs) = ready_made([1]);
            let (signal, stop) = bounded(1);
            let mut reports = 0;
            let do_it = |_: Job| {
                thread::sleep(2 * HOUR);
                signal.send(()).unwrap();
            };
            work(&jobs, &stop, HOUR, do_it, |_| reports += 1);
            assert!(
                reports == 0,
                "at the end of a job of two hours the signal was there and an hourly report was due: \
                 the report was made"
            );
        });
    }
}

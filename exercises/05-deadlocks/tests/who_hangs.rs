//! What this proves: the watchdog names every job that hangs and no other, at the very moment and once, it
//! holds nobody up, and it goes when it is dropped. The dump is, word for word, the one in the ticket.
//! All tests run under the checker, whose time is exact: two seconds are two seconds to the nanosecond, and none
//! to test. `race_free` and `shuts_down` try the orders in which the threads can run.
//!
//! What it cannot see: what happens when a step and the time limit come at the same instant, and why a job hangs:
//! a watchdog knows only the step that was the last one.

#![allow(clippy::drop_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_parking_lot as parking_lot;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/who_hangs.rs"]
mod who_hangs;

use harness::real::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use who_hangs::Watchdog;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// Every alarm so far: when it came, counted from the start, and what it said. Real ones, no steps of the program.
#[derive(Clone)]
struct Alarms {
    start: Instant,
    heard: Arc<Mutex<Vec<(Duration, String)>>>,
}

impl Alarms {
    fn new() -> Self {
        Alarms {
            start: Instant::now(),
            heard: Arc::default(),
        }
    }

    /// What the watchdog is to call.
    fn ear(&self) -> impl FnMut(String) + Send + 'static {
        let alarms = self.clone();
        move |dump| {
            let heard = (alarms.start.elapsed(), dump);
            alarms.heard.lock().unwrap().push(heard);
        }
    }

    fn times(&self) -> Vec<Duration> {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|(time, _)| *time).collect()
    }

    #[track_caller]
    fn expect_times(&self, story: &str, expected: &[Duration]) {
        let times = self.times();
        assert!(
            times == expected,
            "{story}. That calls for {}, and there came {}",
            alarms_after(expected),
            alarms_after(&times)
        );
    }
}

fn alarms_after(times: &[Duration]) -> String {
    match times {
        [] => "no alarm".to_string(),
        [time] => format!("an alarm after {time:?}"),
        times => format!("alarms after {times:?}"),
    }
}

/// Compares the whole dump, as a snapshot does, and shows both.
#[track_caller]
fn expect_dump(story: &str, dump: &str, expected: &str) {
    let words = |text: &str| {
        text.split_whitespace()
            .map(String::from)
            .collect::<Vec<_>>()
    };
    let nearly = match words(dump) == words(expected) {
        true => "The words are right; look at the blanks and line feeds.",
        false => "",
    };
    assert!(
        dump == expected,
        "{story}. The dump should be\n{expected}and it is\n{}\n{nearly}",
        dump.trim_end()
    );
}

/// A watchdog with a limit of two seconds, for those who ask it only for its dump.
fn watchdog() -> Watchdog {
    Watchdog::start(2 * SECOND, |_| ())
}

/// Few threads and long stories: so many schedules tell all of them.
fn check(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new();
    check.schedules(1_000).random(500).run(program);
}

/// One thread beside the watchdog's own: most orders come to the same.
fn check_alone(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new();
    check.schedules(300).random(100).run(program);
}

mod behaves {
    use super::{HOUR, SECOND, check_alone, expect_dump, watchdog};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;
    use std::time::Duration;

    #[harness::test]
    fn no_jobs_no_lines() {
        check_alone(|| {
            let watchdog = watchdog();
            expect_dump(
                "No job was announced",
                &watchdog.dump(),
                "0 of 0 jobs hang\n",
            );
        });
    }

    #[harness::test]
    fn the_dump_tells_who_hangs_who_runs_and_who_has_not_begun() {
        check_alone(|| {
            let watchdog = watchdog();
            let pictures = ["picture 4", "picture 7", "picture 8"];
            let jobs = pictures.map(|name| watchdog.announce(name));
            jobs[0].step("resize");
            thread::sleep(2 * SECOND + Duration::from_millis(200));
            jobs[1].step("upload");
            thread::sleep(Duration::from_millis(300));
            expect_dump(
                "With a limit of two seconds, a job made its last step 2.5 seconds ago, another one 0.3 seconds ago, \
                 and a third has not begun",
                &watchdog.dump(),
                "1 of 3 jobs hang\n\
                 \x20 picture 4: hangs, in resize for 2.5s\n\
                 \x20 picture 7: runs, in upload for 300ms\n\
                 \x20 picture 8: not begun\n",
            );
        });
    }

    #[harness::test]
    fn jobs_stand_as_they_were_announced() {
        check_alone(|| {
            let watchdog = watchdog();
            let jobs = ["z", "a", "m"].map(|name| watchdog.announce(name));
            jobs[2].step("work");
            jobs[0].step("work");
            thread::sleep(SECOND);
            expect_dump(
                "Jobs z, a and m were announced in this order, and m began first, then z",
                &watchdog.dump(),
                "0 of 3 jobs hang\n\
                 \x20 z: runs, in work for 1s\n\
                 \x20 a: not begun\n\
                 \x20 m: runs, in work for 1s\n",
            );
        });
    }

    #[harness::test]
    fn a_job_hangs_from_the_limit_on() {
        check_alone(|| {
            let watchdog = watchdog();
            let job = watchdog.announce("picture");
            job.step("resize");
            thread::sleep(2 * SECOND - Duration::from_millis(1));
            expect_dump(
                "The limit is two seconds, and a job made its last step a millisecond less ago",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  picture: runs, in resize for 1.999s\n",
            );
            thread::sleep(Duration::from_millis(1));
            expect_dump(
                "The limit is two seconds, and a job made its last step two seconds ago",
                &watchdog.dump(),
                "1 of 1 jobs hang\n  picture: hangs, in resize for 2s\n",
            );
        });
    }

    #[harness::test]
    fn a_step_starts_the_clock_again() {
        check_alone(|| {
            let watchdog = watchdog();
            let job = watchdog.announce("picture");
            job.step("load");
            thread::sleep(5 * SECOND);
            job.step("resize");
            thread::sleep(SECOND);
            expect_dump(
                "A job began six seconds ago and made its last step a second ago, of two that it may take",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  picture: runs, in resize for 1s\n",
            );
        });
    }

    #[harness::test]
    fn a_job_that_waits_for_its_worker_does_not_hang() {
        check_alone(|| {
            let watchdog = watchdog();
            let job = watchdog.announce("picture");
            thread::sleep(HOUR);
            expect_dump(
                "A job was announced an hour ago and has made no step yet",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  picture: not begun\n",
            );
            job.step("load");
            thread::sleep(SECOND);
            expect_dump(
                "A job was announced more than an hour ago and made its first step a second ago",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  picture: runs, in load for 1s\n",
            );
        });
    }

    #[harness::test]
    fn a_job_that_has_ended_is_gone() {
        check_alone(|| {
            let watchdog = watchdog();
            let jobs = ["a", "b", "c"].map(|name| watchdog.announce(name));
            let [a, b, c] = jobs;
            a.step("work");
            b.step("work");
            thread::sleep(SECOND);
            drop(a);
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let _b = b;
                panic!("no such picture");
            }));
            assert!(panicked.is_err());
            expect_dump(
                "Of three jobs one has ended, one has panicked, and one has not begun",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  c: not begun\n",
            );
            drop(c);
            expect_dump(
                "All jobs have ended",
                &watchdog.dump(),
                "0 of 0 jobs hang\n",
            );
        });
    }

    #[harness::test]
    fn jobs_of_one_name_are_different_jobs() {
        check_alone(|| {
            let watchdog = watchdog();
            let [first, second] = [(); 2].map(|()| watchdog.announce("picture"));
            second.step("load");
            drop(first);
            thread::sleep(SECOND);
            let third = watchdog.announce("picture");
            expect_dump(
                "Of two jobs of one name the first has ended and the second has begun, and a third was announced",
                &watchdog.dump(),
                "0 of 2 jobs hang\n\
                 \x20 picture: runs, in load for 1s\n\
                 \x20 picture: not begun\n",
            );
            drop((second, third));
        });
    }
}

mod race_free {
    use super::who_hangs::*;
    use super::{Alarms, HOUR, MINUTE, SECOND, THOUSAND_DAYS, check, check_alone, expect_dump};
    use std::thread;
    use std::time::{Duration, Instant};

    const LIMIT: Duration = MINUTE;

    #[harness::test]
    fn the_alarm_names_the_one_that_hangs_and_not_those_that_wait_for_it() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(2 * SECOND, alarms.ear());
            let pictures = ["picture 1", "picture 2", "picture 3", "picture 4"];
            let jobs = pictures.map(|name| watchdog.announce(name));
            thread::scope(|s| {
                // One worker for all of them.
                s.spawn(move || {
                    for (job, seconds) in jobs.into_iter().zip([1, 10, 1, 1]) {
                        job.step("resize");
                        thread::sleep(seconds * SECOND);
                    }
                });
            });
            alarms.expect_times(
                "One worker resizes four pictures in 1, 10, 1 and 1 seconds, and the limit is 2",
                &[3 * SECOND],
            );
            expect_dump(
                "One worker resizes four pictures in 1, 10, 1 and 1 seconds, and the limit is 2",
                &alarms.heard.lock().unwrap()[0].1,
                "1 of 3 jobs hang\n\
                 \x20 picture 2: hangs, in resize for 2s\n\
                 \x20 picture 3: not begun\n\
                 \x20 picture 4: not begun\n",
            );
        });
    }

    #[harness::test]
    fn a_job_that_begins_while_the_watchdog_sleeps_is_watched() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let job = watchdog.announce("job");
            thread::sleep(HOUR);
            job.step("work");
            thread::sleep(HOUR);
            alarms.expect_times(
                "A job began after an hour and made no other step, and the limit is a minute",
                &[HOUR + LIMIT],
            );
        });
    }

    #[harness::test]
    fn there_is_one_alarm_for_each_time_that_a_job_hangs() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let job = watchdog.announce("job");
            for pause in [HOUR, 30 * SECOND, HOUR] {
                job.step("work");
                thread::sleep(pause);
            }
            drop(job);
            thread::sleep(HOUR);
            alarms.expect_times(
                "After its three steps a job took an hour, half a minute and an hour, and the limit is a minute",
                &[LIMIT, HOUR + 30 * SECOND + LIMIT],
            );
        });
    }

    #[harness::test]
    fn steps_in_time_raise_no_alarm() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let job = watchdog.announce("job");
            for _ in 0..5 {
                job.step("work");
                thread::sleep(59 * SECOND);
            }
            drop(job);
            thread::sleep(HOUR);
            alarms.expect_times(
                "A job made a step every 59 seconds and then ended, and the limit is a minute",
                &[],
            );
        });
    }

    #[harness::test]
    fn each_job_has_a_clock_of_its_own() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let jobs = ["a", "b", "c"].map(|name| watchdog.announce(name));
            jobs[1].step("work");
            thread::sleep(7 * SECOND);
            jobs[0].step("work");
            thread::sleep(20 * SECOND);
            jobs[2].step("work");
            thread::sleep(20 * SECOND);
            jobs[1].step("work");
            thread::sleep(HOUR);
            alarms.expect_times(
                "Jobs a, b and c made their last steps after 7, 47 and 27 seconds, and the limit is a minute",
                &[67 * SECOND, 87 * SECOND, 107 * SECOND],
            );
            let last = alarms.heard.lock().unwrap()[2].1.clone();
            expect_dump(
                "Jobs a, b and c made their last steps 100, 60 and 80 seconds ago, and the limit is a minute",
                &last,
                "3 of 3 jobs hang\n\
                 \x20 a: hangs, in work for 100s\n\
                 \x20 b: hangs, in work for 60s\n\
                 \x20 c: hangs, in work for 80s\n",
            );
        });
    }

    #[harness::test]
    fn each_of_two_jobs_of_one_name_has_its_alarm() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let jobs = [(); 2].map(|()| watchdog.announce("picture"));
            jobs[0].step("load");
            thread::sleep(30 * SECOND);
            jobs[1].step("load");
            thread::sleep(HOUR);
            alarms.expect_times(
                "Two jobs of one name made their last steps after 0 and 30 seconds, and the limit is a minute",
                &[LIMIT, LIMIT + 30 * SECOND],
            );
        });
    }

    #[harness::test]
    fn a_millisecond_apart_is_not_the_same_moment() {
        check(|| {
            const APART: Duration = Duration::from_millis(1);
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let jobs = ["a", "b"].map(|name| watchdog.announce(name));
            jobs[0].step("work");
            thread::sleep(APART);
            jobs[1].step("work");
            thread::sleep(HOUR);
            alarms.expect_times(
                "Two jobs made their last steps a millisecond apart, and the limit is a minute",
                &[LIMIT, LIMIT + APART],
            );
        });
    }

    #[harness::test]
    fn the_longest_limit_never_runs_out() {
        check_alone(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(Duration::MAX, alarms.ear());
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(HOUR);
            expect_dump(
                "The limit is `Duration::MAX`, and a job made its last step an hour ago",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  job: runs, in work for 3600s\n",
            );
            drop(job);
            drop(watchdog);
            alarms.expect_times("The limit is `Duration::MAX`", &[]);
        });
    }

    #[harness::test]
    fn a_watchdog_without_jobs_sleeps() {
        check_alone(|| {
            let watchdog = Watchdog::start(LIMIT, |_| ());
            thread::sleep(THOUSAND_DAYS);
            let job = watchdog.announce("job");
            thread::sleep(THOUSAND_DAYS);
            expect_dump(
                "A job was announced a thousand days ago and has made no step yet",
                &watchdog.dump(),
                "0 of 1 jobs hang\n  job: not begun\n",
            );
            drop(job);
        });
    }

    #[harness::test]
    fn a_watchdog_with_a_long_limit_sleeps() {
        check_alone(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(THOUSAND_DAYS, alarms.ear());
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(3 * THOUSAND_DAYS);
            alarms.expect_times(
                "A job made its last step three thousand days ago, and the limit is a thousand",
                &[THOUSAND_DAYS],
            );
            drop(job);
        });
    }

    #[harness::test]
    fn two_workers_step_at_the_same_time() {
        check(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let jobs = ["a", "b"].map(|name| watchdog.announce(name));
            thread::scope(|s| {
                for job in &jobs {
                    s.spawn(|| job.step("work"));
                }
            });
            expect_dump(
                "Two jobs began at the same time in two threads",
                &watchdog.dump(),
                "0 of 2 jobs hang\n  a: runs, in work for 0ns\n  b: runs, in work for 0ns\n",
            );
        });
    }

    #[harness::test]
    fn nobody_waits_for_an_alarm() {
        check(|| {
            let watchdog = Watchdog::start(LIMIT, |_| thread::sleep(HOUR));
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(2 * LIMIT);
            let start = Instant::now();
            job.step("work on");
            drop(watchdog.announce("another"));
            let dump = watchdog.dump();
            drop(job);
            let took = start.elapsed();
            assert!(
                took == Duration::ZERO,
                "while an alarm ran for an hour, a job was announced and dropped, one made a step, \
                 and a dump was asked for: that took {took:?}"
            );
            expect_dump(
                "A job made a step just now, while an alarm was running",
                &dump,
                "0 of 1 jobs hang\n  job: runs, in work on for 0ns\n",
            );
        });
    }

    #[harness::test]
    fn a_job_that_comes_to_hang_during_an_alarm_has_its_own_afterwards() {
        check(|| {
            let alarms = Alarms::new();
            let mut ear = alarms.ear();
            let watchdog = Watchdog::start(LIMIT, move |dump| {
                ear(dump);
                thread::sleep(HOUR);
            });
            let jobs = ["a", "b"].map(|name| watchdog.announce(name));
            jobs[0].step("work");
            thread::sleep(30 * SECOND);
            jobs[1].step("work");
            thread::sleep(3 * HOUR);
            alarms.expect_times(
                "One job came to hang after 60 seconds, its alarm took an hour, and another job came to hang \
                 after 90 seconds",
                &[LIMIT, LIMIT + HOUR],
            );
            expect_dump(
                "Jobs a and b made their last steps after 0 and 30 seconds, and the alarm of b had to wait \
                 until 3660 seconds",
                &alarms.heard.lock().unwrap()[1].1,
                "2 of 2 jobs hang\n\
                 \x20 a: hangs, in work for 3660s\n\
                 \x20 b: hangs, in work for 3630s\n",
            );
        });
    }

    #[harness::test]
    fn a_step_during_the_alarm_is_a_new_step() {
        check(|| {
            let alarms = Alarms::new();
            let mut ear = alarms.ear();
            let watchdog = Watchdog::start(LIMIT, move |dump| {
                ear(dump);
                thread::sleep(HOUR);
            });
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(2 * LIMIT);
            job.step("work on");
            thread::sleep(3 * HOUR);
            alarms.expect_times(
                "A job came to hang after a minute, its alarm took an hour, and it made another step meanwhile, \
                 which was its last",
                &[LIMIT, LIMIT + HOUR],
            );
        });
    }
}

mod shuts_down {
    use super::who_hangs::*;
    use super::{Alarms, HOUR, MINUTE, SECOND};
    use std::thread;
    use std::time::{Duration, Instant};

    const LIMIT: Duration = MINUTE;

    /// No thread may outlive the program.
    fn check_to_the_end(program: impl Fn() + Send + Sync + 'static) {
        let check = harness::model::Check::new().no_thread_left_behind();
        check.schedules(1_000).random(500).run(program);
    }

    /// Drops it, and tells how long that took.
    fn time_to_drop(watchdog: Watchdog) -> Duration {
        let start = Instant::now();
        drop(watchdog);
        start.elapsed()
    }

    #[harness::test]
    fn a_watchdog_can_be_dropped_at_once() {
        check_to_the_end(|| {
            let took = time_to_drop(Watchdog::start(LIMIT, |_| ()));
            assert!(
                took == Duration::ZERO,
                "a watchdog without jobs was dropped at once, and that took {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_drop_waits_for_no_limit() {
        check_to_the_end(|| {
            let watchdog = Watchdog::start(LIMIT, |_| ());
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(LIMIT / 2);
            let took = time_to_drop(watchdog);
            assert!(
                took == Duration::ZERO,
                "a watchdog was dropped half a minute before a job would have hung, and that took {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_drop_does_not_wait_for_a_job_that_hangs() {
        check_to_the_end(|| {
            let watchdog = Watchdog::start(LIMIT, |_| ());
            let jobs = ["a", "b"].map(|name| watchdog.announce(name));
            jobs[0].step("work");
            thread::sleep(HOUR);
            let took = time_to_drop(watchdog);
            assert!(
                took == Duration::ZERO,
                "a watchdog was dropped while a job had been hanging for an hour, and that took {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_step_and_the_drop_may_come_together() {
        check_to_the_end(|| {
            let watchdog = Watchdog::start(LIMIT, |_| ());
            let job = watchdog.announce("job");
            let worker = thread::spawn(move || {
                job.step("work");
                job.step("more work");
            });
            let took = time_to_drop(watchdog);
            assert!(
                took == Duration::ZERO,
                "a watchdog was dropped while a job made its steps, and that took {took:?}"
            );
            let worked = worker.join();
            assert!(
                worked.is_ok(),
                "a job outlived its watchdog, and its step or its end panicked"
            );
        });
    }

    #[harness::test]
    fn no_alarm_comes_after_the_drop() {
        check_to_the_end(|| {
            let alarms = Alarms::new();
            let watchdog = Watchdog::start(LIMIT, alarms.ear());
            let job = watchdog.announce("job");
            job.step("work");
            drop(watchdog);
            thread::sleep(HOUR);
            alarms.expect_times(
                "A job came to hang a minute after the watchdog had been dropped",
                &[],
            );
        });
    }

    #[harness::test]
    fn the_drop_waits_for_an_alarm_that_is_running() {
        check_to_the_end(|| {
            let watchdog = Watchdog::start(LIMIT, |_| thread::sleep(HOUR));
            let job = watchdog.announce("job");
            job.step("work");
            thread::sleep(2 * LIMIT);
            let took = time_to_drop(watchdog);
            assert!(
                took == HOUR - LIMIT,
                "an alarm took an hour, and the watchdog was dropped a minute after it had begun: \
                 the drop took {took:?} instead of the 59 minutes that were left"
            );
        });
    }

    #[harness::test]
    fn an_alarm_that_is_due_at_the_drop_is_not_called() {
        check_to_the_end(|| {
            let alarms = Alarms::new();
            let mut ear = alarms.ear();
            let watchdog = Watchdog::start(LIMIT, move |dump| {
                ear(dump);
                thread::sleep(HOUR);
            });
            let jobs = ["a", "b"].map(|name| watchdog.announce(name));
            jobs[0].step("work");
            thread::sleep(30 * SECOND);
            jobs[1].step("work");
            thread::sleep(90 * SECOND);
            let took = time_to_drop(watchdog);
            alarms.expect_times(
                "The alarm of one job took an hour, another job came to hang half a minute later, \
                 and after another half minute the watchdog was dropped",
                &[LIMIT],
            );
            assert!(
                took == HOUR - LIMIT,
                "an alarm took an hour, another one was due, and the watchdog was dropped a minute after the first \
                 had begun: the drop took {took:?} instead of the 59 minutes that were left"
            );
        });
    }
}

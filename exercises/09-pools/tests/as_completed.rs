//! What this proves: every job is handed out once, under its key, at the moment at which it ends; the limit is one for
//! all; whoever is out of time is named, and rightly; and nothing is begun that nobody will hear of.
//! All tests run under the checker. Time is its own there, so "at the moment" is exact.
//!
//! What it cannot see: in which order late jobs are named (any passes), what becomes of a job that ends at the very
//! moment of the limit (either passes), and memory that is kept too long.

#![allow(clippy::drop_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/as_completed.rs"]
mod as_completed;

use as_completed::Outcome::{Done, NotBegun, Panicked, Running};
use as_completed::{Job, Outcome, as_completed};
use harness::model::{Check, check};
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

type Page = Job<&'static str, u32>;

fn job<T>(key: &'static str, work: impl FnOnce() -> T + Send + 'static) -> Job<&'static str, T> {
    Job {
        key,
        work: Box::new(work),
    }
}

/// For what does not hang on rare orders of steps.
fn few_schedules() -> Check {
    Check::new().schedules(600).random(300)
}

/// A job that sleeps so many minutes and returns their number.
fn takes(key: &'static str, minutes: u32) -> Page {
    job(key, move || {
        thread::sleep(minutes * MINUTE);
        minutes
    })
}

/// All outcomes, each with the minute at which it was handed out, counted from the call of `as_completed`.
fn watched(
    workers: usize,
    jobs: Vec<Page>,
    limit: Duration,
) -> Vec<(u64, Outcome<&'static str, u32>)> {
    let start = Instant::now();
    let minute = || start.elapsed().as_secs() / 60;
    as_completed(workers, jobs, limit)
        .map(|outcome| (minute(), outcome))
        .collect()
}

fn key<K: Clone, T>(outcome: &Outcome<K, T>) -> K {
    match outcome {
        Done(key, _) | Panicked(key) | Running(key) | NotBegun(key) => key.clone(),
    }
}

/// Which jobs were handed out, in order of their names.
fn keys<'a, T>(
    outcomes: impl IntoIterator<Item = &'a Outcome<&'static str, T>>,
) -> Vec<&'static str>
where
    T: 'a,
{
    let mut keys: Vec<_> = outcomes.into_iter().map(key).collect();
    keys.sort_unstable();
    keys
}

/// Counts runs. A real counter: no step of the program.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn add(&self) {
        self.0.fetch_add(1, SeqCst);
    }

    fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// [`takes`], counted when it is begun.
    fn begun(&self, key: &'static str, minutes: u32) -> Page {
        let count = self.clone();
        job(key, move || {
            count.add();
            thread::sleep(minutes * MINUTE);
            minutes
        })
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn without_jobs_there_are_no_outcomes() {
        check(|| {
            let outcomes = watched(2, vec![], HOUR);
            assert!(
                outcomes.is_empty(),
                "there were no jobs, and the outcomes are {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn the_first_to_end_is_the_first_to_come() {
        few_schedules().run(|| {
            let jobs = vec![takes("slow", 30), takes("middle", 20), takes("fast", 10)];
            let outcomes = watched(3, jobs, HOUR);
            let expected = [
                (10, Done("fast", 10)),
                (20, Done("middle", 20)),
                (30, Done("slow", 30)),
            ];
            assert!(
                outcomes == expected,
                "three jobs take 30, 20 and 10 minutes, and these outcomes came, each with the minute: {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn each_job_is_handed_out_under_its_key() {
        // One order of steps is enough: which jobs there are does not hang on it.
        Check::new().schedules(1).random(0).run(|| {
            let start = Instant::now();
            let jobs = (0..30).map(|n: u32| Job {
                key: n,
                work: Box::new(move || {
                    thread::sleep(MINUTE);
                    n * n
                }),
            });
            let mut outcomes: Vec<_> = as_completed(6, jobs.collect(), HOUR).collect();
            let minutes = start.elapsed().as_secs() / 60;
            outcomes.sort_by_key(key);
            let expected: Vec<_> = (0..30).map(|n| Done(n, n * n)).collect();
            assert!(
                outcomes == expected,
                "30 jobs return the squares of their keys, and in order of the keys the outcomes are {outcomes:?}"
            );
            assert!(
                minutes == 5,
                "six workers had 30 jobs of a minute each, and the last one was handed out after {minutes} minutes"
            );
        });
    }

    #[harness::test]
    fn keys_and_results_may_be_of_any_type() {
        check(|| {
            /// Neither `Clone` nor anything else.
            struct Body(u32);

            let jobs = vec![Job {
                key: ("page".to_owned(), 1_u8),
                work: Box::new(|| Body(7)) as Box<dyn FnOnce() -> Body + Send>,
            }];
            let mut outcomes = as_completed(1, jobs, HOUR);
            let Some(Done(key, body)) = outcomes.next() else {
                panic!("one job was given, and it was not handed out as `Done`");
            };
            assert!(
                key == ("page".to_owned(), 1) && body.0 == 7,
                "the job of the key (\"page\", 1) returns 7; it was handed out as {key:?} with {}",
                body.0
            );
        });
    }

    #[harness::test]
    fn whoever_is_free_begins_the_next_job() {
        few_schedules().run(|| {
            let jobs = vec![takes("a", 30), takes("b", 10), takes("c", 5), takes("d", 8)];
            let start = Instant::now();
            let minute = || start.elapsed().as_secs() / 60;
            let outcomes = as_completed(2, jobs, HOUR).map(|outcome| (minute(), outcome));
            let outcomes: Vec<_> = outcomes.take(2).collect();
            assert!(
                outcomes == [(10, Done("b", 10)), (15, Done("c", 5))],
                "two workers had jobs a (30 minutes), b (10), c (5) and d (8), \
                 and these outcomes came first, each with the minute: {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn one_worker_begins_jobs_in_their_order() {
        check(|| {
            let begun = Arc::new(Mutex::new(Vec::new()));
            let jobs = ["a", "b", "c"].map(|key| {
                let begun = Arc::clone(&begun);
                job(key, move || begun.lock().unwrap().push(key))
            });
            as_completed(1, jobs.into(), HOUR).for_each(drop);
            let begun = begun.lock().unwrap().clone();
            assert!(
                begun == ["a", "b", "c"],
                "one worker had the jobs a, b and c, and began {begun:?}"
            );
        });
    }

    #[harness::test]
    fn work_goes_on_while_nobody_asks() {
        check(|| {
            let start = Instant::now();
            let mut outcomes = as_completed(1, vec![takes("a", 10), takes("b", 10)], HOUR);
            let took = start.elapsed();
            assert!(
                took.is_zero(),
                "`as_completed` is to start the work and return, and it returned after {took:?}"
            );
            thread::sleep(30 * MINUTE);
            let asked = Instant::now();
            let got = [outcomes.next(), outcomes.next()];
            let waited = asked.elapsed();
            assert!(
                got == [Some(Done("a", 10)), Some(Done("b", 10))],
                "two jobs of ten minutes ended while nobody asked; asked after half an hour, `next` said {got:?}"
            );
            assert!(
                waited.is_zero(),
                "two jobs of ten minutes have had half an hour, and then `next` waited for {waited:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_is_an_outcome_and_stops_nobody_else() {
        few_schedules().run(|| {
            let broken = job("broken", || -> u32 { panic!("not found") });
            let outcomes = watched(2, vec![broken, takes("a", 10), takes("b", 20)], HOUR);
            let expected = [
                (0, Panicked("broken")),
                (10, Done("a", 10)),
                (20, Done("b", 20)),
            ];
            assert!(
                outcomes == expected,
                "of three jobs for two workers the first panics at once, the others take ten and twenty minutes; \
                 these outcomes came, each with the minute: {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn who_is_out_of_time_is_named() {
        check(|| {
            let jobs = vec![takes("a", 4), takes("b", 8), takes("c", 8), takes("d", 8)];
            let outcomes = watched(1, jobs, 10 * MINUTE);
            let names = keys(outcomes.iter().map(|(_, outcome)| outcome));
            assert!(
                names == ["a", "b", "c", "d"],
                "four jobs were given, one of which ends in time, and these were handed out: {names:?}"
            );
            for (minute, outcome) in &outcomes {
                let expected = match key(outcome) {
                    "a" => (4, Done("a", 4)),
                    "b" => (10, Running("b")),
                    key => (10, NotBegun(key)),
                };
                assert!(
                    (*minute, outcome) == (expected.0, &expected.1),
                    "one worker has jobs a (4 minutes), b, c and d (8 minutes each), and the limit is 10 minutes: \
                     {:?} was handed out in minute {minute}, where {:?} in minute {} is right",
                    outcome,
                    expected.1,
                    expected.0
                );
            }
        });
    }

    #[harness::test]
    fn a_limit_that_nobody_lives_to_see() {
        check(|| {
            let outcomes = watched(1, vec![takes("a", 10)], Duration::MAX);
            assert!(
                outcomes == [(10, Done("a", 10))],
                "with `Duration::MAX` as the limit, a job of ten minutes came out as {outcomes:?}"
            );
        });
    }
}

mod race_free {
    use super::*;

    #[harness::test]
    fn two_that_end_together_are_both_handed_out() {
        few_schedules().run(|| {
            let outcomes = watched(2, vec![takes("a", 10), takes("b", 10)], HOUR);
            let names = keys(outcomes.iter().map(|(_, outcome)| outcome));
            assert!(
                names == ["a", "b"],
                "jobs a and b end at the same moment, and these were handed out: {names:?}"
            );
        });
    }

    #[harness::test]
    fn the_limit_is_one_for_all() {
        few_schedules().run(|| {
            let jobs = vec![takes("a", 4), takes("b", 8), takes("c", 12)];
            let outcomes = watched(3, jobs, 10 * MINUTE);
            let expected = [(4, Done("a", 4)), (8, Done("b", 8)), (10, Running("c"))];
            assert!(
                outcomes == expected,
                "three jobs take 4, 8 and 12 minutes, the limit is 10 minutes for all together, \
                 and these outcomes came, each with the minute: {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn what_ended_in_time_is_done_however_late_you_ask() {
        check(|| {
            let jobs = vec![takes("a", 4), takes("b", 8), takes("c", 120)];
            let mut outcomes = as_completed(3, jobs, 10 * MINUTE);
            thread::sleep(HOUR);
            let asked = Instant::now();
            let got = [outcomes.next(), outcomes.next(), outcomes.next()];
            let waited = asked.elapsed();
            let expected = [Some(Done("a", 4)), Some(Done("b", 8)), Some(Running("c"))];
            assert!(
                got == expected,
                "three jobs take 4, 8 and 120 minutes, the limit is 10 minutes; asked after an hour, `next` said {got:?}"
            );
            assert!(
                waited.is_zero(),
                "the limit was 10 minutes for all jobs; asked after an hour for the first time, `next` waited for {waited:?}"
            );
        });
    }

    #[harness::test]
    fn nothing_is_begun_after_the_limit() {
        check(|| {
            let begun = Count::default();
            let jobs = vec![takes("a", 8), takes("b", 8), begun.begun("c", 8)];
            let outcomes = as_completed(1, jobs, 10 * MINUTE);
            // Nobody asks at the limit.
            thread::sleep(HOUR);
            let late = begun.get();
            assert!(
                late == 0,
                "one worker has three jobs of 8 minutes, the limit is 10 minutes, and the third was begun all the same"
            );
            let got: Vec<_> = outcomes.collect();
            let names = keys(&got);
            assert!(
                names == ["a", "b", "c"],
                "jobs a, b and c were given, and these were handed out: {names:?}"
            );
            assert!(
                got.contains(&Done("a", 8)) && got.contains(&NotBegun("c")),
                "of three jobs of 8 minutes for one worker, the first ends within the limit of 10, \
                 and the third is not begun; the outcomes are {got:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_was_late_is_not_handed_out_again() {
        check(|| {
            let mut outcomes = as_completed(1, vec![takes("a", 12)], 10 * MINUTE);
            let first = outcomes.next();
            assert!(
                first == Some(Running("a")),
                "a job takes 12 minutes, the limit is 10, and `next` said {first:?}"
            );
            thread::sleep(HOUR);
            let again = outcomes.next();
            assert!(
                again.is_none(),
                "a job was handed out as `Running`, ended later, and then `next` said {again:?}"
            );
        });
    }

    #[harness::test]
    fn a_job_that_ends_with_the_limit_is_handed_out_once() {
        check(|| {
            let outcomes = watched(1, vec![takes("a", 10), takes("b", 10)], 10 * MINUTE);
            let names = keys(outcomes.iter().map(|(_, outcome)| outcome));
            assert!(
                names == ["a", "b"],
                "one worker has the jobs a and b, and a ends at the very moment of the limit; \
                 these were handed out: {names:?}"
            );
        });
    }

    #[harness::test]
    fn the_limit_may_strike_between_any_two_steps() {
        Check::new().early_timeouts().run(|| {
            let begun = ["a", "b"].map(|key| (key, Count::default()));
            let jobs = begun.each_ref().map(|(key, count)| count.begun(key, 10));
            let outcomes: Vec<_> = as_completed(1, jobs.into(), MINUTE).collect();
            let names = keys(&outcomes);
            assert!(
                names == ["a", "b"],
                "jobs a and b were given, and the limit struck at some step; these were handed out: {names:?}"
            );
            thread::sleep(HOUR);
            for (key, count) in begun {
                assert!(
                    count.get() == 0 || !outcomes.contains(&NotBegun(key)),
                    "job {key} was handed out as `NotBegun`, and it was begun all the same"
                );
            }
        });
    }

    #[harness::test]
    fn a_limit_of_nothing_names_all() {
        check(|| {
            let begun = ["a", "b", "c"].map(|key| (key, Count::default()));
            let jobs = begun.each_ref().map(|(key, count)| count.begun(key, 10));
            let outcomes = watched(2, jobs.into(), Duration::ZERO);
            let names = keys(outcomes.iter().map(|(_, outcome)| outcome));
            assert!(
                names == ["a", "b", "c"],
                "with a limit of 0, jobs a, b and c were given, and these were handed out: {names:?}"
            );
            let last = outcomes.last().map(|(minute, _)| *minute);
            assert!(
                last == Some(0),
                "with a limit of 0, the last of three jobs of ten minutes was handed out in minute {last:?}"
            );
            thread::sleep(HOUR);
            for (key, count) in begun {
                let running = outcomes.contains(&(0, Running(key)));
                assert!(
                    !running || count.get() == 1,
                    "with a limit of 0, job {key} was handed out as `Running`, and it was never begun"
                );
                assert!(
                    running || count.get() == 0,
                    "with a limit of 0, job {key} was handed out as `NotBegun`, and it was begun all the same"
                );
            }
        });
    }

    #[harness::test]
    fn whoever_waits_for_the_next_one_sleeps() {
        check(|| {
            let start = Instant::now();
            let slow = job("slow", || thread::sleep(THOUSAND_DAYS));
            let outcomes: Vec<_> = as_completed(1, vec![slow], 2 * THOUSAND_DAYS).collect();
            let took = start.elapsed();
            assert!(
                outcomes == [Done("slow", ())] && took == THOUSAND_DAYS,
                "a job takes a thousand days, and was handed out as {outcomes:?} after {took:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::witness::Drops;

    #[harness::test]
    fn the_drop_begins_nothing_more() {
        check(|| {
            let begun = Count::default();
            let mut outcomes = as_completed(
                1,
                vec![takes("a", 10), takes("b", 10), begun.begun("c", 10)],
                HOUR,
            );
            let first = outcomes.next();
            assert!(
                first == Some(Done("a", 10)),
                "the first of three jobs takes ten minutes, and `next` said {first:?}"
            );
            thread::sleep(MINUTE);
            let asked = Instant::now();
            drop(outcomes);
            let took = asked.elapsed();
            assert!(
                took.is_zero(),
                "the iterator was dropped while a job ran, and the drop took {took:?}: it is not to wait for the job"
            );
            thread::sleep(HOUR);
            let late = begun.get();
            assert!(
                late == 0,
                "one worker had three jobs, the iterator was dropped during the second, and the third was begun"
            );
        });
    }

    #[harness::test]
    fn whoever_comes_after_the_drop_begins_nothing() {
        check(|| {
            let (dropped, late) = (Count::default(), Count::default());
            let (is_dropped, is_late) = (dropped.clone(), late.clone());
            let outcomes = as_completed(
                1,
                vec![job("a", move || {
                    if is_dropped.get() > 0 {
                        is_late.add();
                    }
                })],
                HOUR,
            );
            drop(outcomes);
            dropped.add();
            thread::sleep(MINUTE);
            assert!(
                late.get() == 0,
                "the iterator had been dropped before the worker came for its first job, and the job was begun all the same"
            );
        });
    }

    #[harness::test]
    fn what_jobs_own_and_return_is_gone_in_the_end() {
        check(|| {
            let drops = Drops::new();
            let jobs = ["a", "b", "c"].map(|key| {
                let (owned, returned) = (drops.token(), drops.token());
                job(key, move || {
                    let _owned = owned;
                    thread::sleep(8 * MINUTE);
                    returned
                })
            });
            as_completed(1, jobs.into(), 10 * MINUTE).for_each(drop);
            thread::sleep(HOUR);
            let alive = drops.alive();
            assert!(
                alive == 0,
                "three jobs own and return values; one ended in time, one too late, one was never begun; \
                 all is over, and {alive} of the 6 values are still there"
            );
        });
    }

    #[harness::test]
    fn all_jobs_may_panic() {
        few_schedules().run(|| {
            let broken = |key| job(key, || -> u32 { panic!("not found") });
            let outcomes = as_completed(2, vec![broken("a"), broken("b"), broken("c")], HOUR);
            let outcomes: Vec<_> = outcomes.collect();
            let names = keys(&outcomes);
            assert!(
                names == ["a", "b", "c"] && outcomes.iter().all(|it| matches!(it, Panicked(_))),
                "three jobs panicked, and the outcomes are {outcomes:?}"
            );
        });
    }

    #[harness::test]
    fn a_late_job_may_panic() {
        check(|| {
            let broken = job("broken", || -> u32 {
                thread::sleep(HOUR);
                panic!("not found")
            });
            let outcomes: Vec<_> = as_completed(1, vec![broken], MINUTE).collect();
            assert!(
                outcomes == [Running("broken")],
                "a job panics after an hour, the limit is a minute, and the outcomes are {outcomes:?}"
            );
            thread::sleep(2 * HOUR);
        });
    }

    #[harness::test]
    fn a_worker_ends_when_there_is_nothing_to_begin() {
        few_schedules().no_thread_left_behind().run(|| {
            let mut outcomes = as_completed(3, vec![takes("a", 10)], HOUR);
            let got = outcomes.next();
            assert!(
                got == Some(Done("a", 10)),
                "three workers had one job of ten minutes, and `next` said {got:?}"
            );
            thread::sleep(MINUTE);
            // Its drop is not to be what ends the workers.
            std::mem::forget(outcomes);
        });
    }
}

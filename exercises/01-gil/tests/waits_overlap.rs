//! What this proves: waits overlap, all of them, and computing steps don't; no computation is lost, and
//! a panic ends one job only. Everything but the figure for the reader runs under the checker, where time
//! is its own and stands still while anybody can run: 40 milliseconds of waiting are exactly 40.
//!
//! What it cannot see: which of several jobs computes next (any will do), how the program does with more
//! than 40 jobs, and whether a thread that has nothing left to do is quite gone when `run` returns.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/waits_overlap.rs"]
mod waits_overlap;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use waits_overlap::{Job, Outcome, Step, Variables, run};

fn compute(work: impl FnOnce(&mut Variables) + Send + 'static) -> Step {
    Step::Compute(Box::new(work))
}

fn set(name: &'static str, value: i64) -> Step {
    compute(move |variables| _ = variables.insert(name, value))
}

/// Two steps on purpose: a computation that runs beside another one loses it.
fn add(name: &'static str, amount: i64) -> Step {
    compute(move |variables| {
        let before = variables.get(name).copied().unwrap_or(0);
        variables.insert(name, before + amount);
    })
}

fn wait(waiting: impl FnOnce() + Send + 'static) -> Step {
    Step::Wait(Box::new(waiting))
}

fn wait_ms(millis: u64) -> Step {
    wait(move || thread::sleep(ms(millis)))
}

fn compute_ms(millis: u64) -> Step {
    compute(move |_| thread::sleep(ms(millis)))
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Notes in `name` how many milliseconds after `start` the step is executed.
fn note_ms(name: &'static str, start: Instant) -> Step {
    compute(move |variables| _ = variables.insert(name, start.elapsed().as_millis() as i64))
}

/// The value of a variable that a job has set.
#[track_caller]
fn value(name: &str, outcome: &Outcome) -> i64 {
    match outcome.variables.get(name) {
        Some(value) => *value,
        None => panic!("a job sets `{name}`, and after `run` there is no such variable"),
    }
}

/// `run`, for jobs that panic.
#[track_caller]
fn run_broken(variables: Variables, jobs: Vec<Job>) -> Outcome {
    let outcome = catch_unwind(AssertUnwindSafe(|| run(variables, jobs)));
    match outcome {
        Ok(outcome) => outcome,
        Err(_) => panic!("a job panicked, and `run` panicked as well"),
    }
}

/// Under the checker, which sees at once when nobody can go on; one order of steps is enough.
fn in_one_order(program: impl Fn() + Send + Sync + 'static) {
    harness::model::Check::new()
        .schedules(1)
        .random(0)
        .run(program);
}

/// Under the checker, in every order, and no thread may outlive the call.
fn in_every_order(program: impl Fn() + Send + Sync + 'static) {
    harness::model::Check::new()
        .no_thread_left_behind()
        .run(program);
}

mod behaves {
    use super::waits_overlap::*;
    use super::{add, compute, in_one_order, set, wait};
    use harness::real::sync::{Arc, Mutex as Log};

    #[harness::test]
    fn without_jobs_nothing_changes() {
        in_one_order(|| {
            let outcome = run(Variables::from([("x", 7)]), vec![]);
            assert!(
                outcome.variables == Variables::from([("x", 7)]),
                "there were no jobs, and of the variables (x = 7) this is left: {:?}",
                outcome.variables
            );
            assert!(
                outcome.failed.is_empty(),
                "there were no jobs, and some have failed: {:?}",
                outcome.failed
            );
        });
    }

    #[harness::test]
    fn the_steps_of_a_job_run_in_their_order() {
        in_one_order(|| {
            let waits = Arc::new(Log::new(Vec::new()));
            let note = |number: u32| {
                let waits = Arc::clone(&waits);
                wait(move || waits.lock().unwrap().push(number))
            };
            let square = compute(|variables| *variables.get_mut("x").unwrap() *= 10);
            let job = vec![note(1), set("x", 4), note(2), square, add("x", 2), note(3)];
            let outcome = run(Variables::new(), vec![job, vec![]]);
            assert!(
                outcome.variables == Variables::from([("x", 42)]),
                "a job sets x to 4, multiplies it by 10 and adds 2, and left {:?}",
                outcome.variables
            );
            let waits = waits.lock().unwrap().clone();
            assert!(
                waits == [1, 2, 3],
                "the waits 1, 2 and 3 of a job ran as {waits:?}"
            );
        });
    }

    #[harness::test]
    fn a_wait_does_not_lose_its_place_between_computations() {
        in_one_order(|| {
            let log = Arc::new(Log::new(String::new()));
            let note = |name: char| {
                let log = Arc::clone(&log);
                move || log.lock().unwrap().push(name)
            };
            let (first, between, last) = (note('c'), note('w'), note('c'));
            let job = vec![
                compute(move |_| first()),
                wait(between),
                compute(move |_| last()),
            ];
            run(Variables::new(), vec![job]);
            let log = log.lock().unwrap().clone();
            assert!(
                log == "cwc",
                "a job computes, waits and computes (cwc), and its steps ran as {log}"
            );
        });
    }
}

mod race_free {
    use super::waits_overlap::*;
    use super::{
        add, compute, compute_ms, in_every_order, note_ms, run_broken, set, value, wait, wait_ms,
    };
    use harness::real::sync::Arc;
    use harness::real::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::time::{Duration, Instant};

    const HOUR: u64 = 3_600_000;
    const MINUTE: u64 = 60_000;

    #[harness::test]
    fn a_wait_holds_nobody_up() {
        in_every_order(|| {
            let start = Instant::now();
            let sleepy = vec![set("x", 1), wait_ms(HOUR)];
            let brisk = vec![
                note_ms("first", start),
                wait_ms(20),
                note_ms("second", start),
            ];
            let outcome = run(Variables::new(), vec![sleepy, brisk]);
            for (name, due) in [("first", 0), ("second", 20)] {
                let at = value(name, &outcome);
                assert!(
                    at == due,
                    "one job waits for an hour, and a computation of the other one that was due after {due} ms \
                     came after {at} ms"
                );
            }
        });
    }

    #[harness::test]
    fn no_computation_is_lost() {
        in_every_order(|| {
            let jobs = vec![vec![add("x", 1)], vec![add("x", 10), add("x", 100)]];
            let x = value("x", &run(Variables::from([("x", 0)]), jobs));
            assert!(
                x == 111,
                "two jobs add 1, 10 and 100 to x, and it is {x}: a computation was left out, or ran beside another \
                 one and did not see it"
            );
        });
    }

    #[harness::test]
    fn everybody_computes_on_the_same_variables() {
        in_every_order(|| {
            let look = compute(|variables| {
                let seen = variables.get("x").copied().unwrap_or(-1);
                variables.insert("seen", seen);
            });
            let jobs = vec![vec![set("x", 5)], vec![wait_ms(MINUTE), look]];
            let seen = value("seen", &run(Variables::new(), jobs));
            assert!(
                seen == 5,
                "one job set x to 5, another looked a minute later, and did not see it"
            );
        });
    }

    #[harness::test]
    fn computations_run_one_at_a_time() {
        in_every_order(|| {
            let start = Instant::now();
            run(
                Variables::new(),
                vec![vec![compute_ms(30)], vec![compute_ms(30)]],
            );
            let elapsed = start.elapsed();
            assert!(
                elapsed == Duration::from_millis(60),
                "two jobs compute for 30 ms each, one at a time, and all was over after {elapsed:?}"
            );
        });
    }

    #[harness::test]
    fn a_wait_begins_when_the_one_before_is_over() {
        in_every_order(|| {
            let start = Instant::now();
            let job = vec![wait_ms(20), wait_ms(30), note_ms("after", start)];
            let after = value(
                "after",
                &run(Variables::new(), vec![job, vec![wait_ms(10)]]),
            );
            assert!(
                after == 50,
                "a job waits for 20 ms, then for 30 ms, then it computes, and it did so after {after} ms"
            );
        });
    }

    #[harness::test]
    fn a_panic_ends_its_job_and_no_other() {
        in_every_order(|| {
            let broken = vec![
                set("before", 1),
                compute(|_| panic!("unknown name")),
                set("after", 1),
            ];
            let sound = vec![wait_ms(10), add("sound", 1), wait_ms(10), add("sound", 1)];
            let outcome = run_broken(Variables::new(), vec![broken, sound]);
            assert!(
                outcome.variables.get("sound") == Some(&2),
                "one job panicked, and the other did not get to its end"
            );
            assert!(
                outcome.variables.get("before") == Some(&1),
                "a job panicked, and what it had computed before is gone"
            );
            assert!(
                !outcome.variables.contains_key("after"),
                "a step panicked, and the steps of the same job after it were executed"
            );
            assert!(
                outcome.failed == [0],
                "job 0 of 2 panicked, and those that failed are said to be {:?}",
                outcome.failed
            );
        });
    }

    #[harness::test]
    fn a_wait_can_panic_as_well() {
        in_every_order(|| {
            let broken = vec![
                wait(|| panic!("connection reset")),
                set("after", 1),
                wait_ms(10),
            ];
            let sound = vec![wait_ms(10), set("sound", 1)];
            let outcome = run_broken(Variables::new(), vec![sound, broken]);
            assert!(
                outcome.variables == Variables::from([("sound", 1)]),
                "one job panicked in a wait, and the other sets `sound`; the variables are {:?}",
                outcome.variables
            );
            assert!(
                outcome.failed == [1],
                "job 1 of 2 panicked in a wait, and those that failed are said to be {:?}",
                outcome.failed
            );
        });
    }

    #[harness::test]
    fn variables_stay_as_the_panic_left_them() {
        in_every_order(|| {
            let broken = compute(|variables| {
                variables.insert("half", 1);
                panic!("unknown name")
            });
            let jobs = vec![vec![broken], vec![wait_ms(10), add("half", 10)]];
            let outcome = run_broken(Variables::from([("old", 7)]), jobs);
            assert!(
                outcome.variables == Variables::from([("half", 11), ("old", 7)]),
                "old was 7; a step set half to 1 and panicked, and another job added 10 to half: the variables are {:?}",
                outcome.variables
            );
        });
    }

    #[harness::test]
    fn after_a_panic_the_next_one_computes() {
        in_every_order(|| {
            let broken = vec![compute(|_| panic!("unknown name"))];
            let outcome = run_broken(Variables::new(), vec![broken, vec![set("sound", 1)]]);
            assert!(
                outcome.variables.get("sound") == Some(&1),
                "one job panicked while it computed, and what the other one set is not there"
            );
            assert!(
                outcome.failed == [0],
                "job 0 of 2 panicked, and those that failed are said to be {:?}",
                outcome.failed
            );
        });
    }

    #[harness::test]
    fn failures_are_listed_by_place() {
        in_every_order(|| {
            let fails_after = |millis| vec![wait_ms(millis), compute(|_| panic!("unknown name"))];
            let jobs = vec![fails_after(30), vec![wait_ms(20)], fails_after(10)];
            let failed = run_broken(Variables::new(), jobs).failed;
            assert!(
                failed == [0, 2],
                "job 2 failed, and after it job 0; `failed` should be [0, 2] and is {failed:?}"
            );
        });
    }

    #[harness::test]
    fn after_a_wait_that_panics_its_job_waits_no_more() {
        in_every_order(|| {
            let waited = Arc::new(AtomicBool::new(false));
            let next = Arc::clone(&waited);
            let job = vec![
                wait(|| panic!("connection reset")),
                wait(move || next.store(true, SeqCst)),
            ];
            run_broken(Variables::new(), vec![job]);
            assert!(
                !waited.load(SeqCst),
                "a job panicked in a wait, and its next step, another wait, was executed"
            );
        });
    }

    #[harness::test]
    fn the_last_job_is_waited_for() {
        in_every_order(|| {
            let broken = vec![compute(|_| panic!("unknown name"))];
            let slow = vec![wait_ms(HOUR), set("slow", 1), wait_ms(HOUR)];
            let start = Instant::now();
            let outcome = run_broken(Variables::new(), vec![broken, slow]);
            assert!(
                outcome.variables.get("slow") == Some(&1),
                "`run` returned before the last job had computed"
            );
            assert!(
                start.elapsed() == Duration::from_millis(2 * HOUR),
                "the last job waits for two hours, and `run` returned after {:?}",
                start.elapsed()
            );
        });
    }
}

mod speeds_up {
    use super::waits_overlap::*;
    use super::{compute, compute_ms, in_every_order, in_one_order, ms, wait, wait_ms};
    use harness::gauge::side_by_side;
    use harness::real;
    use harness::witness::InFlight;
    use std::thread;
    use std::time::Instant;

    /// As many as there can be.
    const JOBS: usize = 40;

    #[harness::test]
    fn all_waits_are_under_way_at_once() {
        in_one_order(|| {
            let waiting = real::sync::Arc::new(InFlight::new());
            let computing = real::sync::Arc::new(InFlight::new());
            let job = || {
                let (waiting, computing) = (waiting.clone(), computing.clone());
                vec![
                    wait(move || {
                        let _waiting = waiting.enter();
                        thread::sleep(ms(40));
                    }),
                    compute(move |_| {
                        let _computing = computing.enter();
                        thread::sleep(ms(5));
                    }),
                ]
            };
            run(Variables::new(), (0..JOBS).map(|_| job()).collect());
            assert!(
                waiting.peak() == JOBS,
                "{JOBS} jobs wait, and no more than {} of them at the same time",
                waiting.peak()
            );
            assert!(
                computing.peak() == 1,
                "{} jobs computed at the same time, behind one lock",
                computing.peak()
            );
        });
        show();
    }

    #[harness::test]
    fn waits_cost_as_much_as_the_longest() {
        in_one_order(|| {
            let start = Instant::now();
            let job = |_| vec![wait_ms(40), compute_ms(5)];
            run(Variables::new(), (0..JOBS).map(job).collect());
            let elapsed = start.elapsed();
            assert!(
                elapsed == ms(240),
                "{JOBS} jobs wait for 40 ms and compute for 5 ms each: 40 ms if all wait at once, \
                 and {JOBS} times 5 ms one after the other, are 240 ms; it took {elapsed:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_waits_for_another_ones_wait() {
        in_every_order(|| {
            let start = Instant::now();
            // No job begins, ends or changes between waiting and computing while the other one computes,
            // so each goes through as if it were alone, wherever it may need its turn.
            let jobs = vec![
                vec![wait_ms(40), compute_ms(10), wait_ms(40)],
                vec![
                    wait_ms(5),
                    compute_ms(10),
                    wait_ms(10),
                    compute_ms(10),
                    wait_ms(20),
                ],
            ];
            run(Variables::new(), jobs);
            let elapsed = start.elapsed();
            assert!(
                elapsed == ms(90),
                "the longer of two jobs takes 90 ms and need not wait for the other; both took {elapsed:?}"
            );
        });
    }

    /// Jobs in the figures.
    const SHOWN: usize = 8;

    /// The figures for the reader; they decide nothing.
    fn show() {
        let one_by_one = |job: &dyn Fn() -> Job| {
            for step in (0..SHOWN).flat_map(|_| job()) {
                match step {
                    Step::Compute(work) => work(&mut Variables::new()),
                    Step::Wait(waiting) => waiting(),
                }
            }
        };
        let at_once = |job: &dyn Fn() -> Job| {
            run(Variables::new(), (0..SHOWN).map(|_| job()).collect());
        };
        let waits = || vec![wait(|| real::thread::sleep(ms(2)))];
        let computes = || {
            vec![compute(|_| {
                (0..200_000).for_each(|n| _ = real::hint::black_box(n))
            })]
        };
        side_by_side(
            "8 jobs that wait, at once against one by one",
            SHOWN,
            || one_by_one(&waits),
            || at_once(&waits),
        );
        side_by_side(
            "8 jobs that compute, at once against one by one",
            SHOWN,
            || one_by_one(&computes),
            || at_once(&computes),
        );
    }
}

//! What this proves: every job runs once, in a thread of its own and of its name, at the same time as the others;
//! the results come in the order of the jobs, a panic is its own job's and no other's, and no thread is left behind.
//! All tests but two run under the checker, which tries the orders in which the threads can run; time is its
//! own there, and an hour costs nothing.
//!
//! What it cannot see: the names that `top` shows (Linux cuts them at 15 bytes), and how a system out of threads is met.

#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use start_join::{Crash, Job, run_all};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/start_join.rs"]
mod start_join;

const HOUR: Duration = Duration::from_secs(3600);

fn job<T>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> Job<T> {
    Job {
        name: name.to_owned(),
        work: Box::new(work),
    }
}

fn crash(name: &str, message: Option<&str>) -> Crash {
    Crash {
        name: name.to_owned(),
        message: message.map(str::to_owned),
    }
}

/// Neither `Clone` nor anything else: results are handed on, not copied.
struct Imported(u32);

/// Results that can be compared.
fn numbers(results: Vec<Result<Imported, Crash>>) -> Vec<Result<u32, Crash>> {
    results
        .into_iter()
        .map(|result| result.map(|imported| imported.0))
        .collect()
}

/// Jobs that wait until all of them run.
fn all_wait_for_all(jobs: usize) {
    let all_here = Arc::new(Barrier::new(jobs));
    let work = || {
        let all_here = Arc::clone(&all_here);
        move || {
            all_here.wait();
        }
    };
    run_all((0..jobs).map(|_| job("list", work())).collect());
}

mod behaves {
    use super::*;
    use harness::model::{Check, check};
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::any::Any;
    use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

    #[harness::test]
    fn without_jobs_there_are_no_results() {
        let results = run_all(Vec::<Job<Imported>>::new());
        assert!(
            results.is_empty(),
            "there were no jobs, and there are {} results",
            results.len()
        );
    }

    #[harness::test]
    fn hands_back_a_result_for_each_job() {
        // Nothing of the checker's here: dozens of real threads.
        let runs = Arc::new(AtomicUsize::new(0));
        let work = |n: u32| {
            let runs = Arc::clone(&runs);
            move || {
                runs.fetch_add(1, SeqCst);
                Imported(n * n)
            }
        };
        let mut results = numbers(run_all((0..36).map(|n| job("square", work(n))).collect()));
        // Their order is another test's.
        results.sort_by_key(|result| result.clone().ok());
        let expected: Vec<_> = (0..36).map(|n| Ok(n * n)).collect();
        assert!(
            results == expected,
            "36 jobs return the squares of 0 to 35, and in order of size the results are {results:?}"
        );
        let runs = runs.load(SeqCst);
        assert!(runs == 36, "36 jobs were given, and {runs} were run");
    }

    #[harness::test]
    fn forty_jobs_run_at_the_same_time() {
        // One order of steps is enough: some job lacks its thread in every one, or in none.
        Check::new()
            .schedules(1)
            .random(0)
            .run(|| all_wait_for_all(40));
    }

    #[harness::test]
    fn each_thread_carries_its_jobs_name() {
        check(|| {
            let who = || thread::current().name().map(str::to_owned);
            let names = ["garden", "tea", "tea"];
            let results = run_all(names.map(|name| job(name, who)).into());
            let expected = names.map(|name| Ok(Some(name.to_owned())));
            assert!(
                results == expected,
                "three jobs are called garden, tea and tea, and the threads that ran them are called {results:?}"
            );
        });
    }

    #[harness::test]
    fn says_who_panicked_and_with_which_words() {
        check(|| {
            let supplier = "acme";
            let jobs = vec![
                job("fixed", || panic!("the list is empty")),
                job("filled in", move || panic!("no answer from {supplier}")),
                job("other", || panic_any(404)),
                job("good", || 7),
            ];
            let results = catch_unwind(AssertUnwindSafe(|| run_all(jobs)));
            let own_panic = results.as_ref().err().map(|panic| words(panic.as_ref()));
            assert!(
                own_panic.is_none(),
                "jobs panicked, and then `run_all` panicked as well, with {own_panic:?}: \
                 a panic is to be a result like any other"
            );
            let results = results.unwrap_or_default();
            assert!(
                results.len() == 4,
                "four jobs were given, three of which panic; the number of results is {}",
                results.len()
            );
            let expected = [
                Err(crash("fixed", Some("the list is empty"))),
                Err(crash("filled in", Some("no answer from acme"))),
                Err(crash("other", None)),
                Ok(7),
            ];
            for (got, expected) in results.iter().zip(&expected) {
                assert!(
                    got == expected,
                    "a job ended in {expected:?}, and its result says {got:?}"
                );
            }
        });
    }

    /// What a panic said.
    fn words(panic: &(dyn Any + Send)) -> &str {
        let filled_in = panic.downcast_ref::<String>().map(String::as_str);
        filled_in
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no text")
    }

    #[harness::test]
    fn jobs_of_one_name_crash_with_words_of_their_own() {
        check(|| {
            let results: Vec<Result<(), Crash>> = run_all(vec![
                job("tea", || panic!("no list")),
                job("tea", || panic!("no prices")),
            ]);
            let expected = [
                Err(crash("tea", Some("no list"))),
                Err(crash("tea", Some("no prices"))),
            ];
            assert!(
                results == expected,
                "two jobs are called tea, one panics with \"no list\", the other with \"no prices\", \
                 and the results are {results:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_stops_nobody_else() {
        for broken in 0..3 {
            check(move || {
                let work = move |n| {
                    move || {
                        // The broken one breaks at once, when the others have hardly begun.
                        if n == broken {
                            panic!("broken list");
                        }
                        thread::sleep(HOUR);
                        n
                    }
                };
                let results = run_all((0..3).map(|n| job("list", work(n))).collect());
                let expected: Vec<_> = (0..3)
                    .map(|n| match n == broken {
                        true => Err(crash("list", Some("broken list"))),
                        false => Ok(n),
                    })
                    .collect();
                assert!(
                    results == expected,
                    "of three jobs, number {broken} (counted from 0) panics: {results:?} is what became of them"
                );
            });
        }
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn results_stand_in_the_order_of_the_jobs() {
        check(|| {
            let jobs = (0..3).map(|n| job("list", move || Imported(n)));
            let results = numbers(run_all(jobs.collect()));
            assert!(
                results == [Ok(0), Ok(1), Ok(2)],
                "three jobs return 0, 1 and 2, and the results are {results:?}"
            );
        });
    }

    #[harness::test]
    fn the_last_to_end_may_be_the_first_of_the_jobs() {
        check(|| {
            let work = |n: u32| {
                move || {
                    thread::sleep(HOUR * (3 - n));
                    n
                }
            };
            let results = run_all((0..3).map(|n| job("list", work(n))).collect());
            assert!(
                results == [Ok(0), Ok(1), Ok(2)],
                "three jobs return 0, 1 and 2, the first one last, and the results are {results:?}"
            );
        });
    }

    #[harness::test]
    fn crashes_stand_in_the_order_of_the_jobs_too() {
        check(|| {
            let results: Vec<Result<(), Crash>> = run_all(vec![
                job("first", || panic!("one")),
                job("second", || panic!("two")),
            ]);
            let expected = [
                Err(crash("first", Some("one"))),
                Err(crash("second", Some("two"))),
            ];
            assert!(
                results == expected,
                "the first job panics with \"one\", the second with \"two\", and the results are {results:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::{Check, check};
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::cell::RefCell;
    use std::sync::mpsc::channel;

    #[harness::test]
    fn jobs_may_wait_for_one_another() {
        check(|| all_wait_for_all(3));
    }

    #[harness::test]
    fn a_job_may_wait_for_one_that_panics() {
        check(|| {
            let (prices, list) = channel::<u32>();
            let results = run_all(vec![
                job("list", move || {
                    let gone = list.recv().is_err();
                    u32::from(gone)
                }),
                job("prices", move || {
                    let _prices = prices;
                    panic!("no prices");
                }),
            ]);
            let expected = [Ok(1), Err(crash("prices", Some("no prices")))];
            assert!(
                results == expected,
                "one job waits for a message of another one, which panics: {results:?} is what became of them"
            );
        });
    }

    #[harness::test]
    fn no_thread_is_left_when_it_returns() {
        Check::new().no_thread_left_behind().run(|| {
            run_all(vec![job("one", || 1), job("two", || 2)]);
        });
    }

    /// What a thread has written and not yet sent; sent when the thread ends.
    struct LogBuffer(Arc<AtomicUsize>);

    impl Drop for LogBuffer {
        fn drop(&mut self) {
            thread::sleep(HOUR);
            self.0.fetch_add(1, SeqCst);
        }
    }

    thread_local! {
        static LOG: RefCell<Option<LogBuffer>> = RefCell::new(None);
    }

    #[harness::test]
    fn threads_have_cleaned_up_when_it_returns() {
        check(|| {
            let sent = Arc::new(AtomicUsize::new(0));
            let work = || {
                let log = LogBuffer(Arc::clone(&sent));
                move || LOG.set(Some(log))
            };
            run_all(vec![job("one", work()), job("two", work())]);
            let sent = sent.load(SeqCst);
            assert!(
                sent == 2,
                "two threads send their logs when they end (a thread-local value does it, when it is dropped), \
                 and when `run_all` returned, {sent} of 2 had been sent"
            );
        });
    }

    #[harness::test]
    fn no_thread_is_left_after_a_panic() {
        Check::new().no_thread_left_behind().run(|| {
            run_all(vec![
                job("broken", || panic!("broken list")),
                job("slow", || thread::sleep(HOUR)),
            ]);
        });
    }
}

mod speeds_up {
    use super::*;
    use std::time::Instant;

    #[harness::test]
    fn jobs_that_wait_take_as_long_as_the_longest() {
        harness::model::check(|| {
            let start = Instant::now();
            let waits = [2.0, 1.5, 1.0].map(Duration::from_secs_f64);
            let jobs = waits.map(|wait| job("list", move || thread::sleep(wait)));
            run_all(jobs.into());
            let took = start.elapsed();
            assert!(
                took == waits[0],
                "three jobs wait for 2 s, 1.5 s and 1 s, and together they took {took:?}: \
                 at the same time they take 2 s"
            );
        });
    }
}

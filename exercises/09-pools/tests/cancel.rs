//! What this proves: whatever `cancel` says is true, in every order of steps: a prevented job never begins, one that was
//! asked hears of it, one that is over has its result; and nobody who waits is forgotten.
//! All tests run under the checker. Time is its own there, and an hour costs nothing.
//!
//! What it cannot see: whether a job that is asked does stop (that is the job's affair), and how long what
//! a prevented job owns is kept while the pool holds its `Work`.

#![allow(clippy::drop_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/cancel.rs"]
mod cancel;

use cancel::{Cancel, JobError, Stop, cancellable};
use harness::model::{Check, check};
use harness::real::sync::Arc;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

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
}

/// A job that looks every five minutes whether it should stop, and returns 7 then; 0 if nobody has asked for an hour.
fn stops_when_asked(stop: &Stop) -> u32 {
    for _ in 0..12 {
        if stop.requested() {
            return 7;
        }
        thread::sleep(5 * MINUTE);
    }
    0
}

mod behaves {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn a_job_that_nobody_cancels_brings_its_result() {
        check(|| {
            /// Neither `Clone` nor anything else.
            struct Found(u32);

            let (work, handle) = cancellable(|stop| Found(u32::from(stop.requested())));
            work();
            let found = handle.wait().map(|found| found.0);
            assert!(
                found == Ok(0),
                "a job returns 1 if it was asked to stop and 0 if not, nobody asked, and `wait` said {found:?}"
            );
        });
    }

    #[harness::test]
    fn a_job_that_has_not_begun_is_prevented() {
        check(|| {
            let runs = Count::default();
            let inside = runs.clone();
            let (work, handle) = cancellable(move |_| inside.add());
            let said = handle.canceller().cancel();
            assert!(
                said == Cancel::Prevented,
                "the job had not begun, and `cancel` said {said:?}"
            );
            let called = catch_unwind(AssertUnwindSafe(work));
            assert!(
                called.is_ok(),
                "the job was prevented, then its `Work` was called, and the call panicked"
            );
            assert!(
                runs.get() == 0,
                "`cancel` said `Prevented`, then the `Work` was called, and the job ran"
            );
            let result = handle.wait();
            assert!(
                result == Err(JobError::Cancelled),
                "`cancel` said `Prevented`, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn who_waits_for_a_prevented_job_need_not_wait_for_the_pool() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            handle.canceller().cancel();
            // The pool is busy: it has not come to the work.
            let result = handle.wait();
            assert!(
                result == Err(JobError::Cancelled),
                "the job was prevented, its `Work` is still in the pool's queue, and `wait` said {result:?}"
            );
            work();
        });
    }

    #[harness::test]
    fn a_prevented_job_stays_prevented() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let first = handle.canceller();
            let mut said = vec![first.cancel(), first.cancel(), handle.canceller().cancel()];
            work();
            said.push(first.cancel());
            let _ = handle.wait();
            said.push(first.cancel());
            assert!(
                said == [Cancel::Prevented; 5],
                "the job was prevented, and `cancel`, called five times, said {said:?}"
            );
        });
    }

    #[harness::test]
    fn a_running_job_is_asked() {
        check(|| {
            let (work, handle) = cancellable(stops_when_asked);
            let worker = thread::spawn(work);
            thread::sleep(6 * MINUTE);
            let canceller = handle.canceller();
            let start = Instant::now();
            let said = canceller.cancel();
            assert!(
                start.elapsed().is_zero(),
                "the job runs, and `cancel` waited for {:?}",
                start.elapsed()
            );
            assert!(
                said == Cancel::Asked,
                "the job has been running for six minutes, and `cancel` said {said:?}"
            );
            let result = handle.wait();
            assert!(
                result == Ok(7),
                "a job looks every five minutes whether it should stop, and returns 7 then; `cancel` said `Asked`, and `wait` said {result:?}"
            );
            worker.join().unwrap();
        });
    }

    #[harness::test]
    fn a_job_that_does_not_listen_runs_to_its_end() {
        check(|| {
            let (work, handle) = cancellable(|_| {
                thread::sleep(HOUR);
                7
            });
            let canceller = handle.canceller();
            let start = Instant::now();
            let worker = thread::spawn(work);
            let waiter = thread::spawn(move || handle.wait());
            thread::sleep(MINUTE);
            let said = [canceller.cancel(), canceller.cancel()];
            let took = start.elapsed() - MINUTE;
            assert!(
                took.is_zero(),
                "the job runs and somebody waits for it, and `cancel`, called twice, kept its caller for {took:?}"
            );
            assert!(
                said == [Cancel::Asked; 2],
                "the job runs and does not listen, and `cancel`, called twice, said {said:?}"
            );
            let result = waiter.join().unwrap();
            let waited = start.elapsed();
            assert!(
                result == Ok(7) && waited == HOUR,
                "the job did not listen, ran for an hour and returned 7: `wait` said {result:?} after {waited:?}"
            );
            worker.join().unwrap();
        });
    }

    #[harness::test]
    fn a_job_may_cancel_itself() {
        check(|| {
            let (sender, own) = std::sync::mpsc::channel::<cancel::Canceller<(Cancel, bool)>>();
            let (work, handle) = cancellable(move |stop| {
                let said = own.recv().unwrap().cancel();
                (said, stop.requested())
            });
            sender.send(handle.canceller()).unwrap();
            work();
            let result = handle.wait();
            assert!(
                result == Ok((Cancel::Asked, true)),
                "a job cancelled itself, then returned what `cancel` and `requested` said: {result:?}"
            );
        });
    }

    #[harness::test]
    fn after_the_end_it_is_too_late() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            work();
            let said = handle.canceller().cancel();
            assert!(
                said == Cancel::TooLate,
                "the job was over, and `cancel` said {said:?}"
            );
            let result = handle.wait();
            assert!(
                result == Ok(7),
                "the job returned 7, was cancelled too late, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_is_an_error_and_does_not_leave_the_work() {
        check(|| {
            let (work, handle) = cancellable(|_| -> u32 { panic!("no index") });
            let called = catch_unwind(AssertUnwindSafe(work));
            assert!(
                called.is_ok(),
                "the job panicked, and so did the `Work`: that may cost the pool a worker"
            );
            let said = handle.canceller().cancel();
            assert!(
                said == Cancel::TooLate,
                "the job had panicked, and `cancel` said {said:?}"
            );
            let result = handle.wait();
            assert!(
                result == Err(JobError::Panicked),
                "the job panicked, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_need_keep_the_handle() {
        check(|| {
            let runs = Count::default();
            let inside = runs.clone();
            let (work, handle) = cancellable(move |_| inside.add());
            drop(handle.canceller());
            drop(handle);
            work();
            assert!(
                runs.get() == 1,
                "the handle and a canceller were dropped, nobody had called `cancel`, and the job did not run as ever"
            );
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            drop(handle);
            let said = canceller.cancel();
            assert!(
                said == Cancel::Prevented,
                "the handle of a job that has not begun was dropped, and then `cancel` said {said:?}"
            );
            work();
        });
    }

    #[harness::test]
    fn who_drops_the_handle_asks_for_nothing() {
        check(|| {
            let heard = Count::default();
            let inside = heard.clone();
            let (work, handle) = cancellable(move |stop| {
                thread::sleep(HOUR);
                if stop.requested() {
                    inside.add();
                }
            });
            let worker = thread::spawn(work);
            thread::sleep(MINUTE);
            drop(handle.canceller());
            drop(handle);
            worker.join().unwrap();
            assert!(
                heard.get() == 0,
                "the handle and a canceller were dropped while the job ran, nobody had called `cancel`, and the job was asked to stop"
            );
        });
    }
}

mod race_free {
    use super::*;

    #[harness::test]
    fn cancel_tells_the_truth() {
        check(|| {
            let begun = Count::default();
            let inside = begun.clone();
            let (work, handle) = cancellable(move |stop| {
                inside.add();
                stops_when_asked(stop)
            });
            let worker = thread::spawn(work);
            let said = handle.canceller().cancel();
            let result = handle.wait();
            worker.join().unwrap();
            match said {
                Cancel::Prevented => {
                    assert!(
                        begun.get() == 0,
                        "`cancel` said `Prevented`, and the job ran all the same"
                    );
                    assert!(
                        result == Err(JobError::Cancelled),
                        "`cancel` said `Prevented`, and `wait` said {result:?}"
                    );
                }
                Cancel::Asked => assert!(
                    result == Ok(7),
                    "`cancel` said `Asked`, the job returns 7 as soon as it hears of that, and `wait` said {result:?}"
                ),
                Cancel::TooLate => panic!(
                    "the job runs for an hour if nobody asks it to stop, and the first `cancel`, at once, said `TooLate`"
                ),
            }
        });
    }

    #[harness::test]
    fn a_job_is_over_or_it_is_not() {
        check(|| {
            let over = Count::default();
            let inside = over.clone();
            let (work, handle) = cancellable(move |_| {
                inside.add();
                7
            });
            let worker = thread::spawn(work);
            let said = handle.canceller().cancel();
            let was_over = over.get() == 1;
            assert!(
                said != Cancel::TooLate || was_over,
                "`cancel` said `TooLate`, and the job was not over"
            );
            let result = handle.wait();
            let expected = match said {
                Cancel::Prevented => Err(JobError::Cancelled),
                Cancel::Asked | Cancel::TooLate => Ok(7),
            };
            assert!(
                result == expected,
                "`cancel` said {said:?}, and `wait` said {result:?}"
            );
            worker.join().unwrap();
        });
    }

    #[harness::test]
    fn two_cancellers_agree() {
        Check::new().schedules(1_000).random(500).run(|| {
            let (work, handle) = cancellable(stops_when_asked);
            let other = handle.canceller();
            let worker = thread::spawn(work);
            let other = thread::spawn(move || other.cancel());
            let mine = handle.canceller().cancel();
            let theirs = other.join().unwrap();
            let prevented = [mine, theirs].map(|said| said == Cancel::Prevented);
            assert!(
                prevented[0] == prevented[1],
                "two threads cancelled the same job, and heard {mine:?} and {theirs:?}"
            );
            let _ = handle.wait();
            worker.join().unwrap();
        });
    }

    #[harness::test]
    fn who_has_the_result_knows_that_it_is_too_late() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            let worker = thread::spawn(work);
            let _ = handle.wait();
            let said = canceller.cancel();
            assert!(
                said == Cancel::TooLate,
                "`wait` had brought the result, and then `cancel` said {said:?}"
            );
            worker.join().unwrap();
        });
    }

    #[harness::test]
    fn whoever_waits_sleeps() {
        check(|| {
            let (work, handle) = cancellable(|_| thread::sleep(THOUSAND_DAYS));
            let worker = thread::spawn(work);
            let start = Instant::now();
            let result = handle.wait();
            let waited = start.elapsed();
            assert!(
                result == Ok(()) && waited == THOUSAND_DAYS,
                "the job took a thousand days, and `wait` said {result:?} after {waited:?}"
            );
            worker.join().unwrap();
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::witness::Drops;

    #[harness::test]
    fn whoever_waits_hears_of_the_cancel() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            let waiter = thread::spawn(move || handle.wait());
            let said = canceller.cancel();
            let result = waiter.join().unwrap();
            assert!(
                (said, &result) == (Cancel::Prevented, &Err(JobError::Cancelled)),
                "the job was never begun; `cancel` said {said:?}, and who waited for it heard {result:?}"
            );
            drop(work);
        });
    }

    #[harness::test]
    fn a_pool_may_drop_the_work() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            drop(work);
            let said = handle.canceller().cancel();
            assert!(
                said == Cancel::TooLate,
                "the pool had dropped the `Work`, and `cancel` said {said:?}"
            );
            let result = handle.wait();
            assert!(
                result == Err(JobError::Dropped),
                "the pool dropped the `Work`, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_waits_hears_of_the_drop() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            let pool = thread::spawn(move || drop(work));
            let result = handle.wait();
            assert!(
                result == Err(JobError::Dropped),
                "the pool dropped the `Work`, and who waited for the job heard {result:?}"
            );
            let said = canceller.cancel();
            assert!(
                said == Cancel::TooLate,
                "`wait` had said that the `Work` was dropped, and then `cancel` said {said:?}"
            );
            pool.join().unwrap();
        });
    }

    #[harness::test]
    fn a_job_that_is_dropped_never_ran() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            let other = thread::spawn(move || canceller.cancel());
            drop(work);
            let said = other.join().unwrap();
            assert!(
                said != Cancel::Asked,
                "the pool dropped the `Work` while somebody called `cancel`, which said `Asked`: nobody ran the job"
            );
            let result = handle.wait();
            let expected = match said {
                Cancel::Prevented => JobError::Cancelled,
                _ => JobError::Dropped,
            };
            assert!(
                result == Err(expected),
                "the pool dropped the `Work`, `cancel` said {said:?}, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_waits_hears_of_the_panic() {
        for is_asked in [false, true] {
            check(move || {
                let (work, handle) = cancellable(|_| -> u32 {
                    thread::sleep(HOUR);
                    panic!("no index")
                });
                let canceller = handle.canceller();
                let worker = thread::spawn(work);
                thread::sleep(MINUTE);
                if is_asked {
                    canceller.cancel();
                }
                let result = handle.wait();
                let was = if is_asked { "was" } else { "was not" };
                assert!(
                    result == Err(JobError::Panicked),
                    "the job {was} asked to stop, panicked later, and who waited for it heard {result:?}"
                );
                let said = canceller.cancel();
                assert!(
                    said == Cancel::TooLate,
                    "`wait` had said that the job panicked, and then `cancel` said {said:?}"
                );
                let _ = worker.join();
            });
        }
    }

    #[harness::test]
    fn a_prevented_job_may_be_dropped_by_its_pool() {
        check(|| {
            let (work, handle) = cancellable(|_| 7);
            let canceller = handle.canceller();
            canceller.cancel();
            drop(work);
            let said = canceller.cancel();
            assert!(
                said == Cancel::Prevented,
                "the job was prevented, then the pool dropped its `Work`, and `cancel` said {said:?}"
            );
            let result = handle.wait();
            assert!(
                result == Err(JobError::Cancelled),
                "the job was prevented, then the pool dropped its `Work`, and `wait` said {result:?}"
            );
        });
    }

    #[harness::test]
    fn what_jobs_own_is_gone_in_the_end() {
        check(|| {
            let drops = Drops::new();
            for way in 0..3 {
                let (owned, returned) = (drops.token(), drops.token());
                let (work, handle) = cancellable(move |_| {
                    let _owned = owned;
                    returned
                });
                match way {
                    0 => work(),
                    1 => drop(work),
                    _ => {
                        handle.canceller().cancel();
                        work();
                    }
                }
                drop(handle);
            }
            let alive = drops.alive();
            assert!(
                alive == 0,
                "one job ran, one was dropped, one was prevented; they own and return 6 values, \
                 and {alive} of them are still there"
            );
        });
    }
}

//! What this proves: each job runs once, in one of so many threads, in the order of submission; a panic is its own
//! job's and no other's; workers sleep without a job and wake with one; and the drop runs what is left and
//! joins. All tests but one run under the checker, which tries the orders in which two or three threads
//! can run; an hour costs nothing there. `speeds_up` lets six jobs wait for each other on real threads.
//!
//! What it cannot see: what a submission costs, how much memory a million waiting jobs take, and
//! how the system meets a wish for more threads than it has.

#![allow(clippy::drop_non_drop, clippy::forget_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/thread_pool.rs"]
mod thread_pool;

use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use thread_pool::ThreadPool;

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

    /// A job that is counted when it is over.
    fn job(&self) -> impl FnOnce() + Send + 'static {
        let count = self.clone();
        move || count.add()
    }
}

/// Numbers in the order in which they were written down. No step of the program.
#[derive(Clone, Default)]
struct List(Arc<Mutex<Vec<usize>>>);

impl List {
    fn push(&self, number: usize) {
        self.0.lock().unwrap().push(number);
    }

    fn get(&self) -> Vec<usize> {
        self.0.lock().unwrap().clone()
    }
}

/// For what does not hang on rare orders of steps.
fn few_schedules() -> harness::model::Check {
    harness::model::Check::new().schedules(600).random(300)
}

/// What a panic carried, and as which type.
fn carried(panic: &(dyn std::any::Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        format!("the text {text:?}")
    } else if let Some(text) = panic.downcast_ref::<String>() {
        format!("the String {text:?}")
    } else if let Some(number) = panic.downcast_ref::<u32>() {
        format!("the number {number}")
    } else {
        "something else".to_owned()
    }
}

mod behaves {
    use super::*;
    use harness::model::Check;
    use std::collections::HashSet;
    use std::panic::panic_any;

    #[harness::test]
    fn results_are_moved_and_may_be_of_any_type() {
        few_schedules().run(|| {
            /// Neither `Clone` nor anything else.
            struct Thumbnail(u32);

            let pool = ThreadPool::new(1);
            let picture = pool.submit(|| Thumbnail(7));
            let text = pool.submit(|| "text".to_owned());
            let got = (picture.wait().map(|it| it.0).ok(), text.wait().ok());
            assert!(
                got == (Some(7), Some("text".to_owned())),
                "two jobs return Thumbnail(7) and \"text\", and their handles said {got:?}"
            );
        });
    }

    #[harness::test]
    fn hands_back_what_each_job_returned() {
        // One order of steps is enough: the results do not hang on it.
        Check::new().schedules(1).random(0).run(|| {
            let pool = ThreadPool::new(2);
            let handles: Vec<_> = (0..4_u64).map(|n| pool.submit(move || n * n)).collect();
            for (n, handle) in (0..).zip(handles) {
                let got = handle.wait().ok();
                assert!(
                    got == Some(n * n),
                    "job {n} of 4 returns {}, and its handle said {got:?}",
                    n * n
                );
            }
        });
    }

    #[harness::test]
    fn one_worker_begins_jobs_in_order() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let begun = List::default();
            for number in 0..3 {
                let begun = begun.clone();
                drop(pool.submit(move || begun.push(number)));
            }
            drop(pool);
            let begun = begun.get();
            assert!(
                begun == [0, 1, 2],
                "jobs 0, 1 and 2 were submitted in this order to one worker, and begun in the order {begun:?}"
            );
        });
    }

    #[harness::test]
    fn jobs_run_in_the_pools_own_threads() {
        // One order of steps is enough: which threads there are does not hang on it.
        Check::new().schedules(1).random(0).run(|| {
            let pool = ThreadPool::new(2);
            let mut ids = HashSet::new();
            for _ in 0..6 {
                let handle = pool.submit(|| thread::current().id());
                ids.extend(handle.wait());
            }
            assert!(
                !ids.contains(&thread::current().id()),
                "a job ran in the thread that had submitted it, not in one of the pool's"
            );
            assert!(
                ids.len() <= 2,
                "six jobs, one after the other, ran in {} different threads; the pool has two",
                ids.len()
            );
        });
    }

    #[harness::test]
    fn as_many_jobs_run_at_the_same_time_as_there_are_workers() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(3);
            let begun = Count::default();
            let handles = [(); 4].map(|()| {
                let begun = begun.clone();
                pool.submit(move || {
                    begun.add();
                    thread::sleep(HOUR);
                })
            });
            thread::sleep(MINUTE);
            let begun = begun.get();
            assert!(
                begun == 3,
                "three workers had got four jobs of an hour each, and a minute later {begun} of these had been begun: \
                 three are right"
            );
            drop(handles);
        });
    }

    #[harness::test]
    fn waiting_in_another_order_is_fine() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let first = pool.submit(|| 1);
            let second = pool.submit(|| 2);
            let got = (second.wait().ok(), first.wait().ok());
            assert!(
                got == (Some(2), Some(1)),
                "jobs that return 1 and 2 were waited for, the second one first: the handles said {got:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_is_an_error_that_brings_what_it_carried() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let number = 3;
            let handles = [
                pool.submit(|| panic!("no such picture")),
                pool.submit(move || panic!("picture {number} is broken")),
                pool.submit(|| panic_any(7_u32)),
            ];
            let brought = handles.map(|handle| match handle.wait() {
                Ok(()) => "`Ok`".to_owned(),
                Err(panic) => carried(panic.as_ref()),
            });
            let right = [
                "the text \"no such picture\"",
                "the String \"picture 3 is broken\"",
                "the number 7",
            ];
            assert!(
                brought == right,
                "three jobs panicked with {}; their handles brought {}",
                right.join(", "),
                brought.join(", ")
            );
        });
    }

    #[harness::test]
    fn a_worker_outlives_the_panic_of_a_job() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let before = pool.submit(|| thread::current().id()).wait().ok();
            let _ = pool.submit(|| panic!("no such picture")).wait();
            let after = pool.submit(|| thread::current().id()).wait().ok();
            assert!(
                before == after,
                "three jobs came to one worker, one after the other; the second one panicked, \
                 and another thread than the first job's ran the third"
            );
        });
    }

    #[harness::test]
    fn submit_waits_for_nobody() {
        // One order of steps is enough: nobody has an hour to wait in any of them.
        let check = Check::new().schedules(1).random(0).max_steps(50_000);
        check.run(|| {
            let pool = ThreadPool::new(1);
            let start = Instant::now();
            let mut handles = Vec::new();
            for number in 1..=1_100 {
                handles.push(pool.submit(|| thread::sleep(HOUR)));
                let took = start.elapsed();
                assert!(
                    took.is_zero(),
                    "job after job of an hour was submitted to one worker, and `submit` kept the caller for {took:?} \
                     when it came to the {number}th"
                );
            }
        });
    }

    #[harness::test]
    fn a_worker_of_the_pool_is_not_lost_to_a_panic() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(2);
            let broken = pool.submit(|| -> u32 { panic!("no such picture") });
            let _ = broken.wait();
            let begun = Count::default();
            for _ in 0..2 {
                let begun = begun.clone();
                drop(pool.submit(move || {
                    begun.add();
                    thread::sleep(HOUR);
                }));
            }
            thread::sleep(MINUTE);
            let begun = begun.get();
            assert!(
                begun == 2,
                "a job panicked, then two workers got two jobs of an hour, and a minute later {begun} of these had been begun"
            );
        });
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn each_job_runs_once() {
        check(|| {
            let pool = ThreadPool::new(2);
            let runs = [Count::default(), Count::default()];
            let handles = [0, 1].map(|n| pool.submit(runs[n].job()));
            for handle in handles {
                let _ = handle.wait();
            }
            drop(pool);
            let runs = [runs[0].get(), runs[1].get()];
            assert!(
                runs == [1, 1],
                "two jobs were submitted, and so often they ran: {runs:?}"
            );
        });
    }

    #[harness::test]
    fn the_handle_brings_its_own_jobs_result() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(2);
            let (first, second) = (pool.submit(|| 1), pool.submit(|| 2));
            let got = (first.wait().ok(), second.wait().ok());
            assert!(
                got == (Some(1), Some(2)),
                "two jobs return 1 and 2, and their handles said {got:?}"
            );
        });
    }

    #[harness::test]
    fn two_threads_may_submit() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            thread::scope(|s| {
                let other = s.spawn(|| pool.submit(|| 1).wait().ok());
                let mine = pool.submit(|| 2).wait().ok();
                let theirs = other.join().unwrap();
                assert!(
                    (theirs, mine) == (Some(1), Some(2)),
                    "two threads submitted a job each, which return 1 and 2: the handles said {:?}",
                    (theirs, mine)
                );
            });
        });
    }

    #[harness::test]
    fn a_job_may_submit_another() {
        few_schedules().run(|| {
            let pool = Arc::new(ThreadPool::new(1));
            let inside = Arc::clone(&pool);
            let over = List::default();
            let (first, second) = (over.clone(), over.clone());
            let outer = pool.submit(move || {
                let inner = inside.submit(move || second.push(2));
                first.push(1);
                inner
            });
            let inner = outer.wait().ok().and_then(|handle| handle.wait().ok());
            let over = over.get();
            assert!(
                inner.is_some(),
                "a job submitted another one and returned its handle, which said `Err`"
            );
            assert!(
                over == [1, 2],
                "job 1 submitted job 2 to the same worker, and went on: they were over in the order {over:?}"
            );
        });
    }

    #[harness::test]
    fn idle_workers_wake_for_every_job() {
        check(|| {
            let pool = ThreadPool::new(2);
            // Long enough for both workers to fall asleep.
            thread::sleep(MINUTE);
            let start = Instant::now();
            let handles = [(); 2].map(|()| pool.submit(|| thread::sleep(HOUR)));
            for handle in handles {
                let _ = handle.wait();
            }
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two workers were asleep when two jobs of an hour came, which then took {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_free_worker_takes_what_has_waited_longest() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(2);
            let begun = List::default();
            drop(pool.submit(|| thread::sleep(HOUR)));
            drop(pool.submit(|| thread::sleep(MINUTE)));
            for number in 3..=5 {
                let begun = begun.clone();
                drop(pool.submit(move || begun.push(number)));
            }
            thread::sleep(2 * MINUTE);
            let begun = begun.get();
            assert!(
                begun == [3, 4, 5],
                "of two workers one had a job of an hour, the other one of a minute; another minute later, \
                 of jobs 3, 4 and 5 behind these, {begun:?} had been begun, in this order"
            );
        });
    }

    #[harness::test]
    fn whoever_has_nothing_to_do_sleeps() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(2);
            thread::sleep(THOUSAND_DAYS);
            let start = Instant::now();
            let _ = pool.submit(|| thread::sleep(THOUSAND_DAYS)).wait();
            let took = start.elapsed();
            assert!(
                took == THOUSAND_DAYS,
                "two workers slept for a thousand days, then came a job of a thousand days, \
                 and its result was there after {took:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::Check;
    use harness::witness::Drops;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn no_thread_is_left_after_the_drop() {
        Check::new().no_thread_left_behind().run(|| {
            let pool = ThreadPool::new(2);
            drop(pool.submit(|| thread::sleep(HOUR)));
            drop(pool);
        });
    }

    #[harness::test]
    fn a_pool_without_jobs_ends_too() {
        Check::new()
            .no_thread_left_behind()
            .run(|| drop(ThreadPool::new(2)));
    }

    #[harness::test]
    fn the_drop_has_the_jobs_run_that_wait() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let (runs, mine) = (Count::default(), Count::default());
            let me = thread::current().id();
            for _ in 0..3 {
                let (runs, mine) = (runs.clone(), mine.clone());
                drop(pool.submit(move || {
                    runs.add();
                    if thread::current().id() == me {
                        mine.add();
                    }
                }));
            }
            drop(pool);
            let (runs, mine) = (runs.get(), mine.get());
            assert!(
                runs == 3,
                "three jobs were submitted, then the pool was dropped; when the drop had returned, {runs} had run"
            );
            assert!(
                mine == 0,
                "three jobs were submitted, then the pool was dropped; {mine} of them ran in the thread that dropped it"
            );
        });
    }

    #[harness::test]
    fn the_drop_of_two_workers_runs_the_jobs_that_wait() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(2);
            let runs = Count::default();
            for _ in 0..2 {
                let job = runs.job();
                drop(pool.submit(move || {
                    thread::sleep(HOUR);
                    job();
                }));
            }
            let last = pool.submit(runs.job());
            drop(pool);
            let over = runs.get();
            assert!(
                over == 3,
                "three jobs were submitted to two workers, then the pool was dropped; \
                 when the drop had returned, {over} were over"
            );
            let _ = last.wait();
        });
    }

    #[harness::test]
    fn what_jobs_own_is_gone_after_the_drop() {
        few_schedules().run(|| {
            let drops = Drops::new();
            let pool = ThreadPool::new(1);
            let (run, broken) = (drops.token(), drops.token());
            drop(pool.submit(move || drop(run)));
            drop(pool.submit(move || {
                let _owned = broken;
                panic!("no such picture");
            }));
            drop(pool);
            let alive = drops.alive();
            assert!(
                alive == 0,
                "two jobs owned a value each, and when the pool had been dropped {alive} of them were still there"
            );
        });
    }

    #[harness::test]
    fn handles_outlive_the_pool() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let (first, second) = (pool.submit(|| 1), pool.submit(|| 2));
            drop(pool);
            let got = (first.wait().ok(), second.wait().ok());
            assert!(
                got == (Some(1), Some(2)),
                "two jobs return 1 and 2, the pool was dropped, and then their handles said {got:?}"
            );
        });
    }

    #[harness::test]
    fn somebody_waits_while_the_pool_is_dropped() {
        few_schedules().run(|| {
            let pool = ThreadPool::new(1);
            let handle = pool.submit(|| 7);
            let waiter = thread::spawn(move || handle.wait().ok());
            drop(pool);
            let got = waiter.join().unwrap();
            assert!(
                got == Some(7),
                "a thread waited for a job that returns 7 while the pool was dropped, and heard {got:?}"
            );
        });
    }

    #[harness::test]
    fn the_drop_forgives_jobs_that_panicked() {
        few_schedules().no_thread_left_behind().run(|| {
            let pool = ThreadPool::new(2);
            let runs = Count::default();
            for _ in 0..2 {
                drop(pool.submit(|| panic!("no such picture")));
            }
            drop(pool.submit(runs.job()));
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(pool)));
            assert!(
                dropped.is_ok(),
                "two jobs had panicked, and then the drop of the pool panicked as well"
            );
            assert!(
                runs.get() == 1,
                "the first two of three jobs panicked, and the last one never ran"
            );
        });
    }

    #[harness::test]
    fn the_owner_may_panic() {
        Check::new().no_thread_left_behind().run(|| {
            let runs = Count::default();
            let job = runs.job();
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let pool = ThreadPool::new(1);
                drop(pool.submit(move || {
                    thread::sleep(HOUR);
                    job();
                }));
                panic!("the service failed");
            }));
            assert!(
                panicked.is_err(),
                "the pool's owner panicked, and nobody heard of it"
            );
            assert!(
                runs.get() == 1,
                "the pool's owner panicked, which dropped the pool, and the job was not run to its end"
            );
        });
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::Meeting;
    use harness::real::sync::mpsc::{Sender, channel};
    use thread_pool::JobHandle;

    /// More than most readers have cores.
    const WORKERS: usize = 6;
    const JOBS: usize = 42;

    /// A job that keeps a worker until the sender is dropped, a second at most.
    fn keep_busy(pool: &ThreadPool) -> (Sender<()>, JobHandle<()>) {
        let (keeper, released) = channel();
        let handle = pool.submit(move || _ = released.recv_timeout(Duration::from_secs(1)));
        // A worker has it by then.
        thread::sleep(Duration::from_millis(30));
        (keeper, handle)
    }

    #[harness::test]
    fn jobs_meet() {
        let meeting = Arc::new(Meeting::new(WORKERS));
        let pool = ThreadPool::new(WORKERS);
        // All jobs are there before the first is begun: what becomes of wake-ups is for the checker to say.
        let (keepers, mut handles): (Vec<_>, Vec<_>) =
            (0..WORKERS).map(|_| keep_busy(&pool)).unzip();
        for _ in 0..JOBS {
            let meeting = Arc::clone(&meeting);
            handles.push(pool.submit(move || meeting.item(|| ())));
        }
        drop(keepers);
        for handle in handles {
            let _ = handle.wait();
        }
        // How it ends is shown elsewhere, under the checker: here it could only hang.
        std::mem::forget(pool);
        meeting.assert_all_meet(JOBS);
    }
}

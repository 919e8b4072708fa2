//! What this proves: each piece is done once, in the pool's threads, in the right order; nobody waits while there is
//! something to do, nobody sleeps through news, and panics arrive. All tests but those of `speeds_up` run under the checker, which
//! tries the orders in which two workers can look for work, fall asleep and be woken. There an hour costs nothing.
//!
//! What it cannot see: what a `join` costs, and deques without locks: crossbeam's are built from atomics and
//! unsafe code, which the checker does not follow.

#![allow(clippy::drop_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/work_stealing.rs"]
mod work_stealing;

use harness::real::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use work_stealing::{Pool, Worker};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// For programs of many steps.
fn few_schedules() -> harness::model::Check {
    harness::model::Check::new().schedules(600).random(300)
}

/// What was done, in order. No step of the program.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<&'static str>>>);

impl Diary {
    fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    fn read(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().clone()
    }

    /// A piece that is noted.
    fn piece(&self, what: &'static str) -> impl FnOnce(&Worker) + Send + 'static {
        let diary = self.clone();
        move |_| diary.note(what)
    }
}

fn sleeps(time: Duration) -> impl FnOnce(&Worker) + Send + 'static {
    move |_| thread::sleep(time)
}

/// The sum of the numbers from `from` up to, not including, `to`, by halves.
fn sum(worker: &Worker, from: u32, to: u32) -> u32 {
    if to - from == 1 {
        return from;
    }
    let middle = from.midpoint(to);
    let (left, right) = worker.join(move |w| sum(w, from, middle), move |w| sum(w, middle, to));
    left + right
}

/// What a panic said.
fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().unwrap_or("no text")
}

mod behaves {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn run_brings_the_result() {
        check(|| {
            /// Neither `Clone` nor anything else.
            struct Size(u32);

            let size = Pool::new(1).run(|_| Size(7));
            assert!(
                size.0 == 7,
                "a piece returned 7, and `run` brought {}",
                size.0
            );
        });
    }

    #[harness::test]
    fn join_brings_both_results_in_their_places() {
        check(|| {
            let both = Pool::new(2).run(|worker| worker.join(|_| 1, |_| "two"));
            assert!(
                both == (1, "two"),
                "`a` returned 1, `b` returned \"two\", and `join` brought {both:?}"
            );
        });
    }

    #[harness::test]
    fn one_worker_is_enough() {
        few_schedules().run(|| {
            let got = Pool::new(1).run(|worker| sum(worker, 0, 10));
            assert!(
                got == 45,
                "one worker added up 0 to 9 by halves, and got {got}"
            );
        });
    }

    #[harness::test]
    fn two_workers_get_the_same() {
        few_schedules().run(|| {
            let got = Pool::new(2).run(|worker| sum(worker, 0, 6));
            assert!(
                got == 15,
                "two workers added up 0 to 5 by halves, and got {got}"
            );
        });
    }

    #[harness::test]
    fn pieces_run_in_the_pools_threads() {
        check(|| {
            let pool = Pool::new(1);
            let me = thread::current().id();
            let (first, second) = pool.run(move |worker| {
                let id = |_: &Worker| thread::current().id();
                worker.join(id, id)
            });
            assert!(
                first != me && second != me,
                "a piece ran in the thread that had called `run`, not in one of the pool's"
            );
        });
    }

    #[harness::test]
    fn join_does_the_first_half_in_its_own_worker() {
        check(|| {
            let pool = Pool::new(2);
            let (before, during) = pool.run(|worker| {
                let before = thread::current().id();
                let (during, ()) = worker.join(|_| thread::current().id(), |_| ());
                (before, during)
            });
            assert!(
                before == during,
                "`join` is to do `a` in its own worker, and another thread did it"
            );
        });
    }

    #[harness::test]
    fn two_halves_take_two_workers_one_hour() {
        check(|| {
            let pool = Pool::new(2);
            let start = Instant::now();
            pool.run(|worker| worker.join(sleeps(HOUR), sleeps(HOUR)));
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two workers had two halves of an hour each, and took {took:?}"
            );
        });
    }

    #[harness::test]
    fn four_quarters_take_two_workers_two_hours() {
        few_schedules().run(|| {
            let pool = Pool::new(2);
            let start = Instant::now();
            pool.run(|worker| {
                let half = |worker: &Worker| {
                    worker.join(sleeps(HOUR), sleeps(HOUR));
                };
                worker.join(half, half)
            });
            let took = start.elapsed();
            assert!(
                took == 2 * HOUR,
                "two workers had four pieces of an hour each, and took {took:?}: two hours are right"
            );
        });
    }

    #[harness::test]
    fn a_worker_takes_the_piece_that_it_put_down_last() {
        check(|| {
            let diary = Diary::default();
            let [first, second, third, fourth] =
                ["first", "second", "third", "fourth"].map(|what| diary.piece(what));
            Pool::new(1).run(move |worker| {
                worker.join(
                    |worker| worker.join(first, second),
                    |worker| worker.join(third, fourth),
                );
            });
            let done = diary.read();
            assert!(
                done == ["first", "second", "third", "fourth"],
                "one worker joined (first and second) and (third and fourth), and did them in this order: {done:?}"
            );
        });
    }

    #[harness::test]
    fn what_is_handed_in_later_is_done_too() {
        check(|| {
            let pool = Pool::new(1);
            let got = [pool.run(|_| 1), pool.run(|worker| sum(worker, 0, 3))];
            assert!(
                got == [1, 3],
                "`run` was called twice, with pieces that return 1 and 3, and brought {got:?}"
            );
        });
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn each_piece_is_done_once() {
        check(|| {
            let diary = Diary::default();
            let [a, b, c] = ["a", "b", "c"].map(|what| diary.piece(what));
            Pool::new(2).run(move |worker| worker.join(a, |worker| worker.join(b, c)));
            let mut done = diary.read();
            done.sort_unstable();
            assert!(
                done == ["a", "b", "c"],
                "pieces a, b and c were joined, and these were done: {done:?}"
            );
        });
    }

    #[harness::test]
    fn sleeping_workers_wake_for_work() {
        check(|| {
            let pool = Pool::new(2);
            // Long enough for both to fall asleep.
            thread::sleep(MINUTE);
            let start = Instant::now();
            pool.run(|worker| worker.join(sleeps(HOUR), sleeps(HOUR)));
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two workers were asleep, then came two halves of an hour each, and took {took:?}"
            );
        });
    }

    #[harness::test]
    fn who_waits_for_a_half_works_on() {
        few_schedules().run(|| {
            let pool = Pool::new(2);
            let start = Instant::now();
            pool.run(|worker| {
                worker.join(sleeps(MINUTE), |worker| {
                    thread::sleep(2 * MINUTE);
                    worker.join(sleeps(HOUR), sleeps(HOUR));
                });
            });
            let minutes = start.elapsed().as_secs() / 60;
            assert!(
                minutes == 62,
                "a light half was over soon, the heavy one put a piece down then, and both took {minutes} minutes: \
                 with two workers at it, 62 are right"
            );
        });
    }

    #[harness::test]
    fn who_waits_for_a_stolen_half_hears_of_its_end() {
        few_schedules().run(|| {
            // The third has nothing to do, and sleeps when the news comes.
            let pool = Pool::new(3);
            let start = Instant::now();
            let (first, second) = pool.run(|worker| {
                worker.join(
                    |_| thread::sleep(MINUTE),
                    move |_| {
                        thread::sleep(HOUR);
                        7
                    },
                )
            });
            let took = start.elapsed();
            assert!(
                ((first, second), took) == (((), 7), HOUR),
                "one half took a minute, the other one an hour and returned 7: `join` brought {second} after {took:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_steals_takes_the_oldest() {
        few_schedules().run(|| {
            let diary = Diary::default();
            let (old, new) = (diary.piece("old"), diary.piece("new"));
            Pool::new(2).run(move |worker| {
                worker.join(
                    move |worker| {
                        // The other worker has the other half by then.
                        thread::sleep(MINUTE);
                        worker.join(|worker| worker.join(sleeps(2 * HOUR), new), old);
                    },
                    sleeps(HOUR),
                );
            });
            let done = diary.read();
            assert!(
                done == ["old", "new"],
                "one worker put down two pieces, old and new, and worked on for two hours; \
                 the other came to steal, and did them in this order: {done:?}"
            );
        });
    }

    #[harness::test]
    fn its_own_pieces_come_before_stolen_ones() {
        few_schedules().run(|| {
            let diary = Diary::default();
            let (own, other) = (diary.piece("its own"), diary.piece("the other's"));
            Pool::new(2).run(move |worker| {
                worker.join(
                    move |worker| {
                        worker.join(sleeps(HOUR), own);
                    },
                    move |worker| {
                        thread::sleep(MINUTE);
                        worker.join(sleeps(2 * HOUR), other);
                    },
                );
            });
            let done = diary.read();
            assert!(
                done == ["its own", "the other's"],
                "a worker had a piece of its own left when another one put down a newer piece; \
                 it did them in this order: {done:?}"
            );
        });
    }

    #[harness::test]
    fn two_threads_may_hand_in_work() {
        check(|| {
            let pool = Pool::new(2);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| pool.run(sleeps(HOUR)));
                pool.run(sleeps(HOUR));
            });
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two threads handed in a piece of an hour each, to two workers, which took {took:?}"
            );
        });
    }

    #[harness::test]
    fn who_finds_nothing_sleeps() {
        check(|| {
            let pool = Pool::new(2);
            thread::sleep(THOUSAND_DAYS);
            let start = Instant::now();
            pool.run(|worker| worker.join(sleeps(MINUTE), sleeps(THOUSAND_DAYS)));
            let took = start.elapsed();
            assert!(
                took == THOUSAND_DAYS,
                "one half took a minute, the other one a thousand days, and both together {took:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::{Check, check};
    use harness::witness::Drops;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn no_thread_is_left_after_the_drop() {
        Check::new().no_thread_left_behind().run(|| {
            let pool = Pool::new(2);
            pool.run(|worker| worker.join(|_| (), |_| ()));
            drop(pool);
        });
    }

    #[harness::test]
    fn a_pool_without_work_ends_too() {
        Check::new()
            .no_thread_left_behind()
            .run(|| drop(Pool::new(2)));
    }

    /// What `run` panicked with, and the minute at which it did.
    fn panic_of<T: Send + 'static>(
        pool: &Pool,
        piece: impl FnOnce(&Worker) -> T + Send + 'static,
    ) -> Option<(String, u64)> {
        let start = Instant::now();
        let panic = catch_unwind(AssertUnwindSafe(|| pool.run(piece))).err()?;
        let minutes = start.elapsed().as_secs() / 60;
        Some((words(panic.as_ref()).to_owned(), minutes))
    }

    #[harness::test]
    fn a_panic_comes_to_who_called_run() {
        check(|| {
            let panic = panic_of(&Pool::new(1), |_| panic!("no such folder"));
            assert!(
                panic == Some(("no such folder".to_owned(), 0)),
                "a piece panicked with \"no such folder\", and this came to the caller of `run`: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_of_the_first_half_waits_for_the_second() {
        check(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                worker.join(|_| panic!("no such folder"), sleeps(HOUR));
            });
            assert!(
                panic == Some(("no such folder".to_owned(), 60)),
                "`a` panicked with \"no such folder\" at once, `b` took an hour, \
                 and this came to the caller of `run`, with the minute: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_of_the_second_half_arrives() {
        check(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                worker.join(sleeps(HOUR), |_| panic!("no such folder"));
            });
            assert!(
                panic == Some(("no such folder".to_owned(), 60)),
                "`b` panicked with \"no such folder\" at once, `a` took an hour, \
                 and this came to the caller of `run`, with the minute: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn of_two_panics_the_first_halfs_arrives() {
        check(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                worker.join(|_| panic!("first"), |_| panic!("second"));
            });
            assert!(
                panic == Some(("first".to_owned(), 0)),
                "`a` panicked with \"first\", `b` with \"second\", and this came to the caller of `run`: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn no_worker_is_lost_to_a_panic() {
        few_schedules().no_thread_left_behind().run(|| {
            let pool = Pool::new(2);
            let _ = panic_of(&pool, |worker| {
                worker.join(|_| panic!("first"), |_| panic!("second"));
            });
            let start = Instant::now();
            pool.run(|worker| worker.join(sleeps(HOUR), sleeps(HOUR)));
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two pieces panicked, then came two halves of an hour each, and took two workers {took:?}"
            );
        });
    }

    #[harness::test]
    fn what_pieces_own_is_gone_in_the_end() {
        check(|| {
            let drops = Drops::new();
            let (one, two) = (drops.token(), drops.token());
            let pool = Pool::new(2);
            pool.run(move |worker| {
                worker.join(move |_| drop(one), move |_| drop(two));
            });
            drop(pool);
            let alive = drops.alive();
            assert!(
                alive == 0,
                "two pieces owned a value each, and when the pool had been dropped {alive} of them were still there"
            );
        });
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::Meeting;

    const WORKERS: usize = 2;
    const PIECES: usize = 40;

    /// One piece on the one side, all the others on the other.
    fn heavy_right(worker: &Worker, pieces: usize, meeting: &Arc<Meeting>) {
        if pieces == 0 {
            return;
        }
        let rest = Arc::clone(meeting);
        worker.join(
            |_| meeting.item(|| ()),
            move |worker| heavy_right(worker, pieces - 1, &rest),
        );
    }

    /// The same the other way round.
    fn heavy_left(worker: &Worker, pieces: usize, meeting: &Arc<Meeting>) {
        if pieces == 0 {
            return;
        }
        let one = Arc::clone(meeting);
        worker.join(
            |worker| heavy_left(worker, pieces - 1, meeting),
            move |_| one.item(|| ()),
        );
    }

    fn pieces_meet(tree: fn(&Worker, usize, &Arc<Meeting>)) {
        let meeting = Arc::new(Meeting::new(WORKERS));
        let pool = Pool::new(WORKERS);
        let inside = Arc::clone(&meeting);
        // How it ends is shown elsewhere, under the checker: here it is left alone as soon as all pieces are begun.
        thread::spawn(move || pool.run(move |worker| tree(worker, PIECES, &inside)));
        while meeting.items() < PIECES {
            thread::sleep(Duration::from_millis(1));
        }
        meeting.assert_all_meet(PIECES);
    }

    #[harness::test]
    fn a_tree_that_is_heavy_on_the_right_keeps_both_busy() {
        pieces_meet(heavy_right);
    }

    #[harness::test]
    fn a_tree_that_is_heavy_on_the_left_keeps_both_busy() {
        pieces_meet(heavy_left);
    }
}

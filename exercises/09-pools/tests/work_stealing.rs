//! What this proves: each piece is done once, in the pool's threads, in the right order; nobody waits while there is
//! something to do, nobody sleeps through news, and panics arrive. All tests but those of `speeds_up` run under the checker, which
//! tries the orders in which two or three workers can look for work, fall asleep and be woken. There an hour costs nothing.
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

use harness::model::Check;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use work_stealing::{Pool, Worker};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// For programs of many steps, and for what does not hang on rare orders of steps.
fn few_schedules() -> Check {
    Check::new().schedules(400).random(200)
}

/// For races.
fn more_schedules() -> Check {
    Check::new().schedules(1_500).random(750)
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

/// Counts pieces that were begun. A real counter: no step of the program.
#[derive(Clone, Default)]
struct Begun(Arc<AtomicUsize>);

impl Begun {
    fn get(&self) -> usize {
        self.0.load(SeqCst)
    }

    /// A piece of an hour, counted when it is begun.
    fn hour(&self) -> impl FnOnce(&Worker) + Send + 'static {
        let begun = self.clone();
        move |_| {
            begun.0.fetch_add(1, SeqCst);
            thread::sleep(HOUR);
        }
    }
}

/// Calls `run` in a thread of its own.
fn hand_in<T: Send + 'static>(
    pool: &Arc<Pool>,
    piece: impl FnOnce(&Worker) -> T + Send + 'static,
) -> thread::JoinHandle<T> {
    let pool = Arc::clone(pool);
    thread::spawn(move || pool.run(piece))
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

    #[harness::test]
    fn run_brings_the_result() {
        few_schedules().run(|| {
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
        few_schedules().run(|| {
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
            let got = Pool::new(1).run(|worker| sum(worker, 0, 5));
            assert!(
                got == 10,
                "one worker added up 0 to 4 by halves, and got {got}"
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
        few_schedules().run(|| {
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
        few_schedules().run(|| {
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
        few_schedules().run(|| {
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
    fn as_many_pieces_are_under_way_as_there_are_workers() {
        /// So many pieces, one after the other put down by the same worker.
        fn pieces(worker: &Worker, count: usize, begun: &Begun) {
            match count {
                1 => begun.hour()(worker),
                _ => _ = worker.join(|worker| pieces(worker, count - 1, begun), begun.hour()),
            }
        }

        for workers in [3, 6] {
            // One order of steps is enough: whoever is free has a minute to begin.
            Check::new().schedules(1).random(0).run(move || {
                let pool = Arc::new(Pool::new(workers));
                let begun = Begun::default();
                let inside = begun.clone();
                let run = hand_in(&pool, move |worker| pieces(worker, workers, &inside));
                thread::sleep(MINUTE);
                let begun = begun.get();
                assert!(
                    begun == workers,
                    "one of {workers} workers put down {} pieces of an hour and began one itself; \
                     after a minute, {begun} of these {workers} had been begun",
                    workers - 1
                );
                run.join().unwrap();
            });
        }
    }

    #[harness::test]
    fn a_worker_takes_the_piece_that_it_put_down_last() {
        few_schedules().run(|| {
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
    fn what_is_handed_in_waits_its_turn() {
        few_schedules().run(|| {
            let pool = Arc::new(Pool::new(1));
            let diary = Diary::default();
            let [own, first, second] = ["its own", "the first", "the second"].map(|what| {
                let note = diary.piece(what);
                move |worker: &Worker| {
                    note(worker);
                    thread::sleep(HOUR);
                }
            });
            let mut runs = vec![hand_in(&pool, move |worker| {
                worker.join(sleeps(HOUR), own);
            })];
            thread::sleep(MINUTE);
            runs.push(hand_in(&pool, first));
            thread::sleep(MINUTE);
            runs.push(hand_in(&pool, second));
            thread::sleep(2 * HOUR);
            let done = diary.read();
            assert!(
                done == ["its own", "the first"],
                "while the one worker did `a` and had `b` lying there, two pieces were handed in; all of them \
                 take an hour, and after two hours these had been begun: {done:?}"
            );
            for run in runs {
                run.join().unwrap();
            }
        });
    }
}

mod race_free {
    use super::*;

    #[harness::test]
    fn each_piece_is_done_once() {
        more_schedules().run(|| {
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
        few_schedules().run(|| {
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
            let pool = Arc::new(Pool::new(2));
            let begun = Begun::default();
            let pieces = [(); 4].map(|()| begun.hour());
            let run = hand_in(&pool, move |worker| {
                let [one, two, three, four] = pieces;
                worker.join(sleeps(MINUTE), |worker| {
                    thread::sleep(2 * MINUTE);
                    worker.join(one, two);
                    worker.join(three, four);
                });
            });
            thread::sleep(3 * MINUTE);
            let first = begun.get();
            assert!(
                first == 2,
                "a light half was over in minute 1, the heavy one joined two pieces in minute 2, \
                 and in minute 3 its workers had begun {first} of these: two workers begin both"
            );
            thread::sleep(HOUR);
            let all = begun.get();
            assert!(
                all == 4,
                "a light half was over in minute 1, the heavy one joined two pieces of an hour in minute 2, \
                 and two others after that; in minute 63 its workers had begun {all} of the four: two workers begin all"
            );
            run.join().unwrap();
        });
    }

    #[harness::test]
    fn whoever_has_nothing_to_do_steals_from_anybody() {
        few_schedules().run(|| {
            let pool = Arc::new(Pool::new(3));
            let begun = Begun::default();
            let (one, two) = (begun.hour(), begun.hour());
            let run = hand_in(&pool, move |worker| {
                worker.join(
                    |worker| worker.join(sleeps(MINUTE), sleeps(HOUR)),
                    |worker| {
                        thread::sleep(2 * MINUTE);
                        worker.join(one, two);
                    },
                );
            });
            thread::sleep(3 * MINUTE);
            let begun = begun.get();
            assert!(
                begun == 2,
                "one of three workers waited for a piece that another one did, when the third joined two pieces; \
                 a minute later {begun} of these had been begun"
            );
            run.join().unwrap();
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
        few_schedules().run(|| {
            let pool = Arc::new(Pool::new(2));
            let begun = Begun::default();
            let theirs = hand_in(&pool, |worker| {
                let two = |_: &Worker| {
                    thread::sleep(2 * HOUR);
                    1
                };
                worker.join(sleeps(MINUTE), two).1
            });
            thread::sleep(2 * MINUTE);
            let hour = begun.hour();
            let mine = hand_in(&pool, |worker| {
                hour(worker);
                2
            });
            thread::sleep(MINUTE);
            assert!(
                begun.get() == 1,
                "of two workers one had a stolen piece of two hours and the other one waited for that \
                 when another piece was handed in, and a minute later nobody had begun it"
            );
            let got = (theirs.join().unwrap(), mine.join().unwrap());
            assert!(
                got == (1, 2),
                "two threads handed in pieces that return 1 and 2, and `run` brought them {got:?}"
            );
        });
    }

    #[harness::test]
    fn who_finds_nothing_sleeps() {
        more_schedules().run(|| {
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
    use harness::witness::Drops;
    use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

    #[harness::test]
    fn no_thread_is_left_after_the_drop() {
        more_schedules().no_thread_left_behind().run(|| {
            let pool = Pool::new(2);
            pool.run(|worker| worker.join(|_| (), |_| ()));
            drop(pool);
        });
    }

    #[harness::test]
    fn a_pool_without_work_ends_too() {
        few_schedules()
            .no_thread_left_behind()
            .run(|| drop(Pool::new(2)));
    }

    /// What the panic of `run` carried, and the minute at which it did.
    fn panic_of<T: Send + 'static>(
        pool: &Pool,
        piece: impl FnOnce(&Worker) -> T + Send + 'static,
    ) -> Option<(String, u64)> {
        let start = Instant::now();
        let panic = catch_unwind(AssertUnwindSafe(|| pool.run(piece))).err()?;
        let minutes = start.elapsed().as_secs() / 60;
        Some((carried(panic.as_ref()), minutes))
    }

    #[harness::test]
    fn a_panic_comes_to_who_called_run() {
        few_schedules().run(|| {
            let panic = panic_of(&Pool::new(1), |_| panic!("no such folder"));
            assert!(
                panic == Some(("the text \"no such folder\"".to_owned(), 0)),
                "a piece panicked with \"no such folder\", and this came to the caller of `run`: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_of_the_first_half_waits_for_the_second() {
        few_schedules().run(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                let folder = 3;
                worker.join(move |_| panic!("no folder {folder}"), sleeps(HOUR));
            });
            assert!(
                panic == Some(("the String \"no folder 3\"".to_owned(), 60)),
                "`a` panicked with the String \"no folder 3\" at once, `b` took an hour, \
                 and this came to the caller of `run`, with the minute: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_of_the_second_half_arrives() {
        few_schedules().run(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                worker.join(sleeps(HOUR), |_| panic_any(7_u32));
            });
            assert!(
                panic == Some(("the number 7".to_owned(), 60)),
                "`b` panicked with the number 7 at once, `a` took an hour, \
                 and this came to the caller of `run`, with the minute: {panic:?}"
            );
        });
    }

    #[harness::test]
    fn of_two_panics_the_first_halfs_arrives() {
        few_schedules().run(|| {
            let pool = Pool::new(2);
            let panic = panic_of(&pool, |worker| {
                worker.join(|_| panic!("first"), |_| panic!("second"));
            });
            assert!(
                panic == Some(("the text \"first\"".to_owned(), 0)),
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
        few_schedules().run(|| {
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
        // No right answer needs more than a moment, and one that hangs is not to keep its author waiting.
        harness::time_limit(Duration::from_secs(3));
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

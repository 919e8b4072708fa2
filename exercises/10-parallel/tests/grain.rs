//! What this proves: both sizes are right to the last item; the pieces are as big as asked for, in pools of one to eight
//! threads; nothing is lost or out of place; and the pieces run at the same time.
//!
//! What it cannot see: what a piece costs on your machine. It counts pieces, and no clock is looked at.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/grain.rs"]
mod grain;

use grain::{Costs, map_pieces};
use std::time::Duration;

/// Threads in the pools that every result is tried in.
const POOLS: [usize; 5] = [1, 2, 3, 4, 8];

fn pool(threads: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().expect("the system has threads to give")
}

fn nanos(piece: u64, item: u64) -> Costs {
    Costs {
        piece: Duration::from_nanos(piece),
        item: Duration::from_nanos(item),
    }
}

mod behaves {
    use super::*;
    use harness::real::sync::atomic::{AtomicUsize, Ordering};
    use harness::real::sync::{Condvar, Mutex};

    /// What `workers` workers need for a piece each, and one loop for all of it.
    fn both_take(costs: Costs, workers: usize, piece: usize) -> (u128, u128) {
        let (item, items) = (costs.item.as_nanos(), piece as u128);
        (
            costs.piece.as_nanos() + items * item,
            workers as u128 * items * item,
        )
    }

    #[harness::test]
    fn from_the_break_even_on_the_workers_win() {
        for (costs, workers) in [
            (nanos(20_000, 50), 2),
            (nanos(20_000, 50), 3),
            (nanos(20_000, 50), 8),
            (nanos(300, 100), 2),
            (nanos(700, 100), 8),
            (nanos(899, 100), 4),
            (nanos(900, 100), 4),
            (nanos(901, 100), 4),
            (nanos(1_500, 1_000_000), 2),
            (nanos(0, 1), 2),
            (nanos(1, 1), 2),
            (nanos(86_400_000_000_000, 7), 5),
        ] {
            let got = costs.break_even(workers);
            let Some(piece) = got else {
                panic!(
                    "{costs:?}, {workers} workers: `break_even` said that no piece is big enough"
                );
            };
            assert!(piece > 0, "{costs:?}: `break_even` said 0 items");
            let (team, alone) = both_take(costs, workers, piece);
            assert!(
                team < alone,
                "{costs:?}: `break_even` said {piece}. {workers} workers with a piece of {piece} each need {team} ns, \
                 and one loop needs {alone} ns for all of it: that is no win"
            );
            let less = piece - 1;
            let (team, alone) = both_take(costs, workers, less);
            assert!(
                team >= alone,
                "{costs:?}: `break_even` said {piece}. But {workers} workers win with a piece of {less} each: \
                 they need {team} ns, and one loop needs {alone} ns for all of it"
            );
        }
    }

    #[harness::test]
    fn the_longest_items_are_worth_a_piece_each() {
        let longest = Costs {
            piece: Duration::MAX,
            item: Duration::MAX,
        };
        for (workers, right) in [(2, 2), (3, 1), ((1 << 55) + 2, 1), (usize::MAX, 1)] {
            let got = longest.break_even(workers);
            assert!(
                got == Some(right),
                "a piece and an item that cost `Duration::MAX` each, {workers} workers: `break_even` said {got:?}, and \
                 the smallest piece is {right}"
            );
        }
    }

    #[harness::test]
    fn who_cannot_win_has_no_break_even() {
        let got = [
            nanos(20_000, 50).break_even(1),
            nanos(0, 50).break_even(1),
            nanos(20_000, 0).break_even(4),
            nanos(0, 0).break_even(4),
        ];
        assert!(
            got == [None; 4],
            "one worker; one worker and pieces that cost nothing; items that cost nothing; nothing that costs anything: \
             `break_even` said {got:?}, and nobody wins there"
        );
    }

    #[harness::test]
    fn the_grain_loses_one_part_at_most() {
        for (costs, parts, right) in [
            (nanos(20_000, 50), 10, 4_000),
            (nanos(20_000, 50), 1, 400),
            (nanos(20_000, 50), 100, 40_000),
            (nanos(300, 100), 1, 3),
            (nanos(301, 100), 1, 4),
            (nanos(299, 100), 1, 3),
            (nanos(1, 3), 3, 1),
            (nanos(1, 3), 4, 2),
            (nanos(700, 1_000), 10, 7),
            (nanos(1_500, 1_000_000), 20, 1),
            (nanos(0, 50), 10, 1),
            (nanos(0, 0), 10, 1),
            (nanos(5_000_000_000, 4), u32::MAX, 5_368_709_118_750_000_000),
        ] {
            let got = costs.grain(parts);
            assert!(
                got == Some(right),
                "{costs:?}, at most one part in {parts}: `grain` said {got:?}, and the smallest piece is {right}"
            );
        }
    }

    #[harness::test]
    fn what_is_too_big_is_none() {
        let endless = Costs {
            piece: Duration::MAX,
            item: Duration::from_nanos(1),
        };
        let got = [
            nanos(1, 0).grain(10),
            endless.grain(1),
            endless.break_even(2),
        ];
        assert!(
            got == [None; 3],
            "items that cost nothing, and pieces that cost more nanoseconds than `usize` can count: \
             `grain`, `grain` and `break_even` said {got:?}, and no piece is big enough"
        );
    }

    /// Runs `map_pieces` on so many items. Says for each item which piece did it, the pieces' numbers from 0.
    fn pieces(threads: usize, items: usize, grain: usize) -> Vec<usize> {
        let next = AtomicUsize::new(0);
        let list: Vec<usize> = (0..items).collect();
        pool(threads).install(|| {
            map_pieces(
                &list,
                grain,
                || next.fetch_add(1, Ordering::SeqCst),
                |piece, _| *piece,
            )
        })
    }

    fn sizes(pieces: &[usize]) -> Vec<usize> {
        let count = pieces.iter().max().map_or(0, |last| last + 1);
        let mut sizes = vec![0; count];
        pieces.iter().for_each(|piece| sizes[*piece] += 1);
        sizes
    }

    #[harness::test]
    fn results_stand_in_the_order_of_the_items() {
        for threads in POOLS {
            for (items, grain) in [
                (0, 1),
                (1, 1),
                (2, 3),
                (7, 7),
                (100, 1),
                (101, 10),
                (3_000, 64),
            ] {
                let list: Vec<u64> = (0..items).collect();
                let got = pool(threads).install(|| map_pieces(&list, grain, || (), |_, n| n * n));
                assert!(
                    got.len() as u64 == items,
                    "{items} items in pieces of {grain}, a pool of {threads}: there are {} results",
                    got.len()
                );
                assert!(
                    got.iter().zip(&list).all(|(square, n)| *square == n * n),
                    "{items} items in pieces of {grain}, a pool of {threads}: the results do not stand in the order of the items"
                );
            }
        }
    }

    /// The first item waits here until half of the others are done. For a while only: a pool may be busy with it alone.
    #[derive(Default)]
    struct Others {
        done: Mutex<usize>,
        changed: Condvar,
    }

    impl Others {
        fn one_more(&self) {
            *self.done.lock().unwrap() += 1;
            self.changed.notify_all();
        }

        fn wait_for(&self, others: usize) {
            let done = self.done.lock().unwrap();
            let patience = Duration::from_secs(1);
            let wait = self
                .changed
                .wait_timeout_while(done, patience, |done| *done < others);
            drop(wait.unwrap());
        }
    }

    #[harness::test]
    fn the_order_holds_when_the_first_item_takes_longest() {
        let others = Others::default();
        let list: Vec<usize> = (0..64).collect();
        let slow_first = |_: &mut (), n: &usize| {
            match n {
                0 => others.wait_for(32),
                _ => others.one_more(),
            }
            *n
        };
        let got = pool(2).install(|| map_pieces(&list, 4, || (), slow_first));
        assert!(
            got == list,
            "64 items, of which the first was done after 32 others: the results do not stand in the order of the items"
        );
    }

    #[harness::test]
    fn each_item_is_done_once() {
        for threads in POOLS {
            let done: Vec<AtomicUsize> = (0..1_001).map(|_| AtomicUsize::new(0)).collect();
            let count = |_: &mut (), one: &AtomicUsize| one.fetch_add(1, Ordering::SeqCst);
            pool(threads).install(|| map_pieces(&done, 10, || (), count));
            assert!(
                done.iter().all(|one| one.load(Ordering::SeqCst) == 1),
                "1,001 items in pieces of 10, a pool of {threads}: not each item was done once"
            );
        }
    }

    #[harness::test]
    fn pieces_are_as_big_as_the_grain() {
        for threads in POOLS {
            for (items, grain) in [
                (40, 40),
                (41, 40),
                (100, 30),
                (1_000, 10),
                (1_009, 48),
                (6, 100),
                (9_000, 3_000),
                (10, usize::MAX),
            ] {
                let sizes = sizes(&pieces(threads, items, grain));
                let small = sizes.iter().filter(|size| **size < grain).count();
                assert!(
                    small <= 1,
                    "{items} items in pieces of {grain}, a pool of {threads}: \
                     more than one piece has fewer than {grain} items"
                );
            }
        }
    }

    #[harness::test]
    fn there_are_more_pieces_than_threads() {
        for threads in [2, 3, 4, 8, 33] {
            for grain in [1, 5, 12] {
                let items = 4 * threads * grain;
                let count = sizes(&pieces(threads, items, grain)).len();
                assert!(
                    count > threads,
                    "{items} items in pieces of {grain} or more, a pool of {threads}: \
                     there are no more pieces than threads, and whoever is done early finds nothing to do"
                );
            }
        }
    }

    #[harness::test]
    fn each_piece_has_its_own_scratch() {
        for threads in POOLS {
            // The sum of what went before in its piece: 0 for the first item of a piece, then 1, 2, 3 …
            let list = vec![1_usize; 200];
            let sum = |so_far: &mut usize, one: &usize| {
                *so_far += one;
                *so_far - one
            };
            let got = pool(threads).install(|| map_pieces(&list, 20, || 0, sum));
            let in_turn = got
                .windows(2)
                .all(|two| two[1] == 0 || two[1] == two[0] + 1);
            assert!(
                got[0] == 0 && in_turn,
                "200 items in pieces of 20 or more, a pool of {threads}: \
                 the items of a piece did not find the scratch as the one before them had left it"
            );
        }
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::Meeting;
    use harness::real::sync::atomic::{AtomicUsize, Ordering};
    use harness::real::thread;

    fn items_meet(threads: usize, items: usize, grain: usize) {
        let (list, meeting) = (vec![(); items], Meeting::new(threads));
        let work = |_: &mut (), (): &()| {
            // Once is enough: how the rest is shared out is the program's affair.
            if meeting.peak() < threads {
                meeting.item(|| ());
            }
        };
        pool(threads).install(|| map_pieces(&list, grain, || (), work));
        assert!(
            meeting.peak() >= threads,
            "{items} items in pieces of {grain} or more, a pool of {threads}: \
             there never were {threads} threads that worked at the same time"
        );
    }

    /// Whether another item is done within a second.
    fn others_go_on(done: &AtomicUsize) -> bool {
        let before = done.load(Ordering::SeqCst);
        for _ in 0..1_000 {
            if done.load(Ordering::SeqCst) > before {
                return true;
            }
            thread::sleep(Duration::from_millis(1));
        }
        false
    }

    #[harness::test]
    fn whoever_is_done_takes_another_piece() {
        const ITEMS: usize = 48;
        let list: Vec<usize> = (0..ITEMS).collect();
        let (done, in_time) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let slow_first = |_: &mut (), n: &usize| {
            if *n == 0 {
                while done.load(Ordering::SeqCst) <= ITEMS / 2 && others_go_on(&done) {}
                in_time.store(done.load(Ordering::SeqCst), Ordering::SeqCst);
            }
            done.fetch_add(1, Ordering::SeqCst);
        };
        pool(2).install(|| map_pieces(&list, 6, || (), slow_first));
        assert!(
            in_time.into_inner() > ITEMS / 2,
            "{ITEMS} items in pieces of 6 or more, a pool of 2: the first item took long, and half of the items or more \
             waited for it, while the other thread had nothing to do"
        );
    }

    #[harness::test]
    fn two_threads_work_at_the_same_time() {
        items_meet(2, 48, 3);
    }

    #[harness::test]
    fn four_threads_work_at_the_same_time() {
        items_meet(4, 64, 4);
    }

    #[harness::test]
    fn eight_threads_work_at_the_same_time() {
        items_meet(8, 128, 4);
    }
}

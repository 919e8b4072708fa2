//! What this proves: the striped heap gives the results of one that has one lock, no call shows half of
//! another one, no two of them block each other for ever, and different stripes never wait for each other.
//! `race_free` tries the orders in which two or three threads can run; time is the checker's own.
//! In `speeds_up` two threads have to meet inside `update`, which shows that they can run side by side
//! whatever else the machine is doing.
//!
//! What it cannot see: how many locks there are beyond the stripes, and whether the stripes lie far enough
//! apart in memory.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/drop_the_lock.rs"]
mod drop_the_lock;

// One thread only, but under the checker: a thread that waits for itself is told so at once.
mod behaves {
    use super::drop_the_lock::*;
    use harness::model::check;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn every_object_has_its_id() {
        check(|| {
            for stripes in 1..=4 {
                let heap = Heap::new(vec![10, 11, 12, 13, 14], stripes);
                let all = heap.snapshot();
                assert!(
                    all == [10, 11, 12, 13, 14],
                    "5 objects in {stripes} stripes were 10 to 14, and a snapshot shows {all:?}"
                );
                let one_by_one: Vec<i32> = (0..5).map(|id| heap.get(id)).collect();
                assert!(
                    one_by_one == all,
                    "5 objects in {stripes} stripes were 10 to 14, and `get` shows {one_by_one:?}"
                );
            }
        });
    }

    #[harness::test]
    fn an_update_stays() {
        check(|| {
            let heap = Heap::new(vec![10, 11, 12], 2);
            let returned = heap.update(2, |object| {
                *object += 5;
                "done"
            });
            assert!(
                returned == "done",
                "`f` returned `done`, and `update` returned `{returned}`"
            );
            heap.update(2, |object| *object *= 2);
            let (updated, all) = (heap.get(2), heap.snapshot());
            assert!(
                updated == 34,
                "object 2 was 12, 5 was added and it was doubled, and `get` shows {updated}"
            );
            assert!(
                all == [10, 11, 34],
                "object 2 was changed to 34, and a snapshot shows {all:?}"
            );
        });
    }

    #[harness::test]
    fn a_swap_exchanges_two_objects() {
        check(|| {
            // The same stripe, different stripes, both directions, and an object with itself.
            for (a, b) in [(0, 2), (2, 0), (0, 1), (1, 0), (1, 2), (3, 0), (1, 1)] {
                for stripes in 1..=3 {
                    let heap = Heap::new(vec!['a', 'b', 'c', 'd'], stripes);
                    let mut expected = heap.snapshot();
                    expected.swap(a, b);
                    heap.swap(a, b);
                    let all = heap.snapshot();
                    assert!(
                        all == expected,
                        "objects {a} and {b} of abcd were exchanged, in {stripes} stripes, and a snapshot shows {all:?}"
                    );
                }
            }
        });
    }

    #[harness::test]
    fn an_empty_heap_has_a_snapshot() {
        check(|| {
            let none: Vec<u8> = Heap::new(vec![], 3).snapshot();
            assert!(none.is_empty(), "an empty heap has a snapshot of {none:?}");
        });
    }

    #[harness::test]
    fn more_stripes_than_objects_are_fine() {
        check(|| {
            let heap = Heap::new(vec![1, 2], 5);
            heap.swap(0, 1);
            heap.update(1, |object| *object = 7);
            let all = heap.snapshot();
            assert!(
                all == [2, 7],
                "2 objects in 5 stripes, exchanged and one of them set to 7, should be [2, 7] and are {all:?}"
            );
        });
    }

    #[harness::test]
    fn an_unknown_id_panics_and_spoils_nothing() {
        check(|| {
            let heap = Heap::new(vec![1, 2, 3], 2);
            let asks: [(&str, &dyn Fn()); 5] = [
                ("get(3)", &|| _ = heap.get(3)),
                ("update(4, …)", &|| heap.update(4, |object| *object = 0)),
                ("swap(0, 3)", &|| heap.swap(0, 3)),
                ("swap(5, 1)", &|| heap.swap(5, 1)),
                ("swap(7, 7)", &|| heap.swap(7, 7)),
            ];
            for (call, ask) in asks {
                assert!(
                    catch_unwind(AssertUnwindSafe(ask)).is_err(),
                    "the heap has objects 0 to 2, and `{call}` did not panic"
                );
            }
            let after = catch_unwind(AssertUnwindSafe(|| {
                heap.swap(0, 1);
                (heap.get(0), heap.snapshot())
            }));
            assert!(
                after.is_ok(),
                "calls with unknown ids panicked, and after them a call with a known one does, too"
            );
            assert!(
                after.ok() == Some((2, vec![2, 1, 3])),
                "calls with unknown ids panicked, and they changed something"
            );
        });
    }
}

mod race_free {
    use super::drop_the_lock::*;
    use harness::model::check;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn no_update_is_lost() {
        check(|| {
            let heap = Heap::new(vec![0, 0], 2);
            thread::scope(|s| {
                s.spawn(|| heap.update(1, |object| *object += 1));
                heap.update(1, |object| *object += 10);
            });
            let sum = heap.get(1);
            assert!(
                sum == 11,
                "two threads added 1 and 10 to the same object, and it is {sum}"
            );
        });
    }

    #[harness::test]
    fn what_is_seen_does_not_go_back() {
        check(|| {
            let heap = Heap::new(vec![0, 0], 2);
            thread::scope(|s| {
                s.spawn(|| heap.update(1, |object| *object = 1));
                let by_update = heap.update(1, |object| *object);
                let (by_get, in_snapshot) = (heap.get(1), heap.snapshot()[1]);
                assert!(
                    by_update <= by_get && by_get <= in_snapshot,
                    "an object is changed from 0 to 1; one thread saw {by_update} in `update`, \
                     then {by_get} with `get`, then {in_snapshot} in a snapshot"
                );
            });
        });
    }

    #[harness::test]
    fn opposite_swaps_do_not_block_each_other() {
        check(|| {
            let heap = Heap::new(vec!['a', 'b'], 2);
            thread::scope(|s| {
                s.spawn(|| heap.swap(0, 1));
                heap.swap(1, 0);
            });
            let all = heap.snapshot();
            assert!(
                all == ['a', 'b'],
                "a and b were exchanged twice, and a snapshot shows {all:?}"
            );
        });
    }

    #[harness::test]
    fn swaps_by_any_ids_do_not_block_each_other() {
        check(|| {
            // Objects 1 and 2, then 0 and 1: in the order of ids, the stripes come as 1, 0 and as 0, 1.
            let heap = Heap::new(vec!['a', 'b', 'c'], 2);
            thread::scope(|s| {
                s.spawn(|| heap.swap(0, 1));
                heap.swap(1, 2);
            });
            let all: String = heap.snapshot().into_iter().collect();
            assert!(
                all == "bca" || all == "cab",
                "a and b of abc were exchanged by one thread, objects 1 and 2 by another, \
                 which gives bca or cab; a snapshot shows {all}"
            );
        });
    }

    #[harness::test]
    fn swaps_in_a_circle_do_not_block_each_other() {
        check(|| {
            let heap = Heap::new(vec!['a', 'b', 'c'], 3);
            thread::scope(|s| {
                s.spawn(|| heap.swap(0, 1));
                s.spawn(|| heap.swap(1, 2));
                heap.swap(2, 0);
            });
            let mut all = heap.snapshot();
            all.sort();
            assert!(
                all == ['a', 'b', 'c'],
                "three threads exchanged objects of abc, and afterwards they are {all:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_sees_half_a_swap() {
        for stripes in [2, 1] {
            check(move || {
                let heap = Heap::new(vec!['a', 'b'], stripes);
                thread::scope(|s| {
                    s.spawn(|| heap.swap(0, 1));
                    let all = heap.snapshot();
                    assert!(
                        all == ['a', 'b'] || all == ['b', 'a'],
                        "a and b were being exchanged, and a snapshot shows {all:?}: half a swap"
                    );
                });
            });
        }
    }

    /// One thread exchanges objects `a` and `b`, which are 0 and 1, and another one adds to object 1.
    fn a_swap_and_an_update(stripes: usize, a: usize, b: usize) {
        check(move || {
            let heap = Heap::new(vec![10, 20], stripes);
            thread::scope(|s| {
                s.spawn(|| heap.swap(a, b));
                heap.update(1, |object| *object += 1);
            });
            let all = heap.snapshot();
            assert!(
                all == [21, 10] || all == [20, 11],
                "10 and 20 (number of stripes: {stripes}) were exchanged by one thread, and another added 1 to object 1: \
                 that gives [21, 10] or [20, 11], and a snapshot shows {all:?}"
            );
        });
    }

    #[harness::test]
    fn a_swap_does_not_undo_an_update() {
        a_swap_and_an_update(2, 0, 1);
        a_swap_and_an_update(2, 1, 0);
    }

    #[harness::test]
    fn a_swap_within_a_stripe_does_not_undo_an_update() {
        a_swap_and_an_update(1, 0, 1);
        a_swap_and_an_update(1, 1, 0);
    }

    /// One thread sets object `first` of three to 1, then object `second`; another one looks.
    fn changes_are_seen_in_order(first: usize, second: usize) {
        check(move || {
            let heap = Heap::new(vec![0, 0, 0], 3);
            thread::scope(|s| {
                s.spawn(|| {
                    heap.update(first, |object| *object = 1);
                    heap.update(second, |object| *object = 1);
                });
                let all = heap.snapshot();
                assert!(
                    all[first] >= all[second],
                    "object {first} was set to 1 before object {second} was, and a snapshot shows {all:?}: \
                     that was never so"
                );
                let (then, before) = (heap.get(second), heap.get(first));
                assert!(
                    before >= then,
                    "object {first} was set to 1 before object {second} was, and one thread saw the \
                     second change, and after it not the first"
                );
            });
        });
    }

    #[harness::test]
    fn a_snapshot_is_of_one_moment() {
        changes_are_seen_in_order(0, 2);
    }

    #[harness::test]
    fn a_snapshot_is_of_one_moment_the_other_way_round() {
        changes_are_seen_in_order(2, 0);
    }

    #[harness::test]
    fn two_snapshots_and_a_swap_end() {
        check(|| {
            let heap = Heap::new(vec!['a', 'b', 'c'], 3);
            thread::scope(|s| {
                s.spawn(|| heap.swap(2, 0));
                s.spawn(|| heap.snapshot());
                heap.snapshot();
            });
        });
    }

    #[harness::test]
    fn other_stripes_do_not_wait() {
        // The first stripe, one in the middle, the last.
        for busy in [0, 2, 5] {
            check(move || {
                let heap = Heap::new((0..12).collect(), 6);
                thread::scope(|s| {
                    s.spawn(|| heap.update(busy, |_| thread::sleep(HOUR)));
                    thread::sleep(MINUTE);
                    let others: Vec<usize> = (0..12).filter(|id| id % 6 != busy).collect();
                    for &id in &others {
                        comes_through(busy, &format!("get({id})"), || _ = heap.get(id));
                        let update = || heap.update(id, |object| *object += 1);
                        comes_through(busy, &format!("update({id}, …)"), update);
                    }
                    for pair in others.windows(2) {
                        let (a, b) = (pair[0], pair[1]);
                        comes_through(busy, &format!("swap({a}, {b})"), || heap.swap(a, b));
                    }
                });
            });
        }
    }

    /// While a thread updates object `busy` of six stripes, `call` runs without a wait.
    #[track_caller]
    fn comes_through(busy: usize, call: &str, run: impl FnOnce()) {
        let asked = Instant::now();
        run();
        let waited = asked.elapsed();
        assert!(
            waited == Duration::ZERO,
            "one thread updates object {busy}, in stripe {busy} of 6, and `{call}`, which does not touch that stripe, \
             waited for {waited:?}"
        );
    }

    #[harness::test]
    fn whoever_waits_holds_no_other_stripe_up() {
        check(|| {
            let heap = Heap::new(vec![0, 1, 2], 3);
            thread::scope(|s| {
                s.spawn(|| heap.update(0, |_| thread::sleep(HOUR)));
                thread::sleep(MINUTE);
                s.spawn(|| heap.update(0, |object| *object += 1));
                thread::sleep(MINUTE);
                let asked = Instant::now();
                heap.swap(1, 2);
                let waited = asked.elapsed();
                assert!(
                    waited == Duration::ZERO,
                    "one thread updates object 0, a second one waits for it, and a swap of objects 1 and 2, \
                     which are in other stripes, waited for {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_swap_that_waits_holds_no_other_swap_up() {
        check(|| {
            let heap = Heap::new(vec![0, 1, 2, 3], 4);
            thread::scope(|s| {
                s.spawn(|| heap.update(0, |_| thread::sleep(HOUR)));
                thread::sleep(MINUTE);
                s.spawn(|| heap.swap(0, 1));
                thread::sleep(MINUTE);
                let asked = Instant::now();
                heap.swap(2, 3);
                let waited = asked.elapsed();
                assert!(
                    waited == Duration::ZERO,
                    "one thread updates object 0, a swap of objects 0 and 1 waits for it, and a swap of objects 2 and 3, \
                     which are in other stripes, waited for {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_thread_sleeps() {
        check(|| {
            let heap = Heap::new(vec![0, 1], 2);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| heap.update(0, |_| thread::sleep(HOUR)));
                thread::sleep(MINUTE);
                heap.update(0, |object| *object += 1);
                let done = start.elapsed();
                assert!(
                    done == HOUR,
                    "an object was being updated for an hour, and another update of it was done after {done:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_swap_sleeps() {
        check(|| {
            let heap = Heap::new(vec![0, 1], 2);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| heap.update(1, |_| thread::sleep(HOUR)));
                thread::sleep(MINUTE);
                heap.swap(0, 1);
                let done = start.elapsed();
                assert!(
                    done == HOUR,
                    "an object was being updated for an hour, and a swap with it was done after {done:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_panic_leaves_the_object_as_it_is() {
        check(|| {
            let heap = Heap::new(vec![1, 2, 3], 2);
            let failed = catch_unwind(AssertUnwindSafe(|| {
                heap.update(0, |object| {
                    *object = 7;
                    panic!("type error")
                })
            }));
            assert!(failed.is_err(), "`f` panicked, and its panic is gone");
            let after = catch_unwind(AssertUnwindSafe(|| {
                heap.update(0, |object| *object += 1);
                heap.swap(2, 0);
                heap.snapshot()
            }));
            assert!(
                after.is_ok(),
                "`f` panicked, and later calls for its object or others of its stripe panic, too"
            );
            let after = after.unwrap_or_default();
            assert!(
                after == [3, 2, 8],
                "`f` set object 0 to 7 and panicked, 1 was added, and it was exchanged with object 2: \
                 the objects should be [3, 2, 8] and are {after:?}"
            );
        });
    }
}

mod speeds_up {
    use super::drop_the_lock::*;
    use harness::gauge::{assert_parallel, side_by_side};
    use harness::real::hint::black_box;
    use std::sync::Mutex;
    use std::thread;

    const THREADS: usize = 2;
    const ITEMS: usize = 40;

    /// Each thread calls `update` with ids of its own stripe.
    fn by_stripe(update: impl Fn(usize) + Sync) {
        thread::scope(|s| {
            for stripe in 0..THREADS {
                let update = &update;
                s.spawn(move || (stripe..ITEMS).step_by(THREADS).for_each(update));
            }
        });
    }

    #[harness::test]
    fn updates_of_different_stripes_meet() {
        assert_parallel(THREADS, ITEMS, |meeting| {
            let heap = Heap::new(vec![0; ITEMS], THREADS);
            by_stripe(|id| heap.update(id, |object| meeting.item(|| *object += 1)));
        });
        show();
    }

    /// The figure for the reader; it decides nothing.
    fn show() {
        let execute =
            |object: &mut u64| *object = (0..5_000).fold(*object, |sum, n| black_box(sum + n));
        let one_lock = Mutex::new(vec![0; ITEMS]);
        let many_locks = Heap::new(vec![0; ITEMS], THREADS);
        side_by_side(
            "2 threads on 40 objects, 2 stripes against one lock",
            THREADS,
            || by_stripe(|id| execute(&mut one_lock.lock().unwrap()[id])),
            || by_stripe(|id| many_locks.update(id, execute)),
        );
    }
}

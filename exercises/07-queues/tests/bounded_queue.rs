//! What this proves: nothing is lost, doubled or overtaken, the queue is never longer than it may be, nobody sleeps
//! on who could go on, and `close` is heard by everybody. All tests run under the checker. `race_free` and
//! `shuts_down` try the orders in which two or three threads can run, with wake-ups for no reason among them; time is
//! the checker's own and stands still while anybody can run.
//!
//! What it cannot see: in which order waiting threads are served (any order passes), whether one of them is passed
//! over for ever by others who come again and again, and how fast the queue is.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/bounded_queue.rs"]
mod bounded_queue;

use bounded_queue::*;

/// An item: no copy, no clone, no comparison to be had.
struct Page(u32);

fn taken(queue: &BoundedQueue<Page>) -> Option<u32> {
    queue.pop().map(|page| page.0)
}

/// Pushes, and gives back what came back.
fn refused(queue: &BoundedQueue<Page>, number: u32) -> Option<u32> {
    queue.push(Page(number)).err().map(|closed| closed.0.0)
}

/// Wrong queues are found out within a hundred schedules, and most within ten.
fn check(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(1_500).random(300);
    check.run(program);
}

/// With many threads, only the first orders: each thread goes on until it has to wait.
fn check_few(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(20).random(0);
    check.run(program);
}

// One thread only, but under the checker: a thread that waits for nobody is told so at once.
mod behaves {
    use super::*;
    use harness::witness::Drops;
    use std::panic;

    #[harness::test]
    fn items_come_out_as_they_went_in() {
        check(|| {
            let queue = BoundedQueue::new(3);
            for number in 1..=3 {
                let back = refused(&queue, number);
                assert!(
                    back.is_none(),
                    "a queue for 3 items, not closed, did not take item {number}"
                );
            }
            let out = [(); 3].map(|()| taken(&queue));
            assert!(
                out == [Some(1), Some(2), Some(3)],
                "items 1, 2 and 3 went in, and {out:?} came out"
            );
        });
    }

    #[harness::test]
    fn the_order_holds_over_many_items() {
        check(|| {
            let queue = BoundedQueue::new(3);
            let mut out = Vec::new();
            refused(&queue, 0);
            for number in 1..=10 {
                refused(&queue, number);
                out.extend(taken(&queue));
            }
            assert!(
                out == Vec::from_iter(0..10),
                "11 items went through a queue for 3 in order, and the first 10 to come out were {out:?}"
            );
        });
    }

    #[harness::test]
    fn a_queue_for_nothing_is_refused() {
        check(|| {
            let made = panic::catch_unwind(|| BoundedQueue::<u32>::new(0));
            assert!(
                made.is_err(),
                "`new(0)` made a queue: its documentation says that it panics"
            );
        });
    }

    #[harness::test]
    fn a_closed_queue_gives_the_item_back() {
        check(|| {
            let queue = BoundedQueue::new(2);
            queue.close();
            queue.close();
            let back = [1, 2, 3].map(|number| refused(&queue, number));
            assert!(
                back == [Some(1), Some(2), Some(3)],
                "the queue is closed, items 1, 2 and 3 were pushed, and {back:?} came back"
            );
        });
    }

    #[harness::test]
    fn what_is_inside_outlives_the_close() {
        check(|| {
            let queue = BoundedQueue::new(2);
            refused(&queue, 1);
            refused(&queue, 2);
            queue.close();
            let out = [(); 2].map(|()| taken(&queue));
            assert!(
                out == [Some(1), Some(2)],
                "items 1 and 2 were inside when the queue was closed, and {out:?} came out"
            );
            for time in 1..=3 {
                let more = taken(&queue);
                assert!(
                    more.is_none(),
                    "the queue is closed and drained, and `pop` number {time} after that said {more:?}"
                );
            }
        });
    }

    #[harness::test]
    fn room_in_a_closed_queue_is_no_room() {
        check(|| {
            let queue = BoundedQueue::new(1);
            refused(&queue, 1);
            queue.close();
            taken(&queue);
            let back = refused(&queue, 2);
            assert!(
                back == Some(2),
                "the queue was closed, then its only item was taken, and after that an item went in"
            );
        });
    }

    #[harness::test]
    fn what_nobody_took_is_dropped_with_the_queue() {
        check(|| {
            let drops = Drops::new();
            let queue = BoundedQueue::new(3);
            for _ in 0..3 {
                let _ = queue.push(drops.token());
            }
            drop(queue.pop());
            queue.close();
            drop(queue.push(drops.token()));
            drop(queue);
            drops.assert_all_dropped();
        });
    }
}

mod race_free {
    use super::*;
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    /// An odd time, which nobody hits who looks every so often.
    const LONG: Duration = Duration::from_nanos(3_600_000_000_007);
    const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

    #[harness::test]
    fn every_item_comes_out_once() {
        check(|| {
            let queue = BoundedQueue::new(1);
            thread::scope(|s| {
                let poppers = [(); 2].map(|()| s.spawn(|| taken(&queue)));
                refused(&queue, 1);
                refused(&queue, 2);
                let mut out = poppers.map(|popper| popper.join().unwrap());
                out.sort();
                assert!(
                    !out.contains(&None),
                    "`pop` said `None`, and nobody has closed the queue"
                );
                assert!(
                    out == [Some(1), Some(2)],
                    "items 1 and 2 went in, and two threads took {out:?}"
                );
            });
        });
    }

    #[harness::test]
    fn items_of_one_thread_keep_their_order() {
        check(|| {
            let queue = BoundedQueue::new(2);
            thread::scope(|s| {
                s.spawn(|| [1, 2, 3].map(|number| refused(&queue, number)));
                let out = [(); 3].map(|()| taken(&queue));
                assert!(
                    out == [Some(1), Some(2), Some(3)],
                    "one thread pushed 1, 2 and 3, and {out:?} came out"
                );
            });
        });
    }

    #[harness::test]
    fn a_full_queue_makes_push_wait() {
        check(|| {
            let queue = BoundedQueue::new(1);
            refused(&queue, 1);
            let start = Instant::now();
            thread::scope(|s| {
                let pusher = s.spawn(|| {
                    refused(&queue, 2);
                    start.elapsed()
                });
                thread::sleep(LONG);
                let first = taken(&queue);
                let waited = pusher.join().unwrap();
                assert!(
                    first == Some(1),
                    "item 1 was inside and a second one waited for room: `pop` gave {first:?}"
                );
                assert!(
                    waited == LONG,
                    "a queue for 1 item was full for {LONG:?}, and `push` came back after {waited:?}"
                );
                let second = taken(&queue);
                assert!(
                    second == Some(2),
                    "item 2 waited for room and went in: `pop` gave {second:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_longer_queue_makes_push_wait_as_well() {
        check(|| {
            let queue = BoundedQueue::new(3);
            for number in [1, 2, 3] {
                refused(&queue, number);
            }
            let start = Instant::now();
            thread::scope(|s| {
                let pusher = s.spawn(|| (refused(&queue, 4), start.elapsed()));
                thread::sleep(THOUSAND_DAYS);
                let first = taken(&queue);
                let (back, waited) = pusher.join().unwrap();
                assert!(
                    first == Some(1) && back.is_none(),
                    "a queue for 3 items was full for a thousand days: `pop` then gave {first:?}, and the \
                     fourth `push` gave back {back:?}"
                );
                assert!(
                    waited == THOUSAND_DAYS,
                    "a queue for 3 items was full for {THOUSAND_DAYS:?}, and `push` came back after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn items_without_a_size_take_room_too() {
        check(|| {
            let queue = BoundedQueue::new(1);
            let _ = queue.push(());
            let start = Instant::now();
            thread::scope(|s| {
                let pusher = s.spawn(|| {
                    let _ = queue.push(());
                    start.elapsed()
                });
                thread::sleep(LONG);
                queue.pop();
                let waited = pusher.join().unwrap();
                assert!(
                    waited == LONG,
                    "a queue for one `()` was full for {LONG:?}, and `push` came back after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn an_empty_queue_makes_pop_wait() {
        check(|| {
            let queue = BoundedQueue::new(2);
            let start = Instant::now();
            thread::scope(|s| {
                let popper = s.spawn(|| (taken(&queue), start.elapsed()));
                thread::sleep(LONG);
                refused(&queue, 1);
                let (item, waited) = popper.join().unwrap();
                assert!(
                    item == Some(1),
                    "item 1 went in, nobody closed the queue, and `pop` said {item:?}"
                );
                assert!(
                    waited == LONG,
                    "an item came after {LONG:?}, and `pop` came back after {waited:?}"
                );
            });
        });
    }

    #[harness::test]
    fn silence_is_not_the_end() {
        check(|| {
            let queue = BoundedQueue::new(2);
            thread::scope(|s| {
                let popper = s.spawn(|| [(); 2].map(|()| taken(&queue)));
                refused(&queue, 1);
                thread::sleep(THOUSAND_DAYS);
                refused(&queue, 2);
                let out = popper.join().unwrap();
                assert!(
                    out == [Some(1), Some(2)],
                    "item 1 went in, and item 2 a thousand days later: `pop` gave {out:?}"
                );
            });
        });
    }

    #[harness::test]
    fn there_are_never_more_inside_than_may_be() {
        check(|| {
            let queue = BoundedQueue::new(1);
            let inside = AtomicUsize::new(1);
            refused(&queue, 0);
            thread::scope(|s| {
                for number in [1, 2] {
                    let (queue, inside) = (&queue, &inside);
                    s.spawn(move || {
                        if refused(queue, number).is_none() {
                            inside.fetch_add(1, SeqCst);
                        }
                    });
                }
                for _ in 0..3 {
                    thread::sleep(MINUTE);
                    let now = inside.load(SeqCst);
                    assert!(now < 2, "there are {now} items in a queue for 1");
                    taken(&queue);
                    inside.fetch_sub(1, SeqCst);
                }
            });
        });
    }

    #[harness::test]
    fn two_threads_do_not_take_the_same_room() {
        check(|| {
            let queue = BoundedQueue::new(1);
            let inside = AtomicUsize::new(0);
            thread::scope(|s| {
                for number in [1, 2] {
                    let (queue, inside) = (&queue, &inside);
                    s.spawn(move || {
                        if refused(queue, number).is_none() {
                            inside.fetch_add(1, SeqCst);
                        }
                    });
                }
                thread::sleep(MINUTE);
                let now = inside.load(SeqCst);
                assert!(
                    now == 1,
                    "two threads pushed into an empty queue for 1, and after a minute there are {now} items inside"
                );
                taken(&queue);
                taken(&queue);
            });
        });
    }

    #[harness::test]
    fn an_item_wakes_a_thread_that_waits_for_one() {
        check(|| {
            let queue = BoundedQueue::new(2);
            thread::scope(|s| {
                let poppers = [(); 2].map(|()| s.spawn(|| taken(&queue)));
                refused(&queue, 1);
                refused(&queue, 2);
                for popper in poppers {
                    assert!(
                        popper.join().unwrap().is_some(),
                        "`pop` said `None`, and nobody has closed the queue"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn room_wakes_a_thread_that_waits_for_it() {
        check(|| {
            let queue = BoundedQueue::new(2);
            refused(&queue, 1);
            refused(&queue, 2);
            thread::scope(|s| {
                let pushers = [3, 4].map(|number| {
                    let queue = &queue;
                    s.spawn(move || refused(queue, number))
                });
                let out = [taken(&queue), taken(&queue)];
                assert!(
                    out == [Some(1), Some(2)],
                    "items 1 and 2 were the first to go in, and {out:?} came out first"
                );
                for pusher in pushers {
                    assert!(
                        pusher.join().unwrap().is_none(),
                        "an item came back from `push`, and nobody has closed the queue"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn a_crowd_does_not_take_each_others_wake_ups() {
        check_few(|| {
            let queue = BoundedQueue::new(1);
            thread::scope(|s| {
                let poppers = [(); 3].map(|()| s.spawn(|| taken(&queue)));
                s.spawn(|| [1, 2, 3, 4].map(|number| refused(&queue, number)));
                let mine = taken(&queue);
                let others = poppers.map(|popper| popper.join().unwrap());
                let mut out = Vec::from_iter(others.into_iter().chain([mine]).flatten());
                out.sort_unstable();
                assert!(
                    out == [1, 2, 3, 4],
                    "one thread pushed items 1, 2, 3 and 4, and four threads, each of which pops once, took {out:?}"
                );
            });
        });
    }

    #[harness::test]
    fn pushers_and_poppers_do_not_take_each_others_wake_ups() {
        check(|| {
            let queue = BoundedQueue::new(1);
            thread::scope(|s| {
                s.spawn(|| refused(&queue, 1));
                s.spawn(|| refused(&queue, 2));
                let mut out = [(); 2].map(|()| taken(&queue));
                out.sort();
                assert!(
                    out == [Some(1), Some(2)],
                    "two threads pushed items 1 and 2, and {out:?} came out"
                );
            });
        });
    }
}

mod shuts_down {
    use super::*;
    use std::thread;
    use std::time::{Duration, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn close_wakes_every_pop_that_waits() {
        check(|| {
            let queue = BoundedQueue::<Page>::new(1);
            thread::scope(|s| {
                let poppers = [(); 2].map(|()| s.spawn(|| taken(&queue)));
                s.spawn(|| queue.close());
                let mine = taken(&queue);
                let [one, another] = poppers.map(|popper| popper.join().unwrap());
                for item in [mine, one, another] {
                    assert!(
                        item.is_none(),
                        "nothing ever went in, and `pop` gave {item:?}"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn close_wakes_every_push_that_waits() {
        check(|| {
            let queue = BoundedQueue::new(1);
            refused(&queue, 0);
            thread::scope(|s| {
                let pushers = [1, 2].map(|number| {
                    let queue = &queue;
                    s.spawn(move || refused(queue, number))
                });
                s.spawn(|| queue.close());
                let mine = refused(&queue, 3);
                let [one, another] = pushers.map(|pusher| pusher.join().unwrap());
                for (number, back) in [(1, one), (2, another), (3, mine)] {
                    assert!(
                        back == Some(number),
                        "a full queue was closed while item {number} waited for room, and `push` gave back {back:?}"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn a_push_that_waits_gets_nothing_in_after_the_close() {
        check(|| {
            let queue = BoundedQueue::new(1);
            refused(&queue, 1);
            thread::scope(|s| {
                let pusher = s.spawn(|| refused(&queue, 2));
                queue.close();
                let out = [taken(&queue), taken(&queue)];
                let back = pusher.join().unwrap();
                assert!(
                    out == [Some(1), None],
                    "item 1 was inside when the queue was closed: it alone was to come out, and {out:?} did"
                );
                assert!(
                    back == Some(2),
                    "the queue was full until it was closed, and item 2 went in all the same"
                );
            });
        });
    }

    #[harness::test]
    fn what_went_in_comes_out() {
        check(|| {
            let queue = BoundedQueue::new(1);
            thread::scope(|s| {
                let pusher = s.spawn(|| refused(&queue, 1).is_none());
                queue.close();
                let out = taken(&queue);
                let went_in = pusher.join().unwrap();
                assert!(
                    out.is_some() == went_in,
                    "`push` said {}, the queue was closed at the same time, and `pop` gave {out:?}",
                    if went_in { "Ok" } else { "Closed" }
                );
            });
        });
    }

    #[harness::test]
    fn the_last_items_are_shared_out() {
        check(|| {
            let queue = BoundedQueue::new(2);
            thread::scope(|s| {
                let poppers = [(); 2].map(|()| s.spawn(|| [taken(&queue), taken(&queue)]));
                refused(&queue, 1);
                refused(&queue, 2);
                queue.close();
                let out = poppers.map(|popper| popper.join().unwrap());
                let mut out: Vec<u32> = out.into_iter().flatten().flatten().collect();
                out.sort_unstable();
                assert!(
                    out == [1, 2],
                    "items 1 and 2 went in before the queue was closed, and two threads took {out:?}"
                );
            });
        });
    }

    #[harness::test]
    fn close_waits_for_nobody() {
        check(|| {
            let queue = BoundedQueue::new(1);
            refused(&queue, 1);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| refused(&queue, 2));
                s.spawn(|| {
                    thread::sleep(HOUR);
                    taken(&queue)
                });
                queue.close();
                let took = start.elapsed();
                assert!(
                    took == Duration::ZERO,
                    "a full queue was closed, its item was taken an hour later, and `close` took {took:?}"
                );
            });
        });
    }
}

//! What this proves: every order is asked about once, in no more threads than were granted, and its worth is in the
//! sum, for many lengths and numbers of threads; a panic reaches the caller as it was; and the threads share the work.
//! `behaves` runs under the checker in one order of steps, `race_free` in all that it finds for two threads.
//! In `speeds_up`, orders that take an hour of the checker's time show how the work was divided, and two real threads
//! have to meet.
//!
//! What it cannot see: whether a share is a piece of the list or whatever comes next (either is right).
//! That nothing is copied is the compiler's to say: the orders here cannot be cloned.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use harness::model::Check;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use scoped_sum::total;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/scoped_sum.rs"]
mod scoped_sum;

const HOUR: Duration = Duration::from_secs(3600);

/// One of many, and no copies of it.
struct Order {
    worth: u64,
    asked: AtomicUsize,
}

impl Order {
    fn ask(&self) -> u64 {
        self.asked.fetch_add(1, SeqCst);
        self.worth
    }
}

/// Worth 1, 2, 4, 8 and so on: no two sums are the same.
fn orders(len: u32) -> Vec<Order> {
    (0..len)
        .map(|n| Order {
            worth: 1 << n,
            asked: AtomicUsize::new(0),
        })
        .collect()
}

/// How a call panics.
fn panic_of(call: impl FnOnce() -> u64) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(call)) else {
        return "none at all".to_owned();
    };
    let fixed = payload
        .downcast_ref::<&str>()
        .map(|text| format!("{text:?}"));
    let filled_in = || {
        payload
            .downcast_ref::<String>()
            .map(|text| format!("{text:?}"))
    };
    fixed
        .or_else(filled_in)
        .unwrap_or_else(|| "one without a text".to_owned())
}

/// Under the checker, in one order of steps: what happens is the same every time.
fn once(call: impl Fn() + Send + Sync + 'static) {
    Check::new().schedules(1).random(0).run(call);
}

mod behaves {
    use super::*;
    use harness::real::sync::Mutex;
    use std::collections::HashSet;
    use std::panic::panic_any;
    use std::thread::{current, sleep};

    /// `total`, with what is true of it for any number of orders and threads.
    fn check(len: u32, threads: usize) {
        once(move || check_here(len, threads));
    }

    fn check_here(len: u32, threads: usize) {
        let orders = orders(len);
        let asking = Mutex::new(HashSet::new());
        let worth = |order: &Order| {
            asking.lock().unwrap().insert(current().id());
            order.ask()
        };
        let sum = total(&orders, threads, worth);
        for (number, order) in orders.iter().enumerate() {
            let asked = order.asked.load(SeqCst);
            assert!(
                asked == 1,
                "Orders: {len}, threads: {threads}. Order {number} (counted from 0) was asked about {asked} times."
            );
        }
        let asking = asking.lock().unwrap().len();
        assert!(
            asking <= threads,
            "Orders: {len}, threads: {threads}. {asking} threads asked about them."
        );
        let expected = (1 << len) - 1;
        assert!(
            sum == expected,
            "Orders: {len}, threads: {threads}. All were asked about; they are worth {expected}, and `total` says {sum}."
        );
    }

    #[harness::test]
    fn adds_up_what_divides_evenly() {
        for (len, threads) in [(1, 1), (4, 1), (4, 2), (6, 3), (12, 4)] {
            check(len, threads);
        }
    }

    #[harness::test]
    fn adds_up_what_does_not_divide_evenly() {
        for threads in 2..=5 {
            for len in threads as u32..=16 {
                check(len, threads);
            }
        }
    }

    #[harness::test]
    fn adds_up_large_sums_exactly() {
        check(60, 4);
    }

    #[harness::test]
    fn fewer_orders_than_threads_are_enough() {
        for threads in 2..=8 {
            for len in 1..threads as u32 {
                check(len, threads);
            }
        }
    }

    #[harness::test]
    fn no_orders_are_worth_nothing() {
        for threads in 1..=3 {
            check(0, threads);
        }
    }

    #[harness::test]
    fn asks_in_no_more_threads_than_were_granted() {
        for threads in 1..=4 {
            once(move || {
                let asking = Mutex::new(HashSet::new());
                total(&orders(12), threads, |order| {
                    asking.lock().unwrap().insert(current().id());
                    // Long enough for every other thread to ask as well.
                    sleep(HOUR);
                    order.ask()
                });
                let asking = asking.lock().unwrap().len();
                assert!(
                    asking <= threads,
                    "Orders: 12, threads: {threads}. {asking} threads asked about them."
                );
            });
        }
    }

    #[harness::test]
    fn a_panic_need_not_carry_a_text() {
        once(|| {
            let worth = |_: &Order| panic_any(404_u16);
            let call = || total(&orders(6), 3, worth);
            let caught = catch_unwind(AssertUnwindSafe(call));
            let Err(payload) = caught else {
                panic!("`worth` panics, with the number 404, and `total` does not");
            };
            let text = |text: &str| format!("the text {text:?}");
            let carries = payload
                .downcast_ref::<u16>()
                .map(|number| format!("the number {number}"))
                .or_else(|| payload.downcast_ref::<&str>().map(|fixed| text(fixed)))
                .or_else(|| payload.downcast_ref::<String>().map(|own| text(own)))
                .unwrap_or_else(|| "something else".to_owned());
            assert!(
                carries == "the number 404",
                "`worth` panics, and its panic carries the number 404; the one that the caller of `total` catches \
                 carries {carries}"
            );
        });
    }

    #[harness::test]
    fn a_panic_reaches_the_caller_as_it_was() {
        // Each of the orders in turn: another one's thread is the first to be joined.
        for broken in 0..6_usize {
            once(move || {
                let orders = orders(6);
                let worth = |order: &Order| match order.worth == 1 << broken {
                    true => panic!("order {broken} has no price"),
                    false => order.ask(),
                };
                let panic = panic_of(|| total(&orders, 3, worth));
                let expected = format!("\"order {broken} has no price\"");
                assert!(
                    panic == expected,
                    "`worth` panics with {expected}, and the panic that reaches the caller of `total` is {panic}"
                );
            });
        }
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn no_share_is_lost() {
        check(|| {
            let orders = orders(3);
            let sum = total(&orders, 2, Order::ask);
            assert!(
                sum == 7,
                "three orders are worth 1, 2 and 4, and with two threads their sum is {sum}"
            );
        });
    }

    #[harness::test]
    fn one_of_two_panics_reaches_the_caller() {
        check(|| {
            let orders = orders(2);
            let worth = |order: &Order| panic!("order {} has no price", order.worth);
            let panic = panic_of(|| total(&orders, 2, worth));
            let expected = [1, 2].map(|worth| format!("\"order {worth} has no price\""));
            assert!(
                expected.contains(&panic),
                "`worth` panics about both orders, with {} and {}, and the panic that reaches the caller is {panic}",
                expected[0],
                expected[1]
            );
        });
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::{assert_parallel, side_by_side};
    use harness::real::hint::black_box;
    use std::thread;
    use std::time::Instant;

    const THREADS: usize = 2;
    const ITEMS: usize = 40;

    fn takes(len: usize, threads: usize, hours: u32) {
        // All threads sleep: a part of the schedules is enough.
        let check = Check::new().schedules(1_000).random(500);
        check.run(move || takes_here(len, threads, hours));
    }

    fn takes_here(len: usize, threads: usize, hours: u32) {
        let start = Instant::now();
        total(&vec![1; len], threads, |worth| {
            thread::sleep(HOUR);
            *worth
        });
        let took = start.elapsed();
        assert!(
            took == hours * HOUR,
            "{len} orders take an hour each, and {threads} threads took {} hours for them, not {hours}",
            took.as_secs() / 3600
        );
    }

    #[harness::test]
    fn shares_what_divides_evenly() {
        takes(4, 2, 2);
        takes(10, 10, 1);
    }

    #[harness::test]
    fn shares_what_does_not_divide_evenly() {
        takes(5, 3, 2);
        takes(7, 3, 3);
    }

    #[harness::test]
    fn shares_a_long_list_among_many_threads() {
        for (len, threads, hours) in [(20, 20, 1), (40, 15, 3), (100, 20, 5), (300, 64, 5)] {
            once(move || takes_here(len, threads, hours));
        }
    }

    #[harness::test]
    fn threads_meet_while_they_ask() {
        let orders = orders(ITEMS as u32);
        assert_parallel(THREADS, ITEMS, |meeting| {
            total(&orders, THREADS, |order| meeting.item(|| order.ask()));
        });
        show();
    }

    /// The figure for the reader; it decides nothing.
    fn show() {
        let numbers: Vec<u64> = (0..2_000).collect();
        let slow = |number: &u64| (0..2_000).fold(*number, |sum, n| black_box(sum ^ n));
        side_by_side(
            "2,000 orders, 2 threads against 1",
            THREADS,
            || total(&numbers, 1, slow),
            || total(&numbers, THREADS, slow),
        );
    }
}

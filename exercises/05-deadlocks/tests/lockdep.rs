//! What this proves: the recorder sees every order, of every thread, and none that is not there; it finds cycles of
//! any length in a run in which no deadlock struck; and its report is, word for word, the one in the ticket.
//! In `behaves` one thread runs at a time, so that every run is the same. `race_free` tries the orders in which
//! two or three threads can run, and shows that the recorder is in nobody's way.
//!
//! What it cannot see: what a run did not do. A lock that is never taken leaves no order.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_parking_lot as parking_lot;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/lockdep.rs"]
mod lockdep;

use lockdep::{Recorder, Watched};

/// Compares the whole report, as a snapshot does, and shows both.
#[track_caller]
fn expect_report(recorder: &Recorder, story: &str, expected: &str) {
    let report = recorder.report();
    let words = |text: &str| {
        text.split_whitespace()
            .map(String::from)
            .collect::<Vec<_>>()
    };
    let nearly = match words(&report) == words(expected) {
        true => "The words are right; look at the blanks and line feeds.",
        false => "",
    };
    assert!(
        report == expected,
        "{story}. The report should be\n{expected}and it is\n{}\n{nearly}",
        report.trim_end()
    );
}

/// A name that was put together while the program ran, at an address of its own.
fn name(text: &str) -> &'static str {
    String::from(text).leak()
}

/// Takes the locks one after the other, each with all those before it held.
fn take(locks: &[&Watched<u32>]) {
    let _held: Vec<_> = locks.iter().map(|lock| lock.lock()).collect();
}

/// The same, in a thread of this name, and waits for it to end.
fn take_in(thread: &str, locks: &[&Watched<u32>]) {
    run_in(thread, || take(locks));
}

/// Runs it in a thread of this name, and waits for it to end.
fn run_in(thread: &str, steps: impl FnOnce() + Send) {
    std::thread::scope(|s| {
        let named = std::thread::Builder::new().name(thread.to_string());
        named.spawn_scoped(s, steps).unwrap();
    });
}

mod behaves {
    use super::lockdep::*;
    use super::{expect_report, name, run_in, take, take_in};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;

    #[harness::test]
    fn nothing_seen_nothing_to_report() {
        let recorder = Recorder::new();
        let (a, b) = (recorder.watch("a", 1), recorder.watch("b", 2));
        expect_report(
            &recorder,
            "No lock was ever taken",
            "0 of 0 orders lie on a cycle\n",
        );
        run_in("one", || {
            for lock in [&a, &b, &a] {
                drop(lock.lock());
            }
        });
        expect_report(
            &recorder,
            "Two locks were taken one after the other, neither with the other held",
            "0 of 0 orders lie on a cycle\n",
        );
    }

    #[harness::test]
    fn a_guard_gives_access_to_the_value() {
        let recorder = Recorder::new();
        let ledger = recorder.watch("ledger", 1);
        *ledger.lock() += 1;
        let value = *ledger.lock();
        assert!(
            value == 2,
            "the value was 1, 1 was added under the lock, and now it is {value}"
        );
    }

    #[harness::test]
    fn two_locks_in_opposite_order_are_a_cycle() {
        let recorder = Recorder::new();
        let ledger = recorder.watch("ledger", 0);
        let journal = recorder.watch("journal", 0);
        let archive = recorder.watch("archive", 0);
        take_in("teller", &[&ledger, &journal]);
        take_in("clerk", &[&journal, &archive]);
        expect_report(
            &recorder,
            "The journal was taken with the ledger held, and the archive with the journal held",
            "0 of 2 orders lie on a cycle\n",
        );
        take_in("auditor", &[&journal, &ledger]);
        expect_report(
            &recorder,
            "The journal was taken with the ledger held, the archive with the journal held, \
             and last the ledger with the journal held",
            "2 of 3 orders lie on a cycle\n\
             \x20 journal -> ledger, first in auditor\n\
             \x20 ledger -> journal, first in teller\n",
        );
    }

    #[harness::test]
    fn a_cycle_may_have_many_locks() {
        let recorder = Recorder::new();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| recorder.watch(name, 0));
        take_in("one", &[&b, &c]);
        take_in("two", &[&d, &a]);
        take_in("three", &[&a, &b]);
        take_in("four", &[&c, &d]);
        expect_report(
            &recorder,
            "Four locks were taken two by two: b with a held, c with b held, d with c held, a with d held",
            "4 of 4 orders lie on a cycle\n\
             \x20 a -> b, first in three\n\
             \x20 b -> c, first in one\n\
             \x20 c -> d, first in four\n\
             \x20 d -> a, first in two\n",
        );
    }

    #[harness::test]
    fn two_ways_to_a_lock_are_no_cycle() {
        let recorder = Recorder::new();
        let locks = ["a", "b", "c", "d", "e"].map(|name| recorder.watch(name, 0));
        let [a, b, c, d, e] = &locks;
        for pair in [[a, b], [b, c], [b, d], [c, e], [d, e]] {
            take_in("one", &pair);
        }
        expect_report(
            &recorder,
            "Orders lead from a to b and on to e, by way of c and by way of d, and none leads back",
            "0 of 5 orders lie on a cycle\n",
        );
    }

    #[harness::test]
    fn what_leads_to_a_cycle_or_away_is_not_on_it() {
        let recorder = Recorder::new();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| recorder.watch(name, 0));
        for pair in [[&a, &b], [&b, &c], [&c, &b], [&c, &d]] {
            take_in("one", &pair);
        }
        expect_report(
            &recorder,
            "Orders lead from a to b, to and fro between b and c, and from c to d",
            "2 of 4 orders lie on a cycle\n\
             \x20 b -> c, first in one\n\
             \x20 c -> b, first in one\n",
        );
    }

    #[harness::test]
    fn a_bridge_between_two_cycles_is_on_none() {
        let recorder = Recorder::new();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| recorder.watch(name, 0));
        for pair in [[&a, &b], [&b, &a], [&b, &c], [&c, &d], [&d, &c]] {
            take_in("one", &pair);
        }
        expect_report(
            &recorder,
            "a and b were taken in both orders, so were c and d, and c was taken with b held, but b never with c held",
            "4 of 5 orders lie on a cycle\n\
             \x20 a -> b, first in one\n\
             \x20 b -> a, first in one\n\
             \x20 c -> d, first in one\n\
             \x20 d -> c, first in one\n",
        );
    }

    #[harness::test]
    fn a_cycle_of_eight_is_a_cycle() {
        let recorder = Recorder::new();
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let locks = names.map(|name| recorder.watch(name, 0));
        for n in 0..8 {
            take_in("one", &[&locks[n], &locks[(n + 1) % 8]]);
        }
        expect_report(
            &recorder,
            "Eight locks were taken two by two, each with the one before it held, and the first with the last held",
            "8 of 8 orders lie on a cycle\n\
             \x20 a -> b, first in one\n\
             \x20 b -> c, first in one\n\
             \x20 c -> d, first in one\n\
             \x20 d -> e, first in one\n\
             \x20 e -> f, first in one\n\
             \x20 f -> g, first in one\n\
             \x20 g -> h, first in one\n\
             \x20 h -> a, first in one\n",
        );
    }

    #[harness::test]
    fn there_may_be_many_locks() {
        let recorder = Recorder::new();
        let locks: Vec<_> = (1..=70)
            .map(|n| recorder.watch(name(&format!("lock {n}")), 0))
            .collect();
        run_in("one", || {
            locks.windows(2).for_each(|two| take(&[&two[0], &two[1]]));
            take(&[&locks[69], &locks[68]]);
        });
        expect_report(
            &recorder,
            "Seventy locks were taken two by two, each with the one before it held, \
             and at last lock 69 with lock 70 held",
            "2 of 70 orders lie on a cycle\n\
             \x20 lock 69 -> lock 70, first in one\n\
             \x20 lock 70 -> lock 69, first in one\n",
        );
    }

    #[harness::test]
    fn all_cycles_are_reported() {
        let recorder = Recorder::new();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| recorder.watch(name, 0));
        for pair in [[&d, &c], [&a, &b], [&c, &d], [&b, &a]] {
            take_in("one", &pair);
        }
        expect_report(
            &recorder,
            "a and b were taken in both orders, and so were c and d",
            "4 of 4 orders lie on a cycle\n\
             \x20 a -> b, first in one\n\
             \x20 b -> a, first in one\n\
             \x20 c -> d, first in one\n\
             \x20 d -> c, first in one\n",
        );
    }

    #[harness::test]
    fn every_lock_held_makes_an_order() {
        let recorder = Recorder::new();
        let [a, b, c] = ["a", "b", "c"].map(|name| recorder.watch(name, 0));
        take_in("one", &[&a, &b, &c]);
        take_in("two", &[&c, &a]);
        expect_report(
            &recorder,
            "a, b and c were taken one after the other and held, and later a with c held",
            "4 of 4 orders lie on a cycle\n\
             \x20 a -> b, first in one\n\
             \x20 a -> c, first in one\n\
             \x20 b -> c, first in one\n\
             \x20 c -> a, first in two\n",
        );
    }

    #[harness::test]
    fn guards_may_be_dropped_in_any_sequence() {
        let recorder = Recorder::new();
        let [a, b, c] = ["a", "b", "c"].map(|name| recorder.watch(name, 0));
        run_in("one", || {
            // Hand over hand: each lock is let go of when the next one is held.
            let first = a.lock();
            let second = b.lock();
            drop(first);
            let third = c.lock();
            drop(second);
            let fourth = a.lock();
            drop((third, fourth));
            drop(b.lock());
        });
        expect_report(
            &recorder,
            "b was taken with a held, then a let go of and c taken, then b let go of and a taken, \
             then all let go of and b taken",
            "3 of 3 orders lie on a cycle\n\
             \x20 a -> b, first in one\n\
             \x20 b -> c, first in one\n\
             \x20 c -> a, first in one\n",
        );
    }

    #[harness::test]
    fn locks_of_one_name_count_as_one() {
        let recorder = Recorder::new();
        let [ann, bob] = ["account", "account"].map(|name| recorder.watch(name, 0));
        let journal = recorder.watch("journal", 0);
        take_in("teller", &[&ann, &bob]);
        take_in("teller", &[&bob, &journal]);
        expect_report(
            &recorder,
            "An account was taken with another account held, and the journal with an account held",
            "1 of 2 orders lie on a cycle\n\
             \x20 account -> account, first in teller\n",
        );
    }

    #[harness::test]
    fn names_are_the_same_if_they_read_the_same() {
        let recorder = Recorder::new();
        // Two texts at two addresses.
        let [ann, bob] = [(); 2].map(|()| recorder.watch(name("account"), 0));
        let journal = recorder.watch("journal", 0);
        take_in("teller", &[&ann, &journal]);
        take_in("auditor", &[&journal, &bob]);
        expect_report(
            &recorder,
            "The journal was taken with an account held and another account with the journal held; \
             the accounts' names are two texts that read the same",
            "2 of 2 orders lie on a cycle\n\
             \x20 account -> journal, first in teller\n\
             \x20 journal -> account, first in auditor\n",
        );
    }

    #[harness::test]
    fn one_of_two_accounts_is_still_held() {
        let recorder = Recorder::new();
        let [ann, bob] = ["account", "account"].map(|name| recorder.watch(name, 0));
        let journal = recorder.watch("journal", 0);
        run_in("teller", || {
            let (first, second) = (ann.lock(), bob.lock());
            drop(first);
            drop(journal.lock());
            drop(second);
            drop(journal.lock());
        });
        expect_report(
            &recorder,
            "Two accounts were taken and one of them let go of, and then the journal was taken",
            "1 of 2 orders lie on a cycle\n\
             \x20 account -> account, first in teller\n",
        );
    }

    #[harness::test]
    fn an_order_is_remembered_with_its_first_thread() {
        let recorder = Recorder::new();
        let [a, b] = ["a", "b"].map(|name| recorder.watch(name, 0));
        thread::scope(|s| _ = s.spawn(|| take(&[&b, &a])));
        take_in("first", &[&a, &b]);
        take_in("second", &[&a, &b]);
        take_in("third", &[&b, &a]);
        expect_report(
            &recorder,
            "a thread without a name took a with b held, then `first` and `second` took b with a held, \
             then `third` took a with b held",
            "2 of 2 orders lie on a cycle\n\
             \x20 a -> b, first in first\n\
             \x20 b -> a, first in ?\n",
        );
    }

    #[harness::test]
    fn a_panic_lets_go() {
        let recorder = Recorder::new();
        let [a, b] = ["a", "b"].map(|name| recorder.watch(name, 0));
        run_in("one", || {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                let _held = a.lock();
                panic!("out of ink");
            }));
            assert!(panicked.is_err());
            take(&[&b, &a]);
        });
        expect_report(
            &recorder,
            "A thread panicked with a held and caught its panic, and took a with b held later",
            "0 of 1 orders lie on a cycle\n",
        );
    }

    #[harness::test]
    fn recorders_know_nothing_of_each_other() {
        let (bank, shop) = (Recorder::new(), Recorder::new());
        let (ledger, till) = (bank.watch("ledger", 0), shop.watch("till", 0));
        take_in("one", &[&ledger, &till]);
        take_in("one", &[&till, &ledger]);
        for recorder in [&bank, &shop] {
            expect_report(
                recorder,
                "Two locks were taken in both orders, and each has a recorder of its own",
                "0 of 0 orders lie on a cycle\n",
            );
        }
    }
}

mod race_free {
    use super::lockdep::*;
    use super::{expect_report, take};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn the_orders_of_all_threads_are_kept_and_no_others() {
        harness::model::check(|| {
            let recorder = Recorder::new();
            let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| recorder.watch(name, 0));
            thread::scope(|s| {
                s.spawn(|| take(&[&a, &b]));
                s.spawn(|| take(&[&c, &d]));
            });
            expect_report(
                &recorder,
                "One thread took b with a held while another took d with c held",
                "0 of 2 orders lie on a cycle\n",
            );
        });
    }

    #[harness::test]
    fn a_third_lock_hides_no_cycle() {
        harness::model::check(|| {
            let recorder = Recorder::new();
            let [a, b, gate] = ["a", "b", "gate"].map(|name| recorder.watch(name, 0));
            thread::scope(|s| {
                for (name, locks) in [("up", [&gate, &a, &b]), ("down", [&gate, &b, &a])] {
                    let thread = thread::Builder::new().name(name.to_string());
                    thread.spawn_scoped(s, move || take(&locks)).unwrap();
                }
            });
            expect_report(
                &recorder,
                "Two threads took a and b in opposite order, each with a gate held",
                "2 of 4 orders lie on a cycle\n\
                 \x20 a -> b, first in up\n\
                 \x20 b -> a, first in down\n",
            );
        });
    }

    #[harness::test]
    fn a_watched_lock_lets_one_thread_in() {
        harness::model::check(|| {
            let recorder = Recorder::new();
            let count = recorder.watch("count", 0);
            let count_up = || {
                let mut count = count.lock();
                let before = *count;
                thread::yield_now();
                *count = before + 1;
            };
            thread::scope(|s| {
                s.spawn(count_up);
                s.spawn(count_up);
            });
            let counted = *count.lock();
            assert!(
                counted == 2,
                "two threads counted under a watched lock, and the count is {counted}"
            );
        });
    }

    #[harness::test]
    fn an_order_counts_while_its_thread_waits() {
        harness::model::check(|| {
            let recorder = Recorder::new();
            let [ledger, journal] = ["ledger", "journal"].map(|name| recorder.watch(name, 0));
            thread::scope(|s| {
                s.spawn(|| {
                    let _held = ledger.lock();
                    thread::sleep(HOUR);
                });
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    take(&[&journal, &ledger]);
                });
                thread::sleep(2 * MINUTE);
                expect_report(
                    &recorder,
                    "A thread holds the journal and waits for the ledger, which is busy for an hour",
                    "0 of 1 orders lie on a cycle\n",
                );
            });
        });
    }

    #[harness::test]
    fn the_recorder_is_in_nobodys_way() {
        harness::model::check(|| {
            let recorder = Recorder::new();
            let [ledger, journal] = ["ledger", "journal"].map(|name| recorder.watch(name, 0));
            thread::scope(|s| {
                s.spawn(|| {
                    let _held = ledger.lock();
                    thread::sleep(HOUR);
                });
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    take(&[&ledger]);
                });
                thread::sleep(2 * MINUTE);
                let start = Instant::now();
                drop(journal.lock());
                recorder.report();
                let took = start.elapsed();
                assert!(
                    took == Duration::ZERO,
                    "one thread holds the ledger and another waits for it; a third took the journal, which is free, \
                     and asked for the report, and that took {took:?}"
                );
            });
        });
    }
}

//! What this proves: no deadlock among transfers and audits, no money made or lost at any moment that an
//! auditor can see, no account changed under an approval, and nobody kept waiting by an approval that is none of
//! his business. `race_free` and `shuts_down` try the orders in which two or three threads can run. Time is the
//! checker's own: an approval that takes an hour takes exactly an hour, and none at all to test.
//!
//! What it cannot see: circles of more than three transfers, in which order those who wait are served,
//! and whether somebody is passed over for ever by others who come again and again.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_parking_lot as parking_lot;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/bank.rs"]
mod bank;

// One thread only, but under the checker: a thread that waits for itself is told so at once.
mod behaves {
    use super::bank::*;
    use std::cell::Cell;

    fn yes(_: u64, _: u64) -> bool {
        true
    }

    #[harness::test]
    fn money_moves() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 20, 30]);
            let down = bank.transfer(2, 0, 5, yes);
            let up = bank.transfer(1, 2, 20, yes);
            assert!(
                (down, up) == (Ok(()), Ok(())),
                "two transfers that are covered and approved said {down:?} and {up:?}"
            );
            let balances = bank.balances();
            assert!(
                balances == [15, 0, 45],
                "accounts held 10, 20 and 30; 5 went from the third to the first, 20 from the second to the third: \
                 now they hold {balances:?}"
            );
        });
    }

    #[harness::test]
    fn the_approval_is_asked_for_once_and_sees_both_balances() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 20]);
            for (from, to, expected) in [(0, 1, (10, 20)), (1, 0, (20, 10))] {
                let seen = Cell::new(None);
                let refused = bank.transfer(from, to, 7, |payer, payee| {
                    seen.set(Some((payer, payee)));
                    false
                });
                let seen = seen.take();
                assert!(
                    seen == Some(expected),
                    "a transfer from account {from} to account {to} showed `approve` {seen:?}: \
                     the balances are {expected:?}, the payer's first"
                );
                assert!(
                    refused == Err(Refusal::NotApproved),
                    "`approve` said no, and `transfer` said {refused:?}"
                );
            }
            let balances = bank.balances();
            assert!(
                balances == [10, 20],
                "two transfers were not approved, and the balances went from [10, 20] to {balances:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_is_asked_for_what_is_not_covered() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 0]);
            for (from, to) in [(0, 1), (0, 0)] {
                let asked = Cell::new(false);
                let refused = bank.transfer(from, to, 11, |_, _| {
                    asked.set(true);
                    true
                });
                assert!(
                    refused == Err(Refusal::NotCovered),
                    "11 were to go from account {from}, which holds 10, to account {to}: `transfer` said {refused:?}"
                );
                assert!(
                    !asked.get(),
                    "a transfer was not covered, and `approve` was asked all the same"
                );
            }
            let balances = bank.balances();
            assert!(
                balances == [10, 0],
                "two transfers were not covered, and the balances went from [10, 0] to {balances:?}"
            );
        });
    }

    #[harness::test]
    fn an_account_can_be_emptied_and_nothing_can_be_paid() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 0]);
            let answers = [
                bank.transfer(0, 1, 10, yes),
                bank.transfer(0, 1, 0, yes),
                bank.transfer(0, 1, 1, yes),
            ];
            assert!(
                answers == [Ok(()), Ok(()), Err(Refusal::NotCovered)],
                "of an account that holds 10, first 10 were paid, then 0, then 1: the answers were {answers:?}"
            );
        });
    }

    #[harness::test]
    fn an_account_may_pay_itself() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 20]);
            let seen = Cell::new(None);
            let answer = bank.transfer(1, 1, 5, |payer, payee| {
                seen.set(Some((payer, payee)));
                true
            });
            assert!(
                answer == Ok(()),
                "an account that holds 20 paid itself 5, and `transfer` said {answer:?}"
            );
            let seen = seen.take();
            assert!(
                seen == Some((20, 20)),
                "an account that holds 20 paid itself 5, and `approve` saw {seen:?} instead of 20 on both sides"
            );
            let balances = bank.balances();
            assert!(
                balances == [10, 20],
                "an account paid itself 5, and the balances went from [10, 20] to {balances:?}"
            );
        });
    }
}

mod race_free {
    use super::bank::*;
    use harness::model::Check;
    use harness::real::sync::atomic::{AtomicBool as Flag, Ordering::SeqCst};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    fn yes(_: u64, _: u64) -> bool {
        true
    }

    fn after_an_hour(_: u64, _: u64) -> bool {
        thread::sleep(HOUR);
        true
    }

    #[harness::test]
    fn an_auditor_always_gets_the_same_sum() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10, 10]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 2, 5, yes));
                s.spawn(|| bank.transfer(1, 2, 10, yes));
                let seen = bank.balances();
                let sum: u64 = seen.iter().sum();
                assert!(
                    sum == 30,
                    "the bank holds 30, and an auditor saw {seen:?} while money was moving: that makes {sum}"
                );
            });
        });
    }

    #[harness::test]
    fn balances_are_those_of_one_moment() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10, 10]);
            thread::scope(|s| {
                s.spawn(|| {
                    bank.transfer(0, 1, 1, yes).unwrap();
                    bank.transfer(1, 2, 1, yes).unwrap();
                });
                let seen = bank.balances();
                let moments = [[10, 10, 10], [9, 11, 10], [9, 10, 11]];
                assert!(
                    moments.iter().any(|moment| seen == moment),
                    "1 went from the first account to the second and then on to the third, and an auditor saw {seen:?}: \
                     at no moment did they hold that"
                );
            });
        });
    }

    #[harness::test]
    fn no_auditor_sees_a_payment_that_is_refused() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            let no_after_an_hour = |_, _| {
                thread::sleep(HOUR);
                false
            };
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 5, no_after_an_hour));
                thread::sleep(MINUTE);
                let seen = bank.balances();
                assert!(
                    seen == [10, 10],
                    "two accounts held 10 each, 5 were to go from one to the other, and `approve` said no after \
                     an hour: an auditor who came meanwhile saw {seen:?}"
                );
            });
        });
    }

    #[harness::test]
    fn two_payments_of_the_same_money_are_not_both_made() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 0, 0]);
            let (mine, theirs) = thread::scope(|s| {
                let other = s.spawn(|| bank.transfer(0, 1, 10, yes));
                (bank.transfer(0, 2, 10, yes), other.join().unwrap())
            });
            let outcome = (mine, theirs);
            assert!(
                outcome == (Ok(()), Err(Refusal::NotCovered))
                    || outcome == (Err(Refusal::NotCovered), Ok(())),
                "an account holds 10 and was to pay 10 twice: the two transfers said {outcome:?}"
            );
            let sum: u64 = bank.balances().iter().sum();
            assert!(sum == 10, "the bank held 10, and now it holds {sum}");
        });
    }

    #[harness::test]
    fn no_payment_is_lost() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 3, yes));
                s.spawn(|| bank.transfer(0, 1, 2, yes));
            });
            let balances = bank.balances();
            assert!(
                balances == [5, 15],
                "3 and 2 went from the first account to the second, which held 10 each: now they hold {balances:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_changes_an_account_under_an_approval() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10, 10]);
            // Each in one approval of the payee's account and out of it again; a real flag is no step of the program's.
            let busy = Flag::new(false);
            let alone = |_, payee| {
                let met = busy.swap(true, SeqCst);
                thread::yield_now();
                busy.store(false, SeqCst);
                assert!(
                    !met,
                    "two approvals ran at the same time for one account, which then held {payee}"
                );
                true
            };
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 1, alone).unwrap());
                s.spawn(|| bank.transfer(2, 1, 1, alone).unwrap());
            });
        });
    }

    #[harness::test]
    fn nobody_changes_an_account_that_pays_itself() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 0, 1, after_an_hour));
                thread::sleep(MINUTE);
                let answer = bank.transfer(0, 1, 1, yes);
                let made = start.elapsed();
                assert!(
                    made == HOUR && answer == Ok(()),
                    "an account paid itself, which took an hour to approve; another transfer from this account \
                     was to wait for that and said {answer:?} after {made:?}"
                );
            });
        });
    }

    #[harness::test]
    fn what_was_approved_is_what_is_there() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 0, 0]);
            let at_least_six = |payer, _| {
                thread::sleep(HOUR);
                payer >= 6
            };
            let (mine, theirs) = thread::scope(|s| {
                let other = s.spawn(|| bank.transfer(0, 1, 5, at_least_six));
                (bank.transfer(0, 2, 5, at_least_six), other.join().unwrap())
            });
            assert!(
                [mine, theirs].contains(&Err(Refusal::NotApproved)),
                "an account holds 10; two transfers take 5 each and are approved only while it holds 6 or more: \
                 both were made, so one of them was approved for a balance that was no longer there"
            );
        });
    }

    #[harness::test]
    fn transfers_between_other_accounts_go_on() {
        harness::model::check(|| {
            let bank = Bank::new(&[10; 4]);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 2, 1, after_an_hour));
                s.spawn(|| bank.transfer(3, 1, 1, after_an_hour));
            });
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two transfers with no account in common took an hour each, and {took:?} together"
            );
        });
    }

    #[harness::test]
    fn one_approval_keeps_two_accounts_of_forty() {
        Check::new().schedules(200).random(100).run(|| {
            let bank = Bank::new(&[10; 40]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 1, after_an_hour));
                thread::sleep(MINUTE);
                for from in (2..40).step_by(2) {
                    let start = Instant::now();
                    let answer = bank.transfer(from, from + 1, 1, yes);
                    let took = start.elapsed();
                    assert!(
                        took == Duration::ZERO && answer == Ok(()),
                        "accounts 0 and 1 are busy for an hour, and a transfer from {from} to {} said {answer:?} \
                         after {took:?}",
                        from + 1
                    );
                }
            });
        });
    }

    #[harness::test]
    fn nobody_waits_for_the_transfers_of_others_because_a_third_one_does() {
        harness::model::check(|| {
            let bank = Bank::new(&[10; 5]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 1, after_an_hour));
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    bank.transfer(2, 1, 1, yes)
                });
                thread::sleep(2 * MINUTE);
                let start = Instant::now();
                let answer = bank.transfer(3, 4, 1, yes);
                let took = start.elapsed();
                assert!(
                    took == Duration::ZERO && answer.is_ok(),
                    "accounts 0 and 1 are busy, and a transfer from 2 to 1 waits for them: \
                     one from 3 to 4 had to wait {took:?} as well"
                );
            });
        });
    }

    #[harness::test]
    fn two_who_waited_for_the_same_transfer_do_not_wait_for_each_other() {
        harness::model::check(|| {
            let bank = Bank::new(&[10; 4]);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 1, after_an_hour));
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    bank.transfer(1, 2, 1, after_an_hour)
                });
                thread::sleep(2 * MINUTE);
                let answer = bank.transfer(3, 0, 1, yes);
                let made = start.elapsed();
                assert!(
                    made == HOUR && answer == Ok(()),
                    "a transfer between accounts 0 and 1 took an hour; one from 3 to 0 waited for it and was made \
                     after {made:?}, because one from 1 to 2 had waited as well"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_transfer_sleeps() {
        harness::model::check(|| {
            const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);
            let bank = Bank::new(&[10; 3]);
            let start = Instant::now();
            let after_a_thousand_days = |_, _| {
                thread::sleep(THOUSAND_DAYS);
                true
            };
            thread::scope(|s| {
                s.spawn(|| bank.transfer(0, 1, 1, after_a_thousand_days));
                let waiter = s.spawn(|| {
                    thread::sleep(MINUTE);
                    let answer = bank.transfer(2, 1, 1, yes);
                    (answer, start.elapsed())
                });
                let (answer, waited) = waiter.join().unwrap();
                assert!(
                    waited == THOUSAND_DAYS,
                    "account 1 was busy for a thousand days, and the transfer that needed it was made after {waited:?}"
                );
                assert!(
                    answer == Ok(()),
                    "account 1 was busy for a thousand days, and the transfer that needed it said {answer:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::bank::*;
    use harness::model::Check;
    use std::thread;

    fn yes(_: u64, _: u64) -> bool {
        true
    }

    #[harness::test]
    fn any_two_accounts_may_pay_each_other() {
        for (one, other) in [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)] {
            Check::new().schedules(1_000).random(500).run(move || {
                let bank = Bank::new(&[10; 4]);
                thread::scope(|s| {
                    s.spawn(|| bank.transfer(one, other, 2, yes));
                    s.spawn(|| bank.transfer(other, one, 3, yes));
                });
                let balances = bank.balances();
                assert!(
                    (balances[one], balances[other]) == (11, 9),
                    "all accounts held 10; 2 went from account {one} to account {other} and 3 back: \
                     now they hold {balances:?}"
                );
            });
        }
    }

    #[harness::test]
    fn accounts_in_a_circle_may_pay_each_other() {
        for step in [1, 2] {
            Check::new().schedules(1_000).random(500).run(move || {
                let bank = Bank::new(&[10, 20, 30]);
                thread::scope(|s| {
                    for from in 0..3 {
                        let bank = &bank;
                        s.spawn(move || bank.transfer(from, (from + step) % 3, 1, yes));
                    }
                });
                let balances = bank.balances();
                assert!(
                    balances == [10, 20, 30],
                    "each of three accounts paid the next one 1, and they went from [10, 20, 30] to {balances:?}"
                );
            });
        }
    }

    #[harness::test]
    fn the_richest_may_change_while_others_pay() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 12]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(1, 0, 2, yes));
                s.spawn(|| bank.transfer(1, 0, 3, yes));
                s.spawn(|| bank.transfer(0, 1, 1, yes));
            });
            let balances = bank.balances();
            assert!(
                balances == [14, 8],
                "2 and 3 went from the second account to the first and 1 back, and they hold {balances:?}"
            );
        });
    }

    #[harness::test]
    fn an_account_that_pays_itself_is_in_nobodys_way() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(1, 1, 1, yes));
                s.spawn(|| bank.transfer(1, 0, 1, yes));
            });
            let balances = bank.balances();
            assert!(
                balances == [11, 9],
                "one account paid itself 1 and another one 1, and they went from [10, 10] to {balances:?}"
            );
        });
    }

    #[harness::test]
    fn an_audit_and_two_transfers_end() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(1, 0, 1, yes));
                s.spawn(|| bank.transfer(0, 1, 1, yes));
                bank.balances();
            });
        });
    }

    #[harness::test]
    fn two_audits_and_a_transfer_end() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            thread::scope(|s| {
                s.spawn(|| bank.transfer(1, 0, 1, yes));
                s.spawn(|| bank.balances());
                bank.balances();
            });
        });
    }

    #[harness::test]
    fn an_approval_that_panics_moves_nothing_and_blocks_nobody() {
        harness::model::check(|| {
            let bank = Bank::new(&[10, 10]);
            thread::scope(|s| {
                let broken = s.spawn(|| {
                    bank.transfer(0, 1, 5, |_, _| panic!("the approval service is down"))
                });
                let other = s.spawn(|| bank.transfer(1, 0, 2, yes));
                let Err(payload) = broken.join() else {
                    panic!("`approve` panicked, and the caller of `transfer` did not notice");
                };
                let said = payload.downcast_ref::<&str>();
                assert!(
                    said == Some(&"the approval service is down"),
                    "`approve` panicked with \"the approval service is down\", and the caller of `transfer` \
                     got another panic than this one"
                );
                let Ok(made) = other.join() else {
                    panic!(
                        "`approve` panicked in one transfer, and so did another between the same accounts"
                    );
                };
                assert!(
                    made == Ok(()),
                    "`approve` panicked in one transfer, and another between the same accounts was told {made:?}"
                );
                let own = bank.transfer(0, 0, 1, yes);
                assert!(
                    own == Ok(()),
                    "`approve` has panicked before, and an account that then paid itself was told {own:?}"
                );
            });
            let balances = bank.balances();
            assert!(
                balances == [12, 8],
                "a transfer panicked and 2 went from the second account to the first: \
                 from [10, 10] they went to {balances:?}"
            );
        });
    }
}

//! What this proves: nobody passes before all parties of the round have arrived, everybody passes then,
//! round after round, with one leader each; and those who stay go on when somebody leaves.
//! `race_free` and `shuts_down` try the orders in which two or three threads can run, with wake-ups for
//! no reason among them.
//!
//! What it cannot see: more than three threads or three rounds, and which thread leads (any one will do).

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/barrier.rs"]
mod barrier;

mod behaves {
    use super::barrier::*;

    #[harness::test]
    fn a_single_party_never_waits_and_always_leads() {
        let barrier = Barrier::new(1);
        for round in 1..=3 {
            assert!(
                barrier.wait(),
                "a barrier for one party, round {round}: nobody else is there, and the thread does not lead"
            );
        }
    }
}

mod race_free {
    use super::barrier::*;
    use harness::real::sync::atomic::{AtomicUsize as Tally, Ordering::SeqCst};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::thread;
    use std::time::{Duration, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn nobody_passes_before_all_have_arrived() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            let done = [AtomicUsize::new(0), AtomicUsize::new(0)];
            let strip = |mine: usize| {
                done[mine].store(1, Relaxed);
                barrier.wait();
                done[1 - mine].load(Relaxed)
            };
            thread::scope(|s| {
                let other = s.spawn(|| strip(1));
                let seen = [strip(0), other.join().unwrap()];
                assert!(
                    seen == [1, 1],
                    "a thread came out of `wait` and does not see the other's strip: \
                     it passed before all parties had arrived"
                );
            });
        });
    }

    #[harness::test]
    fn everybody_passes_when_all_have_arrived() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            thread::scope(|s| {
                s.spawn(|| barrier.wait());
                s.spawn(|| barrier.wait());
                barrier.wait();
            });
        });
    }

    #[harness::test]
    fn a_fast_thread_does_not_lap_a_slow_one() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            let round = [AtomicUsize::new(0), AtomicUsize::new(0)];
            let strip = |mine: usize| {
                [1, 2, 3].map(|now| {
                    round[mine].store(now, Relaxed);
                    barrier.wait();
                    // The other has begun this round, and may already have begun the next.
                    let other = round[1 - mine].load(Relaxed);
                    (now..=now + 1).contains(&other)
                })
            };
            thread::scope(|s| {
                let other = s.spawn(|| strip(1));
                let mine = strip(0);
                let theirs = other.join().unwrap();
                assert!(
                    mine == [true; 3] && theirs == [true; 3],
                    "after `wait` the two threads are more than a round apart: one has lapped the other"
                );
            });
        });
    }

    #[harness::test]
    fn each_round_has_one_leader() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            let leaders = [Tally::new(0), Tally::new(0)];
            let rounds = || {
                for round in &leaders {
                    if barrier.wait() {
                        round.fetch_add(1, SeqCst);
                    }
                }
            };
            thread::scope(|s| {
                s.spawn(rounds);
                rounds();
            });
            for (round, count) in (1..).zip(&leaders) {
                let count = count.load(SeqCst);
                assert!(count == 1, "round {round} had {count} leaders instead of 1");
            }
        });
    }

    #[harness::test]
    fn three_parties_have_one_leader() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            let leaders = Tally::new(0);
            let round = || {
                if barrier.wait() {
                    leaders.fetch_add(1, SeqCst);
                }
            };
            thread::scope(|s| {
                s.spawn(round);
                s.spawn(round);
                round();
            });
            let count = leaders.load(SeqCst);
            assert!(count == 1, "the round had {count} leaders instead of 1");
        });
    }

    #[harness::test]
    fn a_waiting_thread_sleeps() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    barrier.wait();
                    start.elapsed()
                });
                thread::sleep(HOUR);
                barrier.wait();
                let waited = waiter.join().unwrap();
                assert!(
                    waited == HOUR,
                    "the second party arrived after an hour, and the first went on after {waited:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::barrier::*;
    use harness::real::sync::atomic::{AtomicUsize as Tally, Ordering::SeqCst};
    use std::thread;
    use std::time::{Duration, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn those_who_stay_go_on() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            let leaders = Tally::new(0);
            let round = || {
                if barrier.wait() {
                    leaders.fetch_add(1, SeqCst);
                }
            };
            thread::scope(|s| {
                s.spawn(round);
                s.spawn(|| barrier.leave());
                round();
            });
            let count = leaders.load(SeqCst);
            assert!(
                count == 1,
                "one of three left, the other two went on: their round had {count} leaders instead of 1"
            );
        });
    }

    #[harness::test]
    fn later_rounds_go_without_the_one_who_left() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            let leads = thread::scope(|s| {
                s.spawn(|| barrier.leave());
                [(); 3].map(|()| barrier.wait())
            });
            assert!(
                leads == [true; 3],
                "the other party has left, the one that stays leads each round: three times `wait` said {leads:?}"
            );
        });
    }

    #[harness::test]
    fn the_last_one_to_stay_leads() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            barrier.leave();
            barrier.leave();
            let leads = [(); 2].map(|()| barrier.wait());
            assert!(
                leads == [true; 2],
                "two of three parties have left, the third leads each round: two times `wait` said {leads:?}"
            );
        });
    }

    #[harness::test]
    fn each_round_has_a_leader_after_one_has_left() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            let leaders = [Tally::new(0), Tally::new(0)];
            let rounds = || {
                for round in &leaders {
                    if barrier.wait() {
                        round.fetch_add(1, SeqCst);
                    }
                }
            };
            thread::scope(|s| {
                s.spawn(rounds);
                s.spawn(|| barrier.leave());
                rounds();
            });
            for (round, count) in (1..).zip(&leaders) {
                let count = count.load(SeqCst);
                assert!(
                    count == 1,
                    "one of three left, the other two went on: round {round} had {count} leaders instead of 1"
                );
            }
        });
    }

    #[harness::test]
    fn whoever_leaves_takes_no_leader_along() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            thread::scope(|s| {
                s.spawn(|| {
                    barrier.wait();
                    barrier.leave();
                });
                barrier.wait();
                let leads = [(); 2].map(|()| barrier.wait());
                assert!(
                    leads == [true; 2],
                    "the other party left after the first round, the one that stays leads each round: \
                     two times `wait` said {leads:?}"
                );
            });
        });
    }

    #[harness::test]
    fn leaving_does_not_wait() {
        harness::model::check(|| {
            let barrier = Barrier::new(2);
            thread::scope(|s| {
                s.spawn(|| {
                    thread::sleep(HOUR);
                    barrier.wait();
                });
                let start = Instant::now();
                barrier.leave();
                assert!(
                    start.elapsed() == Duration::ZERO,
                    "`leave` waited for the other party"
                );
            });
        });
    }

    #[harness::test]
    fn leaving_lets_nobody_pass_early() {
        harness::model::check(|| {
            let barrier = Barrier::new(3);
            let start = Instant::now();
            thread::scope(|s| {
                let waiter = s.spawn(|| {
                    barrier.wait();
                    start.elapsed()
                });
                barrier.leave();
                thread::sleep(HOUR);
                barrier.wait();
                let waited = waiter.join().unwrap();
                assert!(
                    waited == HOUR,
                    "one of three left and the other two wait for each other: the second arrived after an hour, \
                     and the first went on after {waited:?}"
                );
            });
        });
    }
}

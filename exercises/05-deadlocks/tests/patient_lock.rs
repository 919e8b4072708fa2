//! What this proves: all locks or none, nothing held while waiting, one time limit for everything that is
//! waited for, and the right lock named when it runs out. `race_free` and `shuts_down` try the orders in which two
//! or three threads can run. Time is the checker's own and exact, so that an hour is an hour to the nanosecond,
//! and takes no time to test.
//!
//! What it cannot see: how often a thread has to begin again when many want the same locks, and whether it is
//! unlucky for ever. A limit is there for that.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
extern crate model_parking_lot as parking_lot; // and so is its `parking_lot`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/patient_lock.rs"]
mod patient_lock;

// One thread only, but under the checker: a thread that waits for itself is told so at once.
mod behaves {
    use super::patient_lock::*;
    use parking_lot::Mutex;
    use std::time::{Duration, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn free_locks_are_had_whatever_the_limit() {
        harness::model::check(|| {
            for limit in [Duration::ZERO, HOUR, Duration::MAX] {
                let locks = [10, 20, 30].map(Mutex::new);
                let got = lock_all(&locks.each_ref(), limit)
                    .map(|guards| guards.iter().map(|guard| **guard).collect::<Vec<_>>());
                assert!(
                    got == Ok(vec![10, 20, 30]),
                    "three free locks hold 10, 20 and 30, and `lock_all` within {limit:?} came to {got:?}"
                );
            }
        });
    }

    #[harness::test]
    fn the_guards_stand_in_the_order_asked_for() {
        harness::model::check(|| {
            let [a, b, c] = [10, 20, 30].map(Mutex::new);
            let got = lock_all(&[&c, &a, &b], HOUR)
                .map(|guards| guards.iter().map(|guard| **guard).collect::<Vec<_>>());
            assert!(
                got == Ok(vec![30, 10, 20]),
                "locks that hold 30, 10 and 20 were asked for in this order, and the guards show {got:?}"
            );
        });
    }

    #[harness::test]
    fn the_locks_are_held_until_the_guards_are_dropped() {
        harness::model::check(|| {
            let locks = [10, 20].map(Mutex::new);
            let mut guards = lock_all(&locks.each_ref(), HOUR).unwrap();
            *guards[1] = 21;
            let free = locks.each_ref().map(|lock| lock.try_lock().is_some());
            assert!(
                free == [false, false],
                "the guards are still there, and of their locks are free: {free:?}"
            );
            drop(guards);
            let now = locks
                .each_ref()
                .map(|lock| lock.try_lock().map(|value| *value));
            assert!(
                now == [Some(10), Some(21)],
                "the guards were dropped, one of them after a write, and the locks show {now:?}"
            );
        });
    }

    #[harness::test]
    fn no_locks_are_had_at_once() {
        harness::model::check(|| {
            let none = lock_all::<u32>(&[], Duration::ZERO).map(|guards| guards.len());
            assert!(
                none == Ok(0),
                "no lock was asked for, and `lock_all` came to {none:?}"
            );
        });
    }

    #[harness::test]
    fn the_busy_lock_is_named_and_the_others_are_free() {
        harness::model::check(|| {
            for busy in 0..3 {
                let locks = [10, 20, 30].map(Mutex::new);
                let held = locks[busy].lock();
                for limit in [Duration::ZERO, HOUR] {
                    let start = Instant::now();
                    let said = lock_all(&locks.each_ref(), limit).map(|_| ());
                    let took = start.elapsed();
                    assert!(
                        said == Err(Busy { lock: busy }),
                        "of three locks number {busy} was busy all the time, and `lock_all` said {said:?}"
                    );
                    assert!(
                        took == limit,
                        "one of the locks was busy all the time, and `lock_all` within {limit:?} \
                         gave up after {took:?}"
                    );
                    let free = (0..3).filter(|n| *n != busy);
                    assert!(
                        free.clone().all(|n| locks[n].try_lock().is_some()),
                        "`lock_all` gave up because of lock {busy}, and one of the other locks is still held"
                    );
                }
                drop(held);
            }
        });
    }

    #[harness::test]
    fn one_of_the_busy_locks_is_named() {
        harness::model::check(|| {
            let locks = [10, 20, 30].map(Mutex::new);
            let _held = (locks[0].lock(), locks[2].lock());
            let said = lock_all(&locks.each_ref(), HOUR).map(|_| ());
            assert!(
                [Err(Busy { lock: 0 }), Err(Busy { lock: 2 })].contains(&said),
                "locks 0 and 2 of three were busy all the time, and `lock_all` said {said:?}"
            );
        });
    }
}

mod race_free {
    use super::patient_lock::*;
    use parking_lot::Mutex;
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);
    const DAY: Duration = Duration::from_secs(24 * 3600);
    const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

    /// Holds the table's lock from one minute to another of the time since `start`.
    fn hold(table: &Mutex<u32>, start: Instant, from: u32, to: u32) {
        thread::sleep((from * MINUTE).saturating_sub(start.elapsed()));
        let _held = table.lock();
        thread::sleep((to * MINUTE).saturating_sub(start.elapsed()));
    }

    #[harness::test]
    fn whoever_waits_holds_nothing() {
        for (busy, free) in [(1, 0), (0, 1), (2, 1), (2, 0)] {
            harness::model::check(move || {
                let locks = [10, 20, 30].map(Mutex::new);
                let start = Instant::now();
                thread::scope(|s| {
                    s.spawn(|| hold(&locks[busy], start, 0, 60));
                    s.spawn(|| {
                        thread::sleep(MINUTE);
                        lock_all(&locks.each_ref(), DAY).map(|_| ())
                    });
                    thread::sleep(2 * MINUTE);
                    let asked = Instant::now();
                    drop(locks[free].lock());
                    let waited = asked.elapsed();
                    assert!(
                        waited == Duration::ZERO,
                        "a thread in `lock_all` waits for lock {busy}, and whoever needs lock {free} \
                         had to wait {waited:?} for it: it keeps what it has while it waits"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn whoever_waits_for_a_second_busy_lock_holds_nothing_either() {
        harness::model::check(|| {
            let locks = [10, 20].map(Mutex::new);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| hold(&locks[0], start, 0, 20));
                s.spawn(|| hold(&locks[1], start, 10, 60));
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    lock_all(&locks.each_ref(), DAY).map(|_| ())
                });
                thread::sleep(30 * MINUTE);
                let asked = Instant::now();
                drop(locks[0].lock());
                let waited = asked.elapsed();
                assert!(
                    waited == Duration::ZERO,
                    "a thread in `lock_all` has waited for lock 0 and now waits for lock 1; \
                     whoever needs lock 0 had to wait {waited:?} for it"
                );
            });
        });
    }

    #[harness::test]
    fn it_has_the_locks_when_all_are_free() {
        for order in [[0, 1], [1, 0]] {
            harness::model::check(move || {
                let locks = [0, 1].map(Mutex::new);
                let start = Instant::now();
                thread::scope(|s| {
                    s.spawn(|| hold(&locks[0], start, 0, 40));
                    s.spawn(|| hold(&locks[1], start, 0, 50));
                    thread::sleep(MINUTE);
                    let said = lock_all(&order.map(|n| &locks[n]), HOUR)
                        .map(|guards| guards.iter().map(|guard| **guard).collect::<Vec<_>>());
                    let came = start.elapsed();
                    let expected = order.map(|n| n as u32).to_vec();
                    assert!(
                        said == Ok(expected),
                        "locks 0 and 1 were free again after 40 and 50 minutes; `lock_all` asked for {order:?} \
                         and had an hour, and came to {said:?}"
                    );
                    assert!(
                        came == 50 * MINUTE,
                        "two locks were free again after 40 and 50 minutes, and `lock_all` had both after {came:?}"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn a_lock_that_is_taken_again_is_waited_for_again() {
        harness::model::check(|| {
            let locks = [10, 20].map(Mutex::new);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| {
                    hold(&locks[0], start, 0, 30);
                    hold(&locks[0], start, 35, 55);
                });
                s.spawn(|| hold(&locks[1], start, 0, 50));
                thread::sleep(MINUTE);
                let said = lock_all(&locks.each_ref(), HOUR).map(|guards| guards.len());
                let came = start.elapsed();
                assert!(
                    said == Ok(2),
                    "one lock was held for the first 30 minutes and again from 35 to 55, the other for the first 50: \
                     `lock_all` had an hour and said {said:?}"
                );
                assert!(
                    came == 55 * MINUTE,
                    "one lock was held for the first 30 minutes and again from 35 to 55, the other for the first 50: \
                     `lock_all` had both after {came:?}"
                );
            });
        });
    }

    #[harness::test]
    fn the_limit_is_for_all_locks_together() {
        for order in [[0, 1], [1, 0]] {
            harness::model::check(move || {
                let locks = [10, 20].map(Mutex::new);
                let start = Instant::now();
                thread::scope(|s| {
                    s.spawn(|| hold(&locks[0], start, 0, 40));
                    s.spawn(|| hold(&locks[1], start, 0, 80));
                    thread::sleep(MINUTE);
                    let said = lock_all(&order.map(|n| &locks[n]), 59 * MINUTE).map(|_| ());
                    let came = start.elapsed();
                    assert!(
                        came == HOUR,
                        "two locks were busy for 40 and 80 minutes, the time ran out after an hour, \
                         and `lock_all` came back after {came:?}"
                    );
                    let place = order.iter().position(|n| *n == 1).unwrap();
                    assert!(
                        said == Err(Busy { lock: place }),
                        "two locks were busy for 40 and 80 minutes, the time ran out after an hour: \
                         the one in place {place} was in the way, and `lock_all` said {said:?}"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn the_lock_that_is_busy_last_is_named() {
        for order in [[0, 1, 2], [1, 2, 0], [2, 1, 0]] {
            harness::model::check(move || {
                let locks = [10, 20, 30].map(Mutex::new);
                thread::scope(|s| {
                    s.spawn(|| {
                        // Lets go of them one after the other.
                        for held in locks.each_ref().map(|lock| lock.lock()) {
                            thread::sleep(20 * MINUTE);
                            drop(held);
                        }
                    });
                    thread::sleep(MINUTE);
                    let said = lock_all(&order.map(|n| &locks[n]), 49 * MINUTE).map(|_| ());
                    let place = order.iter().position(|n| *n == 2).unwrap();
                    assert!(
                        said == Err(Busy { lock: place }),
                        "three locks were busy for 20, 40 and 60 minutes, the time ran out after 50: \
                         only the one in place {place} was in the way then, and `lock_all` said {said:?}"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn whoever_waits_for_a_long_time_sleeps() {
        for limit in [2 * THOUSAND_DAYS, Duration::MAX] {
            harness::model::check(move || {
                let locks = [10, 20].map(Mutex::new);
                let start = Instant::now();
                thread::scope(|s| {
                    s.spawn(|| {
                        let _held = locks[1].lock();
                        thread::sleep(THOUSAND_DAYS);
                    });
                    thread::sleep(MINUTE);
                    let said = lock_all(&locks.each_ref(), limit).map(|guards| guards.len());
                    let came = start.elapsed();
                    assert!(
                        said == Ok(2) && came == THOUSAND_DAYS,
                        "a lock was busy for a thousand days, and `lock_all` within {limit:?} said {said:?} \
                         after {came:?}"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn the_longest_limit_is_no_limit() {
        harness::model::check(|| {
            let locks = [10, 20].map(Mutex::new);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| hold(&locks[1], start, 0, 60));
                thread::sleep(MINUTE);
                let said = lock_all(&locks.each_ref(), Duration::MAX).map(|guards| guards.len());
                let came = start.elapsed();
                assert!(
                    said == Ok(2) && came == HOUR,
                    "a lock was busy for an hour, and `lock_all` with `Duration::MAX` said {said:?} after {came:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::patient_lock::*;
    use harness::model::Check;
    use parking_lot::Mutex;
    use std::thread;
    use std::time::{Duration, Instant};

    const HOUR: Duration = Duration::from_secs(3600);

    /// Adds one to each, and tells how long it waited.
    fn count(locks: &[&Mutex<u32>]) -> Result<Duration, Busy> {
        count_within(HOUR, locks)
    }

    fn count_within(limit: Duration, locks: &[&Mutex<u32>]) -> Result<Duration, Busy> {
        let start = Instant::now();
        let mut guards = lock_all(locks, limit)?;
        guards.iter_mut().for_each(|count| **count += 1);
        Ok(start.elapsed())
    }

    #[harness::test]
    fn two_in_opposite_order_are_both_served_at_once() {
        harness::model::check(|| {
            let [a, b] = [0, 0].map(Mutex::new);
            let answers = thread::scope(|s| {
                let other = s.spawn(|| count(&[&a, &b]));
                [count(&[&b, &a]), other.join().unwrap()]
            });
            assert!(
                answers == [Ok(Duration::ZERO); 2],
                "two threads took the same two locks in opposite order, for a moment each: \
                 they waited {answers:?}"
            );
            let counts = [*a.lock(), *b.lock()];
            assert!(
                counts == [2, 2],
                "two threads counted under both locks, and the counts are {counts:?}"
            );
        });
    }

    #[harness::test]
    fn two_in_opposite_order_need_no_limit() {
        harness::model::check(|| {
            let [a, b] = [0, 0].map(Mutex::new);
            let answers = thread::scope(|s| {
                let other = s.spawn(|| count_within(Duration::MAX, &[&a, &b]));
                [
                    count_within(Duration::MAX, &[&b, &a]),
                    other.join().unwrap(),
                ]
            });
            assert!(
                answers == [Ok(Duration::ZERO); 2],
                "two threads took the same two locks in opposite order, for a moment each, with `Duration::MAX`: \
                 they waited {answers:?}"
            );
        });
    }

    #[harness::test]
    fn three_in_a_circle_are_all_served_at_once() {
        Check::new().schedules(2_000).random(1_000).run(|| {
            let [a, b, c] = [0, 0, 0].map(Mutex::new);
            let answers = thread::scope(|s| {
                let others = [s.spawn(|| count(&[&a, &b])), s.spawn(|| count(&[&b, &c]))];
                let mine = count(&[&c, &a]);
                let [one, two] = others.map(|other| other.join().unwrap());
                [mine, one, two]
            });
            assert!(
                answers == [Ok(Duration::ZERO); 3],
                "three threads took two of three locks each, in a circle, for a moment each: they waited {answers:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_gives_up_leaves_nothing_locked() {
        harness::model::check(|| {
            let [a, b] = [0, 0].map(Mutex::new);
            thread::scope(|s| {
                s.spawn(|| {
                    let _held = b.lock();
                    thread::sleep(2 * HOUR);
                });
                let other = s.spawn(|| count(&[&a, &b]));
                let mine = count(&[&b, &a]);
                let both = [mine, other.join().unwrap()];
                // Whoever came before the holder has been served; nobody waits for longer than the limit.
                assert!(
                    both.iter()
                        .all(|said| said.is_err() || *said == Ok(Duration::ZERO)),
                    "a lock was busy for two hours, and two threads with an hour's limit were served after {both:?}"
                );
                assert!(
                    a.try_lock().is_some(),
                    "the threads in `lock_all` have given up, and a lock of theirs is still held"
                );
            });
        });
    }
}

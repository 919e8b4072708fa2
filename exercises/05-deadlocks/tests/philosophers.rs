//! What this proves: neighbours never eat together, everybody who is hungry eats within the bound,
//! and nobody waits without need. `race_free` and `shuts_down` try the orders in which two, three and five
//! philosophers can come and go. Time is the checker's own: a meal of an hour takes exactly an hour,
//! and none at all to test.
//!
//! What it cannot see: all orders at a table of five (there are too many; it tries those with the fewest
//! switches and some thousand others), and bigger tables.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_parking_lot as parking_lot;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/philosophers.rs"]
mod philosophers;

/// For tests that try several seats.
fn few_schedules() -> harness::model::Check {
    harness::model::Check::new().schedules(500).random(200)
}

// One thread only, but under the checker: a thread that waits for itself is told so at once.
mod behaves {
    use super::philosophers::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn whoever_dines_eats_once() {
        harness::model::check(|| {
            let table = Table::new(5);
            for seat in 0..5 {
                let mut meals = 0;
                let said = table.dine(seat, || {
                    meals += 1;
                    "delicious"
                });
                assert!(
                    meals == 1,
                    "`dine` was called once for seat {seat}, and `eat` {meals} times"
                );
                assert!(
                    said == "delicious",
                    "`eat` gave back \"delicious\", and `dine` gave back {said:?}"
                );
            }
        });
    }

    #[harness::test]
    fn the_forks_are_back_after_a_meal() {
        harness::model::check(|| {
            for seats in 2..=3 {
                let table = Table::new(seats);
                for seat in (0..seats).chain(0..seats) {
                    table.dine(seat, || ());
                }
            }
        });
    }

    #[harness::test]
    fn the_caller_gets_the_panic() {
        let table = Table::new(2);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            table.dine(0, || panic!("the soup is hot"))
        }));
        let Some(payload) = panicked.err() else {
            panic!("`eat` panicked, and the caller of `dine` did not notice");
        };
        let said = payload.downcast_ref::<&str>();
        assert!(
            said == Some(&"the soup is hot"),
            "`eat` panicked with \"the soup is hot\", and the caller of `dine` got another panic than this one"
        );
    }
}

mod race_free {
    use super::few_schedules;
    use super::philosophers::*;
    use harness::model::Check;
    use harness::real::sync::atomic::{AtomicBool as Flag, Ordering::SeqCst};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    /// Who eats at this moment. Real flags are no steps of the program.
    struct Plates(Vec<Flag>);

    impl Plates {
        fn new(seats: usize) -> Self {
            Plates((0..seats).map(|_| Flag::new(false)).collect())
        }

        fn meal(&self, seat: usize) {
            let seats = self.0.len();
            self.0[seat].store(true, SeqCst);
            for neighbour in [(seat + 1) % seats, (seat + seats - 1) % seats] {
                assert!(
                    !self.0[neighbour].load(SeqCst),
                    "seats {seat} and {neighbour} are neighbours, and they eat at the same time"
                );
            }
            thread::yield_now();
            self.0[seat].store(false, SeqCst);
        }
    }

    #[harness::test]
    fn neighbours_do_not_eat_at_the_same_time() {
        for (seats, one, other) in [(2, 0, 1), (3, 0, 1), (3, 1, 2), (3, 2, 0), (5, 4, 0)] {
            few_schedules().run(move || {
                let table = Table::new(seats);
                let plates = Plates::new(seats);
                thread::scope(|s| {
                    s.spawn(|| table.dine(one, || plates.meal(one)));
                    s.spawn(|| table.dine(other, || plates.meal(other)));
                });
            });
        }
    }

    #[harness::test]
    fn one_between_two_eats_alone() {
        harness::model::check(|| {
            let table = Table::new(4);
            let plates = Plates::new(4);
            thread::scope(|s| {
                for seat in 1..4 {
                    let (table, plates) = (&table, &plates);
                    s.spawn(move || table.dine(seat, || plates.meal(seat)));
                }
            });
        });
    }

    #[harness::test]
    fn five_at_one_table_keep_the_peace() {
        Check::new().schedules(1_000).random(1_000).run(|| {
            let table = Table::new(5);
            let plates = Plates::new(5);
            thread::scope(|s| {
                for seat in 0..5 {
                    let (table, plates) = (&table, &plates);
                    s.spawn(move || table.dine(seat, || plates.meal(seat)));
                }
            });
        });
    }

    #[harness::test]
    fn two_who_are_no_neighbours_eat_at_the_same_time() {
        for (one, other) in [(0, 2), (1, 3), (4, 1)] {
            few_schedules().run(move || {
                let table = Table::new(5);
                let start = Instant::now();
                let dine = |seat| table.dine(seat, || thread::sleep(HOUR));
                thread::scope(|s| {
                    s.spawn(|| dine(one));
                    s.spawn(|| dine(other));
                });
                let took = start.elapsed();
                assert!(
                    took == HOUR,
                    "at a table of five only seats {one} and {other} dine, an hour each, and they have no fork \
                     in common: together they took {took:?}"
                );
            });
        }
    }

    #[harness::test]
    fn nobody_waits_because_somebody_elsewhere_does() {
        harness::model::check(|| {
            let table = Table::new(5);
            thread::scope(|s| {
                s.spawn(|| table.dine(0, || thread::sleep(HOUR)));
                s.spawn(|| {
                    thread::sleep(MINUTE);
                    table.dine(1, || ());
                });
                thread::sleep(2 * MINUTE);
                let hungry = Instant::now();
                let waited = table.dine(3, || hungry.elapsed());
                assert!(
                    waited == Duration::ZERO,
                    "seat 0 eats for an hour and seat 1 waits for it; seat 3, whose neighbours are both away, \
                     had to wait {waited:?} as well"
                );
            });
        });
    }

    #[harness::test]
    fn the_forks_are_taken_the_moment_they_are_back() {
        for (eating, hungry) in [(0, 1), (1, 0), (2, 1), (0, 2), (2, 0)] {
            few_schedules().run(move || {
                let table = Table::new(3);
                let start = Instant::now();
                thread::scope(|s| {
                    s.spawn(|| table.dine(eating, || thread::sleep(HOUR)));
                    thread::sleep(MINUTE);
                    let ate = table.dine(hungry, || start.elapsed());
                    assert!(
                        ate == HOUR,
                        "seat {eating} ate for an hour and seat {hungry} waited for its fork, \
                         which it had after {ate:?}"
                    );
                });
            });
        }
    }

    #[harness::test]
    fn whoever_waits_for_a_long_time_sleeps() {
        few_schedules().run(|| {
            const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);
            let table = Table::new(3);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| table.dine(0, || thread::sleep(THOUSAND_DAYS)));
                thread::sleep(MINUTE);
                let ate = table.dine(1, || start.elapsed());
                assert!(
                    ate == THOUSAND_DAYS,
                    "seat 0 ate for a thousand days and seat 1 waited for its fork, which it had after {ate:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::few_schedules;
    use super::philosophers::*;
    use harness::model::Check;
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    /// Everybody dines so many times.
    fn all_dine(seats: usize, times: usize) {
        let table = Table::new(seats);
        thread::scope(|s| {
            for seat in 0..seats {
                let table = &table;
                s.spawn(move || (0..times).for_each(|_| table.dine(seat, || ())));
            }
        });
    }

    #[harness::test]
    fn two_at_one_table_all_eat() {
        harness::model::check(|| all_dine(2, 2));
    }

    #[harness::test]
    fn three_at_one_table_all_eat() {
        harness::model::check(|| all_dine(3, 1));
    }

    #[harness::test]
    fn four_at_one_table_all_eat() {
        Check::new()
            .schedules(2_000)
            .random(1_000)
            .run(|| all_dine(4, 1));
    }

    #[harness::test]
    fn five_at_one_table_all_eat() {
        Check::new()
            .schedules(2_000)
            .random(1_000)
            .run(|| all_dine(5, 1));
    }

    #[harness::test]
    fn five_who_are_hungry_together_eat_within_five_hours() {
        Check::new().schedules(500).random(500).run(|| {
            let table = Table::new(5);
            thread::scope(|s| {
                for seat in 0..5 {
                    let table = &table;
                    s.spawn(move || {
                        let hungry = Instant::now();
                        let waited = table.dine(seat, || {
                            let waited = hungry.elapsed();
                            thread::sleep(HOUR);
                            waited
                        });
                        assert!(
                            waited <= 5 * HOUR,
                            "five dine once each, for an hour, and seat {seat} waited for {waited:?}"
                        );
                    });
                }
            });
        });
    }

    #[harness::test]
    fn nobody_starves_beside_one_who_eats_again_and_again() {
        for (greedy, patient) in [(0, 1), (1, 0), (2, 0), (0, 2)] {
            few_schedules().run(move || {
                let table = Table::new(3);
                let waited = thread::scope(|s| {
                    s.spawn(|| (0..4).for_each(|_| table.dine(greedy, || thread::sleep(HOUR))));
                    thread::sleep(MINUTE);
                    let hungry = Instant::now();
                    table.dine(patient, || hungry.elapsed())
                });
                let minutes = waited.as_secs() / 60;
                assert!(
                    minutes <= 180,
                    "at a table of three, seat {greedy} ate for an hour again and again, and seat {patient} beside it \
                     had to wait for {minutes} minutes: 180 are the limit"
                );
            });
        }
    }

    #[harness::test]
    fn whoever_has_eaten_often_is_hungry_again() {
        for (greedy, patient) in [(0, 1), (2, 0)] {
            few_schedules().run(move || {
                let table = Table::new(3);
                (0..10).for_each(|_| table.dine(patient, || ()));
                let waited = thread::scope(|s| {
                    s.spawn(|| (0..6).for_each(|_| table.dine(greedy, || thread::sleep(HOUR))));
                    thread::sleep(MINUTE);
                    let hungry = Instant::now();
                    table.dine(patient, || hungry.elapsed())
                });
                let minutes = waited.as_secs() / 60;
                assert!(
                    minutes <= 180,
                    "at a table of three, seat {patient} ate ten times, and came again while seat {greedy} ate \
                     for an hour again and again: it had to wait for {minutes} minutes, and 180 are the limit"
                );
            });
        }
    }

    #[harness::test]
    fn nobody_starves_between_two_who_take_turns() {
        Check::new().schedules(1_500).random(500).run(|| {
            let table = Table::new(4);
            // Half an hour after each other: one of the two is always eating.
            let eats_again_and_again = |seat| {
                for _ in 0..5 {
                    table.dine(seat, || thread::sleep(HOUR));
                }
            };
            let waited = thread::scope(|s| {
                s.spawn(|| eats_again_and_again(0));
                s.spawn(|| {
                    thread::sleep(HOUR / 2);
                    eats_again_and_again(2);
                });
                thread::sleep(HOUR / 2 + MINUTE);
                let hungry = Instant::now();
                table.dine(1, || hungry.elapsed())
            });
            let minutes = waited.as_secs() / 60;
            assert!(
                minutes <= 240,
                "at a table of four, seats 0 and 2 ate for an hour again and again, by turns, and seat 1 between them \
                 had to wait for {minutes} minutes: 240 are the limit"
            );
        });
    }

    #[harness::test]
    fn the_forks_of_a_philosopher_who_panics_are_back_on_the_table() {
        Check::new().schedules(1_500).random(500).run(|| {
            let table = Table::new(3);
            thread::scope(|s| {
                let broken = s.spawn(|| table.dine(0, || panic!("the soup is hot")));
                let others = [1, 2].map(|seat| {
                    let table = &table;
                    s.spawn(move || table.dine(seat, || seat))
                });
                assert!(broken.join().is_err());
                let ate = others.map(|other| other.join().ok());
                assert!(
                    ate == [Some(1), Some(2)],
                    "seat 0 panicked over its soup, and its two neighbours could not eat any more"
                );
            });
            let again = table.dine(0, || "eats");
            assert!(
                again == "eats",
                "a seat whose philosopher once panicked cannot be used any more"
            );
        });
    }
}

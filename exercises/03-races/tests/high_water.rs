//! What this proves: the mark and its station are right for one thread, with ties, dry rivers and the largest numbers;
//! and with two or three threads no reading is lost, mixed with another or claimed twice, under every schedule tried.
//!
//! What it cannot see: whether `record` waits for a lock, and what a reading costs that does not raise the mark.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use high_water::{HighWater, Reading};
use std::thread;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/high_water.rs"]
mod high_water;

fn reading(level: u32, station: u16) -> Reading {
    Reading { level, station }
}

/// Asserts that the display shows nothing yet, or one of the readings that were `reported`.
#[track_caller]
fn is_of_one_reading(mark: Option<Reading>, reported: &[Reading]) {
    let words = |reading: &Reading| format!("{} at station {}", reading.level, reading.station);
    if let Some(shown) = mark {
        assert!(
            reported.contains(&shown),
            "the display shows the level of one reading with the station of another: it shows {}, and the stations \
             reported {}",
            words(&shown),
            reported.iter().map(words).collect::<Vec<_>>().join(", ")
        );
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn there_is_no_mark_before_the_first_reading() {
        let mark = HighWater::new().highest();
        assert!(
            mark.is_none(),
            "nothing was recorded, and the display shows {mark:?}"
        );
    }

    #[harness::test]
    fn a_dry_river_is_a_reading() {
        let river = HighWater::new();
        let raised = river.record(reading(0, 0));
        assert!(
            raised,
            "the first reading sets the mark, even level 0 at station 0"
        );
        let mark = river.highest();
        assert!(
            mark == Some(reading(0, 0)),
            "level 0 was recorded at station 0, and the display shows {mark:?}"
        );
    }

    #[harness::test]
    fn the_mark_rises_and_stays() {
        let river = HighWater::new();
        for (level, station, raises) in [
            (300, 9, true),
            (200, 10, false),
            (301, 1, true),
            (0, 65_535, false),
        ] {
            let raised = river.record(reading(level, station));
            assert!(
                raised == raises,
                "after 300, 200, 301 and 0 in this order, `record` says {raised} for {level}"
            );
        }
        let mark = river.highest();
        assert!(
            mark == Some(reading(301, 1)),
            "300, 200, 301, 0: the display shows {mark:?}"
        );
    }

    #[harness::test]
    fn of_equal_levels_the_first_stays() {
        for (first, second) in [(1, 2), (2, 1)] {
            let river = HighWater::new();
            river.record(reading(500, first));
            let raised = river.record(reading(500, second));
            assert!(
                !raised,
                "station {first} reported 500, then station {second} did: the second 500 equals the mark and does not \
                 raise it, and `record` says that it does"
            );
            let mark = river.highest();
            assert!(
                mark == Some(reading(500, first)),
                "station {first} reported 500 before station {second}, and the display shows {mark:?}"
            );
        }
    }

    #[harness::test]
    fn the_largest_numbers_fit() {
        let river = HighWater::new();
        for (level, station) in [(65_536, 7), (u32::MAX - 1, u16::MAX), (u32::MAX, 0)] {
            let raised = river.record(reading(level, station));
            assert!(
                raised,
                "level {level} is the highest so far, and `record` says it isn't"
            );
            let mark = river.highest();
            assert!(
                mark == Some(reading(level, station)),
                "level {level} at station {station} is the highest so far, and the display shows {mark:?}"
            );
        }
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn no_higher_reading_is_lost() {
        check(|| {
            let river = HighWater::new();
            thread::scope(|s| {
                s.spawn(|| river.record(reading(900, 1)));
                river.record(reading(300, 2));
                river.record(reading(500, 2));
            });
            let mark = river.highest();
            is_of_one_reading(mark, &[reading(900, 1), reading(300, 2), reading(500, 2)]);
            assert!(
                mark == Some(reading(900, 1)),
                "station 1 reported 900 beside station 2's 300 and 500, and the display shows {mark:?}: the mark had \
                 moved between a look and the decision"
            );
        });
    }

    #[harness::test]
    fn the_highest_reading_claims_the_mark() {
        check(|| {
            let river = HighWater::new();
            let raised = thread::scope(|s| {
                let high = s.spawn(|| river.record(reading(900, 1)));
                river.record(reading(300, 2));
                high.join().unwrap()
            });
            assert!(
                raised,
                "900 is the highest reading, and `record` says that it did not raise the mark"
            );
        });
    }

    #[harness::test]
    fn a_mark_is_set_by_one_reading() {
        check(|| {
            let river = HighWater::new();
            let (one, two) = thread::scope(|s| {
                let one = s.spawn(|| river.record(reading(700, 1)));
                let two = river.record(reading(700, 2));
                (one.join().unwrap(), two)
            });
            assert!(
                one || two,
                "two stations reported 700 to an empty display, and neither is told that it set the mark"
            );
            assert!(
                !(one && two),
                "two stations reported 700, and both are told that they set the mark: one of them decided by an older \
                 mark than the one it replaced"
            );
            let mark = river.highest();
            let setter = if one { 1 } else { 2 };
            assert!(
                mark == Some(reading(700, setter)),
                "the stations 1 and 2 reported 700, station {setter} is told that it set the mark, and the display shows \
                 {mark:?}"
            );
        });
    }

    #[harness::test]
    fn a_level_is_shown_with_its_own_station() {
        check(|| {
            let river = HighWater::new();
            thread::scope(|s| {
                s.spawn(|| river.record(reading(300, 2)));
                s.spawn(|| river.record(reading(900, 1)));
                is_of_one_reading(river.highest(), &[reading(300, 2), reading(900, 1)]);
            });
        });
    }

    #[harness::test]
    fn the_mark_never_falls() {
        check(|| {
            let river = HighWater::new();
            thread::scope(|s| {
                s.spawn(|| river.record(reading(300, 2)));
                s.spawn(|| river.record(reading(900, 1)));
                let level = |mark: Option<Reading>| mark.map(|mark| mark.level);
                let before = level(river.highest());
                let after = level(river.highest());
                assert!(
                    before <= after,
                    "the display showed {before:?} and then {after:?}: the mark fell"
                );
            });
        });
    }
}

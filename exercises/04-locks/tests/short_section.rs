//! What this proves: no word is lost, nobody sees half a text, and no lock is held while words are cut off.
//! `race_free` tries the orders in which two threads can run; time is the checker's own.
//! In `speeds_up` two workers have to meet inside their iterators, which shows that they can run side by
//! side whatever else the machine is doing, and the counters' addresses are compared.
//!
//! What it cannot see: how long the lock is held for adding up a text, and how many locks there are.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/short_section.rs"]
mod short_section;

/// Cuts a text into words; the work is done in `next`.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().map(str::to_lowercase)
}

mod behaves {
    use super::short_section::*;
    use super::words;
    use std::collections::HashMap;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::Ordering::Relaxed;

    #[harness::test]
    fn counts_every_word() {
        let counts = WordCounts::new();
        counts.add(words("the lock and the map"));
        counts.add(words(""));
        counts.add(words("The end"));
        let expected: HashMap<String, u64> =
            [("the", 3), ("lock", 1), ("and", 1), ("map", 1), ("end", 1)]
                .map(|(word, n)| (word.to_owned(), n))
                .into();
        assert!(
            counts.snapshot() == expected,
            "the snapshot has wrong counts"
        );
        assert!(
            (counts.count("the"), counts.count("key")) == (3, 0),
            "`the` occurred 3 times and `key` never, and `count` says otherwise"
        );
    }

    #[harness::test]
    fn a_text_that_panics_counts_for_nothing() {
        let counts = WordCounts::new();
        counts.add(words("a b"));
        let broken = words("a b").chain(std::iter::from_fn(|| panic!("no word at all")));
        let panicked = catch_unwind(AssertUnwindSafe(|| counts.add(broken)));
        assert!(
            panicked.is_err(),
            "the iterator panicked, and the caller of `add` did not notice"
        );
        let after = catch_unwind(AssertUnwindSafe(|| counts.count("a")));
        assert!(
            after.ok() == Some(1),
            "`a` occurred once in a whole text, and once in a text whose iterator panicked after it: \
             `count` has to say 1"
        );
    }

    #[harness::test]
    fn everybody_goes_on_after_a_text_that_panics() {
        let counts = WordCounts::new();
        let broken = words("a b").chain(std::iter::from_fn(|| panic!("no word at all")));
        let _ = catch_unwind(AssertUnwindSafe(|| counts.add(broken)));
        let after = catch_unwind(AssertUnwindSafe(|| {
            counts.add(words("next"));
            counts.count("next")
        }));
        assert!(
            after.ok() == Some(1),
            "an iterator panicked half-way through its text, and the text that came next is not counted"
        );
    }

    #[harness::test]
    fn the_sum_is_over_all_stripes() {
        let seen = Striped::new(3);
        for worker in 0..3 {
            seen.stripe(worker).fetch_add(10 + worker as u64, Relaxed);
        }
        for _ in 0..2 {
            assert!(
                seen.sum() == 33,
                "three workers added 10, 11 and 12, and `sum` says otherwise"
            );
        }
    }

    #[harness::test]
    fn each_worker_has_a_counter_of_its_own() {
        for stripes in 1..=6 {
            let seen = Striped::new(stripes);
            for a in 0..stripes {
                for b in 0..a {
                    assert!(
                        !std::ptr::eq(seen.stripe(a), seen.stripe(b)),
                        "with {stripes} stripes, workers {a} and {b} add to the same counter"
                    );
                }
            }
        }
    }

    #[harness::test]
    fn workers_beyond_the_last_stripe_start_again() {
        let seen = Striped::new(3);
        for worker in [3, 4, 11] {
            let stripe = std::panic::catch_unwind(AssertUnwindSafe(|| {
                std::ptr::eq(seen.stripe(worker), seen.stripe(worker % 3))
            }));
            assert!(
                stripe.ok() == Some(true),
                "with 3 stripes, worker {worker} has to add to the counter of worker {}",
                worker % 3
            );
        }
    }
}

mod race_free {
    use super::short_section::*;
    use super::words;
    use std::sync::atomic::Ordering::Relaxed;
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn no_word_is_lost() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            thread::scope(|s| {
                s.spawn(|| counts.add(words("lock")));
                counts.add(words("lock"));
            });
            let count = counts.count("lock");
            assert!(
                count == 2,
                "two threads counted one `lock` each, and {count} of 2 are there"
            );
        });
    }

    #[harness::test]
    fn nobody_sees_half_a_text() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            counts.add(words("map lock"));
            thread::scope(|s| {
                s.spawn(|| counts.add(words("lock map")));
                let seen = counts.snapshot();
                let word = |w: &str| seen.get(w).copied().unwrap_or(0);
                let seen = (word("lock"), word("map"));
                assert!(
                    seen == (1, 1) || seen == (2, 2),
                    "each text has one `lock` and one `map`, and a snapshot saw {} times `lock` and {} times `map`: half a text",
                    seen.0,
                    seen.1
                );
            });
        });
    }

    #[harness::test]
    fn a_count_does_not_change_half_way_through_a_text() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            thread::scope(|s| {
                s.spawn(|| counts.add(words("lock lock")));
                let seen = counts.count("lock");
                assert!(
                    seen != 1,
                    "the text is `lock lock`, and `count` saw one of the two: half a text"
                );
            });
        });
    }

    #[harness::test]
    fn two_counts_do_not_show_half_a_text() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            thread::scope(|s| {
                s.spawn(|| counts.add(words("lock map")));
                let lock = counts.count("lock");
                let map = counts.count("map");
                assert!(
                    lock == 0 || map == 1,
                    "the text is `lock map`: `count` found the `lock` of it and, asked after that, no `map`: half a text"
                );
                let lock = counts.count("lock");
                assert!(
                    map == 0 || lock == 1,
                    "the text is `lock map`: `count` found the `map` of it and, asked after that, no `lock`: half a text"
                );
            });
        });
    }

    #[harness::test]
    fn nobody_waits_while_a_text_is_cut_up() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            let slow = || words("lock").inspect(|_| thread::sleep(HOUR));
            thread::scope(|s| {
                s.spawn(|| counts.add(slow()));
                thread::sleep(MINUTE);
                let asked = Instant::now();
                counts.add(words("map"));
                let answers = (counts.count("map"), counts.snapshot().len());
                assert!(
                    asked.elapsed() == Duration::ZERO,
                    "while one thread's iterator was at work, another had to wait in `add`, `count` or `snapshot`"
                );
                assert!(
                    answers == (1, 1),
                    "one text of one word is counted, the other is still being cut up: `count` or `snapshot` says otherwise"
                );
            });
        });
    }

    #[harness::test]
    fn an_iterator_may_ask_for_counts() {
        harness::model::check(|| {
            let counts = WordCounts::new();
            counts.add(words("the"));
            counts.add(words("the lock").filter(|word| counts.count(word) == 0));
            assert!(
                (counts.count("the"), counts.count("lock")) == (1, 1),
                "an iterator left out the words that were counted already, and the counts are wrong"
            );
        });
    }

    #[harness::test]
    fn no_addition_is_lost() {
        harness::model::check(|| {
            let seen = Striped::new(2);
            thread::scope(|s| {
                // Two workers of three share a stripe.
                s.spawn(|| seen.stripe(0).fetch_add(1, Relaxed));
                s.spawn(|| seen.stripe(2).fetch_add(1, Relaxed));
                seen.stripe(1).fetch_add(1, Relaxed);
            });
            let sum = seen.sum();
            assert!(sum == 3, "three workers added 1 each, and the sum is {sum}");
        });
    }
}

mod speeds_up {
    use super::short_section::*;
    use super::words;
    use harness::gauge::{Meeting, side_by_side};
    use harness::real::hint::black_box;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    use std::thread;

    const WORKERS: usize = 2;
    const TEXT: &str = "a lock guards data and no code";
    const TEXTS_EACH: usize = 4;
    const LINE: usize = 64;

    /// Runs `work` in each of the workers, at the same time.
    fn in_all_workers(work: impl Fn(usize) + Sync) {
        thread::scope(|s| {
            for worker in 0..WORKERS {
                let work = &work;
                s.spawn(move || work(worker));
            }
        });
    }

    #[harness::test]
    fn workers_meet_while_they_cut_up() {
        let meeting = Meeting::new(WORKERS);
        let counts = WordCounts::new();
        in_all_workers(|_| {
            for _ in 0..TEXTS_EACH {
                counts.add(words(TEXT).map(|word| meeting.item(|| word)));
            }
        });
        let items = WORKERS * TEXTS_EACH * words(TEXT).count();
        if let Err(what) = meeting.all_meet(items) {
            panic!(
                "{what} (An item of work is one word, cut off by `next` of an iterator that `add` was given.)"
            );
        }
        show_cutting_up();
    }

    #[harness::test]
    fn no_two_counters_share_a_cache_line() {
        let seen = Striped::new(8);
        let mut lines: Vec<usize> = addresses(&seen, 8).map(|at| at / LINE).collect();
        lines.sort_unstable();
        lines.dedup();
        assert!(
            lines.len() == 8,
            "two workers' counters begin on one cache line: \
             each addition of the one takes the line away from the other"
        );
        show_stripes();
    }

    /// An address can be a multiple of 64 by luck. So this asks for rows of 1 to 64 counters, keeps all of them,
    /// and puts crumbs of memory between them: one row then begins elsewhere on its line than the next.
    /// For all 2,080 counters the rule holds only if the type promises it to the allocator.
    #[harness::test]
    fn every_counter_begins_a_cache_line() {
        let crumb = |size: usize| vec![0_u8; size].into_boxed_slice();
        let rows: Vec<_> = (1..=64)
            .map(|stripes| (stripes, Striped::new(stripes), crumb(16 + stripes)))
            .collect();
        let all_begin_a_line = rows
            .iter()
            .flat_map(|(stripes, row, _)| addresses(row, *stripes))
            .all(|at| at % LINE == 0);
        assert!(
            all_begin_a_line,
            "the address of a counter is no multiple of {LINE}: it does not begin a cache line, \
             and whoever writes to what lies before it takes the line away"
        );
    }

    fn addresses(row: &Striped, stripes: usize) -> impl Iterator<Item = usize> {
        (0..stripes).map(|worker| std::ptr::from_ref(row.stripe(worker)).addr())
    }

    /// The figure for the reader; it decides nothing.
    fn show_cutting_up() {
        let slow = |word: String| (0..2_000).fold(word, |word, _| black_box(word));
        let add = |counts: &WordCounts, texts: usize| {
            (0..texts).for_each(|_| counts.add(words(TEXT).map(slow)));
        };
        side_by_side(
            "counting words, 2 workers against 1",
            WORKERS,
            || add(&WordCounts::new(), 200),
            || {
                let counts = WordCounts::new();
                in_all_workers(|_| add(&counts, 200 / WORKERS));
            },
        );
    }

    /// The figure for the reader; it decides nothing.
    fn show_stripes() {
        let bump = |counter: &AtomicU64| {
            for _ in 0..100_000 {
                counter.fetch_add(1, Relaxed);
            }
        };
        let (shared, striped) = (AtomicU64::new(0), Striped::new(WORKERS));
        side_by_side(
            "2 workers adding, a stripe each against one counter",
            WORKERS,
            || in_all_workers(|_| bump(&shared)),
            || in_all_workers(|worker| bump(striped.stripe(worker))),
        );
    }
}

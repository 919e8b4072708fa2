//! What a success claims must be so: counted by brute force.

use harness::model::{Check, explore, outcomes};
use report::Explored;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::thread;

/// Three threads, each of which notes its letter so many times: the word they write is the schedule.
fn word(lengths: [usize; 3]) -> String {
    let word = Arc::new(harness::real::sync::Mutex::new(String::new()));
    let step = Arc::new(AtomicUsize::new(0));
    let handles: Vec<_> = ["a", "b", "c"]
        .into_iter()
        .zip(lengths)
        .map(|(letter, length)| {
            let (word, step) = (word.clone(), step.clone());
            thread::spawn(move || {
                for _ in 0..length {
                    step.fetch_add(1, Relaxed);
                    word.lock().unwrap().push_str(letter);
                }
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    let word = word.lock().unwrap();
    word.clone()
}

/// Every word with so many of each letter.
fn all_words(lengths: [usize; 3]) -> BTreeSet<String> {
    if lengths == [0; 3] {
        return BTreeSet::from([String::new()]);
    }
    let mut words = BTreeSet::new();
    for (n, letter) in ["a", "b", "c"].into_iter().enumerate() {
        let mut rest = lengths;
        if rest[n] > 0 {
            rest[n] -= 1;
            words.extend(
                all_words(rest)
                    .into_iter()
                    .map(|word| format!("{letter}{word}")),
            );
        }
    }
    words
}

/// Changes of letter before the letter's thread was done.
fn forced_switches(word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let changes = (1..letters.len()).filter(|at| letters[*at] != letters[at - 1]);
    changes
        .filter(|at| letters[*at..].contains(&letters[at - 1]))
        .count()
}

#[test]
fn an_exhaustive_search_has_run_every_order_there_is() {
    let lengths = [2, 2, 1];
    let seen: BTreeSet<String> = outcomes(move || word(lengths)).into_keys().collect();
    assert_eq!(seen, all_words(lengths));
    let explored = explore(Check::new(), move || drop(word(lengths))).unwrap();
    assert!(explored.exhaustive);
}

/// The words that a search with this budget has seen, and what it claims.
fn searched(lengths: [usize; 3], budget: usize) -> (BTreeSet<String>, Explored) {
    let seen = Arc::new(harness::real::sync::Mutex::new(BTreeSet::new()));
    let inside = seen.clone();
    let check = Check::new().schedules(budget).random(0);
    let note = move || _ = inside.lock().unwrap().insert(word(lengths));
    let explored = explore(check, note).unwrap();
    let seen = seen.lock().unwrap().clone();
    (seen, explored)
}

#[test]
fn every_order_with_as_many_forced_switches_as_claimed_was_run() {
    let lengths = [3, 3, 2];
    let mut claims = BTreeSet::new();
    for budget in (1..40).chain([100, 400, 1_500, 4_000]) {
        let (seen, explored) = searched(lengths, budget);
        claims.insert(explored.forced_switches);
        assert_eq!(explored.schedules, budget);
        let claimed = |word: &String| Some(forced_switches(word)) <= explored.forced_switches;
        let missing: Vec<_> = all_words(lengths)
            .into_iter()
            .filter(|word| claimed(word) && !seen.contains(word))
            .collect();
        assert_eq!(missing, Vec::<String>::new(), "{explored:?}");
    }
    assert!(
        claims.contains(&None) && claims.contains(&Some(0)) && claims.contains(&Some(2)),
        "{claims:?}"
    );
}

#[test]
fn a_run_whose_surprises_were_cut_off_is_not_called_exhaustive() {
    let explored = explore(Check::new().random(0), || {
        let flag = AtomicUsize::new(0);
        for n in 0..6 {
            while flag
                .compare_exchange_weak(n, n + 1, Relaxed, Relaxed)
                .is_err()
            {}
        }
    });
    assert!(!explored.unwrap().exhaustive);
}

#[test]
fn one_thread_has_one_schedule() {
    let explored = explore(Check::new(), || {
        _ = AtomicUsize::new(0).fetch_add(1, Relaxed)
    })
    .unwrap();
    assert_eq!((explored.schedules, explored.exhaustive), (1, true));
}

//! Misconception: one lock for a line, in place of one for a word, is seldom enough.
//! Refused by: speeds_up

use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

/// The words of a line, in its order.
pub fn words(line: &str) -> Vec<String> {
    let runs = line.split(|c: char| !c.is_alphanumeric());
    runs.filter(|run| !run.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// How often each item occurs in the lines.
pub fn tally<L, I>(lines: &[L], items: impl Fn(&L) -> Vec<I> + Sync + Send) -> HashMap<I, usize>
where
    L: Sync,
    I: Eq + Hash + Send,
{
    let counts = Mutex::new(HashMap::new());
    lines.par_iter().for_each(|line| {
        let items = items(line);
        let mut counts = counts.lock().unwrap();
        for item in items {
            *counts.entry(item).or_insert(0) += 1;
        }
    });
    counts.into_inner().unwrap()
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    let lines: Vec<&str> = text.lines().collect();
    tally(&lines, |line| words(line))
}

//! Misconception: a map is filled by one thread, so the lines come one after the other.
//! Refused by: speeds_up

use std::collections::HashMap;
use std::hash::Hash;

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
    let mut counts = HashMap::new();
    for item in lines.iter().flat_map(items) {
        *counts.entry(item).or_insert(0) += 1;
    }
    counts
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    let lines: Vec<&str> = text.lines().collect();
    tally(&lines, |line| words(line))
}

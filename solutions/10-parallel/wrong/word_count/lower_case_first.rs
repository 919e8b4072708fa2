//! Misconception: To change the case first and to split afterwards is the same.
//! Refused by: behaves

use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;

/// The words of a line, in its order.
pub fn words(line: &str) -> Vec<String> {
    line.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect()
}

/// How often each item occurs in the lines.
pub fn tally<L, I>(lines: &[L], items: impl Fn(&L) -> Vec<I> + Sync + Send) -> HashMap<I, usize>
where
    L: Sync,
    I: Eq + Hash + Send,
{
    lines
        .par_iter()
        .with_max_len((lines.len() / 64).max(1))
        .fold(HashMap::new, |mut counts, line| {
            for item in items(line) {
                *counts.entry(item).or_default() += 1;
            }
            counts
        })
        .reduce(HashMap::new, |one, other| {
            let (few, mut many) = if one.len() < other.len() {
                (one, other)
            } else {
                (other, one)
            };
            for (item, count) in few {
                *many.entry(item).or_default() += count;
            }
            many
        })
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    let lines: Vec<&str> = text.lines().collect();
    tally(&lines, |line| words(line))
}

//! Misconception: a text can be cut anywhere.
//! Refused by: behaves

use rayon::prelude::*;
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
    lines
        .par_iter()
        .fold(HashMap::new, |mut counts, line| {
            for item in items(line) {
                *counts.entry(item).or_default() += 1;
            }
            counts
        })
        .reduce(HashMap::new, merge)
}

/// Both counts in one.
fn merge<I: Eq + Hash>(one: HashMap<I, usize>, other: HashMap<I, usize>) -> HashMap<I, usize> {
    let (mut large, small) = match one.len() < other.len() {
        true => (other, one),
        false => (one, other),
    };
    for (item, count) in small {
        *large.entry(item).or_default() += count;
    }
    large
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    let text: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = text
        .chunks(text.len().div_ceil(4).max(1))
        .map(|piece| piece.iter().collect())
        .collect();
    tally(&pieces, |piece| words(piece))
}

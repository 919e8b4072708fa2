//! Misconception: where there are many locks, nobody waits for one.
//! Refused by: speeds_up

use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Mutex;

/// Each with a lock of its own.
const MAPS: u64 = 64;

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
    // Each item belongs to one of the maps, by its hash.
    let by_hash = RandomState::new();
    let maps: Vec<Mutex<HashMap<I, usize>>> = (0..MAPS).map(|_| Mutex::default()).collect();
    lines.par_iter().for_each(|line| {
        for item in items(line) {
            let map = by_hash.hash_one(&item) % MAPS;
            *maps[map as usize].lock().unwrap().entry(item).or_default() += 1;
        }
    });
    let maps = maps.into_iter().flat_map(|map| map.into_inner().unwrap());
    maps.collect()
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    let lines: Vec<&str> = text.lines().collect();
    tally(&lines, |line| words(line))
}

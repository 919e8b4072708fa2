use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

const TEXT: &str = "\
the sea the sea and the boat
the boat that nobody had seen
at sea";

// ANCHOR: count
type Counts<'a> = HashMap<&'a str, usize>;

fn count<'a>(lines: &[&'a str]) -> Counts<'a> {
    lines
        .par_iter()
        .fold(Counts::new, |mut counts, line| {
            for word in line.split_whitespace() {
                *counts.entry(word).or_default() += 1;
            }
            counts
        })
        .reduce(Counts::new, merge)
}

fn merge<'a>(one: Counts<'a>, other: Counts<'a>) -> Counts<'a> {
    let smaller = one.len() < other.len();
    let (few, mut many) = if smaller { (one, other) } else { (other, one) };
    for (word, count) in few {
        *many.entry(word).or_default() += count;
    }
    many
}
// ANCHOR_END: count

pub fn main() {
    let lines: Vec<&str> = TEXT.lines().collect();
    let counts: BTreeMap<_, _> = count(&lines).into_iter().collect();
    for (word, count) in counts {
        println!("{count} × {word}");
    }
}

//! A task for each hundred lines; each hands its own map in, once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

/// The words of a line, in its order.
pub fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in line.chars() {
        match c.is_alphanumeric() {
            true => words.last_mut().expect("begins with one").push(c),
            false => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words.iter().map(|word| word.to_lowercase()).collect()
}

/// How often each item occurs in the lines.
pub fn tally<L, I>(lines: &[L], items: impl Fn(&L) -> Vec<I> + Sync + Send) -> HashMap<I, usize>
where
    L: Sync,
    I: Eq + Hash + Send,
{
    let counts = Mutex::new(Vec::new());
    rayon::scope(|s| {
        for chunk in lines.chunks(100) {
            let (items, counts) = (&items, &counts);
            s.spawn(move |_| {
                let mut own = HashMap::new();
                for item in chunk.iter().flat_map(items) {
                    *own.entry(item).or_insert(0) += 1;
                }
                counts.lock().unwrap().push(own);
            });
        }
    });
    let mut all = HashMap::new();
    for (item, count) in counts.into_inner().unwrap().into_iter().flatten() {
        *all.entry(item).or_insert(0) += count;
    }
    all
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    tally(&text.lines().collect::<Vec<_>>(), |line| words(line))
}

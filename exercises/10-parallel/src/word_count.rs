//! Ticket: which words are in the archive, and how often?
//!
//! All threads count into one `Mutex<HashMap>`, and the more of them there are, the longer it takes.
//! Next week it is status codes in a log: what is counted in a line has to be the caller's choice.
//!
//! What must hold:
//! - A word is a run of letters and digits as long as it can be (`char::is_alphanumeric`); whatever stands between
//!   two runs separates them, and no run is empty. Upper and lower case are the same: `words` returns each word
//!   in lower case (`str::to_lowercase`), in the order of the line.
//! - `tally` says how often each item occurs in all the lines together; `items` says what is in a line, and is
//!   asked once for each line. An item that never occurs has no entry.
//! - `word_count` does both for a text, whose lines `str::lines` tells apart.
//! - `tally` works in the rayon pool that it is called in, with all of its threads. It starts no threads and builds
//!   no pools. From 1,000 lines on, all threads ask and count at the same time: nobody waits for another one to
//!   look an item up, and no thread counts for the others.
//! - Lines may be of any length: if the last quarter of them holds all the items, it is shared too; and if the line
//!   in the middle, `lines[len / 2]`, is by far the longest, no more than an eighth of the others has to wait for
//!   it (in a pool of two threads or more that are all free).

use std::collections::HashMap;
use std::hash::Hash;

/// The words of a line, in its order.
pub fn words(line: &str) -> Vec<String> {
    todo!("the words of {line:?}")
}

/// How often each item occurs in the lines.
pub fn tally<L, I>(lines: &[L], items: impl Fn(&L) -> Vec<I> + Sync + Send) -> HashMap<I, usize>
where
    L: Sync,
    I: Eq + Hash + Send,
{
    let _ = items;
    todo!("count the items of {} lines", lines.len())
}

/// How often each word occurs in a text.
pub fn word_count(text: &str) -> HashMap<String, usize> {
    todo!("count the words of {} bytes", text.len())
}

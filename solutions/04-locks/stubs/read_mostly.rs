//! Ticket: the picture cache makes everybody wait for everybody.
//!
//! Pictures are asked for by number, a thousand times a second, and nearly all of them are there.
//! A new one takes half a second to compute. Today the cache is one big lock: a hit waits
//! while somebody else's picture is computed, and two new pictures are computed one after the other.
//!
//! What must hold:
//! - Each number is computed once, however many threads ask for it at the same time.
//!   One of them computes; the others sleep until the value is there, and get the same value.
//! - Nobody else waits for a computation: hits go on, and another number can be computed meanwhile.
//! - `compute` may itself ask the cache for another number.
//! - Hits do not exclude each other: two threads can be copying values out (`clone`) at the same time.
//! - `get` answers at once. It finds every value that is there, and computes nothing.
//! - When `compute` panics, its caller gets the panic, and the cache is as if it had never been asked:
//!   of the threads that waited for this number, or ask for it later, one computes again.
//!
//! Nothing is ever thrown out of the cache. The number of different pictures is small.

use std::hash::Hash;

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    /// Stands in for your own fields.
    entries: Vec<(K, V)>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        todo!("an empty cache")
    }

    /// The value of `key` if it has been computed. Never waits for one that is being computed.
    pub fn get(&self, key: &K) -> Option<V> {
        let _ = key;
        todo!("look `key` up, compute nothing")
    }

    /// The value of `key`; if there is none yet, the one that `compute` returns.
    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let _ = (key, compute);
        todo!("compute the value of `key` once, and hand it out to all who ask")
    }
}

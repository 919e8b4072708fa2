//! Misconception: `par_sort` knows by itself what is worth dividing.
//! Refused by: speeds_up

use rayon::prelude::*;

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, _cut_off: usize) -> Vec<T> {
    items.par_sort();
    items
}

//! Ticket: the product of two matrices, on all cores.
//!
//! It is computed with three loops in one thread. All entries of the result can be computed at the same
//! time; and with large matrices most of the time goes into fetching the right one from memory, again and again.
//!
//! What must hold:
//! - A matrix lies row by row in one `Vec`: the entry in row r and column c is `data[r * cols + c]`, counted from 0.
//! - The product of an m × k and a k × n matrix is m × n: entry (r, c) is the sum of `a(r, i) * b(i, c)`, for i
//!   from 0 to k - 1, added in any order. The factors keep theirs: `a * b` need not be `b * a`. Without summands it is `T::default()`, which is zero. If the inner sizes differ there is no
//!   product: `None`. Any size may be 0, and none need be a multiple of anything.
//! - Both functions work in the rayon pool that they are called in, with all of its threads as far as there are
//!   rows (or bands of `block` rows) for them. They start no threads and build no pools, and threads do not wait for each other.
//! - `by_rows` hands the pool whole rows or more: no more pieces than there are rows.
//! - `by_blocks` works on blocks of `block` × `block` entries (those at the edges are smaller; a block may be larger
//!   than the matrix, and is never 0). A processor whose cache holds two such blocks of the right matrix, and drops
//!   what it has not used for longest, must fetch each entry of it once for every `block` rows of the result,
//!   and no more often.

use std::ops::{Add, Mul};

/// What matrices are made of. `Default` is zero.
pub trait Number: Copy + Default + Send + Sync + Add<Output = Self> + Mul<Output = Self> {}

impl<T: Copy + Default + Send + Sync + Add<Output = T> + Mul<Output = T>> Number for T {}

/// `rows` × `cols` entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<T> {
    pub rows: usize,
    pub cols: usize,
    /// Row by row: `rows * cols` entries.
    pub data: Vec<T>,
}

/// The product, each row by itself.
pub fn by_rows<T: Number>(a: &Matrix<T>, b: &Matrix<T>) -> Option<Matrix<T>> {
    todo!(
        "a {} × {} matrix times a {} × {} one, rows in parallel",
        a.rows,
        a.cols,
        b.rows,
        b.cols
    )
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    todo!(
        "a {} × {} matrix times a {} × {} one, in blocks of {block}",
        a.rows,
        a.cols,
        b.rows,
        b.cols
    )
}

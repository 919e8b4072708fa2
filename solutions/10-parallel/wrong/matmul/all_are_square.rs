//! Misconception: a matrix has as many rows as columns.
//! Refused by: behaves

use rayon::prelude::*;
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
    let mut product = empty(a, b)?;
    let rows = product.data.par_chunks_mut(a.rows.max(1)).enumerate();
    rows.for_each(|(r, row)| {
        for i in 0..a.cols {
            let left = a.data[r * a.cols + i];
            let right = &b.data[i * b.cols..(i + 1) * b.cols];
            add(row, left, right);
        }
    });
    Some(product)
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    let mut product = empty(a, b)?;
    let band = (block * b.cols).max(1);
    let bands = product.data.par_chunks_mut(band).enumerate();
    bands.for_each(|(number, band)| multiply_band(a, b, block, number * block, band));
    Some(product)
}

/// The rows of the product from `first` on, a band of `block` rows or what is left of them.
fn multiply_band<T: Number>(
    a: &Matrix<T>,
    b: &Matrix<T>,
    block: usize,
    first: usize,
    band: &mut [T],
) {
    for i_from in (0..b.rows).step_by(block) {
        for c_from in (0..b.cols).step_by(block) {
            let is = i_from..b.rows.min(i_from + block);
            let cs = c_from..b.cols.min(c_from + block);
            for (r, row) in (first..).zip(band.chunks_mut(b.cols)) {
                for i in is.clone() {
                    let right = &b.data[i * b.cols..][cs.clone()];
                    add(&mut row[cs.clone()], a.data[r * a.cols + i], right);
                }
            }
        }
    }
}

/// Adds `left` times each entry of `right` to those of `sums`.
fn add<T: Number>(sums: &mut [T], left: T, right: &[T]) {
    for (sum, right) in sums.iter_mut().zip(right) {
        *sum = *sum + left * *right;
    }
}

/// The product, all zero; `None` if there is none.
fn empty<T: Number>(a: &Matrix<T>, b: &Matrix<T>) -> Option<Matrix<T>> {
    (a.cols == b.rows).then(|| Matrix {
        rows: a.rows,
        cols: a.rows,
        data: vec![T::default(); a.rows * a.rows],
    })
}

//! Misconception: A product is the same the other way round.
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
    let mut product = zero(a, b)?;
    product
        .data
        .par_chunks_mut(b.cols.max(1))
        .enumerate()
        .for_each(|(r, row)| {
            for i in 0..a.cols {
                let left = a.data[r * a.cols + i];
                for (c, entry) in row.iter_mut().enumerate() {
                    *entry = *entry + b.data[i * b.cols + c] * left;
                }
            }
        });
    Some(product)
}

fn zero<T: Number>(a: &Matrix<T>, b: &Matrix<T>) -> Option<Matrix<T>> {
    (a.cols == b.rows).then(|| Matrix {
        rows: a.rows,
        cols: b.cols,
        data: vec![T::default(); a.rows * b.cols],
    })
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    let mut product = zero(a, b)?;
    let block = block.min(a.rows.max(a.cols).max(b.cols)).max(1);
    let cols = b.cols.max(1);
    // For each block of the result: its rows' slices.
    let mut blocks: Vec<(usize, usize, Vec<&mut [T]>)> = Vec::new();
    for (band, rows) in product
        .data
        .chunks_mut(cols.saturating_mul(block))
        .enumerate()
    {
        let first = blocks.len();
        for row in rows.chunks_mut(cols) {
            for (n, part) in row.chunks_mut(block).enumerate() {
                if blocks.len() == first + n {
                    blocks.push((band * block, n * block, Vec::new()));
                }
                blocks[first + n].2.push(part);
            }
        }
    }
    blocks.into_par_iter().for_each(|(top, left, mut rows)| {
        for inner in (0..a.cols).step_by(block) {
            for (r, row) in rows.iter_mut().enumerate() {
                for i in inner..(inner + block).min(a.cols) {
                    let factor = a.data[(top + r) * a.cols + i];
                    for (c, entry) in row.iter_mut().enumerate() {
                        *entry = *entry + b.data[i * b.cols + left + c] * factor;
                    }
                }
            }
        }
    });
    Some(product)
}

//! The rows of the result are halved with `join`, down to one row or one band.

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
    product(a, b, 1, &|r, row| {
        for (c, entry) in row.iter_mut().enumerate() {
            for i in 0..a.cols {
                *entry = *entry + a.data[r * a.cols + i] * b.data[i * b.cols + c];
            }
        }
    })
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    let block = block.min(a.rows.max(a.cols).max(b.cols)).max(1);
    product(a, b, block, &|first, band| {
        for column in (0..b.cols).step_by(block) {
            for from in (0..a.cols).step_by(block) {
                for (r, row) in band.chunks_mut(b.cols).enumerate() {
                    for i in from..a.cols.min(from + block) {
                        let left = a.data[(first + r) * a.cols + i];
                        let columns = column..b.cols.min(column + block);
                        let right = &b.data[i * b.cols..][columns.clone()];
                        for (sum, right) in row[columns].iter_mut().zip(right) {
                            *sum = *sum + left * *right;
                        }
                    }
                }
            }
        }
    })
}

/// The product; `work` gets the number of a band's first row, and the band.
fn product<T: Number>(
    a: &Matrix<T>,
    b: &Matrix<T>,
    height: usize,
    work: &(impl Fn(usize, &mut [T]) + Sync),
) -> Option<Matrix<T>> {
    if a.cols != b.rows {
        return None;
    }
    let mut data = vec![T::default(); a.rows * b.cols];
    if b.cols > 0 {
        halve(0, &mut data, b.cols, height, work);
    }
    Some(Matrix {
        rows: a.rows,
        cols: b.cols,
        data,
    })
}

fn halve<T: Number>(
    first: usize,
    rows: &mut [T],
    cols: usize,
    height: usize,
    work: &(impl Fn(usize, &mut [T]) + Sync),
) {
    let bands = (rows.len() / cols).div_ceil(height);
    if bands <= 1 {
        return work(first, rows);
    }
    let upper = bands / 2 * height;
    let (top, bottom) = rows.split_at_mut(upper * cols);
    rayon::join(
        || halve(first, top, cols, height, work),
        || halve(first + upper, bottom, cols, height, work),
    );
}

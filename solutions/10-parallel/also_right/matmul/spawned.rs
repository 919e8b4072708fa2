//! A task for each row or band, in a scope; the block of the right matrix is the outermost loop of a band.

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
    by_blocks_of(a, b, 1, b.rows.max(1), b.cols.max(1))
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    by_blocks_of(a, b, block, block, block)
}

fn by_blocks_of<T: Number>(
    a: &Matrix<T>,
    b: &Matrix<T>,
    height: usize,
    depth: usize,
    width: usize,
) -> Option<Matrix<T>> {
    if a.cols != b.rows {
        return None;
    }
    let mut rows: Vec<Vec<T>> = vec![vec![T::default(); b.cols]; a.rows];
    rayon::scope(|s| {
        for (number, band) in rows.chunks_mut(height).enumerate() {
            s.spawn(move |_| {
                for c in (0..b.cols).step_by(width) {
                    for i in (0..b.rows).step_by(depth) {
                        for (r, row) in band.iter_mut().enumerate() {
                            let left = &a.data[(number * height + r) * a.cols..][..a.cols];
                            let end = b.cols.min(c + width);
                            multiply(row, left, b, i..b.rows.min(i + depth), c..end);
                        }
                    }
                }
            });
        }
    });
    Some(Matrix {
        rows: a.rows,
        cols: b.cols,
        data: rows.concat(),
    })
}

fn multiply<T: Number>(
    row: &mut [T],
    left: &[T],
    b: &Matrix<T>,
    is: std::ops::Range<usize>,
    cs: std::ops::Range<usize>,
) {
    for c in cs {
        for i in is.clone() {
            row[c] = row[c] + left[i] * b.data[i * b.cols + c];
        }
    }
}

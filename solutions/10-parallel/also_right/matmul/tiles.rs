//! Each tile of the result by itself, with one sum for each entry; the right matrix is turned round first, for `by_rows`.

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
    if a.cols != b.rows {
        return None;
    }
    let columns: Vec<Vec<T>> = (0..b.cols)
        .map(|c| (0..b.rows).map(|i| b.data[i * b.cols + c]).collect())
        .collect();
    let rows: Vec<Vec<T>> = (0..a.rows)
        .into_par_iter()
        .map(|r| {
            let row = &a.data[r * a.cols..(r + 1) * a.cols];
            columns.iter().map(|column| dot(row, column)).collect()
        })
        .collect();
    Some(Matrix {
        rows: a.rows,
        cols: b.cols,
        data: rows.concat(),
    })
}

fn dot<T: Number>(row: &[T], column: &[T]) -> T {
    let products = row.iter().zip(column).map(|(l, r)| *l * *r);
    products.fold(T::default(), |sum, product| sum + product)
}

/// The product, block by block.
pub fn by_blocks<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize) -> Option<Matrix<T>> {
    if a.cols != b.rows {
        return None;
    }
    let corners: Vec<(usize, usize)> = (0..a.rows)
        .step_by(block)
        .flat_map(|r| (0..b.cols).step_by(block).map(move |c| (r, c)))
        .collect();
    let tiles: Vec<Vec<T>> = corners
        .par_iter()
        .map(|(r, c)| tile(a, b, block, *r, *c))
        .collect();
    let mut data = vec![T::default(); a.rows * b.cols];
    for ((r, c), tile) in corners.into_iter().zip(tiles) {
        let width = block.min(b.cols - c);
        for (row, entries) in (r..).zip(tile.chunks(width)) {
            data[row * b.cols + c..][..width].copy_from_slice(entries);
        }
    }
    Some(Matrix {
        rows: a.rows,
        cols: b.cols,
        data,
    })
}

/// The tile whose first entry is (`r`, `c`).
fn tile<T: Number>(a: &Matrix<T>, b: &Matrix<T>, block: usize, r: usize, c: usize) -> Vec<T> {
    let (height, width) = (block.min(a.rows - r), block.min(b.cols - c));
    let mut tile = vec![T::default(); height * width];
    for from in (0..a.cols).step_by(block) {
        let to = a.cols.min(from + block);
        for y in 0..height {
            for x in 0..width {
                let mut sum = T::default();
                for i in from..to {
                    sum = sum + a.data[(r + y) * a.cols + i] * b.data[i * b.cols + c + x];
                }
                tile[y * width + x] = tile[y * width + x] + sum;
            }
        }
    }
    tile
}

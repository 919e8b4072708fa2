//! The exercises of chapter 10 beside what one would pick instead: a plain loop, `sort`, rayon's `par_sort`, the
//! `matrixmultiply` crate. And the same exercises with one worker, two, four and so on.
//!
//! All run in rayon's pool with a worker for each core, unless they are plain loops; results are checked.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parallel_solutions::matmul::{self, Matrix};
use parallel_solutions::{merge_sort, primes, word_count};
use rayon::slice::ParallelSliceMut;

use crate::contest::{Contestant, Load, Pace, hold};
use crate::record::Record;

/// What there is to do, and what has to come out.
pub struct Work {
    primes_below: u32,
    primes: usize,
    left: Matrix<f64>,
    right: Matrix<f64>,
    product: Matrix<f64>,
    text: String,
    counts: HashMap<String, usize>,
    numbers: Vec<u64>,
    sorted: Vec<u64>,
}

/// Rows and columns of the matrices.
const SIDE: usize = 320;
/// A block of the right matrix and one row of the left fit into the cache of one core.
const BLOCK: usize = 64;
const WORDS: u32 = 200_000;
const NUMBERS: u32 = 400_000;
/// Pieces that are sorted without a further cut.
pub const CUT_OFF: usize = 4_096;
const PRIMES_BELOW: u32 = 500_000;

/// Holds the contests on this machine.
pub fn run(pace: Pace) -> Record {
    let work = Work::new();
    let setting = "rayon 1.12, matrixmultiply 0.3";
    let mut record = Record::here(setting, "bench parallel", "one plain loop", pace);
    let load = |name: &str, items| {
        [Load {
            name: name.to_string(),
            load: &work,
            items,
        }]
    };
    let loads = [
        (load("primes below 500,000", PRIMES_BELOW), of_primes()),
        (
            load("product, 320 × 320", (SIDE * SIDE) as u32),
            of_matrices(),
        ),
        (load("200,000 words counted", WORDS), of_words()),
        (load("400,000 numbers sorted", NUMBERS), of_sorting()),
    ];
    for (load, contestants) in &loads {
        record.figures.extend(hold(load, contestants, pace));
    }
    record
}

type Runs<'a> = Vec<Contestant<&'a Work>>;

fn of_primes<'a>() -> Runs<'a> {
    vec![
        Contestant {
            name: "one loop",
            run: |work| work.count_primes(|end| (0..end).filter(|n| primes::is_prime(*n)).count()),
        },
        Contestant {
            name: "the exercise",
            run: |work| work.count_primes(|end| primes::count(end, primes::is_prime)),
        },
    ]
}

fn of_matrices<'a>() -> Runs<'a> {
    vec![
        Contestant {
            name: "three loops",
            run: |work| work.multiply(three_loops),
        },
        Contestant {
            name: "the exercise: rows",
            run: |work| work.multiply(|a, b| matmul::by_rows(a, b).expect("they fit")),
        },
        Contestant {
            name: "the exercise: blocks",
            run: |work| work.multiply(|a, b| matmul::by_blocks(a, b, BLOCK).expect("they fit")),
        },
        Contestant {
            name: "matrixmultiply",
            run: |work| work.multiply(by_matrixmultiply),
        },
    ]
}

fn of_words<'a>() -> Runs<'a> {
    vec![
        Contestant {
            name: "one loop",
            run: |work| work.count_words(one_map),
        },
        Contestant {
            name: "the exercise",
            run: |work| work.count_words(word_count::word_count),
        },
    ]
}

fn of_sorting<'a>() -> Runs<'a> {
    vec![
        Contestant {
            name: "sort",
            run: |work| {
                work.sort(|mut numbers| {
                    numbers.sort();
                    numbers
                })
            },
        },
        Contestant {
            name: "the exercise",
            run: |work| work.sort(|numbers| merge_sort::merge_sort(numbers, CUT_OFF)),
        },
        Contestant {
            name: "rayon par_sort",
            run: |work| {
                work.sort(|mut numbers| {
                    numbers.par_sort();
                    numbers
                })
            },
        },
    ]
}

impl Work {
    pub fn new() -> Work {
        let entries = |seed: u32| {
            let entry = |place: u32| f64::from(scattered(place + seed) as u32 % 8);
            (0..(SIDE * SIDE) as u32).map(entry).collect()
        };
        let matrix = |seed| Matrix {
            rows: SIDE,
            cols: SIDE,
            data: entries(seed),
        };
        let (left, right) = (matrix(0), matrix(1_000_000));
        let text = text();
        let numbers: Vec<u64> = (0..NUMBERS).map(scattered).collect();
        let mut sorted = numbers.clone();
        sorted.sort();
        Work {
            primes_below: PRIMES_BELOW,
            primes: (0..PRIMES_BELOW).filter(|n| primes::is_prime(*n)).count(),
            product: three_loops(&left, &right),
            left,
            right,
            counts: one_map(&text),
            text,
            numbers,
            sorted,
        }
    }

    pub fn count_primes(&self, count: impl FnOnce(u32) -> usize) -> Option<Duration> {
        clocked(|| count(self.primes_below), |found| *found == self.primes)
    }

    pub fn multiply(
        &self,
        product: impl FnOnce(&Matrix<f64>, &Matrix<f64>) -> Matrix<f64>,
    ) -> Option<Duration> {
        // Small whole numbers: the sums are exact in whatever order they are added up.
        clocked(
            || product(&self.left, &self.right),
            |product| *product == self.product,
        )
    }

    pub fn count_words(
        &self,
        count: impl FnOnce(&str) -> HashMap<String, usize>,
    ) -> Option<Duration> {
        clocked(|| count(&self.text), |counts| *counts == self.counts)
    }

    pub fn sort(&self, sort: impl FnOnce(Vec<u64>) -> Vec<u64>) -> Option<Duration> {
        let numbers = self.numbers.clone();
        clocked(|| sort(numbers), |sorted| *sorted == self.sorted)
    }
}

/// The time that the work takes, without its check.
fn clocked<R>(work: impl FnOnce() -> R, is_right: impl FnOnce(&R) -> bool) -> Option<Duration> {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    assert!(is_right(&result), "the result is wrong");
    Some(took)
}

/// Each number has another one far away: the finaliser of MurmurHash3.
fn scattered(n: u32) -> u64 {
    let mixed = (u64::from(n) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

/// Ten words a line, of some two thousand different ones, and a few of them often.
fn text() -> String {
    let word = |place: u32| {
        let number = scattered(place);
        let rank = (number % 2_000).min(number / 2_000 % 2_000);
        let end = if place % 10 == 9 { '\n' } else { ' ' };
        format!("word{rank}{end}")
    };
    (0..WORDS).map(word).collect()
}

fn one_map(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.lines().flat_map(word_count::words) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Row by column, as it stands in the definition.
fn three_loops(a: &Matrix<f64>, b: &Matrix<f64>) -> Matrix<f64> {
    let mut data = Vec::with_capacity(a.rows * b.cols);
    for row in 0..a.rows {
        for col in 0..b.cols {
            let products = (0..a.cols).map(|i| a.data[row * a.cols + i] * b.data[i * b.cols + col]);
            data.push(products.sum());
        }
    }
    Matrix {
        rows: a.rows,
        cols: b.cols,
        data,
    }
}

fn by_matrixmultiply(a: &Matrix<f64>, b: &Matrix<f64>) -> Matrix<f64> {
    let mut data = vec![0.0; a.rows * b.cols];
    let (left, right) = (a.data.as_ptr(), b.data.as_ptr());
    // SAFETY: sizes and strides are those of the three vectors, row by row, and nobody else has the result.
    unsafe {
        matrixmultiply::dgemm(
            a.rows,
            a.cols,
            b.cols,
            1.0,
            left,
            a.cols as isize,
            1,
            right,
            b.cols as isize,
            1,
            0.0,
            data.as_mut_ptr(),
            b.cols as isize,
            1,
        );
    }
    Matrix {
        rows: a.rows,
        cols: b.cols,
        data,
    }
}

//! What this proves: the product is right for matrices of many shapes, empty ones among them, with blocks of many
//! sizes and in pools of 1 to 8 threads; the pool's threads multiply at the same time; and a cache of two blocks is used as it should be.
//! The numbers that are multiplied are the tests' own: they wait for each other, and a cache of pretence
//! counts how often each is fetched.
//!
//! What it cannot see: your processor's true cache, which fetches whole lines, and guesses what comes next.

extern crate harness as core;
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/matmul.rs"]
mod matmul;

use harness::gauge::Meeting;
use harness::real::ops::{Add, Mul};
use harness::real::sync::Mutex;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use matmul::{Matrix, Number, by_blocks, by_rows};
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

/// Products that wait for each other, until so many threads have multiplied at the same time.
struct Company {
    threads: usize,
    meeting: Meeting,
}

impl Company {
    fn of(threads: usize) -> Self {
        let meeting = Meeting::new(threads);
        Company { threads, meeting }
    }

    fn wait(&self) {
        if !self.came() {
            self.meeting.item(|| ());
        }
    }

    fn came(&self) -> bool {
        self.meeting.peak() >= self.threads
    }
}

/// Hears of every product, and where the watched one of its factors stands in its matrix's data.
type Watch<'a> = &'a (dyn Fn(usize) + Sync);

/// A number that can be watched.
#[derive(Clone, Copy, Default)]
struct Entry<'a> {
    value: i64,
    watched: Option<(Watch<'a>, usize)>,
}

impl Add for Entry<'_> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        plain(self.value + other.value)
    }
}

impl Mul for Entry<'_> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        if let Some((watch, place)) = self.watched.or(other.watched) {
            watch(place);
        }
        plain(self.value * other.value)
    }
}

fn plain<'a>(value: i64) -> Entry<'a> {
    Entry {
        value,
        watched: None,
    }
}

/// Entries that differ, some of them negative.
fn matrix(rows: usize, cols: usize) -> Matrix<i64> {
    let entry = |place: usize| (place * 37 + rows * 11 + cols * 5) as i64 % 23 - 9;
    Matrix {
        rows,
        cols,
        data: (0..rows * cols).map(entry).collect(),
    }
}

/// Nobody watches.
fn unwatched<'a>(matrix: &Matrix<i64>) -> Matrix<Entry<'a>> {
    let data = matrix.data.iter().map(|value| plain(*value));
    of_size(matrix, data.collect())
}

fn watched<'a>(matrix: &Matrix<i64>, watch: Watch<'a>) -> Matrix<Entry<'a>> {
    let entry = |(place, value): (usize, &i64)| Entry {
        value: *value,
        watched: Some((watch, place)),
    };
    of_size(matrix, matrix.data.iter().enumerate().map(entry).collect())
}

fn of_size<T>(matrix: &Matrix<i64>, data: Vec<T>) -> Matrix<T> {
    Matrix {
        rows: matrix.rows,
        cols: matrix.cols,
        data,
    }
}

/// Rows of the left matrix, its columns, columns of the right one.
type Sizes = (usize, usize, usize);

fn factors((rows, inner, cols): Sizes) -> (Matrix<i64>, Matrix<i64>) {
    (matrix(rows, inner), matrix(inner, cols))
}

/// `by_rows` without a block, `by_blocks` with one.
fn multiply<T: Number>(block: Option<usize>, a: &Matrix<T>, b: &Matrix<T>) -> Option<Matrix<T>> {
    match block {
        None => by_rows(a, b),
        Some(block) => by_blocks(a, b, block),
    }
}

fn name(block: Option<usize>) -> String {
    block.map_or("`by_rows`".to_owned(), |block| {
        format!("`by_blocks` with blocks of {block}")
    })
}

mod behaves {
    use super::*;
    use harness::real::thread;
    use harness::real::time::Duration;

    const BLOCKS: [Option<usize>; 6] = [None, Some(1), Some(2), Some(3), Some(4), Some(100)];

    /// Entry by entry, as the formula has it.
    fn right((rows, inner, cols): Sizes) -> Matrix<i64> {
        let (a, b) = factors((rows, inner, cols));
        let product = |r: usize, c: usize| -> i64 {
            (0..inner)
                .map(|i| a.data[r * inner + i] * b.data[i * cols + c])
                .sum()
        };
        let places = (0..rows).flat_map(|r| (0..cols).map(move |c| (r, c)));
        Matrix {
            rows,
            cols,
            data: places.map(|(r, c)| product(r, c)).collect(),
        }
    }

    fn check(threads: &[usize], sizes: &[Sizes]) {
        for threads in threads {
            let pool = pool(*threads);
            for sizes in sizes {
                let ((a, b), mut right) = (factors(*sizes), right(*sizes));
                for block in BLOCKS {
                    let mut got = pool.install(|| multiply(block, &a, &b));
                    if *threads > 1 {
                        // Their order has a test of its own, in which it does not depend on luck.
                        got.iter_mut().chain([&mut right]).for_each(sort_rows);
                    }
                    let (rows, inner, cols) = sizes;
                    assert!(
                        got.as_ref() == Some(&right),
                        "{}, in a pool of {threads}: a {rows} × {inner} matrix times a {inner} × {cols} one\n\
                         is    {right:?},\nand was {got:?}",
                        name(block)
                    );
                }
            }
        }
    }

    fn sort_rows(matrix: &mut Matrix<i64>) {
        let mut rows: Vec<_> = matrix.data.chunks(matrix.cols.max(1)).collect();
        rows.sort_unstable();
        matrix.data = rows.concat();
    }

    #[harness::test]
    fn a_small_product_is_right() {
        let a = Matrix {
            rows: 2,
            cols: 3,
            data: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        };
        let b = Matrix {
            rows: 3,
            cols: 2,
            data: vec![0.5, 1.0, 2.0, 0.0, 4.0, -1.0],
        };
        for block in BLOCKS {
            let got = pool(2).install(|| multiply(block, &a, &b));
            let data = got.map(|product| product.data);
            assert!(
                data.as_deref() == Some(&[16.5, -2.0, 36.0, -2.0]),
                "{}: (1 2 3; 4 5 6) times (0.5 1; 2 0; 4 -1) is 16.5, -2, 36, -2, row by row, and was {data:?}",
                name(block)
            );
        }
    }

    /// A matrix itself, of two by two: a product of these depends on which comes first.
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Pair {
        rows: [[i64; 2]; 2],
    }

    impl Add for Pair {
        type Output = Self;

        fn add(self, other: Self) -> Self {
            let entry = |r: usize, c: usize| self.rows[r][c] + other.rows[r][c];
            Pair::of(entry)
        }
    }

    impl Mul for Pair {
        type Output = Self;

        fn mul(self, other: Self) -> Self {
            let entry = |r: usize, c: usize| {
                self.rows[r][0] * other.rows[0][c] + self.rows[r][1] * other.rows[1][c]
            };
            Pair::of(entry)
        }
    }

    impl Pair {
        fn of(entry: impl Fn(usize, usize) -> i64) -> Self {
            let rows = [[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]];
            Pair { rows }
        }
    }

    #[harness::test]
    fn factors_stay_in_their_order() {
        let one = |value| Matrix {
            rows: 1,
            cols: 1,
            data: vec![value],
        };
        let a = Pair {
            rows: [[1, 2], [3, 4]],
        };
        let b = Pair {
            rows: [[0, 1], [1, 0]],
        };
        for block in BLOCKS {
            let got = pool(1).install(|| multiply(block, &one(a), &one(b)));
            assert!(
                got == Some(one(a * b)),
                "{}: one entry a times one entry b, for which b * a is something else than a * b, did not give a * b",
                name(block)
            );
        }
    }

    #[harness::test]
    fn square_matrices_are_multiplied() {
        check(
            &[1, 2, 3, 4, 8],
            &[(1, 1, 1), (2, 2, 2), (4, 4, 4), (12, 12, 12)],
        );
    }

    #[harness::test]
    fn sizes_may_differ_and_need_not_be_multiples() {
        let sizes = [
            (1, 5, 1),
            (5, 1, 5),
            (1, 7, 9),
            (9, 7, 1),
            (2, 3, 4),
            (5, 7, 3),
            (3, 5, 13),
            (13, 4, 6),
            (9, 10, 11),
        ];
        check(&[1, 2, 3, 4, 8], &sizes);
    }

    #[harness::test]
    fn empty_matrices_are_multiplied() {
        check(
            &[1, 2],
            &[(0, 3, 2), (2, 0, 3), (2, 3, 0), (0, 0, 2), (0, 0, 0)],
        );
    }

    #[harness::test]
    fn inner_sizes_that_differ_have_no_product() {
        for (left, right) in [
            ((2, 3), (2, 3)),
            ((3, 2), (3, 2)),
            ((2, 2), (3, 2)),
            ((2, 0), (1, 2)),
        ] {
            let (a, b) = (matrix(left.0, left.1), matrix(right.0, right.1));
            for block in BLOCKS {
                let got = pool(2).install(|| multiply(block, &a, &b));
                assert!(
                    got.is_none(),
                    "{}: a {} × {} matrix cannot be multiplied by a {} × {} one, and a product came",
                    name(block),
                    left.0,
                    left.1,
                    right.0,
                    right.1
                );
            }
        }
    }

    #[harness::test]
    fn rows_stand_in_their_places_whoever_is_done_first() {
        const SIZES: Sizes = (16, 3, 2);
        for block in [None, Some(2)] {
            let (a, b) = factors(SIZES);
            // Row 0 goes on when another thread has done a whole band.
            let (company, others) = (Company::of(2), AtomicUsize::new(0));
            let slow_start = |place: usize| {
                company.wait();
                match place / SIZES.1 {
                    0 => wait_a_second(|| !company.came() || others.load(SeqCst) > 2 * 3 * 2),
                    _ => _ = others.fetch_add(1, SeqCst),
                }
            };
            let (a, b) = (watched(&a, &slow_start), unwatched(&b));
            let got = pool(2).install(|| multiply(block, &a, &b));
            let got = got.map(|product| product.data.iter().map(|entry| entry.value).collect());
            assert!(
                got == Some(right(SIZES).data),
                "{}: row 0 was not the first to be done, and the rows of the product are not in their places",
                name(block)
            );
        }
    }

    /// Until it is so; for a program in which it never becomes so, a second at most.
    fn wait_a_second(so: impl Fn() -> bool) {
        for _ in 0..1_000 {
            if so() {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[harness::test]
    fn the_callers_pool_does_the_work() {
        for block in [None, Some(2)] {
            let (pool, strangers) = (pool(2), AtomicUsize::new(0));
            let watch = |_| {
                if pool.current_thread_index().is_none() {
                    strangers.fetch_add(1, SeqCst);
                }
            };
            let (a, b) = factors((16, 3, 2));
            pool.install(|| multiply(block, &unwatched(&a), &watched(&b, &watch)));
            assert!(
                strangers.into_inner() == 0,
                "{} was called in a pool, and multiplied in threads that do not belong to it",
                name(block)
            );
        }
    }
}

mod speeds_up {
    use super::*;
    use rayon::Yield;

    /// Whether threads of a pool of so many are inside of a product at the same time.
    fn multiply_together(block: Option<usize>, threads: usize) -> bool {
        let company = Company::of(threads);
        let watch = |_| company.wait();
        let (a, b) = factors((32, 3, 4));
        let (a, b) = (unwatched(&a), watched(&b, &watch));
        pool(threads).install(|| multiply(block, &a, &b));
        company.came()
    }

    #[harness::test]
    fn all_threads_of_the_pool_multiply() {
        for block in [None, Some(2)] {
            for threads in [2, 3, 4] {
                assert!(
                    multiply_together(block, threads),
                    "{}: in a pool of {threads}, for 32 rows, there never were {threads} threads that multiplied at the \
                     same time",
                    name(block)
                );
            }
        }
    }

    #[harness::test]
    fn rows_are_the_smallest_pieces() {
        const ROWS: usize = 8;
        // A program that keeps a lock while it multiplies cannot be asked for another piece meanwhile.
        assert!(
            multiply_together(None, 2),
            "`by_rows`: in a pool of 2, for 32 rows, there never were 2 threads that multiplied at the same time"
        );
        let (pieces, depth, pool) = (AtomicUsize::new(0), AtomicUsize::new(0), pool(1));
        // In a pool of one thread each product does another piece first, if one lies there.
        let watch = |_| {
            // Pieces within pieces need stack.
            let nest = depth.fetch_add(1, SeqCst) < 16;
            if nest && pool.yield_local() == Some(Yield::Executed) {
                pieces.fetch_add(1, SeqCst);
            }
            depth.fetch_sub(1, SeqCst);
        };
        let (a, b) = factors((ROWS, 6, 6));
        pool.install(|| by_rows(&unwatched(&a), &watched(&b, &watch)));
        assert!(
            pieces.into_inner() <= ROWS,
            "`by_rows` handed the pool more than {ROWS} pieces for {ROWS} rows: a part of a row is not worth handing over"
        );
    }

    /// A cache of so many entries that drops what it has not used for longest.
    struct Cache {
        entries: usize,
        /// The place last used stands last.
        holds: Vec<usize>,
        fetched: usize,
    }

    impl Cache {
        fn of(entries: usize) -> Self {
            Cache {
                entries,
                holds: Vec::new(),
                fetched: 0,
            }
        }

        fn use_entry(&mut self, place: usize) {
            match self.holds.iter().rposition(|held| *held == place) {
                Some(at) => _ = self.holds.remove(at),
                None => self.fetched += 1,
            }
            if self.holds.len() == self.entries {
                self.holds.remove(0);
            }
            self.holds.push(place);
        }
    }

    #[harness::test]
    fn a_block_in_the_cache_serves_a_band_of_rows() {
        for (sizes, block) in [
            ((16, 16, 16), 4),
            ((14, 15, 13), 4),
            ((9, 20, 11), 3),
            ((8, 9, 21), 2),
            ((5, 6, 7), 8),
        ] {
            let cache = Mutex::new(Cache::of(2 * block * block));
            let watch = |place| cache.lock().unwrap().use_entry(place);
            let (a, b) = factors(sizes);
            let (a, b) = (unwatched(&a), watched(&b, &watch));
            // One thread, one cache.
            pool(1).install(|| by_blocks(&a, &b, block));
            let (fetched, (rows, inner, cols)) = (cache.into_inner().unwrap().fetched, sizes);
            let enough = rows.div_ceil(block) * inner * cols;
            assert!(
                fetched <= enough,
                "a {rows} × {inner} matrix times a {inner} × {cols} one, in blocks of {block}: with a cache of two blocks, \
                 {fetched} entries of the right matrix were fetched, and {enough} are enough"
            );
        }
    }
}

//! What this proves: items of many lengths and orders are sorted, equal ones stay in order, in pools of 1 to 8
//! threads and with many cut-offs; the pool gets what is longer than the cut-off, and nothing that is not; and a panic arrives.
//! The items are the tests' own: each comparison may wait for another thread's, or look at what lies in the pool.
//!
//! What it cannot see: which cut-off is a good one. That is measured, on your machine, with your items.

extern crate harness as core;
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/merge_sort.rs"]
mod merge_sort;

use harness::gauge::Meeting;
use harness::real::cmp::Ordering;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use merge_sort::merge_sort;
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

/// Comparisons that wait for each other, until so many threads have compared at the same time.
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

/// An order in the night's list: sorted by its key, and its number tells equal ones apart. Not `Clone`.
struct Item<'a> {
    key: u32,
    number: usize,
    /// Hears of each comparison.
    watch: &'a (dyn Fn() + Sync),
}

impl Ord for Item<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.watch)();
        self.key.cmp(&other.key)
    }
}

impl PartialOrd for Item<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Item<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Item<'_> {}

fn items<'a>(keys: &[u32], watch: &'a (dyn Fn() + Sync)) -> Vec<Item<'a>> {
    let numbered = keys.iter().enumerate();
    numbered
        .map(|(number, key)| Item {
            key: *key,
            number,
            watch,
        })
        .collect()
}

/// So many keys below `below`, in no order, always the same ones.
fn shuffled(len: usize, below: u32) -> Vec<u32> {
    let mut state = 10_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    };
    (0..len).map(|_| next()).collect()
}

mod behaves {
    use super::*;
    use harness::real::any::Any;
    use harness::real::panic::{AssertUnwindSafe, catch_unwind, panic_any};

    const CUT_OFFS: [usize; 5] = [1, 2, 3, 10, 1_000];

    /// Sorts the keys, and compares with what `sort` makes of them: keys, and numbers of equal ones.
    fn check(pool: &ThreadPool, keys: &[u32], cut_off: usize) {
        let got = pool.install(|| merge_sort(items(keys, &|| ()), cut_off));
        let got: Vec<(u32, usize)> = got.iter().map(|item| (item.key, item.number)).collect();
        let mut right: Vec<(u32, usize)> = keys.iter().copied().zip(0..).collect();
        right.sort();
        let (threads, len) = (pool.current_num_threads(), keys.len());
        let keys_of = |pairs: &[(u32, usize)]| pairs.iter().map(|pair| pair.0).collect::<Vec<_>>();
        assert!(
            keys_of(&got) == keys_of(&right),
            "in a pool of {threads}, with a cut-off of {cut_off}, {len} items were\n{keys:?},\nand came back as\n{:?}",
            keys_of(&got)
        );
        assert!(
            got == right,
            "in a pool of {threads}, with a cut-off of {cut_off}, {len} items are sorted, and equal ones among them do \
             not stand in the order in which they came"
        );
    }

    fn check_all(lists: &[Vec<u32>]) {
        for threads in [1, 2, 3, 4, 8] {
            let pool = pool(threads);
            for keys in lists {
                for cut_off in CUT_OFFS {
                    check(&pool, keys, cut_off);
                }
            }
        }
    }

    #[harness::test]
    fn few_items_are_sorted() {
        let mut lists = vec![vec![], vec![7], vec![1, 2], vec![2, 1]];
        // All orders of three, with and without equal ones.
        lists.extend((0..27).map(|n| vec![n / 9, n / 3 % 3, n % 3]));
        check_all(&lists);
    }

    #[harness::test]
    fn many_items_are_sorted() {
        let lists: Vec<_> = [4, 5, 9, 16, 31, 100, 257]
            .map(|len| shuffled(len, 1_000_000))
            .into();
        check_all(&lists);
    }

    #[harness::test]
    fn items_that_are_sorted_already_stay_so() {
        let up: Vec<u32> = (0..50).collect();
        let down: Vec<u32> = (0..50).rev().collect();
        let mountain = up.iter().chain(&down).copied().collect();
        let valley = down.iter().chain(&up).copied().collect();
        check_all(&[up, down, mountain, valley]);
    }

    #[harness::test]
    fn equal_items_stay_in_order() {
        check_all(&[vec![5; 40], shuffled(100, 2), shuffled(300, 7)]);
    }

    #[harness::test]
    fn comparisons_are_few() {
        for (len, cut_off) in [(1_024, 16), (2_000, 16), (1_000, 250)] {
            let compared = AtomicUsize::new(0);
            let watch = || _ = compared.fetch_add(1, SeqCst);
            pool(2).install(|| _ = merge_sort(items(&shuffled(len, 1_000_000), &watch), cut_off));
            let most = 3 * len * len.next_power_of_two().ilog2() as usize;
            assert!(
                compared.into_inner() <= most,
                "{len} items, with a cut-off of {cut_off}, took more than {most} comparisons, three times n·log₂(n)"
            );
        }
    }

    #[harness::test]
    fn a_panic_in_a_comparison_arrives() {
        for nth in [1, 20, 100, 250] {
            let compared = AtomicUsize::new(0);
            let watch = || {
                if compared.fetch_add(1, SeqCst) + 1 == nth {
                    panic_any(nth);
                }
            };
            let sort = || merge_sort(items(&shuffled(100, 1_000), &watch), 10).len();
            let panic = catch_unwind(AssertUnwindSafe(|| pool(2).install(sort)));
            let arrived = panic
                .err()
                .and_then(|panic: Box<dyn Any + Send>| panic.downcast_ref::<usize>().copied());
            assert!(
                arrived == Some(nth),
                "comparison {nth} panicked, and its panic did not reach the caller of `merge_sort`"
            );
        }
    }

    #[harness::test]
    fn the_callers_pool_does_the_work() {
        let (pool, strangers) = (pool(2), AtomicUsize::new(0));
        let watch = || {
            if pool.current_thread_index().is_none() {
                strangers.fetch_add(1, SeqCst);
            }
        };
        pool.install(|| _ = merge_sort(items(&shuffled(500, 1_000), &watch), 10));
        assert!(
            strangers.into_inner() == 0,
            "`merge_sort` was called in a pool, and compared in threads that do not belong to it"
        );
    }
}

mod speeds_up {
    use super::*;

    #[harness::test]
    fn all_threads_of_the_pool_sort() {
        for threads in [2, 3, 4] {
            let company = Company::of(threads);
            let watch = || company.wait();
            pool(threads).install(|| _ = merge_sort(items(&shuffled(128, 1_000), &watch), 8));
            assert!(
                company.came(),
                "in a pool of {threads}, 128 items were sorted with a cut-off of 8, and there never were {threads} \
                 threads that compared at the same time"
            );
        }
    }

    #[harness::test]
    fn pieces_are_divided_down_to_the_cut_off() {
        // Sixteen halves of halves, one for each thread; cut less often, or on one side only, there are fewer.
        let company = Company::of(16);
        let watch = || company.wait();
        pool(16).install(|| _ = merge_sort(items(&shuffled(128, 1_000), &watch), 8));
        assert!(
            company.came(),
            "in a pool of 16, 128 items were sorted with a cut-off of 8, which makes sixteen pieces, and there never \
             were 16 threads that compared at the same time"
        );
    }

    /// Whether anything lies in the pool while items are compared, in a pool of one thread: nobody can have taken it away.
    fn hands_over(len: usize, cut_off: usize) -> bool {
        let (waiting, pool) = (AtomicUsize::new(0), pool(1));
        let watch = || {
            if pool.current_thread_has_pending_tasks() == Some(true) {
                waiting.fetch_add(1, SeqCst);
            }
        };
        pool.install(|| _ = merge_sort(items(&shuffled(len, 1_000), &watch), cut_off));
        waiting.into_inner() > 0
    }

    #[harness::test]
    fn up_to_the_cut_off_nothing_is_handed_over() {
        for (len, cut_off) in [
            (100, 100),
            (4, 4),
            (16, 17),
            (999, 1_000),
            (300, usize::MAX),
        ] {
            assert!(
                !hands_over(len, cut_off),
                "{len} items were sorted with a cut-off of {cut_off}, and pieces of them were handed to the pool"
            );
        }
    }

    #[harness::test]
    fn above_the_cut_off_a_half_is_handed_over() {
        for (len, cut_off) in [(101, 100), (6, 5), (7, 2), (2_000, 1_000)] {
            assert!(
                hands_over(len, cut_off),
                "{len} items were sorted with a cut-off of {cut_off}, and nothing was handed to the pool"
            );
        }
    }
}

//! How the exercises of chapter 10 gain from more workers: each with one, two, four and so on, up to twice the cores.
//!
//! Every worker count has its turn in each round and is compared with one worker in the same round. Amdahl's law says
//! what the points can reach; the page draws its curves behind them.

use std::thread;
use std::time::Duration;

use parallel_solutions::{matmul, merge_sort, primes, word_count};
use rayon::ThreadPool;

use crate::contest::{Contestant, Load, Pace, hold};
use crate::parallel::{CUT_OFF, Work};
use crate::record::Record;

/// One of the exercises, and the pools that it is tried in.
struct Scaled<'a> {
    work: &'a Work,
    /// Of as many workers as [`WORKERS`] says in the same place; the last ones are missing on small machines.
    pools: &'a [ThreadPool],
    exercise: Exercise,
}

/// Does the work once, with the reference, and tells how long that took.
type Exercise = fn(&Work) -> Option<Duration>;

/// For each a contestant.
const WORKERS: [usize; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// Holds the contests on this machine.
pub fn run(pace: Pace) -> Record {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let pools = pools(cores);
    let work = Work::new();
    let exercises: [(&str, Exercise); 4] = [
        ("primes", |work| {
            work.count_primes(|end| primes::count(end, primes::is_prime))
        }),
        ("matmul, by rows", |work| {
            work.multiply(|a, b| matmul::by_rows(a, b).expect("they fit"))
        }),
        ("word_count", |work| {
            work.count_words(word_count::word_count)
        }),
        ("merge_sort", |work| {
            work.sort(|numbers| merge_sort::merge_sort(numbers, CUT_OFF))
        }),
    ];
    let loads = exercises.map(|(name, exercise)| Load {
        name: name.to_string(),
        load: Scaled {
            work: &work,
            pools: &pools,
            exercise,
        },
        items: 1,
    });
    let mut record = Record::here("rayon 1.12", "bench scaling", "one worker", pace);
    record.cores = Some(cores);
    record.figures = hold(&loads, &contestants(), pace)
        .into_iter()
        .map(|figure| figure.of_workers("rayon"))
        .collect();
    record
}

/// Up to twice as many workers as there are cores: nothing is gained by the second half, and that is to be seen.
fn pools(cores: usize) -> Vec<ThreadPool> {
    let counts = WORKERS
        .into_iter()
        .take_while(|workers| *workers <= 2 * cores);
    let pool = |workers| rayon::ThreadPoolBuilder::new().num_threads(workers).build();
    counts
        .map(|workers| pool(workers).expect("threads can be started"))
        .collect()
}

fn contestants<'a>() -> [Contestant<Scaled<'a>>; 8] {
    [
        Contestant {
            name: "1",
            run: with_pool::<0>,
        },
        Contestant {
            name: "2",
            run: with_pool::<1>,
        },
        Contestant {
            name: "4",
            run: with_pool::<2>,
        },
        Contestant {
            name: "8",
            run: with_pool::<3>,
        },
        Contestant {
            name: "16",
            run: with_pool::<4>,
        },
        Contestant {
            name: "32",
            run: with_pool::<5>,
        },
        Contestant {
            name: "64",
            run: with_pool::<6>,
        },
        Contestant {
            name: "128",
            run: with_pool::<7>,
        },
    ]
}

fn with_pool<const PLACE: usize>(scaled: &Scaled) -> Option<Duration> {
    let pool = scaled.pools.get(PLACE)?;
    pool.install(|| (scaled.exercise)(scaled.work))
}

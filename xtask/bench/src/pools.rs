//! The two pools of chapter 09, each beside the crates that do the same, all with a worker for each core.
//!
//! The pool of the first exercise takes jobs from outside, beside `threadpool` and rayon's `spawn`. The work-stealing
//! one splits work that is inside already, beside rayon's `join`. Pools are started before the first round. The clock
//! runs until the last result is where its submitter wants it, and the results are checked.

use std::ops::Range;
use std::sync::Barrier;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use pools_solutions::{thread_pool, work_stealing};

use crate::contest::{Contestant, Load, Pace, hold};
use crate::record::Record;

/// Started once: a program has one pool, and a round that starts threads would measure that.
struct Pools {
    hand_made: thread_pool::ThreadPool,
    hand_made_stealing: work_stealing::Pool,
    threadpool: threadpool::ThreadPool,
    rayon: rayon::ThreadPool,
}

/// Jobs that are all submitted before the first is waited for.
struct Batch<'a> {
    pools: &'a Pools,
    submitters: u32,
    /// Divides evenly among the submitters.
    jobs: u32,
    /// What a job computes, see [`compute`].
    steps: u32,
    /// All results together.
    sum: u64,
}

/// Work that splits itself in two, again and again.
struct Split<'a> {
    pools: &'a Pools,
    shape: Shape,
    result: u64,
}

enum Shape {
    /// A number of Fibonacci, from the sum of the two before; those below `plain` without a join.
    Fib { n: u32, plain: u32 },
    /// Pieces, of which each has more to compute than the one before: halves of them are no halves of the work.
    Uneven { pieces: u32 },
}

/// Holds the contests on this machine.
pub fn run(pace: Pace) -> Record {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let pools = Pools::start(workers);
    let setting = format!("rayon 1.12, threadpool 1.8, {workers} workers");
    let mut record = Record::here(&setting, "bench pools", "the hand-made pool", pace);
    record.figures = hold(&batches(&pools), &takers(), pace);
    let splits = hold(&splits(&pools), &splitters(), pace);
    record.figures.extend(splits);
    record
}

fn takers<'a>() -> [Contestant<Batch<'a>>; 3] {
    [
        Contestant {
            name: "hand-made",
            run: hand_made,
        },
        Contestant {
            name: "threadpool",
            run: of_threadpool,
        },
        Contestant {
            name: "rayon spawn",
            run: of_rayon_spawn,
        },
    ]
}

fn splitters<'a>() -> [Contestant<Split<'a>>; 2] {
    [
        Contestant {
            name: "hand-made",
            run: hand_made_stealing,
        },
        Contestant {
            name: "rayon join",
            run: of_rayon_join,
        },
    ]
}

fn batches(pools: &Pools) -> Vec<Load<Batch<'_>>> {
    let each = [
        ("tiny jobs", 1, 20_000, 10),
        ("tiny jobs from 4 threads", 4, 20_000, 10),
        ("jobs of some 20 µs", 1, 2_000, 10_000),
    ];
    each.map(|(name, submitters, jobs, steps)| Load {
        name: name.to_string(),
        load: Batch::new(pools, submitters, jobs, steps),
        items: jobs,
    })
    .into()
}

fn splits(pools: &Pools) -> Vec<Load<Split<'_>>> {
    let each = [
        ("fib, joined at each call", Shape::Fib { n: 20, plain: 2 }),
        ("fib, plain below 20", Shape::Fib { n: 34, plain: 20 }),
        ("512 uneven pieces", Shape::Uneven { pieces: 512 }),
    ];
    each.map(|(name, shape)| Load {
        name: name.to_string(),
        items: shape.joins(),
        load: Split::new(pools, shape),
    })
    .into()
}

/// Each step needs the one before, and the compiler finds no shorter way: some 2 ns a step.
pub fn compute(seed: u32, steps: u32) -> u64 {
    let step = |x: u64, _| (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (0..steps).fold(u64::from(seed) + 1, step)
}

fn total(results: impl Iterator<Item = u64>) -> u64 {
    results.fold(0, u64::wrapping_add)
}

impl Pools {
    fn start(workers: usize) -> Pools {
        let rayon = rayon::ThreadPoolBuilder::new().num_threads(workers);
        Pools {
            hand_made: thread_pool::ThreadPool::new(workers),
            hand_made_stealing: work_stealing::Pool::new(workers),
            threadpool: threadpool::ThreadPool::new(workers),
            rayon: rayon.build().expect("threads can be started"),
        }
    }
}

impl<'a> Batch<'a> {
    fn new(pools: &'a Pools, submitters: u32, jobs: u32, steps: u32) -> Batch<'a> {
        Batch {
            pools,
            submitters,
            jobs,
            steps,
            sum: total((0..jobs).map(|seed| compute(seed, steps))),
        }
    }

    /// `submit` is one submitter's work: hands in a job for each seed, waits for all, returns the sum of their results.
    fn clock(&self, submit: impl Fn(Range<u32>) -> u64 + Sync) -> Duration {
        let share = self.jobs / self.submitters;
        let ready = Barrier::new(self.submitters as usize);
        let (ready, submit) = (&ready, &submit);
        let (starts, sums): (Vec<Instant>, Vec<u64>) = thread::scope(|s| {
            let submitters: Vec<_> = (0..self.submitters)
                .map(|place| {
                    s.spawn(move || {
                        ready.wait();
                        let start = Instant::now();
                        (start, submit(place * share..(place + 1) * share))
                    })
                })
                .collect();
            let ends = submitters.into_iter().map(|submitter| submitter.join());
            ends.map(|end| end.expect("no submitter panics")).unzip()
        });
        // The thread that waits for them might come to look at a clock when they are done already.
        let start = starts.into_iter().min().expect("somebody submits");
        let took = start.elapsed();
        let sum = total(sums.into_iter());
        assert_eq!(sum, self.sum, "results were lost");
        took
    }
}

fn hand_made(batch: &Batch) -> Option<Duration> {
    let steps = batch.steps;
    Some(batch.clock(|seeds| {
        let submit = |seed| {
            let job = move || compute(seed, steps);
            batch.pools.hand_made.submit(job)
        };
        let handles: Vec<_> = seeds.map(submit).collect();
        let results = handles.into_iter().map(|handle| handle.wait());
        total(results.map(|result| result.expect("no job panics")))
    }))
}

fn of_threadpool(batch: &Batch) -> Option<Duration> {
    let steps = batch.steps;
    Some(batch.clock(|seeds| {
        // As its documentation does it: `execute` returns nothing.
        let (sender, results) = channel();
        for seed in seeds {
            let sender = sender.clone();
            let job = move || sender.send(compute(seed, steps)).expect("it is awaited");
            batch.pools.threadpool.execute(job);
        }
        drop(sender);
        all_of(results)
    }))
}

fn of_rayon_spawn(batch: &Batch) -> Option<Duration> {
    let steps = batch.steps;
    Some(batch.clock(|seeds| {
        let (sender, results) = channel();
        for seed in seeds {
            let sender = sender.clone();
            let job = move || sender.send(compute(seed, steps)).expect("it is awaited");
            batch.pools.rayon.spawn(job);
        }
        drop(sender);
        all_of(results)
    }))
}

/// Ends when no job holds a sender any more: then all have been run.
fn all_of(results: Receiver<u64>) -> u64 {
    total(results.into_iter())
}

impl Shape {
    /// How often it splits.
    fn joins(&self) -> u32 {
        match *self {
            Shape::Fib { n, plain } if n < plain => 0,
            Shape::Fib { n, plain } => {
                let joins = |n| Shape::Fib { n, plain }.joins();
                1 + joins(n - 1) + joins(n - 2)
            }
            Shape::Uneven { pieces } => pieces - 1,
        }
    }
}

impl<'a> Split<'a> {
    fn new(pools: &'a Pools, shape: Shape) -> Split<'a> {
        let result = match shape {
            Shape::Fib { n, .. } => fib(n),
            Shape::Uneven { pieces } => total((0..pieces).map(compute_piece)),
        };
        Split {
            pools,
            shape,
            result,
        }
    }

    fn clock(&self, work: impl FnOnce(&Shape) -> u64) -> Duration {
        let start = Instant::now();
        let result = work(&self.shape);
        let took = start.elapsed();
        assert_eq!(result, self.result, "a wrong result");
        took
    }
}

fn hand_made_stealing(split: &Split) -> Option<Duration> {
    let pool = &split.pools.hand_made_stealing;
    Some(split.clock(|shape| match *shape {
        Shape::Fib { n, plain } => pool.run(move |worker| fib_hand_made(worker, n, plain)),
        Shape::Uneven { pieces } => pool.run(move |worker| uneven_hand_made(worker, 0..pieces)),
    }))
}

fn of_rayon_join(split: &Split) -> Option<Duration> {
    let pool = &split.pools.rayon;
    Some(split.clock(|shape| match *shape {
        Shape::Fib { n, plain } => pool.install(|| fib_rayon(n, plain)),
        Shape::Uneven { pieces } => pool.install(|| uneven_rayon(0..pieces)),
    }))
}

fn fib(n: u32) -> u64 {
    match n {
        0 | 1 => u64::from(n),
        _ => fib(n - 1) + fib(n - 2),
    }
}

fn fib_hand_made(worker: &work_stealing::Worker, n: u32, plain: u32) -> u64 {
    if n < plain {
        return fib(n);
    }
    let (a, b) = worker.join(
        move |worker| fib_hand_made(worker, n - 1, plain),
        move |worker| fib_hand_made(worker, n - 2, plain),
    );
    a + b
}

fn fib_rayon(n: u32, plain: u32) -> u64 {
    if n < plain {
        return fib(n);
    }
    let (a, b) = rayon::join(|| fib_rayon(n - 1, plain), || fib_rayon(n - 2, plain));
    a + b
}

/// From nothing to some half a millisecond.
fn compute_piece(place: u32) -> u64 {
    compute(place, place * place)
}

fn halves(pieces: Range<u32>) -> (Range<u32>, Range<u32>) {
    let middle = pieces.start.midpoint(pieces.end);
    (pieces.start..middle, middle..pieces.end)
}

fn uneven_hand_made(worker: &work_stealing::Worker, pieces: Range<u32>) -> u64 {
    if pieces.len() == 1 {
        return compute_piece(pieces.start);
    }
    let (a, b) = halves(pieces);
    let (a, b) = worker.join(
        |worker| uneven_hand_made(worker, a),
        |worker| uneven_hand_made(worker, b),
    );
    a.wrapping_add(b)
}

fn uneven_rayon(pieces: Range<u32>) -> u64 {
    if pieces.len() == 1 {
        return compute_piece(pieces.start);
    }
    let (a, b) = halves(pieces);
    let (a, b) = rayon::join(|| uneven_rayon(a), || uneven_rayon(b));
    a.wrapping_add(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bring_every_result() {
        let pools = Pools::start(2);
        let batch = Batch::new(&pools, 4, 100, 10);
        for taker in takers() {
            assert!((taker.run)(&batch).is_some(), "{}", taker.name);
        }
    }

    #[test]
    fn all_split_work_to_the_same_result() {
        let pools = Pools::start(2);
        for shape in [Shape::Fib { n: 10, plain: 4 }, Shape::Uneven { pieces: 5 }] {
            let split = Split::new(&pools, shape);
            for splitter in splitters() {
                assert!((splitter.run)(&split).is_some(), "{}", splitter.name);
            }
        }
    }

    #[test]
    #[should_panic = "results were lost"]
    fn a_lost_result_is_noticed() {
        let pools = Pools::start(1);
        let batch = Batch::new(&pools, 1, 3, 10);
        batch.clock(|seeds| total(seeds.skip(1).map(|seed| compute(seed, 10))));
    }

    #[test]
    fn joins_are_those_that_are_made() {
        // It splits 4, 3 and twice 2.
        assert_eq!(Shape::Fib { n: 4, plain: 2 }.joins(), 4);
        assert_eq!(Shape::Fib { n: 4, plain: 3 }.joins(), 2);
        assert_eq!(Shape::Uneven { pieces: 8 }.joins(), 7);
    }
}

//! Jobs of uneven length on a pool.
//!
//! All jobs wait in one line from the beginning. Whichever worker is free takes the first of them, runs it to its end,
//! and takes the next; taking costs nothing, and there is a core for every worker. The slider's value is the number
//! of workers. R. L. Graham (*Bounds on multiprocessing timing anomalies*, 1969) proves that this takes less than
//! twice as long as the best plan, and that longest first takes at most a third longer.

use serde::Deserialize;

use crate::timeline::chart::{Band, Lane, Mark, Run, Span};
use crate::timeline::clock::{Micros, Millis, decimal, millis, percent};
use crate::timeline::definition::{Model, count};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// How long each takes, in the order of submission.
    jobs: Vec<Millis>,
}

/// A job at a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Served {
    /// From 0.
    worker: usize,
    from: Micros,
    to: Micros,
}

/// Of several free workers, the first takes the job.
fn in_order(lengths: &[Micros], workers: u64) -> Vec<Served> {
    let mut free = vec![0; workers as usize];
    let mut served = Vec::with_capacity(lengths.len());
    for length in lengths {
        let worker = (0..free.len()).min_by_key(|worker| free[*worker]);
        let worker = worker.unwrap_or(0);
        let from = free[worker];
        free[worker] = from + length;
        served.push(Served {
            worker,
            from,
            to: from + length,
        });
    }
    served
}

fn end(served: &[Served]) -> Micros {
    served.iter().map(|job| job.to).max().unwrap_or(0)
}

/// What no pool of so many workers can beat, in microseconds: its longest job, and a fair share of all.
fn least(lengths: &[Micros], workers: u64) -> f64 {
    let longest = lengths.iter().max().copied().unwrap_or(0) as f64;
    let share = lengths.iter().sum::<Micros>() as f64 / workers as f64;
    share.max(longest)
}

fn longest_first(lengths: &[Micros], workers: u64) -> Micros {
    let mut sorted = lengths.to_vec();
    sorted.sort_by(|a, b| b.cmp(a));
    end(&in_order(&sorted, workers))
}

impl Model for Pool {
    fn legend(&self) -> &'static [(Mark, &'static str)] {
        &[
            (Mark::Full, "runs the job of this number"),
            (Mark::Line, "has nothing to do"),
            (Mark::Limit, "no pool of this size is done before"),
        ]
    }

    fn columns(&self) -> Vec<&'static str> {
        vec![
            "all done after",
            "no pool beats",
            "longest first",
            "times as fast",
            "idle",
        ]
    }

    fn run(&self, value: f64) -> Result<Run, String> {
        let workers = count(value, 1, "workers")?;
        let lengths: Vec<Micros> = self.jobs.iter().map(|job| job.micros()).collect();
        let total: Micros = lengths.iter().sum();
        if lengths.contains(&0) || lengths.is_empty() {
            return Err("jobs: each takes some time, and there is one at least".into());
        }
        let served = in_order(&lengths, workers);
        let took = end(&served);
        let least = least(&lengths, workers) / 1000.0;
        let sorted = longest_first(&lengths, workers);
        let idle = percent(took * workers - total, took * workers);
        let faster = format!("{:.2}", total as f64 / took as f64);
        let who = match workers {
            1 => "One worker is".into(),
            n => format!("{n} workers are"),
        };
        Ok(Run {
            bands: lanes(&served, workers, took),
            end: took,
            bound: Some((least * 1000.0).ceil() as Micros),
            said: format!(
                "{who} done after {}; no pool of this size beats {} ms. {idle} of their time is idle. Longest jobs first: {}.",
                millis(took),
                decimal(least),
                millis(sorted)
            ),
            figures: vec![
                millis(took),
                format!("{} ms", decimal(least)),
                millis(sorted),
                faster,
                idle,
            ],
        })
    }
}

fn lanes(served: &[Served], workers: u64, end: Micros) -> Vec<Band> {
    let lane = |worker: usize| {
        let mut lane = Lane::named(format!("worker {}", worker + 1));
        let own = (1..).zip(served).filter(|(_, job)| job.worker == worker);
        lane.spans.extend(own.map(|(number, job)| Span {
            from: job.from,
            to: job.to,
            mark: Mark::Full,
            label: i32::to_string(&number),
        }));
        let done = lane.spans.last().map_or(0, |span| span.to);
        lane.add(done, end, Mark::Line);
        Band::Lane(lane)
    };
    (0..workers as usize).map(lane).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(jobs: &[u64]) -> Pool {
        let jobs = jobs.iter().map(|job| Millis::try_from(*job as f64));
        Pool {
            jobs: jobs.collect::<Result<_, _>>().unwrap(),
        }
    }

    #[test]
    fn whoever_is_free_takes_the_next() {
        // 1: |--3--|-1-|   2: |-2-|--2--|
        let served = in_order(&[3, 2, 2, 1], 2);
        let who: Vec<_> = served.iter().map(|job| (job.worker, job.from)).collect();
        assert_eq!(who, [(0, 0), (1, 0), (1, 2), (0, 3)]);
        assert_eq!(end(&served), 4);
    }

    #[test]
    fn a_long_job_at_the_end_keeps_all_waiting() {
        assert_eq!(end(&in_order(&[2, 2, 2, 2, 8], 2)), 12);
        assert_eq!(longest_first(&[2, 2, 2, 2, 8], 2), 8);
        assert_eq!(least(&[2, 2, 2, 2, 8], 2), 8.0);
    }

    #[test]
    fn nobody_does_two_jobs_at_once_and_no_pool_beats_the_bound() {
        let pool = pool(&[30, 10, 40, 10, 50, 90, 20, 60, 50, 30, 50]);
        for workers in 1..=12 {
            let run = pool.run(workers as f64).unwrap();
            assert!(run.lanes().all(|lane| !lane.overlaps()));
            let worked: Micros = run.lanes().map(|lane| lane.total(Mark::Full)).sum();
            assert_eq!(worked, 440_000, "every job is done once");
            let lengths: Vec<_> = pool.jobs.iter().map(|job| job.micros()).collect();
            assert!(run.end as f64 >= least(&lengths, workers));
            assert!(
                run.lanes()
                    .all(|lane| lane.spans.last().unwrap().to == run.end)
            );
        }
    }
}

//! Requests that keep coming to a number of workers: who is served, and who stands in line.
//!
//! Requests come in an irregular rhythm: one in each gap, and each is late by anything up to some gaps, from a fixed
//! seed. So they come in bunches, and yet with an exact rate. Each takes a worker for the same time; who finds none
//! free waits in one line. The slider's value is the number of workers. The run ends when the last request has left, so
//! that Little's law holds exactly.

use serde::Deserialize;

use crate::timeline::chart::{Band, Level, Mark, Run};
use crate::timeline::clock::{Micros, Millis, decimal};
use crate::timeline::definition::{Model, count};
use crate::timeline::little::{self, Little};
use crate::timeline::pool;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    /// How many come in all.
    number: u64,
    /// The mean gap between two of them.
    every: Millis,
    /// By how much each may be late.
    late: Millis,
    /// How long each keeps a worker.
    takes: Millis,
}

impl Requests {
    fn arrivals(&self) -> Vec<Micros> {
        let mut seed: u64 = 1;
        let mut late = || next(&mut seed) % (self.late.micros() + 1);
        let arrivals = (0..self.number).map(|place| place * self.every.micros() + late());
        let mut arrivals: Vec<Micros> = arrivals.collect();
        arrivals.sort();
        arrivals
    }
}

/// A linear congruential generator (D. H. Lehmer, 1949), since the figure is to be the same everywhere.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    *seed >> 33
}

impl Model for Requests {
    fn legend(&self) -> &'static [(Mark, &'static str)] {
        &[
            (Mark::Full, "served"),
            (Mark::Hollow, "in line"),
            (Mark::Limit, "all workers are busy"),
        ]
    }

    fn columns(&self) -> Vec<&'static str> {
        let [rate, stay, product, inside] = little::COLUMNS;
        vec![rate, stay, product, inside, "longest line"]
    }

    fn run(&self, value: f64) -> Result<Run, String> {
        let workers = count(value, 1, "workers")?;
        if !(1..=500).contains(&self.number) || self.takes.micros() == 0 {
            return Err("requests: 1 to 500 of them, and each takes some time".into());
        }
        let arrivals = self.arrivals();
        let jobs: Vec<_> = arrivals
            .iter()
            .map(|at| (*at, self.takes.micros()))
            .collect();
        let served = pool::serve(&jobs, workers);
        let end = pool::end(&served);
        let visits: Vec<_> = arrivals
            .iter()
            .zip(&served)
            .map(|(at, job)| (*at, job.to))
            .collect();
        let at_work: Vec<_> = served.iter().map(|job| (job.from, job.to)).collect();
        let waits: Vec<_> = arrivals
            .iter()
            .zip(&served)
            .map(|(at, job)| (*at, job.from))
            .collect();
        let longest = little::inside(&waits).iter().map(|step| step.1).max();
        let little = Little::of(&visits, end);
        let [rate, stay, product, inside] = little.figures();
        let longest = longest.unwrap_or(0);
        Ok(Run {
            bands: vec![Band::Level(Level {
                name: "inside".into(),
                layers: vec![
                    (Mark::Hollow, little::inside(&visits)),
                    (Mark::Full, little::inside(&at_work)),
                ],
                limit: Some(workers),
            })],
            end,
            bound: None,
            said: format!(
                "{workers} workers: the line is {longest} long at its worst, and the last request leaves after {} s. \
                 Over that time, {rate} a second × {stay} for each = {inside} inside on average.",
                decimal(end as f64 / 1e6)
            ),
            figures: vec![rate, stay, product, inside, longest.to_string()],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests() -> Requests {
        let time = |millis: f64| Millis::try_from(millis).unwrap();
        Requests {
            number: 100,
            every: time(20.0),
            late: time(80.0),
            takes: time(100.0),
        }
    }

    fn level(run: &Run) -> &Level {
        match &run.bands[..] {
            [Band::Level(level)] => level,
            _ => panic!("one level"),
        }
    }

    #[test]
    fn so_many_come_in_each_second_and_always_at_the_same_moments() {
        let arrivals = requests().arrivals();
        assert_eq!(arrivals, requests().arrivals());
        assert!(arrivals.is_sorted());
        let in_a_second = arrivals
            .iter()
            .filter(|at| (500_000..1_500_000).contains(*at));
        let number = in_a_second.count();
        assert!((46..=54).contains(&number), "{number}");
    }

    #[test]
    fn littles_law_holds_at_every_position() {
        for workers in 1..=12 {
            let figures = requests().run(f64::from(workers)).unwrap().figures;
            assert_eq!(figures[2], figures[3], "{workers} workers");
        }
    }

    #[test]
    fn no_more_are_served_than_there_are_workers() {
        for workers in 1..=12 {
            let run = requests().run(workers as f64).unwrap();
            assert_eq!(level(&run).limit, Some(workers));
            let (_, served) = &level(&run).layers[1];
            assert!(served.iter().all(|(_, number)| *number <= workers));
        }
    }

    #[test]
    fn with_enough_workers_nobody_waits() {
        let run = requests().run(20.0).unwrap();
        assert_eq!(run.figures[1], "100 ms");
        assert_eq!(run.figures[4], "0");
    }
}

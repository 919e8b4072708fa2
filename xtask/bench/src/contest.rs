//! Rounds in which every contestant has its turn under every load, so that what else the machine does meets all alike.
//!
//! A round's ratio compares two runs that were made one right after the other; the median of the rounds counts. The
//! order changes from round to round: nobody always runs behind the same other one. Criterion, which can be asked for
//! instead, knows more about the times of one program, but runs the programs one after the other: whatever slows the
//! machine for a while meets one of them only.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion};

use crate::record::Figure;

/// How often, and in whose company, a contestant has its turn.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// All of them in turn, so often.
    InTurn { rounds: u32 },
    /// One after the other, as often as criterion wants. It prints what it finds; there are no ratios.
    Alone,
}

/// One program that does a load, and the time that this took without its preparations.
pub struct Contestant<L> {
    pub name: &'static str,
    /// `None`: it cannot do such a load.
    pub run: fn(&L) -> Option<Duration>,
}

/// What is done, by each contestant that can.
pub struct Load<L> {
    pub name: String,
    pub load: L,
    /// Items of work in it: the time is told for one.
    pub items: u32,
}

/// Times of one contestant under one load, a round each.
struct Times<'a> {
    contestant: &'a str,
    seconds: Vec<f64>,
}

/// The first contestant is the one that all are compared with.
pub fn hold<L>(loads: &[Load<L>], contestants: &[Contestant<L>], pace: Pace) -> Vec<Figure> {
    let of_load = |load: &Load<L>| match pace {
        Pace::InTurn { rounds } => figures(load, &times(load, contestants, rounds)),
        Pace::Alone => {
            each_alone(load, contestants);
            Vec::new()
        }
    };
    loads.iter().flat_map(of_load).collect()
}

/// The first run pays for what all of them find warm afterwards, and says who takes part.
fn present<'a, L>(load: &Load<L>, contestants: &'a [Contestant<L>]) -> Vec<&'a Contestant<L>> {
    let takes_part = |one: &&Contestant<L>| (one.run)(&load.load).is_some();
    contestants.iter().filter(takes_part).collect()
}

fn each_alone<L>(load: &Load<L>, contestants: &[Contestant<L>]) {
    let mut criterion = Criterion::default().sample_size(SAMPLES).without_plots();
    let mut group = criterion.benchmark_group(&load.name);
    for one in present(load, contestants) {
        group.bench_function(BenchmarkId::from_parameter(one.name), |bencher| {
            let once = |_| (one.run)(&load.load).unwrap_or_default();
            bencher.iter_custom(|times| (0..times).map(once).sum());
        });
    }
    group.finish();
}

/// A run takes milliseconds: criterion's hundred samples would take minutes for each contestant.
const SAMPLES: usize = 20;

fn times<'a, L>(load: &Load<L>, contestants: &'a [Contestant<L>], rounds: u32) -> Vec<Times<'a>> {
    let present = present(load, contestants);
    let mut times: Vec<Times> = present
        .iter()
        .map(|one| Times {
            contestant: one.name,
            seconds: Vec::new(),
        })
        .collect();
    for round in 0..rounds as usize {
        for turn in 0..present.len() {
            let who = (round + turn) % present.len();
            let took = (present[who].run)(&load.load).unwrap_or_default();
            times[who].seconds.push(took.as_secs_f64());
        }
    }
    times
}

fn figures<L>(load: &Load<L>, times: &[Times]) -> Vec<Figure> {
    let first = &times[0].seconds;
    times
        .iter()
        .map(|one| {
            let ratios = first
                .iter()
                .zip(&one.seconds)
                .map(|(first, own)| first / own);
            let ratios = sorted(ratios);
            let seconds = sorted(one.seconds.iter().copied());
            Figure {
                load: load.name.clone(),
                model: one.contestant.to_string(),
                workers: None,
                times_as_fast: median(&ratios),
                least: ratios[0],
                most: ratios[ratios.len() - 1],
                nanoseconds: median(&seconds) * 1e9 / f64::from(load.items),
            }
        })
        .collect()
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contest() -> Vec<Figure> {
        let load = |name: &str, load| Load {
            name: name.into(),
            load,
            items: 10,
        };
        let contestants = [
            Contestant {
                name: "slow",
                run: |load: &u64| Some(Duration::from_micros(6 * load)),
            },
            Contestant {
                name: "quick",
                run: |load| Some(Duration::from_micros(2 * load)),
            },
            Contestant {
                name: "for small loads",
                run: |load| (*load < 5).then_some(Duration::from_micros(1)),
            },
        ];
        hold(
            &[load("small", 1), load("large", 5)],
            &contestants,
            Pace::InTurn { rounds: 3 },
        )
    }

    #[test]
    fn all_are_compared_with_the_first() {
        let figures = contest();
        let ratios: Vec<f64> = figures.iter().map(|f| f.times_as_fast.round()).collect();
        assert_eq!(ratios, [1.0, 3.0, 6.0, 1.0, 3.0]);
    }

    #[test]
    fn the_time_is_that_of_one_item() {
        assert_eq!(contest()[0].nanoseconds.round(), 600.0);
    }

    #[test]
    fn who_cannot_do_a_load_is_left_out_of_it() {
        let large = contest().into_iter().filter(|f| f.load == "large");
        let names: Vec<String> = large.map(|f| f.model).collect();
        assert_eq!(names, ["slow", "quick"]);
    }
}

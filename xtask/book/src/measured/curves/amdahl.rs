//! Amdahl's law and Gustafson's: how much faster with more workers.
//!
//! With a serial part `s`, `w` workers are `1 / (s + (1 - s) / w)` times as fast as one (G. M. Amdahl, *Validity of
//! the single processor approach to achieving large scale computing capabilities*, 1967). The curves hold for as many
//! cores as workers; a line marks how many there are.
//!
//! Amdahl keeps the problem and asks how much sooner it is done. J. L. Gustafson (*Reevaluating Amdahl's law*, 1988)
//! keeps the time: with a serial part `s` of it, `w` workers get `s + (1 - s) · w` times as much done.

use std::cmp::Ordering;

use super::{Axis, Chart, Field, Moved, Place, Still, in_words, most_workers, sides, speed_ups};
use crate::measured::Measured;

/// The slider's positions, in per cent: closer together where a little changes much.
const SHARES: [u32; 16] = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];

/// The index of 10 %, where few real programs are: a reader has to move.
const START: usize = 8;

/// The numbers of cores of the table.
const CORES: [u32; 4] = [2, 4, 8, 64];

/// The serial parts whose curves stand behind the points.
const SERIAL: [(f64, &str); 4] = [
    (0.0, "0 % serial"),
    (0.05, "5 % serial"),
    (0.2, "20 % serial"),
    (0.5, "50 % serial"),
];

pub fn chart(measured: &Measured, cores: usize) -> Chart {
    let most = most_workers(measured);
    let fits = fits(measured, cores);
    let moved = |percent: &u32| Moved {
        value: format!("{percent} %"),
        said: said(*percent, &fits),
        figures: figures(*percent),
        curve: curve(f64::from(*percent) / 100.0, most),
    };
    Chart {
        title: measured.title(),
        desc: "Curves show what Amdahl's law allows.",
        field: field(most),
        still: SERIAL
            .map(|(serial, name)| Still {
                curve: curve(serial, most),
                name: name.into(),
            })
            .into(),
        bound: Some((cores as f64, in_words(cores))),
        series: speed_ups(measured),
        label: "Share that happens in a row",
        columns: columns(),
        moved: SHARES.iter().map(moved).collect(),
        start: START,
        closest: closest(&fits),
    }
}

/// Nobody is to be more than as many times as fast as there are workers.
fn field(most_workers: f64) -> Field {
    let x = Axis::doublings("workers", most_workers);
    let times = |(tick, _): &(f64, String)| (*tick, format!("{tick}×"));
    let ticks = x.ticks.iter().map(times).collect();
    Field {
        y: Axis {
            ticks,
            ..Axis::even("", most_workers)
        },
        x,
    }
}

fn curve(serial: f64, most_workers: f64) -> Vec<Place> {
    const PIECES: u32 = 24;
    let workers = |piece: u32| most_workers.powf(f64::from(piece) / f64::from(PIECES));
    let place = |piece: u32| (workers(piece), amdahl(serial, workers(piece)));
    (0..=PIECES).map(place).collect()
}

/// What share each load seems to have, as far as there is a core for every worker.
fn fits(measured: &Measured, cores: usize) -> Vec<Fit> {
    let with_cores = 2.0..=cores as f64;
    let series = speed_ups(measured).into_iter();
    series
        .filter_map(|series| {
            let points = series.points.iter().map(|point| (point.x, point.y));
            let points: Vec<Place> = points.filter(|(x, _)| with_cores.contains(x)).collect();
            Fit::of(&series.name, &points)
        })
        .collect()
}

fn amdahl(serial: f64, workers: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / workers)
}

fn gustafson(serial: f64, workers: f64) -> f64 {
    serial + (1.0 - serial) * workers
}

/// A load and the share, from 0 to 1, whose curve is closest to its points.
struct Fit {
    load: String,
    share: f64,
}

impl Fit {
    /// Least squares over points of workers and ratio, to a thousandth; `None` without a point.
    fn of(load: &str, points: &[Place]) -> Option<Self> {
        if points.is_empty() {
            return None;
        }
        let distance = |share: f64| -> f64 {
            let of_point =
                |(workers, ratio): &(f64, f64)| (ratio - amdahl(share, *workers)).powi(2);
            points.iter().map(of_point).sum()
        };
        let shares = (0..=1000).map(|thousandths| f64::from(thousandths) / 1000.0);
        let share = shares.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
        Some(Fit {
            load: load.into(),
            share,
        })
    }

    /// The index of the slider's position that is closest to it.
    fn position(&self) -> usize {
        let distance = |share: &u32| (f64::from(*share) / 100.0 - self.share).abs();
        let positions = SHARES.iter().enumerate();
        let closest = positions.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        closest.map_or(0, |(at, _)| at)
    }
}

fn columns() -> Vec<String> {
    let cores = CORES.iter().map(|cores| format!("{cores} cores"));
    let mut columns: Vec<String> = cores.collect();
    columns.push("any number".into());
    columns.push("8 cores, more work (Gustafson)".into());
    columns
}

/// In the order of the columns.
fn figures(percent: u32) -> Vec<String> {
    let share = f64::from(percent) / 100.0;
    let cores = CORES.iter();
    let mut figures: Vec<String> = cores
        .map(|cores| times(amdahl(share, f64::from(*cores))))
        .collect();
    figures.push(limit(percent));
    figures.push(times(gustafson(share, 8.0)));
    figures
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2}×")
}

fn limit(percent: u32) -> String {
    match percent {
        0 => "no limit".into(),
        percent => times(100.0 / f64::from(percent)),
    }
}

/// What the curve allows, and on which side of it the points lie.
fn said(percent: u32, fits: &[Fit]) -> String {
    let share = f64::from(percent) / 100.0;
    let bound = match percent {
        0 => "and so on without a limit".into(),
        percent => format!(
            "and no number of them more than {:.2} times",
            100.0 / f64::from(percent)
        ),
    };
    let at = SHARES.iter().position(|share| *share == percent);
    // A load with less in a row lies above the curve.
    let side = |fit: &Fit| at.unwrap_or(0).cmp(&fit.position());
    let points: Vec<(String, Ordering)> = fits
        .iter()
        .map(|fit| (fit.load.clone(), side(fit)))
        .collect();
    let sides = sides("curve", "", "; ", &points);
    format!(
        "With {percent} % in a row, 2 cores are {:.2} times as fast as one, 8 cores {:.2} times, {bound}.{sides}",
        amdahl(share, 2.0),
        amdahl(share, 8.0)
    )
}

/// The fitted shares as a paragraph; nothing where no point has a core for every worker.
fn closest(fits: &[Fit]) -> String {
    if fits.is_empty() {
        return String::new();
    }
    let shares: Vec<String> = fits
        .iter()
        .map(|fit| format!("{}, {:.0} %", fit.load, 100.0 * fit.share))
        .collect();
    format!(
        "<p>The share that comes closest to the points with a core for every worker: {}. \
         Whatever else costs time there, such as a lock or the memory bus, counts as if it happened in a row.</p>\n",
        crate::html::escape(&shares.join("; "))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amdahls_law() {
        assert_eq!(amdahl(0.0, 8.0), 8.0);
        assert_eq!(amdahl(1.0, 8.0), 1.0);
        assert!((amdahl(0.05, 20.0) - 10.26).abs() < 0.01);
    }

    #[test]
    fn gustafsons_law() {
        assert_eq!(gustafson(0.0, 8.0), 8.0);
        assert_eq!(gustafson(1.0, 8.0), 1.0);
        assert!((gustafson(0.05, 8.0) - 7.65).abs() < 1e-9);
    }

    #[test]
    fn points_of_a_curve_give_its_share_back() {
        for share in [0.0, 0.021, 0.3, 1.0] {
            let points = [2.0, 4.0, 8.0].map(|workers| (workers, amdahl(share, workers)));
            let fit = Fit::of("a", &points).unwrap();
            assert!((fit.share - share).abs() < 0.0006, "{share}: {}", fit.share);
        }
        assert!(Fit::of("a", &[]).is_none());
    }

    #[test]
    fn faster_than_all_cores_is_nothing_in_a_row() {
        assert_eq!(Fit::of("a", &[(2.0, 2.4)]).unwrap().share, 0.0);
    }

    #[test]
    fn a_reader_hears_on_which_side_the_points_are() {
        let fits = [("primes", 0.02), ("sort", 0.29)].map(|(load, share)| Fit {
            load: load.into(),
            share,
        });
        assert!(said(10, &fits).ends_with("Above the curve: primes. Below it: sort."));
        assert!(said(2, &fits).ends_with("On it: primes. Below it: sort."));
        assert!(said(30, &fits).ends_with("Above the curve: primes. On it: sort."));
        assert!(said(0, &[]).ends_with("without a limit."));
    }
}

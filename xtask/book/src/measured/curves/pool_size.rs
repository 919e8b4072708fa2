//! How many workers of a pool the cores feed.
//!
//! A worker that waits W and computes C needs a core for C/(W + C) of its time. So N cores feed N·(1 + W/C) workers:
//! up to there each worker adds what the first one did, and more of them only wait for a core. That is the upper bound
//! of a closed queueing network (P. J. Denning and J. P. Buzen, *The operational analysis of queueing network models*,
//! 1978): near its bend, real pools lie below, since their workers meet at the cores by chance.

use std::cmp::Ordering;

use super::{Axis, Chart, Field, Moved, Place, in_words, most_workers, side, sides, speed_ups};
use crate::measured::{Job, Measured};
use crate::timeline::clock::decimal;

/// The slider's positions: how many times as long as it computes, a job waits.
const RATIOS: [f64; 6] = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0];

/// The index of "twice the cores", a rule of thumb: a reader has to move.
const START: usize = 1;

/// A position this close to the measured ratio gives way to it.
const CLOSE: f64 = 0.25;

/// The pool whose figures are drawn.
struct Pool {
    cores: usize,
    /// As measured, see [`RATIOS`].
    ratio: f64,
    points: Vec<Place>,
    most_workers: f64,
}

pub fn chart(measured: &Measured, cores: usize, job: &Job) -> Chart {
    let series = speed_ups(measured);
    let points = series.iter().flat_map(|series| &series.points);
    let pool = Pool {
        cores,
        ratio: job.ratio(),
        points: points.map(|point| (point.x, point.y)).collect(),
        most_workers: most_workers(measured),
    };
    Chart {
        title: measured.title(),
        desc: "Points rise with the workers up to as many as the cores feed, and no further.",
        field: pool.field(),
        still: Vec::new(),
        bound: Some((cores as f64, in_words(cores))),
        series,
        label: "W/C: waiting to computing",
        columns: Vec::new(),
        moved: pool
            .ratios()
            .iter()
            .map(|ratio| pool.moved(*ratio))
            .collect(),
        start: START,
        closest: pool.closest(job),
    }
}

/// How many workers the cores feed.
fn fed(cores: usize, ratio: f64) -> f64 {
    cores as f64 * (1.0 + ratio)
}

/// How many times as fast as one worker.
fn law(cores: usize, ratio: f64, workers: f64) -> f64 {
    workers.min(fed(cores, ratio))
}

impl Job {
    /// W/C; a job that computes nothing waits many times as long.
    fn ratio(&self) -> f64 {
        self.waits_ms / self.computes_ms.max(1e-3)
    }
}

impl Pool {
    fn field(&self) -> Field {
        let last = RATIOS[RATIOS.len() - 1];
        Field {
            x: Axis::even("workers", self.most_workers),
            y: Axis::even("times as fast", law(self.cores, last, self.most_workers)),
        }
    }

    /// With the measured one among them.
    fn ratios(&self) -> Vec<f64> {
        let far = |ratio: &f64| (ratio - self.ratio).abs() > CLOSE;
        let mut ratios: Vec<f64> = RATIOS.into_iter().filter(far).collect();
        ratios.push(self.ratio);
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    fn moved(&self, ratio: f64) -> Moved {
        Moved {
            value: match self.is_measured(ratio) {
                true => format!("{}, as measured", decimal(ratio)),
                false => decimal(ratio),
            },
            said: self.said(ratio),
            figures: Vec::new(),
            curve: self.curve(ratio),
        }
    }

    fn is_measured(&self, ratio: f64) -> bool {
        ratio == self.ratio
    }

    fn curve(&self, ratio: f64) -> Vec<Place> {
        let bend = law(self.cores, ratio, self.most_workers);
        vec![(0.0, 0.0), (bend, bend), (self.most_workers, bend)]
    }

    /// What the position means, and on which side of its curve the points lie.
    fn said(&self, ratio: f64) -> String {
        let jobs = match decimal(ratio).as_str() {
            "0" => "Jobs that only compute".into(),
            "1" => "Jobs that wait as long as they compute".into(),
            ratio => format!("Jobs that wait {ratio} times as long as they compute"),
        };
        let measured = match self.is_measured(ratio) {
            true => ", as the measured ones do",
            false => "",
        };
        let feed = match self.cores {
            1 => "1 core feeds".into(),
            cores => format!("{cores} cores feed"),
        };
        let fed = fed(self.cores, ratio);
        let bound = match fed < self.most_workers {
            true => format!("{} workers, and more gain nothing", decimal(fed)),
            false => format!("{} workers, as many as were measured or more", decimal(fed)),
        };
        format!("{jobs}{measured}: {feed} {bound}.{}", self.sides(ratio))
    }

    /// Points are called by their workers.
    fn sides(&self, ratio: f64) -> String {
        let of_point = |(workers, times): &Place| -> (String, Ordering) {
            let law = law(self.cores, ratio, *workers);
            (decimal(*workers), side(*times, law))
        };
        let points: Vec<_> = self.points.iter().map(of_point).collect();
        sides("curve", "pools of ", ", ", &points)
    }

    /// Least squares, to a tenth; `None` where no pool has more workers than cores.
    fn fit(&self) -> Option<f64> {
        let told = |(workers, _): &&Place| *workers > self.cores as f64;
        let points: Vec<&Place> = self.points.iter().filter(told).collect();
        let distance = |ratio: f64| -> f64 {
            let law = |workers: f64| law(self.cores, ratio, workers);
            let of_point = |(workers, times): &&Place| (times - law(*workers)).powi(2);
            points.iter().map(of_point).sum()
        };
        let ratios = (0..=200).map(|tenths| f64::from(tenths) / 10.0);
        let closest = ratios.min_by(|a, b| distance(*a).total_cmp(&distance(*b)));
        closest.filter(|_| !points.is_empty())
    }

    fn closest(&self, job: &Job) -> String {
        let fit = self.fit().map_or(String::new(), |fit| {
            format!(
                "The ratio that comes closest to the points is {}. ",
                decimal(fit)
            )
        });
        format!(
            "<p>On one worker, each job waits {:.2} ms and computes {:.2} ms: W/C is {}. {fit}\
             Near the bend points lie below the curve, since jobs meet at the cores by chance, \
             and whatever else runs on the machine takes its share of the cores.</p>\n",
            job.waits_ms,
            job.computes_ms,
            decimal(self.ratio)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(points: &[Place]) -> Pool {
        Pool {
            cores: 2,
            ratio: 4.1,
            points: points.to_vec(),
            most_workers: 24.0,
        }
    }

    #[test]
    fn cores_feed_as_many_as_wait() {
        assert_eq!(fed(2, 0.0), 2.0);
        assert_eq!(fed(2, 4.0), 10.0);
        assert_eq!(law(2, 4.0, 6.0), 6.0);
        assert_eq!(law(2, 4.0, 24.0), 10.0);
    }

    #[test]
    fn the_curve_bends_where_the_cores_are_busy() {
        let bends = [(0.0, 0.0), (10.0, 10.0), (24.0, 10.0)];
        assert_eq!(pool(&[]).curve(4.0), bends);
    }

    #[test]
    fn the_measured_ratio_is_a_position_instead_of_the_one_beside_it() {
        let expected = [0.0, 1.0, 2.0, 3.0, 4.1, 6.0];
        assert_eq!(pool(&[]).ratios(), expected);
        let moved = pool(&[]).moved(4.1);
        assert_eq!(moved.value, "4.1, as measured");
        let between = Pool {
            ratio: 4.5,
            ..pool(&[])
        };
        assert_eq!(between.ratios().len(), RATIOS.len() + 1);
    }

    #[test]
    fn points_of_a_curve_give_its_ratio_back() {
        for ratio in [0.0, 2.5, 4.1] {
            let points = [1.0, 4.0, 12.0, 24.0].map(|workers| (workers, law(2, ratio, workers)));
            let fit = pool(&points).fit().unwrap();
            assert!((fit - ratio).abs() < 0.06, "{ratio}: {fit}");
        }
        assert_eq!(pool(&[(1.0, 1.0), (2.0, 2.0)]).fit(), None);
    }

    #[test]
    fn a_reader_hears_on_which_side_the_points_are() {
        let points = [(1.0, 1.0), (4.0, 3.9), (8.0, 6.5), (12.0, 9.6)];
        assert_eq!(
            pool(&points).said(1.0),
            "Jobs that wait as long as they compute: 2 cores feed 4 workers, and more gain nothing. \
             Above the curve: pools of 8, 12. On it: pools of 1, 4."
        );
        let measured = pool(&points).said(4.1);
        assert!(
            measured.starts_with(
                "Jobs that wait 4.1 times as long as they compute, as the measured ones do: 2 cores feed 10.2"
            ),
            "{measured}"
        );
        assert!(
            measured.ends_with("On it: pools of 1, 4, 12. Below it: pools of 8."),
            "{measured}"
        );
    }

    #[test]
    fn cores_that_feed_all_are_no_bound() {
        let many = Pool {
            cores: 16,
            ..pool(&[(24.0, 23.0)])
        };
        assert!(
            many.said(2.0)
                .contains("48 workers, as many as were measured or more.")
        );
    }
}

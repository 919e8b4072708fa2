//! Little's law: on average, as many are inside as come in a second, times the seconds that each stays.
//!
//! J. D. C. Little, *A proof for the queuing formula L = λW*, 1961. Over a stretch of time that begins and ends with
//! nobody inside it is no approximation: the area under the number inside, and the sum of all stays, are the same
//! thing counted in two ways. So it holds for every order of service and for every rhythm of arrivals.

use crate::timeline::chart::Step;
use crate::timeline::clock::{Micros, decimal};

/// Visits to a system over a stretch of time, at whose beginning and end it is empty.
#[derive(Debug)]
pub struct Little {
    visits: u64,
    stayed: Micros,
    /// Persons times microseconds: the area below the number inside.
    area: u64,
    window: Micros,
}

impl Little {
    /// Visits from when to when, all of them within the window.
    pub fn of(visits: &[(Micros, Micros)], window: Micros) -> Self {
        Little {
            visits: visits.len() as u64,
            stayed: visits.iter().map(|(from, to)| to - from).sum(),
            area: area(&inside(visits), window),
            window,
        }
    }

    /// L: how many are inside on average.
    pub fn inside(&self) -> f64 {
        self.area as f64 / self.window as f64
    }

    /// λ: how many come in a second.
    pub fn rate(&self) -> f64 {
        self.visits as f64 * 1e6 / self.window as f64
    }

    /// W: how many seconds each stays on average.
    pub fn stay(&self) -> f64 {
        self.stayed as f64 / 1e6 / self.visits as f64
    }

    /// λ, W, λ·W and L for a table.
    pub fn figures(&self) -> [String; 4] {
        [
            decimal(self.rate()),
            format!("{} ms", decimal(self.stay() * 1e3)),
            format!("{:.2}", self.rate() * self.stay()),
            format!("{:.2}", self.inside()),
        ]
    }
}

/// The headings of [`Little::figures`].
pub const COLUMNS: [&str; 4] = [
    "λ: come a second",
    "W: each stays",
    "λ · W",
    "L: inside on average",
];

/// The number inside over time; who leaves makes room before somebody comes.
pub fn inside(visits: &[(Micros, Micros)]) -> Vec<Step> {
    let really = || visits.iter().filter(|(from, to)| from < to);
    let mut changes: Vec<(Micros, i64)> = really()
        .flat_map(|(from, to)| [(*from, 1), (*to, -1)])
        .collect();
    changes.sort();
    let mut steps: Vec<Step> = vec![(0, 0)];
    let mut number = 0;
    for (at, change) in changes {
        number += change;
        match steps.last_mut() {
            Some(last) if last.0 == at => last.1 = number as u64,
            _ => steps.push((at, number as u64)),
        }
    }
    steps.dedup_by_key(|(_, number)| *number);
    steps
}

fn area(steps: &[Step], window: Micros) -> u64 {
    let ends = steps.iter().skip(1).map(|(at, _)| *at).chain([window]);
    let pieces = steps.iter().zip(ends);
    pieces
        .map(|((from, number), to)| number * (to - from))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_inside_is_a_step_function() {
        let visits = [(0, 4), (1, 3), (4, 6), (5, 5)];
        assert_eq!(inside(&visits), [(0, 1), (1, 2), (3, 1), (6, 0)]);
        assert_eq!(area(&inside(&visits), 10), 8);
    }

    #[test]
    fn a_visit_of_two_seconds_in_four_is_half_a_visitor() {
        let little = Little::of(&[(1_000_000, 3_000_000)], 4_000_000);
        assert_eq!(little.inside(), 0.5);
        assert_eq!(little.rate(), 0.25);
        assert_eq!(little.stay(), 2.0);
    }

    #[test]
    fn the_area_is_the_sum_of_all_stays() {
        let visits: Vec<(Micros, Micros)> = (0..50)
            .map(|n: u64| (n * 37 % 101, n * 37 % 101 + n * 53 % 97))
            .collect();
        let little = Little::of(&visits, 1_000);
        assert_eq!(little.area, little.stayed);
    }
}

//! Little's law: on average, as many are inside as come in a second, times the seconds that each stays.
//!
//! `cargo xtask bench little` measures all three apart; [`crate::timeline::little`] has the law's source, and why it is
//! exact from one empty moment to another. Each point has a stay of its own, and so a line of its own through nothing:
//! while workers are free, all points share one, and where requests stand in line, the lines get steeper.

use super::{Axis, Chart, Field, Moved, Place, Point, Series, side, sides};
use crate::measured::{Measured, Visits};
use crate::timeline::clock::decimal;

/// The slider's positions: how many milliseconds each stays.
const STAYS: [f64; 7] = [4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0];

/// The index of 8 ms, between those who wait and those who don't: a reader has to move.
const START: usize = 3;

/// Of the table of measured points.
const HEADINGS: [&str; 5] = [
    "planned",
    "λ: came a second",
    "W: each stayed, ms",
    "λ · W",
    "L: inside on average",
];

/// What there is to say about.
struct Requests<'a> {
    visits: &'a [Visits],
    /// Workers, and how many requests a second they can do.
    capacity: Option<(usize, f64)>,
}

pub(super) fn chart(measured: &Measured) -> Chart {
    let requests = Requests {
        visits: &measured.visits,
        capacity: measured.capacity(),
    };
    let bound = requests
        .capacity
        .map(|(_, a_second)| (a_second, format!("at most {a_second:.0}")));
    Chart {
        title: "How many are inside, by how many come a second".into(),
        desc: "With few requests, the points lie on one line through nothing; with more than the workers can do, they rise away from it.",
        field: requests.field(),
        still: Vec::new(),
        bound,
        series: vec![requests.series()],
        label: "W: how long each stays",
        columns: Vec::new(),
        moved: STAYS.iter().map(|stay| requests.moved(*stay)).collect(),
        start: START,
        closest: String::new(),
    }
}

/// λ, W, λ·W and L, and the rate that was planned: the law, point by point.
pub fn table(visits: &[Visits]) -> String {
    let headings = HEADINGS.map(|heading| format!("<th scope=\"col\">{heading}</th>"));
    let row = |visits: &Visits| {
        format!(
            "<tr><th scope=\"row\">{}</th><td>{:.1}</td><td>{:.2}</td><td>{:.3}</td><td>{:.3}</td></tr>\n",
            visits.planned,
            visits.a_second,
            visits.stay_ms,
            visits.product(),
            visits.inside
        )
    };
    let rows: String = visits.iter().map(row).collect();
    format!(
        "<details open><summary>The law, point by point</summary><div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"The law, point by point\"><table>\n\
         <thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n",
        headings.concat()
    )
}

impl Visits {
    /// λ·W, which the law says is L.
    pub fn product(&self) -> f64 {
        self.a_second * self.stay_ms / 1e3
    }
}

impl Measured {
    /// Workers, and what all of them together can do in a second; `None` where nobody says how long one takes.
    fn capacity(&self) -> Option<(usize, f64)> {
        let job = self.job.as_ref()?;
        let workers = self.workers?;
        let takes = job.waits_ms + job.computes_ms;
        Some((workers, workers as f64 * 1e3 / takes))
    }
}

impl Requests<'_> {
    fn most(&self, of: fn(&Visits) -> f64) -> f64 {
        let most = self.visits.iter().map(of).fold(0.0, f64::max);
        1.1 * most.max(1.0)
    }

    fn field(&self) -> Field {
        let capacity = self.capacity.map_or(0.0, |(_, a_second)| 1.05 * a_second);
        Field {
            x: Axis::even("λ: come a second", self.most(|v| v.a_second).max(capacity)),
            y: Axis::even("L: inside on average", self.most(|v| v.inside)),
        }
    }

    fn series(&self) -> Series {
        let point = |visits: &Visits| Point {
            x: visits.a_second,
            y: visits.inside,
            least: visits.least_inside,
            most: visits.most_inside,
        };
        Series {
            name: "measured (lines: from round to round)".into(),
            points: self.visits.iter().map(point).collect(),
        }
    }

    fn moved(&self, stay_ms: f64) -> Moved {
        Moved {
            value: format!("{stay_ms} ms"),
            said: self.said(stay_ms),
            figures: Vec::new(),
            curve: self.line(stay_ms),
        }
    }

    /// Through nothing, to where it leaves the field.
    fn line(&self, stay_ms: f64) -> Vec<Place> {
        let field = self.field();
        let x = field.x.most.min(field.y.most * 1e3 / stay_ms);
        vec![(0.0, 0.0), (x, x * stay_ms / 1e3)]
    }

    /// What the line means, on which side of it the points lie, and why some leave it.
    fn said(&self, stay_ms: f64) -> String {
        let points: Vec<_> = self
            .visits
            .iter()
            .map(|v| (format!("{:.0}", v.a_second), side(v.stay_ms, stay_ms)))
            .collect();
        let is_light = points.iter().any(|(_, side)| side.is_eq());
        format!(
            "If each stays {stay_ms} ms, 200 a second keep {} inside, and 800 keep {}.{}{}",
            decimal(stay_ms / 5.0),
            decimal(stay_ms * 0.8),
            sides("line", "λ = ", ", ", &points),
            if is_light {
                self.overload(stay_ms)
            } else {
                String::new()
            }
        )
    }

    /// Of those beyond what the workers can do, as long as they are above the line.
    fn overload(&self, stay_ms: f64) -> String {
        let Some((workers, most)) = self.capacity else {
            return String::new();
        };
        let beyond = |v: &&Visits| f64::from(v.planned) > most;
        let leaves = |v: &Visits| side(v.stay_ms, stay_ms).is_gt();
        match self.visits.iter().filter(beyond).any(leaves) {
            true => format!(
                " Beyond {most:.0} a second, all that {workers} workers can do, \
                 W grows with each that comes, and points leave the line."
            ),
            false => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDED: &str = include_str!("../../../../../book/measured/bench-little.json");

    fn visits(planned: u32, a_second: f64, stay_ms: f64) -> Visits {
        let inside = a_second * stay_ms / 1e3;
        Visits {
            planned,
            a_second,
            stay_ms,
            inside,
            least_inside: inside,
            most_inside: inside,
        }
    }

    fn some() -> [Visits; 3] {
        [
            visits(100, 100.0, 5.1),
            visits(400, 390.0, 5.4),
            visits(900, 760.0, 15.0),
        ]
    }

    fn requests(visits: &[Visits]) -> Requests<'_> {
        Requests {
            visits,
            capacity: Some((4, 790.0)),
        }
    }

    #[test]
    fn a_point_lies_on_the_line_of_its_stay() {
        let visits = some();
        let requests = requests(&visits);
        let line = requests.line(5.1);
        let (x, y) = line[1];
        assert!((y / x - visits[0].inside / visits[0].a_second).abs() < 1e-9);
        // A steep line ends at the upper edge, a flat one at the right one.
        let field = requests.field();
        assert!((requests.line(20.0)[1].1 - field.y.most).abs() < 1e-9);
        assert!((requests.line(2.0)[1].0 - field.x.most).abs() < 1e-9);
    }

    #[test]
    fn a_reader_hears_which_points_lie_on_the_line_and_why_others_leave_it() {
        let visits = some();
        let light = requests(&visits).said(5.0);
        assert_eq!(
            light,
            "If each stays 5 ms, 200 a second keep 1 inside, and 800 keep 4. \
             Above the line: λ = 760. On it: λ = 100, 390. \
             Beyond 790 a second, all that 4 workers can do, W grows with each that comes, and points leave the line."
        );
        let steep = requests(&visits).said(15.0);
        assert!(
            steep.ends_with("On it: λ = 760. Below it: λ = 100, 390."),
            "{steep}"
        );
    }

    #[test]
    fn who_measured_no_overload_hears_of_none() {
        let visits = [visits(100, 100.0, 5.0)];
        assert!(!requests(&visits).said(5.0).contains("leave"));
    }

    /// Stopwatches and the door are read some microseconds apart, or some more where a thread is held up in between;
    /// a request that went missing out of a hundred would be one per cent.
    #[test]
    fn the_recorded_figures_keep_the_law_to_a_two_hundredth() {
        const TOLERANCE: f64 = 0.005;
        let recorded: Measured = serde_json::from_str(RECORDED).unwrap();
        assert!(recorded.visits.len() >= 5);
        assert!(recorded.capacity().is_some());
        for visits in &recorded.visits {
            let ratio = visits.product() / visits.inside;
            assert!((ratio - 1.0).abs() < TOLERANCE, "{visits:?}: {ratio}");
        }
    }

    #[test]
    fn the_recorded_rates_reach_from_idle_to_beyond_what_the_workers_can_do() {
        let recorded: Measured = serde_json::from_str(RECORDED).unwrap();
        let (_, most) = recorded.capacity().unwrap();
        let planned: Vec<f64> = recorded.visits.iter().map(|v| v.planned.into()).collect();
        assert!(planned[0] < most / 2.0);
        assert!(planned[planned.len() - 1] > most);
        let stay = |at: usize| recorded.visits[at].stay_ms;
        assert!(stay(recorded.visits.len() - 1) > 1.5 * stay(0));
    }

    #[test]
    fn the_table_has_both_sides_of_the_law() {
        let table = table(&[visits(100, 98.0, 5.0)]);
        let row =
            "<th scope=\"row\">100</th><td>98.0</td><td>5.00</td><td>0.490</td><td>0.490</td>";
        assert!(table.contains(row), "{table}");
    }
}

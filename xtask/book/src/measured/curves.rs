//! Measured points before the curves of a law, one of which moves with a slider.
//!
//! | module | law | its slider moves |
//! |---|---|---|
//! | [`amdahl`] | how much faster more workers can be | the share that happens in a row |
//! | [`pool_size`] | how many waiting workers the cores feed | how long a job waits for each millisecond that it computes |
//! | [`little`] | how many are inside | how long each stays |
//!
//! A law says what is drawn and said, as a [`Chart`]; what that looks like is decided here. A reader looks for the
//! position at which the curve goes through their own points, and the sentence below says on which side of it they lie.

mod amdahl;
pub mod little;
mod pool_size;

use std::cmp::Ordering;

use super::{Figure, Measured};
use crate::html::escape;
use crate::slider::{Position, Slider};
use crate::timeline::clock::decimal;

/// Units of the drawing: the field, names of curves right of it, the legend below.
const LEFT: f64 = 40.0;
const TOP: f64 = 14.0;
const FIELD_WIDTH: f64 = 300.0;
const FIELD_HEIGHT: f64 = 220.0;
/// Room for the marks of one worker and of the most.
const MARGIN: f64 = 18.0;
/// From the mark of one load to that of the next one, with as many workers.
const ASIDE: f64 = 9.0;
const WIDTH: f64 = 440.0;
const LEGEND_ROW: f64 = 20.0;

/// What a law has to show over measured points.
struct Chart {
    title: String,
    /// The picture for those who don't see it.
    desc: &'static str,
    field: Field,
    /// Lines that stand behind the points and don't move.
    still: Vec<Still>,
    /// A dashed line across, and what it means.
    bound: Option<(f64, String)>,
    series: Vec<Series>,
    /// Of the slider; without columns it has no table.
    label: &'static str,
    columns: Vec<String>,
    moved: Vec<Moved>,
    /// The index of the position that stands there first.
    start: usize,
    /// A paragraph about the curve that the points lie on; may be empty.
    closest: String,
}

/// The curve at one position of the slider.
struct Moved {
    value: String,
    said: String,
    figures: Vec<String>,
    curve: Vec<Place>,
}

struct Still {
    curve: Vec<Place>,
    /// Stands right of its end.
    name: String,
}

/// Points of one kind, with a line in the legend.
struct Series {
    name: String,
    points: Vec<Point>,
}

struct Point {
    x: f64,
    y: f64,
    /// Of all rounds.
    least: f64,
    most: f64,
}

/// x and y in the units of the axes.
type Place = (f64, f64);

/// From figures to places in the drawing.
struct Field {
    x: Axis,
    y: Axis,
}

struct Axis {
    words: String,
    most: f64,
    scale: Scale,
    /// Where a number stands, and how it reads.
    ticks: Vec<(f64, String)>,
}

enum Scale {
    /// From nothing.
    Even,
    /// From one, and each doubling is as wide as the one before.
    Doublings,
}

/// The plot with its slider, what the slider's curve means, and its figures; `None` where bars tell it all.
pub fn explorable(name: &str, measured: &Measured) -> Option<String> {
    Some(markup(name, &chart(measured)?))
}

fn chart(measured: &Measured) -> Option<Chart> {
    if !measured.visits.is_empty() {
        return Some(little::chart(measured));
    }
    let cores = measured.cores?;
    Some(match &measured.job {
        Some(job) => pool_size::chart(measured, cores, job),
        None => amdahl::chart(measured, cores),
    })
}

fn markup(name: &str, chart: &Chart) -> String {
    let position = |moved: &Moved| Position {
        value: moved.value.clone(),
        said: moved.said.clone(),
        figures: moved.figures.clone(),
        drawing: format!("<path d=\"{}\"/>", chart.field.path(&moved.curve)),
    };
    let slider = Slider {
        id: format!("{name}-slider"),
        label: chart.label.into(),
        columns: chart.columns.clone(),
        positions: chart.moved.iter().map(position).collect(),
        start: chart.start,
    };
    format!(
        "{}{}{}{}",
        slider.control(),
        plot(name, chart, &slider.frames()),
        slider.said(),
        folded(chart, &slider)
    )
}

/// What a reader is to look for first: which curve it is. And the figures of laws that the sentence does not say in full.
fn folded(chart: &Chart, slider: &Slider) -> String {
    let (summary, table) = match (chart.closest.is_empty(), chart.columns.is_empty()) {
        (true, true) => return String::new(),
        (_, true) => ("Which curve is closest to the points", String::new()),
        (_, false) => (
            "The curve's figures, and which is closest to the points",
            slider.table(),
        ),
    };
    format!(
        "<details><summary>{summary}</summary>\n{}{table}</details>\n",
        chart.closest
    )
}

fn plot(name: &str, chart: &Chart, frames: &str) -> String {
    let field = &chart.field;
    let rows = chart.series.len();
    let height = legend_row(rows + 1);
    let still: String = chart.still.iter().map(|still| field.still(still)).collect();
    let bound = chart.bound.as_ref();
    let bound = bound.map_or(String::new(), |(at, words)| field.bound(*at, words));
    let series: String = chart
        .series
        .iter()
        .enumerate()
        .map(|(place, series)| field.series(series, place, rows))
        .collect();
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" class=\"wb-plot\" fill=\"currentColor\" font-size=\"13\">\n\
         <title id=\"{name}-title\">{}</title>\n\
         <desc id=\"{name}-desc\">{} One line moves with the slider. The figures stand below.</desc>\n\
         {}{bound}{still}<g class=\"wb-moved\">{frames}<path d=\"M{:.0} {:.0}h18\"/></g>{}{series}</svg>\n",
        escape(&chart.title),
        escape(chart.desc),
        field.axes(),
        LEFT - 3.0,
        legend_row(rows),
        legend("where the slider stands", rows)
    )
}

/// The loads of a contest, in their order, each once.
fn loads(measured: &Measured) -> Vec<&str> {
    let mut loads: Vec<&str> = measured.figures.iter().map(|f| f.load.as_str()).collect();
    loads.dedup();
    loads
}

/// How many times as fast each number of workers is, a series for each load.
fn speed_ups(measured: &Measured) -> Vec<Series> {
    let point = |figure: &Figure| {
        Some(Point {
            x: figure.workers? as f64,
            y: figure.times_as_fast,
            least: figure.least,
            most: figure.most,
        })
    };
    let series = |load: &str| {
        let of_load = measured.figures.iter().filter(|f| f.load == load);
        Series {
            name: load.into(),
            points: of_load.filter_map(point).collect(),
        }
    };
    loads(measured).into_iter().map(series).collect()
}

/// Two at least, so that an axis has a length.
fn most_workers(measured: &Measured) -> f64 {
    let workers = measured.figures.iter().filter_map(|f| f.workers);
    workers.max().unwrap_or(1).max(2) as f64
}

fn in_words(cores: usize) -> String {
    match cores {
        1 => "1 core".to_string(),
        n => format!("{n} cores"),
    }
}

/// On which side of the line the points lie, as sentences with a space before each; sides without a point are left out.
/// `called` stands before the first name of a side.
fn sides(line: &str, called: &str, between: &str, points: &[(String, Ordering)]) -> String {
    let of_side = |side: Ordering| -> Vec<&str> {
        let of_it = points.iter().filter(|(_, own)| *own == side);
        of_it.map(|(name, _)| name.as_str()).collect()
    };
    let sides = [
        (format!("Above the {line}"), of_side(Ordering::Greater)),
        ("On it".into(), of_side(Ordering::Equal)),
        ("Below it".into(), of_side(Ordering::Less)),
    ];
    let sides = sides.iter().filter(|(_, names)| !names.is_empty());
    sides
        .map(|(side, names)| format!(" {side}: {called}{}.", names.join(between)))
        .collect()
}

/// A point within a tenth of what the law says counts as on its line.
fn side(measured: f64, said: f64) -> Ordering {
    match (measured / said - 1.0).abs() <= 0.1 {
        true => Ordering::Equal,
        false => measured.total_cmp(&said),
    }
}

impl Axis {
    /// From nothing to the most, with a number at some five of the places: one, two or five of a power of ten apart.
    fn even(words: &str, most: f64) -> Self {
        let powers = (-3..).map(|power| 10_f64.powi(power));
        let mut steps = powers.flat_map(|power| [1.0, 2.0, 5.0].map(|one| one * power));
        let step = steps.find(|step| most / step <= 6.0).unwrap_or(most);
        let ticks = (0..).map(|place| f64::from(place) * step);
        let ticks = ticks.take_while(|tick| *tick <= most);
        Axis {
            words: words.into(),
            most,
            scale: Scale::Even,
            ticks: ticks.map(|tick| (tick, decimal(tick))).collect(),
        }
    }

    /// 1, 2, 4 and so on: not more than seven of them up to 64.
    fn doublings(words: &str, most: f64) -> Self {
        let ticks = (0..).map(|power| f64::from(1 << power));
        let ticks = ticks.take_while(|tick| *tick <= most);
        Axis {
            words: words.into(),
            most,
            scale: Scale::Doublings,
            ticks: ticks.map(|tick| (tick, decimal(tick))).collect(),
        }
    }

    /// Where along a length, which has a margin only where it begins with one.
    fn along(&self, value: f64, length: f64) -> f64 {
        match self.scale {
            Scale::Even => (length - MARGIN) * value / self.most,
            Scale::Doublings => MARGIN + (length - 2.0 * MARGIN) * value.log2() / self.most.log2(),
        }
    }
}

impl Field {
    fn x(&self, value: f64) -> f64 {
        LEFT + self.x.along(value, FIELD_WIDTH)
    }

    /// Whoever is beyond the most stands at the upper edge.
    fn y(&self, value: f64) -> f64 {
        TOP + FIELD_HEIGHT * (1.0 - (value / self.y.most).min(1.0))
    }

    /// With one decimal at most: a tenth of a unit is less than a pixel.
    fn at(&self, (x, y): Place) -> String {
        format!("{} {}", decimal(self.x(x)), decimal(self.y(y)))
    }

    fn path(&self, curve: &[Place]) -> String {
        let places: Vec<String> = curve.iter().map(|place| self.at(*place)).collect();
        format!("M{}", places.join("L"))
    }

    fn axes(&self) -> String {
        let bottom = TOP + FIELD_HEIGHT;
        let right = LEFT + FIELD_WIDTH;
        let mut axes = format!(
            "<path d=\"M{LEFT} {TOP}V{bottom}H{right}\" fill=\"none\" stroke=\"currentColor\"/>\n\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{}</text>\n\
             <text x=\"{:.0}\" y=\"{:.0}\">{}</text>\n",
            LEFT + FIELD_WIDTH / 2.0,
            bottom + 36.0,
            escape(&self.x.words),
            LEFT + 6.0,
            TOP + 4.0,
            escape(&self.y.words)
        );
        axes.push_str("<g text-anchor=\"middle\">");
        for (tick, words) in &self.x.ticks {
            let (x, y) = (decimal(self.x(*tick)), bottom + 18.0);
            axes.push_str(&format!("<text x=\"{x}\" y=\"{y:.0}\">{words}</text>"));
        }
        axes.push_str("</g>\n<g text-anchor=\"end\">");
        for (tick, words) in &self.y.ticks {
            let (x, y) = (LEFT - 6.0, decimal(self.y(*tick) + 4.0));
            axes.push_str(&format!("<text x=\"{x:.0}\" y=\"{y}\">{words}</text>"));
        }
        axes + "</g>\n"
    }

    fn still(&self, still: &Still) -> String {
        let (_, end) = still.curve.last().copied().unwrap_or_default();
        format!(
            "<path d=\"{}\" fill=\"none\" stroke=\"currentColor\" opacity=\"0.4\"/>\
             <text x=\"{:.0}\" y=\"{}\" opacity=\"0.8\">{}</text>\n",
            self.path(&still.curve),
            LEFT + FIELD_WIDTH + 6.0,
            decimal(self.y(end) + 4.0),
            escape(&still.name)
        )
    }

    fn bound(&self, at: f64, words: &str) -> String {
        let x = self.x(at.min(self.x.most));
        // Below what the axis says.
        let y = TOP + if self.y.words.is_empty() { 12.0 } else { 28.0 };
        format!(
            "<path d=\"M{} {TOP}V{:.0}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" opacity=\"0.6\"/>\
             <text x=\"{}\" y=\"{:.0}\" opacity=\"0.8\">{}</text>\n",
            decimal(x),
            TOP + FIELD_HEIGHT,
            decimal(x + 5.0),
            y,
            escape(words)
        )
    }

    /// Points with their ranges, and their line in the legend. Each series has a shape of its own, and where there are
    /// several, no two stand on one another.
    fn series(&self, series: &Series, place: usize, of: usize) -> String {
        let aside = ASIDE * ((place % 4) as f64 - (of.min(4) as f64 - 1.0) / 2.0);
        let x = |point: &Point| self.x(point.x) + aside;
        let range = |point: &Point| {
            let (least, most) = (self.y(point.least), self.y(point.most));
            format!(
                "M{} {}V{}",
                decimal(x(point)),
                decimal(least),
                decimal(most)
            )
        };
        let ranges: String = series.points.iter().map(range).collect();
        let points = series.points.iter();
        let mut places: Vec<Place> = points.map(|point| (x(point), self.y(point.y))).collect();
        places.push((LEFT + 6.0, legend_row(place)));
        format!(
            "<path d=\"{ranges}\" stroke=\"currentColor\" opacity=\"0.5\"/>{}{}\n",
            marks(place, &places),
            legend(&series.name, place)
        )
    }
}

fn legend(words: &str, place: usize) -> String {
    format!(
        "<text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
        LEFT + 20.0,
        legend_row(place) + 4.0,
        escape(words)
    )
}

fn legend_row(place: usize) -> f64 {
    TOP + FIELD_HEIGHT + 52.0 + LEGEND_ROW * place as f64
}

/// A disc, a square, a triangle, a diamond, and again, at all these places of the drawing: one path, to be light.
fn marks(kind: usize, places: &[Place]) -> String {
    // From where to begin, and the outline. A disc is a line of no length with a round end.
    let ((left, top), outline, look) = [
        ((0.0, 0.0), "h0", DISC),
        ((4.5, 4.5), "h9v9h-9z", ""),
        ((0.0, 5.5), "l5 9h-10z", ""),
        ((0.0, 5.5), "l5.5 5.5l-5.5 5.5l-5.5 -5.5z", ""),
    ][kind % 4];
    let outline = |(x, y): &Place| format!("M{} {}{outline}", decimal(x - left), decimal(y - top));
    let outlines: String = places.iter().map(outline).collect();
    format!("<path d=\"{outlines}\"{look}/>")
}

const DISC: &str = " stroke=\"currentColor\" stroke-width=\"9\" stroke-linecap=\"round\"";

#[cfg(test)]
mod tests {
    use super::*;

    fn field() -> Field {
        Field {
            x: Axis::doublings("workers", 4.0),
            y: Axis::even("", 4.0),
        }
    }

    fn series(points: &[Place]) -> Series {
        let point = |(x, y): &Place| Point {
            x: *x,
            y: *y,
            least: *y,
            most: *y,
        };
        Series {
            name: "a load".into(),
            points: points.iter().map(point).collect(),
        }
    }

    #[test]
    fn a_point_stands_on_the_curve_that_it_keeps_to() {
        let curve = field().path(&[(1.0, 1.0), (4.0, 3.0)]);
        let (x, y) = (decimal(field().x(4.0)), decimal(field().y(3.0)));
        assert!(curve.ends_with(&format!("L{x} {y}")), "{curve}");
        let drawn = field().series(&series(&[(4.0, 3.0)]), 0, 1);
        assert!(drawn.contains(&format!("d=\"M{x} {y}h0")), "{drawn}");
        assert_eq!(field().y(9.0), TOP);
    }

    #[test]
    fn several_loads_stand_side_by_side() {
        let x = |place, of| {
            let drawn = field().series(&series(&[(1.0, 1.0)]), place, of);
            let (_, from) = drawn.split_once("d=\"M").unwrap();
            let (x, _) = from.split_once(' ').unwrap();
            x.parse::<f64>().unwrap()
        };
        let middle = field().x(1.0);
        assert_eq!(x(0, 1), middle);
        let places: Vec<f64> = (0..4).map(|place| x(place, 4) - middle).collect();
        assert_eq!(places, [-13.5, -4.5, 4.5, 13.5]);
    }

    #[test]
    fn axes_have_round_numbers_and_few() {
        let ticks = |axis: Axis| axis.ticks.iter().map(|tick| tick.0).collect::<Vec<f64>>();
        assert_eq!(ticks(Axis::doublings("", 6.0)), [1.0, 2.0, 4.0]);
        assert_eq!(ticks(Axis::even("", 24.0)), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(Axis::even("", 11.3)).len(), 6);
    }

    #[test]
    fn a_tenth_aside_is_on_the_line() {
        let cases = [(1.09, Ordering::Equal), (0.91, Ordering::Equal)];
        let off = [(1.12, Ordering::Greater), (0.88, Ordering::Less)];
        for (measured, expected) in cases.into_iter().chain(off) {
            assert_eq!(side(measured, 1.0), expected, "{measured}");
        }
    }

    #[test]
    fn sides_without_a_point_are_left_out() {
        let points = [
            ("a".to_string(), Ordering::Less),
            ("b".to_string(), Ordering::Greater),
            ("c".to_string(), Ordering::Less),
        ];
        assert_eq!(
            sides("curve", "pools of ", ", ", &points),
            " Above the curve: pools of b. Below it: pools of a, c."
        );
    }
}

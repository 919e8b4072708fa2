//! How much faster with more workers: measured points before the curves of Amdahl's law.
//!
//! With a serial part `s`, `w` workers are `1 / (s + (1 - s) / w)` times as fast as one (G. M. Amdahl, *Validity of
//! the single processor approach to achieving large scale computing capabilities*, 1967). The curves hold for as many
//! cores as workers; a line marks how many there are.
//!
//! One more curve moves with a slider, so that a reader can look for the one on which their points lie.

mod amdahl;

use super::{Figure, Measured};
use crate::html::escape;
use crate::slider::{Position, Slider};

/// Units of the drawing: a square field, names of curves right of it, the legend below.
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

/// The serial parts whose curves stand behind the points.
const SERIAL: [(f64, &str); 4] = [
    (0.0, "0 % serial"),
    (0.05, "5 % serial"),
    (0.2, "20 % serial"),
    (0.5, "50 % serial"),
];

/// From numbers of workers and ratios to places in the drawing.
struct Field {
    most_workers: f64,
}

/// The plot with its slider, what the slider's curve means, and its figures.
pub fn explorable(name: &str, measured: &Measured, cores: usize) -> String {
    let field = Field::of(measured);
    let fits = fits(measured, cores);
    let slider = Slider {
        id: format!("{name}-share"),
        label: "Share that happens in a row".into(),
        columns: amdahl::columns(),
        positions: amdahl::SHARES
            .iter()
            .map(|share| field.position(*share, &fits, loads(measured).len()))
            .collect(),
        start: amdahl::START,
    };
    format!(
        "{}{}{}<details><summary>The curve's figures, and which is closest to the points</summary>\n{}{}</details>\n",
        slider.control(),
        field.plot(name, measured, &slider.frames()),
        slider.said(),
        amdahl::closest(&fits),
        slider.table()
    )
}

/// What share each load seems to have, as far as there is a core for every worker.
fn fits(measured: &Measured, cores: usize) -> Vec<amdahl::Fit> {
    let fit = |load: &str| {
        let of_load = measured.figures.iter().filter(|f| f.load == load);
        let points: Vec<(f64, f64)> = of_load
            .filter_map(|f| Some((f.workers?, f.times_as_fast)))
            .filter(|(workers, _)| (2..=cores).contains(workers))
            .map(|(workers, ratio)| (workers as f64, ratio))
            .collect();
        amdahl::Fit::of(load, &points)
    };
    loads(measured).into_iter().filter_map(fit).collect()
}

/// In their order, each once.
fn loads(measured: &Measured) -> Vec<&str> {
    let mut loads: Vec<&str> = measured.figures.iter().map(|f| f.load.as_str()).collect();
    loads.dedup();
    loads
}

impl Field {
    fn of(measured: &Measured) -> Self {
        let workers = measured.figures.iter().filter_map(|f| f.workers);
        Field {
            most_workers: workers.max().unwrap_or(1).max(2) as f64,
        }
    }

    fn plot(&self, name: &str, measured: &Measured, moved: &str) -> String {
        let loads = loads(measured);
        let height = legend_row(loads.len() + 1);
        let curves: String = SERIAL
            .iter()
            .map(|(s, words)| self.named_curve(*s, words))
            .collect();
        let points: String = loads
            .iter()
            .enumerate()
            .map(|(place, load)| self.series(measured, load, place))
            .collect();
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" class=\"wb-plot\" fill=\"currentColor\" font-size=\"13\">\n\
             <title id=\"{name}-title\">{}</title>\n\
             <desc id=\"{name}-desc\">The table below holds the figures. Curves show what Amdahl's law allows, and one of them moves with the slider.</desc>\n\
             {}{}{curves}{moved}{points}</svg>\n",
            escape(&measured.title()),
            self.axes(),
            measured
                .cores
                .map_or(String::new(), |cores| self.cores(cores)),
        )
    }

    /// The slider's curve and its line in the legend, below those of the loads.
    fn position(&self, share: u32, fits: &[amdahl::Fit], loads: usize) -> Position {
        let legend = legend_row(loads);
        let drawing = format!(
            "<path class=\"wb-moved\" d=\"{}\"/><path class=\"wb-moved\" d=\"M{:.0} {legend:.0}h18\"/><text x=\"{:.0}\" y=\"{:.0}\">{share} % in a row</text>",
            self.curve(f64::from(share) / 100.0),
            LEFT - 3.0,
            LEFT + 20.0,
            legend + 4.0
        );
        Position {
            value: format!("{share} %"),
            said: amdahl::said(share, fits),
            figures: amdahl::figures(share),
            drawing,
        }
    }

    /// Each doubling is as wide as the one before: the first ones are worth the most.
    fn x(&self, workers: f64) -> f64 {
        LEFT + MARGIN + (FIELD_WIDTH - 2.0 * MARGIN) * workers.log2() / self.most_workers.log2()
    }

    /// Nobody is to be more than as many times as fast as there are workers; whoever is, for reasons of caches,
    /// stands at the upper edge.
    fn y(&self, ratio: f64) -> f64 {
        TOP + FIELD_HEIGHT * (1.0 - (ratio / self.most_workers).min(1.0))
    }

    fn axes(&self) -> String {
        let bottom = TOP + FIELD_HEIGHT;
        let right = LEFT + FIELD_WIDTH;
        let mut axes = format!(
            "<path d=\"M{LEFT} {TOP}V{bottom}H{right}\" fill=\"none\" stroke=\"currentColor\"/>\n\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">workers</text>\n",
            LEFT + FIELD_WIDTH / 2.0,
            bottom + 36.0
        );
        for tick in self.ticks() {
            let (x, y) = (self.x(tick), self.y(tick));
            axes.push_str(&format!(
                "<text x=\"{x:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{tick}</text>\
                 <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{tick}×</text>\n",
                bottom + 18.0,
                LEFT - 6.0,
                y + 4.0
            ));
        }
        axes
    }

    /// 1, 2, 4 and so on: not more than seven of them up to 64 workers.
    fn ticks(&self) -> impl Iterator<Item = f64> + use<> {
        let most = self.most_workers;
        (0..)
            .map(|power| f64::from(1 << power))
            .take_while(move |tick| *tick <= most)
    }

    fn curve(&self, serial: f64) -> String {
        const PIECES: u32 = 24;
        let place = |piece: u32| self.most_workers.powf(f64::from(piece) / f64::from(PIECES));
        let point = |w: f64| format!("{:.1} {:.1}", self.x(w), self.y(amdahl::amdahl(serial, w)));
        let path: Vec<String> = (0..=PIECES).map(|piece| point(place(piece))).collect();
        format!("M{}", path.join("L"))
    }

    fn named_curve(&self, serial: f64, words: &str) -> String {
        format!(
            "<path d=\"{}\" fill=\"none\" stroke=\"currentColor\" opacity=\"0.4\"/>\
             <text x=\"{:.0}\" y=\"{:.1}\" opacity=\"0.8\">{words}</text>\n",
            self.curve(serial),
            LEFT + FIELD_WIDTH + 6.0,
            self.y(amdahl::amdahl(serial, self.most_workers)) + 4.0
        )
    }

    fn cores(&self, cores: usize) -> String {
        let x = self.x((cores as f64).min(self.most_workers));
        format!(
            "<path d=\"M{x:.1} {TOP}V{:.0}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" opacity=\"0.6\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\" opacity=\"0.8\">{}</text>\n",
            TOP + FIELD_HEIGHT,
            x + 5.0,
            TOP + 12.0,
            match cores {
                1 => "1 core".to_string(),
                n => format!("{n} cores"),
            }
        )
    }

    /// A load's points and its line in the legend. Each has a shape of its own; no two stand on one another.
    fn series(&self, measured: &Measured, load: &str, place: usize) -> String {
        let aside = ASIDE * ((place % 4) as f64 - 1.5);
        let legend = legend_row(place);
        let of_load = measured.figures.iter().filter(|f| f.load == load);
        let mut series: String = of_load
            .filter_map(|figure| self.point(figure, place, aside))
            .collect();
        series.push_str(&format!(
            "{}<text x=\"{:.0}\" y=\"{:.0}\">{}</text>\n",
            mark(place, LEFT + 6.0, legend),
            LEFT + 20.0,
            legend + 4.0,
            escape(load)
        ));
        series
    }

    fn point(&self, figure: &Figure, place: usize, aside: f64) -> Option<String> {
        let x = self.x(figure.workers? as f64) + aside;
        let (least, most) = (self.y(figure.least), self.y(figure.most));
        Some(format!(
            "<path d=\"M{x:.1} {least:.1}V{most:.1}\" stroke=\"currentColor\" opacity=\"0.5\"/>{}\n",
            mark(place, x, self.y(figure.times_as_fast))
        ))
    }
}

fn legend_row(place: usize) -> f64 {
    TOP + FIELD_HEIGHT + 52.0 + LEGEND_ROW * place as f64
}

/// A disc, a square, a triangle, a diamond, and again.
fn mark(place: usize, x: f64, y: f64) -> String {
    const R: f64 = 4.5;
    match place % 4 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{R}\"/>"),
        1 => format!("<path d=\"M{:.1} {:.1}h9v9h-9z\"/>", x - R, y - R),
        2 => format!("<path d=\"M{x:.1} {:.1}l5 9h-10z\"/>", y - 5.5),
        _ => format!(
            "<path d=\"M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>",
            y - 5.5
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_stands_on_the_curve_that_it_keeps_to() {
        let field = Field { most_workers: 4.0 };
        let curve = field.curve(0.0);
        assert!(
            curve.contains(&format!("{:.1} {:.1}", field.x(4.0), field.y(4.0))),
            "{curve}"
        );
        assert_eq!(field.y(9.0), TOP);
    }

    #[test]
    fn powers_of_two_are_marked() {
        let ticks: Vec<f64> = Field { most_workers: 6.0 }.ticks().collect();
        assert_eq!(ticks, [1.0, 2.0, 4.0]);
    }
}

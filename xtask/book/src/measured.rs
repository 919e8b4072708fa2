//! A measurement as a plot: the reader's own where there is one, the recorded one where there is none or it lacks somebody.
//!
//! Contests are bars. Points over numbers of workers, or over rates of arrivals, stand before the curve of the law that
//! says what they can reach, and that has a slider: see `curves`.

mod curves;

use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use crate::html::escape;
use crate::timeline::clock::decimal;
use crate::workbook::Workbook;

/// What `cargo xtask measure` and `cargo xtask bench` write, as far as a page shows it.
#[derive(Debug, Deserialize)]
pub struct Measured {
    machine: String,
    rust: String,
    rounds: usize,
    figures: Vec<Figure>,
    /// Only `measure` has these two: who takes part besides Rust, and how many jobs each does.
    python: Option<String>,
    jobs: Option<usize>,
    /// Only `bench` has these: its versions and sizes, the command to get it anew, and what all are compared with.
    setting: Option<String>,
    command: Option<String>,
    baseline: Option<String>,
    /// Only where points over numbers of workers are drawn, and not bars.
    cores: Option<usize>,
    /// Only of `bench pool-size` and `bench little`.
    job: Option<Job>,
    /// Only of `bench little`, which compares nobody and has no figures.
    workers: Option<usize>,
    #[serde(default)]
    visits: Vec<Visits>,
}

/// What a job does to its worker, in milliseconds.
#[derive(Debug, Deserialize)]
struct Job {
    waits_ms: f64,
    computes_ms: f64,
}

/// Requests that came at one rate.
#[derive(Debug, Deserialize)]
struct Visits {
    /// A second, while they came.
    planned: u32,
    /// λ, over the whole time until the last one had left.
    a_second: f64,
    /// W, in milliseconds.
    stay_ms: f64,
    /// L, and those of the rounds with the fewest and the most.
    inside: f64,
    least_inside: f64,
    most_inside: f64,
}

#[derive(Debug, Deserialize)]
struct Figure {
    load: String,
    model: String,
    times_as_fast: f64,
    least: f64,
    most: f64,
    /// Only of `measure`, which compares several with one.
    workers: Option<usize>,
    /// Only of `bench`: the time of one item.
    nanoseconds: Option<f64>,
}

/// Where a measurement was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Readers,
    Recorded,
}

impl Whose {
    /// One page may show both.
    fn id(self, name: &str) -> String {
        match self {
            Whose::Readers => format!("own-{name}"),
            Whose::Recorded => name.to_string(),
        }
    }
}

/// Units of the drawing: bars begin right of their labels, and leave room for a figure behind them.
const LABELS: f64 = 168.0;
const LONGEST: f64 = 210.0;
const WIDTH: f64 = 440.0;
const ROW: f64 = 24.0;
const BAR: f64 = 14.0;
const HEADING: f64 = 34.0;
/// Further left, half of the line's label would stand outside of the drawing.
const MIDDLE_OF_A_LONG_WORD: f64 = 100.0;

/// What the page shows, in its order; nothing where nobody has measured.
pub fn read(workbook: &Workbook, name: &str) -> Vec<(Measured, Whose)> {
    let of = |path: &Path| serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok();
    let readers = of(&workbook.measured().join(format!("{name}.json")));
    let recorded = of(&workbook.book().join(format!("measured/{name}.json")));
    shown(readers, recorded)
}

/// The reader's own; where it lacks somebody, for want of a Python, the recorded one as well.
fn shown(readers: Option<Measured>, recorded: Option<Measured>) -> Vec<(Measured, Whose)> {
    let is_whole = match (&readers, &recorded) {
        (Some(readers), Some(recorded)) => recorded.figures.iter().all(|f| readers.has(f)),
        (readers, _) => readers.is_some(),
    };
    let recorded = recorded.filter(|_| !is_whole);
    let recorded = recorded.map(|measured| (measured, Whose::Recorded));
    let readers = readers.map(|measured| (measured, Whose::Readers));
    recorded.into_iter().chain(readers).collect()
}

/// The plot with its caption, and the figures as a table for whoever wants them exact or cannot see a plot.
pub fn render(name: &str, measured: &Measured, whose: Whose) -> String {
    let id = whose.id(name);
    let (class, drawing) = match curves::explorable(&id, measured) {
        Some(explorable) => (" wb-explorable", explorable),
        None => ("", plot(&id, measured)),
    };
    let table = match measured.visits.as_slice() {
        [] => table(measured),
        visits => curves::little::table(visits),
    };
    format!(
        "\n<figure class=\"wb-figure wb-measured-plot{class}\">\n<figcaption>{}</figcaption>\n{drawing}{table}</figure>\n\n",
        caption(name, measured, whose)
    )
}

fn caption(name: &str, measured: &Measured, whose: Whose) -> String {
    let facts = escape(&format!(
        "{}; {}; {} of {} rounds",
        measured.machine,
        measured.setting(),
        if measured.visits.is_empty() {
            "median"
        } else {
            "mean"
        },
        measured.rounds
    ));
    let anew = measured.command.clone();
    let anew = anew.unwrap_or_else(|| format!("measure {name}"));
    match whose {
        Whose::Readers => format!("Measured on your machine: {facts}"),
        Whose::Recorded => format!(
            "Recorded: {facts}. <code>cargo xtask {}</code> measures on your machine.",
            escape(&anew)
        ),
    }
}

impl Measured {
    fn has(&self, other: &Figure) -> bool {
        self.figures.iter().any(|own| own.model == other.model)
    }

    /// Versions and sizes.
    fn setting(&self) -> String {
        if let Some(setting) = &self.setting {
            return format!("{}, {setting}", self.rust);
        }
        let python = self.python.as_deref().unwrap_or("no Python 3 found");
        let jobs = self.jobs.unwrap_or_default();
        format!("{python}, {}; {jobs} jobs", self.rust)
    }

    /// Loads or models, and not only numbers of workers.
    fn compares_several(&self) -> bool {
        let same = |a: &Figure, b: &Figure| a.load == b.load && a.model == b.model;
        self.figures
            .windows(2)
            .any(|pair| !same(&pair[0], &pair[1]))
    }

    fn baseline(&self) -> &str {
        self.baseline.as_deref().unwrap_or("one worker")
    }

    fn title(&self) -> String {
        match self.baseline.as_ref().filter(|_| self.cores.is_none()) {
            Some(baseline) => format!("How many times as fast each is as {baseline}"),
            None => "How many times as fast several workers are as one".to_string(),
        }
    }
}

/// Where a ratio stands from left to right, and where its bar begins.
enum Scale {
    /// From nothing: a bar twice as long is twice as fast.
    Linear { unit: f64 },
    /// From one, to the right what is faster and to the left what is slower: equal steps are equal ratios.
    Logarithmic { least: f64, most: f64 },
}

impl Scale {
    /// The longest bar of a linear scale, in bars of the baseline, before it squeezes the others.
    const MOST_LINEAR: f64 = 8.0;

    fn of(figures: &[Figure]) -> Self {
        let ratios = || figures.iter().map(|f| f.times_as_fast);
        let most = ratios().fold(1.0, f64::max);
        match most > Self::MOST_LINEAR {
            false => Scale::Linear {
                unit: LONGEST / most,
            },
            true => Scale::Logarithmic {
                least: ratios().fold(1.0, f64::min),
                most,
            },
        }
    }

    fn place(&self, ratio: f64) -> f64 {
        match self {
            Scale::Linear { unit } => LABELS + ratio * unit,
            Scale::Logarithmic { least, most } => {
                LABELS + LONGEST * (ratio / least).ln() / (most / least).ln()
            }
        }
    }

    /// From where to where the bar of a ratio reaches.
    fn bar(&self, ratio: f64) -> (f64, f64) {
        let begin = match self {
            Scale::Linear { .. } => LABELS,
            Scale::Logarithmic { .. } => self.place(1.0),
        };
        let end = self.place(ratio);
        (begin.min(end), begin.max(end))
    }

    fn said(&self) -> &'static str {
        match self {
            Scale::Linear { .. } => "",
            Scale::Logarithmic { .. } => " (logarithmic)",
        }
    }
}

fn plot(name: &str, measured: &Measured) -> String {
    let scale = Scale::of(&measured.figures);
    let mut y = 0.0;
    let mut load = "";
    let mut bars = Bars::default();
    for figure in &measured.figures {
        if figure.load != load {
            load = &figure.load;
            y += HEADING;
            bars.heading(load, y);
        }
        bars.add(figure, y, &scale);
        y += ROW;
    }
    let one = scale.place(1.0);
    let (title, baseline) = (escape(&measured.title()), escape(measured.baseline()));
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" class=\"wb-plot\" fill=\"currentColor\" font-size=\"13\">\n\
         <title id=\"{name}-title\">{title}</title>\n\
         <desc id=\"{name}-desc\">The table below holds the figures. A line marks {baseline}.</desc>\n\
         {}<path d=\"M{one:.1} {HEADING}V{y:.0}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" opacity=\"0.6\"/>\n\
         <text x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\" opacity=\"0.8\">as fast as {baseline}{}</text>\n</svg>\n",
        y + 22.0,
        bars.markup(),
        one.max(MIDDLE_OF_A_LONG_WORD),
        y + 15.0,
        scale.said()
    )
}

/// A group for each kind of shape: what it looks like is said once.
#[derive(Default)]
struct Bars {
    headings: String,
    labels: String,
    bars: String,
    ratios: String,
}

impl Bars {
    fn heading(&mut self, load: &str, y: f64) {
        let (y, load) = (y - 10.0, escape(load));
        let _ = write!(self.headings, "<text y=\"{y}\">{load}</text>");
    }

    fn add(&mut self, figure: &Figure, y: f64, scale: &Scale) {
        let (begin, end) = scale.bar(figure.times_as_fast);
        // More workers, a stronger bar: the shade says no more than the label.
        let shade = match figure.workers {
            Some(workers) if workers <= 2 => " opacity=\"0.6\"",
            _ => "",
        };
        let middle = y + BAR - 3.0;
        let _ = write!(
            self.labels,
            "<text x=\"{:.0}\" y=\"{middle:.0}\">{}</text>",
            LABELS - 8.0,
            escape(&figure.label()),
        );
        let _ = write!(
            self.bars,
            "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{BAR}\"{shade}/>",
            decimal(begin),
            decimal(end - begin),
        );
        let _ = write!(
            self.ratios,
            "<text x=\"{}\" y=\"{middle:.0}\">{:.1}</text>",
            decimal(end + 6.0),
            figure.times_as_fast
        );
    }

    fn markup(&self) -> String {
        format!(
            "<g font-weight=\"700\">{}</g>\n<g text-anchor=\"end\">{}</g>\n<g opacity=\"0.85\">{}</g>\n{}\n",
            self.headings, self.labels, self.bars, self.ratios
        )
    }
}

impl Figure {
    fn label(&self) -> String {
        match self.workers {
            Some(workers) => format!("{}, {workers}", self.model),
            None => self.model.clone(),
        }
    }

    /// The column between the model and its ratio, which each kind of measurement has of its own.
    fn own_column(&self) -> String {
        match (self.workers, self.nanoseconds) {
            (Some(workers), _) => workers.to_string(),
            (None, Some(nanoseconds)) => format!("{nanoseconds:.0}"),
            (None, None) => String::new(),
        }
    }
}

fn table(measured: &Measured) -> String {
    let own = match measured.figures.first().and_then(|f| f.workers) {
        Some(_) => "workers",
        None => "nanoseconds an item",
    };
    // What is the same in all rows stands in the drawing.
    let who = measured.compares_several();
    let names = match who {
        true => "<th>load</th><th>model</th>",
        false => "",
    };
    let rows: String = measured.figures.iter().map(|f| row(f, who)).collect();
    format!(
        "<details><summary>The figures</summary><div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"The figures\"><table>\n<thead><tr>{names}<th>{own}</th>\
         <th>times as fast</th><th>lowest to highest</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n"
    )
}

fn row(figure: &Figure, who: bool) -> String {
    let names = match who {
        true => format!(
            "<td>{}</td><td>{}</td>",
            escape(&figure.load),
            escape(&figure.model)
        ),
        false => String::new(),
    };
    format!(
        "<tr>{names}<td>{}</td><td>{:.2}</td><td>{:.2} to {:.2}</td></tr>\n",
        figure.own_column(),
        figure.times_as_fast,
        figure.least,
        figure.most
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Measured {
        let figure = |load: &str, workers, times_as_fast| Figure {
            load: load.into(),
            model: "Rust threads".into(),
            workers: Some(workers),
            times_as_fast,
            least: 1.0,
            most: 4.0,
            nanoseconds: None,
        };
        Measured {
            machine: "2 cores".into(),
            python: None,
            rust: "rustc 1".into(),
            jobs: Some(8),
            rounds: 5,
            setting: None,
            command: None,
            baseline: None,
            cores: None,
            job: None,
            workers: None,
            visits: Vec::new(),
            figures: vec![
                figure("waiting", 2, 2.0),
                figure("waiting", 4, 4.0),
                figure("computing", 4, 1.9),
            ],
        }
    }

    #[test]
    fn the_longest_bar_fills_its_room_and_the_others_keep_their_share() {
        let plot = plot("gil", &measured());
        assert!(plot.contains("width=\"210\""), "{plot}");
        assert!(plot.contains("width=\"105\""), "{plot}");
    }

    #[test]
    fn far_faster_ones_do_not_squeeze_the_rest() {
        let mut measured = measured();
        let ratios = [0.5, 4.0, 32.0];
        for (figure, ratio) in measured.figures.iter_mut().zip(ratios) {
            figure.times_as_fast = ratio;
        }
        let plot = plot("gil", &measured);
        // Six doublings in all: one to the left of the line, two and five to the right.
        for width in [1.0, 2.0, 5.0].map(|doublings| LONGEST * doublings / 6.0) {
            assert!(
                plot.contains(&format!("width=\"{}\"", decimal(width))),
                "{plot}"
            );
        }
        assert!(plot.contains("(logarithmic)"), "{plot}");
    }

    #[test]
    fn a_load_is_named_once() {
        let plot = plot("gil", &measured());
        assert_eq!(plot.matches(">waiting<").count(), 1);
        assert_eq!(plot.matches(">computing<").count(), 1);
    }

    #[test]
    fn ones_own_takes_the_place_of_the_recorded_one_unless_it_lacks_somebody() {
        let of_two = || {
            let mut measured = measured();
            measured.figures[0].model = "Python threads".into();
            measured
        };
        let whose = |readers, recorded| -> Vec<Whose> {
            let shown = shown(readers, recorded);
            shown.into_iter().map(|(_, whose)| whose).collect()
        };
        assert_eq!(whose(None, Some(of_two())), [Whose::Recorded]);
        assert_eq!(whose(Some(of_two()), Some(of_two())), [Whose::Readers]);
        assert_eq!(whose(Some(measured()), None), [Whose::Readers]);
        assert_eq!(
            whose(Some(measured()), Some(of_two())),
            [Whose::Recorded, Whose::Readers]
        );
    }

    #[test]
    fn a_recorded_plot_says_how_to_get_ones_own() {
        let recorded = render("gil", &measured(), Whose::Recorded);
        assert!(recorded.contains("cargo xtask measure gil"));
        assert!(!render("gil", &measured(), Whose::Readers).contains("cargo xtask measure gil"));
    }

    #[test]
    fn where_cores_are_told_points_stand_before_curves() {
        let mut scaling = measured();
        scaling.cores = Some(2);
        let shown = render("bench-scaling", &scaling, Whose::Recorded);
        for words in [
            "5 % serial",
            "type=\"range\"",
            "2 cores",
            ">computing<",
            "<td>Rust threads</td>",
        ] {
            assert!(shown.contains(words), "{words} is missing in {shown}");
        }
    }

    #[test]
    fn where_it_is_told_what_a_job_does_its_ratio_is_on_the_slider() {
        let mut size = measured();
        size.cores = Some(2);
        size.job = Some(Job {
            waits_ms: 4.2,
            computes_ms: 1.0,
        });
        let shown = render("bench-pool-size", &size, Whose::Recorded);
        for words in [
            "4.2, as measured",
            "type=\"range\"",
            "<td>Rust threads</td>",
        ] {
            assert!(shown.contains(words), "{words} is missing in {shown}");
        }
        assert!(!shown.contains("serial"), "that is another law");
    }

    #[test]
    fn visits_have_a_table_of_their_own() {
        let mut little = measured();
        little.figures.clear();
        little.visits = vec![Visits {
            planned: 100,
            a_second: 99.0,
            stay_ms: 5.0,
            inside: 0.495,
            least_inside: 0.4,
            most_inside: 0.6,
        }];
        let shown = render("bench-little", &little, Whose::Recorded);
        for words in [
            "mean of 5 rounds",
            "<td>0.495</td>",
            "W: how long each stays",
        ] {
            assert!(shown.contains(words), "{words} is missing in {shown}");
        }
        assert!(!shown.contains("times as fast"), "nobody is compared");
    }

    #[test]
    fn no_figure_of_the_book_has_a_blank_line_at_which_markdown_would_end() {
        let workbook = Workbook::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        for name in ["gil", "bench-scaling", "bench-pool-size", "bench-little"] {
            for (measured, whose) in read(&workbook, name) {
                let shown = render(name, &measured, whose);
                assert!(!shown.trim().contains("\n\n"), "{name}: {shown}");
            }
        }
    }

    #[test]
    fn every_recorded_measurement_can_be_read() {
        let workbook = Workbook::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let names = ["gil", "bench-queues", "bench-pools", "bench-pool-size"];
        for name in names
            .iter()
            .chain(&["bench-little", "bench-scaling", "bench-parallel"])
        {
            let path = workbook.book().join(format!("measured/{name}.json"));
            let text = std::fs::read_to_string(path).unwrap();
            let read: Result<Measured, _> = serde_json::from_str(&text);
            assert!(read.is_ok(), "{name}: {read:?}");
        }
    }

    #[test]
    fn a_benchmark_says_what_it_compares_with_and_how_long_an_item_takes() {
        let mut bench = measured();
        bench.setting = Some("1000 items".into());
        bench.command = Some("bench queues".into());
        bench.baseline = Some("the hand-made queue".into());
        for figure in &mut bench.figures {
            (figure.workers, figure.nanoseconds) = (None, Some(250.0));
        }
        let shown = render("bench-queues", &bench, Whose::Recorded);
        for words in [
            "cargo xtask bench queues",
            "2 cores; rustc 1, 1000 items; median",
            "as fast as the hand-made queue",
            "<td>250</td>",
        ] {
            assert!(shown.contains(words), "{words} is missing in {shown}");
        }
    }
}

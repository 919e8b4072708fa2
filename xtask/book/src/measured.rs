//! A measurement as a plot: the reader's own where there is one, the recorded one where there is none or it lacks somebody.

mod curves;

use std::path::Path;

use serde::Deserialize;

use crate::html::escape;
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
    let (class, drawing) = match measured.cores {
        Some(cores) => (" wb-explorable", curves::explorable(&id, measured, cores)),
        None => ("", plot(&id, measured)),
    };
    format!(
        "\n<figure class=\"wb-figure wb-measured-plot{class}\">\n<figcaption>{}</figcaption>\n{drawing}{}</figure>\n\n",
        caption(name, measured, whose),
        table(measured)
    )
}

fn caption(name: &str, measured: &Measured, whose: Whose) -> String {
    let facts = escape(&format!(
        "{}; {}; median of {} rounds",
        measured.machine,
        measured.setting(),
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
    let mut shapes = String::new();
    for figure in &measured.figures {
        if figure.load != load {
            load = &figure.load;
            y += HEADING;
            shapes.push_str(&format!(
                "<text x=\"0\" y=\"{:.0}\" font-weight=\"700\">{}</text>\n",
                y - 10.0,
                escape(load)
            ));
        }
        shapes.push_str(&bar(figure, y, &scale));
        y += ROW;
    }
    let one = scale.place(1.0);
    let (title, baseline) = (escape(&measured.title()), escape(measured.baseline()));
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" class=\"wb-plot\" fill=\"currentColor\" font-size=\"13\">\n\
         <title id=\"{name}-title\">{title}</title>\n\
         <desc id=\"{name}-desc\">The table below holds the figures. A line marks {baseline}.</desc>\n\
         {shapes}<path d=\"M{one:.1} {HEADING}V{y:.0}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" opacity=\"0.6\"/>\n\
         <text x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\" opacity=\"0.8\">as fast as {baseline}{}</text>\n</svg>\n",
        y + 22.0,
        one.max(MIDDLE_OF_A_LONG_WORD),
        y + 15.0,
        scale.said()
    )
}

/// More workers, a stronger bar: the shade says no more than the label.
fn bar(figure: &Figure, y: f64, scale: &Scale) -> String {
    let (begin, end) = scale.bar(figure.times_as_fast);
    let shade = match figure.workers {
        Some(workers) if workers <= 2 => 0.5,
        _ => 0.85,
    };
    let middle = y + BAR - 3.0;
    format!(
        "<text x=\"{:.0}\" y=\"{middle:.0}\" text-anchor=\"end\">{}</text>\
         <rect x=\"{begin:.1}\" y=\"{y:.0}\" width=\"{:.1}\" height=\"{BAR}\" opacity=\"{shade}\"/>\
         <text x=\"{:.1}\" y=\"{middle:.0}\">{:.1}</text>\n",
        LABELS - 8.0,
        escape(&figure.label()),
        end - begin,
        end + 6.0,
        figure.times_as_fast
    )
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
    let rows: String = measured
        .figures
        .iter()
        .map(|f| {
            format!(
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.2}</td><td>{:.2} to {:.2}</td></tr>\n",
                escape(&f.load),
                escape(&f.model),
                f.own_column(),
                f.times_as_fast,
                f.least,
                f.most
            )
        })
        .collect();
    format!(
        "<details><summary>The figures</summary><div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"The figures\"><table>\n<thead><tr><th>load</th><th>model</th><th>{own}</th>\
         <th>times as fast</th><th>lowest to highest</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n"
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
        assert!(plot.contains("width=\"210.0\""), "{plot}");
        assert!(plot.contains("width=\"105.0\""), "{plot}");
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
            assert!(plot.contains(&format!("width=\"{width:.1}\"")), "{plot}");
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

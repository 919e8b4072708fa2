//! A measurement as a plot: the reader's own where there is one, else the recorded one.

use std::path::Path;

use serde::Deserialize;

use crate::html::escape;
use crate::workbook::Workbook;

/// What `cargo xtask measure` writes, as far as a page shows it.
#[derive(Debug, Deserialize)]
pub struct Measured {
    machine: String,
    python: Option<String>,
    rust: String,
    jobs: usize,
    rounds: usize,
    figures: Vec<Figure>,
}

#[derive(Debug, Deserialize)]
struct Figure {
    load: String,
    model: String,
    workers: usize,
    times_as_fast: f64,
    least: f64,
    most: f64,
}

/// Where a measurement was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Readers,
    Recorded,
}

/// Units of the drawing: bars begin right of their labels, and leave room for a figure behind them.
const LABELS: f64 = 168.0;
const LONGEST: f64 = 210.0;
const WIDTH: f64 = 440.0;
const ROW: f64 = 24.0;
const BAR: f64 = 14.0;
const HEADING: f64 = 34.0;

/// `None` where neither has been written.
pub fn read(workbook: &Workbook, name: &str) -> Option<(Measured, Whose)> {
    let of = |path: &Path| serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok();
    let readers = workbook.measured().join(format!("{name}.json"));
    let recorded = workbook.book().join(format!("measured/{name}.json"));
    let mine = of(&readers).map(|measured| (measured, Whose::Readers));
    mine.or_else(|| Some((of(&recorded)?, Whose::Recorded)))
}

/// The plot with its caption, and the figures as a table for whoever wants them exact or cannot see a plot.
pub fn render(name: &str, measured: &Measured, whose: Whose) -> String {
    format!(
        "\n<figure class=\"wb-figure wb-measured-plot\">\n<figcaption>{}</figcaption>\n{}{}</figure>\n\n",
        caption(name, measured, whose),
        plot(name, measured),
        table(measured)
    )
}

fn caption(name: &str, measured: &Measured, whose: Whose) -> String {
    let python = measured.python.as_deref().unwrap_or("no Python 3 found");
    let facts = escape(&format!(
        "{}; {python}, {}; {} jobs, median of {} rounds",
        measured.machine, measured.rust, measured.jobs, measured.rounds
    ));
    match whose {
        Whose::Readers => format!("Measured on your machine: {facts}"),
        Whose::Recorded => format!(
            "Recorded: {facts}. <code>cargo xtask measure {}</code> measures on your machine.",
            escape(name)
        ),
    }
}

fn plot(name: &str, measured: &Measured) -> String {
    let most = measured.figures.iter().map(|f| f.times_as_fast);
    let unit = LONGEST / most.fold(1.0, f64::max);
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
        shapes.push_str(&bar(figure, y, unit));
        y += ROW;
    }
    let one = LABELS + unit;
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" class=\"wb-plot\" fill=\"currentColor\" font-size=\"13\">\n\
         <title id=\"{name}-title\">How many times as fast several workers are as one</title>\n\
         <desc id=\"{name}-desc\">The table below holds the figures. A line marks one worker.</desc>\n\
         {shapes}<path d=\"M{one:.1} {HEADING}V{y:.0}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" opacity=\"0.6\"/>\n\
         <text x=\"{one:.1}\" y=\"{:.0}\" text-anchor=\"middle\" opacity=\"0.8\">as fast as one worker</text>\n</svg>\n",
        y + 22.0,
        y + 15.0
    )
}

/// More workers, a stronger bar: the shade says no more than the label.
fn bar(figure: &Figure, y: f64, unit: f64) -> String {
    let length = figure.times_as_fast * unit;
    let shade = if figure.workers > 2 { 0.85 } else { 0.5 };
    let middle = y + BAR - 3.0;
    format!(
        "<text x=\"{:.0}\" y=\"{middle:.0}\" text-anchor=\"end\">{}, {}</text>\
         <rect x=\"{LABELS}\" y=\"{y:.0}\" width=\"{length:.1}\" height=\"{BAR}\" opacity=\"{shade}\"/>\
         <text x=\"{:.1}\" y=\"{middle:.0}\">{:.1}</text>\n",
        LABELS - 8.0,
        escape(&figure.model),
        figure.workers,
        LABELS + length + 6.0,
        figure.times_as_fast
    )
}

fn table(measured: &Measured) -> String {
    let rows: String = measured
        .figures
        .iter()
        .map(|f| {
            format!(
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.2}</td><td>{:.2} to {:.2}</td></tr>\n",
                escape(&f.load),
                escape(&f.model),
                f.workers,
                f.times_as_fast,
                f.least,
                f.most
            )
        })
        .collect();
    format!(
        "<details><summary>The figures</summary><table>\n<thead><tr><th>load</th><th>model</th><th>workers</th>\
         <th>times as fast</th><th>lowest to highest</th></tr></thead>\n<tbody>\n{rows}</tbody></table></details>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Measured {
        let figure = |load: &str, workers, times_as_fast| Figure {
            load: load.into(),
            model: "Rust threads".into(),
            workers,
            times_as_fast,
            least: 1.0,
            most: 4.0,
        };
        Measured {
            machine: "2 cores".into(),
            python: None,
            rust: "rustc 1".into(),
            jobs: 8,
            rounds: 5,
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
    fn a_load_is_named_once() {
        let plot = plot("gil", &measured());
        assert_eq!(plot.matches(">waiting<").count(), 1);
        assert_eq!(plot.matches(">computing<").count(), 1);
    }

    #[test]
    fn a_recorded_plot_says_how_to_get_ones_own() {
        let recorded = render("gil", &measured(), Whose::Recorded);
        assert!(recorded.contains("cargo xtask measure gil"));
        assert!(!render("gil", &measured(), Whose::Readers).contains("cargo xtask measure gil"));
    }
}

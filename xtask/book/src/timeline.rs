//! Figures over virtual time, with a slider: what happens with two workers, with four, with eight.
//!
//! A figure is a file under `book/timelines/`; its name is that path without `.toml`. [`definition`] reads it, one of
//! the simulations runs it for each position of the slider, [`drawing`] makes SVG of what happened, and
//! [`crate::slider`] puts the positions together.
//!
//! | simulation | models |
//! |---|---|
//! | [`hand_over`] | threads that take turns with CPython's global interpreter lock |
//! | [`bounded_queue`] | a producer of bursts and a steady consumer, and what waits between them |
//! | [`pool`] | jobs of uneven length on a number of workers |
//! | [`event_loop`] | tasks on one thread, one of which computes without awaiting anything |
//!
//! Time is counted in whole microseconds of a virtual clock: the same file gives the same figure on every machine.

use std::path::{Path, PathBuf};

use crate::html::{escape, inline};
use crate::slider::{Position, Slider};
use crate::timeline::chart::Run;
use crate::timeline::definition::Definition;
use crate::timeline::drawing::Drawing;
use crate::workbook::Workbook;

pub mod bounded_queue;
pub mod chart;
pub mod clock;
pub mod definition;
pub mod drawing;
pub mod event_loop;
pub mod hand_over;
pub mod little;
pub mod pool;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timeline {
    /// For example `07-queues/filling`.
    pub name: String,
}

impl Timeline {
    pub fn named(name: impl Into<String>) -> Self {
        Timeline { name: name.into() }
    }

    /// All of a workbook, sorted: `book/timelines/<chapter>/<name>.toml`.
    pub fn all(workbook: &Workbook) -> Vec<Self> {
        let chapters = entries(&workbook.timelines());
        let mut found: Vec<Timeline> = chapters
            .iter()
            .flat_map(|chapter| entries(chapter))
            .filter_map(|file| name_of(&file))
            .map(Timeline::named)
            .collect();
        found.sort();
        found
    }

    /// As a writer knows it, from the workbook's root.
    pub fn shown_path(&self) -> String {
        format!("book/timelines/{}.toml", self.name)
    }

    /// What a page shows in its place. What is wrong with the file comes as terse sentences.
    pub fn render(&self, workbook: &Workbook) -> Result<String, Vec<String>> {
        let file = workbook.root().join(self.shown_path());
        let text = std::fs::read_to_string(file).map_err(|_| vec!["it has no file".to_owned()])?;
        let definition = Definition::parse(&text)?;
        let runs = definition.runs()?;
        Ok(markup(&self.name, &definition, runs))
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// The name that a page gives the file: its folder and its stem.
fn name_of(file: &Path) -> Option<String> {
    let chapter = file.parent()?.file_name()?.to_str()?;
    let name = file.file_name()?.to_str()?.strip_suffix(".toml")?;
    Some(format!("{chapter}/{name}"))
}

/// Holds no blank line, so that it may stand inside markdown.
fn markup(name: &str, definition: &Definition, runs: Vec<Run>) -> String {
    let drawing = Drawing::around(&runs);
    let model = definition.simulation.model();
    let id = format!("timeline-{}", name.replace('/', "-"));
    let values = definition.slider.names();
    let position = |(value, run): (String, Run)| Position {
        value,
        drawing: drawing.frame(&run),
        said: run.said,
        figures: run.figures,
    };
    let slider = Slider {
        id: id.clone(),
        label: definition.slider.label.clone(),
        columns: model.columns().iter().map(ToString::to_string).collect(),
        positions: values.into_iter().zip(runs).map(position).collect(),
        start: definition.slider.start_index(),
    };
    format!(
        "\n<figure class=\"wb-figure wb-explorable\" id=\"{id}\">\n\
         <figcaption><strong>{title}.</strong> {caption}</figcaption>\n\
         {control}{picture}{legend}{said}\
         <details><summary>The figures of all positions</summary>\n{table}</details>\n</figure>\n\n",
        title = escape(&definition.title),
        caption = inline(&definition.caption),
        control = slider.control(),
        picture = drawing.picture(&definition.alt, &slider.frames()),
        legend = drawing::legend(model.legend()),
        said = slider.said(),
        table = slider.table(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOBS: &str = include_str!("../tests/fixture/book/timelines/03-races/jobs.toml");

    fn rendered() -> String {
        let definition = Definition::parse(JOBS).unwrap();
        let runs = definition.runs().unwrap();
        markup("03-races/jobs", &definition, runs)
    }

    #[test]
    fn a_figure_has_a_slider_a_picture_a_sentence_and_a_table() {
        let html = rendered();
        for part in [
            "id=\"timeline-03-races-jobs\"",
            "type=\"range\"",
            "role=\"img\" aria-label=",
            "<output",
            "<th scope=\"row\">3</th><td>30 ms</td>",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
        assert!(!html.trim().contains("\n\n"), "markdown would end here");
    }

    #[test]
    fn no_figure_of_the_book_is_heavy() {
        const MOST_BYTES: usize = 25_000;
        let workbook = Workbook::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let timelines = Timeline::all(&workbook);
        assert!(!timelines.is_empty());
        for timeline in timelines {
            let html = timeline.render(&workbook).unwrap();
            assert!(
                html.len() < MOST_BYTES,
                "{}: {} bytes",
                timeline.name,
                html.len()
            );
        }
    }
}

//! What a benchmark leaves behind. `{{#measured …}}` of the book draws it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use workbook_measure::machine;

use crate::contest::Pace;
use crate::job::Parts;

/// One run of a benchmark.
#[derive(Debug, Serialize)]
pub struct Record {
    pub machine: String,
    pub rust: String,
    /// Who takes part, with versions.
    pub setting: String,
    /// What measures it anew.
    pub command: String,
    /// What every figure is compared with, in words.
    pub baseline: String,
    /// Where it is numbers of workers that are compared: how many of them can work at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cores: Option<usize>,
    /// Where all have as many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<usize>,
    /// Where it matters what a job does: the mean of all that did not have to wait for a core.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<Parts>,
    pub rounds: u32,
    pub figures: Vec<Figure>,
    /// Of `bench little`, which compares nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Visits>,
}

/// A contestant under a load.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub load: String,
    pub model: String,
    /// Where it is numbers of workers that are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<usize>,
    /// Than the baseline: the median of the rounds, and their extremes.
    pub times_as_fast: f64,
    pub least: f64,
    pub most: f64,
    /// For one item, the median of the rounds.
    pub nanoseconds: f64,
}

/// Requests that came at one rate; means over all rounds.
#[derive(Debug, Serialize)]
pub struct Visits {
    /// A second, while they came.
    pub planned: u32,
    /// λ: so many came a second, over the whole time until the last one had left.
    pub a_second: f64,
    /// W: each stayed so long, in milliseconds.
    pub stay_ms: f64,
    /// L: so many were inside; and in the rounds with the fewest and the most.
    pub inside: f64,
    pub least_inside: f64,
    pub most_inside: f64,
}

impl Figure {
    fn label(&self) -> String {
        match self.workers {
            Some(workers) => format!("{}, {workers}", self.model),
            None => self.model.clone(),
        }
    }

    /// Of a contestant that is called by its number of workers.
    pub fn of_workers(self, model: &str) -> Figure {
        Figure {
            workers: self.model.parse().ok(),
            model: model.to_string(),
            ..self
        }
    }
}

impl Record {
    /// Of this machine and compiler.
    pub fn here(setting: &str, command: &str, baseline: &str, pace: Pace) -> Record {
        Record {
            machine: machine::describe(),
            rust: machine::rust_version(),
            setting: setting.to_string(),
            command: command.to_string(),
            baseline: baseline.to_string(),
            cores: None,
            workers: None,
            job: None,
            rounds: match pace {
                Pace::InTurn { rounds } => rounds,
                Pace::Alone => 0,
            },
            figures: Vec::new(),
            visits: Vec::new(),
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(&self.rounded())? + "\n";
        std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
    }

    /// More digits than these differ from run to run.
    fn rounded(&self) -> serde_json::Value {
        let mut value = serde_json::json!(self);
        let figures = value["figures"].as_array_mut().into_iter().flatten();
        for figure in figures {
            for (key, digits) in [
                ("times_as_fast", 100.0),
                ("least", 100.0),
                ("most", 100.0),
                ("nanoseconds", 1.0),
            ] {
                let exact = figure[key].as_f64().unwrap_or(0.0);
                figure[key] = ((exact * digits).round() / digits).into();
            }
        }
        value
    }

    /// For a terminal.
    pub fn table(&self) -> String {
        let mut lines = vec![
            format!("{}, {}", self.machine, self.rust),
            format!(
                "{}; {} of {} rounds (lowest to highest), against {}",
                self.setting,
                if self.visits.is_empty() {
                    "median"
                } else {
                    "mean"
                },
                self.rounds,
                self.baseline
            ),
        ];
        lines.extend(self.job.map(|job| {
            format!(
                "a job waits {:.2} ms and computes {:.2} ms",
                job.waits_ms, job.computes_ms
            )
        }));
        lines.push(String::new());
        lines.extend(self.figures.iter().map(|f| {
            format!(
                "{:32} {:24} {:7.0} ns an item, {:.2} times as fast ({:.2} to {:.2})",
                f.load,
                f.label(),
                f.nanoseconds,
                f.times_as_fast,
                f.least,
                f.most
            )
        }));
        lines.extend(self.visits.iter().map(|v| {
            format!(
                "{:7.1} a second, {:6.2} ms each: λ·W = {:6.3}, L = {:6.3} ({:.2} to {:.2})",
                v.a_second,
                v.stay_ms,
                v.a_second * v.stay_ms / 1e3,
                v.inside,
                v.least_inside,
                v.most_inside
            )
        }));
        lines.join("\n") + "\n"
    }
}

//! What a measurement leaves behind: read by whoever draws it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// One run of all models.
#[derive(Debug, Serialize)]
pub struct Measured {
    pub machine: String,
    /// `None` where no interpreter was found.
    pub python: Option<String>,
    pub rust: String,
    /// In each measurement.
    pub jobs: usize,
    pub rounds: usize,
    pub figures: Vec<Figure>,
}

/// How many times as fast several workers are as one.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub load: String,
    pub model: String,
    pub workers: usize,
    /// The median of the rounds, and their extremes.
    pub times_as_fast: f64,
    pub least: f64,
    pub most: f64,
}

impl Measured {
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
            for key in ["times_as_fast", "least", "most"] {
                let exact = figure[key].as_f64().unwrap_or(0.0);
                figure[key] = ((exact * 100.0).round() / 100.0).into();
            }
        }
        value
    }

    /// For a terminal.
    pub fn table(&self) -> String {
        let mut lines = vec![
            format!("{}, {}", self.machine, self.rust),
            format!(
                "{}; {} jobs, median of {} rounds (lowest to highest), against one worker",
                self.python.as_deref().unwrap_or("no Python 3 found"),
                self.jobs,
                self.rounds
            ),
            String::new(),
        ];
        lines.extend(self.figures.iter().map(|f| {
            format!(
                "{:10} {:17} {} workers: {:.2} times as fast ({:.2} to {:.2})",
                f.load, f.model, f.workers, f.times_as_fast, f.least, f.most
            )
        }));
        lines.join("\n") + "\n"
    }
}

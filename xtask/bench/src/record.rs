//! What a benchmark leaves behind. `{{#measured …}}` of the book draws it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use workbook_measure::machine;

use crate::contest::Pace;

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
    pub rounds: u32,
    pub figures: Vec<Figure>,
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
            rounds: match pace {
                Pace::InTurn { rounds } => rounds,
                Pace::Alone => 0,
            },
            figures: Vec::new(),
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
                "{}; median of {} rounds (lowest to highest), against {}",
                self.setting, self.rounds, self.baseline
            ),
            String::new(),
        ];
        lines.extend(self.figures.iter().map(|f| {
            format!(
                "{:32} {:24} {:7.0} ns an item, {:.2} times as fast ({:.2} to {:.2})",
                f.load, f.model, f.nanoseconds, f.times_as_fast, f.least, f.most
            )
        }));
        lines.join("\n") + "\n"
    }
}

//! What a file under `book/timelines` says.

use serde::Deserialize;

use crate::timeline::bounded_queue::BoundedQueue;
use crate::timeline::chart::{Mark, Run};
use crate::timeline::clock::decimal;
use crate::timeline::event_loop::EventLoop;
use crate::timeline::hand_over::HandOver;
use crate::timeline::pool::Pool;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Without a full stop.
    pub title: String,
    /// What is modelled, with its sizes; backticks make code.
    pub caption: String,
    /// The picture for those who don't see it.
    pub alt: String,
    pub slider: Range,
    pub simulation: Simulation,
}

/// The slider's positions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub label: String,
    /// Behind each value; empty for numbers of things.
    #[serde(default)]
    pub unit: String,
    /// What the simulation makes of a value, it says itself: milliseconds, or a number of workers.
    pub values: Vec<f64>,
    /// The value that is shown first.
    pub start: f64,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Simulation {
    HandOver(HandOver),
    BoundedQueue(BoundedQueue),
    Pool(Pool),
    EventLoop(EventLoop),
}

/// A small world that can be run for each value of a slider.
pub trait Model {
    /// The marks in use, in the order in which they are explained.
    fn legend(&self) -> &'static [(Mark, &'static str)];

    /// The headings of [`Run::figures`].
    fn columns(&self) -> Vec<&'static str>;

    /// What happens at this value. A value or a parameter that makes no sense comes back as a terse sentence.
    fn run(&self, value: f64) -> Result<Run, String>;
}

impl Definition {
    /// The most positions that a reader wants to go through, and a page to carry.
    const MOST_POSITIONS: usize = 16;

    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let definition: Definition = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_of(text, span.start));
            let place = line.map_or(String::new(), |line| format!("line {line}: "));
            vec![format!("{place}{}", error.message())]
        })?;
        let faults = definition.slider.faults();
        match faults.is_empty() {
            true => Ok(definition),
            false => Err(faults),
        }
    }

    /// A run for each position.
    pub fn runs(&self) -> Result<Vec<Run>, Vec<String>> {
        let model = self.simulation.model();
        let values = self.slider.values.iter();
        let runs = values.map(|value| model.run(*value).map_err(|fault| vec![fault]));
        runs.collect()
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

impl Range {
    /// The values as a reader sees them.
    pub fn names(&self) -> Vec<String> {
        let named = |value: &f64| match self.unit.as_str() {
            "" => decimal(*value),
            unit => format!("{} {unit}", decimal(*value)),
        };
        self.values.iter().map(named).collect()
    }

    pub fn start_index(&self) -> usize {
        let at = self.values.iter().position(|value| *value == self.start);
        at.unwrap_or(0)
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=Definition::MOST_POSITIONS).contains(&self.values.len()) {
            let most = Definition::MOST_POSITIONS;
            faults.push(format!("slider: it needs 2 to {most} values"));
        }
        if !self.values.is_sorted_by(|a, b| a < b) {
            faults.push("slider: its values do not increase".into());
        }
        if !self.values.contains(&self.start) {
            faults.push("slider: `start` is none of its values".into());
        }
        faults
    }
}

impl Simulation {
    pub fn model(&self) -> &dyn Model {
        match self {
            Simulation::HandOver(model) => model,
            Simulation::BoundedQueue(model) => model,
            Simulation::Pool(model) => model,
            Simulation::EventLoop(model) => model,
        }
    }
}

/// A value that counts something, such as workers.
pub fn count(value: f64, least: u64, what: &str) -> Result<u64, String> {
    match value.fract() == 0.0 && (least as f64..=64.0).contains(&value) {
        true => Ok(value as u64),
        false => Err(format!(
            "{what}: {value} is not a whole number from {least} to 64"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        title = "Jobs"
        caption = "Two jobs."
        alt = "Lanes"
        slider = { label = "Workers", values = [1, 2], start = 2 }
        simulation = { kind = "pool", jobs = [1, 2] }
    "#;

    fn fault(from: &str, to: &str) -> String {
        assert!(FILE.contains(from), "{from}");
        let definition = Definition::parse(&FILE.replace(from, to));
        let runs = definition.and_then(|definition| definition.runs());
        runs.expect_err("it must be refused").join("; ")
    }

    #[test]
    fn a_file_gives_a_run_for_each_value() {
        let definition = Definition::parse(FILE).unwrap();
        assert_eq!(definition.runs().unwrap().len(), 2);
        assert_eq!(definition.slider.names(), ["1", "2"]);
        assert_eq!(definition.slider.start_index(), 1);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_reason() {
        for (from, to, expected) in [
            ("start = 2", "start = 3", "`start` is none of its values"),
            ("[1, 2], start", "[2, 1], start", "do not increase"),
            ("[1, 2], start", "[2], start", "2 to 16 values"),
            (
                "[1, 2], start",
                "[0, 2], start",
                "0 is not a whole number from 1",
            ),
            ("\"pool\"", "\"pond\"", "unknown variant `pond`"),
            ("alt", "alternative", "line 4: unknown field `alternative`"),
            ("jobs = [1, 2]", "jobs = [1, -2]", "-2 ms are not between"),
            (
                "jobs = [1, 2]",
                "jobs = [1], jobs_ = 1",
                "unknown field `jobs_`",
            ),
        ] {
            let said = fault(from, to);
            assert!(said.contains(expected), "{to}: {said}");
        }
    }
}

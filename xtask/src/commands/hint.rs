//! `hint`: one step further each time.

use super::Ended;
use super::next::first_open;
use crate::exercise::Exercise;
use crate::problem::{Problem, Result};
use crate::progress::Progress;
use crate::workbook::Workbook;

pub fn run(workbook: &Workbook, name: Option<&str>) -> Result<Ended> {
    let exercise = named_or_next(workbook, name)?;
    print!("{}", reveal(workbook, exercise)?);
    Ok(Ended::Well)
}

/// The hints shown so far and one more.
pub fn reveal(workbook: &Workbook, exercise: Exercise) -> Result<String> {
    let hints = &exercise.entry.hints;
    let shown = Progress::update(workbook, |progress| {
        let name = exercise.name().to_string();
        let reached = progress.exercises.entry(name).or_default();
        reached.hints = (reached.hints + 1).min(hints.len());
        reached.hints
    })?;
    let mut text = String::new();
    for (at, hint) in hints.iter().take(shown).enumerate() {
        text += &format!("hint {} of {}: {}\n", at + 1, hints.len(), hint.trim());
    }
    text += &match shown < hints.len() {
        true => format!(
            "\n`cargo xtask hint {}` shows the next one\n",
            exercise.name()
        ),
        false => format!(
            "\nThat was the last one; `cargo xtask solution {} --anyway` shows the answer\n",
            exercise.name()
        ),
    };
    Ok(text)
}

/// The exercise of that name; without a name the first that has not passed.
pub fn named_or_next<'a>(workbook: &'a Workbook, name: Option<&str>) -> Result<Exercise<'a>> {
    if let Some(name) = name {
        return workbook.catalog.exercise(name);
    }
    let progress = Progress::read(workbook)?;
    first_open(workbook, &progress).ok_or_else(|| {
        Problem::new("every exercise has passed").hint("name the exercise that you mean")
    })
}

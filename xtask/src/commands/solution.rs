//! `solution`: the reference, once the reader's own program has passed.

use super::Ended;
use crate::exercise::Exercise;
use crate::problem::{Doing, Result};
use crate::progress::Progress;
use crate::workbook::Workbook;

pub fn run(workbook: &Workbook, name: &str, anyway: bool) -> Result<Ended> {
    let exercise = workbook.catalog.exercise(name)?;
    if !anyway && !is_open(workbook, exercise)? {
        print!("{}", closed(exercise));
        return Ok(Ended::NotYet);
    }
    print!("{}", text(workbook, exercise)?);
    Ok(Ended::Well)
}

/// Solutions open for good with the first pass.
pub fn is_open(workbook: &Workbook, exercise: Exercise) -> Result<bool> {
    let progress = Progress::read(workbook)?;
    let reached = progress.exercises.get(exercise.name());
    Ok(reached.is_some_and(|reached| reached.passed_once))
}

pub fn closed(exercise: Exercise) -> String {
    let name = exercise.name();
    format!(
        "The solution opens when your program has passed `cargo xtask check {name}`.\n\
         `cargo xtask hint {name}` goes one step further; `cargo xtask solution {name} --anyway` opens it now.\n"
    )
}

pub fn text(workbook: &Workbook, exercise: Exercise) -> Result<String> {
    let reference = exercise.reference(workbook);
    let program = std::fs::read_to_string(&reference).doing("read", &reference)?;
    let mut text = format!("{}\n\n{program}", workbook.shown(&reference));
    let others = crate::answers::also_right(workbook, exercise)?;
    if !others.is_empty() {
        text += "\nalso right:\n";
    }
    for other in others {
        text += &format!("  {}\n", workbook.shown(&other));
    }
    Ok(text)
}

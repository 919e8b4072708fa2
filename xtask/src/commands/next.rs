//! `next`: the first exercise that has not passed; and what a bare `cargo xtask` says.

use super::{Ended, list};
use crate::exercise::Exercise;
use crate::problem::Result;
use crate::progress::Progress;
use crate::workbook::Workbook;

pub fn run(workbook: &Workbook) -> Result<Ended> {
    let progress = Progress::read(workbook)?;
    match first_open(workbook, &progress) {
        Some(exercise) => {
            describe(workbook, exercise);
            Ok(Ended::NotYet)
        }
        None => {
            println!("{ALL_PASSED}");
            Ok(Ended::Well)
        }
    }
}

/// Where the reader stands, and the commands to go on with.
pub fn overview(workbook: &Workbook) -> Result<Ended> {
    let progress = Progress::read(workbook)?;
    println!("{}\n", list::count(workbook, &progress));
    match first_open(workbook, &progress) {
        Some(exercise) => print!("next: {}", about(workbook, exercise)),
        None => println!("{ALL_PASSED}"),
    }
    print!("{COMMANDS}");
    Ok(Ended::Well)
}

pub fn first_open<'a>(workbook: &'a Workbook, progress: &Progress) -> Option<Exercise<'a>> {
    let all = workbook.catalog.exercises();
    all.into_iter().find(|e| !progress.passed(e.name()))
}

/// What the exercise asks, and where.
pub fn describe(workbook: &Workbook, exercise: Exercise) {
    print!("{}", about(workbook, exercise));
}

fn about(workbook: &Workbook, exercise: Exercise) -> String {
    let Exercise { chapter, entry } = exercise;
    format!(
        "{}, about {} minutes\n  {}\n  file:  {}\n  page:  book/src/{}\n  check: cargo xtask check {}\n",
        entry.name,
        entry.minutes,
        entry.goal,
        workbook.shown(&exercise.source(workbook)),
        chapter.page,
        entry.name,
    )
}

const ALL_PASSED: &str = "Every exercise has passed.";

const COMMANDS: &str = "
  cargo xtask serve          read the book, see verdicts in its pages
  cargo xtask watch          check on every save
  cargo xtask check [NAME]   check all exercises, a chapter or one
  cargo xtask hint [NAME]    one step further each time
  cargo xtask list           every exercise and where you stand
  cargo xtask help           the other commands
";

//! `list`: every exercise and what the last check said.

use owo_colors::OwoColorize;

use super::Ended;
use crate::exercise::Exercise;
use crate::problem::Result;
use crate::progress::Progress;
use crate::workbook::Workbook;

pub fn run(workbook: &Workbook) -> Result<Ended> {
    let progress = Progress::read(workbook)?;
    for chapter in &workbook.catalog.chapters {
        let title = format!("{:02} {}", chapter.number, chapter.title);
        anstream::println!("{}", title.bold());
        for exercise in chapter.all() {
            anstream::println!("{}", line(&progress, exercise));
        }
        anstream::println!();
    }
    anstream::println!("{}", count(workbook, &progress));
    Ok(Ended::Well)
}

fn line(progress: &Progress, exercise: Exercise) -> String {
    let entry = exercise.entry;
    let word = format!("{:18}", progress.verdict(&entry.name));
    let word = match progress.passed(&entry.name) {
        true => word.green().to_string(),
        false => word.yellow().to_string(),
    };
    format!(
        "  {:16}{word}{:>3} min  {}",
        entry.name, entry.minutes, entry.goal
    )
}

/// `3 of 10 passed`
pub fn count(workbook: &Workbook, progress: &Progress) -> String {
    let all = workbook.catalog.exercises();
    let passed = all.iter().filter(|e| progress.passed(e.name())).count();
    format!("{passed} of {} passed", all.len())
}

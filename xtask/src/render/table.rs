//! Many verdicts at a glance: a row an exercise, a column a kind.

use owo_colors::OwoColorize;

use crate::catalog::Catalog;
use crate::exercise::Kind;
use crate::verdict::{End, Outcome, Verdict};

/// All verdicts under the heads of their chapters, then the count.
pub fn table(catalog: &Catalog, verdicts: &[Verdict]) -> String {
    let name_width = verdicts.iter().map(|v| v.exercise.len()).max();
    let name_width = name_width.unwrap_or(0).max(12) + 2;
    let mut lines = Vec::new();
    for chapter in &catalog.chapters {
        let rows: Vec<&Verdict> = verdicts
            .iter()
            .filter(|v| v.chapter == chapter.name)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let title = format!("{:02} {}", chapter.number, chapter.title);
        let kinds = Kind::ALL.map(|kind| format!("{kind:CELL$}"));
        lines.push(format!(
            "{}{}",
            format!("{title:name_width$}  ").bold(),
            kinds.concat().trim_end().dimmed()
        ));
        lines.extend(rows.into_iter().map(|verdict| row(verdict, name_width)));
        lines.push(String::new());
    }
    lines.push(count(verdicts));
    lines.join("\n") + "\n"
}

/// `3 of 10 passed`
fn count(verdicts: &[Verdict]) -> String {
    let passed = verdicts.iter().filter(|v| v.passed()).count();
    format!("{passed} of {} passed", verdicts.len())
}

const CELL: usize = 20;

fn row(verdict: &Verdict, name_width: usize) -> String {
    let cells = match &verdict.outcome {
        Outcome::DoesNotCompile { .. } | Outcome::NoProgram(_) => verdict.word().red().to_string(),
        _ => Kind::ALL
            .map(|kind| cell(kind, verdict.of_kind(kind)))
            .concat(),
    };
    format!("  {:name_width$}{cells}", verdict.exercise)
}

/// One cell, padded before it is coloured: escapes have no width. Nothing follows the last one.
fn cell(kind: Kind, end: Option<&End>) -> String {
    let width = if kind == Kind::SpeedsUp { 0 } else { CELL };
    let word = format!("{:width$}", end.map_or("–", End::word));
    match end {
        None => word,
        Some(End::Passed) => word.green().to_string(),
        Some(End::Unsolved | End::NotRun) => word.yellow().to_string(),
        Some(_) => word.red().to_string(),
    }
}

//! A verdict as a person reads it. Colour only repeats what the words say.

use owo_colors::OwoColorize;
use report::text::{self, Part};
use report::{Explored, Finding};

use super::words;
use crate::exercise::Kind;
use crate::verdict::{End, Outcome, TestVerdict, Verdict};

/// How much is written.
#[derive(Clone, Copy)]
pub struct Detail {
    pub width: usize,
    /// Measured figures and what the program printed: they differ from run to run.
    pub changing: bool,
}

/// The whole verdict: one line a test, then why the first failing one failed.
pub fn verdict(verdict: &Verdict, detail: Detail) -> String {
    let mut lines = vec![head(verdict)];
    match &verdict.outcome {
        Outcome::DoesNotCompile { rendered } => {
            lines.push(String::new());
            lines.push(rendered.trim_end().to_string());
        }
        Outcome::NoProgram(why) => {
            lines.push(String::new());
            lines.extend(wrapped(&words::of_no_program(*why), detail.width));
        }
        _ => lines.extend(tests(verdict, detail)),
    }
    if verdict.restored {
        lines.push(String::new());
        lines.push(format!(
            "{} was gone after its tests and is back.",
            verdict.file
        ));
    }
    lines.join("\n") + "\n"
}

fn head(verdict: &Verdict) -> String {
    let word = verdict.word();
    format!(
        "{} · {}",
        verdict.exercise.bold(),
        coloured(word, &verdict.outcome)
    )
}

fn coloured(word: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed => word.green().to_string(),
        Outcome::Unsolved => word.yellow().to_string(),
        _ => word.red().to_string(),
    }
}

fn tests(verdict: &Verdict, detail: Detail) -> Vec<String> {
    let mut lines: Vec<String> = verdict.tests.iter().map(test_line).collect();
    let extents = Kind::ALL
        .into_iter()
        .filter_map(|kind| extent(verdict, kind));
    let measured = verdict.tests.iter().flat_map(|t| &t.measured);
    let counted = verdict.tests.iter().flat_map(|t| &t.counted);
    let mut notes: Vec<String> = extents.collect();
    if detail.changing {
        notes.extend(measured.map(figure));
        notes.extend(counted.map(|text| format!("  {text} (shown, decides nothing)")));
    }
    if !notes.is_empty() {
        lines.push(String::new());
        lines.extend(notes);
    }
    if let Some(test) = verdict.first_failure() {
        lines.push(String::new());
        lines.push(format!("{} · {}", test.kind.bold(), test.name.bold()));
        lines.extend(explanation(test, detail));
    }
    lines
}

fn test_line(test: &TestVerdict) -> String {
    let word = format!("{:19}", test.end.word());
    let word = match &test.end {
        End::Passed => word.green().to_string(),
        End::Unsolved | End::NotRun => word.yellow().to_string(),
        _ => word.red().to_string(),
    };
    format!("  {:10}  {word}  {}", test.kind, test.name)
}

/// How far the searches of one kind went. Tests of behaviour search too, but do not claim to be thorough.
fn extent(verdict: &Verdict, kind: Kind) -> Option<String> {
    if kind == Kind::Behaves || verdict.of_kind(kind) != Some(&End::Passed) {
        return None;
    }
    let tests = verdict.tests.iter().filter(|t| t.kind == kind);
    let explored = Explored::together(tests.flat_map(|t| &t.explored))?;
    Some(format!("  {kind} under {}", text::explored(&explored)))
}

fn figure(measured: &report::Measured) -> String {
    format!(
        "  {}: {:.2} times as fast, {} on {} (shown, decides nothing)",
        measured.what,
        measured.ratio,
        text::counted(measured.workers, "worker", "workers"),
        text::counted(measured.cores, "core", "cores"),
    )
}

/// Why a test did not pass.
pub fn explanation(test: &TestVerdict, detail: Detail) -> Vec<String> {
    if let End::Refused { finding } = &test.end {
        return finding_lines(finding, detail.width);
    }
    let sentences = words::of_end(&test.end).unwrap_or_default();
    let mut lines = wrapped(&sentences, detail.width);
    if detail.changing && !matches!(test.end, End::Unsolved) {
        lines.extend(printed(&test.output));
    }
    lines
}

fn finding_lines(finding: &Finding, width: usize) -> Vec<String> {
    let lines = text::finding_lines(finding, width).into_iter();
    lines
        .map(|line| match line.part {
            Part::Headline => line.text.red().to_string(),
            Part::Head | Part::Summary => line.text.dimmed().to_string(),
            Part::ForcedStep => line.text.yellow().to_string(),
            Part::Message | Part::Step | Part::Stuck | Part::Gap => line.text,
        })
        .collect()
}

/// The first lines that the program itself printed.
fn printed(output: &str) -> Vec<String> {
    const SHOWN: usize = 12;
    let own: Vec<&str> = output.lines().collect();
    if own.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "It printed:".to_string()];
    lines.extend(own.iter().take(SHOWN).map(|l| format!("  {}", clipped(l))));
    if own.len() > SHOWN {
        lines.push("  …".to_string());
    }
    lines
}

/// Escapes of the program must not reach the reader's terminal, nor endless lines.
fn clipped(line: &str) -> String {
    let visible = line.chars().filter(|c| !c.is_control());
    visible.take(200).collect()
}

/// Words in lines of at most `width`.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

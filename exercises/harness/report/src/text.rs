//! Findings and schedules as plain text, for terminals, panic messages and snapshots.
//!
//! A finding becomes [`Line`]s, each with the [`Part`] that it plays; the text is those lines joined.
//! There is no colour here: the grader colours by part, a pipe and a snapshot get the same words without.

use crate::{Explored, Finding, FindingKind, Schedule};
use fit::wrap;

mod fit;
mod list;
mod table;

/// The width that texts are drawn for when nobody knows a better one.
pub const WIDTH: usize = 100;

/// Marks a row in whose place another thread could have gone on.
pub const FORCED: char = '⇄';

/// One line of a drawn finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub part: Part,
    /// Without a line break, no wider than asked for (a single word too long for the width excepted).
    pub text: String,
}

/// What a line says, so that a renderer with colours can tell lines apart without reading them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The kind of the finding, in words.
    Headline,
    /// What went wrong, from the test or the checker.
    Message,
    /// The names of the threads, and the rule below them.
    Head,
    /// A step of the schedule.
    Step,
    /// A step before which the scheduler took the processor away from another thread.
    ForcedStep,
    /// Who is stuck where.
    Stuck,
    /// How the schedule was found.
    Summary,
    /// Nothing: an empty line between the others.
    Gap,
}

/// The whole refusal: what it is called, what went wrong, the steps that led there.
pub fn finding(finding: &Finding, width: usize) -> String {
    joined(&finding_lines(finding, width))
}

/// A schedule alone: its table (or list, where `width` has no room for columns), who is stuck, how it was found.
pub fn schedule(schedule: &Schedule, width: usize) -> String {
    joined(&schedule_lines(schedule, width))
}

/// [`finding`] before it is text.
pub fn finding_lines(finding: &Finding, width: usize) -> Vec<Line> {
    let headline = wrap(&headline(finding), width).into_iter();
    let mut lines: Vec<Line> = headline.map(|l| Line::new(Part::Headline, l)).collect();
    if !finding.message.trim().is_empty() {
        lines.push(Line::gap());
        let message = finding.message.trim_end().lines();
        lines.extend(
            message
                .flat_map(|l| wrap(l, width))
                .map(|l| Line::new(Part::Message, l)),
        );
    }
    if let Some(schedule) = &finding.schedule {
        lines.push(Line::gap());
        lines.extend(schedule_lines(schedule, width));
    }
    lines
}

/// [`schedule`] before it is text.
pub fn schedule_lines(schedule: &Schedule, width: usize) -> Vec<Line> {
    let mut lines = match schedule.rows.is_empty() {
        true => Vec::new(),
        false => table::lines(schedule, width).unwrap_or_else(|| list::lines(schedule, width)),
    };
    if !schedule.stuck.is_empty() {
        lines.extend((!lines.is_empty()).then(Line::gap));
        let stuck = schedule.stuck.iter().flat_map(|s| wrap(s, width));
        lines.extend(stuck.map(|l| Line::new(Part::Stuck, l)));
    }
    lines.push(Line::gap());
    let summary = wrap(&summary(schedule), width).into_iter();
    lines.extend(summary.map(|l| Line::new(Part::Summary, l)));
    lines
}

/// What a search that found nothing may claim: `every schedule with up to 2 forced switches, 4,000 schedules`.
pub fn explored(explored: &Explored) -> String {
    let schedules = counted(explored.schedules, "schedule", "schedules");
    match explored.forced_switches {
        _ if explored.exhaustive && explored.schedules == 1 => {
            "the only schedule there is".to_string()
        }
        _ if explored.exhaustive => format!("every schedule there is, {schedules}"),
        None => format!("{schedules}, a sample"),
        Some(0) => format!("every schedule without a forced switch, {schedules}"),
        Some(n) => format!("every schedule with up to {}, {schedules}", switches(n)),
    }
}

/// `1 thread`, `2 threads`, `10,000 threads`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// Digits in groups of three: `4,000`.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl Line {
    fn new(part: Part, text: impl Into<String>) -> Line {
        let text = text.into();
        Line {
            part,
            text: text.trim_end().to_string(),
        }
    }

    fn gap() -> Line {
        Line::new(Part::Gap, "")
    }
}

/// A failed check that comes with a schedule is news of its own: the same program passes in other orders.
fn headline(finding: &Finding) -> String {
    match (finding.kind, &finding.schedule) {
        (FindingKind::Panic, Some(_)) => {
            "A check fails: in this order of steps, the program goes wrong".to_string()
        }
        (kind, _) => capitalised(kind.headline()),
    }
}

fn summary(schedule: &Schedule) -> String {
    let found = counted(schedule.schedules, "schedule", "schedules");
    let forced = deviations(schedule);
    let meaning = if schedule.rows.iter().any(|r| r.forced) {
        format!(" {FORCED}: the thread before could have gone on.")
    } else {
        String::new()
    };
    format!("{forced}, found after {found}.{meaning}")
}

/// `1 forced switch and 2 rare outcomes`
pub fn deviations(schedule: &Schedule) -> String {
    let rare = counted(schedule.rare_outcomes, "rare outcome", "rare outcomes");
    match (schedule.forced_switches, schedule.rare_outcomes) {
        (0, 0) => "No forced switch".to_string(),
        (n, 0) => switches(n),
        (0, _) => rare,
        (n, _) => format!("{} and {rare}", switches(n)),
    }
}

fn switches(n: usize) -> String {
    counted(n, "forced switch", "forced switches")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|l| format!("{}\n", l.text)).collect()
}

#[cfg(test)]
mod tests;

//! A schedule as a table: a column a thread, a row a step, the source line at the right.

use super::fit::{cut, hanging, pad, width};
use super::{FORCED, Line, Part};
use crate::{Row, Schedule};

/// A thread's column narrower than this breaks actions into crumbs: then a list reads better.
const MIN_COLUMN: usize = 13;
/// Less of a source line than this says nothing.
const MIN_SOURCE: usize = 26;
const BETWEEN: &str = " │ ";

/// Where everything stands, in terminal columns.
struct Layout<'a> {
    schedule: &'a Schedule,
    /// Threads that do something, in order: a column each. A thread that never ran gets none.
    threads: Vec<usize>,
    /// Width of each of those columns.
    columns: Vec<usize>,
    /// Width of the step number.
    number: usize,
    /// Width of the line number.
    line: usize,
    /// Width of the source text behind the line number.
    source: usize,
    /// The file that most rows are in: named once, in the head.
    file: &'a str,
}

/// `None` when `width` has no room for columns.
pub fn lines(schedule: &Schedule, width: usize) -> Option<Vec<Line>> {
    let layout = Layout::new(schedule, width)?;
    let mut lines = vec![layout.head(), layout.rule()];
    for (i, row) in schedule.rows.iter().enumerate() {
        lines.extend(layout.step(i + 1, row));
    }
    Some(lines)
}

impl<'a> Layout<'a> {
    fn new(schedule: &'a Schedule, room: usize) -> Option<Layout<'a>> {
        let threads = busy_threads(schedule);
        let number = schedule.rows.len().to_string().len();
        let line = schedule
            .rows
            .iter()
            .map(|r| r.line.to_string().len())
            .max()?;
        let fixed = 2 + number + 2 + BETWEEN.len() - 2 + line + BETWEEN.len() - 2;
        let between = (threads.len() - 1) * (BETWEEN.len() - 2);
        let room = room.checked_sub(fixed + between + MIN_SOURCE)?;
        let columns = columns(schedule, &threads, room)?;
        let source = room + MIN_SOURCE - columns.iter().sum::<usize>();
        let file = main_file(schedule);
        Some(Layout {
            schedule,
            threads,
            columns,
            number,
            line,
            source,
            file,
        })
    }

    fn head(&self) -> Line {
        let name = |t: &usize| self.schedule.threads.get(*t).map_or("?", String::as_str);
        let cells: Vec<String> = self.threads.iter().map(|t| name(t).to_string()).collect();
        let text = format!(
            "{}{}{BETWEEN}{}",
            self.gutter(' ', ""),
            self.cells(&cells),
            self.file
        );
        Line::new(Part::Head, text)
    }

    fn rule(&self) -> Line {
        let columns: Vec<String> = self.columns.iter().map(|w| "─".repeat(*w)).collect();
        let source = "─".repeat(self.source_width());
        let gutter = "─".repeat(self.number + 4);
        Line::new(
            Part::Head,
            format!("{gutter}{}─┼─{source}", columns.join("─┼─")),
        )
    }

    fn step(&self, number: usize, row: &Row) -> Vec<Line> {
        let column = self
            .threads
            .iter()
            .position(|t| *t == row.thread)
            .unwrap_or(0);
        let part = if row.forced {
            Part::ForcedStep
        } else {
            Part::Step
        };
        let actions = hanging(&row.action, self.columns[column], "  ");
        let lines = actions.iter().enumerate().map(|(i, action)| {
            let mut cells = vec![String::new(); self.columns.len()];
            cells[column] = cut(action, self.columns[column]);
            let (gutter, source) = match i {
                0 => (self.numbered(number, row.forced), self.source(row)),
                _ => (self.gutter(' ', ""), String::new()),
            };
            Line::new(
                part,
                format!("{gutter}{}{BETWEEN}{source}", self.cells(&cells)),
            )
        });
        lines.collect()
    }

    fn numbered(&self, number: usize, forced: bool) -> String {
        self.gutter(if forced { FORCED } else { ' ' }, &number.to_string())
    }

    fn gutter(&self, mark: char, number: &str) -> String {
        format!("{mark} {number:>w$}  ", w = self.number)
    }

    fn cells(&self, cells: &[String]) -> String {
        let padded: Vec<String> = cells
            .iter()
            .zip(&self.columns)
            .map(|(c, w)| pad(&cut(c, *w), *w))
            .collect();
        padded.join(BETWEEN)
    }

    fn source(&self, row: &Row) -> String {
        if row.file.is_empty() {
            return String::new();
        }
        let elsewhere = if row.file == self.file {
            String::new()
        } else {
            format!("({}) ", row.file)
        };
        let source = format!("{elsewhere}{}", row.source);
        format!(
            "{:>w$}{BETWEEN}{}",
            row.line,
            cut(&source, self.source),
            w = self.line
        )
    }

    /// As wide as the longest source line that is really there.
    fn source_width(&self) -> usize {
        let longest = self
            .schedule
            .rows
            .iter()
            .map(|r| width(&self.source(r)))
            .max();
        longest.unwrap_or(0).max(width(self.file))
    }
}

fn busy_threads(schedule: &Schedule) -> Vec<usize> {
    let mut threads: Vec<usize> = schedule.rows.iter().map(|r| r.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    threads
}

/// Each column as wide as its longest cell; where that is too much for `room`, the wide ones give way first.
fn columns(schedule: &Schedule, threads: &[usize], room: usize) -> Option<Vec<usize>> {
    let wanted: Vec<usize> = threads.iter().map(|t| wanted(schedule, *t)).collect();
    let cap = (MIN_COLUMN..=room)
        .rev()
        .find(|cap| wanted.iter().map(|w| w.min(cap)).sum::<usize>() <= room)?;
    Some(wanted.into_iter().map(|w| w.min(cap)).collect())
}

fn wanted(schedule: &Schedule, thread: usize) -> usize {
    let actions = schedule
        .rows
        .iter()
        .filter(|r| r.thread == thread)
        .map(|r| width(&r.action));
    let head = schedule.threads.get(thread).map_or(1, |name| width(name));
    actions.chain([head]).max().unwrap_or(head)
}

pub fn main_file(schedule: &Schedule) -> &str {
    let count = |file: &str| schedule.rows.iter().filter(|r| r.file == file).count();
    let files = schedule
        .rows
        .iter()
        .map(|r| r.file.as_str())
        .filter(|f| !f.is_empty());
    // `rev`: of two files with as many rows, the one that comes first.
    files.rev().max_by_key(|f| count(f)).unwrap_or("")
}

//! A schedule as a list, for places too narrow for columns: who, what, and the source line below.

use super::fit::{cut, hanging};
use super::table::main_file;
use super::{FORCED, Line, Part};
use crate::{Row, Schedule};

pub fn lines(schedule: &Schedule, width: usize) -> Vec<Line> {
    let number = schedule.rows.len().to_string().len();
    let list = List {
        schedule,
        file: main_file(schedule),
        number,
        room: width.saturating_sub(number + 4).max(8),
    };
    let steps = schedule
        .rows
        .iter()
        .enumerate()
        .flat_map(|(i, row)| list.step(i + 1, row));
    std::iter::once(Line::new(Part::Head, cut(list.file, width)))
        .chain(steps)
        .collect()
}

struct List<'a> {
    schedule: &'a Schedule,
    /// The file that most rows are in: named once, above the list.
    file: &'a str,
    /// Width of the step number.
    number: usize,
    /// Width of what stands behind the step number.
    room: usize,
}

impl List<'_> {
    fn step(&self, number: usize, row: &Row) -> Vec<Line> {
        let (part, mark) = if row.forced {
            (Part::ForcedStep, FORCED)
        } else {
            (Part::Step, ' ')
        };
        let thread = self
            .schedule
            .threads
            .get(row.thread)
            .map_or("?", String::as_str);
        let mut texts = hanging(&format!("{thread}: {}", row.action), self.room, "  ");
        texts.extend(self.source(row));
        let first = format!("{mark} {number:>w$}  ", w = self.number);
        let indent = " ".repeat(self.number + 4);
        let gutters = std::iter::once(first).chain(std::iter::repeat(indent));
        gutters
            .zip(texts)
            .map(|(gutter, text)| Line::new(part, format!("{gutter}{text}")))
            .collect()
    }

    fn source(&self, row: &Row) -> Option<String> {
        if row.file.is_empty() {
            return None;
        }
        let elsewhere = if row.file == self.file {
            String::new()
        } else {
            format!("{}:", row.file)
        };
        Some(cut(
            &format!("  {elsewhere}{} │ {}", row.line, row.source),
            self.room,
        ))
    }
}

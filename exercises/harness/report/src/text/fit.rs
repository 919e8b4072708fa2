//! Text made to fit a number of terminal columns. Widths count columns, not bytes or characters.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cut to `columns`, the last of them an ellipsis where something was left out.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let mut room = columns.saturating_sub(1);
    let mut kept: String = text.chars().take_while(|c| take(&mut room, *c)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    if columns == 0 { String::new() } else { kept }
}

/// Filled up with spaces to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(width(text));
    format!("{text}{:spaces$}", "")
}

/// Broken between words; continuation lines are indented as the first line is.
///
/// A line that fits stays as it is, so that a message may hold a small table of its own.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    if width(text) <= columns {
        return vec![text.to_string()];
    }
    let indent = &text[..text.len() - text.trim_start().len()];
    hanging(text, columns, indent)
}

/// Broken between words; continuation lines start with `indent`. A word wider than a line is cut.
pub fn hanging(text: &str, columns: usize, indent: &str) -> Vec<String> {
    let first = &text[..text.len() - text.trim_start().len()];
    let mut lines = vec![first.to_string()];
    let mut fresh = true;
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("starts with one line");
        if !fresh && width(line) + 1 + width(word) > columns {
            lines.push(indent.to_string());
            fresh = true;
        }
        let line = lines.last_mut().expect("starts with one line");
        if !fresh {
            line.push(' ');
        }
        line.push_str(&cut(word, columns.saturating_sub(width(line)).max(1)));
        fresh = false;
    }
    lines
}

fn take(room: &mut usize, c: char) -> bool {
    let columns = c.width().unwrap_or(0);
    let fits = columns <= *room;
    *room -= if fits { columns } else { 0 };
    fits
}

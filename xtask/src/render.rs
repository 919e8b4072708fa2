//! Verdicts as text: pure functions of values, one renderer a format.

pub mod bar;
pub mod json;
pub mod junit;
pub mod table;
pub mod terminal;
pub mod words;

/// The width of the terminal, or the width that texts are written for where there is none.
pub fn width() -> usize {
    let columns = console::Term::stdout().size_checked();
    columns.map_or(report::text::WIDTH, |(_, columns)| {
        usize::from(columns).clamp(40, 160)
    })
}

/// What colours and other escapes add to a text is taken away again.
pub fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

//! The reader's source lines, and what they call things.

use ::std::collections::HashMap;
use ::std::panic::Location;
use ::std::path::{Path, PathBuf};

/// Source files read so far, by the path that the compiler gave.
#[derive(Default)]
pub(crate) struct Sources {
    files: HashMap<&'static str, Vec<String>>,
}

impl Sources {
    /// The line, trimmed; empty where the file is not to be found.
    pub fn line(&mut self, at: &'static Location<'static>) -> String {
        self.raw_line(at).trim().to_string()
    }

    fn raw_line(&mut self, at: &'static Location<'static>) -> String {
        let lines = self
            .files
            .entry(at.file())
            .or_insert_with(|| read(at.file()));
        lines
            .get(at.line() as usize - 1)
            .cloned()
            .unwrap_or_default()
    }

    /// The line, cut where the call is named.
    pub fn around(&mut self, at: &'static Location<'static>) -> (String, String) {
        let line = self.raw_line(at);
        let column = at.column() as usize - 1;
        (
            line.chars().take(column).collect(),
            line.chars().skip(column).collect(),
        )
    }

    /// What comes before the call on its line, and where that is not enough, on the line above.
    fn before(&mut self, at: &'static Location<'static>) -> String {
        let line = self.raw_line(at);
        let column = at.column() as usize - 1;
        let before: String = line.chars().take(column).collect();
        if !before.trim().is_empty() || at.line() < 2 {
            return before;
        }
        let lines = self
            .files
            .get(at.file())
            .map(Vec::as_slice)
            .unwrap_or_default();
        lines
            .get(at.line() as usize - 2)
            .cloned()
            .unwrap_or_default()
    }

    /// The variable or field that is made at this place: `let hits = …`, `hits: …`.
    pub fn name_of_made(&mut self, at: &'static Location<'static>) -> Option<String> {
        let before = self.before(at);
        let before = strip_wrappers(before.trim_end());
        if let Some(field) = before.strip_suffix(':').filter(|rest| !rest.ends_with(':')) {
            return last_word(field);
        }
        let declared = before.strip_suffix('=')?.trim_end();
        let pattern = declared.split(':').next()?.trim_end();
        last_word(pattern)
    }

    /// The variable or field on which the method is called: `hits` of `self.hits.lock()`.
    pub fn name_of_receiver(&mut self, at: &'static Location<'static>) -> Option<String> {
        let before = self.before(at);
        let receiver = before
            .trim_end()
            .strip_suffix('.')
            .unwrap_or(before.trim_end());
        let receiver = strip_index(receiver);
        last_word(receiver).or_else(|| tuple_field(receiver))
    }
}

/// `Arc::new(` and the like, as often as they stand at the end.
fn strip_wrappers(mut text: &str) -> &str {
    while let Some(rest) = text.strip_suffix('(') {
        let path = |c: char| c.is_alphanumeric() || "_:<>".contains(c);
        let before_path = rest.trim_end_matches(path);
        if before_path.len() == rest.len() {
            // A bare parenthesis is a tuple: its parts have no name of their own here.
            return text;
        }
        text = before_path.trim_end();
        // The path took a field's or a type's colon with it: give that back.
        if let Some(colon) = rest[text.len()..].find(": ") {
            text = &rest[..text.len() + colon + 1];
        }
    }
    text
}

/// `stripes` of `self.stripes[i]`.
fn strip_index(text: &str) -> &str {
    let Some(inner) = text.strip_suffix(']') else {
        return text;
    };
    inner.rfind('[').map_or(text, |open| &text[..open])
}

/// `pair.1` of `let a = pair.1`.
fn tuple_field(text: &str) -> Option<String> {
    let (pair, field) = text.rsplit_once('.')?;
    field.chars().all(|c| c.is_ascii_digit()).then_some(())?;
    Some(format!("{}.{field}", last_word(pair)?))
}

fn last_word(text: &str) -> Option<String> {
    let text = text.trim_end();
    let start = text
        .rfind(|c: char| !c.is_alphanumeric() && c != '_')
        .map_or(0, |at| at + 1);
    let word = &text[start..];
    let name =
        word.starts_with(|c: char| c.is_alphabetic() || c == '_') && word != "self" && word != "_";
    name.then(|| word.to_string())
}

/// Relative paths are the compiler's: they hold from the workspace's root, which lies somewhere above.
fn read(file: &str) -> Vec<String> {
    let here = ::std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let found = here
        .ancestors()
        .map(|folder| folder.join(Path::new(file)))
        .find(|path| path.is_file());
    let text = found
        .and_then(|path| ::std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    text.lines().map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_peeled_off() {
        assert_eq!(strip_wrappers("let hits = Arc::new("), "let hits =");
        assert_eq!(
            strip_wrappers("let hits = Arc::new(Box::new("),
            "let hits ="
        );
        assert_eq!(strip_wrappers("Self { hits: Arc::new("), "Self { hits:");
        assert_eq!(strip_wrappers("hits:"), "hits:");
    }

    #[test]
    fn a_name_is_the_last_word() {
        assert_eq!(last_word("let mut hits").as_deref(), Some("hits"));
        assert_eq!(
            last_word(strip_index("self.stripes[i + 1]")).as_deref(),
            Some("stripes")
        );
        assert_eq!(last_word("self"), None);
    }
}

//! What keeps the tool from doing its work, as the user is told it: what, why, and the next command.

use std::fmt;
use std::path::Path;

pub type Result<T> = std::result::Result<T, Problem>;

/// The user's problem, never a bug of ours: a bug panics.
#[derive(Debug)]
pub struct Problem {
    /// What could not be done, one line.
    what: String,
    /// The cause as the system or another tool put it; may have several lines.
    why: Option<String>,
    /// What to do next: a sentence that names a command or a file.
    hint: Option<String>,
}

impl Problem {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            why: None,
            hint: None,
        }
    }

    pub fn why(mut self, why: impl fmt::Display) -> Self {
        self.why = Some(why.to_string());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        for line in self.why.iter().flat_map(|why| why.trim_end().lines()) {
            write!(f, "\n  {line}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Names the operation and the file in an error of the system.
pub trait Doing<T> {
    /// `doing` is an infinitive: "read", "write", "start".
    fn doing(self, doing: &str, what: impl AsRef<Path>) -> Result<T>;
}

impl<T, E: fmt::Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, doing: &str, what: impl AsRef<Path>) -> Result<T> {
        self.map_err(|error| {
            Problem::new(format!("cannot {doing} {}", what.as_ref().display())).why(error)
        })
    }
}

//! What is wrong with the book, said to the person who writes it.

use std::fmt;

/// One thing to mend. A bug of the builder is an `anyhow` error instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// A file as the writer knows it, from the workbook's root.
    pub file: String,
    /// 1-based; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// One terse sentence without a full stop.
    pub message: String,
    /// What to do next: a command, or where to look.
    pub hint: String,
}

/// All problems of one pass, so that a writer mends them in one go.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problem {
    pub fn new(
        file: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Problem {
            file: file.into(),
            line: None,
            message: message.into(),
            hint: hint.into(),
        }
    }

    pub fn at(self, line: usize) -> Self {
        Problem {
            line: Some(line),
            ..self
        }
    }
}

impl Problems {
    /// `Ok` when there is nothing to mend.
    pub fn into_result(self) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(self.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}\n  hint: {}", self.message, self.hint)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&texts.join("\n"))
    }
}

impl std::error::Error for Problems {}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

//! The machine's CPython, asked line by line.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

/// A running interpreter; it ends with this value.
pub struct Python {
    pub version: String,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// The first of the usual names that starts; `None` where there is no interpreter.
    pub fn start(script: &Path) -> Result<Option<Python>> {
        for name in ["python3", "python"] {
            if let Some(python) = Self::start_as(name, script)? {
                return Ok(Some(python));
            }
        }
        Ok(None)
    }

    fn start_as(name: &str, script: &Path) -> Result<Option<Python>> {
        let spawned = Command::new(name)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = match spawned {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            spawned => spawned.with_context(|| format!("starting {name}"))?,
        };
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("{name} was started without its pipes");
        };
        let mut python = Python {
            version: String::new(),
            child,
            requests,
            answers: BufReader::new(answers),
        };
        python.version = python.line()?;
        // Some systems have a `python` that only tells where to get one.
        Ok(python.version.starts_with("CPython 3").then_some(python))
    }

    /// What one measurement took.
    pub fn seconds(&mut self, request: &str) -> Result<f64> {
        writeln!(self.requests, "{request}").context("asking the interpreter")?;
        let line = self.line()?;
        line.parse()
            .with_context(|| format!("the interpreter answered {line:?} to {request:?}"))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.answers
            .read_line(&mut line)
            .context("reading the interpreter's answer")?;
        Ok(line.trim_end().to_string())
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It may have ended by itself; what matters is that nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

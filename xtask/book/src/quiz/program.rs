//! Programs that readers trace, compiled and run.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Fault;
use super::schema::{Ask, Outcome, Question};

const EDITION: &str = "2024";
/// A program that has not ended by then hangs, on any machine.
const LIMIT: Duration = Duration::from_secs(60);

/// What became of a program.
#[derive(Debug, PartialEq, Eq)]
enum Trial {
    Printed(String),
    /// The lines of rustc's errors.
    Refused(BTreeSet<usize>),
    /// It panicked, for example; what it said.
    Failed(String),
    Hangs,
}

/// Compiles and runs the program of a question that asks for a trace. `None`: it does what the answer says.
pub fn check(question: &Question) -> Result<Option<Fault>> {
    let Ask::Tracing { program, outcome } = &question.ask else {
        return Ok(None);
    };
    let message = difference(outcome, &try_out(program)?);
    Ok(message.map(|message| question.fault(message)))
}

fn difference(expected: &Outcome, trial: &Trial) -> Option<String> {
    match (expected, trial) {
        (Outcome::Prints(text), Trial::Printed(printed)) => (text.trim() != printed.trim())
            .then(|| format!("it prints `{}`, and not `{}`", printed.trim(), text.trim())),
        (Outcome::Refused { line }, Trial::Refused(lines)) => {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            (lines != [line.to_string()]).then(|| {
                format!(
                    "rustc's errors are in line {}, and not in line {line} alone",
                    lines.join(" and ")
                )
            })
        }
        (Outcome::Refused { .. }, _) => {
            Some("it compiles, and `answer.doesCompile` is false".into())
        }
        (_, Trial::Refused(lines)) => {
            let first = lines.first().map_or(0, |line| *line);
            Some(format!(
                "it doesn't compile: rustc's error is in line {first}"
            ))
        }
        (_, Trial::Failed(said)) => Some(format!("it fails: {said}")),
        (_, Trial::Hangs) => Some(format!("it doesn't end within {LIMIT:?}")),
    }
}

fn try_out(program: &str) -> Result<Trial> {
    let scratch = tempfile::tempdir().context("making a folder to compile in")?;
    let compiled = compile(program, scratch.path())?;
    if !compiled.status.success() {
        let said = String::from_utf8_lossy(&compiled.stderr);
        return Ok(Trial::Refused(error_lines(&said)));
    }
    run(scratch.path())
}

/// As a reader would compile it, but for warnings, which are no answer.
fn compile(program: &str, folder: &Path) -> Result<Output> {
    std::fs::write(folder.join("main.rs"), program)?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .args([
            "--edition",
            EDITION,
            "--error-format",
            "json",
            "-A",
            "warnings",
            "main.rs",
        ])
        .args(["-C", "debuginfo=0"])
        .current_dir(folder)
        .output()
        .context("starting rustc")
}

fn run(folder: &Path) -> Result<Trial> {
    let mut program = Command::new(folder.join("main"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting the program of a question")?;
    let start = Instant::now();
    while program.try_wait()?.is_none() {
        if start.elapsed() > LIMIT {
            program.kill()?;
            program.wait()?;
            return Ok(Trial::Hangs);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = program.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Ok(Trial::Failed(said.trim().to_owned()));
    }
    Ok(Trial::Printed(
        String::from_utf8_lossy(&output.stdout).into_owned(),
    ))
}

/// What matters of rustc's JSON.
#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    is_primary: bool,
    line_start: usize,
}

/// Those where the errors themselves are, without the places that rustc also points to.
fn error_lines(said: &str) -> BTreeSet<usize> {
    let diagnostics = said
        .lines()
        .filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    let errors = diagnostics.filter(|diagnostic| diagnostic.level == "error");
    let spans = errors.flat_map(|error| error.spans);
    spans
        .filter(|span| span.is_primary)
        .map(|span| span.line_start)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(program: &str, expected: &Outcome) -> Option<String> {
        difference(expected, &try_out(program).unwrap())
    }

    #[test]
    fn a_program_prints_what_the_answer_says_or_its_real_output_is_told() {
        let program = "fn main() {\n    println!(\"{}\", 1 + 1);\n}\n";
        assert_eq!(said(program, &Outcome::Prints("2".into())), None);
        let wrong = said(program, &Outcome::Prints("3".into()));
        assert_eq!(wrong.as_deref(), Some("it prints `2`, and not `3`"));
        let refused = said(program, &Outcome::Refused { line: 2 });
        assert_eq!(
            refused.as_deref(),
            Some("it compiles, and `answer.doesCompile` is false")
        );
    }

    #[test]
    fn a_program_is_refused_in_the_line_of_the_answer() {
        let program = "fn main() {\n    let n = 1;\n    n = 2;\n    println!(\"{n}\");\n}\n";
        assert_eq!(said(program, &Outcome::Refused { line: 3 }), None);
        let wrong = said(program, &Outcome::Refused { line: 2 });
        let expected = "rustc's errors are in line 3, and not in line 2 alone";
        assert_eq!(wrong.as_deref(), Some(expected));
        let wrong = said(program, &Outcome::Prints("2".into()));
        let expected = "it doesn't compile: rustc's error is in line 3";
        assert_eq!(wrong.as_deref(), Some(expected));
    }

    #[test]
    fn a_panic_is_no_output() {
        let said = said(
            "fn main() { panic!(\"no\") }",
            &Outcome::Prints(String::new()),
        );
        assert!(said.unwrap().starts_with("it fails: "));
    }
}

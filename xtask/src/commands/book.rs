//! `book`, `serve`, `measure` and `bench`: handed to packages of their own, which the grader need not wait for.

use std::ffi::OsString;
use std::process::Command;

use super::Ended;
use crate::problem::{Doing, Problem, Result};
use crate::toolchain;
use crate::workbook::Workbook;

/// Runs the book builder's command of that name in the reader's terminal.
pub fn run(workbook: &Workbook, command: &str, arguments: &[OsString]) -> Result<Ended> {
    hand_over(
        workbook,
        &[PACKAGE],
        &[&[command.into()], arguments].concat(),
    )
}

/// Measures on this machine what a page claims.
pub fn measure(workbook: &Workbook, arguments: &[OsString]) -> Result<Ended> {
    hand_over(workbook, &["workbook-measure"], arguments)
}

/// Runs what an exercise builds beside the crates that do the same; optimised, as all of them are in use.
pub fn bench(workbook: &Workbook, arguments: &[OsString]) -> Result<Ended> {
    hand_over(workbook, &["workbook-bench", "--release"], arguments)
}

/// `package` is the package's name, with options for cargo behind it.
fn hand_over(workbook: &Workbook, package: &[&str], arguments: &[OsString]) -> Result<Ended> {
    let status = Command::new(toolchain::cargo())
        .args(["run", "--quiet", "--package"])
        .args(package)
        .arg("--")
        .args(arguments)
        .current_dir(&workbook.root)
        .status()
        .doing("start", "cargo")?;
    match status.code() {
        Some(0) => Ok(Ended::Well),
        Some(1) => Ok(Ended::NotYet),
        Some(2) => Ok(Ended::Told),
        _ => Err(Problem::new(format!(
            "`{}` ended with {status}",
            package[0]
        ))),
    }
}

pub const PACKAGE: &str = "workbook-book";

/// Opens the built book in a browser; `verify` alone starts it.
pub const BROWSER_PACKAGE: &str = "workbook-browser";

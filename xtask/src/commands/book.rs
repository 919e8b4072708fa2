//! `book` and `serve`: handed to the book builder, which is a package of its own because it is heavy to build.

use std::ffi::OsString;
use std::process::Command;

use super::Ended;
use crate::problem::{Doing, Problem, Result};
use crate::toolchain;
use crate::workbook::Workbook;

/// Runs the book builder's command of that name in the reader's terminal.
pub fn run(workbook: &Workbook, command: &str, arguments: &[OsString]) -> Result<Ended> {
    let status = Command::new(toolchain::cargo())
        .args(["run", "--quiet", "--package", PACKAGE, "--", command])
        .args(arguments)
        .current_dir(&workbook.root)
        .status()
        .doing("start", "cargo")?;
    match status.code() {
        Some(0) => Ok(Ended::Well),
        Some(1) => Ok(Ended::NotYet),
        _ => Err(Problem::new(format!(
            "`{PACKAGE} {command}` ended with {status}"
        ))),
    }
}

pub const PACKAGE: &str = "workbook-book";

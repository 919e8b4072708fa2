//! The command line.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::commands::{Ended, book, check, hint, list, next, reset, solution, verify, watch};
use crate::problem::Result;
use crate::workbook::Workbook;

/// Checks your exercises, and the workbook itself.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Grade your exercises: all, a chapter, or one
    Check(check::Cli),
    /// Grade an exercise on every save
    Watch {
        /// Exercises or chapters; none means all
        names: Vec<String>,
    },
    /// Every exercise and what the last check said
    List,
    /// A hint, one step further each time
    Hint {
        /// None means the first that has not passed
        exercise: Option<String>,
    },
    /// Put an exercise's file back as it was shipped; yours is kept under .workbook/backup
    Reset { exercise: String },
    /// Show the answer of an exercise that you have passed
    Solution {
        exercise: String,
        /// Show it before you have passed
        #[arg(long)]
        anyway: bool,
    },
    /// The first exercise that has not passed
    Next,
    /// Build the book; `--epub` and `--pdf` write it as one file, too
    Book {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Read the book in a browser, with your verdicts in its pages
    Serve {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Measure on your machine what a page shows: `cargo xtask measure gil`
    Measure {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Run what exercises build beside crates that do the same, and beside the laws: `cargo xtask bench queues`
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Test the workbook itself
    Verify(verify::Cli),
}

impl Cli {
    pub fn run(&self) -> Result<Ended> {
        let workbook = Workbook::find()?;
        let Some(command) = &self.command else {
            return next::overview(&workbook);
        };
        match command {
            Command::Check(cli) => check::run(cli, &workbook),
            Command::Watch { names } => watch::run(&workbook, names),
            Command::List => list::run(&workbook),
            Command::Hint { exercise } => hint::run(&workbook, exercise.as_deref()),
            Command::Reset { exercise } => reset::run(&workbook, exercise),
            Command::Solution { exercise, anyway } => solution::run(&workbook, exercise, *anyway),
            Command::Next => next::run(&workbook),
            Command::Book { arguments } => book::run(&workbook, "build", arguments),
            Command::Serve { arguments } => book::run(&workbook, "serve", arguments),
            Command::Measure { arguments } => book::measure(&workbook, arguments),
            Command::Bench { arguments } => book::bench(&workbook, arguments),
            Command::Verify(cli) => verify::run(cli, &workbook),
        }
    }
}

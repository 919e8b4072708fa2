//! The command line of the book builder; the library's documentation says how it works.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use workbook_book::cli::{Cli, Command};
use workbook_book::command;
use workbook_book::problem::Problems;
use workbook_book::workbook::Workbook;

fn main() -> ExitCode {
    run(Cli::parse()).unwrap_or_else(|error| report(&error))
}

fn run(cli: Cli) -> Result<ExitCode> {
    let workbook = Workbook::around(&std::env::current_dir()?)?;
    match cli.command {
        Command::Build { pdf, epub } => command::build(&workbook, pdf, epub),
        Command::Serve {
            port,
            open,
            no_open,
        } => {
            let asked = (open || no_open).then_some(open);
            command::serve(workbook, port, asked)
        }
        Command::Check { no_listings } => command::check(&workbook, !no_listings),
        Command::Record { names } => command::record(&workbook, &names),
        Command::Dictionary => command::dictionary(&workbook),
        Command::Picture => command::picture(&workbook),
        Command::Preprocess { question } => command::preprocess(&workbook, &question),
    }
}

/// 1: something in the book is to be mended. 2: the tool could not do its work.
fn report(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<Problems>() {
        Some(problems) => {
            eprintln!("{problems}\n\n{} to mend", problems.0.len());
            ExitCode::from(1)
        }
        None => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

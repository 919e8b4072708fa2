//! The command line.

use clap::{Parser, Subcommand};

use crate::commands::{Ended, check};
use crate::problem::Result;
use crate::workbook::Workbook;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Verdicts about your exercises.
    Check(check::Cli),
}

impl Cli {
    pub fn run(&self) -> Result<Ended> {
        let workbook = Workbook::find()?;
        match &self.command {
            None => check::run(&check::Cli::default(), &workbook),
            Some(Command::Check(cli)) => check::run(cli, &workbook),
        }
    }
}

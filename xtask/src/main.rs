//! The workbook's grader.

mod answers;
mod build;
mod cache;
mod catalog;
mod cli;
mod clock;
mod commands;
mod exercise;
mod files;
mod grade;
mod problem;
mod process;
mod progress;
mod render;
mod rustc;
mod stage;
mod toolchain;
mod verdict;
mod verify;
mod workbook;

use std::process::ExitCode;

use clap::Parser;

use commands::Ended;

fn main() -> ExitCode {
    if let Some(folder) = rustc::records_folder() {
        return rustc::record_and_run(&folder);
    }
    match cli::Cli::parse().run() {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::NotYet) => ExitCode::from(1),
        Err(problem) => {
            anstream::eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

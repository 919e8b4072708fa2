//! `cargo xtask`: the workbook's own commands.
//!
//! # One way to a verdict
//!
//! ```text
//! source file ──stage──▶ package ──build──▶ test binary ──process, one a test──▶ Verdict ──render──▶ text, JSON, JUnit
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`cli`], [`commands`] | the command line, and a thin file a command |
//! | [`workbook`], [`catalog`], [`exercise`], [`answers`] | what there is to grade, and where it lies |
//! | [`grade`] | the whole way, for one answer or two hundred |
//! | [`stage`], [`build`], [`rustc`], [`toolchain`] | from a file to a test binary |
//! | [`process`] | one test in a process of its own, under limits |
//! | [`verdict`] | what became of it: a value, the same for every renderer |
//! | [`cache`], [`progress`], [`files`] | what is remembered, and how it is written |
//! | [`render`] | verdicts as text: a renderer a format |
//! | [`verify`] | the workbook's own test, on the same way |
//!
//! # Invariants
//!
//! - The reader's file, a reference, an also-right and a wrong answer go the same way: what `verify`
//!   proves about the shipped answers holds for the reader's.
//! - A program under test sees copies only. The reader's file is written by `reset`, which keeps what
//!   was there, and to bring back one that vanished; by nothing else.
//! - A test has passed when its process ended well *and* its record carries the nonce; exit codes and
//!   printed text alone prove nothing.
//! - Whatever a program does, its verdict comes in time and the next program is graded as if nothing
//!   had happened: a process group a test, limits on time, output, memory and threads.
//! - A verdict is remembered under a hash of all that it rests on ([`cache`]); a compiler call is
//!   repeated only on unchanged ground ([`rustc`]). On any doubt cargo decides anew.
//! - A verdict's text holds no time, no path of this machine and no figure that changes from run to
//!   run, where it is compared with a snapshot.
//! - There is no mdBook in here, and no build but the one of the answers: the first verdict in a fresh
//!   clone must not wait for a book. `book` and `serve` hand over to the package in `xtask/book`,
//!   `verify --browser` to the one in `xtask/browser`.
//! - Renderers are pure functions of verdicts; only commands print.

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
mod program;
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
        Ok(Ended::Told) => ExitCode::from(2),
        Err(problem) => {
            anstream::eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

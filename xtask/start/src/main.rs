//! `cargo xtask`: starts the grader, having built it where it is stale.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use workbook_start::Program;

/// The grader's package and binary.
const GRADER: &str = "xtask";

/// Files below the workspace's root that decide how the grader is built, and that cargo does not list.
const DECIDE: [&str; 5] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "xtask/Cargo.toml",
    "exercises/harness/report/Cargo.toml",
];

fn main() -> ExitCode {
    match grader() {
        Ok(grader) => become_it(Command::new(grader).args(arguments())),
        Err(code) => code,
    }
}

/// The grader as its sources are now; an exit code where it cannot be built.
fn grader() -> Result<PathBuf, ExitCode> {
    let this = std::env::current_exe().map_err(|error| {
        eprintln!("error: cannot find the folder of built programs: {error}");
        ExitCode::from(2)
    })?;
    let grader = Program::in_folder(this.parent().unwrap_or(Path::new(".")), GRADER);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let decide: Vec<PathBuf> = DECIDE.iter().map(|name| root.join(name)).collect();
    if !grader.is_fresh(&decide) {
        build(&grader)?;
    }
    Ok(grader.path)
}

fn build(grader: &Program) -> Result<(), ExitCode> {
    let began = SystemTime::now();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.args(["build", "--package", GRADER, "--bin", GRADER]);
    // The first build takes half a minute: whoever sits before it sees it go on.
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    match command.status() {
        // Without a stamp the next start asks cargo again: slower, and right.
        Ok(status) if status.success() => {
            let _ = grader.stamp_it(began);
            Ok(())
        }
        Ok(_) => Err(ExitCode::from(2)),
        Err(error) => {
            eprintln!("error: cannot start {}: {error}", cargo.display());
            Err(ExitCode::from(2))
        }
    }
}

fn arguments() -> impl Iterator<Item = OsString> {
    std::env::args_os().skip(1)
}

/// Signals and the exit code are then the grader's own.
#[cfg(unix)]
fn become_it(command: &mut Command) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    eprintln!("error: cannot start the grader: {error}");
    ExitCode::from(2)
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> ExitCode {
    match command.status() {
        Ok(status) => ExitCode::from(status.code().map_or(2, |code| code as u8)),
        Err(error) => {
            eprintln!("error: cannot start the grader: {error}");
            ExitCode::from(2)
        }
    }
}

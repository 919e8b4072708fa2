//! Turning staged packages into test binaries: one cargo call for all that need it.
//!
//! What cargo did once, [`crate::rustc`] repeats without cargo while nothing but the answer changed.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::problem::{Doing, Problem, Result};
use crate::rustc;
use crate::stage::Package;
use crate::toolchain;

/// What the compiler made of one package.
pub struct Built {
    /// The test binary, or rustc's errors as it wrote them.
    pub result: std::result::Result<PathBuf, String>,
    pub warnings: Vec<String>,
}

/// A message of rustc: `cargo` wraps it, a direct call writes it bare.
#[derive(Deserialize)]
pub struct Diagnostic {
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub message: String,
    pub rendered: Option<String>,
}

/// A line that cargo writes.
#[derive(Deserialize)]
struct CargoMessage {
    reason: String,
    target: Option<CargoTarget>,
    message: Option<Diagnostic>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct CargoTarget {
    src_path: PathBuf,
}

/// What was said about one package so far.
#[derive(Default)]
pub struct Said {
    errors: Vec<String>,
    warnings: Vec<String>,
    executable: Option<PathBuf>,
}

/// Builds the workspace in `stage`; `built` hears of every package as it ends.
pub fn cargo(
    stage: &Path,
    target: &Path,
    packages: &[&Package],
    mut built: impl FnMut(),
) -> Result<Vec<Built>> {
    let mut child = cargo_command(stage, target)
        .spawn()
        .doing("start", "cargo")?;
    let messages = child.stdout.take().expect("stdout is piped");
    let errors = collect_stderr(child.stderr.take().expect("stderr is piped"));
    let mut said: Vec<Said> = packages.iter().map(|_| Said::default()).collect();
    for line in std::io::BufReader::new(messages).lines() {
        let line = line.doing("read", "cargo's messages")?;
        let Ok(message) = serde_json::from_str::<CargoMessage>(&line) else {
            continue; // not for us: a build script's print
        };
        let Some(at) = message.target.as_ref().and_then(|t| position(packages, t)) else {
            continue;
        };
        if message.reason == "compiler-artifact" {
            built();
        }
        said[at].take(message.message, message.executable);
    }
    child.wait().doing("wait for", "cargo")?;
    let errors = errors.join().unwrap_or_default();
    let all = packages.iter().zip(said);
    all.map(|(package, said)| said.conclude(package, &errors))
        .collect()
}

fn cargo_command(stage: &Path, target: &Path) -> Command {
    let mut command = Command::new(toolchain::cargo());
    command
        .args(["build", "--workspace", "--tests", "--keep-going"])
        .args([
            "--message-format=json-diagnostic-rendered-ansi",
            "--target-dir",
        ])
        .arg(target)
        .current_dir(stage)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    rustc::record_calls_of(&mut command, target);
    command
}

fn collect_stderr(stderr: std::process::ChildStderr) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || std::io::read_to_string(stderr).unwrap_or_default())
}

fn position(packages: &[&Package], target: &CargoTarget) -> Option<usize> {
    packages
        .iter()
        .position(|package| target.src_path.starts_with(&package.dir))
}

impl Said {
    pub fn take(&mut self, message: Option<Diagnostic>, executable: Option<PathBuf>) {
        if executable.is_some() {
            self.executable = executable;
        }
        let Some(diagnostic) = message else { return };
        let Some(rendered) = diagnostic.rendered else {
            return;
        };
        match diagnostic.level.as_str() {
            // Cargo says how many errors there were; the reader sees them.
            _ if diagnostic.message.starts_with("aborting due to") => {}
            _ if is_count(&diagnostic.message) => {}
            "warning" => self.warnings.push(rendered),
            _ => self.errors.push(rendered),
        }
    }

    /// Neither a binary nor an error is no verdict about the answer: something else is broken.
    pub fn conclude(self, package: &Package, cargo_said: &str) -> Result<Built> {
        let map = |texts: Vec<String>| texts.iter().map(|t| package.map_back(t)).collect();
        let errors: Vec<String> = map(self.errors);
        let result = match self.executable {
            _ if !errors.is_empty() => Err(errors.concat()),
            Some(executable) => Ok(executable),
            None => {
                return Err(Problem::new(format!(
                    "cannot build the tests of {}",
                    package.shown_source
                ))
                .why(cause(cargo_said))
                .hint("`cargo build -p harness` shows whether the test support builds at all"));
            }
        };
        Ok(Built {
            result,
            warnings: map(self.warnings),
        })
    }
}

/// What cargo said, without its progress.
fn cause(cargo_said: &str) -> String {
    let progress = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("Compiling ") || line.starts_with("warning: profile package spec")
    };
    let lines: Vec<&str> = cargo_said.lines().filter(|l| !progress(l)).collect();
    lines.join("\n")
}

/// `2 warnings emitted`
fn is_count(message: &str) -> bool {
    message.ends_with("warning emitted") || message.ends_with("warnings emitted")
}

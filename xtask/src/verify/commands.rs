//! What other programs check: rustfmt, clippy, cargo's tests, the book builder, a browser.
//!
//! Each is remembered under a hash of the folders that it looks at, once it found nothing.

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Options, Section, Step};
use crate::cache;
use crate::commands::book;
use crate::exercise::Exercise;
use crate::files;
use crate::problem::{Doing, Problem, Result};
use crate::process;
use crate::render::bar::Bar;
use crate::toolchain;
use crate::workbook::Workbook;

/// A step that found nothing, as remembered.
#[derive(Serialize, Deserialize)]
struct Remembered {
    key: String,
    passed: usize,
}

pub fn check(workbook: &Workbook, step: Step, options: &Options, bar: &Bar) -> Result<Section> {
    let mut section = Section::new(step);
    let packages = Packages::of(workbook)?;
    if !edited_chapters(workbook).is_empty() && matches!(step, Step::Formatting | Step::Lints) {
        let names = edited_chapters(workbook).join(", ");
        section.note = Some(format!("without {names}: exercises there are edited"));
    }
    let Some(mut command) = command(workbook, step, options, &packages) else {
        section.note = Some("nothing here to check".to_string());
        return Ok(section);
    };
    let key = cache::tree_key(workbook, looked_at(step));
    let key = format!("{key} {:?}", command.get_args().collect::<Vec<_>>());
    let memory = workbook.grade_dir().join(format!("verified-{step}.json"));
    let known = std::fs::read(&memory).ok();
    let known: Option<Remembered> = known.and_then(|text| serde_json::from_slice(&text).ok());
    if let Some(known) = known.filter(|known| known.key == key && options.use_cache) {
        section.passed = known.passed;
        return Ok(section);
    }
    bar.note(&format!("running {step}"));
    std::fs::create_dir_all(workbook.grade_dir()).doing("create", workbook.grade_dir())?;
    let log = workbook.grade_dir().join(format!("verified-{step}.log"));
    let ended = process::run_tool(&mut command, &log, PATIENCE).doing("run", "cargo")?;
    judge(&mut section, step, ended, &log);
    if section.failed.is_empty() && section.note.is_none() {
        let passed = section.passed;
        files::replace(&memory, &files::json(&Remembered { key, passed }))?;
    }
    Ok(section)
}

/// The folders and files whose change can change what the step finds.
fn looked_at(step: Step) -> &'static [&'static str] {
    match step {
        Step::Tests => &[
            "book",
            "exercises/harness",
            "xtask",
            "Cargo.toml",
            "Cargo.lock",
        ],
        Step::Grader => &[
            "exercises/harness/report",
            "xtask",
            "Cargo.toml",
            "Cargo.lock",
        ],
        Step::Book | Step::Browser => &[
            "book",
            "exercises",
            "solutions",
            "xtask",
            "README.md",
            "Cargo.toml",
            "Cargo.lock",
        ],
        _ => &[
            "exercises",
            "solutions",
            "xtask",
            "rustfmt.toml",
            "clippy.toml",
            "Cargo.toml",
            "Cargo.lock",
        ],
    }
}

fn command(
    workbook: &Workbook,
    step: Step,
    options: &Options,
    packages: &Packages,
) -> Option<Command> {
    let mut command = Command::new(toolchain::cargo());
    command
        .current_dir(&workbook.root)
        .env("CARGO_TERM_COLOR", "never");
    let edited = edited_chapters(workbook);
    // What drives a browser is built only where a browser is asked for.
    let with_browser = options.steps.contains(&Step::Browser);
    let wanted = |name: &str| with_browser || name != book::BROWSER_PACKAGE;
    let shipped = packages.names.iter();
    let shipped = shipped.filter(|name| wanted(name) && !edited.contains(name));
    match step {
        Step::Formatting => {
            command.args(["fmt", "--check"]);
            shipped.for_each(|name| _ = command.args(["--package", name]));
        }
        Step::Lints => {
            command.args(["clippy", "--quiet", "--all-targets"]);
            shipped.for_each(|name| _ = command.args(["--package", name]));
            command.args(["--", "--deny", "warnings"]);
        }
        Step::Tests => {
            let tested = TESTED.into_iter();
            let tested = tested.filter(|name| wanted(name) && packages.has(name));
            command.args(["test", "--quiet"]);
            tested.for_each(|name| _ = command.args(["--package", name]));
        }
        Step::Grader if packages.has(GRADER) => {
            command.args(["test", "--quiet", "--package", GRADER]);
        }
        Step::Book if packages.has(book::PACKAGE) => {
            command.args(["run", "--quiet", "--package", book::PACKAGE, "--", "check"]);
        }
        Step::Browser if packages.has(book::BROWSER_PACKAGE) => {
            command.args(["run", "--quiet", "--package", book::BROWSER_PACKAGE]);
        }
        _ => return None,
    }
    Some(command)
}

/// Packages with tests of their own; those of the chapters are the reader's.
const TESTED: [&str; 7] = [
    "harness",
    "harness-macros",
    "listings",
    "report",
    "workbook-start",
    book::PACKAGE,
    book::BROWSER_PACKAGE,
];

const GRADER: &str = "xtask";

/// A tool that takes longer hangs; on two cores the longest takes two minutes.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

fn judge(section: &mut Section, step: Step, ended: Option<ExitStatus>, log: &Path) {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    match ended {
        None => {
            let minutes = PATIENCE.as_secs() / 60;
            section.take(
                format!("{step} had not ended after {minutes} minutes"),
                Some(text),
            );
        }
        Some(status) if status.success() => {
            section.passed += match step {
                Step::Tests | Step::Grader => passed_tests(&text),
                Step::Browser => passed_checks(&text),
                _ => 1,
            };
        }
        Some(status) if step == Step::Browser && status.code() == Some(NO_BROWSER) => {
            section.note = text.lines().next_back().map(str::to_string);
        }
        Some(status) => section.take(format!("{step} ended with {status}"), Some(text)),
    }
}

/// How [`book::BROWSER_PACKAGE`] ends where there is no browser: nothing is wrong, and nothing was looked at.
const NO_BROWSER: i32 = 3;

/// `364 passed, 0 failed`, its last line.
fn passed_checks(output: &str) -> usize {
    let last = output.lines().next_back().unwrap_or("");
    let count = last.split_once(" passed");
    count.map_or(0, |(count, _)| count.parse().unwrap_or(0))
}

/// The sum over `test result: ok. 12 passed; …`
fn passed_tests(output: &str) -> usize {
    let results = output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "));
    let counts = results.filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok());
    counts.sum()
}

/// Chapters in which an exercise is not as shipped: lints and format of the reader's code are the reader's.
fn edited_chapters(workbook: &Workbook) -> Vec<String> {
    let edited = |exercise: Exercise| {
        let source = std::fs::read(exercise.source(workbook)).ok();
        source != std::fs::read(exercise.stub(workbook)).ok()
    };
    let chapters = workbook.catalog.chapters.iter();
    let edited = chapters.filter(|chapter| chapter.all().into_iter().any(edited));
    edited.map(|chapter| chapter.name.clone()).collect()
}

/// The packages of the workbook's workspace.
struct Packages {
    names: Vec<String>,
}

impl Packages {
    fn of(workbook: &Workbook) -> Result<Self> {
        let output = Command::new(toolchain::cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&workbook.root)
            .output()
            .doing("start", "cargo")?;
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|_| {
            Problem::new("cargo cannot read the workspace")
                .why(String::from_utf8_lossy(&output.stderr))
                .hint("`cargo metadata` says the same; mend the manifest that it names")
        })?;
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let names = packages.filter_map(|p| p["name"].as_str().map(str::to_string));
        Ok(Self {
            names: names.collect(),
        })
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    fn judged(code: i32, said: &str) -> Section {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        std::fs::write(&log, said).unwrap();
        let mut section = Section::new(Step::Browser);
        let ended = ExitStatus::from_raw(code << 8);
        judge(&mut section, Step::Browser, Some(ended), &log);
        section
    }

    #[test]
    fn without_a_browser_nothing_has_passed_and_nothing_failed() {
        let section = judged(NO_BROWSER, "some warning\nskipped: chromium is missing\n");
        assert_eq!((section.passed, section.failed.len()), (0, 0));
        assert_eq!(
            section.note.as_deref(),
            Some("skipped: chromium is missing")
        );
    }

    #[test]
    fn every_check_in_the_browser_counts() {
        let section = judged(0, "some warning\n364 passed, 0 failed\n");
        assert_eq!((section.passed, section.failed.len()), (364, 0));
    }

    #[test]
    fn what_a_page_got_wrong_is_told() {
        let section = judged(1, "03-races, navy, 320 px: wide\n\n1 passed, 1 failed\n");
        assert_eq!(section.failed.len(), 1);
        assert!(section.failed[0].why.contains("03-races, navy, 320 px"));
    }
}

//! The workbook's own test: every promise that a reader relies on, checked.

mod answers;
mod catalog;
mod commands;
mod snapshot;

use std::fmt;

use clap::ValueEnum;

use crate::problem::Result;
use crate::render::bar::Bar;
use crate::workbook::Workbook;

/// A row of the table; the order is from cheap to dear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, PartialOrd, Ord)]
pub enum Step {
    /// Catalog, files, page and SUMMARY agree; everything that an exercise needs is there
    Catalog,
    /// Every stub compiles without warnings and fails with words
    Stubs,
    /// Every reference passes all kinds
    References,
    /// Every other right answer passes all kinds
    AlsoRight,
    /// Every wrong answer is refused by the kinds that its header names, with the words of its snapshot
    Wrong,
    /// rustfmt would change nothing
    Formatting,
    /// clippy has nothing to say
    Lints,
    /// The tests of harness, report, listings and book builder
    Tests,
    /// The tests of the grader
    Grader,
    /// Listings, recorded outputs, links and fragments
    Book,
    /// Every page in Chromium: contrast, keys, weight; only where it is asked for
    Browser,
}

pub struct Options {
    pub steps: Vec<Step>,
    /// Exercises or chapters whose answers are graded; none means all.
    pub names: Vec<String>,
    /// How often each test of an answer is run; more than once, nothing is remembered.
    pub rounds: usize,
    /// Also: each exercise file equals its stub.
    pub shipped: bool,
    /// Write snapshots instead of comparing them.
    pub accept: bool,
    pub use_cache: bool,
}

/// What one step found.
pub struct Section {
    pub step: Step,
    pub passed: usize,
    pub failed: Vec<Failure>,
    /// What was left out, and why.
    pub note: Option<String>,
}

pub struct Failure {
    /// The file or the thing that is not as promised.
    pub what: String,
    pub why: String,
}

pub fn verify(workbook: &Workbook, options: &Options, bar: &Bar) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    let wanted = |step| options.steps.contains(&step);
    if wanted(Step::Catalog) {
        sections.push(catalog::check(workbook, options)?);
    }
    let of_commands = |steps: &[Step]| -> Result<Vec<Section>> {
        let steps = steps.iter().filter(|step| wanted(**step));
        steps
            .map(|step| commands::check(workbook, *step, options, bar))
            .collect()
    };
    let (answers, beside) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| of_commands(&BESIDE_THE_ANSWERS));
        let answers = answers::check(workbook, options, bar);
        (answers, beside.join().expect("no step panics"))
    });
    sections.extend(answers?);
    sections.extend(beside?);
    sections.extend(of_commands(&[Step::Grader])?);
    sections.sort_by_key(|section| section.step);
    Ok(sections)
}

/// They build in another folder than the answers, and use what those leave of the processors: a compiler waits for
/// a linker, a test for its end. The grader's own tests come later, as they build this very program anew.
const BESIDE_THE_ANSWERS: [Step; 5] = [
    Step::Formatting,
    Step::Lints,
    Step::Book,
    Step::Tests,
    Step::Browser,
];

impl Step {
    /// Those that need nothing but Rust.
    pub const USUAL: [Step; 10] = [
        Step::Catalog,
        Step::Stubs,
        Step::References,
        Step::AlsoRight,
        Step::Wrong,
        Step::Formatting,
        Step::Lints,
        Step::Tests,
        Step::Grader,
        Step::Book,
    ];
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Step::Catalog => "catalog",
            Step::Stubs => "stubs",
            Step::References => "references",
            Step::AlsoRight => "also right",
            Step::Wrong => "wrong",
            Step::Formatting => "formatting",
            Step::Lints => "lints",
            Step::Tests => "tests",
            Step::Grader => "grader",
            Step::Book => "book",
            Step::Browser => "browser",
        })
    }
}

impl Section {
    fn new(step: Step) -> Self {
        Self {
            step,
            passed: 0,
            failed: Vec::new(),
            note: None,
        }
    }

    /// One more thing checked; `fault` says what is wrong with it.
    fn take(&mut self, what: impl Into<String>, fault: Option<String>) {
        match fault {
            None => self.passed += 1,
            Some(why) => self.failed.push(Failure {
                what: what.into(),
                why,
            }),
        }
    }

    /// One more thing checked; it holds, or `why` is told.
    fn expect(&mut self, what: &str, holds: bool, why: &str) {
        self.take(what, (!holds).then(|| why.to_string()));
    }
}

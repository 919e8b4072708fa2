//! Where the reader stands with an exercise, as a page shows it.

use std::collections::BTreeMap;

use report::{Explored, Measured, Schedule};

use crate::catalog::KINDS;

/// One exercise's last verdict.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub state: State,
    /// By the kind's module name; a kind that is absent has no verdict.
    pub kinds: BTreeMap<String, Outcome>,
    /// In the order of the tests; the first one is shown in full.
    pub refusals: Vec<Refusal>,
    /// By kind, what its searches promise together.
    pub explored: BTreeMap<String, Explored>,
    pub measured: Vec<Measured>,
    /// The verdict as the terminal shows it.
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// The grader has not seen it.
    #[default]
    Unchecked,
    /// Still the stub.
    Unsolved,
    /// The file is missing, empty or not text.
    NoProgram,
    DoesNotCompile,
    Refused,
    Passed,
}

/// How the tests of a kind ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// Unsolved, or not run.
    Open,
    /// With the grader's word for it: `refused`, `hangs`, `overflows its stack`.
    Refused(String),
}

#[derive(Clone, Debug, Default)]
pub struct Refusal {
    /// `race_free::no_update_is_lost`; `None` where only the interleaving was kept.
    pub test: Option<String>,
    /// Whole sentences; backticks mark code.
    pub message: String,
    pub schedule: Option<Schedule>,
}

impl State {
    /// The name that style sheet and script know it by.
    pub fn name(self) -> &'static str {
        match self {
            State::Unchecked => "unchecked",
            State::Unsolved => "unsolved",
            State::NoProgram => "no_program",
            State::DoesNotCompile => "does_not_compile",
            State::Refused => "refused",
            State::Passed => "passed",
        }
    }
}

impl Standing {
    /// The one line that is read out when a verdict arrives.
    pub fn headline(&self) -> String {
        match self.state {
            State::Unchecked => "Not checked yet.".into(),
            State::Unsolved => "Not solved yet: the stub still waits for your code.".into(),
            State::NoProgram => "The file holds no program that can be read.".into(),
            State::DoesNotCompile => "Does not compile.".into(),
            State::Passed => "Passed.".into(),
            State::Refused => format!("Refused: {}.", self.refused_kinds()),
        }
    }

    fn refused_kinds(&self) -> String {
        let refused: Vec<&str> = KINDS
            .iter()
            .filter(|kind| matches!(self.kinds.get(kind.module), Some(Outcome::Refused(_))))
            .map(|kind| kind.label)
            .collect();
        match refused[..] {
            [] => "a test does not hold".into(),
            _ => refused.join(", "),
        }
    }
}

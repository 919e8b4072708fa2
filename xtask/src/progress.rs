//! `.workbook/progress.json`: what the reader has reached; read by `list`, `next` and the book's server.

use std::collections::BTreeMap;
use std::path::PathBuf;

use report::{Measured, Schedule};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::exercise::Kind;
use crate::files::{self, Lock};
use crate::problem::{Doing, Problem, Result};
use crate::render::{json, plain, terminal};
use crate::verdict::{End, Outcome, Verdict};
use crate::workbook::Workbook;

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// By exercise.
    #[serde(default)]
    pub exercises: BTreeMap<String, Reached>,
}

/// What the last check of one exercise said.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reached {
    /// `passed`, `unsolved`, `refused`, `does_not_compile`, `no_program`; empty before the first check.
    pub state: String,
    /// The verdict's name as people read it.
    pub verdict: String,
    /// By kind, the word in its column; kinds without tests are absent.
    pub kinds: BTreeMap<Kind, String>,
    /// Seconds since 1970 at which the verdict was last another one.
    pub when: u64,
    /// It passed once, whatever became of it since: the solution stays open.
    pub passed_once: bool,
    /// The verdict's text, without colour.
    pub explanation: String,
    /// The interleaving that refuted it, where there is one.
    pub schedule: Option<Schedule>,
    pub measured: Vec<Measured>,
    /// How many hints were shown.
    pub hints: usize,
}

impl Progress {
    /// What is on disk; nothing where no command has written yet.
    pub fn read(workbook: &Workbook) -> Result<Self> {
        let path = path(workbook);
        match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            read => serde_json::from_slice(&read.doing("read", &path)?).map_err(|error| {
                Problem::new(format!("cannot understand {}", path.display()))
                    .why(error)
                    .hint("move the file away: it holds progress only, and `cargo xtask check` writes it anew")
            }),
        }
    }

    /// Changes the file while no other command does.
    pub fn update<R>(workbook: &Workbook, change: impl FnOnce(&mut Self) -> R) -> Result<R> {
        let _lock = Lock::take(&workbook.local_dir().join("lock"), || {})?;
        let mut progress = Self::read(workbook)?;
        let before = progress.clone();
        let result = change(&mut progress);
        if progress != before {
            files::replace(&path(workbook), &files::json(&progress))?;
        }
        Ok(result)
    }

    pub fn record(&mut self, verdict: &Verdict) {
        let old = self.exercises.entry(verdict.exercise.clone()).or_default();
        let mut new = Reached::of(verdict, old);
        new.when = old.when;
        if new != *old {
            new.when = Moment::now().0;
        }
        *old = new;
    }

    pub fn passed(&self, exercise: &str) -> bool {
        let reached = self.exercises.get(exercise);
        reached.is_some_and(|reached| reached.state == json::state(&Outcome::Passed))
    }

    /// The last verdict's name.
    pub fn verdict(&self, exercise: &str) -> &str {
        let reached = self.exercises.get(exercise).map(|r| r.verdict.as_str());
        reached
            .filter(|word| !word.is_empty())
            .unwrap_or("not checked yet")
    }

    /// The file is as it was shipped: only that it passed once stays true.
    pub fn forget(&mut self, exercise: &str) {
        if let Some(reached) = self.exercises.get_mut(exercise) {
            *reached = Reached {
                passed_once: reached.passed_once,
                ..Reached::default()
            };
        }
    }
}

impl Reached {
    fn of(verdict: &Verdict, old: &Reached) -> Self {
        let detail = terminal::Detail {
            width: report::text::WIDTH,
            changing: false,
        };
        let words = Kind::ALL.into_iter().filter_map(|kind| {
            let end = verdict.of_kind(kind)?;
            Some((kind, end.word().to_string()))
        });
        Self {
            state: json::state(&verdict.outcome).to_string(),
            verdict: verdict.word().to_string(),
            kinds: words.collect(),
            when: 0,
            passed_once: old.passed_once || verdict.passed(),
            explanation: plain(&terminal::verdict(verdict, detail)),
            schedule: schedule(verdict),
            measured: verdict
                .tests
                .iter()
                .flat_map(|t| t.measured.clone())
                .collect(),
            hints: old.hints,
        }
    }
}

fn schedule(verdict: &Verdict) -> Option<Schedule> {
    match &verdict.first_failure()?.end {
        End::Refused { finding } => finding.schedule.clone(),
        _ => None,
    }
}

fn path(workbook: &Workbook) -> PathBuf {
    workbook.local_dir().join("progress.json")
}

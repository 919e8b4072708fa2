//! One exercise: its entry in the catalog and its files; the four kinds of tests.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::catalog::{Chapter, Entry};
use crate::workbook::Workbook;

#[derive(Clone, Copy)]
pub struct Exercise<'a> {
    pub chapter: &'a Chapter,
    pub entry: &'a Entry,
}

/// What a test asks of a program; the name of the module that it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Behaves,
    RaceFree,
    ShutsDown,
    SpeedsUp,
}

impl Exercise<'_> {
    pub fn name(&self) -> &str {
        &self.entry.name
    }

    /// The reader's file.
    pub fn source(&self, workbook: &Workbook) -> PathBuf {
        self.dir(workbook).join("src").join(self.file())
    }

    /// The tests that decide.
    pub fn tests(&self, workbook: &Workbook) -> PathBuf {
        self.dir(workbook).join("tests").join(self.file())
    }

    /// The chapter's package.
    pub fn dir(&self, workbook: &Workbook) -> PathBuf {
        workbook.root.join("exercises").join(&self.chapter.dir)
    }

    /// The chapter's answers.
    pub fn solutions(&self, workbook: &Workbook) -> PathBuf {
        workbook.root.join("solutions").join(&self.chapter.dir)
    }

    pub fn reference(&self, workbook: &Workbook) -> PathBuf {
        self.solutions(workbook).join(self.file())
    }

    /// The exercise file as shipped: what `reset` puts back.
    pub fn stub(&self, workbook: &Workbook) -> PathBuf {
        self.solutions(workbook).join("stubs").join(self.file())
    }

    pub fn file(&self) -> String {
        format!("{}.rs", self.entry.name)
    }
}

impl Kind {
    pub const ALL: [Kind; 4] = [
        Kind::Behaves,
        Kind::RaceFree,
        Kind::ShutsDown,
        Kind::SpeedsUp,
    ];

    /// The name of the module, and in JSON.
    pub fn module(self) -> &'static str {
        match self {
            Kind::Behaves => "behaves",
            Kind::RaceFree => "race_free",
            Kind::ShutsDown => "shuts_down",
            Kind::SpeedsUp => "speeds_up",
        }
    }

    pub fn of_module(module: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.module() == module)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kind::Behaves => "behaves",
            Kind::RaceFree => "race-free",
            Kind::ShutsDown => "shuts down",
            Kind::SpeedsUp => "speeds up",
        })
    }
}

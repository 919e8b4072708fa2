//! The exercises, as `exercises/catalog.toml` lists them.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workbook::Workbook;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Catalog {
    #[serde(default, rename = "chapter")]
    pub chapters: Vec<Chapter>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Chapter {
    pub number: u32,
    /// The cargo package.
    pub name: String,
    /// Folder under `exercises/` and `solutions/`.
    pub dir: String,
    pub title: String,
    /// File under `book/src/`.
    pub page: String,
    #[serde(default, rename = "exercise")]
    pub exercises: Vec<Exercise>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Exercise {
    /// Unique over the workbook.
    pub name: String,
    pub title: String,
    /// One sentence; backticks mark code.
    pub goal: String,
    pub minutes: u32,
    /// A subset of [`KINDS`].
    pub kinds: Vec<String>,
    /// From a nudge to nearly the answer.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// A kind of test: its module's name, and what the page calls it.
pub struct Kind {
    pub module: &'static str,
    pub label: &'static str,
    /// What a pass shows, for the chip's title.
    pub shows: &'static str,
}

/// The columns of every grade, in their order.
pub const KINDS: [Kind; 4] = [
    Kind {
        module: "behaves",
        label: "behaves",
        shows: "right results and edge cases, on real threads",
    },
    Kind {
        module: "race_free",
        label: "race-free",
        shows: "holds under every schedule tried",
    },
    Kind {
        module: "shuts_down",
        label: "shuts down",
        shows: "nothing hangs, is lost or is left behind",
    },
    Kind {
        module: "speeds_up",
        label: "speeds up",
        shows: "work happens at the same time",
    },
];

impl Catalog {
    pub fn read(workbook: &Workbook) -> Result<Self> {
        let path = workbook.catalog();
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        toml::from_str(&text).context("exercises/catalog.toml is not what the book expects")
    }

    pub fn find(&self, exercise: &str) -> Option<(&Chapter, &Exercise)> {
        self.entries().find(|(_, e)| e.name == exercise)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&Chapter, &Exercise)> {
        self.chapters
            .iter()
            .flat_map(|chapter| chapter.exercises.iter().map(move |e| (chapter, e)))
    }
}

impl Chapter {
    /// The file that the reader edits, from the workbook's root.
    pub fn source_of(&self, exercise: &Exercise) -> String {
        format!("exercises/{}/src/{}.rs", self.dir, exercise.name)
    }

    pub fn tests_of(&self, exercise: &Exercise) -> String {
        format!("exercises/{}/tests/{}.rs", self.dir, exercise.name)
    }
}

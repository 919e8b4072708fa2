//! Where things are in a checkout of the workbook.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// A checkout. Every path that a message shows is relative to its root.
#[derive(Clone, Debug)]
pub struct Workbook {
    root: PathBuf,
}

impl Workbook {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Workbook { root: root.into() }
    }

    /// The checkout around `start`: the nearest folder upwards that holds `book/book.toml`.
    pub fn around(start: &Path) -> Result<Self> {
        for folder in start.ancestors() {
            if folder.join("book/book.toml").is_file() {
                return Ok(Workbook::at(folder));
            }
        }
        bail!(
            "{} is not inside a workbook: no folder above it holds book/book.toml\n  hint: run this from the folder that you cloned",
            start.display()
        )
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The mdBook's root, where `book.toml` is.
    pub fn book(&self) -> PathBuf {
        self.root.join("book")
    }

    pub fn pages(&self) -> PathBuf {
        self.root.join("book/src")
    }

    pub fn listings(&self) -> PathBuf {
        self.root.join("book/listings")
    }

    pub fn steppers(&self) -> PathBuf {
        self.root.join("book/steppers")
    }

    pub fn timelines(&self) -> PathBuf {
        self.root.join("book/timelines")
    }

    pub fn quizzes(&self) -> PathBuf {
        self.root.join("book/quizzes")
    }

    pub fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    pub fn catalog(&self) -> PathBuf {
        self.root.join("exercises/catalog.toml")
    }

    /// What the reader's own machine showed.
    pub fn measured(&self) -> PathBuf {
        self.root.join(".workbook/measured")
    }

    /// The reader's own state, written by the grader.
    pub fn progress(&self) -> PathBuf {
        self.root.join(".workbook/progress.json")
    }
}

//! The answers that ship with an exercise: the reference, others that are right, and wrong ones.

use std::path::{Path, PathBuf};

use crate::exercise::{Exercise, Kind};
use crate::problem::{Doing, Result};
use crate::workbook::Workbook;

/// A plausible program with a mistake, and what its header says about it.
pub struct Wrong {
    pub source: PathBuf,
    /// What its author believed.
    pub misconception: Option<String>,
    /// The kinds that must refuse it, each; a word that is no kind is kept as it stands.
    pub refused_by: Vec<std::result::Result<Kind, String>>,
}

impl Wrong {
    pub fn read(source: PathBuf) -> Result<Self> {
        let text = std::fs::read_to_string(&source).doing("read", &source)?;
        let field = |name: &str| {
            let header = text.lines().take_while(|line| line.starts_with("//!"));
            let mut values =
                header.filter_map(|line| line.strip_prefix("//! ")?.strip_prefix(name));
            values.next().map(|value| value.trim().to_string())
        };
        let refused_by = field("Refused by:").unwrap_or_default();
        let words = refused_by.split([',', ' ']).filter(|w| !w.is_empty());
        Ok(Self {
            misconception: field("Misconception:").filter(|m| !m.is_empty()),
            refused_by: words
                .map(|word| Kind::of_module(word).ok_or_else(|| word.to_string()))
                .collect(),
            source,
        })
    }

    /// The kinds that it is put through: those that must refuse it. Another one on real threads may do so too, by
    /// luck, and no snapshot can hold that; nor need anybody wait for it. All, where the header names none.
    pub fn kinds(&self) -> Vec<Kind> {
        let named: Vec<Kind> = self.refused_by.iter().flatten().copied().collect();
        match named.is_empty() {
            true => Kind::ALL.to_vec(),
            false => named,
        }
    }

    /// Where the verdict's text is kept, beside the program.
    pub fn snapshot(&self) -> PathBuf {
        self.source.with_extension("snap")
    }
}

/// Other right answers, by name.
pub fn also_right(workbook: &Workbook, exercise: Exercise) -> Result<Vec<PathBuf>> {
    let solutions = exercise.solutions(workbook);
    programs(&solutions.join("also_right").join(exercise.name()))
}

/// Wrong answers, by name.
pub fn wrong(workbook: &Workbook, exercise: Exercise) -> Result<Vec<Wrong>> {
    let solutions = exercise.solutions(workbook);
    let programs = programs(&solutions.join("wrong").join(exercise.name()))?;
    programs.into_iter().map(Wrong::read).collect()
}

/// The Rust files of a folder; none where there is no folder.
pub fn programs(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.doing("read", folder)?,
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect();
    paths.sort();
    Ok(paths)
}

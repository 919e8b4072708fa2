//! `exercises/catalog.toml`: the chapters and exercises, in the order in which they are read.

use std::path::Path;

use serde::Deserialize;

use crate::exercise::{Exercise, Kind};
use crate::problem::{Doing, Problem, Result};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    #[serde(rename = "chapter")]
    pub chapters: Vec<Chapter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    pub number: u32,
    /// The cargo package, and how the chapter is named on the command line.
    pub name: String,
    /// The folder below `exercises` and below `solutions`.
    pub dir: String,
    pub title: String,
    /// The page's file below `book/src`.
    pub page: String,
    #[serde(rename = "exercise", default)]
    pub exercises: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file names of exercise and test, without `.rs`; unique in the whole workbook.
    pub name: String,
    pub title: String,
    /// One sentence.
    pub goal: String,
    pub minutes: u32,
    pub kinds: Vec<Kind>,
    /// From a nudge to nearly the answer.
    pub hints: Vec<String>,
    /// What one test may take; a test that takes longer hangs.
    #[serde(default = "default_limit_seconds")]
    pub limit_seconds: u64,
}

fn default_limit_seconds() -> u64 {
    10
}

impl Catalog {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).doing("read", path)?;
        toml::from_str(&text).map_err(|error| {
            Problem::new("cannot understand exercises/catalog.toml")
                .why(error)
                .hint("`git diff exercises/catalog.toml` shows what was changed in it")
        })
    }

    /// Every exercise, in order.
    pub fn exercises(&self) -> Vec<Exercise<'_>> {
        self.chapters.iter().flat_map(Chapter::all).collect()
    }

    /// The exercise of that name; a path to its file serves too.
    pub fn exercise(&self, name: &str) -> Result<Exercise<'_>> {
        let wanted = stem(name);
        self.exercises()
            .into_iter()
            .find(|exercise| exercise.entry.name == wanted)
            .ok_or_else(|| self.unknown("exercise", name))
    }

    /// What the names stand for, each an exercise or a chapter; all of them when there are none.
    pub fn select(&self, names: &[String]) -> Result<Vec<Exercise<'_>>> {
        if names.is_empty() {
            return Ok(self.exercises());
        }
        let mut selected: Vec<Exercise> = Vec::new();
        for name in names {
            let found = match self.chapters.iter().find(|c| c.answers_to(name)) {
                Some(chapter) => chapter.all(),
                None => vec![
                    self.exercise(name)
                        .map_err(|_| self.unknown("exercise or chapter", name))?,
                ],
            };
            for exercise in found {
                if !selected.iter().any(|s| s.entry.name == exercise.entry.name) {
                    selected.push(exercise);
                }
            }
        }
        Ok(selected)
    }

    fn unknown(&self, what: &str, name: &str) -> Problem {
        let near = self.nearest(stem(name));
        let hint = match near.is_empty() {
            true => "`cargo xtask list` shows every name".to_string(),
            false => format!(
                "did you mean {}? `cargo xtask list` shows every name",
                near.join(" or ")
            ),
        };
        Problem::new(format!("there is no {what} `{name}`")).hint(hint)
    }

    /// At most three names that a slip of the finger could have meant, nearest first.
    fn nearest(&self, name: &str) -> Vec<String> {
        let exercises = self.exercises().into_iter().map(|e| &e.entry.name);
        let chapters = self.chapters.iter().map(|c| &c.name);
        let mut scored: Vec<(f64, &String)> = exercises
            .chain(chapters)
            .map(|known| (strsim::jaro_winkler(name, known), known))
            .filter(|(score, _)| *score > 0.8)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored
            .into_iter()
            .take(3)
            .map(|(_, known)| format!("`{known}`"))
            .collect()
    }
}

impl Chapter {
    /// `races`, `03-races`, `3`, `03` and `exercises/03-races` all name one chapter.
    fn answers_to(&self, name: &str) -> bool {
        let last = name
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or(name);
        last == self.name || last == self.dir || last.parse() == Ok(self.number)
    }

    pub fn all(&self) -> Vec<Exercise<'_>> {
        self.exercises
            .iter()
            .map(|entry| Exercise {
                chapter: self,
                entry,
            })
            .collect()
    }
}

fn stem(name: &str) -> &str {
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".rs").unwrap_or(last)
}

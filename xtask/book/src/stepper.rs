//! Puzzles that a reader steps through: one order of steps breaks the program, and none breaks the fixed one.
//!
//! A puzzle is a file under `book/steppers/`; its name is that path without `.toml`. [`puzzle`] reads it,
//! [`machine`] says what its steps do, [`graph`] searches all states and proves the puzzle, and [`markup`]
//! writes what a page gets: text for everybody, and the graph of states for the script, which only walks it.

use std::path::PathBuf;

use crate::stepper::puzzle::Puzzle;
use crate::workbook::Workbook;

pub mod expression;
pub mod graph;
pub mod machine;
pub mod markup;
pub mod puzzle;
pub mod step;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stepper {
    /// For example `03-races/lost_update`.
    pub name: String,
}

impl Stepper {
    pub fn named(name: impl Into<String>) -> Self {
        Stepper { name: name.into() }
    }

    /// All of a workbook, sorted: `book/steppers/<chapter>/<name>.toml`.
    pub fn all(workbook: &Workbook) -> Vec<Self> {
        let mut found: Vec<Stepper> = entries(workbook.steppers())
            .flat_map(|chapter| {
                let prefix = file_name(&chapter);
                entries(chapter).filter_map(move |file| {
                    let name = file_name(&file);
                    Some(Stepper::named(format!(
                        "{prefix}/{}",
                        name.strip_suffix(".toml")?
                    )))
                })
            })
            .collect();
        found.sort();
        found
    }

    /// As a writer knows it, from the workbook's root.
    pub fn shown_path(&self) -> String {
        format!("book/steppers/{}.toml", self.name)
    }

    /// What a page shows in its place. What is wrong with the puzzle comes as terse sentences.
    pub fn render(&self, workbook: &Workbook) -> Result<String, Vec<String>> {
        let file = workbook.root().join(self.shown_path());
        let text = std::fs::read_to_string(file).map_err(|_| vec!["it has no file".to_owned()])?;
        let puzzle = Puzzle::parse(&text)?;
        let proof = graph::prove(&puzzle)?;
        Ok(markup::render(&self.name, &puzzle, &proof))
    }
}

fn entries(folder: PathBuf) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

//! Quizzes at the checkpoints: questions with answers that the book has tried.
//!
//! A quiz is a file under `book/quizzes/` in the schema of [mdbook-quiz]; its name is that path without `.toml`.
//! [`schema`] reads it, [`recorded`] compares its answers with what listings printed, [`program`] compiles and
//! runs the programs that readers trace, and [`markup`] writes what a page gets: a form, with each answer folded
//! below its question. `theme/quiz.js` judges by what is marked there; without it a reader unfolds the answers.
//!
//! [mdbook-quiz]: https://github.com/cognitive-engineering-lab/mdbook-quiz

use crate::listing::Listing;
use crate::problem::Problem;
use crate::quiz::schema::Questions;
use crate::workbook::Workbook;

pub mod markup;
pub mod program;
pub mod recorded;
pub mod schema;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quiz {
    /// For example `03-races`, like the page that it stands on.
    pub name: String,
}

/// What is wrong with a quiz: where in its file, and a terse sentence that names the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// 1-based; `None` where the whole quiz is meant.
    pub line: Option<usize>,
    pub message: String,
}

impl Quiz {
    pub fn named(name: impl Into<String>) -> Self {
        Quiz { name: name.into() }
    }

    /// All of a workbook, sorted: `book/quizzes/<name>.toml`.
    pub fn all(workbook: &Workbook) -> Vec<Self> {
        let files = std::fs::read_dir(workbook.quizzes());
        let mut found: Vec<Quiz> = files
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|file| {
                let name = file.file_name().to_string_lossy().into_owned();
                name.strip_suffix(".toml").map(Quiz::named)
            })
            .collect();
        found.sort();
        found
    }

    /// As a writer knows it, from the workbook's root.
    pub fn shown_path(&self) -> String {
        format!("book/quizzes/{}.toml", self.name)
    }

    pub fn read(&self, workbook: &Workbook) -> Result<Questions, Vec<Fault>> {
        let file = workbook.root().join(self.shown_path());
        let text =
            std::fs::read_to_string(file).map_err(|_| vec![Fault::of_all("it has no file")])?;
        Questions::parse(&text)
    }

    /// What a page shows in its place. The answers agree with what listings printed, or it is not shown.
    pub fn render(&self, workbook: &Workbook) -> Result<String, Vec<Fault>> {
        let questions = self.read(workbook)?;
        let faults: Vec<Fault> = questions
            .0
            .iter()
            .flat_map(|question| recorded::check(question, workbook))
            .collect();
        match faults.is_empty() {
            true => Ok(markup::render(&self.name, &questions, workbook)),
            false => Err(faults),
        }
    }

    /// What its questions show beneath their prompts.
    pub fn listings(&self, workbook: &Workbook) -> Vec<Listing> {
        let questions = self.read(workbook).map(|questions| questions.0);
        let proofs = questions.into_iter().flatten().filter_map(|q| q.proof);
        proofs.map(|proof| proof.listing().clone()).collect()
    }

    /// Where to go on, for a page that can't show it.
    pub fn place(&self, faults: &[Fault]) -> String {
        match faults.iter().find_map(|fault| fault.line) {
            Some(line) => format!("{}:{line}", self.shown_path()),
            None => self.shown_path(),
        }
    }

    fn problem(&self, fault: Fault) -> Problem {
        let hint = "compile and run the program yourself, then mend the question";
        Problem {
            line: fault.line,
            ..Problem::new(self.shown_path(), fault.message, hint)
        }
    }
}

impl Fault {
    fn of_all(message: impl Into<String>) -> Self {
        Fault {
            line: None,
            message: message.into(),
        }
    }
}

/// Compiles and runs the program of every question that asks for a trace.
pub fn check_programs(workbook: &Workbook) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for quiz in Quiz::all(workbook) {
        // What can't be read has stopped the build.
        for question in quiz.read(workbook).map_or_else(|_| Vec::new(), |q| q.0) {
            problems.extend(program::check(&question)?.map(|fault| quiz.problem(fault)));
        }
    }
    Ok(problems)
}

//! The book's own test: everything that it shows exists, leads somewhere and is true.

use anyhow::{Context, Result};

use crate::agreement;
use crate::book;
use crate::dictionary;
use crate::links;
use crate::picture;
use crate::problem::{Problem, Problems};
use crate::quiz;
use crate::recording;
use crate::workbook::Workbook;

/// What was looked at, for the one line that a sound book prints.
pub struct Checked {
    /// Addresses outside the book, which a reader may click on.
    pub outside: Vec<String>,
}

/// All problems at once, so that one run is enough to mend them.
pub fn check(workbook: &Workbook, run_listings: bool) -> Result<Checked> {
    let scratch = tempfile::tempdir().context("making a folder to build in")?;
    let mut problems = agreement::check(workbook)?;
    let mut outside = Vec::new();
    match book::build_into(workbook, scratch.path()) {
        Ok(built) => {
            let findings = links::check(&built.folder, workbook)?;
            problems.extend(built.warnings.iter().map(|warning| of_warning(warning)));
            problems.extend(findings.problems);
            outside.extend(findings.outside);
        }
        Err(error) => problems.extend(error.downcast::<Problems>()?.0),
    }
    problems.extend(picture::check(workbook)?);
    if run_listings {
        problems.extend(recording::check(workbook)?);
        problems.extend(quiz::check_programs(workbook)?);
        problems.extend(dictionary::proof::check(workbook)?);
    }
    Problems(problems).into_result()?;
    Ok(Checked { outside })
}

fn of_warning(warning: &str) -> Problem {
    Problem::new(
        "book",
        format!("mdBook warns: {warning}"),
        "mend the page that it names",
    )
}

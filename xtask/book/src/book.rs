//! From pages to a folder of HTML.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;

use crate::preprocessor::WorkbookPreprocessor;
use crate::progress::Progress;
use crate::warnings;
use crate::workbook::Workbook;

/// A finished build.
pub struct Built {
    /// Where `index.html` is.
    pub folder: PathBuf,
    /// What mdBook was unhappy about but went on with, for example an element that is never closed.
    pub warnings: Vec<String>,
}

/// Loads the book with our preprocessor in place of the command that `book.toml` names.
pub fn load(workbook: &Workbook) -> Result<MDBook> {
    let mut book = MDBook::load(workbook.book()).context("loading the book")?;
    book.with_preprocessor(WorkbookPreprocessor::new(workbook)?);
    Ok(book)
}

/// Builds into the folder that `book.toml` says.
pub fn build(workbook: &Workbook) -> Result<Built> {
    render(load(workbook)?, workbook)
}

/// Builds elsewhere, and leaves the reader's build as it is.
pub fn build_into(workbook: &Workbook, folder: &Path) -> Result<Built> {
    let mut book = load(workbook)?;
    book.config.build.build_dir = folder.to_owned();
    render(book, workbook)
}

fn render(book: MDBook, workbook: &Workbook) -> Result<Built> {
    let (outcome, warnings) = warnings::collect(|| book.build());
    outcome?;
    let folder = book.build_dir_for("html");
    write_progress(workbook, &folder)?;
    Ok(Built { folder, warnings })
}

/// The reader's progress as a classic script: pages opened from `file://` may not fetch.
pub fn write_progress(workbook: &Workbook, folder: &Path) -> Result<()> {
    let progress = Progress::read(workbook)?.to_json();
    let path = folder.join("progress.js");
    std::fs::write(&path, format!("window.WORKBOOK_PROGRESS = {progress};\n"))
        .with_context(|| format!("writing {}", path.display()))
}

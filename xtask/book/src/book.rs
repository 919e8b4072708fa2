//! From pages to a folder of HTML.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_preprocessor::config::Config;

use crate::glossary::Glossary;
use crate::map;
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
    write_glossary(workbook, &folder)?;
    Ok(Built { folder, warnings })
}

/// `without-the-gil.pdf`: the book in one file.
pub fn file_name(config: &Config, extension: &str) -> String {
    format!("{}.{extension}", slug(config))
}

/// The title as a name.
pub fn slug(config: &Config) -> String {
    let title = config
        .book
        .title
        .as_deref()
        .unwrap_or("book")
        .to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The reader's progress as a classic script: pages opened from `file://` may not fetch.
pub fn write_progress(workbook: &Workbook, folder: &Path) -> Result<()> {
    let progress = Progress::read(workbook)?;
    write(&folder.join("chapters.js"), &map::to_script(&progress))?;
    let progress = progress.to_json();
    let script = format!("window.WORKBOOK_PROGRESS = {progress};\n");
    write(&folder.join("progress.js"), &script)
}

/// The definitions that a page shows on hover, likewise.
fn write_glossary(workbook: &Workbook, folder: &Path) -> Result<()> {
    let script = Glossary::read(workbook).to_script()?;
    write(&folder.join("glossary.js"), &script)
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

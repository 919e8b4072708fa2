//! mdBook's way in: every page through [`Page::expand`].

use std::path::Path;

use anyhow::Result;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::catalog::Catalog;
use crate::glossary::Glossary;
use crate::page::{Library, Page};
use crate::problem::{Problem, Problems};
use crate::workbook::Workbook;

/// The name that `book.toml` calls us by; in-process it replaces the command given there.
pub const NAME: &str = "workbook";

pub struct WorkbookPreprocessor {
    library: Library,
    glossary: Glossary,
}

impl WorkbookPreprocessor {
    pub fn new(workbook: &Workbook) -> Result<Self> {
        let library = Library {
            workbook: workbook.clone(),
            catalog: Catalog::read(workbook)?,
        };
        Ok(WorkbookPreprocessor {
            library,
            glossary: Glossary::read(workbook),
        })
    }

    fn expand(&self, chapter: &mut Chapter) -> Result<(), Vec<Problem>> {
        let Some(path) = chapter.path.as_deref().and_then(Path::to_str) else {
            return Ok(()); // a draft: a line of SUMMARY.md without a page
        };
        let page = Page {
            path,
            text: &chapter.content,
        };
        let expanded = page.expand(&self.library)?;
        chapter.content = self.glossary.link(path, &expanded);
        Ok(())
    }
}

impl Preprocessor for WorkbookPreprocessor {
    fn name(&self) -> &str {
        NAME
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut problems = Vec::new();
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                problems.extend(self.expand(chapter).err().unwrap_or_default());
            }
        });
        Problems(problems).into_result()?;
        Ok(book)
    }
}

//! mdBook's way in: every page through [`Page::expand`].

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use anyhow::Result;
use mdbook_preprocessor::book::{Book, Chapter};
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

    /// The pages in their order. None needs another one: on one core a puzzle is searched, on the next a figure drawn.
    fn expand_all(&self, pages: &[&Chapter]) -> Vec<Expanded> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let waiting = Mutex::new(pages.iter().enumerate());
        let next = || waiting.lock().expect("nobody panics with it").next();
        let take_turns = || -> Vec<(usize, Expanded)> {
            let turns = std::iter::from_fn(&next);
            turns.map(|(at, page)| (at, self.expand(page))).collect()
        };
        let mut expanded: Vec<(usize, Expanded)> = thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|_| scope.spawn(take_turns)).collect();
            let parts = workers.into_iter().map(|worker| worker.join());
            parts
                .flat_map(|part| part.expect("a page that can't be expanded is no panic"))
                .collect()
        });
        expanded.sort_by_key(|(at, _)| *at);
        expanded.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// The page as mdBook is to see it; it is no draft.
    fn expand(&self, chapter: &Chapter) -> Expanded {
        let path = path(chapter).unwrap_or_default();
        let page = Page {
            path,
            text: &chapter.content,
        };
        let expanded = page.expand(&self.library)?;
        Ok(self.glossary.link(path, &expanded))
    }
}

/// A page's text, or what is wrong with it.
type Expanded = Result<String, Vec<Problem>>;

/// None of a draft: a line of SUMMARY.md without a page.
fn path(chapter: &Chapter) -> Option<&str> {
    chapter.path.as_deref().and_then(Path::to_str)
}

impl Preprocessor for WorkbookPreprocessor {
    fn name(&self) -> &str {
        NAME
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }

    fn run(&self, _context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let pages = book.chapters().filter(|chapter| path(chapter).is_some());
        let pages: Vec<&Chapter> = pages.collect();
        let mut texts = BTreeMap::new();
        let mut problems = Vec::new();
        for (page, outcome) in pages.iter().zip(self.expand_all(&pages)) {
            match outcome {
                Ok(text) => _ = texts.insert(page.path.clone(), text),
                Err(found) => problems.extend(found),
            }
        }
        Problems(problems).into_result()?;
        book.for_each_chapter_mut(|chapter| {
            if let Some(text) = texts.remove(&chapter.path) {
                chapter.content = text;
            }
        });
        Ok(book)
    }
}

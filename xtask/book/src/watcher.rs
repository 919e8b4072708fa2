//! Which saved file means what.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode};

use crate::workbook::Workbook;
use crate::worker::Change;

/// Reports changes as long as it lives. The worker waits until a burst of them is over.
pub struct Watcher {
    _inner: RecommendedWatcher,
}

impl Watcher {
    pub fn start(workbook: &Workbook, changes: Sender<Change>) -> Result<Self> {
        // The operating system reports real paths.
        let root = workbook
            .root()
            .canonicalize()
            .context("finding the workbook's folder")?;
        let inner = root.clone();
        let report = move |event: notify::Result<Event>| {
            let saved = event.into_iter().filter(|event| is_a_change(event.kind));
            for path in saved.flat_map(|event| event.paths) {
                if let Some(change) = meaning(&path, &inner) {
                    // It fails only when the worker is gone, and then nobody needs it.
                    let _ = changes.send(change);
                }
            }
        };
        let mut watcher = notify::recommended_watcher(report).context("watching for saves")?;
        std::fs::create_dir_all(root.join(".workbook/measured"))?;
        for (folder, mode) in watched() {
            let watching = notify::Watcher::watch(&mut watcher, &root.join(folder), *mode);
            watching.with_context(|| format!("watching {folder}"))?;
        }
        Ok(Watcher { _inner: watcher })
    }
}

/// A build reads every page: were reading a change, it would call for the next build.
fn is_a_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// `book/` itself is watched flatly: the build writes into a folder below it.
fn watched() -> &'static [(&'static str, RecursiveMode)] {
    use RecursiveMode::{NonRecursive, Recursive};
    &[
        ("book", NonRecursive),
        ("book/src", Recursive),
        ("book/listings", Recursive),
        ("book/steppers", Recursive),
        ("book/timelines", Recursive),
        ("book/quizzes", Recursive),
        ("book/theme", Recursive),
        ("exercises", Recursive),
        (".workbook", NonRecursive),
        (".workbook/measured", NonRecursive),
    ]
}

/// `None` for what no page shows and no test grades.
fn meaning(path: &Path, root: &Path) -> Option<Change> {
    let path = path.strip_prefix(root).ok()?;
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let name = *parts.last()?;
    if name.starts_with('.') || name.ends_with('~') {
        return None; // an editor's own
    }
    match parts[..] {
        [".workbook", "progress.json"] => Some(Change::Progress),
        [".workbook", "measured", _] => Some(Change::Book),
        ["book", "book.toml" | "dictionary.toml" | "map.toml"] | ["exercises", "catalog.toml"] => {
            Some(Change::Book)
        }
        [
            "book",
            "src" | "listings" | "steppers" | "timelines" | "quizzes" | "theme",
            _,
            ..,
        ] => Some(Change::Book),
        ["exercises", "harness", ..] => None,
        ["exercises", _chapter, "src" | "tests", file] => answer(&PathBuf::from(file)),
        _ => None,
    }
}

fn answer(file: &Path) -> Option<Change> {
    let stem = file.file_stem()?.to_str()?;
    let is_exercise = file.extension()? == "rs" && stem != "lib";
    is_exercise.then(|| Change::Answer(stem.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning_of(path: &str) -> Option<Change> {
        meaning(&Path::new("/w").join(path), Path::new("/w"))
    }

    #[test]
    fn a_saved_answer_or_its_tests_are_graded() {
        let graded = Some(Change::Answer("lost_update".into()));
        assert_eq!(meaning_of("exercises/03-races/src/lost_update.rs"), graded);
        assert_eq!(
            meaning_of("exercises/03-races/tests/lost_update.rs"),
            graded
        );
        assert_eq!(meaning_of("exercises/03-races/src/lib.rs"), None);
        assert_eq!(meaning_of("exercises/harness/src/gauge.rs"), None);
    }

    #[test]
    fn reading_is_no_change() {
        assert!(!is_a_change(EventKind::Access(AccessKind::Open(
            AccessMode::Any
        ))));
        assert!(!is_a_change(EventKind::Access(AccessKind::Close(
            AccessMode::Read
        ))));
        assert!(is_a_change(EventKind::Access(AccessKind::Close(
            AccessMode::Write
        ))));
        assert!(is_a_change(EventKind::Any));
    }

    #[test]
    fn pages_and_listings_make_a_new_book() {
        for path in [
            "book/src/03-races.md",
            "book/listings/03-races/a.out",
            "book/quizzes/03-races.toml",
            "book/theme/workbook.css",
            "exercises/catalog.toml",
            "book/book.toml",
            "book/dictionary.toml",
            "book/map.toml",
        ] {
            assert_eq!(meaning_of(path), Some(Change::Book), "{path}");
        }
    }

    #[test]
    fn what_is_built_or_an_editors_own_means_nothing() {
        for path in [
            "book/book/index.html",
            "book/src/.index.md.swp",
            "exercises/03-races/src/lost_update.rs~",
            ".workbook/cache",
        ] {
            assert_eq!(meaning_of(path), None, "{path}");
        }
        assert_eq!(
            meaning_of(".workbook/progress.json"),
            Some(Change::Progress)
        );
    }
}

//! How long a build takes, for whoever wants to know; machines differ, so nothing is asserted.

use std::path::Path;
use std::time::Instant;

use tempfile::TempDir;
use workbook_book::book;
use workbook_book::workbook::Workbook;

use crate::fixture::copy;

const CHAPTERS: usize = 25;

/// `cargo test -p workbook-book --test book -- --ignored --nocapture`, in the profile of `cargo xtask book`.
#[test]
#[ignore = "it measures"]
fn twenty_five_chapters() {
    let folder = a_book_of(CHAPTERS);
    let workbook = Workbook::at(folder.path());
    book::build(&workbook).unwrap();
    for _ in 0..5 {
        let start = Instant::now();
        book::build(&workbook).unwrap();
        println!("{CHAPTERS} chapters: {} ms", start.elapsed().as_millis());
    }
}

/// The workbook's own chapters, and copies of them until there are so many.
fn a_book_of(chapters: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let parts = root.join("book").read_dir().unwrap().flatten();
    for part in parts.filter(|part| part.file_name() != "book") {
        let target = folder.path().join("book").join(part.file_name());
        match part.path().is_dir() {
            true => copy(&part.path(), &target),
            false => _ = std::fs::copy(part.path(), target).unwrap(),
        }
    }
    std::fs::create_dir_all(folder.path().join("exercises")).unwrap();
    let catalog = "exercises/catalog.toml";
    std::fs::copy(root.join(catalog), folder.path().join(catalog)).unwrap();
    let pages = folder.path().join("book/src");
    let summary = std::fs::read_to_string(pages.join("SUMMARY.md")).unwrap();
    let own: Vec<&str> = summary.lines().filter_map(chapter).collect();
    let copies = (own.len()..chapters).zip(own.iter().cycle());
    let lines: String = copies
        .map(|(number, chapter)| {
            let name = format!("copy-{number}.md");
            std::fs::copy(pages.join(chapter), pages.join(&name)).unwrap();
            format!("- [Copy {number}]({name})\n")
        })
        .collect();
    // A numbered list ends where the next part begins: the copies come first.
    let first = summary.find("- [").unwrap();
    let summary = format!("{}{lines}{}", &summary[..first], &summary[first..]);
    std::fs::write(pages.join("SUMMARY.md"), summary).unwrap();
    folder
}

/// The page of a numbered chapter's line in `SUMMARY.md`.
fn chapter(line: &str) -> Option<&str> {
    let (_, page) = line.strip_prefix("- [")?.split_once("](")?;
    page.strip_suffix(')')
}

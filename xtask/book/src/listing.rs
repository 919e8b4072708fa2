//! The programs that the book shows, and what was recorded of them.
//!
//! A listing is a file under `book/listings/`; its name is that path without `.rs`. Beside it lie the
//! files that `workbook-book record` writes: `.out` (what it prints), `.stderr` (what the compiler says
//! about one under `refused/`) and `.schedule.json` (the interleaving that breaks it).

use std::path::PathBuf;

use report::Schedule;

use crate::workbook::Workbook;

/// Folder, inside a chapter's, for programs that must not compile.
const REFUSED: &str = "refused";

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing {
    /// For example `03-races/lost_update_wrong`.
    pub name: String,
}

impl Listing {
    pub fn named(name: impl Into<String>) -> Self {
        Listing { name: name.into() }
    }

    /// From the path in `{{#listing …}}`; `None` when it is not a Rust file.
    pub fn of_file(file: &str) -> Option<Self> {
        file.strip_suffix(".rs").map(Listing::named)
    }

    /// All of a workbook, sorted. What is in `src`, and each chapter's table `mod.rs`, is no listing.
    pub fn all(workbook: &Workbook) -> Vec<Self> {
        let mut found = Vec::new();
        collect(workbook.listings(), "", &mut found);
        found
            .retain(|listing| !listing.name.starts_with("src/") && !listing.name.ends_with("/mod"));
        found.sort();
        found
    }

    /// It lies in a chapter's `refused/` and must not compile.
    pub fn is_refused(&self) -> bool {
        self.name.split('/').any(|part| part == REFUSED)
    }

    /// As a reader would type it, from the workbook's root.
    pub fn shown_path(&self) -> String {
        format!("book/listings/{}.rs", self.name)
    }

    pub fn source(&self, workbook: &Workbook) -> std::io::Result<String> {
        std::fs::read_to_string(self.file(workbook, "rs"))
    }

    /// What it prints, or what the compiler says about it; the first line is the command.
    pub fn output(&self, workbook: &Workbook) -> std::io::Result<String> {
        std::fs::read_to_string(self.file(workbook, self.output_extension()))
    }

    pub fn schedule(&self, workbook: &Workbook) -> anyhow::Result<Schedule> {
        let text = std::fs::read_to_string(self.file(workbook, "schedule.json"))?;
        Ok(serde_json::from_str(&text)?)
    }

    pub fn output_extension(&self) -> &'static str {
        if self.is_refused() { "stderr" } else { "out" }
    }

    pub fn file(&self, workbook: &Workbook, extension: &str) -> PathBuf {
        workbook
            .listings()
            .join(format!("{}.{extension}", self.name))
    }
}

fn collect(folder: PathBuf, prefix: &str, found: &mut Vec<Listing>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            collect(entry.path(), &format!("{prefix}{name}/"), found);
        } else if let Some(stem) = name.strip_suffix(".rs") {
            found.push(Listing::named(format!("{prefix}{stem}")));
        }
    }
}

/// The lines between `ANCHOR: part` and `ANCHOR_END: part`, moved to the left; `None` when there is no such part.
pub fn part(source: &str, part: &str) -> Option<String> {
    let mut lines = source
        .lines()
        .skip_while(|line| anchor(line, "ANCHOR:") != Some(part));
    lines.next()?;
    let inside = lines.take_while(|line| anchor(line, "ANCHOR_END:") != Some(part));
    Some(moved_left(&without_anchors(inside)))
}

/// The whole program, without the comments that mark parts.
pub fn whole(source: &str) -> String {
    without_anchors(source.lines())
}

/// Takes away the indentation that all lines share.
fn moved_left(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let shared = filled.map(indent).min().unwrap_or(0);
    text.lines()
        .flat_map(|line| [line.get(shared..).unwrap_or(""), "\n"])
        .collect()
}

fn without_anchors<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines
        .filter(|line| anchor(line, "ANCHOR:").is_none() && anchor(line, "ANCHOR_END:").is_none())
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn anchor<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let (_, name) = line.split_once(mark)?;
    Some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "use std::thread;\n// ANCHOR: body\nfn main() {}\n// ANCHOR_END: body\n";

    #[test]
    fn a_part_is_what_its_marks_enclose() {
        assert_eq!(part(SOURCE, "body").as_deref(), Some("fn main() {}\n"));
        assert_eq!(part(SOURCE, "head"), None);
        let indented = "    // ANCHOR: a\n    f(\n\n        1,\n    );\n    // ANCHOR_END: a\n";
        assert_eq!(part(indented, "a").as_deref(), Some("f(\n\n    1,\n);\n"));
    }

    #[test]
    fn the_whole_program_shows_no_marks() {
        assert_eq!(whole(SOURCE), "use std::thread;\nfn main() {}\n");
    }

    #[test]
    fn refused_listings_record_what_the_compiler_says() {
        let refused = Listing::named("03-races/refused/rc_across_threads");
        assert!(refused.is_refused());
        assert_eq!(refused.output_extension(), "stderr");
        assert!(!Listing::named("03-races/refused_order").is_refused());
    }
}

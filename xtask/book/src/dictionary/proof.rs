//! Every Rust path of the dictionary exists: rustdoc looks each of them up, as a link in the package `dictionary`.
//!
//! That package holds nothing else. It is written here and committed, so that its links can be read with
//! `cargo doc`, too; a test with a `use` for each path could not name methods.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Dictionary, FILE};
use crate::problem::Problem;
use crate::workbook::Workbook;

/// From the workbook's root.
const LINKS: &str = "book/dictionary/src/lib.rs";

const HEAD: &str = "\
//! Every path that `book/dictionary.toml` names, for rustdoc to look up.
//!
//! Written by `cargo run -p workbook-book -- dictionary`.
//!
";

const TAIL: &str = "\n#![deny(rustdoc::broken_intra_doc_links)]\n";

/// Writes the links anew.
pub fn write(workbook: &Workbook) -> Result<usize> {
    let Some(dictionary) = read(workbook)? else {
        bail!("there is no {FILE}");
    };
    let links = links(&dictionary);
    std::fs::write(workbook.root().join(LINKS), &links)
        .with_context(|| format!("writing {LINKS}"))?;
    Ok(links.matches("\n//! - [").count())
}

/// A workbook without a dictionary has nothing to prove.
pub fn check(workbook: &Workbook) -> Result<Vec<Problem>> {
    let Some(dictionary) = read(workbook)? else {
        return Ok(Vec::new());
    };
    let kept = std::fs::read_to_string(workbook.root().join(LINKS)).unwrap_or_default();
    if kept != links(&dictionary) {
        let hint = "write it anew with `cargo run -p workbook-book -- dictionary`";
        let message = format!("it no longer holds the paths of {FILE}");
        return Ok(vec![Problem::new(LINKS, message, hint)]);
    }
    look_up(workbook)
}

fn read(workbook: &Workbook) -> Result<Option<Dictionary>> {
    let Ok(text) = std::fs::read_to_string(workbook.root().join(FILE)) else {
        return Ok(None);
    };
    // What is wrong with the file itself is reported by the page that shows it.
    Ok(Dictionary::parse(&text).ok())
}

fn links(dictionary: &Dictionary) -> String {
    let mut paths: Vec<&str> = dictionary
        .entries()
        .flat_map(|entry| entry.rust.iter().map(String::as_str))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    let links: String = paths.into_iter().map(link).collect();
    format!("{HEAD}{links}{TAIL}")
}

/// Names of types, values and macros may be the same; the spelling says which is meant.
fn link(path: &str) -> String {
    let bare = path.trim_start_matches("#[").trim_end_matches([']', '!']);
    let last = bare.rsplit("::").next().unwrap_or(bare);
    let kind = match last.chars().next() {
        _ if bare != path => "macro",
        Some(first) if first.is_uppercase() => "type",
        _ => "value",
    };
    format!("//! - [`{path}`]({kind}@{bare})\n")
}

fn look_up(workbook: &Workbook) -> Result<Vec<Problem>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["doc", "--quiet", "--no-deps", "--package", "dictionary"])
        .args(["--color", "never"])
        .current_dir(workbook.root())
        .output()
        .context("starting cargo doc")?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let problems: Vec<Problem> = unresolved(&said)
        .map(|message| {
            Problem::new(
                FILE,
                message,
                "mend the path, or its crate's features in book/dictionary/Cargo.toml",
            )
        })
        .collect();
    if problems.is_empty() {
        bail!("cargo doc --package dictionary failed:\n{said}");
    }
    Ok(problems)
}

/// rustdoc's own words: `unresolved link to …`, `incompatible link kind for …`.
fn unresolved(said: &str) -> impl Iterator<Item = &str> {
    said.lines()
        .filter_map(|line| line.strip_prefix("error: "))
        .filter(|message| message.contains("link"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::RLOCK;
    use super::*;

    #[test]
    fn each_path_is_a_link_of_its_kind() {
        let links = links(&Dictionary::parse(RLOCK).unwrap());
        let expected = "\
//! - [`#[tokio::main]`](macro@tokio::main)
//! - [`parking_lot::ReentrantMutex`](type@parking_lot::ReentrantMutex)
//! - [`std::mem::drop`](value@std::mem::drop)
//! - [`tokio::join!`](macro@tokio::join)
";
        assert!(links.contains(expected), "{links}");
    }

    #[test]
    fn rustdocs_errors_are_taken_over() {
        let said = "error: unresolved link to `std::sync::Mutexx`\n --> a\nerror: could not document `dictionary`\n";
        let found: Vec<&str> = unresolved(said).collect();
        assert_eq!(found, ["unresolved link to `std::sync::Mutexx`"]);
    }
}

//! mdBook's own `{{#include file}}`, looked at before mdBook does.
//!
//! mdBook leaves a missing file as text and a missing anchor as nothing, and both exit 0.

use std::path::Path;

use crate::listing;

const INCLUDES: [&str; 2] = ["{{#include ", "{{#rustdoc_include "];

/// What is wrong with the includes of one line, tersely; `folder` is the page's.
pub fn check(line: &str, folder: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for opening in INCLUDES {
        for (at, _) in line.match_indices(opening) {
            if line[..at].ends_with('\\') {
                continue;
            }
            let rest = &line[at + opening.len()..];
            let target = rest.split("}}").next().unwrap_or(rest).trim();
            wrong.extend(check_target(target, folder));
        }
    }
    wrong
}

fn check_target(target: &str, folder: &Path) -> Option<String> {
    let (file, range) = match target.split_once(':') {
        Some((file, range)) => (file, range),
        None => (target, ""),
    };
    let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
        return Some(format!("the included file `{file}` does not exist"));
    };
    match last_line(range) {
        None if !range.is_empty() && listing::part(&text, range).is_none() => {
            Some(format!("`{file}` has no `ANCHOR: {range}`"))
        }
        Some(line) if line > text.lines().count() => Some(format!("`{file}` has no line {line}")),
        _ => None,
    }
}

/// The larger end of `3`, `3:`, `:7` or `3:7`; `None` for an anchor.
fn last_line(range: &str) -> Option<usize> {
    range.split(':').filter_map(|n| n.parse().ok()).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(line: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("a.rs"),
            "// ANCHOR: f\nfn f() {}\n// ANCHOR_END: f\n",
        )
        .unwrap();
        check(line, folder.path())
    }

    #[test]
    fn a_missing_file_is_named() {
        assert_eq!(
            wrong("{{#include b.rs}}"),
            ["the included file `b.rs` does not exist"]
        );
    }

    #[test]
    fn a_missing_anchor_or_line_is_named() {
        assert_eq!(wrong("{{#include a.rs:g}}"), ["`a.rs` has no `ANCHOR: g`"]);
        assert_eq!(
            wrong("{{#rustdoc_include a.rs:2:9}}"),
            ["`a.rs` has no line 9"]
        );
    }

    #[test]
    fn what_exists_or_is_escaped_is_fine() {
        for line in [
            "{{#include a.rs}}",
            "{{#include a.rs:f}} and {{#include a.rs:1:3}}",
            r"\{{#include b.rs}}",
        ] {
            assert!(wrong(line).is_empty(), "{line}");
        }
    }
}

//! Every link, fragment and resource of the rendered pages.
//!
//! Rendered pages are checked instead of markdown because ids come from headings, directives and
//! hand-written HTML alike, and because a theme or a figure may fetch something too.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::elements::{self, Element};
use crate::problem::Problem;
use crate::workbook::Workbook;

/// What a check of the whole site found.
#[derive(Debug, Default)]
pub struct Findings {
    pub problems: Vec<Problem>,
    /// Addresses that a reader may click on; they are listed, not fetched.
    pub outside: BTreeSet<String>,
}

/// The rendered pages by their path in the site.
struct Site {
    folder: PathBuf,
    pages: BTreeMap<PathBuf, Rendered>,
}

struct Rendered {
    ids: HashSet<String>,
    references: Vec<Reference>,
}

/// An address in a page.
struct Reference {
    address: String,
    /// The browser loads it by itself: a script, a style sheet, an image.
    is_fetched: bool,
}

pub fn check(folder: &Path, workbook: &Workbook) -> Result<Findings> {
    let site = Site::read(folder)?;
    let mut findings = Findings::default();
    for (path, page) in &site.pages {
        for reference in &page.references {
            match site.look_at(path, reference) {
                Verdict::Fine => {}
                Verdict::Outside => {
                    findings.outside.insert(reference.address.clone());
                }
                Verdict::Wrong(message) => findings
                    .problems
                    .push(place(path, reference, message, workbook)),
            }
        }
    }
    findings.problems.extend(style_sheets(folder)?);
    findings.problems.sort();
    findings.problems.dedup();
    Ok(findings)
}

enum Verdict {
    Fine,
    Outside,
    Wrong(String),
}

impl Site {
    fn read(folder: &Path) -> Result<Self> {
        let mut pages = BTreeMap::new();
        for file in files(folder, "html") {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("reading {}", file.display()))?;
            let path = file.strip_prefix(folder)?.to_owned();
            pages.insert(path, Rendered::of(&elements::parse(&text)));
        }
        Ok(Site {
            folder: folder.to_owned(),
            pages,
        })
    }

    fn look_at(&self, page: &Path, reference: &Reference) -> Verdict {
        let address = reference.address.as_str();
        if is_outside(address) {
            return match reference.is_fetched {
                true => Verdict::Wrong(format!("the page fetches `{address}` from outside")),
                false => Verdict::Outside,
            };
        }
        if address.starts_with("data:") || address.starts_with("mailto:") {
            return Verdict::Fine;
        }
        self.look_inside(page, address)
    }

    fn look_inside(&self, page: &Path, address: &str) -> Verdict {
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = decode(path.split('?').next().unwrap_or(path));
        let Some(target) = self.resolve(page, &path) else {
            return Verdict::Wrong(format!("the link `{address}` leads out of the book"));
        };
        let fragment = decode(fragment);
        match self.pages.get(&target) {
            Some(rendered) if fragment.is_empty() || rendered.ids.contains(&fragment) => {
                Verdict::Fine
            }
            Some(_) => Verdict::Wrong(format!("`{}` has no `#{fragment}`", target.display())),
            None if self.folder.join(&target).is_file() => Verdict::Fine,
            None => Verdict::Wrong(format!("`{address}` does not exist")),
        }
    }

    /// A path of the site; `None` when it climbs out. An empty path is the page itself.
    fn resolve(&self, page: &Path, path: &str) -> Option<PathBuf> {
        if path.is_empty() {
            return Some(page.to_owned());
        }
        let from = match path.strip_prefix('/') {
            Some(rooted) => PathBuf::from(rooted),
            None => page.parent().unwrap_or(Path::new("")).join(path),
        };
        let mut target = PathBuf::new();
        for component in from.components() {
            match component {
                Component::Normal(part) => target.push(part),
                Component::ParentDir if !target.pop() => return None,
                _ => {}
            }
        }
        if self.folder.join(&target).is_dir() {
            target.push("index.html");
        }
        Some(target)
    }
}

impl Rendered {
    fn of(elements: &[Element]) -> Self {
        Rendered {
            ids: elements
                .iter()
                .flat_map(|e| [e.attribute("id"), e.attribute("name")])
                .flatten()
                .map(str::to_owned)
                .collect(),
            references: elements.iter().flat_map(references).collect(),
        }
    }
}

fn references(element: &Element) -> Vec<Reference> {
    let is_link = matches!(element.name.as_str(), "a" | "area");
    let plain = ["href", "src", "data", "poster", "xlink:href"]
        .into_iter()
        .filter(|name| *name != "data" || element.name == "object")
        .filter_map(|name| element.attribute(name))
        .map(|address| Reference {
            address: address.trim().to_owned(),
            is_fetched: !is_link,
        });
    let from_sets = element
        .attribute("srcset")
        .into_iter()
        .flat_map(|set| set.split(','))
        .filter_map(|entry| entry.split_whitespace().next())
        .map(|address| Reference {
            address: address.to_owned(),
            is_fetched: true,
        });
    // mdBook's base element only serves the 404 page, whose addresses are the root's.
    plain
        .chain(from_sets)
        .filter(|_| element.name != "base")
        .collect()
}

fn is_outside(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http:", "https:", "//", "ftp:", "ws:", "wss:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// Imports and images of the style sheets, ours and mdBook's.
fn style_sheets(folder: &Path) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for file in files(folder, "css") {
        let text = std::fs::read_to_string(&file)?;
        let name = file.strip_prefix(folder)?.display().to_string();
        for address in text
            .split("url(")
            .skip(1)
            .chain(text.split("@import").skip(1))
        {
            let address = address.trim_start().trim_start_matches(['"', '\'']);
            if is_outside(address) {
                let message = "the style sheet fetches something from outside";
                problems.push(Problem::new(&name, message, "copy it into book/theme"));
            }
        }
    }
    Ok(problems)
}

/// Names the markdown file and, where it can be guessed, the line.
fn place(page: &Path, reference: &Reference, message: String, workbook: &Workbook) -> Problem {
    let markdown = page.with_extension("md");
    let hint =
        "mend the link or the heading it names, then run `cargo run -p workbook-book -- check`";
    let Ok(text) = std::fs::read_to_string(workbook.pages().join(&markdown)) else {
        return Problem::new(format!("{} (rendered)", page.display()), message, hint);
    };
    let needle = needle(&reference.address);
    let problem = Problem::new(format!("book/src/{}", markdown.display()), message, hint);
    match text.lines().position(|line| line.contains(&needle)) {
        Some(at) => problem.at(at + 1),
        None => problem,
    }
}

/// The part of an address that is the same in markdown.
fn needle(address: &str) -> String {
    match address.split_once('#') {
        Some((_, fragment)) if !fragment.is_empty() => format!("#{fragment}"),
        _ => address.trim_end_matches(".html").to_owned(),
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Percent-decoding; what is malformed stays as it is.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes
            .get(at..at + 3)
            .filter(|b| b[0] == b'%')
            .and_then(|b| hex(b[1], b[2]));
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of two pages, the first one with `body`.
    fn problems(body: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("index.html"),
            format!("<h1 id=\"top-of-page\">x</h1>{body}"),
        )
        .unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        std::fs::write(
            folder.path().join("sub/b.html"),
            "<h2 id=\"später\">x</h2><a href=\"../index.html\">up</a>",
        )
        .unwrap();
        let workbook = Workbook::at(folder.path());
        let findings = check(folder.path(), &workbook).unwrap();
        findings.problems.into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        for body in [
            "<a href=\"#top-of-page\">",
            "<a href=\"sub/b.html#sp%C3%A4ter\">",
            "<a href=\"/sub/b.html?x=1\">",
            "<a href=\"https://doc.rust-lang.org/std/\">",
            "<img src=\"data:image/png;base64,AA\">",
            "<a href=\"mailto:a@b.c\">",
        ] {
            assert!(problems(body).is_empty(), "{body}: {:?}", problems(body));
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_named() {
        assert_eq!(
            problems("<a href=\"sub/c.html\">"),
            ["`sub/c.html` does not exist"]
        );
        assert_eq!(
            problems("<a href=\"sub/b.html#x\">"),
            ["`sub/b.html` has no `#x`"]
        );
        assert_eq!(
            problems("<a href=\"#nowhere\">"),
            ["`index.html` has no `#nowhere`"]
        );
        assert_eq!(problems("<img src=\"a.png\">"), ["`a.png` does not exist"]);
        assert_eq!(
            problems("<a href=\"../x.html\">"),
            ["the link `../x.html` leads out of the book"]
        );
    }

    #[test]
    fn nothing_is_fetched_from_outside() {
        for body in [
            "<script src=\"https://cdn.example/x.js\"></script>",
            "<img src=\"//cdn.example/x.png\">",
            "<link rel=\"stylesheet\" href=\"HTTPS://cdn.example/x.css\">",
            "<img src=\"data:,\" srcset=\"https://cdn.example/2x.png 2x\">",
        ] {
            assert_eq!(problems(body).len(), 1, "{body}");
        }
    }

    #[test]
    fn a_malformed_escape_stays() {
        assert_eq!(decode("a%2Fb%zz%4"), "a/b%zz%4");
    }
}

//! What the checks found.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, Result};

pub struct Report {
    pub passed: usize,
    pub findings: Vec<Finding>,
    /// How much each page weighs, in bytes.
    pub weights: BTreeMap<String, u64>,
    /// Where pictures of the pages that failed are kept; emptied at the start.
    pub pictures: PathBuf,
}

/// Something that is not as promised.
pub struct Finding {
    pub place: Place,
    pub what: String,
}

/// Something that is not as promised, where a check cannot go on after it.
#[derive(Debug)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What a check found; any other error is not about the page.
    pub fn found(outcome: Result<()>) -> Result<Vec<String>> {
        match outcome {
            Ok(()) => Ok(Vec::new()),
            Err(error) => error.downcast::<Fault>().map(|Fault(what)| vec![what]),
        }
    }
}

/// Where a check was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Without `.html`.
    pub page: String,
    /// Theme, or another circumstance.
    pub theme: String,
    /// Of the window, in CSS pixels.
    pub width: u32,
}

impl Report {
    pub fn new(pictures: PathBuf) -> Result<Self> {
        if pictures.exists() {
            std::fs::remove_dir_all(&pictures)
                .with_context(|| format!("emptying {}", pictures.display()))?;
        }
        Ok(Report {
            passed: 0,
            findings: Vec::new(),
            weights: BTreeMap::new(),
            pictures,
        })
    }

    /// A line a page.
    pub fn print_weights(&self) {
        for (page, bytes) in &self.weights {
            println!("{page:20} {:>4} KiB", bytes.div_ceil(1024));
        }
    }

    /// One more check; it holds where there are no faults.
    pub fn take(&mut self, place: &Place, faults: Vec<String>) {
        if faults.is_empty() {
            self.passed += 1;
        }
        let findings = faults.into_iter().map(|what| Finding {
            place: place.clone(),
            what,
        });
        self.findings.extend(findings);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { place, what } in &self.findings {
            writeln!(f, "{place}: {what}")?;
        }
        if let Some(first) = self.findings.first() {
            let page = &first.place.page;
            writeln!(
                f,
                "\n  hint: pictures lie in .workbook/browser; \
                 look again with `cargo run -p workbook-browser -- --show --page {page}`\n"
            )?;
        }
        writeln!(f, "{} passed, {} failed", self.passed, self.findings.len())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { page, theme, width } = self;
        write!(f, "{page}, {theme}, {width} px")
    }
}

impl Place {
    /// A file name for its picture.
    pub fn picture(&self) -> String {
        let Place { page, theme, width } = self;
        format!("{page}-{}-{width}.png", theme.replace(' ', "-"))
    }
}

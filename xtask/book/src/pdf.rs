//! The book as a PDF: an installed Chromium or Chrome prints mdBook's page of all pages.
//!
//! Only a browser lays the pages out as readers know them; `theme/print.css` and the other style sheets say what
//! becomes of that which works on a screen only.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::book::{self, Built};
use crate::workbook::Workbook;

/// Names the browser where it isn't on the path, or where another one is wanted.
const VARIABLE: &str = "CHROME";

/// As packages and installers name it.
const NAMES: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome-headless-shell",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const NO_BROWSER: &str = "\
a PDF is printed by Chromium or Chrome, and neither is on the path
  hint: install one (Debian and Ubuntu: `apt install chromium`; elsewhere: https://www.google.com/chrome/),
        or name its program in the variable CHROME; then run `cargo xtask book --pdf` again";

/// Where to look for programs.
pub struct Environment {
    /// `PATH`
    pub path: OsString,
    /// `CHROME`
    pub chrome: Option<OsString>,
}

impl Environment {
    pub fn of_this_process() -> Self {
        Environment {
            path: std::env::var_os("PATH").unwrap_or_default(),
            chrome: std::env::var_os(VARIABLE).filter(|name| !name.is_empty()),
        }
    }

    fn browser(&self) -> Result<PathBuf> {
        match &self.chrome {
            Some(named) => self.find(Path::new(named)).with_context(|| {
                format!(
                    "{VARIABLE} names `{}`, and there is no such program\n  hint: mend the variable, or unset it to have the usual names looked for",
                    named.display()
                )
            }),
            None => match NAMES.iter().find_map(|name| self.find(Path::new(name))) {
                Some(browser) => Ok(browser),
                None => bail!(NO_BROWSER),
            },
        }
    }

    /// A name is looked for in each folder of the path; a path is one already.
    fn find(&self, program: &Path) -> Option<PathBuf> {
        if program.components().count() > 1 {
            return program.is_file().then(|| program.to_owned());
        }
        let named = program.with_extension(std::env::consts::EXE_EXTENSION);
        std::env::split_paths(&self.path)
            .map(|folder| folder.join(&named))
            .find(|file| file.is_file())
    }
}

/// Prints the book beside its pages and returns where.
pub fn write(workbook: &Workbook, built: &Built, environment: &Environment) -> Result<PathBuf> {
    let browser = environment.browser()?;
    let config = book::load(workbook)?.config;
    let file = built.folder.join(book::file_name(&config, "pdf"));
    // A profile of its own: the reader's browser may be open, and its theme is not the book's.
    let profile = tempfile::tempdir().context("making a folder for the browser's profile")?;
    // What is written beside and then moved is never half there.
    let fresh = profile.path().join("book.pdf");
    let output = Command::new(&browser)
        .args(["--headless", "--disable-gpu", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-extensions"])
        .args(["--no-pdf-header-footer", "--generate-pdf-document-outline"])
        .args(as_root().then_some("--no-sandbox"))
        .arg(joined("--user-data-dir=", profile.path()))
        .arg(joined("--print-to-pdf=", &fresh))
        .arg(built.folder.join("print.html"))
        .output()
        .with_context(|| format!("starting {}", browser.display()))?;
    if !fresh.is_file() {
        bail!(
            "{} ended with {} and printed nothing:\n{}\n  hint: look at {} in it, and print from there",
            browser.display(),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end(),
            built.folder.join("print.html").display()
        );
    }
    std::fs::copy(&fresh, &file).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

/// Chromium's sandbox refuses to start as root, which is who one is in a container.
#[cfg(unix)]
fn as_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn as_root() -> bool {
    false
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(option);
    joined.push(path);
    joined
}

//! The command line, and the jobs that it asks for.

use std::collections::VecDeque;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Parser;

/// Tests the built book in Chromium.
#[derive(Parser)]
#[command(name = "workbook-browser", version)]
pub struct Cli {
    /// Only this page, for example 03-races; `serve` is the check of a save; may be given again
    #[arg(long, value_name = "PAGE")]
    page: Vec<String>,
    /// Say how much each page weighs
    #[arg(long)]
    pub weights: bool,
    /// Show the windows
    #[arg(long)]
    pub show: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A page of the book, without `.html`.
    Page(String),
    /// A save while `serve` runs.
    Save,
}

/// How the command line names [`Job::Save`].
const SAVE: &str = "serve";

/// All pages in one for printing, the table of contents for those without scripts, and what a server answers to a
/// wrong address: no reader opens these from the folder.
const NO_PAGES: [&str; 3] = ["print", "toc", "404"];

impl Cli {
    /// The longest job first, so that nobody waits for it at the end.
    pub fn jobs(&self, folder: &Path) -> Result<VecDeque<Job>> {
        let pages = pages(folder)?;
        if let Some(unknown) = self
            .page
            .iter()
            .find(|page| *page != SAVE && !pages.contains(page))
        {
            bail!(
                "there is no page `{unknown}`; there are {SAVE}, {}",
                pages.join(", ")
            );
        }
        let wanted = |name: &str| self.page.is_empty() || self.page.iter().any(|page| page == name);
        let save = wanted(SAVE).then_some(Job::Save);
        let pages = pages.into_iter().filter(|page| wanted(page));
        Ok(save.into_iter().chain(pages.map(Job::Page)).collect())
    }
}

fn pages(folder: &Path) -> Result<Vec<String>> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("reading {}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut pages: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".html")?.to_owned()))
        .filter(|page| !NO_PAGES.contains(&page.as_str()))
        .collect();
    pages.sort();
    Ok(pages)
}

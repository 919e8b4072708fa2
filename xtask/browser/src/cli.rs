//! The command line, and the jobs that it asks for.

use std::collections::VecDeque;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::unlisted::Unlisted;

/// Tests the built book in Chromium.
#[derive(Parser)]
#[command(name = "workbook-browser", version)]
pub struct Cli {
    /// Only this page, for example 03-races; `serve` is the check of a save, `menu` that of what surrounds each page;
    /// may be given again
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
    /// A page that the sidebar does not list.
    Unlisted(Unlisted),
    /// What surrounds each page.
    Menu,
    /// A save while `serve` runs.
    Save,
}

impl Job {
    /// As the command line has it.
    fn name(&self) -> &str {
        match self {
            Job::Page(page) => page,
            Job::Unlisted(page) => page.name(),
            Job::Menu => "menu",
            Job::Save => "serve",
        }
    }
}

impl Cli {
    pub fn jobs(&self, folder: &Path) -> Result<VecDeque<Job>> {
        let all = all(folder)?;
        let names: Vec<&str> = all.iter().map(Job::name).collect();
        if let Some(unknown) = self
            .page
            .iter()
            .find(|page| !names.contains(&page.as_str()))
        {
            bail!(
                "there is no page `{unknown}`; there are {}",
                names.join(", ")
            );
        }
        let is_wanted =
            |job: &Job| self.page.is_empty() || self.page.iter().any(|page| page == job.name());
        Ok(all.into_iter().filter(is_wanted).collect())
    }
}

/// The longest first, so that nobody waits for them at the end.
fn all(folder: &Path) -> Result<Vec<Job>> {
    let mut jobs = vec![Job::Save];
    jobs.extend(Unlisted::ALL.map(Job::Unlisted));
    jobs.push(Job::Menu);
    jobs.extend(pages(folder)?.into_iter().map(Job::Page));
    Ok(jobs)
}

fn pages(folder: &Path) -> Result<Vec<String>> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("reading {}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name());
    let is_unlisted = |page: &String| Unlisted::ALL.iter().any(|unlisted| unlisted.name() == page);
    let mut pages: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".html")?.to_owned()))
        .filter(|page| !is_unlisted(page))
        .collect();
    pages.sort();
    Ok(pages)
}

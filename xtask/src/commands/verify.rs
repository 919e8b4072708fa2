//! `verify`: the workbook's own test.

use clap::Args;
use owo_colors::OwoColorize;

use super::Ended;
use crate::problem::Result;
use crate::render::bar::Bar;
use crate::verify::{Options, Section, Step, verify};
use crate::workbook::Workbook;

#[derive(Args)]
pub struct Cli {
    /// Exercises or chapters whose answers are graded; none means all
    #[arg(value_name = "EXERCISE|CHAPTER")]
    names: Vec<String>,
    /// Run the tests of every answer so often, and let every round count: for whoever doubts a verdict
    #[arg(long, value_name = "ROUNDS", default_value_t = 1, value_parser = at_least_one)]
    repeat: usize,
    /// Only this step; may be given again
    #[arg(long, value_enum, value_name = "STEP")]
    only: Vec<Step>,
    /// Also open every page in Chromium: for whoever changes a page, a style sheet or a script
    #[arg(long)]
    browser: bool,
    /// The reader's files must be the stubs: for whoever publishes the workbook
    #[arg(long)]
    stubs: bool,
    /// Take the verdicts of wrong answers as their snapshots
    #[arg(long)]
    accept: bool,
    /// Build and run everything anew
    #[arg(long)]
    no_cache: bool,
}

pub fn run(cli: &Cli, workbook: &Workbook) -> Result<Ended> {
    let options = Options {
        steps: steps(cli),
        names: cli.names.clone(),
        rounds: cli.repeat,
        shipped: cli.stubs,
        accept: cli.accept,
        use_cache: !cli.no_cache,
    };
    let sections = verify(workbook, &options, &Bar::new())?;
    let failed: usize = sections.iter().map(|s| s.failed.len()).sum();
    let passed: usize = sections.iter().map(|s| s.passed).sum();
    sections.iter().for_each(print_row);
    sections.iter().for_each(print_failures);
    println!("\n{passed} passed, {failed} failed");
    Ok(Ended::well_if(failed == 0))
}

fn steps(cli: &Cli) -> Vec<Step> {
    let mut steps = match cli.only.is_empty() {
        true => Step::USUAL.to_vec(),
        false => cli.only.clone(),
    };
    if cli.browser {
        steps.push(Step::Browser);
    }
    steps
}

fn at_least_one(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a number from 1 up is needed".to_string()),
        Ok(rounds) => Ok(rounds),
    }
}

fn print_row(section: &Section) {
    let name = section.step.to_string();
    let passed = format!("{:>5} passed", section.passed);
    let failed = match section.failed.len() {
        0 => String::new(),
        n => format!(", {n} failed").red().to_string(),
    };
    let note = section
        .note
        .as_ref()
        .map_or(String::new(), |n| format!("  ({n})"));
    anstream::println!("{name:12}{passed}{failed}{note}");
}

fn print_failures(section: &Section) {
    for failure in &section.failed {
        anstream::println!("\n{} · {}", section.step.bold(), failure.what.bold());
        for line in failure.why.trim_end().lines() {
            anstream::println!("  {line}");
        }
    }
}

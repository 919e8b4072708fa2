//! `check`: verdicts about the reader's files, or about another file in an exercise's place.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Ended;
use crate::grade::{Answer, grade};
use crate::problem::{Doing, Problem, Result};
use crate::progress::Progress;
use crate::render::{self, bar::Bar, terminal};
use crate::verdict::{NoProgram, Outcome, Verdict};
use crate::workbook::Workbook;

#[derive(Args, Default)]
pub struct Cli {
    /// Exercises or chapters: `lost_update`, `races`, `03-races`, `3`. None means all.
    #[arg(value_name = "EXERCISE|CHAPTER")]
    names: Vec<String>,
    /// Grade this file in the exercise's place; progress is not touched.
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the verdicts there instead of printing them.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Build and run everything anew.
    #[arg(long)]
    no_cache: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    Junit,
}

pub fn run(cli: &Cli, workbook: &Workbook) -> Result<Ended> {
    let answers = answers(cli, workbook)?;
    let bar = match cli.format {
        Format::Text => Bar::new(),
        _ => Bar::silent(),
    };
    let verdicts = grade(workbook, &answers, !cli.no_cache, &bar)?;
    drop(bar);
    if cli.answer.is_none() {
        Progress::update(workbook, |p| verdicts.iter().for_each(|v| p.record(v)))?;
    }
    write(cli, &rendered(cli, workbook, &verdicts))?;
    Ok(Ended::well_if(verdicts.iter().all(Verdict::passed)))
}

fn answers<'a>(cli: &Cli, workbook: &'a Workbook) -> Result<Vec<Answer<'a>>> {
    let Some(file) = &cli.answer else {
        let exercises = workbook.catalog.select(&cli.names)?;
        let answers = exercises.into_iter().map(|e| Answer::readers(workbook, e));
        return Ok(answers.collect());
    };
    let [name] = cli.names.as_slice() else {
        return Err(
            Problem::new("--answer needs the one exercise that the file answers")
                .hint("`cargo xtask check lost_update --answer my_file.rs`"),
        );
    };
    let exercise = workbook.catalog.exercise(name)?;
    let file = std::path::absolute(file).doing("find", file)?;
    if !file.is_file() {
        return Err(Problem::new(format!("there is no file {}", file.display())));
    }
    Ok(vec![Answer::other(workbook, exercise, &file)])
}

fn rendered(cli: &Cli, workbook: &Workbook, verdicts: &[Verdict]) -> String {
    match cli.format {
        Format::Json => render::json::json(verdicts),
        Format::Junit => render::junit::junit(verdicts),
        Format::Text => text(workbook, verdicts),
    }
}

/// One exercise in full; several as a table with the first refusal in full.
fn text(workbook: &Workbook, verdicts: &[Verdict]) -> String {
    let detail = terminal::Detail {
        width: render::width(),
        changing: true,
    };
    if let [verdict] = verdicts {
        return terminal::verdict(verdict, detail) + &advice(workbook, verdict);
    }
    let table = render::table::table(&workbook.catalog, verdicts);
    let unsolved = |v: &&Verdict| v.outcome == Outcome::Unsolved;
    let refused = verdicts.iter().find(|v| !v.passed() && !unsolved(v));
    match refused.or_else(|| verdicts.iter().find(unsolved)) {
        Some(first) if unsolved(&first) => table + &advice(workbook, first),
        Some(first) => {
            format!(
                "{table}\n{}{}",
                terminal::verdict(first, detail),
                advice(workbook, first)
            )
        }
        None => table,
    }
}

/// What to do next about one verdict.
pub fn advice(workbook: &Workbook, verdict: &Verdict) -> String {
    let name = &verdict.exercise;
    let advice = match &verdict.outcome {
        Outcome::Passed => "next: `cargo xtask next`".to_string(),
        Outcome::Unsolved => format!(
            "next: write {}, then `cargo xtask check {name}`",
            verdict.file
        ),
        Outcome::Refused => format!("next: `cargo xtask hint {name}` gives a nudge"),
        Outcome::DoesNotCompile { rendered } => {
            let mend = format!("next: mend the first error above, then `cargo xtask check {name}`");
            match error_code(&render::plain(rendered)) {
                Some(code) => format!("{mend}; `rustc --explain {code}` tells more about it"),
                None => mend,
            }
        }
        Outcome::NoProgram(NoProgram::NotUtf8 { .. }) => {
            format!("next: save the file as UTF-8, then `cargo xtask check {name}`")
        }
        Outcome::NoProgram(NoProgram::PastTheChecker { line }) => {
            format!("next: change line {line}, then `cargo xtask check {name}`")
        }
        Outcome::NoProgram(_) => {
            format!("next: `cargo xtask reset {name}` puts the exercise's file back")
        }
    };
    let page = workbook
        .catalog
        .chapters
        .iter()
        .find(|c| c.name == verdict.chapter);
    let page = page.map_or(String::new(), |chapter| {
        format!("page: book/src/{}\n", chapter.page)
    });
    match verdict.outcome {
        Outcome::Passed => format!("\n{advice}\n"),
        _ => format!("\n{advice}\n{page}"),
    }
}

/// The first error's code, where it has one: `E0382`.
fn error_code(rendered: &str) -> Option<&str> {
    let first = rendered.lines().find(|line| line.starts_with("error"))?;
    let (code, _) = first.strip_prefix("error[")?.split_once(']')?;
    Some(code)
}

fn write(cli: &Cli, text: &str) -> Result<()> {
    match &cli.out {
        None => {
            anstream::print!("{text}");
            Ok(())
        }
        Some(file) => write_file(file, &render::plain(text)),
    }
}

fn write_file(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).doing("write", file)
}

//! What listings print, recorded beside them and compared again later.
//!
//! The two programs of the package `listings` run theirs and say, as one JSON line each, what they print
//! and which interleaving breaks them; rustc says what is wrong with those that must not compile.

use std::process::Command;

use anyhow::{Context, Result, bail};
use report::Schedule;
use serde::Deserialize;

use crate::listing::Listing;
use crate::problem::Problem;
use crate::refused;
use crate::workbook::Workbook;

/// Under every schedule with the checker's `std`; once with the real one.
const PROGRAMS: [&str; 2] = ["every_schedule", "once"];

/// A listing's output as it is today; one line of what the package `listings` prints.
#[derive(Debug, Deserialize)]
pub struct Recording {
    /// The listing's name.
    pub listing: String,
    /// The command's line, then what it prints.
    pub output: String,
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// A measurement: its figures differ from run to run, its words do not.
    #[serde(default)]
    pub measured: bool,
}

/// Runs the named listings, or all, and writes what they print beside them. Returns how many.
pub fn record(workbook: &Workbook, names: &[String]) -> Result<usize> {
    let recordings = run(workbook, names)?;
    for recording in &recordings {
        let listing = Listing::named(&recording.listing);
        std::fs::write(
            listing.file(workbook, listing.output_extension()),
            &recording.output,
        )?;
        write_schedule(&listing, recording.schedule.as_ref(), workbook)?;
    }
    Ok(recordings.len())
}

/// Runs all listings and names those whose recorded output is no longer true.
pub fn check(workbook: &Workbook) -> Result<Vec<Problem>> {
    let recordings = run(workbook, &[])?;
    let mut problems: Vec<Problem> = recordings
        .iter()
        .filter_map(|r| compare(r, workbook))
        .collect();
    for listing in Listing::all(workbook) {
        if !recordings.iter().any(|r| r.listing == listing.name) {
            let hint = "add it to the table in its chapter's mod.rs";
            problems.push(Problem::new(
                listing.shown_path(),
                "this listing is never compiled or run",
                hint,
            ));
        }
    }
    Ok(problems)
}

fn run(workbook: &Workbook, names: &[String]) -> Result<Vec<Recording>> {
    let all = Listing::all(workbook);
    if let Some(unknown) = names
        .iter()
        .find(|name| !all.iter().any(|l| l.name == **name))
    {
        bail!(
            "there is no listing `{unknown}`\n  hint: a listing's name is its path under book/listings, without `.rs`"
        );
    }
    let wanted = |listing: &&Listing| names.is_empty() || names.contains(&listing.name);
    let (refused, compiled): (Vec<&Listing>, Vec<&Listing>) =
        all.iter().filter(wanted).partition(|l| l.is_refused());
    let named: Vec<&str> = compiled
        .iter()
        .map(|listing| listing.name.as_str())
        .filter(|_| !names.is_empty())
        .collect();
    let mut recordings = Vec::new();
    for program in PROGRAMS.iter().filter(|_| !compiled.is_empty()) {
        recordings.extend(run_compiled(workbook, program, &named)?);
    }
    for listing in refused {
        recordings.push(refused::compile(listing, workbook)?);
    }
    Ok(recordings)
}

/// Each records the listings that are run its way; with no names, its whole table.
fn run_compiled(workbook: &Workbook, program: &str, names: &[&str]) -> Result<Vec<Recording>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let command = [
        "run",
        "--quiet",
        "--package",
        "listings",
        "--bin",
        program,
        "--",
        "--record",
    ];
    let output = Command::new(cargo)
        .args(command)
        .args(names)
        .current_dir(workbook.root())
        .output()
        .context("starting cargo")?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        bail!(
            "the listings did not run to their end\n  hint: run `cargo {}` and mend what it says",
            command.join(" ")
        );
    }
    let text = String::from_utf8(output.stdout)?;
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("reading `{line}`")));
    lines.collect()
}

fn write_schedule(
    listing: &Listing,
    schedule: Option<&Schedule>,
    workbook: &Workbook,
) -> Result<()> {
    let file = listing.file(workbook, "schedule.json");
    match schedule {
        Some(schedule) => std::fs::write(file, serde_json::to_string_pretty(schedule)? + "\n")?,
        None if file.exists() => std::fs::remove_file(file)?,
        None => {}
    }
    Ok(())
}

fn compare(now: &Recording, workbook: &Workbook) -> Option<Problem> {
    let listing = Listing::named(&now.listing);
    let recorded = listing.output(workbook).ok();
    let schedule = listing.schedule(workbook).ok();
    let message = match recorded {
        None => "nothing is recorded of this listing".to_owned(),
        Some(recorded) => match first_difference(&recorded, now) {
            Some(difference) => difference,
            None if schedule != now.schedule => {
                "its recorded interleaving is no longer the one that the checker finds".to_owned()
            }
            None => return None,
        },
    };
    let hint = format!(
        "look whether this is meant, then run `cargo run -p workbook-book -- record {}`",
        now.listing
    );
    Some(Problem::new(listing.shown_path(), message, hint))
}

fn first_difference(recorded: &str, now: &Recording) -> Option<String> {
    let listing = Listing::named(&now.listing);
    let same = match (now.measured, listing.is_refused()) {
        (true, _) => without_figures(recorded) == without_figures(&now.output),
        (_, true) => refused::same(recorded, &now.output),
        _ => recorded == now.output,
    };
    if same {
        return None;
    }
    let mut pairs = recorded.lines().zip(now.output.lines());
    Some(match pairs.find(|(was, is)| was != is) {
        Some((was, is)) => format!("it no longer prints `{was}` but `{is}`"),
        None => "it prints more or fewer lines than recorded".into(),
    })
}

/// A measurement's words: every number becomes one mark, and the spaces that align it one space.
fn without_figures(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words: Vec<String> = line.split_whitespace().map(without_digits).collect();
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `12.5` and `1,024` become `#`; a full stop after a number stays with it.
fn without_digits(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        let goes_on = out.ends_with('#') && matches!(c, '.' | ',');
        match c.is_ascii_digit() {
            true if !out.ends_with('#') => out.push('#'),
            false if !goes_on => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(output: &str, measured: bool) -> Recording {
        Recording {
            listing: "03-races/a".into(),
            output: output.into(),
            schedule: None,
            measured,
        }
    }

    #[test]
    fn a_changed_line_is_quoted() {
        let difference = first_difference("$ run\n2\n", &recording("$ run\n1\n", false));
        assert_eq!(
            difference.as_deref(),
            Some("it no longer prints `2` but `1`")
        );
    }

    #[test]
    fn a_measurement_may_change_its_figures_but_not_its_words() {
        let recorded = "took   12.5 ms, 1,024 times";
        let now = recording("took 9 ms, 7 times", true);
        assert_eq!(first_difference(recorded, &now), None);
        assert!(first_difference(recorded, &recording("took 9 us, 7 times", true)).is_some());
    }
}

//! Runs a listing under every schedule that the checker tries, and counts what it prints.
//!
//! `--record` runs the explored ones and prints one JSON line each, for `workbook-book`.

#[allow(unused_imports, reason = "a listing may use `thread_local!`")]
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the listings' included, is the checker's

#[macro_use]
mod printed;
mod chapters;
#[allow(
    dead_code,
    reason = "what is not explored is for the program that runs once"
)]
mod table;

use std::collections::BTreeMap;
use std::model;
use std::process::ExitCode;

use report::{Finding, Schedule};
use serde_json::json;
use table::{How, Listing};

/// Before what a program printed, to tell it from the checker's word for a run that failed.
const PRINTED: &str = "printed: ";
/// How the message of a broken promise starts.
const BROKEN: &str = "It prints ";

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let record = names.iter().any(|name| name == "--record");
    names.retain(|name| name != "--record");
    match table::chosen(&names, &chapters::all()) {
        Ok(listings) => {
            let explored = listings.iter().filter_map(explore);
            explored.for_each(|exploration| exploration.print(record));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// What the checker says about a listing.
struct Exploration {
    name: &'static str,
    /// What it prints, most often first, with the number of schedules.
    outcomes: Vec<(String, usize)>,
    /// The simplest interleaving that fails or breaks the promise.
    schedule: Option<Schedule>,
}

/// `None` for a listing that is not explored.
fn explore(listing: &Listing) -> Option<Exploration> {
    let How::Explored { promise } = listing.how else {
        return None;
    };
    let main = listing.main;
    let counted = model::outcomes(move || format!("{PRINTED}{}", printed::by(main)));
    let found = model::explore(model::Check::new(), move || {
        hold(promise, &printed::by(main))
    });
    Some(Exploration {
        name: listing.name,
        outcomes: most_often_first(counted),
        schedule: found.err().and_then(|finding| without_our_own(*finding)),
    })
}

/// The panic of a broken promise is ours, not the listing's: only what it says stays, below the table.
fn without_our_own(finding: Finding) -> Option<Schedule> {
    let mut schedule = finding.schedule?;
    schedule.rows.retain(|row| !file!().ends_with(&row.file));
    schedule.stuck.retain(|sentence| !sentence.contains(BROKEN));
    if let Some(at) = finding.message.find(BROKEN) {
        schedule.stuck.push(finding.message[at..].to_owned());
    }
    Some(schedule)
}

/// A broken promise ends the run as a panic does, and the checker shows the way there.
fn hold(promise: Option<&str>, printed: &str) {
    if let Some(promise) = promise {
        assert!(
            printed.trim_end() == promise,
            "{BROKEN}`{}`.",
            printed.trim_end()
        );
    }
}

fn most_often_first(counted: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut outcomes: Vec<(String, usize)> = counted
        .into_iter()
        .map(|(outcome, count)| (in_one_line(&outcome), count))
        .collect();
    outcomes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    outcomes
}

fn in_one_line(outcome: &str) -> String {
    let (printed, is_failure) = match outcome.strip_prefix(PRINTED) {
        Some(printed) => (printed, false),
        None => (outcome, true),
    };
    let line = printed.trim_end().lines().collect::<Vec<_>>().join(" / ");
    if is_failure {
        format!("[{line}]")
    } else {
        line
    }
}

impl Exploration {
    fn print(&self, record: bool) {
        let text = self.text();
        match record {
            true => {
                let output = format!(
                    "$ cargo run -p listings --bin every_schedule {}\n{text}",
                    self.name
                );
                let recording =
                    json!({"listing": self.name, "output": output, "schedule": self.schedule});
                ::std::println!("{recording}");
            }
            false => ::std::print!("{text}"),
        }
    }

    /// `2 views   31 of 35 schedules`, a line an outcome.
    fn text(&self) -> String {
        let all: usize = self.outcomes.iter().map(|(_, count)| count).sum();
        let all = report::text::counted(all, "schedule", "schedules");
        let count = |(_, count): &(String, usize)| report::text::thousands(*count);
        let wide = self
            .outcomes
            .iter()
            .map(|(text, _)| text.chars().count())
            .max()
            .unwrap_or(0);
        let high = self
            .outcomes
            .iter()
            .map(|outcome| count(outcome).len())
            .max()
            .unwrap_or(0);
        let line = |outcome: &(String, usize)| {
            format!("{:wide$}   {:>high$} of {all}\n", outcome.0, count(outcome))
        };
        self.outcomes.iter().map(line).collect()
    }
}

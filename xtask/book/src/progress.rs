//! The grader's verdicts, read back from `.workbook/progress.json` or from `check --format json`.
//!
//! The grader is a program of its own, so only the fields that a page shows are read here, and a
//! file of another version is "nothing known" rather than an error.

use std::collections::BTreeMap;

use anyhow::Result;
use report::{Explored, Finding, Measured, Schedule};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::card;
use crate::catalog::Catalog;
use crate::standing::{Outcome, Refusal, Standing, State};
use crate::workbook::Workbook;

/// All verdicts known, beside the catalog that puts them in words.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    catalog: Catalog,
    /// By the exercise's name.
    standings: BTreeMap<String, Standing>,
}

/// The grader's JSON: `progress.json` holds a map by name, `check --format json` a list.
#[derive(Deserialize)]
struct Document {
    exercises: Entries,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entries {
    ByName(BTreeMap<String, Entry>),
    List(Vec<Entry>),
}

/// What both say about an exercise; a field that one of them lacks is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    exercise: String,
    state: String,
    /// A word a kind, `null` for a kind without tests.
    kinds: BTreeMap<String, Option<String>>,
    #[serde(alias = "explanation")]
    text: String,
    schedule: Option<Schedule>,
    measured: Vec<Measured>,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    kind: String,
    name: String,
    /// How it ended, in a word or two.
    verdict: String,
    #[serde(default)]
    end: End,
    #[serde(default)]
    explored: Vec<Explored>,
    #[serde(default)]
    measured: Vec<Measured>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct End {
    finding: Option<Finding>,
}

impl Progress {
    pub fn read(workbook: &Workbook) -> Result<Self> {
        let mut progress = Progress {
            catalog: Catalog::read(workbook)?,
            standings: BTreeMap::new(),
        };
        if let Ok(text) = std::fs::read_to_string(workbook.progress()) {
            progress.learn(&text);
        }
        Ok(progress)
    }

    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub fn state(&self, exercise: &str) -> State {
        let standing = self.standings.get(exercise);
        standing.map_or(State::Unchecked, |standing| standing.state)
    }

    /// Takes in the verdicts of a grader's document. Says whether it was one.
    pub fn learn(&mut self, text: &str) -> bool {
        let Ok(document) = serde_json::from_str::<Document>(text) else {
            return false;
        };
        let named: Vec<(String, Entry)> = match document.exercises {
            Entries::ByName(entries) => entries.into_iter().collect(),
            Entries::List(list) => list
                .into_iter()
                .map(|entry| (entry.exercise.clone(), entry))
                .collect(),
        };
        self.standings.extend(
            named
                .into_iter()
                .map(|(name, entry)| (name, standing(entry))),
        );
        true
    }

    /// Takes over what was read anew. A verdict that names its tests outlives one that says the same without them.
    pub fn update(&mut self, newer: Progress) {
        self.catalog = newer.catalog;
        for (name, standing) in newer.standings {
            let says_the_same = |known: &Standing| known.text == standing.text;
            if !self.standings.get(&name).is_some_and(says_the_same) {
                self.standings.insert(name, standing);
            }
        }
    }

    /// What a page's script puts in place: for each exercise its state, its headline and its verdict's markup.
    pub fn to_json(&self) -> Value {
        let entries = self.catalog.entries().filter_map(|(_, exercise)| {
            let standing = self.standings.get(&exercise.name)?;
            let entry = json!({
                "state": standing.state.name(),
                "headline": standing.headline(),
                "html": card::verdict(exercise, standing),
            });
            Some((exercise.name.clone(), entry))
        });
        Value::Object(entries.collect())
    }
}

fn standing(entry: Entry) -> Standing {
    let kinds = entry
        .kinds
        .into_iter()
        .filter_map(|(kind, word)| Some((kind, outcome(&word?))));
    let mut refusals: Vec<Refusal> = entry.tests.iter().filter_map(refusal).collect();
    if refusals.is_empty() {
        // `progress.json` knows the interleaving, and the rest as text.
        refusals.extend(entry.schedule.map(|schedule| Refusal {
            schedule: Some(schedule),
            ..Refusal::default()
        }));
    }
    let explored = explored(&entry.tests);
    let measured = entry.tests.into_iter().flat_map(|test| test.measured);
    Standing {
        state: state(&entry.state),
        kinds: kinds.collect(),
        refusals,
        explored,
        measured: entry.measured.into_iter().chain(measured).collect(),
        text: entry.text,
    }
}

fn state(word: &str) -> State {
    match word {
        "passed" => State::Passed,
        "unsolved" => State::Unsolved,
        "refused" => State::Refused,
        "does_not_compile" => State::DoesNotCompile,
        "no_program" => State::NoProgram,
        _ => State::Unchecked,
    }
}

fn outcome(word: &str) -> Outcome {
    match word {
        "passed" => Outcome::Passed,
        "unsolved" | "not run" => Outcome::Open,
        word => Outcome::Refused(word.to_owned()),
    }
}

fn refusal(test: &Test) -> Option<Refusal> {
    let Outcome::Refused(word) = outcome(&test.verdict) else {
        return None;
    };
    let (message, schedule) = match &test.end.finding {
        Some(finding) => (finding.message.clone(), finding.schedule.clone()),
        None => (in_a_sentence(&word), None),
    };
    Some(Refusal {
        test: Some(format!("{}::{}", test.kind, test.name)),
        message,
        schedule,
    })
}

/// An end without a finding: the test's process was stopped, or left by itself.
fn in_a_sentence(word: &str) -> String {
    match word {
        "too many threads" => "The program starts too many threads.".into(),
        word => format!("The program {word}."),
    }
}

/// What the searches of each kind claim. Tests of behaviour search too, but do not claim to be thorough.
fn explored(tests: &[Test]) -> BTreeMap<String, Explored> {
    let mut by_kind = BTreeMap::new();
    for test in tests.iter().filter(|test| test.kind != "behaves") {
        let searches: &mut Vec<&Explored> = by_kind.entry(test.kind.clone()).or_default();
        searches.extend(&test.explored);
    }
    let claims = by_kind
        .into_iter()
        .filter_map(|(kind, searches)| Some((kind, Explored::together(searches)?)));
    claims.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(text: &str) -> BTreeMap<String, Standing> {
        let mut progress = Progress::default();
        progress.learn(text);
        progress.standings
    }

    /// As `cargo xtask check lost_update --format json` prints it.
    const CHECKED: &str = r#"{"version": 1, "passed": 0, "total": 1, "exercises": [{
        "exercise": "lost_update", "state": "refused", "text": "refused: one is lost",
        "kinds": {"behaves": "passed", "race_free": "refused", "shuts_down": "hangs", "speeds_up": null},
        "tests": [
            {"kind": "race_free", "name": "a", "verdict": "passed", "end": {"end": "passed"}},
            {"kind": "race_free", "name": "b", "verdict": "refused", "end": {"end": "refused",
                "finding": {"kind": "panic", "message": "one is lost", "schedule": null}}},
            {"kind": "shuts_down", "name": "c", "verdict": "hangs", "end": {"end": "hangs", "limit_seconds": 10}}
        ]}]}"#;

    /// As `.workbook/progress.json` keeps it.
    const KEPT: &str = r#"{"exercises": {"lost_update": {
        "state": "refused", "verdict": "refused", "kinds": {"behaves": "passed", "race_free": "refused"},
        "when": 1, "passed_once": false, "explanation": "refused: one is lost", "hints": 0, "measured": [],
        "schedule": {"threads": ["main"], "rows": [], "stuck": [], "forced_switches": 0, "schedules": 3}}}}"#;

    #[test]
    fn a_check_names_its_tests() {
        let standing = &learnt(CHECKED)["lost_update"];
        assert_eq!(standing.state, State::Refused);
        assert_eq!(standing.kinds["behaves"], Outcome::Passed);
        assert_eq!(
            standing.kinds["shuts_down"],
            Outcome::Refused("hangs".into())
        );
        assert!(!standing.kinds.contains_key("speeds_up"));
        assert_eq!(standing.refusals[0].test.as_deref(), Some("race_free::b"));
        assert_eq!(standing.refusals[0].message, "one is lost");
        assert_eq!(standing.refusals[1].message, "The program hangs.");
    }

    #[test]
    fn the_progress_file_keeps_the_interleaving() {
        let standing = &learnt(KEPT)["lost_update"];
        assert_eq!(standing.state, State::Refused);
        assert_eq!(standing.refusals[0].schedule.as_ref().unwrap().schedules, 3);
    }

    #[test]
    fn a_verdict_with_tests_outlives_the_same_one_without() {
        let mut live = Progress::default();
        assert!(live.learn(CHECKED));
        let mut kept = Progress::default();
        assert!(kept.learn(KEPT));
        live.update(kept);
        assert_eq!(
            live.standings["lost_update"].refusals[0].message,
            "one is lost"
        );
    }

    #[test]
    fn a_file_that_is_not_understood_is_nothing_known() {
        for text in [
            "",
            "{",
            "[1, 2]",
            r#"{"exercises": 3}"#,
            r#"{"exercises": {"a": {"state": 3}}}"#,
        ] {
            assert!(learnt(text).is_empty(), "{text}");
        }
    }
}

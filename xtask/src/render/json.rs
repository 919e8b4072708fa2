//! Verdicts for programs: everything that is known, as JSON.

use serde_json::{Value, json};

use super::{plain, terminal};
use crate::exercise::Kind;
use crate::verdict::{Outcome, TestVerdict, Verdict};

/// `{"version": 1, "passed": 3, "total": 10, "exercises": [...]}`
pub fn json(verdicts: &[Verdict]) -> String {
    let document = json!({
        "version": 1,
        "passed": verdicts.iter().filter(|v| v.passed()).count(),
        "total": verdicts.len(),
        "exercises": verdicts.iter().map(exercise).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn exercise(verdict: &Verdict) -> Value {
    let detail = terminal::Detail {
        width: report::text::WIDTH,
        changing: false,
    };
    json!({
        "exercise": verdict.exercise,
        "chapter": verdict.chapter,
        "file": verdict.file,
        "state": state(&verdict.outcome),
        "verdict": verdict.word(),
        "kinds": kinds(verdict),
        "text": plain(&terminal::verdict(verdict, detail)),
        "tests": verdict.tests.iter().map(test).collect::<Vec<_>>(),
        "warnings": verdict.warnings.iter().map(|w| plain(w)).collect::<Vec<_>>(),
    })
}

/// The outcome without its details, as the progress file and the page name it.
pub fn state(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Unsolved => "unsolved",
        Outcome::Refused => "refused",
        Outcome::DoesNotCompile { .. } => "does_not_compile",
        Outcome::NoProgram(_) => "no_program",
    }
}

/// A word a kind; `null` where the exercise has no such tests.
fn kinds(verdict: &Verdict) -> Value {
    let words = Kind::ALL.into_iter().map(|kind| {
        let word = verdict.of_kind(kind).map(|end| end.word());
        (kind.module().to_string(), json!(word))
    });
    Value::Object(words.collect())
}

fn test(test: &TestVerdict) -> Value {
    json!({
        "kind": test.kind,
        "name": test.name,
        "verdict": test.end.word(),
        "end": test.end,
        "explored": test.explored,
        "measured": test.measured,
        "counted": test.counted,
        "output": test.output,
        "millis": test.millis,
    })
}

//! Verdicts as JUnit XML: a suite an exercise, a case a test.

use super::{plain, terminal};
use crate::verdict::{Outcome, TestVerdict, Verdict};

pub fn junit(verdicts: &[Verdict]) -> String {
    let suites: String = verdicts.iter().map(suite).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
}

fn suite(verdict: &Verdict) -> String {
    let cases: Vec<String> = match &verdict.outcome {
        Outcome::Passed | Outcome::Unsolved | Outcome::Refused => verdict
            .tests
            .iter()
            .map(|t| test_case(verdict, t))
            .collect(),
        _ => vec![case(
            verdict,
            "compiles",
            0,
            Some((verdict.word(), whole(verdict))),
        )],
    };
    let failures = match verdict.tests.is_empty() {
        true => cases.len(),
        false => verdict.tests.iter().filter(|t| !t.end.is_pass()).count(),
    };
    format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\">\n{}  </testsuite>\n",
        escaped(&verdict.exercise),
        cases.len(),
        cases.concat()
    )
}

fn test_case(verdict: &Verdict, test: &TestVerdict) -> String {
    let name = format!("{}::{}", test.kind.module(), test.name);
    let failure = (!test.end.is_pass()).then(|| {
        let lines = terminal::explanation(test, DETAIL);
        (test.end.word(), plain(&lines.join("\n")))
    });
    case(verdict, &name, test.millis, failure)
}

const DETAIL: terminal::Detail = terminal::Detail {
    width: report::text::WIDTH,
    changing: false,
};

fn whole(verdict: &Verdict) -> String {
    plain(&terminal::verdict(verdict, DETAIL))
}

fn case(verdict: &Verdict, name: &str, millis: u64, failure: Option<(&str, String)>) -> String {
    let body = failure.map_or(String::new(), |(word, text)| {
        format!(
            "<failure message=\"{}\">{}</failure>",
            escaped(word),
            escaped(&text)
        )
    });
    format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{}.{:03}\">{body}</testcase>\n",
        escaped(&verdict.chapter),
        escaped(name),
        millis / 1000,
        millis % 1000
    )
}

/// XML 1.0 has no way to write most control characters: they become a question mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

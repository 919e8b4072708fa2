//! The exercise card: what is wanted, where, and how the reader's answer fares.
//!
//! The verdict's markup is made here for all three ways to a page: at build time, from
//! `progress.js` on `file://`, and live from the server. The script only puts it in place.

use anstream::adapter::strip_str;
use report::{Measured, Schedule};

use crate::catalog::{Chapter, Exercise, KINDS, Kind};
use crate::html::{escape, inline};
use crate::schedule_table;
use crate::standing::{Outcome, Refusal, Standing, State};

/// A heading in markdown, so that search and the sidebar know it, and the card below it.
pub fn render(chapter: &Chapter, exercise: &Exercise, standing: &Standing) -> String {
    let Exercise {
        name,
        title,
        goal,
        minutes,
        ..
    } = exercise;
    format!(
        "### Exercise: {title} {{#exercise-{name}}}\n\n\
         <div class=\"wb-card\" data-exercise=\"{name}\" data-state=\"{state}\">\n\
         <p class=\"wb-goal\">{goal}</p>\n\
         <dl class=\"wb-facts\">\n\
         <div><dt>File</dt><dd><code>{source}</code></dd></div>\n\
         <div><dt>Tests</dt><dd><code>{tests}</code></dd></div>\n\
         <div><dt>Check</dt><dd><code>cargo xtask check {name}</code></dd></div>\n\
         <div><dt>Time</dt><dd>about {minutes} minutes</dd></div>\n\
         </dl>\n\
         <p class=\"wb-state\" role=\"status\">{headline}</p>\n\
         <div class=\"wb-verdict\">\n{verdict}</div>\n\
         </div>\n",
        state = standing.state.name(),
        goal = inline(goal),
        source = escape(&chapter.source_of(exercise)),
        tests = escape(&chapter.tests_of(exercise)),
        headline = escape(&standing.headline()),
        verdict = verdict(exercise, standing),
    )
}

/// The hints, each folded inside the one before it.
pub fn render_hints(exercise: &Exercise) -> String {
    let count = exercise.hints.len();
    let nested = exercise.hints.iter().enumerate().rev().fold(String::new(), |deeper, (i, hint)| {
        let n = i + 1;
        format!(
            "<details class=\"wb-hint\">\n<summary>Hint {n} of {count}</summary>\n<p>{}</p>\n{deeper}</details>\n",
            inline(hint)
        )
    });
    format!("<div class=\"wb-hints\">\n{nested}</div>\n")
}

/// The part of a card that changes. Holds no blank line, so that it may stand inside markdown.
pub fn verdict(exercise: &Exercise, standing: &Standing) -> String {
    let kinds: String = KINDS
        .iter()
        .map(|kind| chip(kind, exercise, standing))
        .collect();
    let mut html = format!("<ul class=\"wb-kinds\" aria-label=\"Kinds of test\">{kinds}</ul>\n");
    match standing.state {
        State::Unchecked => html.push_str(&how_to_check(exercise)),
        State::Unsolved => {}
        State::DoesNotCompile | State::NoProgram => html.push_str(&boxed(&standing.text)),
        State::Refused => html.push_str(&refused(standing)),
        State::Passed => html.push_str(&guarantees(standing)),
    }
    html.extend(standing.measured.iter().map(measured));
    if matches!(standing.state, State::Refused | State::Passed) {
        html.push_str(&folded(&standing.text));
    }
    html
}

fn chip(kind: &Kind, exercise: &Exercise, standing: &Standing) -> String {
    let tested = exercise.kinds.iter().any(|k| k == kind.module);
    let (outcome, words) = match standing.kinds.get(kind.module) {
        _ if !tested => ("none", "–"),
        None | Some(Outcome::Open) => ("open", "open"),
        Some(Outcome::Passed) => ("passed", "holds"),
        Some(Outcome::Refused(word)) => ("refused", word.as_str()),
    };
    format!(
        "<li class=\"wb-kind\" data-outcome=\"{outcome}\" title=\"{}\"><span class=\"wb-kind-name\">{}</span> <span class=\"wb-kind-outcome\">{}</span></li>",
        kind.shows,
        kind.label,
        escape(words)
    )
}

fn how_to_check(exercise: &Exercise) -> String {
    format!(
        "<p class=\"wb-how\">Save the file while <code>cargo xtask serve</code> runs and the verdict appears here, \
         or run <code>cargo xtask check {}</code> in a terminal.</p>\n",
        exercise.name
    )
}

/// Terminal text, in a box that scrolls by itself.
fn boxed(text: &str) -> String {
    let plain = strip_str(text).to_string();
    format!(
        "<div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"The verdict as text\"><pre class=\"wb-text\">{}</pre></div>\n",
        without_blank_lines(&escape(&plain))
    )
}

fn folded(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    format!(
        "<details class=\"wb-terminal\"><summary>As the terminal shows it</summary>\n{}</details>\n",
        boxed(text)
    )
}

/// Markdown ends an HTML block at a blank line; a no-break space keeps the line.
fn without_blank_lines(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                "&nbsp;"
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first refusal in full, the others by name.
fn refused(standing: &Standing) -> String {
    let Some((first, others)) = standing.refusals.split_first() else {
        return String::new();
    };
    let mut html = refusal(first);
    let others: String = others
        .iter()
        .filter_map(|other| other.test.as_deref())
        .map(|test| format!("<li>{}</li>", test_name(test)))
        .collect();
    if !others.is_empty() {
        html.push_str(&format!("<p class=\"wb-also\">Refused as well; look at it when the first one holds:</p>\n<ul>{others}</ul>\n"));
    }
    html
}

fn refusal(refusal: &Refusal) -> String {
    let test = refusal
        .test
        .as_deref()
        .map(|test| format!("<p class=\"wb-test\">{}</p>\n", test_name(test)));
    let message = refusal
        .message
        .lines()
        .filter(|line| !line.trim().is_empty());
    let message: String = message
        .map(|line| format!("<p class=\"wb-message\">{}</p>\n", inline(line)))
        .collect();
    let schedule = refusal.schedule.as_ref().map(interleaving);
    format!(
        "{}{message}{}",
        test.unwrap_or_default(),
        schedule.unwrap_or_default()
    )
}

fn interleaving(schedule: &Schedule) -> String {
    let table = schedule_table::render(schedule);
    if schedule.rows.is_empty() {
        return table;
    }
    let provenance = schedule_table::provenance(schedule);
    format!(
        "<p class=\"wb-provenance\">The interleaving that shows it ({provenance}):</p>\n{table}"
    )
}

fn test_name(test: &str) -> String {
    format!("<code>{}</code>", escape(test))
}

/// What a pass promises, and no more.
fn guarantees(standing: &Standing) -> String {
    let explored = KINDS
        .iter()
        .filter_map(|kind| Some((kind.label, standing.explored.get(kind.module)?)));
    let promise = |(label, explored)| {
        let claim = report::text::explored(explored);
        format!("<p class=\"wb-guarantee\"><strong>{label}</strong> under {claim}</p>\n")
    };
    explored.map(promise).collect()
}

/// A wall-clock ratio, with what a reader needs to judge it.
fn measured(figure: &Measured) -> String {
    format!(
        "<p class=\"wb-measured\"><strong>{:.1} times</strong> as fast: {} ({} workers, {} cores; shown, never decides).</p>\n",
        figure.ratio,
        escape(&figure.what),
        figure.workers,
        figure.cores
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exercise() -> Exercise {
        Exercise {
            name: "lost_update".into(),
            title: "The lost update".into(),
            goal: "Count with `AtomicUsize`.".into(),
            minutes: 15,
            kinds: vec!["behaves".into(), "race_free".into()],
            hints: vec!["Look at the load.".into(), "Use `fetch_add`.".into()],
        }
    }

    fn refused() -> Standing {
        let refusal = Refusal {
            test: Some("race_free::no_update_is_lost".into()),
            message: "one update is lost\n\nthe counter is 1".into(),
            schedule: None,
        };
        Standing {
            state: State::Refused,
            kinds: [("race_free".to_owned(), Outcome::Refused("refused".into()))].into(),
            refusals: vec![refusal],
            text: "refused\n\nrace_free::no_update_is_lost".into(),
            ..Standing::default()
        }
    }

    #[test]
    fn a_kind_that_the_exercise_lacks_is_a_dash() {
        let html = verdict(&exercise(), &Standing::default());
        assert_eq!(html.matches(">open<").count(), 2);
        assert_eq!(html.matches("–").count(), 2);
    }

    #[test]
    fn a_refusal_names_kind_test_and_message() {
        let standing = refused();
        assert_eq!(standing.headline(), "Refused: race-free.");
        let html = verdict(&exercise(), &standing);
        assert!(html.contains("race_free::no_update_is_lost"), "{html}");
        assert!(
            html.contains("<p class=\"wb-message\">one update is lost</p>"),
            "{html}"
        );
    }

    #[test]
    fn a_later_hint_lies_inside_the_earlier_one() {
        let html = render_hints(&exercise());
        let first = html.find("Hint 1 of 2").unwrap();
        let second = html.find("Hint 2 of 2").unwrap();
        assert!(first < second);
        assert!(
            html.trim_end().ends_with("</details>\n</details>\n</div>"),
            "{html}"
        );
    }

    #[test]
    fn the_verdict_never_ends_its_html_block() {
        let broken = Standing {
            state: State::DoesNotCompile,
            text: "error[E0382]: moved\n\n  --> a.rs:1\n".into(),
            ..Standing::default()
        };
        for standing in [Standing::default(), refused(), broken] {
            assert!(!verdict(&exercise(), &standing).contains("\n\n"));
        }
    }
}

//! Answers beside what listings printed, which `check` runs again.

use std::collections::BTreeSet;

use super::Fault;
use super::schema::{Ask, Choice, Proof, Question};
use crate::listing::Listing;
use crate::workbook::Workbook;

/// Where a question and the recorded output of its listing differ.
pub fn check(question: &Question, workbook: &Workbook) -> Vec<Fault> {
    let Some(proof) = &question.proof else {
        return Vec::new();
    };
    let listing = proof.listing();
    let Ok(text) = listing.output(workbook) else {
        return vec![question.fault(missing(listing, workbook))];
    };
    match outputs(proof, &text) {
        Ok(outputs) => differences(&question.ask, &outputs)
            .into_iter()
            .map(|message| question.fault(message))
            .collect(),
        Err(message) => vec![question.fault(message)],
    }
}

fn missing(listing: &Listing, workbook: &Workbook) -> String {
    let name = &listing.name;
    match listing.source(workbook) {
        Ok(_) => format!(
            "nothing is recorded of `{name}`: run `cargo run -p workbook-book -- record {name}`"
        ),
        Err(_) => format!("there is no listing `{name}`"),
    }
}

/// Everything that it printed, a run's lines joined by ` / `. The first line of a record is the command.
fn outputs(proof: &Proof, text: &str) -> Result<BTreeSet<String>, String> {
    let name = &proof.listing().name;
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let counted: Option<BTreeSet<String>> = lines.iter().map(|line| outcome(line)).collect();
    match (proof, counted) {
        (Proof::Explored(_), Some(outcomes)) => Ok(outcomes),
        (Proof::Explored(_), None) => Err(format!(
            "`{name}` was run, and not explored: write `ran` for `explored`"
        )),
        (Proof::Ran(_), None) => Ok(BTreeSet::from([lines.join(" / ")])),
        (Proof::Ran(_), Some(_)) => {
            Err(format!("`{name}` was explored: write `explored` for `ran`"))
        }
    }
}

/// `1` of `1   6 of 9 schedules`.
fn outcome(line: &str) -> Option<String> {
    let counted = line
        .strip_suffix(" schedules")
        .or_else(|| line.strip_suffix(" schedule"))?;
    let (before, _) = counted.rsplit_once(" of ")?;
    let (outcome, _) = before.rsplit_once("   ")?;
    Some(outcome.trim_end().to_owned())
}

fn differences(ask: &Ask, outputs: &BTreeSet<String>) -> Vec<String> {
    match ask {
        Ask::ShortAnswer { answers, .. } => {
            let only: Vec<&String> = outputs.iter().collect();
            match only[..] {
                [output] if *output == answers[0] => Vec::new(),
                _ => vec![format!(
                    "the answer is `{}`, and it prints {}",
                    answers[0],
                    list(outputs)
                )],
            }
        }
        Ask::MultipleChoice { choices, .. } => of_choices(choices, outputs),
        Ask::Tracing { .. } => Vec::new(),
    }
}

fn of_choices(choices: &[Choice], outputs: &BTreeSet<String>) -> Vec<String> {
    let mut messages = Vec::new();
    let mut named = BTreeSet::new();
    for Choice {
        text,
        is_right,
        output,
    } in choices
    {
        let Some(output) = output else {
            messages.push(format!(
                "`{text}` is no output: put it into backticks, or into `standsFor`"
            ));
            continue;
        };
        match (is_right, outputs.contains(output)) {
            (true, false) => messages.push(format!(
                "{text} is called right, and it prints {}",
                list(outputs)
            )),
            (false, true) => {
                messages.push(format!("{text} is called wrong, and it can be printed"))
            }
            _ => {}
        }
        named.insert(output);
    }
    let unnamed = outputs.iter().filter(|output| !named.contains(output));
    messages.extend(unnamed.map(|output| format!("it can print `{output}`, which is no choice")));
    messages
}

fn list(outputs: &BTreeSet<String>) -> String {
    let quoted: Vec<String> = outputs.iter().map(|output| format!("`{output}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTED: &str =
        "$ run\nviews: 1      18 of 1,035 schedules\n[deadlock]   1,017 of 1,035 schedules\n";

    fn explored() -> Proof {
        Proof::Explored(Listing::named("03-races/a"))
    }

    fn choice(text: &str, is_right: bool, output: &str) -> Choice {
        Choice {
            text: text.into(),
            is_right,
            output: Some(output.into()),
        }
    }

    fn said(choices: &[Choice]) -> Vec<String> {
        of_choices(choices, &outputs(&explored(), COUNTED).unwrap())
    }

    #[test]
    fn outcomes_are_read_without_their_counts() {
        let outcomes = outputs(&explored(), COUNTED).unwrap();
        assert_eq!(list(&outcomes), "`[deadlock]`, `views: 1`");
        let ran = Proof::Ran(Listing::named("13-tokio/a"));
        let outcomes = outputs(&ran, "$ run\nfirst\nsecond\n").unwrap();
        assert_eq!(list(&outcomes), "`first / second`");
    }

    #[test]
    fn a_listing_that_was_run_the_other_way_is_told() {
        let ran = Proof::Ran(Listing::named("03-races/a"));
        assert!(
            outputs(&ran, COUNTED)
                .unwrap_err()
                .contains("write `explored`")
        );
        let once = outputs(&explored(), "$ run\nviews: 1\n");
        assert!(once.unwrap_err().contains("write `ran`"));
    }

    #[test]
    fn the_right_answers_are_everything_that_it_can_print() {
        let one = choice("`views: 1`", true, "views: 1");
        let hangs = |is_right| choice("nothing", is_right, "[deadlock]");
        assert_eq!(said(&[one, hangs(true)]), Vec::<String>::new());
        let one = || choice("`views: 1`", true, "views: 1");
        assert_eq!(
            said(&[one(), hangs(false)]),
            ["nothing is called wrong, and it can be printed"]
        );
        assert_eq!(
            said(&[one()]),
            ["it can print `[deadlock]`, which is no choice"]
        );
        assert_eq!(
            said(&[one(), hangs(true), choice("`views: 2`", true, "views: 2")]),
            ["`views: 2` is called right, and it prints `[deadlock]`, `views: 1`"]
        );
        let word = Choice {
            output: None,
            ..choice("two", false, "")
        };
        let messages = said(&[one(), hangs(true), word]);
        assert!(
            messages[0].contains("put it into backticks"),
            "{messages:?}"
        );
    }

    #[test]
    fn a_short_answer_is_the_only_outcome() {
        let ask = |answer: &str| Ask::ShortAnswer {
            prompt: String::new(),
            answers: vec![answer.into()],
        };
        let one = BTreeSet::from(["5".to_owned()]);
        assert_eq!(differences(&ask("5"), &one), Vec::<String>::new());
        assert_eq!(
            differences(&ask("6"), &one),
            ["the answer is `6`, and it prints `5`"]
        );
        let two = BTreeSet::from(["5".to_owned(), "6".to_owned()]);
        assert_eq!(differences(&ask("5"), &two).len(), 1);
    }
}

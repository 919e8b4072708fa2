//! The lines of a page that are instructions to the book builder.
//!
//! A directive stands on a line of its own, outside code blocks, in the shape that mdBook's own
//! `{{#include …}}` has; `\{{#…}}` shows it instead of obeying it.

/// What a page can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive {
    /// `{{#listing 03-races/lost_update_wrong.rs}}`: a compiled program, or a named part of it after a colon.
    Listing {
        file: String,
        part: Option<String>,
    },
    /// `{{#output 03-races/lost_update_wrong}}`: what it printed, or what the compiler said.
    Output {
        name: String,
    },
    /// `{{#schedule 03-races/lost_update_wrong}}`: the interleaving that the checker found.
    Schedule {
        name: String,
    },
    /// `{{#measured gil}}`: a plot of the reader's own machine, or of the recorded one.
    Measured {
        name: String,
    },
    /// `{{#stepper 03-races/lost_update}}`: a puzzle to step through.
    Stepper {
        name: String,
    },
    /// `{{#timeline 07-queues/filling}}`: a figure over virtual time, with a slider.
    Timeline {
        name: String,
    },
    /// `{{#quiz 03-races}}`: the questions of a checkpoint.
    Quiz {
        name: String,
    },
    /// `{{#exercise lost_update}}`: the card with the live verdict.
    Exercise {
        name: String,
    },
    /// `{{#hints lost_update}}`: its hints, folded into each other.
    Hints {
        name: String,
    },
    /// `{{#answer}}`: folds everything up to `{{/answer}}`; a text after the word is its label.
    Answer {
        label: Option<String>,
    },
    AnswerEnd,
    /// `{{#dictionary}}`: the tables of `book/dictionary.toml`.
    Dictionary,
    /// `{{#map}}`: every chapter, with the state of its exercises.
    Map,
}

/// For messages about a directive that does not exist.
pub const KNOWN: &str = "listing, output, schedule, measured, stepper, timeline, quiz, exercise, hints, answer … /answer, dictionary, map";

const ALONE: &str = "a directive stands on a line of its own";

/// mdBook's own; its `links` preprocessor obeys them after ours has looked at them.
const MDBOOKS_OWN: [&str; 3] = ["include", "rustdoc_include", "title"];

/// The directive of a line: `None` for plain text, `Err` with a terse message for a malformed one.
pub fn parse(line: &str) -> Option<Result<Directive, String>> {
    let line = line.trim();
    if !line.starts_with("{{#") && !line.starts_with("{{/") {
        return amid_text(line).map(Err);
    }
    let Some(inner) = line.strip_prefix("{{").and_then(|l| l.strip_suffix("}}")) else {
        return Some(Err(ALONE.into()));
    };
    let (word, argument) = match inner.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (inner, ""),
    };
    if MDBOOKS_OWN.contains(&word.trim_start_matches('#')) {
        return None;
    }
    Some(read(word, argument))
}

/// A directive that would be shown to the reader, because text stands before it. In code spans it is meant so.
fn amid_text(line: &str) -> Option<String> {
    let (before, rest) = line.split_once("{{#")?;
    let in_code = before.matches('`').count() % 2 == 1;
    let word = rest.split([' ', '}']).next().unwrap_or(rest);
    let is_ours = !MDBOOKS_OWN.contains(&word) && !before.ends_with('\\');
    (is_ours && !in_code).then(|| ALONE.into())
}

fn read(word: &str, argument: &str) -> Result<Directive, String> {
    let one = || one_word(word, argument);
    Ok(match word {
        "#listing" => listing(&one()?),
        "#output" => Directive::Output { name: one()? },
        "#schedule" => Directive::Schedule { name: one()? },
        "#measured" => Directive::Measured { name: one()? },
        "#stepper" => Directive::Stepper { name: one()? },
        "#timeline" => Directive::Timeline { name: one()? },
        "#quiz" => Directive::Quiz { name: one()? },
        "#exercise" => Directive::Exercise { name: one()? },
        "#hints" => Directive::Hints { name: one()? },
        "#answer" => Directive::Answer {
            label: Some(argument.to_owned()).filter(|label| !label.is_empty()),
        },
        "/answer" => Directive::AnswerEnd,
        "#dictionary" => alone(word, argument, Directive::Dictionary)?,
        "#map" => alone(word, argument, Directive::Map)?,
        _ => return Err(format!("there is no directive `{{{{{word}}}}}`")),
    })
}

fn one_word(word: &str, argument: &str) -> Result<String, String> {
    match argument.split_whitespace().collect::<Vec<_>>()[..] {
        [name] => Ok(name.to_owned()),
        _ => Err(format!("`{{{{{word} …}}}}` takes one name")),
    }
}

fn alone(word: &str, argument: &str, directive: Directive) -> Result<Directive, String> {
    match argument {
        "" => Ok(directive),
        _ => Err(format!("`{{{{{word}}}}}` takes no name")),
    }
}

fn listing(argument: &str) -> Directive {
    match argument.split_once(':') {
        Some((file, part)) => Directive::Listing {
            file: file.to_owned(),
            part: Some(part.to_owned()),
        },
        None => Directive::Listing {
            file: argument.to_owned(),
            part: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_no_directive() {
        assert_eq!(parse("The counter ends at {{1}}."), None);
        assert_eq!(parse(r"\{{#listing a.rs}}"), None);
        assert_eq!(parse("{{#include a.md}} and {{#include b.md}}"), None);
        assert_eq!(parse("`{{#listing a.rs}}` shows a program"), None);
    }

    #[test]
    fn a_listing_may_name_a_part() {
        let whole = Directive::Listing {
            file: "03-races/a.rs".into(),
            part: None,
        };
        assert_eq!(parse("{{#listing 03-races/a.rs}}"), Some(Ok(whole)));
        let part = Directive::Listing {
            file: "03-races/a.rs".into(),
            part: Some("body".into()),
        };
        assert_eq!(parse("  {{#listing 03-races/a.rs:body}} "), Some(Ok(part)));
    }

    #[test]
    fn an_answer_may_have_a_label() {
        let answer = |label: Option<&str>| {
            Some(Ok(Directive::Answer {
                label: label.map(str::to_owned),
            }))
        };
        assert_eq!(parse("{{#answer}}"), answer(None));
        assert_eq!(
            parse("{{#answer What it prints}}"),
            answer(Some("What it prints"))
        );
        assert_eq!(parse("{{/answer}}"), Some(Ok(Directive::AnswerEnd)));
    }

    #[test]
    fn what_is_malformed_is_refused_and_not_shown_as_text() {
        for line in [
            "{{#listings a.rs}}",
            "{{#output}}",
            "{{#hints a b}}",
            "{{#hints a}} b",
            "b {{#hints a}}",
            "{{#playground a.rs}}",
            "{{#dictionary a}}",
        ] {
            assert!(matches!(parse(line), Some(Err(_))), "{line}");
        }
    }
}

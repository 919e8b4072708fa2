//! The glossary: its terms lead there from every page, and their definitions come to the page on hover.
//!
//! A page marks a word by italics where it first stands. If `book/src/glossary.md` has the word, the builder makes
//! a link of it. The definitions go into `glossary.js`, a script that sets a global, which pages load on first need.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd, html};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::workbook::Workbook;

/// Under `book/src`.
pub const PAGE: &str = "glossary.md";

/// The definition list of `glossary.md`.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    /// As mdBook makes it of the title.
    id: String,
    /// In small letters; `Acquire, Release` are two.
    names: Vec<String>,
    /// HTML without links.
    definition: String,
}

impl Glossary {
    /// A workbook without the page has no terms.
    pub fn read(workbook: &Workbook) -> Self {
        let text = std::fs::read_to_string(workbook.pages().join(PAGE));
        Glossary::parse(&text.unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut title = String::new();
        let mut within: Option<Vec<Event>> = None;
        for event in new_cmark_parser(text, &MarkdownOptions::default()) {
            match (event, &mut within) {
                (
                    Event::Start(Tag::DefinitionListTitle | Tag::DefinitionListDefinition),
                    within,
                ) => *within = Some(Vec::new()),
                (Event::End(TagEnd::DefinitionListTitle), events) => {
                    title = plain(&events.take().unwrap_or_default());
                }
                (Event::End(TagEnd::DefinitionListDefinition), events) => {
                    let events = without_links(events.take().unwrap_or_default());
                    terms.push(Term::new(&title, events));
                }
                (event, Some(events)) => events.push(event),
                (_, None) => {}
            }
        }
        Glossary { terms }
    }

    fn find(&self, word: &str) -> Option<&Term> {
        let word = word.to_lowercase();
        let singular = word.strip_suffix('s').unwrap_or(&word);
        let has = |term: &&Term| {
            let mut names = term.names.iter();
            names.any(|name| *name == word || name == singular)
        };
        self.terms.iter().find(has)
    }

    /// The page with a link at the first of each term that it marks by italics and does not link itself.
    pub fn link(&self, path: &str, text: &str) -> String {
        if path == PAGE || self.terms.is_empty() {
            return text.to_owned();
        }
        let up = "../".repeat(path.matches('/').count());
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (range, term) in self.first_marks(text) {
            out.push_str(&text[copied..range.start]);
            out.push_str(&format!(
                "[{}]({up}{PAGE}#{})",
                &text[range.clone()],
                term.id
            ));
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        out
    }

    /// Where a word in italics stands for a term, as places in the text.
    fn first_marks(&self, text: &str) -> Vec<(Range<usize>, &Term)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut no_place = 0;
        let mut after_mark = false;
        let parser = new_cmark_parser(text, &MarkdownOptions::default());
        for (event, range) in parser.into_offset_iter() {
            match &event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    no_place += 1;
                    let own = dest_url.split_once("glossary.md#");
                    seen.extend(own.map(|(_, id)| id.to_owned()));
                }
                Event::Start(Tag::Heading { .. }) => no_place += 1,
                Event::End(TagEnd::Link | TagEnd::Heading(_)) => no_place -= 1,
                Event::Text(word) if after_mark && no_place == 0 => {
                    let is_whole = text[range.end..].starts_with(['*', '_']);
                    let term = self.find(word).filter(|_| is_whole);
                    let new = term.filter(|term| seen.insert(term.id.clone()));
                    found.extend(new.map(|term| (range, term)));
                }
                _ => {}
            }
            after_mark = matches!(event, Event::Start(Tag::Emphasis));
        }
        found
    }

    /// What `theme/terms.js` reads: a definition for each id.
    pub fn to_script(&self) -> Result<String> {
        let definitions: BTreeMap<&str, &str> = self
            .terms
            .iter()
            .map(|term| (term.id.as_str(), term.definition.as_str()))
            .collect();
        let json = serde_json::to_string(&definitions).context("writing the glossary")?;
        Ok(format!("window.WORKBOOK_GLOSSARY = {json};\n"))
    }
}

impl Term {
    fn new(title: &str, definition: Vec<Event>) -> Self {
        let mut markup = String::new();
        html::push_html(&mut markup, definition.into_iter());
        Term {
            id: id_of(title),
            names: title
                .to_lowercase()
                .split(", ")
                .map(str::to_owned)
                .collect(),
            definition: markup.trim().to_owned(),
        }
    }
}

/// mdBook's rule for a heading's fragment; a link that misses it is found by the check of links.
fn id_of(title: &str) -> String {
    let kept = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    };
    title.to_lowercase().chars().filter_map(kept).collect()
}

fn plain(events: &[Event]) -> String {
    let texts = events.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        _ => None,
    });
    texts.collect()
}

/// In a small box beside the text, links help nobody: the last one, which names the chapter, goes; of others, the words stay.
fn without_links(mut events: Vec<Event>) -> Vec<Event> {
    let is_start = |event: &Event| matches!(event, Event::Start(Tag::Link { .. }));
    let is_end = |event: &Event| matches!(event, Event::End(TagEnd::Link));
    let start = events.iter().rposition(is_start);
    let end = events.iter().rposition(is_end);
    if let (Some(start), Some(end)) = (start, end)
        && events[end + 1..].iter().all(|e| matches!(e, Event::End(_)))
    {
        events.drain(start..=end);
    }
    events.retain(|event| !is_start(event) && !is_end(event));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# Glossary

Acquire, Release

: Orderings of `load` and `store`. [Chapter 03](03-races.md#order)

Amdahl's law

: More cores make [less](10.md) and less of a difference. [Chapter 10](10-parallel.md#amdahl)

Schedule

: One order of steps. [Chapter 03](03-races.md)
";

    fn linked(text: &str) -> String {
        Glossary::parse(PAGE).link("a.md", text)
    }

    #[test]
    fn a_definition_comes_without_its_links() {
        let script = Glossary::parse(PAGE).to_script().unwrap();
        let law = r#""amdahls-law":"<p>More cores make less and less of a difference. </p>""#;
        assert!(script.contains(law), "{script}");
        let orderings = r#""acquire-release":"<p>Orderings of <code>load</code>"#;
        assert!(script.contains(orderings), "{script}");
    }

    #[test]
    fn the_first_mark_of_a_term_becomes_a_link() {
        let text = "Each is a *schedule*, and *schedules* are many; *Release* comes later.";
        let expected = "Each is a *[schedule](glossary.md#schedule)*, and *schedules* are many; *[Release](glossary.md#acquire-release)* comes later.";
        assert_eq!(linked(text), expected);
    }

    #[test]
    fn a_page_in_a_folder_finds_its_way() {
        let text = Glossary::parse(PAGE).link("more/a.md", "a *schedule*");
        assert_eq!(text, "a *[schedule](../glossary.md#schedule)*");
    }

    #[test]
    fn what_is_no_mark_stays_as_it_is() {
        for text in [
            "a schedule",
            "**schedule**",
            "`*schedule*`",
            "```text\n*schedule*\n```",
            "# The *schedule*",
            "<p>*schedule*</p>",
            "[the *schedule*](a.md)",
            "*the schedule*",
            "*schedule and more*",
            "first [there](glossary.md#schedule), then *schedule*",
        ] {
            assert_eq!(linked(text), text);
        }
    }
}

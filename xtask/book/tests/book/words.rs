//! The map of chapters, the dictionary and the glossary, on pages of the fixture.

use crate::fixture::Fixture;
use workbook_book::book;
use workbook_book::dictionary::proof;
use workbook_book::problem::Problems;

const DICTIONARY: &str = r#"
[[theme]]
id = "locks"
title = "Locks"

[[theme.entry]]
python = "threading.RLock"
rust = ["parking_lot::ReentrantMutex"]
differs = "Gives `&T` only."
where = ["03-races.md#exercises"]
"#;

const GLOSSARY: &str = "# Glossary\n\nSchedule\n\n: One order of steps. [Races](03-races.md)\n";

/// A fixture whose first page has these lines as well.
fn with(lines: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.edit("book/src/index.md", "first.", &format!("first.\n\n{lines}"));
    fixture
}

fn built(fixture: &Fixture, file: &str) -> String {
    let built = book::build(&fixture.workbook()).unwrap();
    std::fs::read_to_string(built.folder.join(file)).unwrap()
}

fn refusal(fixture: &Fixture) -> String {
    let error = book::build(&fixture.workbook())
        .err()
        .expect("the build must fail");
    error.downcast::<Problems>().unwrap().to_string()
}

#[test]
fn the_map_links_every_exercise() {
    let fixture = with("{{#map}}");
    fixture.write("book/map.toml", "03-races = \"why `n += 1` loses\"\n");
    let page = built(&fixture, "index.html");
    for expected in [
        "<a href=\"03-races.html\">03 Races</a>",
        "why <code>n += 1</code> loses",
        "href=\"03-races.html#exercise-ticket_office\" data-exercise=\"ticket_office\" data-state=\"unchecked\">The ticket office</a>",
        "data-puzzles=\"03-races/lost_update\">1 puzzle</span>",
    ] {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
}

#[test]
fn a_chapter_without_its_line_stops_the_build() {
    let said = refusal(&with("{{#map}}"));
    let expected = "book/src/index.md:5: the map: there is no line about `03-races`\n  hint: mend book/map.toml";
    assert!(said.starts_with(expected), "{said}");
    let fixture = with("{{#map}}");
    fixture.write("book/map.toml", "03-races = \"a\"\n04-locks = \"b\"\n");
    let said = refusal(&fixture);
    assert!(said.contains("`04-locks` is no chapter"), "{said}");
}

#[test]
fn every_page_is_told_the_states_in_short() {
    let script = built(&Fixture::new(), "chapters.js");
    let (_, data) = script.split_once(" = ").unwrap();
    let data: serde_json::Value = serde_json::from_str(data.trim_end_matches(";\n")).unwrap();
    assert_eq!(data[0]["page"], "03-races.html");
    let states = data[0]["exercises"].to_string();
    let expected =
        r#"[["lost_update","refused"],["ticket_office","unchecked"],["high_water","passed"]]"#;
    assert_eq!(states, expected);
}

#[test]
fn a_dictionary_that_is_none_stops_the_build() {
    let fixture = with("{{#dictionary}}");
    let said = refusal(&fixture);
    assert!(
        said.starts_with("book/src/index.md:5: the dictionary: it has no file"),
        "{said}"
    );
    fixture.write(
        "book/dictionary.toml",
        &DICTIONARY.replace("differs", "difers"),
    );
    let said = refusal(&fixture);
    assert!(said.contains("unknown field `difers`"), "{said}");
    assert!(said.contains("hint: mend book/dictionary.toml"), "{said}");
    fixture.write("book/dictionary.toml", DICTIONARY);
    let page = built(&fixture, "index.html");
    assert!(page.contains("<h3 id=\"py-threading-rlock\">"), "{page}");
}

#[test]
fn links_that_are_not_those_of_the_dictionary_are_found() {
    let fixture = Fixture::new();
    fixture.write("book/dictionary.toml", DICTIONARY);
    let said = proof::check(&fixture.workbook()).unwrap()[0].to_string();
    let expected = "book/dictionary/src/lib.rs: it no longer holds the paths of book/dictionary.toml\n  hint: write it anew with `cargo run -p workbook-book -- dictionary`";
    assert_eq!(said, expected);
}

#[test]
fn a_term_leads_to_the_glossary_and_its_definition_is_at_hand() {
    let fixture = with("Each order is a *schedule*.");
    fixture.write("book/src/glossary.md", GLOSSARY);
    fixture.edit(
        "book/src/SUMMARY.md",
        "- [Races]",
        "- [Glossary](glossary.md)\n- [Races]",
    );
    let page = built(&fixture, "index.html");
    assert!(
        page.contains("<em><a href=\"glossary.html#schedule\">schedule</a></em>"),
        "{page}"
    );
    let script = built(&fixture, "glossary.js");
    let expected = "window.WORKBOOK_GLOSSARY = {\"schedule\":\"<p>One order of steps. </p>\"};\n";
    assert_eq!(script, expected);
}

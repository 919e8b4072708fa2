//! What `check` finds in a book that is not sound.

use crate::fixture::Fixture;
use workbook_book::check;
use workbook_book::problem::Problems;

/// The problems of the fixture after an edit, without running its listings.
fn problems(fixture: &Fixture) -> String {
    match check::check(&fixture.workbook(), false) {
        Ok(_) => String::new(),
        Err(error) => error.downcast::<Problems>().unwrap().to_string(),
    }
}

#[test]
fn the_fixture_is_sound() {
    assert_eq!(problems(&Fixture::new()), "");
}

#[test]
fn a_link_to_a_heading_that_is_gone_is_found_with_its_line() {
    let fixture = Fixture::new();
    fixture.edit(
        "book/src/index.md",
        "#exercise-lost_update",
        "#exercise-lost",
    );
    let said = problems(&fixture);
    assert!(
        said.contains("book/src/index.md:3: `03-races.html` has no `#exercise-lost`"),
        "{said}"
    );
}

#[test]
fn a_picture_that_is_missing_or_remote_is_found() {
    let fixture = Fixture::new();
    fixture.edit(
        "book/src/index.md",
        "first.",
        "first.\n![a](a.png) ![b](https://example.org/b.png)",
    );
    let said = problems(&fixture);
    assert!(
        said.contains("book/src/index.md:4: `a.png` does not exist"),
        "{said}"
    );
    assert!(
        said.contains("the page fetches `https://example.org/b.png` from outside"),
        "{said}"
    );
}

#[test]
fn an_element_that_is_never_closed_is_found() {
    let fixture = Fixture::new();
    fixture.edit(
        "book/src/index.md",
        "first.",
        "first.\n\n<details><summary>x</summary>\n",
    );
    assert!(
        problems(&fixture).contains("mdBook warns: "),
        "{}",
        problems(&fixture)
    );
}

#[test]
fn a_page_that_summary_lacks_is_found() {
    let fixture = Fixture::new();
    fixture.write("book/src/04-locks.md", "# Locks\n");
    assert!(
        problems(&fixture)
            .starts_with("book/src/04-locks.md: no line of SUMMARY.md leads to this page")
    );
    fixture.remove("book/src/04-locks.md");
    fixture.edit("book/src/SUMMARY.md", "- [Races](03-races.md)", "");
    assert!(
        problems(&fixture)
            .contains("book/src/SUMMARY.md: chapter 3 has no line for its page 03-races.md")
    );
}

#[test]
fn an_exercise_without_a_card_or_a_file_is_found() {
    let fixture = Fixture::new();
    fixture.edit("book/src/03-races.md", "{{#exercise high_water}}", "");
    fixture.remove("exercises/03-races/src/high_water.rs");
    let said = problems(&fixture);
    assert!(
        said.contains(
            "book/src/03-races.md: the page of chapter 3 does not show exercise `high_water`"
        ),
        "{said}"
    );
    assert!(
        said.contains("exercises/03-races/src/high_water.rs: the catalog names `high_water`"),
        "{said}"
    );
}

#[test]
fn a_second_card_is_found() {
    let fixture = Fixture::new();
    fixture.edit(
        "book/src/index.md",
        "first.",
        "first.\n\n{{#exercise high_water}}",
    );
    assert!(
        problems(&fixture).contains("exercise `high_water` already has a card at 03-races.md:")
    );
}

#[test]
fn a_puzzle_that_is_not_shown_once_is_found() {
    let fixture = Fixture::new();
    let line = "{{#stepper 03-races/lost_update}}";
    fixture.edit("book/src/03-races.md", line, "");
    let said = problems(&fixture);
    let expected = "book/steppers/03-races/lost_update.toml: no page shows this puzzle";
    assert!(said.contains(expected), "{said}");
    fixture.edit(
        "book/src/index.md",
        "first.",
        &format!("first.\n\n{line}\n\n{line}"),
    );
    let said = problems(&fixture);
    assert!(
        said.contains("this puzzle is shown more than once"),
        "{said}"
    );
}

#[test]
fn a_timeline_that_is_not_shown_once_is_found() {
    let fixture = Fixture::new();
    let line = "{{#timeline 03-races/jobs}}";
    fixture.edit("book/src/03-races.md", line, "");
    let said = problems(&fixture);
    let expected = "book/timelines/03-races/jobs.toml: no page shows this timeline";
    assert!(said.contains(expected), "{said}");
    let twice = format!("first.\n\n{line}\n\n{line}");
    fixture.edit("book/src/index.md", "first.", &twice);
    let said = problems(&fixture);
    assert!(said.contains("shown more than once"), "{said}");
}

#[test]
fn a_quiz_that_is_not_on_its_own_page_once_is_found() {
    let fixture = Fixture::new();
    let line = "{{#quiz 03-races}}";
    fixture.edit("book/src/03-races.md", line, "");
    let said = problems(&fixture);
    let expected = "book/quizzes/03-races.toml: no page shows this quiz";
    assert!(said.contains(expected), "{said}");
    let expected = "book/src/03-races.md: the page of chapter 3 asks no questions";
    assert!(said.contains(expected), "{said}");
    fixture.edit("book/src/index.md", "first.", &format!("first.\n\n{line}"));
    let said = problems(&fixture);
    let expected = "this quiz stands on another chapter's page";
    assert!(said.contains(expected), "{said}");
    fixture.edit("book/src/index.md", line, &format!("{line}\n\n{line}"));
    let said = problems(&fixture);
    assert!(said.contains("this quiz is shown more than once"), "{said}");
}

#[test]
fn an_answer_that_the_listing_cannot_print_is_found() {
    let fixture = Fixture::new();
    let quiz = "book/quizzes/03-races.toml";
    fixture.edit(quiz, "\"`1`\", \"`2`\", ", "\"`1`\", \"`2`\", \"`9`\", ");
    let said = problems(&fixture);
    let expected = "question 1: `9` is called right, and it prints `1`, `2`, `[deadlock]`";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_listing_that_nobody_shows_is_found() {
    let fixture = Fixture::new();
    fixture.write("book/listings/03-races/orphan.rs", "pub fn main() {}\n");
    assert!(
        problems(&fixture).contains("book/listings/03-races/orphan.rs: no page shows this listing")
    );
}

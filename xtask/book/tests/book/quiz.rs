//! The quiz of the fixture: what a page gets, and what is found when an answer is wrong.

use std::path::Path;

use crate::fixture::Fixture;
use workbook_book::book;
use workbook_book::problem::{Problem, Problems};
use workbook_book::quiz;

const FILE: &str = "book/quizzes/03-races.toml";

fn races_page(fixture: &Fixture) -> String {
    let built = book::build(&fixture.workbook()).unwrap();
    assert_eq!(built.warnings, Vec::<String>::new());
    std::fs::read_to_string(built.folder.join("03-races.html")).unwrap()
}

/// What a build says after a change of the quiz; it must not succeed.
#[track_caller]
fn refusal(from: &str, to: &str) -> String {
    let fixture = Fixture::new();
    fixture.edit(FILE, from, to);
    let error = book::build(&fixture.workbook())
        .err()
        .expect("the build must fail");
    error.downcast::<Problems>().unwrap().to_string()
}

/// What compiling and running its programs says after a change of the quiz.
fn tried(from: &str, to: &str) -> Vec<Problem> {
    let fixture = Fixture::new();
    fixture.edit(FILE, from, to);
    quiz::check_programs(&fixture.workbook()).unwrap()
}

#[test]
fn its_texts_are_markdown_and_its_choices_labels() {
    let page = races_page(&Fixture::new());
    for expected in [
        "<h3 id=\"quiz-03-races\">",
        "What <em>can</em> it print?",
        "<code>book/listings/03-races/quiz_two_adders.rs</code>",
        "<label><input type=\"checkbox\" name=\"quiz-03-races-two-adders\" data-right",
        "<span><code>1</code></span></label>",
        "See <a href=\"#exercise-lost_update\">the exercise</a>.",
        "<option value=\"4\">4: println!(\"{sum}\");</option>",
    ] {
        assert!(page.contains(expected), "no {expected}");
    }
}

#[test]
fn the_right_choices_are_marked_and_no_others() {
    let page = races_page(&Fixture::new());
    let marked: Vec<&str> = page
        .split("<label>")
        .skip(1)
        .filter_map(|label| label.split_once("</label>"))
        .filter(|(label, _)| label.contains("data-right"))
        .filter_map(|(label, _)| label.split_once("<span>"))
        .map(|(_, text)| text.trim_end_matches("</span>"))
        .collect();
    let mut sorted = marked.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            "<code>1</code>",
            "<code>2</code>",
            "It compiles, and prints:",
            "nothing at all"
        ]
    );
    assert_eq!(page.matches("data-answers").count(), 2);
}

#[test]
fn an_answer_that_is_not_what_was_recorded_stops_the_build() {
    for (from, to, expected) in [
        (
            "[\"`1`\", ",
            "[",
            "question 1: it can print `1`, which is no choice",
        ),
        (
            "\"`2`\", ",
            "\"`2`\", \"`4`\", ",
            "question 1: `4` is called right, and it prints `1`, `2`, `[deadlock]`",
        ),
        (
            "[deadlock]",
            "[lost wake-up]",
            "question 1: nothing at all is called right",
        ),
        (
            "03-races/quiz_two_adders",
            "03-races/quiz_adders",
            "question 1: there is no listing `03-races/quiz_adders`",
        ),
    ] {
        let said = refusal(from, to);
        let place = "book/src/03-races.md:";
        assert!(said.starts_with(place), "{said}");
        assert!(
            said.contains(&format!("quiz `03-races`: {expected}")),
            "{said}"
        );
        assert!(
            said.contains("\n  hint: mend book/quizzes/03-races.toml:1"),
            "{said}"
        );
    }
}

#[test]
fn a_wrong_choice_that_can_be_printed_stops_the_build() {
    let said = refusal(
        "prompt.distractors = [\"`0`\", \"`3`\"]\nanswer.answer = [\"`1`\", ",
        "prompt.distractors = [\"`0`\", \"`1`\"]\nanswer.answer = [",
    );
    let expected = "question 1: `1` is called wrong, and it can be printed";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_malformed_question_stops_the_build_with_its_number_and_line() {
    let said = refusal("answer.stdout", "answer.stdoud");
    assert!(
        said.contains("quiz `03-races`: question 2: unknown field `stdoud`"),
        "{said}"
    );
    assert!(
        said.contains("hint: mend book/quizzes/03-races.toml:11"),
        "{said}"
    );
}

/// `explored`, `ran` and `standsFor` are ours, and no other reader stumbles over them.
#[test]
fn every_quiz_is_one_in_the_schema_of_mdbook_quiz() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/quizzes");
    let files: Vec<_> = std::fs::read_dir(book).unwrap().flatten().collect();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let quiz = toml::from_str::<mdbook_quiz_schema::Quiz>(&text);
        let quiz = quiz.unwrap_or_else(|error| panic!("{}: {error}", file.path().display()));
        assert_eq!(quiz.questions.len(), text.matches("[[questions]]").count());
    }
}

#[test]
fn programs_that_do_what_the_answers_say_are_no_problem() {
    assert_eq!(tried("", ""), []);
}

#[test]
fn a_wrong_trace_is_found_by_running_it() {
    let [problem] = &tried("stdout = \"6\"", "stdout = \"5\"")[..] else {
        panic!("one problem");
    };
    assert_eq!(
        problem.to_string(),
        "book/quizzes/03-races.toml:11: question 2: it prints `6`, and not `5`\n  \
         hint: compile and run the program yourself, then mend the question"
    );
}

#[test]
fn a_wrong_line_is_found_by_compiling_it() {
    let refused = "doesCompile = false\nanswer.lineNumber = 4";
    let right = "doesCompile = true\nanswer.stdout = \"6\"";
    let [problem] = &tried(right, refused)[..] else {
        panic!("one problem");
    };
    assert!(
        problem.message.contains("question 2: it compiles"),
        "{problem}"
    );
}

//! The book of the fixture, built: what each directive becomes, and what stops a build.

use crate::fixture::Fixture;
use workbook_book::book;
use workbook_book::problem::Problems;

fn races_page(fixture: &Fixture) -> String {
    let built = book::build(&fixture.workbook()).unwrap();
    assert_eq!(built.warnings, Vec::<String>::new());
    std::fs::read_to_string(built.folder.join("03-races.html")).unwrap()
}

/// What a build says; it must not succeed.
fn refusal(fixture: &Fixture) -> String {
    let error = book::build(&fixture.workbook())
        .err()
        .expect("the build must fail");
    error.downcast::<Problems>().unwrap().to_string()
}

/// The first line of what a build says about a page with this line added.
fn refusal_of(line: &str) -> String {
    let fixture = Fixture::new();
    fixture.edit("book/src/03-races.md", "Two threads count to two.", line);
    refusal(&fixture)
}

#[test]
fn every_directive_becomes_what_it_names() {
    let page = races_page(&Fixture::new());
    for expected in [
        "<code>book/listings/03-races/lost_update_wrong.rs</code>",
        "1    4 of 35 schedules",
        "data-thread=\"thread 2\"",
        "<details class=\"wb-answer\"><summary>What it prints</summary>",
        "does not compile</span>",
        "id=\"stepper-03-races-lost_update\"",
        "id=\"timeline-03-races-jobs\"",
        "<fieldset class=\"wb-question\" data-id=\"two-adders\"",
        "id=\"exercise-lost_update\"",
        "data-exercise=\"lost_update\"",
        "<summary>Hint 3 of 3</summary>",
    ] {
        assert!(page.contains(expected), "no {expected}");
    }
    assert!(!page.contains("ANCHOR"), "marks of parts are not shown");
    assert!(
        page.contains("{{#listing nowhere.rs}}"),
        "a directive in a code block is shown"
    );
}

#[test]
fn markdown_inside_an_answer_is_rendered() {
    assert!(races_page(&Fixture::new()).contains("<p>It prints <code>2</code>"));
}

#[test]
fn what_does_not_exist_stops_the_build_with_its_place_and_the_next_step() {
    let cases = [
        (
            "{{#listing 03-races/nothing.rs}}",
            "book/src/03-races.md:3: there is no listing `03-races/nothing.rs`",
        ),
        (
            "{{#listing 03-races/lost_update_wrong.rs:head}}",
            "book/src/03-races.md:3: `03-races/lost_update_wrong.rs` has no `ANCHOR: head`",
        ),
        (
            "{{#output 03-races/nothing}}",
            "book/src/03-races.md:3: there is no listing `03-races/nothing`",
        ),
        (
            "{{#schedule 03-races/refused/rc_across_threads}}",
            "book/src/03-races.md:3: nothing is recorded in book/listings/03-races/refused/rc_across_threads.schedule.json",
        ),
        (
            "{{#stepper 03-races/nothing}}",
            "book/src/03-races.md:3: puzzle `03-races/nothing`: it has no file",
        ),
        (
            "{{#timeline 03-races/nothing}}",
            "book/src/03-races.md:3: timeline `03-races/nothing`: it has no file",
        ),
        (
            "{{#quiz 04-locks}}",
            "book/src/03-races.md:3: quiz `04-locks`: it has no file",
        ),
        (
            "{{#exercise lost_updates}}",
            "book/src/03-races.md:3: there is no exercise `lost_updates`",
        ),
        (
            "{{#hints ticket_office}}",
            "book/src/03-races.md:3: `ticket_office` has no hints",
        ),
        (
            "{{#figure x}}",
            "book/src/03-races.md:3: there is no directive `{{#figure}}`",
        ),
        (
            "{{#include nothing.rs}}",
            "book/src/03-races.md:3: the included file `nothing.rs` does not exist",
        ),
        (
            "{{#answer}}",
            "book/src/03-races.md:11: an answer inside an answer",
        ),
        (
            "{{/answer}}",
            "book/src/03-races.md:3: `{{/answer}}` closes nothing",
        ),
        (
            "see {{#listing a.rs}}",
            "book/src/03-races.md:3: a directive stands on a line of its own",
        ),
    ];
    for (line, expected) in cases {
        let said = refusal_of(line);
        assert!(said.starts_with(expected), "{line}: {said}");
        assert!(said.contains("\n  hint: "), "{said}");
    }
}

#[test]
fn a_puzzle_that_is_none_stops_the_build() {
    let fixture = Fixture::new();
    let file = "book/steppers/03-races/lost_update.toml";
    fixture.edit(file, "views == 1\"", "views == 7\"");
    let said = refusal(&fixture);
    let expected = "puzzle `03-races/lost_update`: wrong: no order of steps reaches the goal";
    assert!(said.contains(expected), "{said}");
    assert!(
        said.contains("hint: mend book/steppers/03-races/lost_update.toml"),
        "{said}"
    );
}

#[test]
fn a_timeline_that_makes_no_sense_stops_the_build() {
    let fixture = Fixture::new();
    let file = "book/timelines/03-races/jobs.toml";
    fixture.edit(file, "jobs = [10", "jobs = [0");
    let said = refusal(&fixture);
    let expected = "timeline `03-races/jobs`: jobs: each takes some time";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains(&format!("hint: mend {file}")), "{said}");
}

#[test]
fn the_data_of_a_puzzle_reaches_the_page_unharmed() {
    let page = races_page(&Fixture::new());
    let (_, rest) = page
        .split_once("<script type=\"application/json\">")
        .unwrap();
    let data = rest.split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["programs"][0]["threads"][0]["name"], "thread 1");
}

#[test]
fn all_problems_of_all_pages_come_at_once() {
    let fixture = Fixture::new();
    fixture.edit(
        "book/src/index.md",
        "# Start",
        "# Start\n\n{{#exercise a}}\n\n{{#exercise b}}",
    );
    fixture.remove("book/listings/03-races/lost_update_wrong.out");
    let said = refusal(&fixture);
    assert_eq!(said.matches("hint: ").count(), 3, "{said}");
    assert!(said.contains("record 03-races/lost_update_wrong"), "{said}");
}

#[test]
fn progress_is_a_script_beside_the_pages() {
    let fixture = Fixture::new();
    let built = book::build(&fixture.workbook()).unwrap();
    let script = std::fs::read_to_string(built.folder.join("progress.js")).unwrap();
    assert!(
        script.starts_with("window.WORKBOOK_PROGRESS = {\"high_water\":"),
        "{script}"
    );
    assert!(
        script.contains("\"headline\":\"Refused: race-free.\""),
        "{script}"
    );
}

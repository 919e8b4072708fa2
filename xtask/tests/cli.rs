//! The commands as a reader calls them, in copies of a small workbook with a harness of its own.
//!
//! Every test runs the program itself in a folder of its own, and every text is compared whole.

mod workbook;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use insta::assert_snapshot;
use workbook::{Workbook, outside, shared};

const RIGHT_ADD: &str = "pub fn add(a: u64, b: u64) -> u64 {\n    a + b\n}\n";
const WRONG_ADD: &str = "pub fn add(a: u64, b: u64) -> u64 {\n    a + b + 1\n}\n";

#[test]
fn a_fresh_workbook_is_a_table_of_unsolved_exercises() {
    assert_snapshot!(Workbook::new().run(&["check"]));
}

#[test]
fn a_table_is_followed_by_the_first_refusal() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "add");
    workbook.answer("01-sums", "count", "wrong/count/store_one");
    assert_snapshot!(workbook.run(&["check"]));
}

#[test]
fn a_pass_says_how_far_the_search_went() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "count");
    assert_snapshot!(workbook.run(&["check", "count"]));
}

#[test]
fn a_pass_shows_what_was_measured() {
    let workbook = Workbook::new();
    workbook.solve("02-waits", "join");
    assert_snapshot!(workbook.run(&["check", "exercises/02-waits/src/join.rs"]));
}

#[test]
fn a_chapter_is_named_by_name_folder_or_number() {
    let workbook = Workbook::new();
    let by_name = workbook.run(&["check", "sums"]).stdout;
    assert!(by_name.contains("0 of 2 passed"), "{by_name}");
    assert_eq!(workbook.run(&["check", "01-sums"]).stdout, by_name);
    assert_eq!(workbook.run(&["check", "1"]).stdout, by_name);
}

#[test]
fn a_compile_error_is_shown_as_rustc_writes_it() {
    let workbook = Workbook::new();
    workbook.write(
        "exercises/01-sums/src/add.rs",
        "pub fn add(a: u64, b: u64) -> u64 {\n    a + c\n}\n",
    );
    assert_snapshot!(workbook.run(&["check", "add"]));
}

#[test]
fn a_changed_signature_points_into_the_tests() {
    let workbook = Workbook::new();
    workbook.write(
        "exercises/01-sums/src/add.rs",
        "pub fn add(a: u64) -> u64 {\n    a\n}\n",
    );
    let said = workbook.run(&["check", "add"]);
    assert!(
        said.stdout.contains("exercises/01-sums/tests/add.rs:14:19"),
        "{}",
        said.stdout
    );
}

#[test]
fn an_unknown_name_gets_the_nearest_ones() {
    assert_snapshot!(shared().run(&["check", "cuont"]));
}

#[test]
fn outside_of_a_workbook_nothing_works() {
    assert_snapshot!(outside(&["check"]));
}

#[test]
fn an_answer_needs_its_exercise() {
    assert_snapshot!(shared().run(&["check", "--answer", "solutions/01-sums/add.rs"]));
}

#[test]
fn a_missing_answer_is_said() {
    let said = shared().run(&["check", "add", "--answer", "nowhere.rs"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("there is no file"), "{}", said.stderr);
}

#[test]
fn a_broken_catalog_is_said() {
    let workbook = Workbook::new();
    workbook.write("exercises/catalog.toml", "[[chapter]]\nnumber = 1\n");
    assert_snapshot!(workbook.run(&["check"]));
}

#[test]
fn a_broken_harness_is_no_verdict() {
    let workbook = Workbook::new();
    workbook.append("exercises/harness/src/lib.rs", "\nfn broken( {\n");
    let said = workbook.run(&["check", "add"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr.contains("hint: `cargo build -p harness`"),
        "{said}"
    );
}

#[test]
fn another_answer_leaves_progress_alone() {
    let workbook = Workbook::new();
    let said = workbook.run(&["check", "add", "--answer", "solutions/01-sums/add.rs"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(!workbook.path(".workbook/progress.json").exists());
}

#[test]
fn json_says_everything() {
    let workbook = Workbook::new();
    workbook.solve("02-waits", "join");
    assert_snapshot!(
        workbook
            .run(&["check", "join", "--format", "json"])
            .without_times()
    );
}

#[test]
fn junit_has_a_case_for_each_test() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "add");
    workbook.answer("01-sums", "count", "wrong/count/store_one");
    let said = workbook.run(&[
        "check",
        "sums",
        "--format",
        "junit",
        "--out",
        "verdicts.xml",
    ]);
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    let xml = fs::read_to_string(workbook.path("verdicts.xml")).unwrap();
    assert_snapshot!(workbook::without_times(&xml));
}

#[test]
fn every_edit_gets_its_own_verdict() {
    let workbook = Workbook::new();
    for round in 0..3 {
        workbook.write("exercises/01-sums/src/add.rs", RIGHT_ADD);
        assert_eq!(
            workbook.run(&["check", "add"]).code,
            0,
            "right, round {round}"
        );
        workbook.write("exercises/01-sums/src/add.rs", WRONG_ADD);
        assert_eq!(
            workbook.run(&["check", "add"]).code,
            1,
            "wrong, round {round}"
        );
        assert_eq!(
            workbook.run(&["check", "add", "--no-cache"]).code,
            1,
            "wrong anew, round {round}"
        );
    }
}

#[test]
fn a_changed_harness_grades_anew() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "add");
    assert_eq!(workbook.run(&["check", "add"]).code, 0);
    workbook.replace("exercises/harness/src/lib.rs", "    record(&format!(r#\"{{\"record\":\"started\"", "    panic!(\"not today\");\n    #[allow(unreachable_code)]\n    record(&format!(r#\"{{\"record\":\"started\"");
    let said = workbook.run(&["check", "add"]);
    assert!(said.stdout.contains("not today"), "{said}");
}

#[test]
fn two_checks_at_once_leave_one_sound_record() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "add");
    workbook.solve("01-sums", "count");
    let checks = ["add", "count", "join", "sums"].map(|name| {
        let mut command = workbook.command(&["check", name]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    });
    let codes = checks.map(|mut check| check.wait().unwrap().code());
    assert_eq!(codes, [Some(0), Some(0), Some(1), Some(0)]);
    assert_snapshot!(workbook.run(&["list"]));
}

#[test]
fn hints_come_one_by_one() {
    let workbook = Workbook::new();
    let first = workbook.run(&["hint", "add"]);
    let second = workbook.run(&["hint"]);
    assert_snapshot!(format!("{first}\n{second}"));
}

#[test]
fn a_solution_opens_with_the_first_pass() {
    let workbook = Workbook::new();
    let closed = workbook.run(&["solution", "add"]);
    let anyway = workbook.run(&["solution", "add", "--anyway"]);
    assert_eq!(anyway.code, 0);
    workbook.solve("01-sums", "add");
    workbook.run(&["check", "add"]);
    let open = workbook.run(&["solution", "add"]);
    assert_eq!(open.stdout, anyway.stdout);
    assert_snapshot!(format!("{closed}\n{open}"));
}

#[test]
fn a_reset_keeps_what_the_reader_wrote() {
    let workbook = Workbook::new();
    let shipped = fs::read_to_string(workbook.path("exercises/01-sums/src/add.rs")).unwrap();
    for text in [RIGHT_ADD, WRONG_ADD] {
        workbook.write("exercises/01-sums/src/add.rs", text);
        assert_eq!(workbook.run(&["reset", "add"]).code, 0);
        let now = fs::read_to_string(workbook.path("exercises/01-sums/src/add.rs")).unwrap();
        assert_eq!(now, shipped);
    }
    let kept = fs::read_dir(workbook.path(".workbook/backup")).unwrap();
    let mut kept: Vec<String> = kept
        .map(|e| fs::read_to_string(e.unwrap().path()).unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, [RIGHT_ADD, WRONG_ADD]);
    assert_snapshot!(workbook.run(&["reset", "add"]));
}

#[test]
fn a_missing_stub_is_said() {
    let workbook = Workbook::new();
    fs::remove_file(workbook.path("solutions/01-sums/stubs/add.rs")).unwrap();
    assert_snapshot!(workbook.run(&["reset", "add"]));
}

#[test]
fn next_is_the_first_that_has_not_passed() {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "add");
    workbook.run(&["check"]);
    assert_snapshot!(workbook.run(&["next"]));
}

#[test]
fn a_bare_command_says_where_the_reader_stands() {
    assert_snapshot!(Workbook::new().run(&[]));
}

#[test]
fn a_watcher_in_a_pipe_writes_a_line_for_each_save() {
    let workbook = Workbook::new();
    let mut command = workbook.command(&["watch", "sums"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let first = lines.next().unwrap();
    workbook.write("exercises/01-sums/src/add.rs", WRONG_ADD);
    let second = lines.next().unwrap();
    workbook.write("exercises/01-sums/src/add.rs", RIGHT_ADD);
    let third = lines.next().unwrap();
    workbook.write("exercises/01-sums/src/add.rs", "");
    let fourth = lines.next().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(first, "add unsolved behaves::adds_two_amounts");
    assert_eq!(second, "add refused behaves::adds_two_amounts");
    assert_eq!(third, "add passed");
    assert_eq!(fourth, "add empty file");
}

#[test]
fn a_sound_workbook_is_verified() {
    let workbook = Workbook::new();
    let said = workbook.run(&[
        "verify",
        "--stubs",
        "--only",
        "catalog",
        "--only",
        "stubs",
        "--only",
        "references",
        "--only",
        "also-right",
        "--only",
        "wrong",
    ]);
    assert_snapshot!(said);
}

#[test]
fn a_workbook_that_breaks_its_promises_is_told_so() {
    let workbook = Workbook::new();
    workbook.write("solutions/01-sums/stubs/add.rs", RIGHT_ADD);
    workbook.write(
        "solutions/01-sums/count.rs",
        "use std::sync::atomic::AtomicU32;\n\npub fn enter(_: &AtomicU32) {}\n",
    );
    workbook.replace(
        "solutions/01-sums/wrong/add/one_more.rs",
        "a + b + 1",
        "a + b",
    );
    workbook.replace(
        "solutions/01-sums/wrong/count/nobody.rs",
        "Refused by: behaves",
        "Refused by: luck",
    );
    workbook.replace(
        "solutions/01-sums/wrong/count/store_one.snap",
        "two visitors came",
        "three visitors came",
    );
    fs::remove_file(workbook.path("solutions/02-waits/wrong/join/zero.rs")).unwrap();
    workbook.replace(
        "exercises/catalog.toml",
        "hints = [\"Who waits for the thread?\", \"Call `join`.\"]",
        "hints = [\"Call `join`.\"]",
    );
    assert_snapshot!(workbook.run(&[
        "verify",
        "--only",
        "catalog",
        "--only",
        "stubs",
        "--only",
        "references",
        "--only",
        "wrong"
    ]));
}

/// The book builder of the fixture says what it was asked, and can't do it.
const NO_BUILDER: &str = "fn main() {\n    let asked: Vec<String> = std::env::args().skip(1).collect();\n    eprintln!(\"error: asked for {}\", asked.join(\" \"));\n    std::process::exit(2);\n}\n";

#[test]
fn what_the_book_builder_cannot_do_it_says_itself() {
    let workbook = Workbook::new();
    workbook.replace("Cargo.toml", "members = [", "members = [\"xtask/book\", ");
    fs::create_dir_all(workbook.path("xtask/book/src")).unwrap();
    let manifest = "[package]\nname = \"workbook-book\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    workbook.write("xtask/book/Cargo.toml", manifest);
    workbook.write("xtask/book/src/main.rs", NO_BUILDER);
    let said = workbook.run(&["book", "--pdf", "--epub"]);
    assert_eq!(said.code, 2, "{said}");
    assert_eq!(said.stderr, "error: asked for build --pdf --epub\n");
}

#[test]
fn insta_reads_the_snapshots_that_verify_writes() {
    let workbook = Workbook::new();
    let path = workbook.path("solutions/01-sums/wrong/add/one_more.snap");
    fs::remove_file(&path).unwrap();
    workbook.run(&["verify", "--only", "wrong", "--accept"]);
    let snapshot = insta::Snapshot::from_file(&path).unwrap();
    assert_eq!(
        snapshot.metadata().source(),
        Some("solutions/01-sums/wrong/add/one_more.rs")
    );
    let shipped = Workbook::shipped("solutions/01-sums/wrong/add/one_more.snap");
    assert_eq!(fs::read_to_string(&path).unwrap(), shipped);
}

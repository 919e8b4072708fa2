//! Programs that do not play along: each gets its named verdict in time, and the next exercise is graded normally.

mod workbook;

use std::time::{Duration, Instant};

use insta::assert_snapshot;
use workbook::Workbook;

/// Whatever a program does, its reader waits no longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Grades the program as the reader's `add`, with a right `count` beside it.
fn verdict(program: &[u8]) -> String {
    let workbook = Workbook::new();
    workbook.solve("01-sums", "count");
    workbook.write_bytes("exercises/01-sums/src/add.rs", program);
    let start = Instant::now();
    let said = workbook.run(&["check", "sums"]);
    let took = start.elapsed();
    assert!(took < PATIENCE, "the verdict took {took:?}");
    assert_eq!(said.code, 1, "{said}");
    let count = said
        .stdout
        .lines()
        .find(|line| line.starts_with("  count"))
        .unwrap();
    assert_eq!(count.matches("passed").count(), 2, "{said}");
    let now = std::fs::read(workbook.path("exercises/01-sums/src/add.rs")).unwrap();
    assert_eq!(now, program, "the reader's file is as it was saved");
    workbook::without_thread_ids(&said.stdout)
}

#[test]
fn an_infinite_loop_hangs() {
    assert_snapshot!(verdict(include_bytes!("hostile/loops.rs")));
}

#[test]
fn a_deadlock_hangs() {
    assert_snapshot!(verdict(include_bytes!("hostile/deadlocks.rs")));
}

#[test]
fn an_exit_in_the_middle_is_no_pass() {
    assert_snapshot!(verdict(include_bytes!("hostile/exits.rs")));
}

#[test]
fn an_abort_is_named() {
    assert_snapshot!(verdict(include_bytes!("hostile/aborts.rs")));
}

#[test]
fn a_stack_overflow_is_named() {
    assert_snapshot!(verdict(include_bytes!("hostile/overflows.rs")));
}

#[test]
fn endless_output_is_cut_off() {
    assert_snapshot!(verdict(include_bytes!("hostile/prints.rs")));
}

#[test]
fn four_gigabytes_are_too_many() {
    assert_snapshot!(verdict(include_bytes!("hostile/allocates.rs")));
}

#[test]
fn a_thread_storm_is_named() {
    let said = verdict(include_bytes!("hostile/thread_storm.rs"));
    // Which of both limits strikes first is the system's choice, and so is what is printed then.
    assert!(said.contains("too many threads"), "{said}");
}

#[test]
fn a_printed_test_result_is_no_pass() {
    assert_snapshot!(verdict(include_bytes!("hostile/fakes_ok.rs")));
}

#[test]
fn a_program_that_deletes_its_source_is_told_so() {
    assert_snapshot!(verdict(include_bytes!("hostile/deletes_source.rs")));
}

#[test]
fn a_file_that_a_program_took_away_is_brought_back() {
    let program = br#"pub fn add(a: u64, b: u64) -> u64 {
    let _ = std::fs::remove_file("../../../exercises/01-sums/src/add.rs");
    a + b + 1
}
"#;
    assert!(
        verdict(program)
            .contains("exercises/01-sums/src/add.rs was gone after its tests and is back.")
    );
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    assert_snapshot!(verdict(
        b"pub fn add(a: u64, b: u64) -> u64 {\n    // caf\xe9\n    a + b\n}\n"
    ));
}

#[test]
fn an_empty_file_is_named() {
    assert_snapshot!(verdict(b"\n"));
}

#[test]
fn a_way_past_the_checker_is_named() {
    assert_snapshot!(verdict(
        b"extern crate alloc;\n\npub fn add(a: u64, b: u64) -> u64 {\n    a + b\n}\n"
    ));
}

//! What a grader gets to see from test processes that behave and from those that do not.
//!
//! Each test here starts this very file again, as a grader does: one test of `answers`, with a record file and a nonce.

extern crate harness as std;

use report::{FindingKind, Record};
use std::real::io::Write;
use std::real::process::{Command, Output, Stdio};

/// What graded programs do; never run on their own.
mod answers {
    use std::sync::Arc;
    use std::sync::Mutex;
    use std::thread;

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn passes() {}

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn fails() {
        assert_eq!(1 + 1, 3, "the counter is off");
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn panics_in_a_joined_thread() {
        thread::spawn(|| panic!("no account 7")).join().unwrap();
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn survives_a_joined_panic() {
        assert!(thread::spawn(|| panic!("no account 7")).join().is_err());
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn panics_in_a_thread_nobody_joins() {
        let (says, heard) = std::real::sync::mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            let _says = says;
            panic!("no account 7");
        });
        // Disconnected: the thread has unwound. Its end is counted a moment later.
        let _ = heard.recv();
        while !thread.is_finished() {
            thread::yield_now();
        }
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn leaves_a_thread_behind() {
        let before = harness::witness::LiveThreads::now();
        thread::spawn(std::real::thread::park);
        before.assert_none_left_behind();
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn exits() {
        println!("test result: ok. 1 passed; 0 failed");
        std::process::exit(0);
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn eats_memory() {
        let mut eaten = Vec::new();
        loop {
            eaten.push(vec![1_u8; 16 << 20]);
        }
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn storms() {
        let gate = Arc::new(Mutex::new(()));
        let _closed = gate.lock();
        let _waiting: Vec<_> = (0..2_000)
            .map(|_| {
                let gate = gate.clone();
                thread::spawn(move || drop(gate.lock()))
            })
            .collect();
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn deadlocks() {
        harness::time_limit(std::time::Duration::from_millis(300));
        let (gate, other) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
        let (mine, theirs) = (gate.clone(), other.clone());
        let both = Arc::new(std::real::sync::Barrier::new(2));
        let met = both.clone();
        let thread = thread::spawn(move || {
            let _theirs = theirs.lock();
            met.wait();
            let _mine = mine.lock();
        });
        let _gate = gate.lock();
        both.wait();
        let _other = other.lock();
        thread.join().unwrap();
    }

    #[harness::test]
    #[ignore = "run by the tests below"]
    fn spins() {
        harness::time_limit(std::time::Duration::from_millis(300));
        turn_for_ever();
    }

    /// Counts, so that the loop does not begin with the function's first instruction: a backtrace looks for the line
    /// of the byte before, which would be another function's. Unoptimised programs, as the reader's, never do.
    #[inline(never)]
    fn turn_for_ever() {
        let mut turns = 1_u64;
        loop {
            turns = std::real::hint::black_box(turns.wrapping_mul(3));
        }
    }
}

/// Runs one of `answers` as a grader does.
fn graded(name: &str) -> (Vec<Record>, Output) {
    let file = std::real::env::temp_dir()
        .join(format!("harness-{name}-{}.jsonl", std::real::process::id()));
    let _ = std::real::fs::remove_file(&file);
    let mut child = this_test(name)
        .env("WORKBOOK_RECORD", &file)
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "a nonce").unwrap();
    let output = child.wait_with_output().unwrap();
    let lines = std::real::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::real::fs::remove_file(&file);
    (
        lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect(),
        output,
    )
}

fn this_test(name: &str) -> Command {
    let mut command = Command::new(std::real::env::current_exe().unwrap());
    command.args([
        "--exact",
        &format!("answers::{name}"),
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command
        .env_remove("WORKBOOK_RECORD")
        .env_remove("RUST_BACKTRACE");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The one finding of a run that does not pass.
#[track_caller]
fn finding(name: &str) -> (FindingKind, String) {
    let (records, output) = graded(name);
    assert!(!output.status.success(), "{name} ended well");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.is_empty(),
        "a grader has the records, so nothing is printed beside them: {stderr}"
    );
    match &records[..] {
        [Record::Started { test }, Record::Finding(finding)] => {
            assert_eq!(test, &format!("answers::{name}"));
            (finding.kind, finding.message.clone())
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_pass_carries_the_nonce() {
    let records = [
        Record::Started {
            test: "answers::passes".into(),
        },
        Record::Done {
            nonce: "a nonce".into(),
        },
    ];
    assert_eq!(graded("passes").0, records);
}

#[test]
fn an_assertion_gives_its_own_words() {
    let words = "the counter is off\n  left: 2\n right: 3".to_string();
    assert_eq!(finding("fails"), (FindingKind::Panic, words));
}

#[test]
fn a_panic_that_comes_back_from_join_names_its_thread() {
    let (kind, message) = finding("panics_in_a_joined_thread");
    assert_eq!(kind, FindingKind::Panic);
    assert!(
        message.ends_with("thread 1 panicked at protocol.rs:30: no account 7"),
        "{message}"
    );
}

#[test]
fn a_panic_that_somebody_looked_at_is_none() {
    assert!(matches!(
        graded("survives_a_joined_panic").0[..],
        [_, Record::Done { .. }]
    ));
}

#[test]
fn a_panic_that_nobody_joins_is_a_finding() {
    let (kind, message) = finding("panics_in_a_thread_nobody_joins");
    assert_eq!(kind, FindingKind::UnjoinedPanic);
    assert!(
        message.contains("thread 1 panicked at protocol.rs:"),
        "{message}"
    );
}

#[test]
fn a_thread_left_behind_is_a_finding() {
    let words =
        "A thread that the program started is still running after the program has returned."
            .to_string();
    assert_eq!(
        finding("leaves_a_thread_behind"),
        (FindingKind::ThreadLeftBehind, words)
    );
}

#[test]
fn leaving_in_the_middle_is_no_pass() {
    assert_eq!(finding("exits").0, FindingKind::Exit);
}

#[test]
fn a_memory_hog_is_stopped() {
    assert_eq!(finding("eats_memory").0, FindingKind::Memory);
}

#[test]
fn a_thread_storm_is_stopped() {
    assert_eq!(finding("storms").0, FindingKind::TooManyThreads);
}

#[test]
fn a_deadlock_of_real_threads_says_where_each_one_waits() {
    let (kind, message) = finding("deadlocks");
    assert_eq!(kind, FindingKind::Hang);
    insta::assert_snapshot!(message);
}

#[test]
fn an_endless_loop_says_which_function_it_is_in() {
    let (kind, message) = finding("spins");
    assert_eq!(kind, FindingKind::Hang);
    insta::assert_snapshot!(message);
}

#[test]
fn without_a_grader_the_finding_is_printed() {
    let output = this_test("storms").output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && stderr.contains("Thread limit: "),
        "{stderr}"
    );
}

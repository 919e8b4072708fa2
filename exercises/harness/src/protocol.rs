//! How a test process talks to the grader, and what frames every test.
//!
//! A grader starts one process a test with [`RECORD`] naming a file and a nonce on standard input. The
//! harness takes both before any of the reader's code runs, and appends one JSON line a [`Record`]. Only
//! `Done` with the nonce makes a pass: an exit code of 0, or a printed "test result: ok", proves nothing.
//!
//! Without a grader (plain `cargo test`, many tests as threads of one process) nothing is recorded: a
//! finding is drawn into the panic message instead. Every piece below works for both.

use crate::{memory, panics, threads, watchdog};
use report::{Finding, FindingKind, Record};
use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Names the file that records go to. Taken out of the environment before the reader's code runs.
const RECORD: &str = "WORKBOOK_RECORD";
/// What a test process exits with when the harness ends it.
const REFUSED: i32 = 101;

/// One running test. Threads that it starts carry a reference to it, so that what happens in them counts for it.
pub(crate) struct Test {
    /// `race_free::no_update_is_lost`
    pub(crate) name: String,
    /// A finding is out already: the panic that follows it is not another one.
    found: AtomicBool,
    /// The real threads of the test, in order of birth; the test's own first.
    pub(crate) threads: Mutex<Vec<threads::Known>>,
    /// Panics in those threads, the test's own excepted.
    pub(crate) panics: Mutex<Vec<threads::Panicked>>,
}

/// What the process holds from its grader.
struct Grader {
    /// Opened for appending, kept open: the file may be unreachable by name later.
    file: File,
    nonce: String,
}

static GRADER: OnceLock<Option<Grader>> = OnceLock::new();
/// Tests between their begin and end; more than one only without a grader.
static RUNNING: Mutex<Vec<Arc<Test>>> = Mutex::new(Vec::new());

thread_local! {
    static CURRENT: RefCell<Option<Arc<Test>>> = const { RefCell::new(None) };
}

/// Runs the body of a `#[harness::test]`: watched, capped, guarded, and recorded when a grader listens.
///
/// `name` is the full path of the test function, crate first.
///
/// # Panics
///
/// With the body's panic; with a finding when the body ends well and a thread of it panicked unseen.
pub fn run_test(name: &str, body: fn()) {
    start_process();
    let name = name.split_once("::").map_or(name, |(_crate, rest)| rest);
    let test = Test::begin(name);
    record(&Record::Started {
        test: name.to_string(),
    });
    let outcome = catch_unwind(AssertUnwindSafe(body));
    test.end();
    match outcome {
        Err(payload) => {
            test.record_panic(&*payload);
            resume_unwind(payload)
        }
        Ok(()) => test.record_pass(),
    }
}

/// Refuses the program: recorded where a grader listens, drawn into the panic message where not.
///
/// The panic hook is passed by on purpose. It would say where in the harness the panic started, which
/// teaches nobody anything; the text goes to standard error itself, where `cargo test` captures it.
pub(crate) fn report_finding(finding: Finding) -> ! {
    let text = text(&finding);
    if let Some(test) = current() {
        test.found.store(true, Ordering::SeqCst);
    }
    if is_recording() {
        record(&Record::Finding(Box::new(finding)));
    } else {
        eprintln!("\n{text}");
    }
    resume_unwind(Box::new(text))
}

/// Refuses the program and ends the process, for findings after which nothing can be relied on any more.
pub(crate) fn fatal_finding(finding: Finding) -> ! {
    let text = text(&finding);
    record(&Record::Finding(Box::new(finding)));
    if !is_recording() {
        write_stderr(format!("\n{text}").as_bytes());
    }
    leave()
}

/// Appends one line to the grader's file, in one write; nothing without a grader.
pub(crate) fn record(record: &Record) {
    let Some(grader) = grader() else { return };
    // A record that cannot be written is a `Done` that never arrives: the grader refuses.
    let _ = (&grader.file).write_all(line(record).as_bytes());
}

/// A grader listens: print nothing, it has the records.
pub(crate) fn is_recording() -> bool {
    grader().is_some()
}

/// The test that this thread works for, if any.
pub(crate) fn current() -> Option<Arc<Test>> {
    CURRENT.try_with(|c| c.borrow().clone()).ok().flatten()
}

/// This thread works for `test` from now on.
pub(crate) fn enter(test: Option<Arc<Test>>) {
    let _ = CURRENT.try_with(|c| *c.borrow_mut() = test);
}

/// Ends the process without running anything of the reader's.
pub(crate) fn leave() -> ! {
    // SAFETY: `_exit` has no preconditions.
    unsafe { libc::_exit(REFUSED) }
}

/// Straight to the descriptor: past the capture of `cargo test`, which dies with the process.
pub(crate) fn write_stderr(bytes: &[u8]) {
    // SAFETY: pointer and length are those of a live slice.
    unsafe { libc::write(2, bytes.as_ptr().cast(), bytes.len()) };
}

/// Locks although a thread panicked while it held the lock: the harness must be able to report that panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A panic's words: without the frame that `assert_eq!` puts around the test's own message.
pub(crate) fn panic_words(message: &str) -> &str {
    let framed = [
        "assertion `left == right` failed: ",
        "assertion `left != right` failed: ",
    ];
    framed
        .iter()
        .find_map(|f| message.strip_prefix(f))
        .unwrap_or(message)
}

/// The message of a panic's payload, for every payload that `panic!` can make.
pub(crate) fn payload_message(payload: &(dyn std::any::Any + Send)) -> &str {
    let fixed = payload.downcast_ref::<&str>().copied();
    fixed
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}

impl Test {
    fn begin(name: &str) -> Arc<Test> {
        let test = Arc::new(Test {
            name: name.to_string(),
            found: AtomicBool::new(false),
            threads: Mutex::new(vec![threads::Known::main()]),
            panics: Mutex::new(Vec::new()),
        });
        enter(Some(test.clone()));
        lock(&RUNNING).push(test.clone());
        watchdog::watch(&test);
        test
    }

    fn end(self: &Arc<Test>) {
        watchdog::forget(self);
        lock(&RUNNING).retain(|t| !Arc::ptr_eq(t, self));
        enter(None);
    }

    fn record_panic(&self, payload: &(dyn std::any::Any + Send)) {
        if self.found.load(Ordering::SeqCst) || !is_recording() {
            return;
        }
        let mut message = panic_words(payload_message(payload)).to_string();
        if let Some(place) = panics::last().filter(|p| !p.in_tests()) {
            message.push_str(&format!("\nThe panic comes from {place}."));
        }
        for panicked in lock(&self.panics).iter() {
            message.push_str(&format!("\n{panicked}"));
        }
        record(&Record::Finding(Box::new(Finding {
            kind: FindingKind::Panic,
            message,
            schedule: None,
        })));
    }

    fn record_pass(&self) {
        let unseen: Vec<String> = lock(&self.panics)
            .iter()
            .filter(|p| !p.seen())
            .map(|p| p.to_string())
            .collect();
        if !unseen.is_empty() {
            let message = format!(
                "{}\nNobody joined it, so nobody could know.",
                unseen.join("\n")
            );
            report_finding(Finding {
                kind: FindingKind::UnjoinedPanic,
                message,
                schedule: None,
            })
        }
        if let Some(grader) = grader() {
            record(&Record::Done {
                nonce: grader.nonce.clone(),
            });
        }
    }
}

/// Takes what the grader gave, and installs hook, cap and guard; once a process, before any of the reader's code.
pub(crate) fn start_process() {
    GRADER.get_or_init(|| {
        let grader = Grader::from_environment();
        panics::install(grader.is_some());
        memory::prepare(grader.as_ref().map(|g| &g.file));
        // SAFETY: `on_exit` is a plain function that lives as long as the process.
        unsafe { libc::atexit(on_exit) };
        grader
    });
}

fn grader() -> Option<&'static Grader> {
    GRADER.get()?.as_ref()
}

impl Grader {
    /// `None` without a grader. A file that cannot be opened is no grader: no record, and so no pass.
    fn from_environment() -> Option<Grader> {
        let path = std::env::var_os(RECORD)?;
        // SAFETY: the first test starts here; the only other threads are the test runner's, waiting for it.
        unsafe { std::env::remove_var(RECORD) };
        let file = File::options().append(true).create(true).open(path).ok()?;
        let mut nonce = String::new();
        std::io::stdin().read_line(&mut nonce).ok()?;
        Some(Grader {
            file,
            nonce: nonce.trim_end().to_string(),
        })
    }
}

/// Runs inside `exit`: when a test is still running then, the reader's program has called it.
extern "C" fn on_exit() {
    let running: Vec<String> = lock(&RUNNING)
        .iter()
        .map(|t| format!("`{}`", t.name))
        .collect();
    if running.is_empty() {
        return;
    }
    let message = format!(
        "The process exits in the middle of {}: something in the program calls `std::process::exit`.",
        running.join(", ")
    );
    fatal_finding(Finding {
        kind: FindingKind::Exit,
        message,
        schedule: None,
    })
}

pub(crate) fn line(record: &Record) -> String {
    let json = serde_json::to_string(record).expect("a record has only text and numbers in it");
    format!("{json}\n")
}

fn text(finding: &Finding) -> String {
    report::text::finding(finding, report::text::WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assertions_frame_is_not_its_message() {
        let framed = "assertion `left == right` failed: two were added\n  left: 1\n right: 2";
        assert_eq!(panic_words(framed), "two were added\n  left: 1\n right: 2");
        assert_eq!(panic_words("not yet implemented"), "not yet implemented");
    }

    #[test]
    fn every_payload_has_a_message() {
        assert_eq!(payload_message(&"fixed"), "fixed");
        assert_eq!(payload_message(&"formatted".to_string()), "formatted");
        assert_eq!(payload_message(&7), "a panic without a message");
    }

    #[test]
    fn a_record_is_one_line() {
        let finding = Finding {
            kind: FindingKind::Panic,
            message: "one\ntwo".to_string(),
            schedule: None,
        };
        let line = line(&Record::Finding(Box::new(finding)));
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.ends_with('\n'));
    }
}

//! What became of an answer: values that every renderer, the cache and the progress file share.

use report::{Explored, Finding, FindingKind, Measured, Record};
use serde::{Deserialize, Serialize};

use crate::exercise::Kind;
use crate::process::{Limit, Limits, Run};

/// What became of one answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verdict {
    pub exercise: String,
    /// The chapter's name.
    pub chapter: String,
    /// The file that was graded, below the root.
    pub file: String,
    pub outcome: Outcome,
    /// In the order of the kinds, then of the test file; empty when nothing could be run.
    pub tests: Vec<TestVerdict>,
    /// rustc's warnings about the answer, as it wrote them; they decide nothing.
    pub warnings: Vec<String>,
    /// The reader's own file was gone after the tests and was written anew.
    pub restored: bool,
}

/// The whole answer in one word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Passed,
    /// A `todo!()` is still to be written.
    Unsolved,
    /// Some test did not pass: its end says why.
    Refused,
    /// `rendered` is rustc's text, with its colours.
    DoesNotCompile {
        rendered: String,
    },
    /// There is nothing to compile, or nothing that could be judged.
    NoProgram(NoProgram),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NoProgram {
    Missing,
    Empty,
    /// The first bad byte is on this line, 1-based.
    NotUtf8 {
        line: usize,
    },
    /// This line, 1-based, reaches libraries that the tests cannot follow.
    PastTheChecker {
        line: usize,
    },
}

/// What became of one test.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TestVerdict {
    pub kind: Kind,
    /// Without the kind's module.
    pub name: String,
    pub end: End,
    /// How far the searches went that found nothing.
    pub explored: Vec<Explored>,
    pub measured: Vec<Measured>,
    /// What the test counted, in words; decides nothing.
    pub counted: Vec<String>,
    /// What the program printed, without what Rust's test runner adds; the first [`KEPT_OUTPUT`] bytes of it.
    pub output: String,
    pub millis: u64,
}

/// How a test's process ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum End {
    Passed,
    Unsolved,
    Refused {
        finding: Finding,
    },
    Hangs {
        limit_seconds: u64,
    },
    Exits {
        code: i32,
    },
    Aborts,
    Overflows,
    Crashes {
        signal: i32,
    },
    FloodsOutput,
    EatsMemory,
    TooManyThreads,
    DeletedSource,
    /// An earlier test of the same answer hung: waiting again would tell nothing new.
    NotRun,
}

impl Verdict {
    /// A verdict about a file that cannot be compiled at all, or was not.
    pub fn untested(exercise: &str, chapter: &str, file: String, outcome: Outcome) -> Self {
        Self {
            exercise: exercise.to_string(),
            chapter: chapter.to_string(),
            file,
            outcome,
            tests: Vec::new(),
            warnings: Vec::new(),
            restored: false,
        }
    }

    pub fn passed(&self) -> bool {
        self.outcome == Outcome::Passed
    }

    /// The test to look at first: where the first failing one merely shows that the program never comes back,
    /// one with an interleaving says why.
    pub fn first_failure(&self) -> Option<&TestVerdict> {
        let mut failures = self.tests.iter().filter(|test| !test.end.is_pass());
        let first = failures.next()?;
        match first.end.is_explained() {
            true => Some(first),
            false => Some(failures.find(|t| t.end.has_schedule()).unwrap_or(first)),
        }
    }

    /// How the tests of one kind ended: the first that did not pass, else a pass; `None` without such tests.
    pub fn of_kind(&self, kind: Kind) -> Option<&End> {
        let mut ends = self.tests.iter().filter(|t| t.kind == kind).map(|t| &t.end);
        let first = ends.next()?;
        match first.is_pass() {
            true => Some(ends.find(|end| !end.is_pass()).unwrap_or(first)),
            false => Some(first),
        }
    }

    /// The verdict's name.
    pub fn word(&self) -> &'static str {
        match &self.outcome {
            Outcome::Passed => "passed",
            Outcome::Unsolved => "unsolved",
            Outcome::Refused => self.first_failure().map_or("refused", |t| t.end.word()),
            Outcome::DoesNotCompile { .. } => "does not compile",
            Outcome::NoProgram(NoProgram::Missing) => "missing file",
            Outcome::NoProgram(NoProgram::Empty) => "empty file",
            Outcome::NoProgram(NoProgram::NotUtf8 { .. }) => "not UTF-8",
            Outcome::NoProgram(NoProgram::PastTheChecker { .. }) => "past the checker",
        }
    }

    /// A time limit struck.
    pub fn depends_on_the_clock(&self) -> bool {
        let timed = |end: &End| match end {
            End::Hangs { .. } => true,
            End::Refused { finding } => finding.kind == FindingKind::Hang,
            _ => false,
        };
        self.tests.iter().any(|test| timed(&test.end))
    }
}

impl Outcome {
    /// A program with a `todo!()` in it is unfinished, whatever else is wrong with it.
    pub fn of_tests(tests: &[TestVerdict]) -> Self {
        let any = |wanted: fn(&End) -> bool| tests.iter().any(|test| wanted(&test.end));
        match any(|end| *end == End::Unsolved) {
            true => Outcome::Unsolved,
            false if any(|end| !end.is_pass()) => Outcome::Refused,
            false => Outcome::Passed,
        }
    }
}

impl TestVerdict {
    pub fn of_run(kind: Kind, name: &str, run: Run, limits: Limits, deleted: bool) -> Self {
        let mut explored = Vec::new();
        let mut measured = Vec::new();
        let mut counted = Vec::new();
        for record in &run.records {
            match record {
                Record::Explored(e) => explored.push(e.clone()),
                Record::Measured(m) => measured.push(m.clone()),
                Record::Counted { text } => counted.push(text.clone()),
                _ => {}
            }
        }
        Self {
            kind,
            name: name.to_string(),
            end: match deleted {
                true => End::DeletedSource,
                false => End::of_run(&run, limits),
            },
            explored,
            measured,
            counted,
            millis: run.took.as_millis() as u64,
            output: own_output(&run.output, &format!("{}::{name}", kind.module())),
        }
    }

    pub fn not_run(kind: Kind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_string(),
            end: End::NotRun,
            explored: Vec::new(),
            measured: Vec::new(),
            counted: Vec::new(),
            output: String::new(),
            millis: 0,
        }
    }
}

impl End {
    pub fn is_pass(&self) -> bool {
        *self == End::Passed
    }

    /// The program's own words, a test's or the checker's: not just a process that was stopped or left.
    fn is_explained(&self) -> bool {
        match self {
            End::Unsolved => true,
            End::Refused { finding } => finding.kind != FindingKind::Hang,
            _ => false,
        }
    }

    fn has_schedule(&self) -> bool {
        matches!(self, End::Refused { finding } if finding.schedule.is_some())
    }

    /// A finding says most, so it comes first; then the limit that struck; then how the process left.
    pub fn of_run(run: &Run, limits: Limits) -> Self {
        if let Some(finding) = run.records.iter().find_map(finding) {
            return Self::of_finding(finding);
        }
        match run.stopped {
            Some(Limit::Time) => End::Hangs {
                limit_seconds: limits.time.as_secs(),
            },
            Some(Limit::Output) => End::FloodsOutput,
            Some(Limit::Memory) => End::EatsMemory,
            Some(Limit::Threads) => End::TooManyThreads,
            None if run.completed && run.status.success() => End::Passed,
            None => Self::of_exit(run),
        }
    }

    fn of_finding(finding: &Finding) -> Self {
        let todo = finding.message.contains(NOT_YET_IMPLEMENTED);
        match finding.kind {
            _ if todo => End::Unsolved,
            FindingKind::Panic if finding.message.contains(SPAWN_FAILED) => End::TooManyThreads,
            _ => End::Refused {
                finding: finding.clone(),
            },
        }
    }

    fn of_exit(run: &Run) -> Self {
        let says = |text: &str| run.output.contains(text);
        match (run.status.code(), signal(run)) {
            _ if says("has overflowed its stack") => End::Overflows,
            _ if says("memory allocation of ") => End::EatsMemory,
            (None, Some(SIGABRT)) => End::Aborts,
            (None, Some(SIGKILL)) => End::EatsMemory,
            (None, Some(signal)) => End::Crashes { signal },
            (Some(101), _) if says("panicked at ") => Self::of_finding(&Finding {
                kind: FindingKind::Panic,
                message: panic_message(&run.output),
                schedule: None,
            }),
            (code, _) => End::Exits {
                code: code.unwrap_or_default(),
            },
        }
    }

    /// The end's name, as it stands in tables.
    pub fn word(&self) -> &'static str {
        match self {
            End::Passed => "passed",
            End::Unsolved => "unsolved",
            End::Refused { finding } => match finding.kind {
                FindingKind::Hang => "hangs",
                FindingKind::Exit => "exits",
                FindingKind::Memory => "eats memory",
                FindingKind::TooManyThreads => "too many threads",
                _ => "refused",
            },
            End::Hangs { .. } => "hangs",
            End::Exits { .. } => "exits",
            End::Aborts => "aborts",
            End::Overflows => "overflows its stack",
            End::Crashes { .. } => "crashes",
            End::FloodsOutput => "prints without end",
            End::EatsMemory => "eats memory",
            End::TooManyThreads => "too many threads",
            End::DeletedSource => "deletes its source",
            End::NotRun => "not run",
        }
    }
}

/// Enough to see what is going on; a verdict is no log.
const KEPT_OUTPUT: usize = 8 << 10;

const NOT_YET_IMPLEMENTED: &str = "not yet implemented";
const SPAWN_FAILED: &str = "failed to spawn thread";
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;

fn finding(record: &Record) -> Option<&Finding> {
    match record {
        Record::Finding(finding) => Some(finding),
        _ => None,
    }
}

#[cfg(unix)]
fn signal(run: &Run) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&run.status)
}

#[cfg(not(unix))]
fn signal(_run: &Run) -> Option<i32> {
    None
}

/// The runner's lines go, and the head of the line that the program's first print continues.
fn own_output(output: &str, test: &str) -> String {
    let runner = format!("test {test} ... ");
    let mut own = String::new();
    for line in output.lines() {
        let rest = line.strip_prefix(&runner).unwrap_or(line);
        let is_runners = match rest.len() < line.len() {
            true => matches!(rest, "" | "ok" | "FAILED"),
            false => RUNNERS_LINES.iter().any(|head| line.starts_with(head)),
        };
        if own.len() + rest.len() >= KEPT_OUTPUT {
            own.push_str("…\n");
            break;
        }
        let leading = own.is_empty() && rest.is_empty();
        if !is_runners && !leading {
            own.push_str(rest);
            own.push('\n');
        }
    }
    own.truncate(own.trim_end().len());
    own
}

/// How lines begin that Rust's test runner and panic handler write around a test.
const RUNNERS_LINES: [&str; 5] = [
    "running 1 test",
    "test result: ",
    "failures:",
    "note: run with `RUST_BACKTRACE",
    "successes:",
];

/// The first panic's message, from what the standard library prints; serves programs that panic outside the harness.
fn panic_message(output: &str) -> String {
    let after = output
        .split_once("panicked at ")
        .map_or(output, |(_, after)| after);
    let message = after.split_once('\n').map_or(after, |(_, message)| message);
    let lines = message
        .lines()
        .take_while(|l| !l.starts_with("note: run with") && !l.starts_with("test "));
    lines.collect::<Vec<_>>().join("\n").trim_end().to_string()
}

//! What a test process tells the grader, as values; and how a schedule is drawn as text.
//!
//! The harness writes one [`Record`] a line, as JSON, into the file that the grader names; the grader,
//! the book and the harness's own panic messages draw the same [`Finding`].

use serde::{Deserialize, Serialize};

pub use stopwatch::{Stopwatch, others_could_run};

mod stopwatch;
pub mod text;

/// One line of the record file, in the order in which things happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// The harness is up; none of the reader's code has run.
    Started { test: String },
    /// A schedule search ended without a finding.
    Explored(Explored),
    /// The test refuses the program.
    Finding(Box<Finding>),
    /// A figure for the reader; never decides by itself.
    Measured(Measured),
    /// What the test counted, in words for the reader; never decides by itself.
    Counted { text: String },
    /// The test ran to its end. Only a record that carries the grader's nonce counts as a pass.
    Done { nonce: String },
}

/// How far a successful search went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explored {
    /// Schedules run, systematic and random together.
    pub schedules: usize,
    /// Every schedule with at most this many forced switches was run; `None` when not even those with 0 all were.
    pub forced_switches: Option<usize>,
    /// No schedule is left out at all: the program's whole schedule space was run.
    pub exhaustive: bool,
}

impl Explored {
    /// What several searches promise together: the claim of the one that went least far, the schedules of all.
    pub fn together<'a>(searches: impl IntoIterator<Item = &'a Explored>) -> Option<Explored> {
        searches.into_iter().cloned().reduce(|one, other| Explored {
            schedules: one.schedules + other.schedules,
            ..weaker(one, other)
        })
    }
}

fn weaker(one: Explored, other: Explored) -> Explored {
    std::cmp::min_by_key(one, other, |e| (e.exhaustive, e.forced_switches))
}

/// Why a program is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    /// What went wrong, in the words of the test or of the checker: whole sentences.
    pub message: String,
    /// The interleaving that shows it, where a schedule was found.
    pub schedule: Option<Schedule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An assertion of the test, or a panic in the program.
    Panic,
    /// No thread can go on.
    Deadlock,
    /// A thread waits on a condition variable, or is parked, and nobody is left to wake it.
    LostWakeup,
    /// The program runs on without ever getting anywhere.
    Livelock,
    /// Two accesses to the same data, one of them a write, with no order between them.
    DataRace,
    /// The program returned and one of its threads never ends (or, where the test asks for it, has not ended yet).
    ThreadLeftBehind,
    /// A lock is still held by a thread that has ended.
    GuardHeldAtExit,
    /// A thread panicked and nobody joined it.
    UnjoinedPanic,
    /// The same schedule did not give the same run twice.
    NotReproducible,
    /// The program uses something that the checker does not model.
    NotModelled,
    /// Real threads: the time limit passed.
    Hang,
    /// The process left in the middle of a test.
    Exit,
    /// More memory than the limit.
    Memory,
    /// More threads than the limit.
    TooManyThreads,
    /// The gauge: too little happened at the same time.
    NotParallel,
}

impl FindingKind {
    /// The field's own term, as a verdict's one word: `deadlock`, `lost wake-up`.
    pub fn name(self) -> &'static str {
        self.headline()
            .split_once(": ")
            .map_or(self.headline(), |(name, _)| name)
    }

    /// The name and what it means, one line.
    pub fn headline(self) -> &'static str {
        match self {
            Self::Panic => "a check fails: the program does something that the test forbids",
            Self::Deadlock => "deadlock: no thread can go on",
            Self::LostWakeup => "lost wake-up: a thread waits, and nobody is left to wake it",
            Self::Livelock => "livelock: the program runs on and gets nowhere",
            Self::DataRace => "data race: two accesses to the same data, and nothing orders them",
            Self::ThreadLeftBehind => {
                "thread left behind: the program returned before all of its threads ended"
            }
            Self::GuardHeldAtExit => "lock never released: a thread ended and still holds it",
            Self::UnjoinedPanic => "unseen panic: a thread panicked and nobody joined it",
            Self::NotReproducible => {
                "not reproducible: the same schedule did not run the same way twice"
            }
            Self::NotModelled => {
                "not modelled: the program uses something that the checker cannot follow"
            }
            Self::Hang => "time limit: the test does not end",
            Self::Exit => "early exit: the process left in the middle of the test",
            Self::Memory => "memory limit: the program holds more memory than it may",
            Self::TooManyThreads => {
                "thread limit: the program has too many threads at the same time"
            }
            Self::NotParallel => "not parallel: too little happens at the same time",
        }
    }
}

/// One interleaving, step by step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Column heads; `main` first.
    pub threads: Vec<String>,
    pub rows: Vec<Row>,
    /// Who is stuck where, who holds what since which line; whole sentences, in thread order.
    pub stuck: Vec<String>,
    /// Switches away from a thread that could have gone on.
    pub forced_switches: usize,
    /// Things that may happen and rarely do: a spurious wake-up, a stale value, a weak exchange that fails by chance.
    #[serde(default)]
    pub rare_outcomes: usize,
    /// Schedules run until this one was found.
    pub schedules: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Index into [`Schedule::threads`].
    pub thread: usize,
    /// What it did, short: `load hits -> 0`, `lock from`, `waits on ready`.
    pub action: String,
    /// File name without folders, and line (1-based).
    pub file: String,
    pub line: u32,
    /// The source line, trimmed; empty where it could not be read.
    pub source: String,
    /// The scheduler took the processor away from another thread just before this row.
    pub forced: bool,
}

/// A figure measured in one run, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// What was measured, e.g. `tokenising, 2 workers against 1`.
    pub what: String,
    /// The ratio shown: sequential over parallel wall time.
    pub ratio: f64,
    pub cores: usize,
    pub workers: usize,
}

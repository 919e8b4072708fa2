//! The schedule checker: runs a small concurrent program under many schedules and explains the one that breaks it.
//!
//! A test hands a closure to [`check`]. Inside, every `std::thread`, lock, channel, atomic and clock is modelled: the
//! checker decides at each step which thread goes on, so it can try the orders one by one, say after a
//! success how far it has looked, and after a failure show the very interleaving.
//!
//! | file | holds |
//! |---|---|
//! | `run` | one run: tasks, objects, virtual clock, who goes next |
//! | `task`, `object`, `memory`, `clock` | its parts |
//! | `fresh` | values that outlive a run |
//! | `intent` | what a pointer into a cell is taken for |
//! | `ending` | what is wrong when nobody can go on |
//! | `ops` | what primitives can do in a run; the std shadow is built on it |
//! | `choice`, `search`, `shorten` | which schedules are run, and how a failing one is made short |
//! | `trace`, `explain`, `last_words`, `source` | from a failing run to the table that the reader sees |
//!
//! # What a success means
//!
//! [`report::Explored`] says it: every schedule with up to so many *forced switches* was run (a forced switch takes
//! the processor from a thread that could have gone on; a spurious wake-up, a weak compare-exchange that fails
//! by chance, a `notify_one` that wakes another than the longest waiting, a stale value of an atomic and an early time-out each
//! count as one), and a number of random ones besides. A failure that needs more may remain unseen.
//!
//! # What it cannot see
//!
//! Real time, I/O and anything that is not reached through the shadowed `std`; `Arc` is the real one, so its
//! counts are no schedule points, and that one thread saw another's clone dropped orders nothing. A thread that spins or
//! yields lets others go first: it is never the only one to run while another could. Programs must do the same
//! thing when run twice under the same schedule; one that does not is told so.

pub(crate) mod choice;
pub(crate) mod clock;
mod ending;
pub(crate) mod engine;
pub(crate) mod explain;
pub(crate) mod fresh;
pub(crate) mod intent;
mod last_words;
pub(crate) mod memory;
pub(crate) mod object;
pub(crate) mod ops;
pub(crate) mod run;
mod search;
mod shorten;
mod source;
pub(crate) mod task;
pub(crate) mod trace;

use ::std::collections::BTreeMap;
use ::std::panic::{Location, PanicHookInfo};
use ::std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use report::{Explored, Finding, FindingKind, Record};

use engine::Program;
use run::{Rules, Run};
use search::{Budget, End, Next};

/// What to check, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    budget: Budget,
    rules: Rules,
}

impl Default for Check {
    fn default() -> Self {
        Check::new()
    }
}

impl Check {
    /// Up to 4,000 systematic and 2,000 random schedules of up to 5,000 steps each.
    pub fn new() -> Check {
        let rules = Rules {
            max_steps: 5_000,
            no_thread_left_behind: false,
            early_timeouts: false,
            unlock_steps: false,
            foreign_calls: false,
        };
        Check {
            budget: Budget {
                systematic: 4_000,
                random: 2_000,
            },
            rules,
        }
    }

    /// At most this many schedules in order of their forced switches.
    pub fn schedules(mut self, count: usize) -> Check {
        self.budget.systematic = count;
        self
    }

    /// This many random schedules after those.
    pub fn random(mut self, count: usize) -> Check {
        self.budget.random = count;
        self
    }

    /// A run of more steps is a livelock.
    pub fn max_steps(mut self, count: usize) -> Check {
        self.rules.max_steps = count;
        self
    }

    /// Every thread must have ended when the closure returns, not only some time later.
    pub fn no_thread_left_behind(mut self) -> Check {
        self.rules.no_thread_left_behind = true;
        self
    }

    /// Time limits may strike at any step, not only when nothing else can happen.
    pub fn early_timeouts(mut self) -> Check {
        self.rules.early_timeouts = true;
        self
    }

    /// Other threads may also come in right behind an unlock or an access to an atomic, before what follows in the
    /// same thread. For a program that goes on there with a call that is no step to the checker, such as one of tokio.
    pub fn foreign_calls(mut self) -> Check {
        self.rules.foreign_calls = true;
        self
    }

    /// Checks the closure; it is the main thread of every run.
    ///
    /// # Panics
    ///
    /// If a schedule breaks the program, with the schedule drawn line by line (under a grader: recorded).
    pub fn run(self, program: impl Fn() + Send + Sync + 'static) {
        self.run_shared(Arc::new(program));
    }

    fn run_shared(self, program: Program) {
        match explore_shared(self, program) {
            Ok(explored) => crate::protocol::record(&Record::Explored(explored)),
            Err(finding) => crate::protocol::report_finding(*finding),
        }
    }
}

/// [`Check::run`] with the usual budget.
pub fn check(program: impl Fn() + Send + Sync + 'static) {
    Check::new().run(program);
}

/// Searches for a schedule that breaks the program, and returns what it found instead of panicking.
///
/// # Errors
///
/// The finding, with the shortest schedule that shows it.
pub fn explore(
    check: Check,
    program: impl Fn() + Send + Sync + 'static,
) -> Result<Explored, Box<Finding>> {
    explore_shared(check, Arc::new(program))
}

fn explore_shared(check: Check, program: Program) -> Result<Explored, Box<Finding>> {
    crate::protocol::start_process();
    let _turn = one_search_at_a_time();
    engine::on_a_real_thread(move || look_for_a_verdict(check, &program))
}

fn look_for_a_verdict(check: Check, program: &Program) -> Result<Explored, Box<Finding>> {
    let mut rules = check.rules;
    loop {
        let stop_at_a_verdict = &mut |run: &Run| match run.verdict {
            Some(_) => Next::Stop,
            None => Next::Search,
        };
        let finding = match search::search(rules, check.budget, program, stop_at_a_verdict) {
            End::Explored(explored) => return Ok(explored),
            End::NeedsUnlockSteps => {
                rules.unlock_steps = true;
                continue;
            }
            End::NotReproducible { schedules } => not_reproducible(schedules),
            End::Stopped { run, schedules } => find(rules, program, &run, schedules),
        };
        if finding.kind != FindingKind::NotReproducible || engine::uses_fresh_threads() {
            return Err(Box::new(finding));
        }
        engine::use_fresh_threads();
    }
}

/// Tests of one process run side by side, and may share a `static`: a run has it for itself.
fn one_search_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    assert!(
        !engine::active(),
        "harness::model::check cannot be called inside itself"
    );
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Every result that the program can have, over all schedules searched, with the number of schedules.
///
/// A run that fails counts under the finding's name: `deadlock`, `panic: …`.
pub fn outcomes(program: impl Fn() -> String + Send + Sync + 'static) -> BTreeMap<String, usize> {
    crate::protocol::start_process();
    let _turn = one_search_at_a_time();
    let last = Arc::new(Mutex::new(String::new()));
    let inner = last.clone();
    let program: Program = Arc::new(move || {
        let result = program();
        *inner.lock().unwrap_or_else(|e| e.into_inner()) = result;
    });
    engine::on_a_real_thread(move || count_outcomes(&program, &last))
}

fn count_outcomes(program: &Program, last: &Mutex<String>) -> BTreeMap<String, usize> {
    let Check { budget, mut rules } = Check::new();
    loop {
        let mut counts = BTreeMap::new();
        let count_it = &mut |run: &Run| {
            let result = run.verdict.as_ref().map_or_else(
                || last.lock().unwrap_or_else(|e| e.into_inner()).clone(),
                explain::outcome,
            );
            *counts.entry(result).or_default() += 1;
            Next::Search
        };
        match search::search(rules, budget, program, count_it) {
            End::NeedsUnlockSteps => rules.unlock_steps = true,
            End::NotReproducible { .. } if !engine::uses_fresh_threads() => {
                engine::use_fresh_threads();
            }
            _ => return counts,
        }
    }
}

/// From the first failing run to the finding: made short, replayed, explained.
fn find(rules: Rules, program: &Program, run: &Run, schedules: usize) -> Finding {
    let verdict = run
        .verdict
        .as_ref()
        .expect("the search stopped at a verdict");
    match shorten::shorten(rules, program, run, verdict.kind) {
        Some(shown) => explain::finding(&shown, schedules),
        None => not_reproducible(schedules),
    }
}

fn not_reproducible(schedules: usize) -> Finding {
    let message = format!(
        "Schedule {schedules}, run again, took another course: the program does not do the same thing twice.\n\
         Something outside the schedule decides in it: a random number, the real time, an address, \
         or a `static` that keeps its value."
    );
    Finding {
        kind: FindingKind::NotReproducible,
        message,
        schedule: None,
    }
}

/// The panic hook's first question: is this panic a modelled thread's, so that nothing is to be printed?
pub(crate) fn swallow_panic(info: &PanicHookInfo<'_>) -> bool {
    if !engine::active() {
        return false;
    }
    if info.payload_as_str() == Some(PANIC_IN_CLEANUP) {
        // std aborts next, which comes to `abort::abort`.
        return true;
    }
    let note = explain::note(info);
    let at = info.location().copied();
    engine::with(|run| {
        if let Some(at) = at {
            // SAFETY: the place of a panic is a constant of the program, whatever the hook's signature says.
            let at: &'static Location<'static> =
                unsafe { ::std::mem::transmute(Box::leak(Box::new(at))) };
            run.log(trace::Doing::alone("panic"), at, || {
                format!(": {}", explain::in_short(&note.message))
            });
        }
        let me = run.me();
        me.unwinding += 1;
        me.panics.push(note);
    });
    true
}

/// What std says right before it aborts because a destructor panicked during unwinding.
const PANIC_IN_CLEANUP: &str = "panic in a destructor during cleanup";

//! The points at which a run could have gone another way.

use ::std::panic::Location;

use super::task::TaskId;

/// One way to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alternative {
    pub what: What,
    /// It needs a forced switch, or something as rare: a spurious wake-up, a stale load, an early time-out.
    pub forced: bool,
}

/// Names the alternative so that a shortened schedule can ask for the same thing at another step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// This task takes the next step.
    Run(TaskId),
    /// This task's time limit strikes, early.
    TimeOut(TaskId),
    /// The usual outcome (0), or the n-th rarer one.
    Outcome(usize),
}

/// Decides at each choice point; the first alternative is always the default.
pub(crate) trait Chooser {
    /// Index of the alternative to take. Called only where there are at least two.
    fn choose(&mut self, alternatives: &[Alternative], done: Fingerprint) -> usize;
}

/// A choice that was made.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub alternatives: Vec<Alternative>,
    pub taken: usize,
    /// Of all that the program had done until then.
    pub done: Fingerprint,
}

/// Tells one course of a program from another (after FNV-1a: G. Fowler, L. C. Noll, P. Vo).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    pub fn add(&mut self, task: TaskId, at: &Location<'_>) {
        for number in [task as u64, u64::from(at.line()), u64::from(at.column())] {
            self.0 = (self.0 ^ number)
                .wrapping_mul(0x0000_0100_0000_01B3)
                .rotate_left(23);
        }
    }
}

impl Choice {
    pub fn taken(&self) -> Alternative {
        self.alternatives[self.taken]
    }
}

//! Makes a failing schedule as short as it can be, so that the reader sees nothing that does not matter.
//!
//! A schedule is the default everywhere but at some steps. Greedily, one deviation after the other is dropped as
//! long as the program still fails in the same way (after A. Zeller's delta debugging, 1999).

use report::FindingKind;

use super::choice::{Alternative, Chooser, Fingerprint, What};
use super::engine::{Program, execute};
use super::run::{Rules, Run};

/// More replays than this are not worth the reader's time.
const REPLAYS: usize = 600;

/// A step at which the schedule does not take the default.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Deviation {
    /// Number of the choice in the run.
    at: usize,
    what: What,
    forced: bool,
}

/// The shortest schedule found that fails as `run` did, replayed with its events kept.
pub(crate) fn shorten(
    rules: Rules,
    program: &Program,
    run: &Run,
    kind: FindingKind,
) -> Option<Run> {
    let mut best = deviations(run);
    let mut weight = weigh(&best, run.steps);
    let mut replays = 0;
    while replays < REPLAYS {
        let shorter = (0..best.len()).rev().find_map(|dropped| {
            replays += 1;
            let mut fewer = best.clone();
            fewer.remove(dropped);
            let run = replay(rules, program, &fewer, false);
            let kept = deviations(&run);
            let lighter = weigh(&kept, run.steps);
            (fails_as(&run, kind) && lighter < weight).then_some((kept, lighter))
        });
        match shorter {
            Some((fewer, lighter)) => (best, weight) = (fewer, lighter),
            None => break,
        }
    }
    let shown = replay(rules, program, &best, true);
    fails_as(&shown, kind).then_some(shown)
}

/// Forced switches count first, then deviations, then steps.
fn weigh(deviations: &[Deviation], steps: usize) -> (usize, usize, usize) {
    (
        deviations.iter().filter(|d| d.forced).count(),
        deviations.len(),
        steps,
    )
}

fn fails_as(run: &Run, kind: FindingKind) -> bool {
    run.verdict
        .as_ref()
        .is_some_and(|verdict| verdict.kind == kind)
}

fn deviations(run: &Run) -> Vec<Deviation> {
    let numbered = run
        .choices
        .iter()
        .enumerate()
        .filter(|(_, choice)| choice.taken > 0);
    numbered
        .map(|(at, choice)| Deviation {
            at,
            what: choice.taken().what,
            forced: choice.taken().forced,
        })
        .collect()
}

fn replay(rules: Rules, program: &Program, deviations: &[Deviation], traced: bool) -> Run {
    let chooser = Guided {
        deviations: deviations.to_vec(),
        at: 0,
    };
    execute(rules, Box::new(chooser), traced, program)
}

struct Guided {
    deviations: Vec<Deviation>,
    at: usize,
}

impl Chooser for Guided {
    fn choose(&mut self, alternatives: &[Alternative], _done: Fingerprint) -> usize {
        let wanted = self
            .deviations
            .iter()
            .find(|deviation| deviation.at == self.at);
        self.at += 1;
        let found = wanted.and_then(|w| alternatives.iter().position(|a| a.what == w.what));
        found.unwrap_or(0)
    }
}

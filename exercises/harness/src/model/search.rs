//! Which schedules are run, in which order.
//!
//! First systematically: all schedules without a forced switch, then all with one, with two, … (iterative
//! context bounding: M. Musuvathi and S. Qadeer, PLDI 2007), so that the first failure found is a simplest one and a
//! success can say how far it holds. Where a level has more schedules than its share of the budget, an
//! evenly drawn part of it is run. Then at random. All draws have fixed seeds and budgets are counted in schedules: a
//! verdict never changes.

use ::std::cell::Cell;
use ::std::rc::Rc;

use report::Explored;

use super::choice::{Alternative, Chooser, Fingerprint, What};
use super::engine::{Program, execute};
use super::run::{Rules, Run};

/// How long to search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub systematic: usize,
    pub random: usize,
}

/// Whether the search goes on after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Search,
    Stop,
}

/// The search ended without being stopped, or was stopped by its visitor.
pub(crate) enum End {
    Explored(Explored),
    Stopped {
        run: Box<Run>,
        schedules: usize,
    },
    /// The same choices did not lead to the same program.
    NotReproducible {
        schedules: usize,
    },
    /// The program tells busy locks from free ones: unlocking has to be a step.
    NeedsUnlockSteps,
}

/// Runs schedule after schedule and shows each finished run to `visit`.
pub(crate) fn search(
    rules: Rules,
    budget: Budget,
    program: &Program,
    visit: &mut dyn FnMut(&Run) -> Next,
) -> End {
    let mut search = Search {
        rules,
        program,
        visit,
        schedules: 0,
        draw: Draw(0x2545_F491_4F6C_DD1D),
    };
    let mut levels = Levels::new();
    while !levels.now.is_empty() && search.schedules < budget.systematic {
        let left = budget.systematic - search.schedules;
        if let Some(end) = search.level(&mut levels, share(left)) {
            return end;
        }
    }
    let exhausted = levels.now.is_empty() && !levels.cut;
    if !exhausted && let Some(end) = search.at_random(budget.random) {
        return end;
    }
    End::Explored(Explored {
        schedules: search.schedules,
        forced_switches: levels.complete,
        exhaustive: exhausted && !levels.limited,
    })
}

/// What one level may use of what is left: half of it, so that deeper levels have their turn.
fn share(left: usize) -> usize {
    left.div_ceil(2).max(left.min(200))
}

/// The choices that lead to a schedule's first own step; everything after takes the default.
#[derive(Clone, Default)]
struct Prefix {
    path: Box<[u8]>,
    /// It has a rare outcome in it.
    rare: bool,
    /// What the program had done until the path's last choice: one that does something else does not do the same
    /// thing twice.
    done: Fingerprint,
}

/// Schedules to run, those with a rare outcome last: switches alone are easier to understand.
#[derive(Default)]
struct Frontier {
    plain: Vec<Prefix>,
    rare: Vec<Prefix>,
    /// Length of all paths together.
    bytes: usize,
}

/// A program of thousands of steps has more schedules than there is memory for their paths. Far fewer are ever run:
/// a sample of them is kept.
const KEPT_BYTES: usize = 32 << 20;

impl Frontier {
    fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.rare.is_empty()
    }

    /// Takes the prefix in; a full list gives up an older one for it. `false`: something was left out.
    fn push(&mut self, prefix: Prefix, draw: &mut Draw) -> bool {
        let list = if prefix.rare {
            &mut self.rare
        } else {
            &mut self.plain
        };
        self.bytes += prefix.path.len();
        list.push(prefix);
        if self.bytes < KEPT_BYTES {
            return true;
        }
        let gone = list.swap_remove(draw.below(list.len()));
        self.bytes -= gone.path.len();
        false
    }

    fn take(&mut self, draw: &mut Draw) -> Option<Prefix> {
        let list = if self.plain.is_empty() {
            &mut self.rare
        } else {
            &mut self.plain
        };
        if list.is_empty() {
            return None;
        }
        let prefix = list.swap_remove(draw.below(list.len()));
        self.bytes -= prefix.path.len();
        Some(prefix)
    }
}

struct Levels {
    now: Frontier,
    next: Frontier,
    /// Forced switches of the schedules in `now`.
    depth: usize,
    /// All schedules with at most this many forced switches have been run.
    complete: Option<usize>,
    /// Some level could not be run in full.
    cut: bool,
    /// Some run was not offered all that could have happened in it (see [`Run::limited`]).
    limited: bool,
}

impl Levels {
    fn new() -> Levels {
        let mut now = Frontier::default();
        now.plain.push(Prefix::default());
        Levels {
            now,
            next: Frontier::default(),
            depth: 0,
            complete: None,
            cut: false,
            limited: false,
        }
    }

    fn descend(&mut self) {
        if self.now.is_empty() && !self.cut {
            self.complete = Some(self.depth);
        } else {
            self.cut = true;
        }
        self.now = ::std::mem::take(&mut self.next);
        self.depth += 1;
    }

    /// Notes every way in which a run could have left the path after its prefix.
    fn branch(&mut self, run: &Run, prefix: &Prefix, draw: &mut Draw) {
        self.limited |= run.limited;
        let taken: Vec<u8> = run
            .choices
            .iter()
            .map(|choice| choice.taken as u8)
            .collect();
        for (at, choice) in run.choices.iter().enumerate().skip(prefix.path.len()) {
            for (other, alternative) in choice.alternatives.iter().enumerate().skip(1) {
                let path = taken[..at].iter().copied().chain([other as u8]).collect();
                let level = if alternative.forced {
                    &mut self.next
                } else {
                    &mut self.now
                };
                let done = choice.done;
                let rare = prefix.rare || matches!(alternative.what, What::Outcome(_));
                let prefix = Prefix { path, rare, done };
                self.cut |= !level.push(prefix, draw);
            }
        }
    }
}

struct Search<'a> {
    rules: Rules,
    program: &'a Program,
    visit: &'a mut dyn FnMut(&Run) -> Next,
    schedules: usize,
    draw: Draw,
}

impl Search<'_> {
    /// Runs one level, at most `share` schedules of it.
    fn level(&mut self, levels: &mut Levels, share: usize) -> Option<End> {
        for _ in 0..share {
            let Some(prefix) = levels.now.take(&mut self.draw) else {
                break;
            };
            let diverged = Rc::new(Cell::new(!prefix.path.is_empty()));
            let chooser = Replay {
                prefix: prefix.clone(),
                at: 0,
                diverged: diverged.clone(),
            };
            let run = self.run(Box::new(chooser));
            if diverged.get() {
                return Some(End::NotReproducible {
                    schedules: self.schedules,
                });
            }
            levels.branch(&run, &prefix, &mut self.draw);
            if let Some(end) = self.judge(run) {
                return Some(end);
            }
        }
        levels.descend();
        None
    }

    fn at_random(&mut self, budget: usize) -> Option<End> {
        (0..budget).find_map(|_| {
            let chooser = Random {
                draw: Draw(self.draw.next()),
                stays: self.draw.below(3),
            };
            let run = self.run(Box::new(chooser));
            self.judge(run)
        })
    }

    fn run(&mut self, chooser: Box<dyn Chooser>) -> Run {
        self.schedules += 1;
        execute(self.rules, chooser, false, self.program)
    }

    fn judge(&mut self, run: Run) -> Option<End> {
        if run.wants_unlock_steps {
            return Some(End::NeedsUnlockSteps);
        }
        match (self.visit)(&run) {
            Next::Search => None,
            Next::Stop => Some(End::Stopped {
                run: Box::new(run),
                schedules: self.schedules,
            }),
        }
    }
}

/// Follows the prefix, then takes the default everywhere.
struct Replay {
    prefix: Prefix,
    at: usize,
    /// Until the end of the prefix is reached in the same way as before.
    diverged: Rc<Cell<bool>>,
}

impl Chooser for Replay {
    fn choose(&mut self, alternatives: &[Alternative], done: Fingerprint) -> usize {
        let Some(wanted) = self.prefix.path.get(self.at) else {
            return 0;
        };
        self.at += 1;
        let wanted = usize::from(*wanted);
        if self.at == self.prefix.path.len() {
            self.diverged.set(done != self.prefix.done);
        }
        if wanted < alternatives.len() {
            wanted
        } else {
            0
        }
    }
}

struct Random {
    draw: Draw,
    /// 0: any thread is as likely as any other; 1, 2: the running one goes on more often.
    stays: usize,
}

impl Chooser for Random {
    fn choose(&mut self, alternatives: &[Alternative], _done: Fingerprint) -> usize {
        let rare = |a: &Alternative| !matches!(a.what, What::Run(_)) && a.forced;
        let usual = alternatives.iter().filter(|a| !rare(a)).count();
        if usual < alternatives.len() && self.draw.below(8) == 0 {
            return usual + self.draw.below(alternatives.len() - usual);
        }
        let stays = self.stays > 0 && self.draw.below(4) < self.stays;
        if stays { 0 } else { self.draw.below(usual) }
    }
}

/// A fixed sequence of numbers without pattern (xorshift64*: S. Vigna, 2016).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) | 1
    }

    /// A number from 0 to `limit - 1`.
    fn below(&mut self, limit: usize) -> usize {
        ((self.next() >> 33) as usize) % limit
    }
}

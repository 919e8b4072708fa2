//! Vector clocks: who has seen what of whom.
//!
//! Source: C. Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988);
//! F. Mattern, "Virtual time and global states of distributed systems" (1989).

use super::task::TaskId;

/// One event of one thread: its `tick`-th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub task: TaskId,
    pub tick: u32,
}

/// For each thread, how many of its events are known to lie in the past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VectorClock(Vec<u32>);

impl VectorClock {
    /// Counts one more event of `task` and returns its stamp.
    pub fn tick(&mut self, task: TaskId) -> Stamp {
        if self.0.len() <= task {
            self.0.resize(task + 1, 0);
        }
        self.0[task] += 1;
        Stamp {
            task,
            tick: self.0[task],
        }
    }

    /// From now on everything that `other` knows is known here too.
    pub fn join(&mut self, other: &VectorClock) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// Whether the event lies in the past: it *happens before* whatever comes next here.
    pub fn saw(&self, event: Stamp) -> bool {
        self.0
            .get(event.task)
            .is_some_and(|tick| *tick >= event.tick)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_sees_what_it_joined_and_nothing_later() {
        let (mut left, mut right) = (VectorClock::default(), VectorClock::default());
        let first = left.tick(0);
        right.join(&left);
        let second = left.tick(0);
        assert!(right.saw(first));
        assert!(!right.saw(second));
    }
}

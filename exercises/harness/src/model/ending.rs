//! How a run ends: what is wrong when no task can go on, and what may be wrong although all have ended.

use report::FindingKind;

use super::object::State;
use super::run::Run;
use super::task::{Pending, Task, TaskId};

const NEVER_ENDS: &str = "The program returned, and a thread of it never ends.";
const WAITS_FOR_ITSELF: &str = "A thread waits for a lock that it holds itself.";
const JOINS_ITSELF: &str = "A thread waits for its own end.";
const WAIT_FOR_EACH_OTHER: &str = "The threads wait for each other, and none can go on.";
const NO_NOTIFICATION: &str = "A notification wakes only threads that already wait, `notify_one` one of them, and none comes for this one.";
const NO_UNPARK: &str =
    "A parked thread sleeps until somebody unparks it, and nobody is left who will.";
const HOLDER_ENDED: &str =
    "A thread waits for a lock, and the thread that took it has ended without letting go.";
const NO_MESSAGE: &str = "A thread waits for a message, and nobody is going to send one.";
const NO_ROOM: &str = "A thread waits until its message is taken, and nobody is going to take it.";
const NOBODY: &str = "Every thread waits for something that no other is going to do.";

impl Run {
    /// The closure under test has returned.
    pub fn main_returned(&mut self) {
        let alive = self.tasks.iter().skip(1).any(|task| task.over.is_none());
        if self.rules.no_thread_left_behind && alive {
            let message = "The program returned before all of its threads had ended.".into();
            self.give_up(FindingKind::ThreadLeftBehind, message);
        }
    }

    /// No task can take a step: the run is over, well if all have ended.
    pub fn nobody_can_go_on(&mut self) {
        if self.tasks.iter().all(Task::ended) {
            return self.inspect_the_end();
        }
        let (kind, message) = self.why_nobody();
        self.give_up(kind, message.into());
    }

    fn why_nobody(&self) -> (FindingKind, &'static str) {
        let waits = |what: fn(Pending) -> bool| self.tasks.iter().any(|task| what(task.pending));
        if self.tasks[0].ended() {
            (FindingKind::ThreadLeftBehind, NEVER_ENDS)
        } else if let Some((task, _)) = self.tasks_in_a_circle().find(|(_, length)| *length == 1) {
            (FindingKind::Deadlock, self.how_for_itself(task))
        } else if self.tasks_in_a_circle().next().is_some() {
            (FindingKind::Deadlock, WAIT_FOR_EACH_OTHER)
        } else if waits(|p| matches!(p, Pending::Notified { .. })) {
            (FindingKind::LostWakeup, NO_NOTIFICATION)
        } else if waits(|p| matches!(p, Pending::Unparked)) {
            (FindingKind::LostWakeup, NO_UNPARK)
        } else if self.waits_for_the_ended() {
            (FindingKind::Deadlock, HOLDER_ENDED)
        } else if waits(|p| matches!(p, Pending::Message(_) | Pending::Any(_))) {
            (FindingKind::Deadlock, NO_MESSAGE)
        } else if waits(|p| matches!(p, Pending::Room(_) | Pending::Taken { .. })) {
            (FindingKind::Deadlock, NO_ROOM)
        } else {
            (FindingKind::Deadlock, NOBODY)
        }
    }

    fn how_for_itself(&self, task: TaskId) -> &'static str {
        match self.tasks[task].pending {
            Pending::Ended(_) | Pending::Over(_) => JOINS_ITSELF,
            _ => WAITS_FOR_ITSELF,
        }
    }

    /// What a run that ended may still have done wrong.
    fn inspect_the_end(&mut self) {
        let held = self
            .objects
            .iter()
            .any(|o| matches!(&o.state, State::Lock(lock) if !lock.free()));
        if let Some(task) = self
            .tasks
            .iter()
            .skip(1)
            .position(|task| task.died && !task.joined)
        {
            let note = self.tasks[task + 1].panics.last().cloned();
            let message = note.map_or_else(String::new, |note| {
                format!("{} ({})", note.message, note.at)
            });
            self.give_up(FindingKind::UnjoinedPanic, message);
        } else if held {
            let message = "All threads have ended, and a lock is still held.".into();
            self.give_up(FindingKind::GuardHeldAtExit, message);
        }
    }

    /// Every task that waits, over locks and joins, for itself, and over how many others and itself.
    fn tasks_in_a_circle(&self) -> impl Iterator<Item = (TaskId, usize)> + '_ {
        (0..self.tasks.len()).filter_map(|start| {
            let mut reached = self.waits_for(start);
            let mut looked_at = 0;
            while looked_at < reached.len() && !reached.contains(&start) {
                let further = self.waits_for(reached[looked_at]);
                let new = further.into_iter().filter(|task| !reached.contains(task));
                reached.extend(new.collect::<Vec<_>>());
                looked_at += 1;
            }
            reached.contains(&start).then_some((start, looked_at + 1))
        })
    }

    /// Whether a lock is wanted that a thread took with it when it ended.
    fn waits_for_the_ended(&self) -> bool {
        let gone = |task: TaskId| self.tasks[task].ended();
        (0..self.tasks.len())
            .filter(|task| {
                let pending = self.tasks[*task].pending;
                !matches!(pending, Pending::Ended(_) | Pending::Over(_))
            })
            .any(|task| self.waits_for(task).into_iter().any(gone))
    }

    /// The tasks that must do something before this one can go on.
    fn waits_for(&self, task: TaskId) -> Vec<TaskId> {
        match self.tasks[task].pending {
            Pending::Lock(lock) | Pending::Write(lock) | Pending::Read(lock) => {
                match &self.objects[lock].state {
                    State::Lock(lock) => lock.holders().map(|(holder, _)| holder).collect(),
                    _ => Vec::new(),
                }
            }
            Pending::Ended(other) | Pending::Over(other) => vec![other],
            _ => Vec::new(),
        }
    }
}

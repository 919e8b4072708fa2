//! The last lines of a report: who is stuck where, who holds what since when, who could have helped.

use report::FindingKind;

use super::explain::{NOBODY_WAITS, Teller, place, thread_name};
use super::object::{ObjectId, State};
use super::run::At;
use super::task::{Pending, TaskId};
use super::trace::{Event, Target};

impl Teller<'_> {
    pub fn last_words(&self, kind: FindingKind) -> Vec<String> {
        match kind {
            FindingKind::Panic | FindingKind::DataRace => Vec::new(),
            FindingKind::UnjoinedPanic => self.unjoined(),
            FindingKind::GuardHeldAtExit => self.held_locks(),
            FindingKind::Livelock => self.each_unended(|teller, task| teller.where_it_was(task)),
            FindingKind::ThreadLeftBehind if self.run.rules.no_thread_left_behind => {
                self.each_unended(|teller, task| teller.where_it_was(task))
            }
            _ => self.each_unended(|teller, task| teller.why_stuck(task)),
        }
    }

    fn each_unended(&self, say: impl Fn(&Self, TaskId) -> String) -> Vec<String> {
        let unended = (0..self.run.tasks.len()).filter(|task| !self.run.tasks[*task].ended());
        unended.map(|task| say(self, task)).collect()
    }

    fn unjoined(&self) -> Vec<String> {
        let lost = self
            .run
            .tasks
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, t)| t.died && !t.joined);
        lost.map(|(task, _)| {
            format!(
                "{} panicked, and nobody joined it.",
                thread_name(self.run, task)
            )
        })
        .collect()
    }

    fn held_locks(&self) -> Vec<String> {
        let locks = self
            .run
            .objects
            .iter()
            .enumerate()
            .filter_map(|(id, object)| match &object.state {
                State::Lock(lock) => Some((id, lock)),
                _ => None,
            });
        let held =
            locks.flat_map(|(id, lock)| lock.holders().map(move |(task, at)| (id, task, at)));
        held.map(|(id, task, at)| {
            let (lock, thread) = (self.name(id), thread_name(self.run, task));
            format!("{thread} took {lock} at {} and never let go.", place(at))
        })
        .collect()
    }

    fn where_it_was(&self, task: TaskId) -> String {
        let thread = thread_name(self.run, task);
        match self.run.tasks[task].doing {
            Some((doing, at)) => {
                let reason = self.reason(task);
                format!(
                    "{thread} was at {}: {}{reason}.",
                    place(at),
                    self.say(doing)
                )
            }
            None => format!("{thread} had not yet begun."),
        }
    }

    fn why_stuck(&self, task: TaskId) -> String {
        let thread = thread_name(self.run, task);
        let Some((doing, at)) = self.run.tasks[task].doing else {
            return format!("{thread} cannot go on.");
        };
        let reason = self.reason(task);
        format!(
            "{thread} is stuck at {}: {}{reason}.",
            place(at),
            self.say(doing)
        )
    }

    fn reason(&self, task: TaskId) -> String {
        match self.run.tasks[task].pending {
            Pending::Lock(lock) | Pending::Write(lock) | Pending::Read(lock) => {
                self.who_holds(lock, task)
            }
            Pending::Notified { condvar, .. } => self.who_could_notify(condvar, task),
            Pending::Unparked => ", and nobody unparks it any more".into(),
            Pending::Message(channel) => self.who_could_send(channel),
            Pending::Room(channel) => {
                format!(", and nobody takes anything from {}", self.name(channel))
            }
            _ => String::new(),
        }
    }

    fn who_holds(&self, lock: ObjectId, task: TaskId) -> String {
        let State::Lock(state) = &self.run.objects[lock].state else {
            return String::new();
        };
        let holders: Vec<String> = state
            .holders()
            .map(|(holder, at)| self.holder(holder, at, task))
            .collect();
        if holders.is_empty() && self.run.admits(self.run.tasks[task].pending) {
            return String::new();
        }
        if holders.is_empty() {
            return ", behind a thread that waits to write".into();
        }
        format!(", which {}", holders.join(" and "))
    }

    fn holder(&self, holder: TaskId, at: At, task: TaskId) -> String {
        let who = if holder == task {
            "it itself".into()
        } else {
            thread_name(self.run, holder)
        };
        let ended = if self.run.tasks[holder].ended() {
            " (which has ended)"
        } else {
            ""
        };
        format!("{who}{ended} holds since {}", place(at))
    }

    fn who_could_notify(&self, condvar: ObjectId, task: TaskId) -> String {
        let events = self.run.events.as_deref().unwrap_or_default();
        let notified = |event: &&Event| {
            event.doing.target == Target::Object(condvar) && event.doing.verb.starts_with("notify")
        };
        let Some(event) = events.iter().rev().find(notified) else {
            return "; nobody ever notifies it".into();
        };
        let (who, at) = (thread_name(self.run, event.task), place(event.at));
        let mut woken = event.outcome.trim_start_matches(" -> ").split(", ");
        let in_vain = if event.outcome == NOBODY_WAITS {
            " came when nobody waited"
        } else if woken.any(|name| name == thread_name(self.run, task)) {
            " woke it too: it looked and went back to sleep"
        } else {
            " woke another"
        };
        format!("; the last notification, {who}'s at {at},{in_vain}, and no other will come")
    }

    fn who_could_send(&self, channel: ObjectId) -> String {
        let State::Channel(state) = &self.run.objects[channel].state else {
            return String::new();
        };
        let (verb, noun) = if state.senders == 1 {
            ("is", "sender")
        } else {
            ("are", "senders")
        };
        format!(
            ": the channel is empty, and {} {noun} {verb} still alive",
            state.senders
        )
    }
}

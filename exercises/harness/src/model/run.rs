//! One run of the program under one schedule: the tasks, the objects, the clock, and who goes next.

use ::std::panic::Location;
use ::std::time::Duration;

use report::FindingKind;

use super::choice::{Alternative, Choice, Chooser, Fingerprint, What};
use super::clock::{Stamp, VectorClock};
use super::memory::View;
use super::object::{Channel, Gate, Lock, Object, ObjectId, Slot, State};
use super::task::{Arm, Pending, SelectId, Task, TaskId};
use super::trace::{Doing, Event};

pub(crate) type At = &'static Location<'static>;

/// A thread that has taken this many steps in a row is asked to let another go first: a bare spin loop is
/// slow, not wrong.
const FAIR_STEPS: usize = 50;

/// Rare outcomes a run at most.
const SURPRISES: usize = 4;

/// What the checker is asked to do in each run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub max_steps: usize,
    /// Every thread must have ended when the closure returns.
    pub no_thread_left_behind: bool,
    /// Time limits may strike at any step.
    pub early_timeouts: bool,
    /// Letting go of a lock is a step of its own. Only `try_lock` can tell, so only programs with one pay for it.
    pub unlock_steps: bool,
    /// What a thread does between two steps may concern other threads: the end of a step is one more place to switch.
    pub foreign_calls: bool,
}

/// Why a run was given up.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub kind: FindingKind,
    pub message: String,
}

pub(crate) struct Run {
    /// Tells this run's objects from an earlier one's.
    pub id: u64,
    pub rules: Rules,
    pub tasks: Vec<Task>,
    pub objects: Vec<Object>,
    pub selects: Vec<Vec<Arm>>,
    pub current: TaskId,
    /// Virtual time, nanoseconds since the run began.
    pub now: u64,
    pub steps: usize,
    /// Steps since another task last ran.
    streak: usize,
    pub choices: Vec<Choice>,
    /// Of the steps so far.
    done: Fingerprint,
    pub chooser: Box<dyn Chooser>,
    /// `None`: this run is not shown, so nothing is kept.
    pub events: Option<Vec<Event>>,
    pub verdict: Option<Verdict>,
    /// A `try_lock` was seen although unlocking is no step: the search has to start again with `unlock_steps`.
    pub wants_unlock_steps: bool,
    /// What every SeqCst fence so far has published.
    pub fences: VectorClock,
    /// Rare outcomes (spurious wake-ups, stale loads) that may still happen; bounds random search.
    pub surprises_left: usize,
    /// Something that could have happened was not on offer: no surprise was left, or a thread that spins had to
    /// give way. A search over such runs is not exhaustive.
    pub limited: bool,
}

impl Run {
    pub fn new(id: u64, rules: Rules, chooser: Box<dyn Chooser>, traced: bool) -> Run {
        let mut main = Task::new(Some("main".into()), VectorClock::default());
        main.clock.tick(0);
        Run {
            id,
            rules,
            tasks: vec![main],
            objects: Vec::new(),
            selects: Vec::new(),
            current: 0,
            now: 0,
            steps: 0,
            streak: 0,
            choices: Vec::new(),
            done: Fingerprint::default(),
            chooser,
            events: traced.then(Vec::new),
            verdict: None,
            wants_unlock_steps: false,
            fences: VectorClock::default(),
            surprises_left: SURPRISES,
            limited: false,
        }
    }

    pub fn me(&mut self) -> &mut Task {
        let current = self.current;
        &mut self.tasks[current]
    }

    /// The primitive's state in this run, made at its first use.
    pub fn object(&mut self, slot: &Slot, at: At, make: impl FnOnce() -> State) -> ObjectId {
        let found = slot.find(self.id);
        let index = found.unwrap_or_else(|| {
            let index = self.objects.len();
            let state = make();
            self.objects.push(Object {
                kind: slot.kind(),
                made_at: slot.made_at(),
                used_at: None,
                state,
            });
            slot.assign(self.id, index);
            index
        });
        self.objects[index].used_at.get_or_insert(at);
        index
    }

    pub fn lock(&mut self, id: ObjectId) -> &mut Lock {
        match &mut self.objects[id].state {
            State::Lock(lock) => lock,
            _ => unreachable!("object {id} is no lock"),
        }
    }

    pub fn channel(&mut self, id: ObjectId) -> &mut Channel {
        match &mut self.objects[id].state {
            State::Channel(channel) => channel,
            _ => unreachable!("object {id} is no channel"),
        }
    }

    pub fn waiters(&mut self, id: ObjectId) -> &mut Vec<TaskId> {
        match &mut self.objects[id].state {
            State::Condvar { waiters } => waiters,
            _ => unreachable!("object {id} is no condition variable"),
        }
    }

    pub fn gate(&mut self, id: ObjectId) -> &mut Gate {
        match &mut self.objects[id].state {
            State::Gate(gate) => gate,
            _ => unreachable!("object {id} is no gate"),
        }
    }

    /// The current task's next event.
    pub fn tick(&mut self) -> Stamp {
        let current = self.current;
        self.me().clock.tick(current)
    }

    /// An object's memory beside the current task's view of it.
    pub fn memory<R>(&mut self, id: ObjectId, use_it: impl FnOnce(&mut State, View<'_>) -> R) -> R {
        let now = self.tick();
        let time = self.now;
        let task = &mut self.tasks[self.current];
        let view = View {
            now,
            time,
            clock: &mut task.clock,
            unfenced: &mut task.unfenced,
            fence: task.fence.as_ref(),
        };
        use_it(&mut self.objects[id].state, view)
    }

    pub fn log(&mut self, doing: Doing, at: At, outcome: impl FnOnce() -> String) {
        let task = self.current;
        if let Some(events) = &mut self.events {
            let forced = ::std::mem::take(&mut self.tasks[task].forced);
            events.push(Event {
                task,
                doing,
                outcome: outcome(),
                at,
                forced,
            });
        }
    }

    pub fn give_up(&mut self, kind: FindingKind, message: String) {
        self.verdict.get_or_insert(Verdict { kind, message });
    }

    /// Whether the task could take its next step now.
    fn enabled(&self, task: &Task) -> bool {
        match task.pending {
            Pending::Ready => true,
            Pending::Lock(_) | Pending::Write(_) | Pending::Read(_) => self.admits(task.pending),
            Pending::Unparked => task.unpark_token,
            Pending::Ended(other) => self.tasks[other].ended(),
            Pending::Over(other) => self.tasks[other].over.is_some(),
            Pending::Message(channel) => self.receivable(channel),
            Pending::Room(channel) => self.sendable(channel),
            Pending::Taken { channel, number } => self.taken(channel, number),
            Pending::Gate { gate, generation } => self.gate_passed(gate, generation),
            Pending::Any(select) => self.any_ready(select),
            Pending::Notified { .. } | Pending::Time | Pending::Done => false,
        }
    }

    /// Whether a lock would let somebody in who asks for it in this way.
    ///
    /// Whether the lock could be had in this way now.
    ///
    /// Readers queue behind a writer that waits, as in std on Linux and in parking_lot; while nobody holds the
    /// lock, nobody waits yet.
    pub fn admits(&self, asks: Pending) -> bool {
        let (Pending::Lock(id) | Pending::Write(id) | Pending::Read(id)) = asks else {
            return false;
        };
        let State::Lock(lock) = &self.objects[id].state else {
            return false;
        };
        let queued = || self.tasks.iter().any(|t| t.pending == Pending::Write(id));
        match asks {
            Pending::Read(_) => lock.writer.is_none() && (lock.readers.is_empty() || !queued()),
            _ => lock.free(),
        }
    }

    fn receivable(&self, id: ObjectId) -> bool {
        matches!(&self.objects[id].state, State::Channel(c) if c.has_message() || c.senders == 0)
    }

    fn sendable(&self, id: ObjectId) -> bool {
        matches!(&self.objects[id].state, State::Channel(c) if c.has_room() || c.receivers == 0)
    }

    fn taken(&self, id: ObjectId, number: u64) -> bool {
        matches!(&self.objects[id].state, State::Channel(c) if c.taken > number || c.receivers == 0)
    }

    fn gate_passed(&self, id: ObjectId, old: u64) -> bool {
        matches!(&self.objects[id].state, State::Gate(gate) if gate.generation != old)
    }

    fn any_ready(&self, select: SelectId) -> bool {
        self.selects[select].iter().any(|arm| self.arm_ready(*arm))
    }

    /// Whether a `select` could take this arm without waiting.
    pub fn arm_ready(&self, arm: Arm) -> bool {
        match arm {
            Arm::Receive(channel) => self.receivable(channel),
            Arm::Send(channel) => {
                let State::Channel(state) = &self.objects[channel].state else {
                    return false;
                };
                let meets = state.capacity != Some(0) || self.receiver_waits(channel);
                state.receivers == 0 || (state.has_room() && meets)
            }
        }
    }

    /// Whether some task stands ready to take a message: a rendezvous needs one.
    pub fn receiver_waits(&self, channel: ObjectId) -> bool {
        self.tasks.iter().any(|task| match task.pending {
            Pending::Message(id) => id == channel,
            Pending::Any(select) => self.selects[select].contains(&Arm::Receive(channel)),
            _ => false,
        })
    }

    /// Picks the task that takes the next step and makes it current.
    ///
    /// `None`: nobody can go on, not even by waiting.
    pub fn schedule(&mut self) -> Option<TaskId> {
        loop {
            let enabled: Vec<TaskId> = (0..self.tasks.len())
                .filter(|t| self.enabled(&self.tasks[*t]))
                .collect();
            if enabled.is_empty() {
                if !self.advance_clock() {
                    return None;
                }
                continue;
            }
            let alternatives = self.alternatives(&enabled);
            let chosen = self.choose(alternatives);
            match chosen.what {
                What::Run(task) => {
                    self.make_current(task, chosen.forced);
                    return Some(task);
                }
                What::TimeOut(task) => self.strike_early(task),
                What::Outcome(_) => unreachable!("outcomes are chosen elsewhere"),
            }
        }
    }

    fn make_current(&mut self, task: TaskId, forced: bool) {
        self.streak = if task == self.current {
            self.streak + 1
        } else {
            0
        };
        self.current = task;
        let me = self.me();
        me.forced |= forced;
        me.yielding = false;
    }

    /// The ways to go on, the default first.
    fn alternatives(&mut self, enabled: &[TaskId]) -> Vec<Alternative> {
        let mut list = self.runnable_alternatives(enabled);
        if self.rules.early_timeouts && self.surprises_left == 0 {
            self.limited |= self.tasks.iter().any(|task| task.deadline.is_some());
        } else if self.rules.early_timeouts {
            let waiting = |t: &TaskId| self.tasks[*t].deadline.is_some() && !enabled.contains(t);
            let strikes = (0..self.tasks.len()).filter(waiting);
            list.extend(strikes.map(|t| Alternative {
                what: What::TimeOut(t),
                forced: true,
            }));
        }
        list
    }

    fn runnable_alternatives(&mut self, enabled: &[TaskId]) -> Vec<Alternative> {
        let run = |task: TaskId, forced: bool| Alternative {
            what: What::Run(task),
            forced,
        };
        let current = self.current;
        if !enabled.contains(&current) {
            return enabled.iter().map(|task| run(*task, false)).collect();
        }
        let others = self.others_after(current, enabled);
        let gives_way = self.tasks[current].yielding || self.streak >= FAIR_STEPS;
        if gives_way && !others.is_empty() {
            // Whoever gives way goes to the back: first the next in turn, for free.
            self.limited = true;
            return others
                .iter()
                .enumerate()
                .map(|(n, task)| run(*task, n > 0))
                .collect();
        }
        ::std::iter::once(run(current, false))
            .chain(others.iter().map(|task| run(*task, true)))
            .collect()
    }

    /// The other enabled tasks, in turn after `current`.
    fn others_after(&self, current: TaskId, enabled: &[TaskId]) -> Vec<TaskId> {
        let later = enabled.iter().filter(|t| **t > current);
        let earlier = enabled.iter().filter(|t| **t < current);
        later.chain(earlier).copied().collect()
    }

    fn choose(&mut self, alternatives: Vec<Alternative>) -> Alternative {
        if alternatives.len() == 1 {
            return alternatives[0];
        }
        let done = self.done;
        let taken = self.chooser.choose(&alternatives, done);
        let alternative = alternatives[taken];
        self.choices.push(Choice {
            alternatives,
            taken,
            done,
        });
        alternative
    }

    /// Chooses between the usual outcome of an operation (0) and rarer ones (1..count).
    pub fn choose_outcome(&mut self, count: usize) -> usize {
        if count < 2 {
            return 0;
        }
        if self.surprises_left == 0 {
            self.limited = true;
            return 0;
        }
        let outcome = |n| Alternative {
            what: What::Outcome(n),
            forced: n > 0,
        };
        let What::Outcome(n) = self.choose((0..count).map(outcome).collect()).what else {
            unreachable!("only outcomes were offered")
        };
        self.surprises_left -= usize::from(n > 0);
        n
    }

    /// When a wait that begins now is over. `None`: centuries from now, so never.
    pub fn deadline(&self, limit: Duration) -> Option<u64> {
        let limit = u64::try_from(limit.as_nanos()).ok()?;
        self.now.checked_add(limit)
    }

    /// Nobody can go on: time passes until the next deadline. `false`: there is none.
    fn advance_clock(&mut self) -> bool {
        let waiting = self.tasks.iter().filter(|task| !task.ended());
        let Some(next) = waiting.filter_map(|task| task.deadline).min() else {
            return false;
        };
        self.now = self.now.max(next);
        self.expire();
        true
    }

    fn strike_early(&mut self, task: TaskId) {
        self.surprises_left -= 1;
        self.now = self.now.max(self.tasks[task].deadline.unwrap_or(self.now));
        self.expire();
    }

    /// Ends every wait whose deadline has come.
    fn expire(&mut self) {
        for id in 0..self.tasks.len() {
            let task = &mut self.tasks[id];
            if task.ended() || task.deadline.is_none_or(|deadline| deadline > self.now) {
                continue;
            }
            task.deadline = None;
            task.timed_out = true;
            let pending = task.pending;
            task.pending = match pending {
                Pending::Notified { mutex, .. } => Pending::Lock(mutex),
                _ => Pending::Ready,
            };
            if let Pending::Notified { condvar, .. } = pending {
                self.waiters(condvar).retain(|waiter| *waiter != id);
            }
        }
    }

    /// Counts a step; too many mean that the program gets nowhere.
    pub fn count_step(&mut self, at: At) {
        self.steps += 1;
        self.done.add(self.current, at);
        if self.steps > self.rules.max_steps {
            let steps = report::text::thousands(self.rules.max_steps);
            let why = match self.now {
                0 => {
                    "A thread that looks again and again never sleeps, and time passes only while all threads sleep."
                }
                _ => {
                    "Threads sleep and wake up in it again and again, and nothing that they do brings the end nearer."
                }
            };
            let message = format!("The program has not ended after {steps} steps.\n{why}");
            self.give_up(FindingKind::Livelock, message);
        }
    }

    pub fn new_select(&mut self, arms: Vec<Arm>) -> SelectId {
        self.selects.push(arms);
        self.selects.len() - 1
    }
}

//! What a program's threads do, a step at a time: the only place that says what a step means.
//!
//! The page's script walks along a drawn graph of states and knows none of this.

use std::collections::BTreeMap;

use super::expression::{Expression, Value};
use super::puzzle::{Program, identifier};
use super::step::{Action, Step, Target, Then};

/// Everything that the future depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    pub threads: Vec<Place>,
    pub shared: Vec<Value>,
    /// Who holds each lock.
    pub locks: Vec<Option<usize>>,
    /// Who sleeps on each condition variable, the longest sleeper first.
    pub sleepers: Vec<Vec<usize>>,
    pub queues: Vec<Contents>,
    /// `main` has returned.
    pub is_over: bool,
}

/// Where a thread stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of its next step; one past the last when it has ended.
    pub step: usize,
    pub standing: Standing,
    pub locals: BTreeMap<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    NotStarted,
    Ready,
    Asleep,
    /// Notified, and without the lock yet.
    Woken,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contents {
    pub items: Vec<Value>,
    pub senders: usize,
}

/// A step that was taken: what it did, in words with the thread as their subject, and what is after it.
#[derive(Clone, Debug)]
pub struct Taken {
    pub said: String,
    pub after: State,
}

/// What a thread can do next.
#[derive(Debug)]
pub enum Next {
    /// Several where the program leaves it open, such as who is woken; the one to be expected comes first.
    Steps(Vec<Taken>),
    /// Why it can't go on, in words with the thread as their subject.
    Blocked(String),
}

/// What a step does before its thread goes on to the next one.
enum Effect {
    /// What it did, and what is now known to the thread.
    Done(String, Vec<(String, Value)>),
    Blocked(String),
}

impl State {
    pub fn start(program: &Program) -> Self {
        let threads = program.threads.iter().map(|thread| Place {
            step: 0,
            standing: match thread.is_spawned {
                true => Standing::NotStarted,
                false => Standing::Ready,
            },
            locals: thread.locals.clone(),
        });
        let queues = program.queues.iter().map(|(_, queue)| Contents {
            items: queue.holds.clone(),
            senders: queue.senders,
        });
        State {
            threads: threads.collect(),
            shared: program.shared.iter().map(|(_, v)| v.clone()).collect(),
            locks: vec![None; program.locks.len()],
            sleepers: vec![Vec::new(); program.condvars.len()],
            queues: queues.collect(),
            is_over: false,
        }
    }

    /// What a thread can do next; an error is a slip in the puzzle's file.
    pub fn next(&self, thread: usize, program: &Program) -> Result<Next, String> {
        if let Some(why) = self.at_rest(thread, program) {
            return Ok(Next::Blocked(why));
        }
        let step = &program.threads[thread].steps[self.threads[thread].step].1;
        if let Action::NotifyOne { condvar } = &step.action {
            return self.notify_one(thread, condvar, step, program);
        }
        let mut after = self.clone();
        let effect = match self.threads[thread].standing {
            Standing::Woken => after.wake_up(thread, &step.action, program),
            _ => after.apply(thread, &step.action, program)?,
        };
        match effect {
            Effect::Blocked(why) => Ok(Next::Blocked(why)),
            Effect::Done(said, learnt) => {
                after.threads[thread].locals.extend(learnt);
                if after.threads[thread].standing != Standing::Asleep {
                    after.go_on(thread, step, program)?;
                }
                Ok(Next::Steps(vec![Taken { said, after }]))
            }
        }
    }

    /// Everybody has ended, or `main` has.
    pub fn has_ended(&self, program: &Program) -> bool {
        let ended = |thread| self.thread_has_ended(thread, program);
        self.is_over || (0..self.threads.len()).all(ended)
    }

    pub fn satisfies(
        &self,
        goal: &Expression,
        program: &Program,
        is_stuck: bool,
    ) -> Result<bool, String> {
        let read = |name: &str| match name {
            "ended" => Some(Value::Truth(self.has_ended(program))),
            "stuck" => Some(Value::Truth(is_stuck)),
            name => self.named(name, program),
        };
        match goal.evaluate(&read)? {
            Value::Truth(truth) => Ok(truth),
            other => Err(format!("the goal is `{other}`, and must be true or false")),
        }
    }

    /// A shared variable, or `thread.local`, which is `'unset'` before its time.
    fn named(&self, name: &str, program: &Program) -> Option<Value> {
        if let Some(at) = program.shared.iter().position(|(shared, _)| shared == name) {
            return Some(self.shared[at].clone());
        }
        let (thread, local) = name.split_once('.')?;
        let at = program
            .threads
            .iter()
            .position(|t| identifier(&t.name) == thread)?;
        let value = self.threads[at].locals.get(local).cloned();
        Some(value.unwrap_or(Value::word("unset")))
    }

    fn thread_has_ended(&self, thread: usize, program: &Program) -> bool {
        self.threads[thread].step == program.threads[thread].steps.len()
    }

    /// Why it has no next step, whatever that were.
    fn at_rest(&self, thread: usize, program: &Program) -> Option<String> {
        let place = &self.threads[thread];
        if self.thread_has_ended(thread, program) {
            return Some("has ended".into());
        }
        if self.is_over {
            return Some("is gone with the process".into());
        }
        match place.standing {
            Standing::NotStarted => Some("has not been started".into()),
            Standing::Asleep => {
                let on = self.sleepers.iter().position(|s| s.contains(&thread))?;
                Some(format!("sleeps on {}", program.condvars[on]))
            }
            Standing::Ready | Standing::Woken => None,
        }
    }

    fn go_on(&mut self, thread: usize, step: &Step, program: &Program) -> Result<(), String> {
        let place = &mut self.threads[thread];
        place.standing = Standing::Ready;
        place.step += 1;
        for then in &step.then {
            let locals = place.locals.clone();
            let read = |name: &str| locals.get(name).cloned();
            let line = match then {
                Then::Let { local, value } => {
                    place.locals.insert(local.clone(), value.evaluate(&read)?);
                    continue;
                }
                Then::Goto { line } => *line,
                Then::If { condition, line } => match condition.evaluate(&read)? {
                    Value::Truth(true) => *line,
                    Value::Truth(false) => continue,
                    other => {
                        return Err(format!(
                            "`{condition}` is `{other}`, and must be true or false"
                        ));
                    }
                },
            };
            let steps = &program.threads[thread].steps;
            place.step = match line {
                Target::End => steps.len(),
                Target::Line(line) => steps.partition_point(|(of, _)| of + 1 < line),
            };
            break;
        }
        Ok(())
    }

    fn apply(
        &mut self,
        thread: usize,
        action: &Action,
        program: &Program,
    ) -> Result<Effect, String> {
        let value = |state: &State, value: &Expression| {
            let read = |name: &str| state.threads[thread].locals.get(name).cloned();
            value.evaluate(&read)
        };
        Ok(match action {
            Action::Load { shared, local } => self.load(shared, local, program),
            Action::Store { shared, value: new } => {
                let new = value(self, new)?;
                let said = format!("stores {new} in {shared}");
                self.shared[shared_index(shared, program)] = new;
                Effect::done(said)
            }
            Action::Add {
                shared,
                value: more,
            } => {
                let more = value(self, more)?;
                self.add(shared, more, program)?
            }
            Action::Lock { lock } => self.lock(thread, lock, "locks", program),
            Action::Unlock { lock } => {
                self.release(thread, lock, program)?;
                Effect::done(format!("unlocks {lock}"))
            }
            Action::Wait { condvar, lock } => {
                self.release(thread, lock, program)?;
                self.threads[thread].standing = Standing::Asleep;
                self.sleepers[condvar_index(condvar, program)].push(thread);
                Effect::done(format!("lets go of {lock} and falls asleep on {condvar}"))
            }
            Action::NotifyOne { .. } => unreachable!("it has several outcomes"),
            Action::NotifyAll { condvar } => self.notify_all(condvar, program),
            Action::Send { queue, value: item } => {
                let item = value(self, item)?;
                self.send(queue, item, program)
            }
            Action::Receive { queue, local } => self.receive(queue, local, program),
            Action::TryReceive { queue, local } => self.try_receive(queue, local, program),
            Action::Close { queue } => self.close(queue, program)?,
            Action::Spawn { thread } => {
                self.threads[thread_index(thread, program)].standing = Standing::Ready;
                Effect::done(format!("starts {thread}"))
            }
            Action::Join { thread } => self.join(thread, program),
            Action::Exit => {
                self.is_over = true;
                Effect::done("returns, and the process ends".into())
            }
        })
    }

    fn load(&self, shared: &str, local: &str, program: &Program) -> Effect {
        let seen = self.shared[shared_index(shared, program)].clone();
        let said = format!("loads {shared}, which is {seen}");
        Effect::Done(said, vec![(local.to_owned(), seen)])
    }

    fn add(&mut self, shared: &str, more: Value, program: &Program) -> Result<Effect, String> {
        let value = &mut self.shared[shared_index(shared, program)];
        let sum = Expression::sum(value.clone(), more.clone())?;
        let said = match more {
            Value::Number(less) if less < 0 => {
                format!("takes {} from {shared}, which becomes {sum}", -less)
            }
            more => format!("adds {more} to {shared}, which becomes {sum}"),
        };
        *value = sum;
        Ok(Effect::done(said))
    }

    fn lock(&mut self, thread: usize, lock: &str, verb: &str, program: &Program) -> Effect {
        let holder = &mut self.locks[lock_index(lock, program)];
        match *holder {
            None => {
                *holder = Some(thread);
                Effect::done(format!("{verb} {lock}"))
            }
            Some(holder) if holder == thread => {
                Effect::Blocked(format!("waits for {lock}, which it holds itself"))
            }
            Some(holder) => {
                let holder = &program.threads[holder].name;
                Effect::Blocked(format!("waits for {lock}, which {holder} holds"))
            }
        }
    }

    fn release(&mut self, thread: usize, lock: &str, program: &Program) -> Result<(), String> {
        let holder = &mut self.locks[lock_index(lock, program)];
        if *holder != Some(thread) {
            return Err(format!("it lets go of `{lock}`, which it doesn't hold"));
        }
        *holder = None;
        Ok(())
    }

    /// The second half of a wait.
    fn wake_up(&mut self, thread: usize, action: &Action, program: &Program) -> Effect {
        let Action::Wait { lock, .. } = action else {
            unreachable!("only a wait falls asleep");
        };
        match self.lock(thread, lock, "wakes up and locks", program) {
            Effect::Blocked(why) => Effect::Blocked(format!("is awake and {why}")),
            done => done,
        }
    }

    /// One outcome for each sleeper, since `std` doesn't say which of them it wakes.
    fn notify_one(
        &self,
        thread: usize,
        condvar: &str,
        step: &Step,
        program: &Program,
    ) -> Result<Next, String> {
        let at = condvar_index(condvar, program);
        let chosen: Vec<Option<usize>> = match self.sleepers[at].len() {
            0 => vec![None],
            _ => self.sleepers[at].iter().copied().map(Some).collect(),
        };
        let outcomes = chosen.into_iter().map(|woken| {
            let mut after = self.clone();
            if let Some(woken) = woken {
                after.sleepers[at].retain(|sleeper| *sleeper != woken);
                after.threads[woken].standing = Standing::Woken;
            }
            after.go_on(thread, step, program)?;
            let said = notified(condvar, woken.as_slice(), program);
            Ok(Taken { said, after })
        });
        Ok(Next::Steps(outcomes.collect::<Result<_, String>>()?))
    }

    fn notify_all(&mut self, condvar: &str, program: &Program) -> Effect {
        let woken = std::mem::take(&mut self.sleepers[condvar_index(condvar, program)]);
        for sleeper in &woken {
            self.threads[*sleeper].standing = Standing::Woken;
        }
        Effect::done(notified(condvar, &woken, program))
    }

    fn send(&mut self, queue: &str, item: Value, program: &Program) -> Effect {
        let at = queue_index(queue, program);
        let items = &mut self.queues[at].items;
        if program.queues[at]
            .1
            .room
            .is_some_and(|room| items.len() >= room)
        {
            return Effect::Blocked(format!("waits for room in {queue}"));
        }
        let said = format!("sends {item} into {queue}");
        items.push(item);
        Effect::done(said)
    }

    fn receive(&mut self, queue: &str, local: &str, program: &Program) -> Effect {
        let contents = &mut self.queues[queue_index(queue, program)];
        if contents.items.is_empty() && contents.senders > 0 {
            return Effect::Blocked(format!("waits for something in {queue}"));
        }
        if contents.items.is_empty() {
            let said = format!("finds {queue} empty, and its senders gone");
            return Effect::Done(said, vec![(local.to_owned(), Value::word("end"))]);
        }
        let item = contents.items.remove(0);
        let said = format!("receives {item} from {queue}");
        Effect::Done(said, vec![(local.to_owned(), item)])
    }

    fn try_receive(&mut self, queue: &str, local: &str, program: &Program) -> Effect {
        let contents = &mut self.queues[queue_index(queue, program)];
        if contents.items.is_empty() {
            let said = format!("finds {queue} empty");
            return Effect::Done(said, vec![(local.to_owned(), Value::word("none"))]);
        }
        self.receive(queue, local, program)
    }

    fn close(&mut self, queue: &str, program: &Program) -> Result<Effect, String> {
        let senders = &mut self.queues[queue_index(queue, program)].senders;
        *senders = senders
            .checked_sub(1)
            .ok_or_else(|| format!("`{queue}` has no sender left to close"))?;
        Ok(Effect::done(format!("drops a sender of {queue}")))
    }

    fn join(&self, thread: &str, program: &Program) -> Effect {
        match self.thread_has_ended(thread_index(thread, program), program) {
            true => Effect::done(format!("sees that {thread} has ended")),
            false => Effect::Blocked(format!("waits for {thread} to end")),
        }
    }
}

impl Effect {
    fn done(said: String) -> Self {
        Effect::Done(said, Vec::new())
    }
}

fn notified(condvar: &str, woken: &[usize], program: &Program) -> String {
    let names: Vec<&str> = woken
        .iter()
        .map(|thread| program.threads[*thread].name.as_str())
        .collect();
    match names.is_empty() {
        true => format!("notifies {condvar}, where nobody sleeps"),
        false => format!("notifies {condvar} and wakes {}", names.join(" and ")),
    }
}

fn shared_index(name: &str, program: &Program) -> usize {
    declared(program.shared.iter().position(|(shared, _)| shared == name))
}

fn lock_index(name: &str, program: &Program) -> usize {
    declared(program.locks.iter().position(|lock| lock == name))
}

fn condvar_index(name: &str, program: &Program) -> usize {
    declared(program.condvars.iter().position(|condvar| condvar == name))
}

fn queue_index(name: &str, program: &Program) -> usize {
    declared(program.queues.iter().position(|(queue, _)| queue == name))
}

fn thread_index(name: &str, program: &Program) -> usize {
    declared(
        program
            .threads
            .iter()
            .position(|thread| thread.name == name),
    )
}

fn declared(index: Option<usize>) -> usize {
    index.expect("a puzzle is read only if all that it names is declared")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stepper::puzzle::Puzzle;

    /// A program of two threads, from their lines.
    fn program(declared: &str, one: &str, two: &str) -> Program {
        let program = format!(
            "{declared}\nthreads = [{{ name = \"one\", lines = [{one}] }}, {{ name = \"two\", lines = [{two}] }}]"
        );
        let texts = "title = \"\"\ngoal = \"\"\nwhen = \"stuck\"\nreached = \"\"\nmissed = \"\"\nfix = \"\"";
        let file = format!("{texts}\n[wrong]\n{program}\n[fixed]\n{program}");
        match Puzzle::parse(&file) {
            Ok(puzzle) => puzzle.wrong,
            Err(faults) => panic!("{faults:?}"),
        }
    }

    /// What each of these threads' next steps said, one after the other; in the end why, if one is blocked.
    fn said(program: &Program, order: &[usize]) -> Vec<String> {
        let mut state = State::start(program);
        let mut said = Vec::new();
        for thread in order {
            match state.next(*thread, program).unwrap() {
                Next::Blocked(why) => said.push(why),
                Next::Steps(mut steps) => {
                    let taken = steps.remove(0);
                    said.push(taken.said);
                    state = taken.after;
                }
            }
        }
        said
    }

    #[test]
    fn a_lock_lets_one_in_and_says_who_it_is() {
        let program = program(
            "locks = [\"ann\"]",
            r#"["a", "lock ann", "unlock ann"]"#,
            r#"["a", "lock ann", "lock ann"]"#,
        );
        assert_eq!(
            said(&program, &[0, 1, 0, 1, 1, 0]),
            [
                "locks ann",
                "waits for ann, which one holds",
                "unlocks ann",
                "locks ann",
                "waits for ann, which it holds itself",
                "has ended"
            ]
        );
    }

    #[test]
    fn a_wait_lets_go_sleeps_and_takes_the_lock_again() {
        let program = program(
            "locks = [\"m\"]\ncondvars = [\"c\"]",
            r#"["a", "lock m", "wait c m", "unlock m"]"#,
            r#"["a", "notify_one c", "lock m", "notify_one c", "unlock m"]"#,
        );
        assert_eq!(
            said(&program, &[0, 1, 0, 0, 1, 1, 0, 1, 0, 0]),
            [
                "locks m",
                "notifies c, where nobody sleeps",
                "lets go of m and falls asleep on c",
                "sleeps on c",
                "locks m",
                "notifies c and wakes one",
                "is awake and waits for m, which two holds",
                "unlocks m",
                "wakes up and locks m",
                "unlocks m"
            ]
        );
    }

    #[test]
    fn a_queue_has_room_and_an_end() {
        let program = program(
            "queues = { q = { room = 1, senders = 1 } }",
            r#"["a", "send q 'soup'", "send q 'rice'", "close q"]"#,
            r#"["a", "recv q as x; if x != 'end' goto 1"], ["b", "try_recv q as x"]"#,
        );
        assert_eq!(
            said(&program, &[1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1]),
            [
                "waits for something in q",
                "sends soup into q",
                "waits for room in q",
                "receives soup from q",
                "sends rice into q",
                "receives rice from q",
                "waits for something in q",
                "drops a sender of q",
                "finds q empty, and its senders gone",
                "finds q empty",
                "has ended"
            ]
        );
    }

    #[test]
    fn whoever_returns_from_main_takes_the_others_along() {
        let program = program(
            "shared = { n = 0 }",
            r#"["a", "add n 1"], ["b", "exit"]"#,
            r#"["a", "store n 5"]"#,
        );
        assert_eq!(
            said(&program, &[0, 0, 1]),
            [
                "adds 1 to n, which becomes 1",
                "returns, and the process ends",
                "is gone with the process"
            ]
        );
    }

    #[test]
    fn a_slip_in_the_file_is_an_error() {
        let program = program(
            "locks = [\"m\"]",
            r#"["a", "unlock m"]"#,
            r#"["a", "lock m; if x goto 1"]"#,
        );
        let state = State::start(&program);
        assert_eq!(
            state.next(0, &program).unwrap_err(),
            "it lets go of `m`, which it doesn't hold"
        );
        assert_eq!(
            state.next(1, &program).unwrap_err(),
            "`x` has no value here"
        );
    }
}

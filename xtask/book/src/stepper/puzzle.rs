//! A puzzle as data: `book/steppers/03-races/lost_update.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::expression::{Expression, Value};
use super::step::{Action, Step, Target, Then};

/// A program that can go wrong, what is to go wrong, and the program that can't.
pub struct Puzzle {
    pub texts: Texts,
    /// Over the shared variables, `thread.local`, `ended` and `stuck`.
    pub goal: Expression,
    pub wrong: Program,
    pub fixed: Program,
}

/// What the reader is told; inline code in backticks.
#[derive(Clone, Debug, Deserialize)]
pub struct Texts {
    pub title: String,
    pub goal: String,
    /// Said when the goal is reached: what has happened.
    pub reached: String,
    /// Said when nobody can go on and the goal is not reached: a nudge.
    pub missed: String,
    /// What the second program does instead.
    pub fix: String,
}

pub struct Program {
    pub shared: Vec<(String, Value)>,
    pub locks: Vec<String>,
    pub condvars: Vec<String>,
    pub queues: Vec<(String, Queue)>,
    pub threads: Vec<Thread>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// How many items it holds; without a number there is no limit.
    pub room: Option<usize>,
    /// When all of them are closed, the queue has an end.
    pub senders: usize,
    /// What lies in it at the start.
    #[serde(default)]
    pub holds: Vec<Value>,
}

pub struct Thread {
    pub name: String,
    /// Somebody has to `spawn` it.
    pub is_spawned: bool,
    pub locals: BTreeMap<String, Value>,
    pub lines: Vec<Line>,
    /// All steps in order, each with its line's index.
    pub steps: Vec<(usize, Step)>,
}

pub struct Line {
    pub code: String,
    /// How many steps it takes; a brace takes none.
    pub steps: usize,
}

/// What a thread's name is in an expression: `cook 1` has `cook_1.order`.
pub fn identifier(name: &str) -> String {
    name.replace(' ', "_")
}

const ENDED: &str = "ended";
const STUCK: &str = "stuck";
/// A page has keys and columns for no more.
const THREADS: std::ops::RangeInclusive<usize> = 2..=4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    goal: String,
    when: String,
    reached: String,
    missed: String,
    fix: String,
    wrong: ProgramFile,
    fixed: ProgramFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgramFile {
    #[serde(default)]
    shared: BTreeMap<String, Value>,
    #[serde(default)]
    locks: Vec<String>,
    #[serde(default)]
    condvars: Vec<String>,
    #[serde(default)]
    queues: BTreeMap<String, Queue>,
    threads: Vec<ThreadFile>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreadFile {
    name: String,
    /// Runs the same lines as that thread.
    like: Option<String>,
    #[serde(default)]
    spawned: bool,
    #[serde(default)]
    locals: BTreeMap<String, Value>,
    /// Each a line of source, followed by its steps.
    #[serde(default)]
    lines: Vec<Vec<String>>,
}

impl Puzzle {
    /// All that is wrong with the text comes at once, a terse sentence each.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let file: File = toml::from_str(text).map_err(|error| vec![error.message().to_owned()])?;
        let mut faults = Vec::new();
        let goal = Expression::parse(&file.when).unwrap_or_else(|fault| {
            faults.push(format!("when: {fault}"));
            Expression::Value(Value::Truth(false))
        });
        let wrong = program(file.wrong, "wrong", &mut faults);
        let fixed = program(file.fixed, "fixed", &mut faults);
        for name in goal.names() {
            if !wrong.knows(name) {
                faults.push(format!("when: there is no `{name}`"));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let texts = Texts {
            title: file.title,
            goal: file.goal,
            reached: file.reached,
            missed: file.missed,
            fix: file.fix,
        };
        Ok(Puzzle {
            texts,
            goal,
            wrong,
            fixed,
        })
    }
}

impl Program {
    fn knows(&self, name: &str) -> bool {
        let of_a_thread = |(thread, _local): (&str, &str)| {
            self.threads.iter().any(|t| identifier(&t.name) == thread)
        };
        [ENDED, STUCK].contains(&name)
            || self.shared.iter().any(|(shared, _)| shared == name)
            || name.split_once('.').is_some_and(of_a_thread)
    }
}

fn program(file: ProgramFile, which: &str, faults: &mut Vec<String>) -> Program {
    let files = file.threads.clone();
    if !THREADS.contains(&files.len()) {
        faults.push(format!("{which}: a puzzle has two to four threads"));
    }
    let program = Program {
        shared: file.shared.into_iter().collect(),
        locks: file.locks,
        condvars: file.condvars,
        queues: file.queues.into_iter().collect(),
        threads: file
            .threads
            .into_iter()
            .map(|thread| self::thread(thread, &files, which, faults))
            .collect(),
    };
    for thread in &program.threads {
        for (line, step) in &thread.steps {
            let unknown = unknown_name(&step.action, &program);
            let lost = lost_target(step, thread.lines.len());
            faults.extend(
                unknown
                    .into_iter()
                    .chain(lost)
                    .map(|fault| format!("{which}, {}, line {}: {fault}", thread.name, line + 1)),
            );
        }
    }
    program
}

fn thread(file: ThreadFile, all: &[ThreadFile], which: &str, faults: &mut Vec<String>) -> Thread {
    let ThreadFile { name, like, .. } = &file;
    let model = match like {
        None => &file,
        Some(like) => all.iter().find(|t| t.name == *like).unwrap_or_else(|| {
            faults.push(format!("{which}, {name}: there is no thread `{like}`"));
            &file
        }),
    };
    let mut steps = Vec::new();
    let mut lines = Vec::new();
    for (number, line) in model.lines.iter().enumerate() {
        let (code, texts) = line.split_first().map_or(("", &[][..]), |(c, t)| (c, t));
        for text in texts {
            match Step::parse(text) {
                Ok(step) => steps.push((number, step)),
                Err(fault) => {
                    faults.push(format!("{which}, {name}, line {}: {fault}", number + 1));
                }
            }
        }
        lines.push(Line {
            code: code.to_owned(),
            steps: texts.len(),
        });
    }
    if steps.is_empty() {
        faults.push(format!("{which}, {name}: no line has a step"));
    }
    Thread {
        name: name.clone(),
        is_spawned: file.spawned,
        locals: model.locals.clone(),
        lines,
        steps,
    }
}

/// What a step names must be declared, or a slip of the pen would be a second lock.
fn unknown_name(action: &Action, program: &Program) -> Option<String> {
    let shared = |name: &String| program.shared.iter().any(|(shared, _)| shared == name);
    let queue = |name: &String| program.queues.iter().any(|(queue, _)| queue == name);
    let thread = |name: &String| program.threads.iter().any(|thread| thread.name == *name);
    let named: Vec<(&str, &String, bool)> = match action {
        Action::Load { shared: s, .. }
        | Action::Store { shared: s, .. }
        | Action::Add { shared: s, .. } => vec![("shared variable", s, shared(s))],
        Action::Lock { lock } | Action::Unlock { lock } => {
            vec![("lock", lock, program.locks.contains(lock))]
        }
        Action::Wait { condvar, lock } => vec![
            ("lock", lock, program.locks.contains(lock)),
            ("condvar", condvar, program.condvars.contains(condvar)),
        ],
        Action::NotifyOne { condvar } | Action::NotifyAll { condvar } => {
            vec![("condvar", condvar, program.condvars.contains(condvar))]
        }
        Action::Send { queue: q, .. }
        | Action::Receive { queue: q, .. }
        | Action::TryReceive { queue: q, .. }
        | Action::Close { queue: q } => vec![("queue", q, queue(q))],
        Action::Spawn { thread: t } | Action::Join { thread: t } => {
            vec![("thread", t, thread(t))]
        }
        Action::Exit => Vec::new(),
    };
    let (kind, name, _) = named.into_iter().find(|(_, _, is_known)| !is_known)?;
    Some(format!("there is no {kind} `{name}`"))
}

fn lost_target(step: &Step, lines: usize) -> Option<String> {
    let target = |then: &Then| match then {
        Then::Goto { line } | Then::If { line, .. } => Some(*line),
        Then::Let { .. } => None,
    };
    let is_lost = |target: &Target| matches!(target, Target::Line(n) if !(1..=lines).contains(n));
    match step.then.iter().filter_map(target).find(is_lost)? {
        Target::Line(line) => Some(format!("there is no line {line} to go to")),
        Target::End => None,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The puzzle of chapter 03.
    pub const LOST_UPDATE: &str = r#"
title = "One visit too few"
goal = "Make `views` end at 1."
when = "ended && views == 1"
reached = "Both looked before one wrote."
missed = "Both visits count."
fix = "One step looks and writes."

[wrong]
shared = { views = 0 }
threads = [
  { name = "thread 1", lines = [
    ["let seen = views.load(SeqCst);", "load views as seen"],
    ["views.store(seen + 1, SeqCst);", "store views seen + 1"],
  ] },
  { name = "thread 2", like = "thread 1" },
]

[fixed]
shared = { views = 0 }
threads = [
  { name = "thread 1", lines = [["views.fetch_add(1, SeqCst);", "add views 1"]] },
  { name = "thread 2", like = "thread 1" },
]
"#;

    /// What is said about that puzzle with a piece replaced.
    fn faults(from: &str, to: &str) -> Vec<String> {
        assert!(LOST_UPDATE.contains(from), "{from}");
        match Puzzle::parse(&LOST_UPDATE.replace(from, to)) {
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        }
    }

    #[test]
    fn a_thread_may_run_the_lines_of_another_one() {
        let puzzle = Puzzle::parse(LOST_UPDATE).unwrap_or_else(|faults| panic!("{faults:?}"));
        let [first, second] = &puzzle.wrong.threads[..] else {
            panic!("two threads");
        };
        assert_eq!(first.steps, second.steps);
        assert_eq!(second.name, "thread 2");
    }

    #[test]
    fn what_is_not_declared_is_said_with_its_line() {
        assert_eq!(
            faults("load views as", "load view as"),
            [
                "wrong, thread 1, line 1: there is no shared variable `view`",
                "wrong, thread 2, line 1: there is no shared variable `view`"
            ]
        );
        assert_eq!(
            faults("add views 1", "add views 1; goto 3")[0],
            "fixed, thread 1, line 1: there is no line 3 to go to"
        );
        assert_eq!(
            faults("views == 1", "view == 1"),
            ["when: there is no `view`"]
        );
        assert_eq!(
            faults("like = \"thread 1\"", "like = \"thread 3\"")[0],
            "wrong, thread 2: there is no thread `thread 3`"
        );
        assert!(faults("missed =", "mist =")[0].contains("unknown field `mist`"));
    }
}

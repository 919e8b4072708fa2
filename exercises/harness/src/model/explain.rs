//! From a failing run to what the reader sees: named objects, rows that matter, and who is stuck where.

use ::std::collections::{BTreeMap, BTreeSet};
use ::std::panic::{Location, PanicHookInfo};

use report::{Finding, FindingKind, Row, Schedule};

use super::choice::What;
use super::memory::Race;
use super::object::{ObjectId, State};
use super::run::{Run, Verdict};
use super::source::Sources;
use super::task::{PanicNote, TaskId};
use super::trace::{Doing, Event, Target};

/// Rows shown at most; of a longer schedule the end is what matters.
const ROWS: usize = 36;

/// What `notify` says when it had no effect.
pub(crate) const NOBODY_WAITS: &str = ": nobody waits";

type At = &'static Location<'static>;

/// Explains a run that ended in a verdict and was traced.
pub(crate) fn finding(run: &Run, schedules: usize) -> Finding {
    let verdict = run
        .verdict
        .clone()
        .expect("only failing runs are explained");
    let mut teller = Teller {
        run,
        names: BTreeMap::new(),
        sources: Sources::default(),
    };
    teller.name_objects();
    let schedule = Schedule {
        threads: (0..run.tasks.len())
            .map(|task| thread_name(run, task))
            .collect(),
        rows: teller.rows(),
        stuck: teller.last_words(verdict.kind),
        forced_switches: count(run, |what| matches!(what, What::Run(_))),
        rare_outcomes: count(run, |what| !matches!(what, What::Run(_))),
        schedules,
    };
    Finding {
        kind: verdict.kind,
        message: message(run, &verdict),
        schedule: Some(schedule),
    }
}

/// The choices of this sort that were not the usual ones.
fn count(run: &Run, sort: impl Fn(What) -> bool) -> usize {
    let taken = run.choices.iter().map(|choice| choice.taken());
    taken
        .filter(|taken| taken.forced && sort(taken.what))
        .count()
}

/// A panic that only passes another thread's on is told by the first one's words; one that comes of a poisoned
/// lock, by both.
fn message(run: &Run, verdict: &Verdict) -> String {
    if verdict.kind != FindingKind::Panic {
        return verdict.message.clone();
    }
    let words = &verdict.message;
    let unwrapped = words.starts_with("called `Result::");
    let passed_on =
        words == crate::scope::CHILD_PANICKED || unwrapped && words.contains("Any { .. }");
    let poisoned = unwrapped && words.contains("PoisonError");
    let own = with_place(run, words);
    match panic_of_a_child(run) {
        Some(first) if passed_on => first,
        Some(first) if poisoned => format!("{own}\nThe lock is poisoned: {first}"),
        _ => own,
    }
}

/// The first started thread that panicked, and how.
fn panic_of_a_child(run: &Run) -> Option<String> {
    let children = run.tasks.iter().enumerate().skip(1);
    let mut panicked = children.filter_map(|(task, t)| t.panics.last().map(|note| (task, note)));
    let (task, note) = panicked.next()?;
    let thread = thread_name(run, task);
    Some(format!(
        "{thread} panicked at {}: {}",
        note.at, note.message
    ))
}

/// A panic inside the reader's own file says where; an assertion of the test speaks for itself.
fn with_place(run: &Run, message: &str) -> String {
    let place = run.tasks[0]
        .panics
        .last()
        .filter(|note| !note.from_test && note.message == message)
        .map(|note| &note.at);
    place.map_or_else(
        || message.to_string(),
        |at| format!("main panicked at {at}: {message}"),
    )
}

pub(crate) fn thread_name(run: &Run, task: TaskId) -> String {
    run.tasks[task]
        .name
        .clone()
        .unwrap_or_else(|| format!("thread {task}"))
}

/// One word or line for a table of outcomes.
pub(crate) fn outcome(verdict: &Verdict) -> String {
    match verdict.kind {
        FindingKind::Panic => format!("panic: {}", verdict.message),
        FindingKind::Deadlock => "deadlock".into(),
        FindingKind::LostWakeup => "lost wake-up".into(),
        FindingKind::Livelock => "livelock".into(),
        FindingKind::ThreadLeftBehind => "a thread left behind".into(),
        _ => verdict.message.clone(),
    }
}

pub(crate) fn note(info: &PanicHookInfo<'_>) -> PanicNote {
    let message = own_words(info.payload_as_str().unwrap_or("a panic without words"));
    let place = info.location();
    let at = place.map_or_else(String::new, |l| format!("{}:{}", short(l.file()), l.line()));
    // The test's file and the reader's lie in folders of these names.
    let from_test = place.is_none_or(|l| !l.file().contains("src/"));
    PanicNote {
        message,
        at,
        from_test,
    }
}

/// What the test itself has to say: an `assert_eq!` with words needs no `left` and `right` below them.
fn own_words(message: &str) -> String {
    let words = crate::protocol::panic_words(message);
    let framed = words.len() < message.len();
    let end = words.rfind("\n  left: ").filter(|_| framed);
    words[..end.unwrap_or(words.len())].to_string()
}

/// A panic that no thread's result can tell of.
pub(crate) fn last_panic(run: &Run) -> String {
    let note = run.tasks[run.current].panics.last();
    let words = note.map_or_else(String::new, |note| {
        format!("{} ({})", note.message, note.at)
    });
    format!(
        "A destructor panicked at the end of {}: {words}\n\
         Outside the checker the process aborts at this point.",
        thread_name(run, run.current)
    )
}

/// The beginning of a long message, for a table's cell.
pub(crate) fn in_short(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let unwrapped = line.strip_prefix("called `Result::unwrap()` on an `Err` value: ");
    let short = unwrapped.map(|error| format!("unwrap of {error}"));
    let line = short.as_deref().unwrap_or(line);
    match line.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line.to_string(),
    }
}

/// The two panics of a thread that std would abort for.
pub(crate) fn panic_in_a_destructor(run: &Run) -> String {
    let task = run.current;
    let notes = &run.tasks[task].panics;
    let tell = |back: usize| {
        let note = notes.len().checked_sub(back).map(|n| &notes[n]);
        note.map_or_else(String::new, |note| {
            format!("{} ({})", note.message, note.at)
        })
    };
    format!(
        "{}{} panicked: {}\nWhile it was unwinding, a destructor panicked too: {}\n\
         Outside the checker the process aborts at this point.",
        first_of_another(run, task),
        thread_name(run, task),
        tell(2),
        tell(1),
    )
}

/// Another thread's panic, which may have poisoned what this one needs.
fn first_of_another(run: &Run, task: TaskId) -> String {
    let others = run
        .tasks
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != task);
    let panicked = others.filter_map(|(other, t)| t.panics.first().map(|note| (other, note)));
    let mut told = panicked.map(|(other, note)| {
        format!(
            "{} panicked: {} ({})\n",
            thread_name(run, other),
            note.message,
            note.at
        )
    });
    told.next().unwrap_or_default()
}

pub(crate) fn race(run: &Run, race: &Race, writes: bool, at: At) -> String {
    let word = |writes: bool| if writes { "write" } else { "read" };
    let (earlier, earlier_at) = race.earlier;
    format!(
        "This {} at {} and the {} by {} at {} are not ordered: nothing makes one happen before the other.",
        word(writes),
        place(at),
        word(race.earlier_writes),
        thread_name(run, earlier.task),
        place(earlier_at),
    )
}

/// The file's name; a test's with its folder, because the exercise's file has the same name.
fn short(path: &str) -> &str {
    let mut folders = path.rmatch_indices(['/', '\\']).map(|(at, _)| at);
    let Some(name) = folders.next() else {
        return path;
    };
    let folder = folders.next().map_or(0, |at| at + 1);
    let in_tests = &path[folder..name] == "tests";
    &path[if in_tests { folder } else { name + 1 }..]
}

pub(super) fn place(at: At) -> String {
    format!("{}:{}", short(at.file()), at.line())
}

pub(super) struct Teller<'a> {
    pub run: &'a Run,
    names: BTreeMap<ObjectId, String>,
    sources: Sources,
}

impl Teller<'_> {
    /// By the variable or field on the line that makes an object, else on the line that first uses it, else by kind.
    fn name_objects(&mut self) {
        let mut bases = Vec::new();
        for object in &self.run.objects {
            let made = self.sources.name_of_made(object.made_at);
            let used = || {
                object
                    .used_at
                    .and_then(|at| self.sources.name_of_receiver(at))
            };
            bases.push(
                made.or_else(used)
                    .unwrap_or_else(|| object.kind.to_string()),
            );
        }
        for (id, base) in bases.iter().enumerate() {
            let same = bases.iter().filter(|other| *other == base).count();
            let number = bases[..=id].iter().filter(|other| *other == base).count();
            let name = if same > 1 {
                format!("{base}#{number}")
            } else {
                base.clone()
            };
            self.names.insert(id, name);
        }
    }

    pub fn name(&self, object: ObjectId) -> String {
        self.names.get(&object).cloned().unwrap_or_default()
    }

    pub fn say(&self, doing: Doing) -> String {
        match doing.target {
            Target::None => doing.verb.to_string(),
            Target::Object(object) => format!("{} {}", doing.verb, self.name(object)),
            Target::Task(task) => format!("{} {}", doing.verb, thread_name(self.run, task)),
        }
    }

    fn rows(&mut self) -> Vec<Row> {
        let events = self.events_that_matter();
        let skipped = events.len().saturating_sub(ROWS);
        let shown: Vec<Event> = events.into_iter().skip(skipped).collect();
        shown.iter().map(|event| self.row(event)).collect()
    }

    fn row(&mut self, event: &Event) -> Row {
        Row {
            thread: event.task,
            action: format!("{}{}", self.say(event.doing), event.outcome),
            file: short(event.at.file()).to_string(),
            line: event.at.line(),
            source: self.sources.line(event.at),
            forced: event.forced,
        }
    }

    /// Without what only one thread ever touches, and without bookkeeping.
    fn events_that_matter(&self) -> Vec<Event> {
        let all = self.run.events.clone().unwrap_or_default();
        let shared = self.shared_objects(&all);
        let mut kept: Vec<Event> = Vec::new();
        let mut forced = BTreeSet::new();
        for mut event in all.iter().cloned() {
            if event.forced {
                forced.insert(event.task);
            }
            if matters(&event, &shared) {
                event.forced = forced.remove(&event.task);
                kept.push(event);
            }
        }
        if kept.is_empty() {
            kept = all
        }
        self.without_the_last_panic(&mut kept);
        folded(kept)
    }

    /// The panic that ends the run is the message above the table; what main lets go of after it is noise.
    fn without_the_last_panic(&self, events: &mut Vec<Event>) {
        let fails = self
            .run
            .verdict
            .as_ref()
            .is_some_and(|v| v.kind == FindingKind::Panic);
        let last = events
            .iter()
            .rposition(|e| e.task == 0 && e.doing.verb == "panic");
        if let Some(last) = last.filter(|last| fails && *last > 0) {
            events.truncate(last);
        }
    }

    /// Objects that more than one thread uses, and those by which threads wait for each other.
    fn shared_objects(&self, events: &[Event]) -> BTreeSet<ObjectId> {
        let done = events.iter().map(|event| (event.task, event.doing));
        let wanted = self.run.tasks.iter().enumerate();
        let wanted = wanted.filter_map(|(task, t)| t.doing.map(|(doing, _)| (task, doing)));
        let mut users: BTreeMap<ObjectId, BTreeSet<TaskId>> = BTreeMap::new();
        for (task, doing) in done.chain(wanted) {
            if let Target::Object(object) = doing.target {
                users.entry(object).or_default().insert(task);
            }
        }
        let shared = |(object, tasks): &(ObjectId, BTreeSet<TaskId>)| {
            let state = &self.run.objects[*object].state;
            tasks.len() > 1
                || matches!(
                    state,
                    State::Condvar { .. } | State::Channel(_) | State::Gate(_)
                )
        };
        users
            .into_iter()
            .filter(shared)
            .map(|(object, _)| object)
            .collect()
    }
}

/// Starting and joining is shown only where it is what the failure is about: in the last words.
fn matters(event: &Event, shared: &BTreeSet<ObjectId>) -> bool {
    match event.doing.target {
        Target::Object(object) => shared.contains(&object),
        Target::Task(_) => event.doing.verb == "unpark" || event.doing.verb == "is_finished",
        Target::None => event.doing.verb != "yield_now" && event.doing.verb != "spin_loop",
    }
}

/// The same step again and again, as in a spin loop, is one row.
fn folded(events: Vec<Event>) -> Vec<Event> {
    let mut kept: Vec<(Event, usize)> = Vec::new();
    for event in events {
        match kept.last_mut() {
            Some((last, times)) if same(last, &event) => *times += 1,
            _ => kept.push((event, 1)),
        }
    }
    let tell = |(mut event, times): (Event, usize)| {
        if times > 1 {
            event.outcome = format!("{}, {times} times", event.outcome);
        }
        event
    };
    kept.into_iter().map(tell).collect()
}

fn same(one: &Event, other: &Event) -> bool {
    one.task == other.task
        && one.doing == other.doing
        && one.outcome == other.outcome
        && ::std::ptr::eq(one.at, other.at)
        && !other.forced
}

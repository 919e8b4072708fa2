//! `watch`: a verdict on every save; on a terminal, keys for what comes next.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use console::Key;
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecursiveMode, Watcher};

use super::{Ended, check, hint, list, next, reset, solution};
use crate::exercise::Exercise;
use crate::grade::{Answer, grade};
use crate::problem::{Doing, Result};
use crate::progress::Progress;
use crate::render::{self, bar::Bar, terminal};
use crate::verdict::Verdict;
use crate::workbook::Workbook;

/// A save is over when nothing has come after it for so long.
const BURST: Duration = Duration::from_millis(60);

/// Many editors empty a file before they write it anew: for so long nobody believes that it is meant to be empty.
const DISBELIEF: Duration = Duration::from_millis(500);

/// What can wake the watcher.
enum Event {
    Saved(PathBuf),
    /// After the last save it has been quiet for a while.
    Settled,
    Key(Key),
}

/// The watcher's state between two events.
struct Watch<'a> {
    workbook: &'a Workbook,
    /// The exercises that are watched.
    exercises: Vec<Exercise<'a>>,
    /// The one that keys are about.
    current: Exercise<'a>,
    /// Each file as it was graded last: a touch is no save.
    graded: BTreeMap<PathBuf, Vec<u8>>,
    /// Saved, and perhaps still being saved.
    unsettled: BTreeSet<PathBuf>,
    keys: bool,
}

pub fn run(workbook: &Workbook, names: &[String]) -> Result<Ended> {
    let exercises = workbook.catalog.select(names)?;
    let progress = Progress::read(workbook)?;
    let open = exercises.iter().find(|e| !progress.passed(e.name()));
    let Some(current) = open.or(exercises.first()).copied() else {
        return Ok(Ended::Well);
    };
    let (sender, events) = channel();
    let keys = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let watched = workbook.root.join("exercises");
    let to_us = sender.clone();
    let on_change = move |event: notify::Result<notify::Event>| {
        let saved = event.into_iter().filter(|event| is_a_change(event.kind));
        for path in saved.flat_map(|event| event.paths) {
            // The receiver is gone only when the command is ending.
            let _ = to_us.send(Event::Saved(path));
        }
    };
    let mut watcher = notify::recommended_watcher(on_change).doing("watch", &watched)?;
    watcher
        .watch(&watched, RecursiveMode::Recursive)
        .doing("watch", &watched)?;
    if keys {
        std::thread::spawn(move || send_keys(&sender));
    }
    let mut watch = Watch {
        workbook,
        exercises,
        current,
        graded: BTreeMap::new(),
        unsettled: BTreeSet::new(),
        keys,
    };
    watch.remember_all();
    watch.check(true)?;
    watch.until_quit(&events)?;
    Ok(Ended::Well)
}

/// Grading reads the files: were reading a change, it would call for the next grading.
fn is_a_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() == 0)
}

fn send_keys(sender: &Sender<Event>) {
    let terminal = console::Term::stdout();
    while let Ok(key) = terminal.read_key() {
        if sender.send(Event::Key(key)).is_err() {
            return;
        }
    }
}

impl Watch<'_> {
    fn until_quit(&mut self, events: &Receiver<Event>) -> Result<()> {
        while let Some(event) = self.next_event(events) {
            match event {
                Event::Saved(path) => self.note(path),
                Event::Settled => self.saved()?,
                Event::Key(Key::Char('q') | Key::CtrlC | Key::Escape) => return Ok(()),
                Event::Key(Key::Char(key)) => self.key(key)?,
                Event::Key(_) => {}
            }
        }
        Ok(())
    }

    fn next_event(&mut self, events: &Receiver<Event>) -> Option<Event> {
        let patience = match self.unsettled.iter().any(|path| is_empty(path)) {
            _ if self.unsettled.is_empty() => return events.recv().ok(),
            true => DISBELIEF,
            false => BURST,
        };
        match events.recv_timeout(patience) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => Some(Event::Settled),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Other files than answers are nothing to wait for.
    fn note(&mut self, path: PathBuf) {
        let is_answer = |e: &Exercise| e.source(self.workbook) == path;
        if self.exercises.iter().any(is_answer) {
            self.unsettled.insert(path);
        }
    }

    fn remember_all(&mut self) {
        for exercise in self.exercises.clone() {
            self.changed(&exercise.source(self.workbook));
        }
    }

    /// Says whether the file differs from when it was last looked at.
    fn changed(&mut self, path: &Path) -> bool {
        let text = std::fs::read(path).unwrap_or_default();
        self.graded.insert(path.to_path_buf(), text.clone()) != Some(text)
    }

    /// Checks each saved exercise; the last one is the current one afterwards.
    fn saved(&mut self) -> Result<()> {
        let paths = std::mem::take(&mut self.unsettled);
        for exercise in self.exercises.clone() {
            let source = exercise.source(self.workbook);
            if paths.contains(&source) && self.changed(&source) {
                self.current = exercise;
                self.check(true)?;
            }
        }
        Ok(())
    }

    fn key(&mut self, key: char) -> Result<()> {
        match key {
            'n' => self.go_on(),
            'h' => self.say(&hint::reveal(self.workbook, self.current)?),
            'r' => self.check(false),
            'l' => list::run(self.workbook).map(|_| self.prompt()),
            's' => self.solution(),
            'x' => {
                let said = reset::reset(self.workbook, self.current)?;
                self.say(&said)
            }
            _ => Ok(()),
        }
    }

    /// To the next exercise that has not passed, and round again at the end.
    fn go_on(&mut self) -> Result<()> {
        let progress = Progress::read(self.workbook)?;
        let open = |exercise: &&Exercise| !progress.passed(exercise.name());
        let here = self
            .exercises
            .iter()
            .position(|e| e.name() == self.current.name());
        let after = self.exercises.iter().skip(here.map_or(0, |here| here + 1));
        let Some(next) = after.chain(&self.exercises).find(open).copied() else {
            return self.say("Every exercise here has passed.\n");
        };
        self.current = next;
        next::describe(self.workbook, next);
        self.check(true)
    }

    fn solution(&self) -> Result<()> {
        match solution::is_open(self.workbook, self.current)? {
            true => self.say(&solution::text(self.workbook, self.current)?),
            false => self.say(&solution::closed(self.current)),
        }
    }

    fn say(&self, text: &str) -> Result<()> {
        anstream::print!("{text}");
        self.prompt();
        Ok(())
    }

    fn check(&self, use_cache: bool) -> Result<()> {
        let bar = if self.keys { Bar::new() } else { Bar::silent() };
        let answers = [Answer::readers(self.workbook, self.current)];
        let verdicts = grade(self.workbook, &answers, use_cache, &bar)?;
        drop(bar);
        Progress::update(self.workbook, |p| verdicts.iter().for_each(|v| p.record(v)))?;
        for verdict in &verdicts {
            self.show(verdict);
        }
        self.prompt();
        Ok(())
    }

    fn show(&self, verdict: &Verdict) {
        if !self.keys {
            println!("{}", line(verdict));
            return;
        }
        let detail = terminal::Detail {
            width: render::width(),
            changing: true,
        };
        let text = terminal::verdict(verdict, detail);
        anstream::print!("\n{text}{}", check::advice(self.workbook, verdict));
    }

    fn prompt(&self) {
        if self.keys {
            println!("\n{KEYS}");
        }
    }
}

const KEYS: &str = "n next · h hint · r rerun · l list · s solution · x reset · q quit";

/// A verdict in one line: `lost_update refused race_free::no_update_is_lost`.
fn line(verdict: &Verdict) -> String {
    let head = format!("{} {}", verdict.exercise, verdict.word());
    match verdict.first_failure() {
        Some(test) => format!("{head} {}::{}", test.kind.module(), test.name),
        None => head,
    }
}

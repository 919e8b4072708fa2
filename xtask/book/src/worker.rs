//! The one thread of `serve` that builds and grades.
//!
//! Doing both in turn keeps a rebuild away from a test that measures. Of several saves the newest is
//! graded first, and a grade that a newer save of the same file has overtaken is stopped.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::book;
use crate::events::Event;
use crate::grading::Grading;
use crate::progress::Progress;
use crate::server::Site;

/// How often a running grade is looked at.
const GLANCE: Duration = Duration::from_millis(30);

/// Editors write a file in several steps; a burst is over when nothing came for so long.
const SETTLE: Duration = Duration::from_millis(60);

/// Something that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// A page, a listing, the theme, the catalog.
    Book,
    /// The grader wrote its progress, called from here or from a terminal.
    Progress,
    /// The reader's file of this exercise, or its tests.
    Answer(String),
}

/// What is still to be done.
#[derive(Debug, Default)]
pub struct Todo {
    book: bool,
    progress: bool,
    /// Newest first, each once.
    answers: VecDeque<String>,
}

impl Todo {
    pub fn add(&mut self, change: Change) {
        match change {
            Change::Book => self.book = true,
            Change::Progress => self.progress = true,
            Change::Answer(exercise) => {
                self.answers.retain(|waiting| *waiting != exercise);
                self.answers.push_front(exercise);
            }
        }
    }

    fn extend(&mut self, changes: impl Iterator<Item = Change>) {
        changes.for_each(|change| self.add(change));
    }

    /// What to do next; pages first, for they take a moment only.
    pub fn take(&mut self) -> Option<Change> {
        if std::mem::take(&mut self.book) {
            return Some(Change::Book);
        }
        if std::mem::take(&mut self.progress) {
            return Some(Change::Progress);
        }
        self.answers.pop_front().map(Change::Answer)
    }

    /// A newer save of this exercise waits.
    pub fn overtakes(&self, exercise: &str) -> bool {
        self.answers.iter().any(|waiting| waiting == exercise)
    }
}

/// Works until the watcher is gone.
pub fn run(site: &Arc<Site>, changes: &Receiver<Change>) {
    let mut todo = Todo::default();
    loop {
        match todo.take() {
            Some(Change::Book) => rebuild(site),
            Some(Change::Progress) => refresh(site),
            Some(Change::Answer(exercise)) => grade(site, &exercise, changes, &mut todo),
            None if wait(changes, &mut todo) => {}
            None => return,
        }
        todo.extend(changes.try_iter());
    }
}

/// Sleeps until something is saved and the burst is over; `false` when the watcher is gone.
fn wait(changes: &Receiver<Change>, todo: &mut Todo) -> bool {
    let Ok(first) = changes.recv() else {
        return false;
    };
    todo.add(first);
    while let Ok(next) = changes.recv_timeout(SETTLE) {
        todo.add(next);
    }
    true
}

fn rebuild(site: &Site) {
    let mut folder = site.folder.write().unwrap();
    match book::build(&site.workbook) {
        Ok(built) => {
            *folder = built.folder;
            drop(folder);
            refresh(site);
            site.audience.tell(&Event::Reload);
        }
        Err(error) => {
            drop(folder);
            trouble(site, &format!("{error:#}"));
        }
    }
}

fn refresh(site: &Site) {
    match Progress::read(&site.workbook) {
        Ok(progress) => site.progress.write().unwrap().update(progress),
        Err(error) => return trouble(site, &format!("{error:#}")),
    }
    // For pages that are opened from the folder while we run.
    let _ = book::write_progress(&site.workbook, &site.folder.read().unwrap());
    site.announce_progress();
}

/// In the terminal, and in every open page.
fn trouble(site: &Site, words: &str) {
    eprintln!("{words}");
    site.audience.tell(&Event::Trouble(words.to_owned()));
}

fn grade(site: &Site, exercise: &str, changes: &Receiver<Change>, todo: &mut Todo) {
    site.audience.tell(&Event::Checking(exercise.to_owned()));
    let mut grading = match Grading::start(&site.workbook, exercise) {
        Ok(grading) => grading,
        Err(error) => {
            trouble(site, &format!("{error:#}"));
            return site.announce_progress();
        }
    };
    while grading.is_running() {
        match changes.recv_timeout(GLANCE) {
            Ok(change) => todo.add(change),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return grading.stop(),
        }
        if todo.overtakes(exercise) {
            return grading.stop();
        }
    }
    match grading.finish() {
        Ok(verdict) => {
            site.progress.write().unwrap().learn(&verdict);
            site.audience.tell(&Event::Trouble(String::new()));
        }
        Err(error) => trouble(site, &format!("{error:#}")),
    }
    site.announce_progress();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: &str) -> Change {
        Change::Answer(name.into())
    }

    #[test]
    fn the_newest_save_is_graded_first_and_each_file_once() {
        let mut todo = Todo::default();
        for name in ["a", "b", "a"] {
            todo.add(answer(name));
        }
        let order: Vec<Change> = std::iter::from_fn(|| todo.take()).collect();
        assert_eq!(order, [answer("a"), answer("b")]);
    }

    #[test]
    fn pages_come_before_grades() {
        let mut todo = Todo::default();
        todo.add(answer("a"));
        todo.add(Change::Progress);
        todo.add(Change::Book);
        let order: Vec<Change> = std::iter::from_fn(|| todo.take()).collect();
        assert_eq!(order, [Change::Book, Change::Progress, answer("a")]);
    }

    #[test]
    fn a_save_overtakes_only_its_own_exercise() {
        let mut todo = Todo::default();
        todo.add(answer("a"));
        assert!(todo.overtakes("a"));
        assert!(!todo.overtakes("b"));
    }
}

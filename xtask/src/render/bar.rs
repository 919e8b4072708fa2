//! How far the grading is: a bar on a terminal, a line for each stage in a pipe, always on stderr.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

pub struct Bar {
    bar: ProgressBar,
    /// Stages as plain lines, for a pipe.
    lines: bool,
}

impl Bar {
    pub fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = match terminal {
            true => ProgressBar::no_length(),
            false => ProgressBar::hidden(),
        };
        let style = ProgressStyle::with_template("{msg:10} {bar:30} {pos}/{len}");
        bar.set_style(style.expect("the template is a constant"));
        Self {
            bar,
            lines: !terminal,
        }
    }

    /// For output that a program reads, and for answers too quick to watch.
    pub fn silent() -> Self {
        Self {
            bar: ProgressBar::hidden(),
            lines: false,
        }
    }

    pub fn building(&self, packages: usize) {
        self.stage("building", packages, "packages");
    }

    pub fn built(&self) {
        self.bar.inc(1);
    }

    pub fn grading(&self, answers: usize) {
        self.stage("grading", answers, "answers");
    }

    pub fn graded(&self) {
        self.bar.inc(1);
    }

    pub fn note(&self, note: &str) {
        match self.lines {
            true => eprintln!("{note}"),
            false => self.bar.println(note),
        }
    }

    fn stage(&self, name: &'static str, of: usize, what: &str) {
        if of == 0 {
            return;
        }
        if self.lines {
            let what = if of == 1 {
                what.trim_end_matches('s')
            } else {
                what
            };
            eprintln!("{name} {of} {what}");
        }
        self.bar.set_length(of as u64);
        self.bar.set_position(0);
        self.bar.set_message(name);
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

//! A copy of the fixture workbook, and the program run in it.
#![allow(dead_code)] // each test file uses its own part

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

pub struct Workbook {
    dir: TempDir,
}

/// What a command said, and how it ended.
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workbook {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(&fixture(), dir.path());
        Self { dir }
    }

    /// A file of the fixture itself.
    pub fn shipped(path: &str) -> String {
        fs::read_to_string(fixture().join(path)).unwrap()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Puts the reference in the exercise's place.
    pub fn solve(&self, chapter: &str, exercise: &str) {
        self.answer(chapter, exercise, exercise);
    }

    /// Puts an answer, a path below the chapter's solutions, in the exercise's place.
    pub fn answer(&self, chapter: &str, exercise: &str, answer: &str) {
        let answer = self.path(&format!("solutions/{chapter}/{answer}.rs"));
        let exercise = self.path(&format!("exercises/{chapter}/src/{exercise}.rs"));
        fs::write(exercise, fs::read(answer).unwrap()).unwrap();
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, text: &[u8]) {
        fs::write(self.path(path), text).unwrap();
    }

    pub fn append(&self, path: &str, text: &str) {
        let old = fs::read_to_string(self.path(path)).unwrap();
        self.write(path, &(old + text));
    }

    #[track_caller]
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let old = fs::read_to_string(self.path(path)).unwrap();
        assert!(old.contains(from), "{path} does not hold {from:?}");
        self.write(path, &old.replace(from, to));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.dir.path(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments))
    }
}

/// One copy for tests that change nothing in it.
pub fn shared() -> &'static Workbook {
    static SHARED: LazyLock<Workbook> = LazyLock::new(Workbook::new);
    &SHARED
}

/// Runs the program where there is no workbook.
pub fn outside(arguments: &[&str]) -> Said {
    let dir = tempfile::tempdir().unwrap();
    Said::of(command(dir.path(), arguments))
}

/// Figures that differ from run to run become `0`.
pub fn without_times(text: &str) -> String {
    let line = |line: &str| match line.split_once("\"millis\": ") {
        Some((head, _)) => format!("{head}\"millis\": 0,\n"),
        None => match line.split_once("time=\"") {
            Some((head, tail)) => {
                let tail = tail.split_once('"').unwrap().1;
                format!("{head}time=\"0\"{tail}\n")
            }
            None => format!("{line}\n"),
        },
    };
    text.lines().map(line).collect()
}

/// `thread 'main' (4711)` becomes `thread 'main'`.
pub fn without_thread_ids(text: &str) -> String {
    let line = |line: &str| match (line.find("' ("), line.find(')')) {
        (Some(from), Some(to)) if line.contains("thread '") && from < to => {
            format!("{}'{}\n", &line[..from], &line[to + 1..])
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

impl Said {
    fn of(mut command: Command) -> Self {
        let out = command.output().unwrap();
        Self {
            code: out.status.code().unwrap(),
            stdout: String::from_utf8(out.stdout).unwrap(),
            stderr: String::from_utf8(out.stderr).unwrap(),
        }
    }

    pub fn without_times(self) -> Self {
        Self {
            stdout: without_times(&self.stdout),
            ..self
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "exit code {code}\n--- stdout\n{stdout}--- stderr\n{stderr}"
        )
    }
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    for colour in ["CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR", "CARGO_TERM_COLOR"] {
        command.env_remove(colour);
    }
    command
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            // A target folder is left where somebody built the fixture itself.
            true if entry.file_name() == "target" => {}
            true => {
                fs::create_dir(&to).unwrap();
                copy(&from, &to);
            }
            false => _ = fs::copy(&from, &to).unwrap(),
        }
    }
}

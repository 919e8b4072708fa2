//! Whether a built program is still what its sources say, without asking cargo.
//!
//! `cargo run` looks at every package that a program depends on before it starts it. For the grader, with
//! some sixty of them, that costs as much as a third of the verdict on a saved file. So `cargo xtask` runs
//! this package, which depends on nothing, and this one starts the grader.
//!
//! Cargo leaves a list of the sources of a program beside it (`xtask.d`, in the format of make; see “dep-info
//! files” in the cargo book's chapter on the build cache). While none of them is younger than the *stamp* of
//! the last build, the program is fresh. The stamp carries the time at which that build began, so that what was
//! saved meanwhile counts as younger. On any doubt the program is stale, and cargo decides.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A program that cargo builds, and what is kept beside it.
pub struct Program {
    /// The program itself.
    pub path: PathBuf,
}

impl Program {
    /// The program of that name that is built into `folder`.
    pub fn in_folder(folder: &Path, name: &str) -> Self {
        Self {
            path: folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)),
        }
    }

    /// Whether it is there, and all it was built from is older than the stamp of its last build.
    ///
    /// `also` are files that cargo does not list: manifests, the lock file, configuration. One that is not
    /// there does not count.
    pub fn is_fresh(&self, also: &[PathBuf]) -> bool {
        self.path.is_file() && self.is_older_than_stamp(also).unwrap_or(false)
    }

    fn is_older_than_stamp(&self, also: &[PathBuf]) -> Option<bool> {
        let stamp = modified(&self.stamp())?;
        let sources = sources(&std::fs::read_to_string(self.path.with_extension("d")).ok()?)?;
        let listed = sources
            .iter()
            .all(|path| is_older(path, stamp) == Some(true));
        let others = also.iter().all(|path| is_older(path, stamp) != Some(false));
        Some(listed && others)
    }

    /// Notes that cargo has built the program, having begun at `began`.
    ///
    /// # Errors
    /// Where the stamp cannot be written; without it the program counts as stale.
    pub fn stamp_it(&self, began: SystemTime) -> io::Result<()> {
        File::create(self.stamp())?.set_modified(began)
    }

    fn stamp(&self) -> PathBuf {
        self.path.with_extension("stamp")
    }
}

/// `None` where there is no such file.
fn is_older(path: &Path, stamp: SystemTime) -> Option<bool> {
    modified(path).map(|time| time < stamp)
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// What stands behind the colon of a make rule. A blank in a name has a backslash before it.
fn sources(rule: &str) -> Option<Vec<PathBuf>> {
    let (_, listed) = rule.lines().next()?.split_once(": ")?;
    let mut names = vec![String::new()];
    let mut characters = listed.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&' ') => names.last_mut()?.extend(characters.next()),
            ' ' => names.push(String::new()),
            other => names.last_mut()?.push(other),
        }
    }
    Some(
        names
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .collect(),
    )
}

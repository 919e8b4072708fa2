//! Verdicts remembered under a hash of everything that they rest on.
//!
//! The *ground* of a chapter is what all its verdicts share: test support, manifests, lock file,
//! configuration, toolchain, environment and this program itself. The key of an exercise's *trial* adds
//! its tests and its entry in the catalog, a verdict's key the answer. Times of files never count, except for compilers and this
//! program, which only ever change by being replaced.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde::Serialize;
use toml::Value;

use crate::exercise::Exercise;
use crate::grade::Answer;
use crate::problem::{Doing, Result};
use crate::stage::{SHARED_FOLDERS, read_table};
use crate::toolchain;
use crate::verdict::Verdict;
use crate::workbook::Workbook;

/// Remembered verdicts of one workbook, and which tests an exercise has.
pub struct Cache {
    dir: PathBuf,
}

impl Cache {
    pub fn of(workbook: &Workbook) -> Self {
        Self {
            dir: workbook.grade_dir().join("verdicts"),
        }
    }

    pub fn get(&self, key: &str) -> Option<Verdict> {
        let text = std::fs::read(self.path(key)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub fn put(&self, key: &str, verdict: &Verdict) -> Result<()> {
        self.write(key, verdict)
    }

    /// The names of the tests in an exercise's binaries, whatever the answer in them.
    pub fn tests(&self, trial: &str) -> Option<Vec<String>> {
        let text = std::fs::read(self.path(trial)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub fn put_tests(&self, trial: &str, names: &[String]) -> Result<()> {
        self.write(trial, &names)
    }

    fn write(&self, key: &str, value: &impl Serialize) -> Result<()> {
        std::fs::create_dir_all(&self.dir).doing("create", &self.dir)?;
        crate::files::replace(&self.path(key), &crate::files::json(value))
    }

    fn path(&self, key: &str) -> PathBuf {
        self.dir.join(format!("{key}.json"))
    }
}

/// The hash of what every answer of the exercise's chapter is built on.
pub fn ground(workbook: &Workbook, exercise: Exercise) -> Result<String> {
    let manifest_path = exercise.dir(workbook).join("Cargo.toml");
    let manifest = read_table(&manifest_path)?;
    let mut hash = Hash::default();
    for key in ["dependencies", "dev-dependencies"] {
        let paths = manifest.get(key).and_then(Value::as_table);
        let paths = paths.into_iter().flatten();
        for path in paths.filter_map(|(_, value)| value.get("path")?.as_str()) {
            hash.sources(&exercise.dir(workbook).join(path));
        }
    }
    hash.file(&manifest_path);
    hash.file(&workbook.root.join("Cargo.toml"));
    hash.file(&workbook.root.join("Cargo.lock"));
    hash_configuration(&mut hash, workbook);
    hash_toolchain(&mut hash);
    hash.replaced_file(&std::env::current_exe().doing("find", "this program")?);
    Ok(hash.finish())
}

/// The key of what every answer to the exercise is put through.
pub fn trial(workbook: &Workbook, ground: &str, exercise: Exercise) -> String {
    let mut hash = Hash::default();
    hash.bytes(ground.as_bytes());
    hash.file(&exercise.tests(workbook));
    for folder in SHARED_FOLDERS {
        hash.tree(&exercise.dir(workbook).join(folder), &|_| true);
    }
    let entry = (&exercise.entry.name, &exercise.entry.kinds);
    hash.bytes(format!("{entry:?} {}", exercise.entry.limit_seconds).as_bytes());
    hash.finish()
}

/// The key of one verdict: `text` is the program, and the file's name stands in it.
pub fn key(trial: &str, answer: &Answer, text: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.bytes(trial.as_bytes());
    hash.bytes(answer.shown.as_bytes());
    for kind in &answer.kinds {
        hash.bytes(kind.module().as_bytes());
    }
    hash.bytes(text);
    hash.finish()
}

/// The hash of folders and files of the workbook, with toolchain and configuration; what was built does not count.
pub fn tree_key(workbook: &Workbook, paths: &[&str]) -> String {
    let mut hash = Hash::default();
    hash_configuration(&mut hash, workbook);
    hash_toolchain(&mut hash);
    let output = workbook.root.join("book/book");
    let wanted = |path: &Path| path != output && !path.ends_with("target");
    for path in paths.iter().map(|path| workbook.root.join(path)) {
        match path.is_dir() {
            true => hash.tree(&path, &wanted),
            false => hash.file(&path),
        }
    }
    hash.finish()
}

/// Cargo's configuration files and variables: each can change what is built.
fn hash_configuration(hash: &mut Hash, workbook: &Workbook) {
    for folder in workbook.root.ancestors() {
        hash.file(&folder.join(".cargo/config.toml"));
    }
    if let Some(home) = std::env::home_dir() {
        hash.file(&home.join(".cargo/config.toml"));
    }
    let mut variables: Vec<_> = std::env::vars_os()
        .filter(|(name, _)| builds_by(&name.to_string_lossy()))
        .collect();
    variables.sort();
    hash.bytes(format!("{variables:?}").as_bytes());
}

fn builds_by(variable: &str) -> bool {
    let prefixes = [
        "CARGO_BUILD_",
        "CARGO_PROFILE_",
        "CARGO_ENCODED_",
        "RUSTFLAGS",
        "RUSTC",
    ];
    variable == "RUSTUP_TOOLCHAIN" || prefixes.iter().any(|p| variable.starts_with(p))
}

/// Which compiler it is; asking it for its version would cost 40 ms, so only where nobody named it.
fn hash_toolchain(hash: &mut Hash) {
    match toolchain::rustc() {
        Some(rustc) => hash.replaced_file(&rustc),
        None => {
            let version = Command::new("rustc").arg("-vV").output();
            hash.bytes(&version.map(|v| v.stdout).unwrap_or_default());
        }
    }
}

/// A hash that keeps its inputs apart: each goes in with its length.
#[derive(Default)]
struct Hash(blake3::Hasher);

impl Hash {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// A file's content; a missing one counts as such.
    fn file(&mut self, path: &Path) {
        match std::fs::read(path) {
            Ok(text) => self.bytes(&text),
            Err(_) => self.bytes(b"missing"),
        }
    }

    /// A file too large to read each time: its path, size and time.
    fn replaced_file(&mut self, path: &Path) {
        let meta = std::fs::metadata(path).ok();
        let time = meta.as_ref().and_then(|m| m.modified().ok());
        let nanos = time.and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
        let bytes = meta.map(|m| m.len());
        self.bytes(format!("{} {bytes:?} {nanos:?}", path.display()).as_bytes());
    }

    /// What a crate is compiled from.
    fn sources(&mut self, folder: &Path) {
        let compiled = |path: &Path| {
            let name = path
                .file_name()
                .and_then(|n| n.to_str())
                .unwrap_or_default();
            match path.is_dir() {
                true => !matches!(name, "target" | "tests" | "benches" | "examples"),
                false => name.ends_with(".rs") || name == "Cargo.toml",
            }
        };
        self.tree(folder, &compiled);
    }

    fn tree(&mut self, folder: &Path, wanted: &dyn Fn(&Path) -> bool) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| wanted(path)) {
            match path.is_dir() {
                true => self.tree(path, wanted),
                false => {
                    self.bytes(path.as_os_str().as_encoded_bytes());
                    self.file(path);
                }
            }
        }
    }

    fn finish(&self) -> String {
        self.0.finalize().to_hex()[..32].to_string()
    }
}

//! The generated workspace: a package holds one answer at a time, so that a broken neighbour never spoils a verdict.
//!
//! It is a copy of the answer and a copy of the tests, at the same relative places as in the chapter.
//! Copies, because a program under test may delete or change what it was compiled from.
//! Every package has a name of its own: two packages of one name in one target folder make cargo run
//! the other one's binary.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::exercise::Exercise;
use crate::problem::{Doing, Problem, Result};
use crate::workbook::Workbook;

/// The folder of the generated workspace, which is also where the compiler is started.
pub struct Stage {
    pub dir: PathBuf,
}

/// A package in the stage while it holds one answer.
pub struct Package {
    /// Unique in the stage, and the name of its folder.
    pub name: String,
    pub dir: PathBuf,
    /// The exercise's name, which names the test target and both files.
    pub target: String,
    /// How the answer and its tests are named to the reader.
    pub shown_source: String,
    pub shown_tests: String,
}

/// What goes into a package.
pub struct Answer<'a> {
    pub exercise: Exercise<'a>,
    pub package: &'a str,
    pub shown: &'a str,
    pub text: &'a [u8],
}

impl Stage {
    pub fn of(workbook: &Workbook) -> Self {
        Self {
            dir: workbook.grade_dir().join("stage"),
        }
    }

    /// Writes one answer's package. A file that holds the right bytes is left alone: its time tells
    /// cargo that nothing changed.
    pub fn write(&self, workbook: &Workbook, answer: &Answer) -> Result<Package> {
        let exercise = answer.exercise;
        let dir = self.dir.join(answer.package);
        let tests = exercise.tests(workbook);
        let tests_text = std::fs::read(&tests).doing("read", &tests)?;
        write_if_changed(&dir.join("src").join(exercise.file()), answer.text)?;
        write_if_changed(&dir.join("tests").join(exercise.file()), &tests_text)?;
        write_if_changed(
            &dir.join("Cargo.toml"),
            package_manifest(workbook, answer)?.as_bytes(),
        )?;
        for folder in SHARED_FOLDERS {
            copy_folder(&exercise.dir(workbook).join(folder), &dir.join(folder))?;
        }
        Ok(Package {
            name: answer.package.to_string(),
            dir,
            target: exercise.name().to_string(),
            shown_source: answer.shown.to_string(),
            shown_tests: workbook.shown(&tests),
        })
    }

    /// Makes the packages one workspace with the root's profiles, lints and lock file.
    pub fn write_workspace(&self, workbook: &Workbook, packages: &[&Package]) -> Result<()> {
        let root = read_table(&workbook.root.join("Cargo.toml"))?;
        let members = packages.iter().map(|p| Value::String(p.name.clone()));
        let mut workspace = Table::new();
        workspace.insert("resolver".into(), Value::String("3".into()));
        workspace.insert("members".into(), Value::Array(members.collect()));
        for key in ["dependencies", "lints", "package"] {
            if let Some(value) = root.get("workspace").and_then(|w| w.get(key)) {
                workspace.insert(key.into(), absolute_paths(value.clone(), &workbook.root));
            }
        }
        let mut manifest = Table::new();
        manifest.insert("workspace".into(), Value::Table(workspace));
        manifest.insert("profile".into(), Value::Table(profiles(&root)));
        if let Some(patch) = root.get("patch") {
            manifest.insert(
                "patch".into(),
                absolute_paths(patch.clone(), &workbook.root),
            );
        }
        write_if_changed(
            &self.dir.join("Cargo.toml"),
            manifest.to_string().as_bytes(),
        )?;
        let lock = workbook.root.join("Cargo.lock");
        let text = std::fs::read(&lock).doing("read", &lock)?;
        std::fs::write(self.dir.join("Cargo.lock"), text).doing("write", &lock)
    }
}

impl Package {
    pub fn source(&self) -> PathBuf {
        self.dir.join("src").join(format!("{}.rs", self.target))
    }

    /// Where the compiler is started.
    pub fn workspace(&self) -> &Path {
        self.dir.parent().unwrap_or(&self.dir)
    }

    /// `text` with the stage's paths replaced by those that the reader knows.
    pub fn map_back(&self, text: &str) -> String {
        let Self { name, target, .. } = self;
        let mounted = format!("{name}/tests/../src/{target}.rs");
        let direct = format!("{name}/src/{target}.rs");
        let tests = format!("{name}/tests/{target}.rs");
        // Absolute paths first, so that no half of one is left over.
        let stage = format!("{}/", self.workspace().display());
        text.replace(&stage, "")
            .replace(&mounted, &self.shown_source)
            .replace(&direct, &self.shown_source)
            .replace(&tests, &self.shown_tests)
    }
}

/// Folders of a chapter that tests may read from.
pub const SHARED_FOLDERS: [&str; 2] = ["data", "tests/support"];

/// The chapter's dependencies under the answer's own package name.
fn package_manifest(workbook: &Workbook, answer: &Answer) -> Result<String> {
    let chapter_dir = answer.exercise.dir(workbook);
    let chapter = read_table(&chapter_dir.join("Cargo.toml"))?;
    let edition = Value::String("2024".into());
    let mut package = Table::new();
    package.insert("name".into(), Value::String(answer.package.into()));
    package.insert("version".into(), Value::String("0.0.0".into()));
    package.insert("edition".into(), edition);
    package.insert("publish".into(), Value::Boolean(false));
    for switch in [
        "autobins",
        "autotests",
        "autoexamples",
        "autobenches",
        "autolib",
    ] {
        package.insert(switch.into(), Value::Boolean(false));
    }
    let mut test = Table::new();
    test.insert("name".into(), Value::String(answer.exercise.name().into()));
    test.insert(
        "path".into(),
        Value::String(format!("tests/{}", answer.exercise.file())),
    );
    let mut manifest = Table::new();
    manifest.insert("package".into(), Value::Table(package));
    manifest.insert("test".into(), Value::Array(vec![Value::Table(test)]));
    for key in ["dependencies", "dev-dependencies", "lints"] {
        if let Some(value) = chapter.get(key) {
            manifest.insert(key.into(), absolute_paths(value.clone(), &chapter_dir));
        }
    }
    Ok(manifest.to_string())
}

/// The root's profiles; for the development profile less to write, since nobody debugs a stage.
/// The answers keep their lines, which the report about a hang names.
fn profiles(root: &Table) -> Table {
    let own = root.get("profile").and_then(Value::as_table);
    let mut profiles = own.cloned().unwrap_or_default();
    let dev = profiles
        .entry("dev")
        .or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(dev) = dev {
        dev.insert("debug".into(), Value::String("line-tables-only".into()));
        dev.insert("incremental".into(), Value::Boolean(false));
        let packages = dev
            .entry("package")
            .or_insert_with(|| Value::Table(Table::new()));
        leave_out_debug_information(packages);
    }
    profiles
}

/// Of every dependency: it would be the larger part of each binary.
fn leave_out_debug_information(packages: &mut Value) {
    let Value::Table(packages) = packages else {
        return; // cargo will say what it expects there
    };
    packages
        .entry("*")
        .or_insert_with(|| Value::Table(Table::new()));
    for (_, profile) in packages.iter_mut() {
        if let Value::Table(profile) = profile {
            profile.insert("debug".into(), Value::Boolean(false));
        }
    }
}

/// Makes every `path = "…"` below `value` absolute, as seen from `folder`.
fn absolute_paths(value: Value, folder: &Path) -> Value {
    match value {
        Value::Table(table) => {
            let entries = table
                .into_iter()
                .map(|(key, value)| match (key.as_str(), value) {
                    ("path", Value::String(path)) => (key, Value::String(absolute(folder, &path))),
                    (_, value) => (key, absolute_paths(value, folder)),
                });
            Value::Table(entries.collect())
        }
        other => other,
    }
}

fn absolute(folder: &Path, path: &str) -> String {
    let joined = folder.join(path);
    let clean = joined.canonicalize().unwrap_or(joined);
    clean.display().to_string()
}

pub fn read_table(path: &Path) -> Result<Table> {
    let text = std::fs::read_to_string(path).doing("read", path)?;
    toml::from_str(&text).map_err(|e| {
        Problem::new(format!("cannot understand {}", path.display()))
            .why(e)
            .hint("mend that file: cargo itself cannot read it either")
    })
}

fn write_if_changed(path: &Path, text: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).doing("create", folder)?;
    }
    std::fs::write(path, text).doing("write", path)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy_folder(&from, &to)?,
            false => {
                let text = std::fs::read(&from).doing("read", &from)?;
                write_if_changed(&to, &text)?;
            }
        }
    }
    Ok(())
}

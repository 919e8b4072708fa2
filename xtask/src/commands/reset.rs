//! `reset`: the exercise's file as it was shipped; the reader's own is kept first.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use super::Ended;
use crate::clock::Moment;
use crate::exercise::Exercise;
use crate::files;
use crate::problem::{Doing, Problem, Result};
use crate::progress::Progress;
use crate::workbook::Workbook;

pub fn run(workbook: &Workbook, name: &str) -> Result<Ended> {
    let exercise = workbook.catalog.exercise(name)?;
    print!("{}", reset(workbook, exercise)?);
    Ok(Ended::Well)
}

/// Puts the stub back and says what was done.
pub fn reset(workbook: &Workbook, exercise: Exercise) -> Result<String> {
    let stub = exercise.stub(workbook);
    let shipped = std::fs::read(&stub).map_err(|error| {
        Problem::new(format!("cannot read {}", workbook.shown(&stub)))
            .why(error)
            .hint("`git status` shows what is missing, `git restore solutions` brings it back")
    })?;
    let source = exercise.source(workbook);
    let own = match std::fs::read(&source) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        read => Some(read.doing("read", &source)?),
    };
    if own.as_ref() == Some(&shipped) {
        return Ok(format!(
            "{} is as it was shipped\n",
            workbook.shown(&source)
        ));
    }
    let mut said = String::new();
    if let Some(own) = own {
        let kept = keep(workbook, exercise, &own)?;
        said += &format!("your file is kept as {}\n", workbook.shown(&kept));
    }
    files::replace(&source, &shipped)?;
    Progress::update(workbook, |progress| progress.forget(exercise.name()))?;
    Ok(said + &format!("{} is as it was shipped again\n", workbook.shown(&source)))
}

/// Writes a backup under a name that no file has yet.
fn keep(workbook: &Workbook, exercise: Exercise, text: &[u8]) -> Result<PathBuf> {
    let folder = workbook.local_dir().join("backup");
    std::fs::create_dir_all(&folder).doing("create", &folder)?;
    let stem = format!("{}-{}", exercise.name(), Moment::now().compact());
    let first = std::iter::once(format!("{stem}.rs"));
    let names = first.chain((2..).map(|n| format!("{stem}-{n}.rs")));
    for path in names.map(|name| folder.join(name)) {
        match File::create_new(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            created => {
                let mut file = created.doing("create", &path)?;
                file.write_all(text).doing("write", &path)?;
                file.sync_all().doing("write", &path)?;
                return Ok(path);
            }
        }
    }
    unreachable!("the names never end")
}

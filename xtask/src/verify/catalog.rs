//! Catalog, files, page and SUMMARY agree.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Options, Section, Step};
use crate::answers;
use crate::catalog::Chapter;
use crate::exercise::{Exercise, Kind};
use crate::problem::{Doing, Result};
use crate::stage::read_table;
use crate::workbook::Workbook;

pub fn check(workbook: &Workbook, options: &Options) -> Result<Section> {
    let mut section = Section::new(Step::Catalog);
    names_are_unique(&mut section, workbook);
    for chapter in &workbook.catalog.chapters {
        chapter_is_whole(&mut section, workbook, chapter)?;
        nothing_is_left_over(&mut section, workbook, chapter)?;
        for exercise in chapter.all() {
            entry_is_whole(&mut section, exercise);
            files_are_there(&mut section, workbook, exercise)?;
            modules_are_the_kinds(&mut section, workbook, exercise);
            if options.shipped {
                is_as_shipped(&mut section, workbook, exercise);
            }
        }
    }
    Ok(section)
}

fn names_are_unique(section: &mut Section, workbook: &Workbook) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for chapter in &workbook.catalog.chapters {
        *times.entry(&chapter.name).or_default() += 1;
        for entry in &chapter.exercises {
            *times.entry(&entry.name).or_default() += 1;
        }
    }
    for (name, times) in times {
        section.expect(name, times == 1, "the catalog has this name more than once");
    }
}

fn chapter_is_whole(section: &mut Section, workbook: &Workbook, chapter: &Chapter) -> Result<()> {
    let dir = workbook.root.join("exercises").join(&chapter.dir);
    let manifest = read_table(&dir.join("Cargo.toml"))?;
    let package = manifest.get("package").and_then(|p| p.get("name"));
    section.expect(
        &format!("exercises/{}/Cargo.toml", chapter.dir),
        package.and_then(|name| name.as_str()) == Some(&chapter.name),
        &format!("the catalog calls this package `{}`", chapter.name),
    );
    let page = workbook.root.join("book/src").join(&chapter.page);
    let shown_page = workbook.shown(&page);
    section.expect(
        &shown_page,
        page.is_file(),
        "the catalog names this page, and it is not there",
    );
    let summary = workbook.root.join("book/src/SUMMARY.md");
    let listed = std::fs::read_to_string(&summary).is_ok_and(|text| {
        text.contains(&format!("({})", chapter.page))
            || text.contains(&format!("(./{})", chapter.page))
    });
    section.expect(
        &shown_page,
        listed,
        "book/src/SUMMARY.md does not list this page",
    );
    Ok(())
}

/// Every program in the chapter's folders belongs to an exercise of the catalog.
fn nothing_is_left_over(
    section: &mut Section,
    workbook: &Workbook,
    chapter: &Chapter,
) -> Result<()> {
    let dir = workbook.root.join("exercises").join(&chapter.dir);
    for folder in ["src", "tests"] {
        for program in answers::programs(&dir.join(folder))? {
            let known = stem(&program) == "lib" || has_exercise(chapter, &stem(&program));
            section.expect(
                &workbook.shown(&program),
                known,
                "the catalog does not know this exercise",
            );
        }
    }
    let solutions = workbook.root.join("solutions").join(&chapter.dir);
    for folder in ["wrong", "also_right"] {
        let entries = std::fs::read_dir(solutions.join(folder))
            .into_iter()
            .flatten()
            .flatten();
        for path in entries
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
        {
            let known = has_exercise(chapter, &stem(&path));
            section.expect(
                &workbook.shown(&path),
                known,
                "the catalog does not know this exercise",
            );
            no_snapshot_is_left_over(section, workbook, &path)?;
        }
    }
    Ok(())
}

fn no_snapshot_is_left_over(
    section: &mut Section,
    workbook: &Workbook,
    folder: &Path,
) -> Result<()> {
    let entries = std::fs::read_dir(folder).doing("read", folder)?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|e| e == "snap") {
            let program = path.with_extension("rs").is_file();
            section.expect(&workbook.shown(&path), program, "its program is gone");
        }
    }
    Ok(())
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn has_exercise(chapter: &Chapter, name: &str) -> bool {
    chapter.exercises.iter().any(|entry| entry.name == name)
}

fn entry_is_whole(section: &mut Section, exercise: Exercise) {
    let entry = exercise.entry;
    let name = entry.name.as_str();
    let filled = |text: &String| !text.trim().is_empty();
    section.expect(
        name,
        filled(&entry.title) && filled(&entry.goal),
        "title and goal must say something",
    );
    section.expect(name, entry.minutes > 0, "how many minutes does it take?");
    let hints = (2..=4).contains(&entry.hints.len()) && entry.hints.iter().all(filled);
    section.expect(name, hints, "an exercise has 2 to 4 hints");
    let mut kinds = entry.kinds.clone();
    kinds.sort();
    kinds.dedup();
    let whole = !kinds.is_empty() && kinds.len() == entry.kinds.len();
    section.expect(
        name,
        whole,
        "an exercise has at least one kind of tests, and each once",
    );
}

fn files_are_there(section: &mut Section, workbook: &Workbook, exercise: Exercise) -> Result<()> {
    let needed = [
        exercise.source(workbook),
        exercise.tests(workbook),
        exercise.stub(workbook),
        exercise.reference(workbook),
    ];
    for path in &needed {
        section.expect(
            &workbook.shown(path),
            path.is_file(),
            "this file is missing",
        );
    }
    for path in [exercise.tests(workbook), exercise.stub(workbook)] {
        let says = std::fs::read_to_string(&path).is_ok_and(|text| text.starts_with("//!"));
        section.expect(
            &workbook.shown(&path),
            says,
            "the file must open with `//!`: what it is about",
        );
    }
    let right = answers::also_right(workbook, exercise)?.len();
    section.expect(
        exercise.name(),
        right >= 1,
        "at least one other right answer is needed",
    );
    let wrong = answers::wrong(workbook, exercise)?.len();
    section.expect(
        exercise.name(),
        wrong >= 3,
        "at least three wrong answers are needed",
    );
    Ok(())
}

/// Modules stand at the left margin of a formatted test file.
fn modules_are_the_kinds(section: &mut Section, workbook: &Workbook, exercise: Exercise) {
    let path = exercise.tests(workbook);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    for kind in Kind::ALL {
        let module = format!("mod {} {{", kind.module());
        let has = text.lines().any(|line| line == module);
        let says = exercise.entry.kinds.contains(&kind);
        let why = match says {
            true => format!("the catalog promises `{module} … }}`, and it is not there"),
            false => format!("`{module} … }}` is there, and the catalog does not name that kind"),
        };
        section.expect(&workbook.shown(&path), has == says, &why);
    }
}

fn is_as_shipped(section: &mut Section, workbook: &Workbook, exercise: Exercise) {
    let read = |path| std::fs::read(path).ok();
    let source = exercise.source(workbook);
    let same = read(source.clone()) == read(exercise.stub(workbook));
    let why = format!(
        "it differs from {}",
        workbook.shown(&exercise.stub(workbook))
    );
    section.expect(&workbook.shown(&source), same, &why);
}

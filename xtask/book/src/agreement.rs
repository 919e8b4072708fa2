//! SUMMARY.md, the catalog, the pages and the files on disk name the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use mdbook_driver::MDBook;
use mdbook_preprocessor::book::BookItem;

use crate::catalog::{Catalog, Chapter, Exercise};
use crate::directive::Directive;
use crate::listing::Listing;
use crate::page::Page;
use crate::problem::Problem;
use crate::quiz::Quiz;
use crate::stepper::Stepper;
use crate::timeline::Timeline;
use crate::workbook::Workbook;

const SUMMARY: &str = "book/src/SUMMARY.md";

/// What the pages of the book mention, by page.
struct Pages {
    /// In the order of SUMMARY.md, as paths under `book/src`.
    in_summary: BTreeSet<String>,
    directives: BTreeMap<String, Vec<(usize, Directive)>>,
}

pub fn check(workbook: &Workbook) -> Result<Vec<Problem>> {
    let pages = Pages::read(workbook)?;
    let catalog = Catalog::read(workbook)?;
    let mut problems = pages_without_a_place(workbook, &pages);
    for chapter in &catalog.chapters {
        problems.extend(check_chapter(workbook, chapter, &pages));
    }
    problems.extend(repeated_cards(&pages));
    problems.extend(listings_nobody_shows(workbook, &pages));
    problems.extend(puzzles_not_shown_once(workbook, &pages));
    problems.extend(timelines_not_shown_once(workbook, &pages));
    problems.extend(quizzes_not_on_their_page(workbook, &pages));
    problems.sort();
    Ok(problems)
}

impl Pages {
    fn read(workbook: &Workbook) -> Result<Self> {
        let book = MDBook::load(workbook.book())?;
        let mut pages = Pages {
            in_summary: BTreeSet::new(),
            directives: BTreeMap::new(),
        };
        for item in book.iter() {
            if let BookItem::Chapter(chapter) = item
                && let Some(path) = chapter.path.as_deref().and_then(Path::to_str)
            {
                pages.in_summary.insert(path.to_owned());
                pages
                    .directives
                    .insert(path.to_owned(), directives(path, &chapter.content));
            }
        }
        Ok(pages)
    }

    /// Every card with its page and line.
    fn cards(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.all()
            .filter_map(|(page, line, directive)| match directive {
                Directive::Exercise { name } => Some((name.as_str(), page, line)),
                _ => None,
            })
    }

    fn all(&self) -> impl Iterator<Item = (&str, usize, &Directive)> {
        self.directives
            .iter()
            .flat_map(|(page, found)| found.iter().map(move |(line, d)| (page.as_str(), *line, d)))
    }
}

/// Malformed ones are the preprocessor's to report.
fn directives(path: &str, text: &str) -> Vec<(usize, Directive)> {
    let found = Page { path, text }.directives();
    found
        .into_iter()
        .filter_map(|(line, d)| Some((line, d.ok()?)))
        .collect()
}

fn pages_without_a_place(workbook: &Workbook, pages: &Pages) -> Vec<Problem> {
    markdown_files(&workbook.pages(), "")
        .into_iter()
        .filter(|page| page != "SUMMARY.md" && !pages.in_summary.contains(page))
        .map(|page| {
            let message = "no line of SUMMARY.md leads to this page";
            Problem::new(
                format!("book/src/{page}"),
                message,
                "add it to book/src/SUMMARY.md, or remove the file",
            )
        })
        .collect()
}

fn markdown_files(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(markdown_files(&entry.path(), &format!("{prefix}{name}/")));
        } else if name.ends_with(".md") {
            found.push(format!("{prefix}{name}"));
        }
    }
    found
}

fn check_chapter(workbook: &Workbook, chapter: &Chapter, pages: &Pages) -> Vec<Problem> {
    if !pages.in_summary.contains(&chapter.page) {
        let message = format!(
            "chapter {} has no line for its page {}",
            chapter.number, chapter.page
        );
        return vec![Problem::new(
            SUMMARY,
            message,
            format!("add `- [{}]({})`", chapter.title, chapter.page),
        )];
    }
    let exercises = chapter.exercises.iter();
    exercises
        .flat_map(|exercise| check_exercise(workbook, chapter, exercise, pages))
        .chain(chapter_without_a_quiz(chapter, pages))
        .collect()
}

fn chapter_without_a_quiz(chapter: &Chapter, pages: &Pages) -> Option<Problem> {
    let asks = |directive: &Directive| matches!(directive, Directive::Quiz { .. });
    if pages
        .all()
        .any(|(page, _, d)| page == chapter.page && asks(d))
    {
        return None;
    }
    let quiz = Quiz::named(chapter.page.trim_end_matches(".md"));
    let message = format!("the page of chapter {} asks no questions", chapter.number);
    let hint = format!(
        "write {}, and add a line `{{{{#quiz {}}}}}` to the checkpoint",
        quiz.shown_path(),
        quiz.name
    );
    Some(Problem::new(
        format!("book/src/{}", chapter.page),
        message,
        hint,
    ))
}

fn check_exercise(
    workbook: &Workbook,
    chapter: &Chapter,
    exercise: &Exercise,
    pages: &Pages,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in [chapter.source_of(exercise), chapter.tests_of(exercise)] {
        if !workbook.root().join(&file).is_file() {
            let message = format!(
                "the catalog names `{}`, but this file does not exist",
                exercise.name
            );
            problems.push(Problem::new(
                file,
                message,
                "write it, or mend exercises/catalog.toml",
            ));
        }
    }
    let name = &exercise.name;
    if !pages
        .cards()
        .any(|(card, page, _)| card == name && page == chapter.page)
    {
        let message = format!(
            "the page of chapter {} does not show exercise `{name}`",
            chapter.number
        );
        let hint = format!("add a line `{{{{#exercise {name}}}}}` where the reader is to solve it");
        problems.push(Problem::new(
            format!("book/src/{}", chapter.page),
            message,
            hint,
        ));
    }
    problems
}

/// A second card would be a second element of the same id.
fn repeated_cards(pages: &Pages) -> Vec<Problem> {
    let mut seen = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, page, line) in pages.cards() {
        if let Some((first, at)) = seen.insert(name, (page, line)) {
            let message = format!("exercise `{name}` already has a card at {first}:{at}");
            let hint = format!("link to it instead: `{first}#exercise-{name}`");
            problems.push(Problem::new(format!("book/src/{page}"), message, hint).at(line));
        }
    }
    problems
}

fn listings_nobody_shows(workbook: &Workbook, pages: &Pages) -> Vec<Problem> {
    let of_quizzes = Quiz::all(workbook)
        .into_iter()
        .flat_map(|quiz| quiz.listings(workbook));
    let shown: BTreeSet<Listing> = pages
        .all()
        .filter_map(|(_, _, directive)| listing_of(directive))
        .chain(of_quizzes)
        .collect();
    Listing::all(workbook)
        .into_iter()
        .filter(|listing| !shown.contains(listing))
        .map(|listing| {
            let hint = format!(
                "add a line `{{{{#listing {}.rs}}}}` to a page, or remove the file",
                listing.name
            );
            Problem::new(listing.shown_path(), "no page shows this listing", hint)
        })
        .collect()
}

/// A second one would be a second element of the same id.
fn puzzles_not_shown_once(workbook: &Workbook, pages: &Pages) -> Vec<Problem> {
    let shown = |stepper: &Stepper| {
        let of_it =
            |d: &Directive| matches!(d, Directive::Stepper { name } if *name == stepper.name);
        pages.all().filter(|(_, _, d)| of_it(d)).count()
    };
    Stepper::all(workbook)
        .into_iter()
        .filter_map(|stepper| {
            let message = match shown(&stepper) {
                0 => "no page shows this puzzle",
                1 => return None,
                _ => "this puzzle is shown more than once",
            };
            let hint = format!(
                "let one page have the line `{{{{#stepper {}}}}}`",
                stepper.name
            );
            Some(Problem::new(stepper.shown_path(), message, hint))
        })
        .collect()
}

/// A second one would be a second element of the same id.
fn timelines_not_shown_once(workbook: &Workbook, pages: &Pages) -> Vec<Problem> {
    let shown = |timeline: &Timeline| {
        let of_it =
            |d: &Directive| matches!(d, Directive::Timeline { name } if *name == timeline.name);
        pages.all().filter(|(_, _, d)| of_it(d)).count()
    };
    Timeline::all(workbook)
        .into_iter()
        .filter_map(|timeline| {
            let message = match shown(&timeline) {
                0 => "no page shows this timeline",
                1 => return None,
                _ => "this timeline is shown more than once",
            };
            let hint = format!(
                "let one page have the line `{{{{#timeline {}}}}}`",
                timeline.name
            );
            Some(Problem::new(timeline.shown_path(), message, hint))
        })
        .collect()
}

/// Elsewhere it would ask before the reader can know, and twice it would be two elements of the same id.
fn quizzes_not_on_their_page(workbook: &Workbook, pages: &Pages) -> Vec<Problem> {
    let places = |quiz: &Quiz| -> Vec<&str> {
        let of_it = |d: &Directive| matches!(d, Directive::Quiz { name } if *name == quiz.name);
        let found = pages.all().filter(|(_, _, d)| of_it(d));
        found.map(|(page, _, _)| page).collect()
    };
    Quiz::all(workbook)
        .into_iter()
        .filter_map(|quiz| {
            let page = format!("{}.md", quiz.name);
            let message = match places(&quiz)[..] {
                [place] if place == page => return None,
                [] => "no page shows this quiz",
                [_] => "this quiz stands on another chapter's page",
                _ => "this quiz is shown more than once",
            };
            let hint = format!(
                "let book/src/{page} alone have the line `{{{{#quiz {}}}}}`",
                quiz.name
            );
            Some(Problem::new(quiz.shown_path(), message, hint))
        })
        .collect()
}

fn listing_of(directive: &Directive) -> Option<Listing> {
    match directive {
        Directive::Listing { file, .. } => Listing::of_file(file),
        Directive::Output { name } | Directive::Schedule { name } => Some(Listing::named(name)),
        _ => None,
    }
}

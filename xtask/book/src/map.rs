//! The map of chapters: what there is to solve, and how far the reader is.
//!
//! It stands on the first page as a list of links, and `chapters.js` tells every page's script the same in short, so
//! that the sidebar can show it. `book/map.toml` has a line about each chapter.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::json;

use crate::catalog::{Catalog, Chapter, Exercise};
use crate::html::{escape, inline};
use crate::progress::Progress;
use crate::quiz::Quiz;
use crate::stepper::Stepper;
use crate::workbook::Workbook;

/// From the workbook's root.
pub const FILE: &str = "book/map.toml";

/// The line about each chapter, by its folder.
type Ideas = BTreeMap<String, String>;

/// What a page shows in place of the directive. What is wrong with the map comes as a terse sentence.
///
/// States are the script's to fill in: a page is built once, and the reader goes on.
pub fn render(workbook: &Workbook, catalog: &Catalog) -> Result<String, String> {
    let text = std::fs::read_to_string(workbook.root().join(FILE)).unwrap_or_default();
    let ideas: Ideas = toml::from_str(&text).map_err(|e| e.to_string().trim_end().to_owned())?;
    let is_chapter = |dir: &String| catalog.chapters.iter().any(|c| c.dir == *dir);
    if let Some(stranger) = ideas.keys().find(|dir| !is_chapter(dir)) {
        return Err(format!("`{stranger}` is no chapter"));
    }
    let puzzles = Stepper::all(workbook);
    let chapters: Result<String, String> = catalog
        .chapters
        .iter()
        .map(|chapter| {
            let idea = ideas.get(&chapter.dir);
            let idea = idea.ok_or_else(|| format!("there is no line about `{}`", chapter.dir))?;
            Ok(entry(
                chapter,
                idea,
                &kept_in_the_browser(chapter, &puzzles, workbook),
            ))
        })
        .collect();
    Ok(format!(
        "\n<link rel=\"stylesheet\" href=\"styles/map.css\">\n<ol class=\"wb-map\">\n{}</ol>\n\n",
        chapters?
    ))
}

fn entry(chapter: &Chapter, idea: &str, kept: &str) -> String {
    let page = address(chapter);
    let exercises: String = chapter.exercises.iter().map(|e| square(e, &page)).collect();
    format!(
        "<li class=\"wb-map-chapter\" data-page=\"{page}\"><p class=\"wb-map-title\"><a href=\"{page}\">{:02} {}</a></p>\
         <p class=\"wb-map-idea\">{}</p>\n<ul class=\"wb-squares\" aria-label=\"Exercises\">{exercises}</ul>{kept}</li>\n",
        chapter.number,
        escape(&chapter.title),
        inline(idea),
    )
}

fn square(exercise: &Exercise, page: &str) -> String {
    let Exercise { name, title, .. } = exercise;
    format!(
        "<li><a class=\"wb-square\" href=\"{page}#exercise-{name}\" data-exercise=\"{name}\" data-state=\"unchecked\">{}</a></li>",
        escape(title)
    )
}

/// How many puzzles and questions there are; which of them are done, the browser knows.
fn kept_in_the_browser(chapter: &Chapter, puzzles: &[Stepper], workbook: &Workbook) -> String {
    let parts: Vec<String> = [
        puzzles_of(chapter, puzzles),
        questions_of(chapter, workbook),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts[..] {
        [] => String::new(),
        _ => format!("<p class=\"wb-map-kept\">{}</p>", parts.join(", ")),
    }
}

fn puzzles_of(chapter: &Chapter, puzzles: &[Stepper]) -> Option<String> {
    let own = format!("{}/", chapter.dir);
    let names = puzzles.iter().map(|puzzle| puzzle.name.as_str());
    let names: Vec<&str> = names.filter(|name| name.starts_with(&own)).collect();
    let shown = format!(
        "<span data-puzzles=\"{}\">{}</span>",
        names.join(" "),
        report::text::counted(names.len(), "puzzle", "puzzles")
    );
    (!names.is_empty()).then_some(shown)
}

/// What is wrong with a quiz is said where a page shows it.
fn questions_of(chapter: &Chapter, workbook: &Workbook) -> Option<String> {
    let questions = Quiz::named(&chapter.dir).read(workbook).ok()?;
    Some(format!(
        "<span data-quiz=\"{}\">{}</span>",
        chapter.dir,
        report::text::counted(questions.0.len(), "question", "questions")
    ))
}

fn address(chapter: &Chapter) -> String {
    chapter.page.replacen(".md", ".html", 1)
}

/// What `theme/map.js` reads: for each chapter its page, and the state of each exercise by name.
pub fn to_script(progress: &Progress) -> String {
    let chapters: Vec<_> = progress
        .catalog()
        .chapters
        .iter()
        .map(|chapter| {
            let exercises = chapter.exercises.iter();
            let states: Vec<_> = exercises
                .map(|exercise| json!([exercise.name, progress.state(&exercise.name).name()]))
                .collect();
            json!({ "page": address(chapter), "exercises": states })
        })
        .collect();
    format!("window.WORKBOOK_CHAPTERS = {};\n", json!(chapters))
}

//! The book builder: builds, serves and checks the book under `book/`.
//!
//! A package of its own, because mdBook is large and the grader must start without it.
//!
//! # Commands
//!
//! | command | what it does |
//! |---|---|
//! | `build` | renders into `book/book`; opens from `file://` as well; `--epub` and `--pdf` write it as one file, too |
//! | `serve` | the same on 127.0.0.1, rebuilt and re-graded on save, verdicts shown in the page |
//! | `check` | links, fragments, images, SUMMARY against catalog against files, listings, recorded outputs, puzzles, timelines, the answers of quizzes, the dictionary's paths |
//! | `record` | runs listings and writes what they print beside them |
//! | `dictionary` | writes the paths that the dictionary names to where rustdoc looks them up |
//! | `preprocess` | what plain `mdbook build book` calls |
//!
//! Exit code 1 means that the book has something to mend, 2 that the tool could not do its work.
//!
//! # Directives
//!
//! Each stands on a line of its own, outside code blocks; a backslash before it shows it instead.
//!
//! | directive | becomes |
//! |---|---|
//! | `{{#listing 03-races/lost_update_wrong.rs}}` | the whole program, with its path; `….rs:part` shows the lines between `// ANCHOR: part` and `// ANCHOR_END: part` |
//! | `{{#output 03-races/lost_update_wrong}}` | the recorded command and output; of a listing under `refused/`, what the compiler says |
//! | `{{#schedule 03-races/lost_update_wrong}}` | the recorded interleaving as a table, a column a thread, a row a step |
//! | `{{#measured gil}}` | a plot of the reader's own measurement, else of the recorded one; with a slider where a law goes with it |
//! | `{{#stepper 03-races/lost_update}}` | a puzzle of `book/steppers`, to be stepped through in the page |
//! | `{{#timeline 07-queues/filling}}` | a figure of `book/timelines` over virtual time, with a slider |
//! | `{{#quiz 03-races}}` | the questions of `book/quizzes/03-races.toml`, judged in the page |
//! | `{{#exercise lost_update}}` | the exercise's heading (`#exercise-lost_update`) and card, with its live verdict |
//! | `{{#hints lost_update}}` | its hints, each folded inside the one before |
//! | `{{#answer What it prints}}` … `{{/answer}}` | folds the markdown between; without a text the label is “Answer” |
//! | `{{#map}}` | every chapter with its line of `book/map.toml`, its exercises and their states |
//! | `{{#dictionary}}` | the tables of `book/dictionary.toml`: Python's names, and Rust's |
//!
//! A word in italics that the glossary has becomes a link to it, the first time on a page ([`glossary`]).
//!
//! mdBook's own `{{#include}}` works, and what it names must exist. Whatever does not exist stops the
//! build with page, line and the next command.
//!
//! # From a page to HTML
//!
//! ```text
//! book/src/*.md ── page: directives ──▶ mdBook: links, HTML ──▶ book/book ── links, agreement: check
//!                     ▲                                          ▲
//!      catalog.toml, listings, recorded .out/.stderr/.schedule.json   .workbook/progress.json as progress.js, chapters.js
//! ```
//!
//! # Invariants
//!
//! - A page needs no network, and no server: scripts are classic scripts, data is a script that sets a global.
//! - Markup is made here, in [`card`], [`schedule_table`], [`stepper`], [`slider`] and [`quiz`], for the build, for
//!   `file://` and for live verdicts alike; the page's script only puts it in place.
//! - What a puzzle's steps do is said once, in [`stepper::machine`]; the script walks a graph of its states.
//! - What happens in a figure over time is computed here, by the simulations of [`timeline`], for every position of its
//!   slider; the script shows one position at a time, and the table has them all.
//! - The same holds for the curve of a law over measured points ([`measured`]); what is measured is never changed.
//! - The builder never grades: it starts `cargo xtask check` and reads what that says.
//! - While `serve` grades, nothing is built, so that a test that measures is left alone.
//! - A page loads no font, and weighs at most 400 KiB without images; the package in `xtask/browser` looks.
//! - A part that the search shall find has a heading of its own ([`dictionary::markup`]), since that is what mdBook's
//!   index is cut into.
//! - `index.hbs` is mdBook's own: what we change about a page, style sheet and script change. `head.hbs` adds what only
//!   the contents' frame lacks, a title.

pub mod agreement;
pub mod book;
pub mod card;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod command;
pub mod dictionary;
pub mod directive;
pub mod elements;
pub mod epub;
pub mod events;
pub mod glossary;
pub mod grading;
pub mod html;
pub mod include;
pub mod links;
pub mod listing;
pub mod map;
pub mod measured;
pub mod page;
pub mod pdf;
pub mod picture;
pub mod preprocessor;
pub mod problem;
pub mod progress;
pub mod quiz;
pub mod recording;
pub mod refused;
pub mod request;
pub mod response;
pub mod schedule_table;
pub mod server;
pub mod slider;
pub mod standing;
pub mod stepper;
pub mod timeline;
pub mod warnings;
pub mod watcher;
pub mod workbook;
pub mod worker;

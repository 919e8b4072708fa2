//! One page: its directives become markdown and HTML, or problems.

use std::path::Path;

use crate::card;
use crate::catalog::{Catalog, Chapter, Exercise};
use crate::dictionary::{self, Dictionary};
use crate::directive::{self, Directive, KNOWN};
use crate::html::escape;
use crate::include;
use crate::listing::{self, Listing};
use crate::map;
use crate::measured;
use crate::problem::Problem;
use crate::quiz::Quiz;
use crate::schedule_table;
use crate::standing::Standing;
use crate::stepper::Stepper;
use crate::timeline::Timeline;
use crate::workbook::Workbook;

/// What directives refer to.
pub struct Library {
    pub workbook: Workbook,
    pub catalog: Catalog,
}

/// A page's source and its place under `book/src`.
pub struct Page<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

impl Page<'_> {
    /// The directives of the page with their 1-based lines, malformed ones as messages.
    pub fn directives(&self) -> Vec<(usize, Result<Directive, String>)> {
        self.lines()
            .filter(|line| !line.in_code)
            .filter_map(|line| Some((line.number, directive::parse(line.text)?)))
            .collect()
    }

    /// The page as mdBook is to see it. All its problems are reported at once.
    pub fn expand(&self, library: &Library) -> Result<String, Vec<Problem>> {
        let mut out = String::with_capacity(self.text.len());
        let mut problems = Vec::new();
        for line in self.lines() {
            problems.extend(self.check_includes(&line, library));
            match expand_line(&line, library) {
                Ok(text) => out.push_str(&text),
                Err(problem) => problems.push(self.place(problem, line.number)),
            }
        }
        problems.extend(self.unbalanced_answers());
        if problems.is_empty() {
            Ok(out)
        } else {
            Err(problems)
        }
    }

    fn file(&self) -> String {
        format!("book/src/{}", self.path)
    }

    fn place(&self, trouble: Trouble, line: usize) -> Problem {
        Problem::new(self.file(), trouble.message, trouble.hint).at(line)
    }

    fn check_includes(&self, line: &Line, library: &Library) -> Vec<Problem> {
        let page = library.workbook.pages().join(self.path);
        let folder = page.parent().unwrap_or(Path::new("."));
        include::check(line.text, folder)
            .into_iter()
            .map(|message| {
                self.place(
                    Trouble::new(message, "mend the path, or the mark in that file"),
                    line.number,
                )
            })
            .collect()
    }

    fn unbalanced_answers(&self) -> Option<Problem> {
        let mut open = None;
        for (line, directive) in self.directives() {
            match (directive, open) {
                (Ok(Directive::Answer { .. }), None) => open = Some(line),
                (Ok(Directive::AnswerEnd), Some(_)) => open = None,
                (Ok(Directive::Answer { .. }), Some(_)) => {
                    return Some(self.place(
                        Trouble::new(
                            "an answer inside an answer",
                            "close the first one with `{{/answer}}`",
                        ),
                        line,
                    ));
                }
                (Ok(Directive::AnswerEnd), None) => {
                    return Some(self.place(
                        Trouble::new(
                            "`{{/answer}}` closes nothing",
                            "open one with `{{#answer}}`",
                        ),
                        line,
                    ));
                }
                _ => {}
            }
        }
        let trouble = Trouble::new(
            "this answer is never closed",
            "close it with `{{/answer}}` on a line of its own",
        );
        open.map(|line| self.place(trouble, line))
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut fence = Fence::default();
        (1..)
            .zip(self.text.lines())
            .map(move |(number, text)| Line {
                number,
                text,
                in_code: fence.covers(text),
            })
    }
}

struct Line<'a> {
    number: usize,
    text: &'a str,
    in_code: bool,
}

/// A problem that does not know its place yet.
struct Trouble {
    message: String,
    hint: String,
}

impl Trouble {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Trouble {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Follows code fences, so that a page can show a directive.
#[derive(Default)]
struct Fence {
    /// The opening fence's character and length.
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether this line belongs to a code block, its fences included.
    fn covers(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = line.chars().take_while(|c| Some(*c) == mark).count();
        match (self.open, mark) {
            (None, Some(mark)) if length >= 3 => {
                self.open = Some((mark, length));
                true
            }
            (None, _) => false,
            (Some((open, least)), Some(mark))
                if mark == open && length >= least && line.len() == length =>
            {
                self.open = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

fn expand_line(line: &Line, library: &Library) -> Result<String, Trouble> {
    if line.in_code {
        return Ok(format!("{}\n", line.text));
    }
    let Some(directive) = directive::parse(line.text) else {
        return Ok(format!("{}\n", line.text));
    };
    let hint = || format!("a directive is one of: {KNOWN}");
    match directive.map_err(|message| Trouble::new(message, hint()))? {
        Directive::Listing { file, part } => listing_figure(&file, part.as_deref(), library),
        Directive::Output { name } => output_figure(&Listing::named(name), library),
        Directive::Schedule { name } => schedule_figure(&Listing::named(name), library),
        Directive::Measured { name } => measured_figure(&name, library),
        Directive::Stepper { name } => stepper(&Stepper::named(name), library),
        Directive::Timeline { name } => timeline(&Timeline::named(name), library),
        Directive::Quiz { name } => quiz(&Quiz::named(name), library),
        Directive::Exercise { name } => {
            let (chapter, exercise) = find(&name, library)?;
            Ok(card::render(chapter, exercise, &Standing::default()))
        }
        Directive::Hints { name } => hints(&name, library),
        Directive::Answer { label } => Ok(open_answer(label.as_deref())),
        Directive::AnswerEnd => Ok("\n</div></details>\n".into()),
        Directive::Dictionary => dictionary_tables(library),
        Directive::Map => map_of_chapters(library),
    }
}

fn listing_figure(file: &str, part: Option<&str>, library: &Library) -> Result<String, Trouble> {
    let no_such = || {
        Trouble::new(
            format!("there is no listing `{file}`"),
            "listings are the `.rs` files under book/listings",
        )
    };
    let listing = Listing::of_file(file).ok_or_else(no_such)?;
    let source = listing.source(&library.workbook).map_err(|_| no_such())?;
    let shown = match part {
        None => listing::whole(&source),
        Some(part) => listing::part(&source, part).ok_or_else(|| {
            Trouble::new(
                format!("`{file}` has no `ANCHOR: {part}`"),
                "mark the part in the listing, or show it whole",
            )
        })?,
    };
    let note = if listing.is_refused() {
        " <span class=\"wb-note\">does not compile</span>"
    } else {
        ""
    };
    let caption = format!("<code>{}</code>{note}", escape(&listing.shown_path()));
    Ok(code_figure("wb-listing", &caption, "rust", &shown))
}

fn output_figure(listing: &Listing, library: &Library) -> Result<String, Trouble> {
    let output = listing
        .output(&library.workbook)
        .map_err(|_| not_recorded(listing, listing.output_extension(), library))?;
    let (label, language) = if listing.is_refused() {
        ("What the compiler says", "text")
    } else {
        ("Recorded output", "console")
    };
    Ok(code_figure("wb-output", label, language, &output))
}

fn schedule_figure(listing: &Listing, library: &Library) -> Result<String, Trouble> {
    let schedule = listing
        .schedule(&library.workbook)
        .map_err(|_| not_recorded(listing, "schedule.json", library))?;
    Ok(format!(
        "\n<figure class=\"wb-figure\">\n<figcaption>Recorded interleaving of <code>{}.rs</code>, {}</figcaption>\n{}</figure>\n\n",
        escape(&listing.name),
        schedule_table::provenance(&schedule),
        schedule_table::render(&schedule)
    ))
}

fn measured_figure(name: &str, library: &Library) -> Result<String, Trouble> {
    let shown = measured::read(&library.workbook, name);
    if shown.is_empty() {
        let command = match name.strip_prefix("bench-") {
            Some(contest) => format!("bench {contest}"),
            None => format!("measure {name}"),
        };
        return Err(Trouble::new(
            format!("nothing is recorded in book/measured/{name}.json"),
            format!("run `cargo xtask {command} --record`"),
        ));
    }
    let plots = shown
        .iter()
        .map(|(measured, whose)| measured::render(name, measured, *whose));
    Ok(plots.collect())
}

fn stepper(stepper: &Stepper, library: &Library) -> Result<String, Trouble> {
    stepper.render(&library.workbook).map_err(|faults| {
        Trouble::new(
            format!("puzzle `{}`: {}", stepper.name, faults.join("; ")),
            format!("mend {}", stepper.shown_path()),
        )
    })
}

fn timeline(timeline: &Timeline, library: &Library) -> Result<String, Trouble> {
    timeline.render(&library.workbook).map_err(|faults| {
        Trouble::new(
            format!("timeline `{}`: {}", timeline.name, faults.join("; ")),
            format!("mend {}", timeline.shown_path()),
        )
    })
}

fn quiz(quiz: &Quiz, library: &Library) -> Result<String, Trouble> {
    quiz.render(&library.workbook).map_err(|faults| {
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        Trouble::new(
            format!("quiz `{}`: {}", quiz.name, messages.join("; ")),
            format!("mend {}", quiz.place(&faults)),
        )
    })
}

fn dictionary_tables(library: &Library) -> Result<String, Trouble> {
    let file = library.workbook.root().join(dictionary::FILE);
    let dictionary = std::fs::read_to_string(file)
        .map_err(|_| "it has no file".to_owned())
        .and_then(|text| Dictionary::parse(&text))
        .map_err(|fault| {
            let message = format!("the dictionary: {fault}");
            Trouble::new(message, format!("mend {}", dictionary::FILE))
        })?;
    Ok(dictionary::markup::render(&dictionary, &library.catalog))
}

fn map_of_chapters(library: &Library) -> Result<String, Trouble> {
    map::render(&library.workbook, &library.catalog).map_err(|fault| {
        let hint = format!("mend {}: a line for each chapter's folder", map::FILE);
        Trouble::new(format!("the map: {fault}"), hint)
    })
}

/// A listing that does not exist and one that was never run need different next steps.
fn not_recorded(listing: &Listing, extension: &str, library: &Library) -> Trouble {
    let name = &listing.name;
    if listing.source(&library.workbook).is_err() {
        return Trouble::new(
            format!("there is no listing `{name}`"),
            "a listing's name is its path under book/listings, without `.rs`",
        );
    }
    Trouble::new(
        format!("nothing is recorded in book/listings/{name}.{extension}"),
        format!("run `cargo run -p workbook-book -- record {name}`"),
    )
}

fn find<'a>(name: &str, library: &'a Library) -> Result<(&'a Chapter, &'a Exercise), Trouble> {
    library.catalog.find(name).ok_or_else(|| {
        Trouble::new(
            format!("there is no exercise `{name}`"),
            "exercises are listed in exercises/catalog.toml; see `cargo xtask list`",
        )
    })
}

fn hints(name: &str, library: &Library) -> Result<String, Trouble> {
    let (_, exercise) = find(name, library)?;
    if exercise.hints.is_empty() {
        return Err(Trouble::new(
            format!("`{name}` has no hints"),
            "add them in exercises/catalog.toml",
        ));
    }
    Ok(format!("\n{}\n", card::render_hints(exercise)))
}

fn open_answer(label: Option<&str>) -> String {
    let label = escape(label.unwrap_or("Answer"));
    format!("\n<details class=\"wb-answer\"><summary>{label}</summary><div>\n\n")
}

/// A code block with a caption; the fence is longer than any run of backticks in the text.
pub(crate) fn code_figure(class: &str, caption: &str, language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!(
        "\n<figure class=\"wb-figure {class}\">\n<figcaption>{caption}</figcaption>\n\n{fence}{language}\n{}\n{fence}\n\n</figure>\n\n",
        text.trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> Vec<usize> {
        let page = Page { path: "a.md", text };
        page.lines()
            .filter(|line| line.in_code)
            .map(|line| line.number)
            .collect()
    }

    #[test]
    fn a_fence_ends_with_its_own_mark_only() {
        assert_eq!(covered("a\n```rust\n~~~\nx\n```\nb"), [2, 3, 4, 5]);
        assert_eq!(
            covered("````md\n```\n{{#listing a.rs}}\n```\n````\nb"),
            [1, 2, 3, 4, 5]
        );
    }

    #[test]
    fn a_figures_fence_outgrows_the_text() {
        let figure = code_figure("c", "caption", "rust", "/// ```\n/// x\n/// ```\n");
        assert!(figure.contains("\n````rust\n/// ```"), "{figure}");
    }
}

//! The book in a real browser: what a reader sees, hears and types, page by page.
//!
//! A package of its own, built only for `cargo xtask verify --browser`. It drives Chromium through
//! chromedriver, by the WebDriver protocol, and opens the built book as a reader does: from its folder.
//!
//! # What is checked
//!
//! | in each page | how |
//! |---|---|
//! | nothing comes from outside, no script fails | Chromium's own logs |
//! | it weighs at most [`traffic::MOST`] | files on disk of all that the page asked for, images and the reader's verdicts aside |
//! | it does not jump while it loads | layout shifts, and where the first screen stands before the scripts have come |
//! | it is no wider than the window, in any theme | at [`visit::WIDTHS`] |
//! | axe-core finds nothing, in any theme | everything unfolded, every puzzle at its goal, an answer judged |
//! | who wants no motion gets none | [`look::motion`]: the styles of every element, and what runs |
//! | each puzzle can be solved by keyboard | [`puzzle`] looks for the shortest way in the page's data |
//! | each question can be answered by keyboard | [`quiz`]: wrongly, which it says, then rightly; started again, once more |
//! | each slider shows what it says, at each position | [`slider`]: one drawing, its sentence, its value, with the arrows, Home and End |
//! | a term's definition comes with the focus | [`term`]: Escape hides it, and the focus stays |
//! | a program can be copied by keyboard | [`copy`]: the first one |
//! | without scripts, its text is there | scripts switched off |
//!
//! | elsewhere | how |
//! |---|---|
//! | sidebar, themes, search and map work by keyboard | [`menu`]: each result of a search leads to a place of this book |
//! | axe-core finds nothing in the pages that no list has | [`unlisted`]: `print.html`, `toc.html`, and what is shown for a wrong address |
//! | paper has all that is folded, hints aside | `print.html`, shown as it is printed |
//! | a save changes its card, and the page is not loaded anew | [`saved`], while `serve` runs |
//!
//! By keyboard means: from a link to the place, with TAB and the keys that a reader has. Wherever TAB leads, something
//! has the focus and is to be seen: [`keyboard`] looks at each stop.
//!
//! | module | holds |
//! |---|---|
//! | [`cli`] | the command line |
//! | [`driver`], [`window`] | chromedriver's process, and a window of the browser |
//! | [`visit`], [`menu`], [`unlisted`], [`saved`] | the jobs: a page, what surrounds each, those without a place in the list, a save |
//! | [`keyboard`], [`puzzle`], [`quiz`], [`slider`], [`term`], [`copy`] | the checks that press keys |
//! | [`look`], [`traffic`] | the checks of a page that nobody touches |
//! | [`report`] | what they found |
//! | `scripts/` | what is asked inside a page |
//! | `axe/` | axe-core as it is published, under its own licence |
//!
//! # Invariants
//!
//! - Nothing is waited for by the clock: a check waits until the page says so, and a limit only ends what hangs.
//! - The reader's files are not touched: the book is built into a folder of its own, and saves happen in a copy of
//!   the grader's fixture.
//! - Keys lead everywhere: no check by keyboard sets the focus or clicks.
//! - The browser cannot reach any other machine, whatever a page asks for.
//! - Where there is no browser nothing is checked, and the exit code says so: 3. Otherwise 1 means that something is
//!   to be mended, 2 that the checks could not be made.

mod cli;
mod copy;
mod driver;
mod keyboard;
mod look;
mod menu;
mod puzzle;
mod quiz;
mod report;
mod saved;
mod slider;
mod term;
mod traffic;
mod unlisted;
mod visit;
mod window;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Context, Result};
use clap::Parser;
use tokio::task::LocalSet;
use workbook_book::book;
use workbook_book::workbook::Workbook;

use cli::{Cli, Job};
use driver::{Driver, Programs};
use menu::Menu;
use report::{Place, Report};
use unlisted::Look;
use visit::Visit;
use window::Window;

/// Two windows keep two cores busy; more would only wait for each other.
const WINDOWS: usize = 2;

const NO_BROWSER: u8 = 3;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let Some(programs) = Programs::find() else {
        println!("{}", driver::MISSING);
        return ExitCode::from(NO_BROWSER);
    };
    match run(&cli, &programs) {
        Ok(report) => {
            if cli.weights {
                report.print_weights();
            }
            print!("{report}");
            ExitCode::from(u8::from(!report.findings.is_empty()))
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, programs: &Programs) -> Result<Report> {
    let workbook = Workbook::around(&std::env::current_dir()?)?;
    let scratch = tempfile::tempdir().context("making a folder to build in")?;
    let built = book::build_into(&workbook, scratch.path())?;
    let jobs = cli.jobs(&built.folder)?;
    let report = Report::new(workbook.root().join(".workbook/browser"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, async {
        let driver = Driver::start(programs, cli.show).await?;
        let outcome = work(&driver, &workbook, &built.folder, jobs, report).await;
        driver.stop().await;
        outcome
    })
}

/// What the windows share.
struct Work {
    jobs: RefCell<VecDeque<Job>>,
    report: RefCell<Report>,
}

impl Work {
    async fn until_done(&self, window: &Window, workbook: &Workbook, folder: &Path) -> Result<()> {
        while let Some(job) = self.next() {
            match job {
                Job::Save => saved::check(window, self, workbook).await?,
                Job::Menu => {
                    let menu = Menu {
                        window,
                        work: self,
                        folder,
                    };
                    menu.run().await?;
                }
                Job::Unlisted(page) => {
                    let look = Look {
                        window,
                        work: self,
                        workbook,
                        folder,
                        page,
                    };
                    look.run().await?;
                }
                Job::Page(page) => {
                    let visit = Visit {
                        window,
                        work: self,
                        folder,
                        page: &page,
                    };
                    visit.run().await?;
                }
            }
        }
        Ok(())
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// One more check; where it found faults, a picture of the page is kept.
    async fn expect(&self, window: &Window, place: &Place, faults: Vec<String>) -> Result<()> {
        if !faults.is_empty() {
            let pictures = self.report.borrow().pictures.clone();
            std::fs::create_dir_all(&pictures)?;
            window.take_picture(&pictures.join(place.picture())).await?;
        }
        self.report.borrow_mut().take(place, faults);
        Ok(())
    }

    fn weigh(&self, page: &str, bytes: u64) {
        let mut report = self.report.borrow_mut();
        report.weights.insert(page.to_owned(), bytes);
    }
}

/// Each window takes the next job until there is none.
async fn work(
    driver: &Driver,
    workbook: &Workbook,
    folder: &Path,
    jobs: VecDeque<Job>,
    report: Report,
) -> Result<Report> {
    let work = Rc::new(Work {
        jobs: RefCell::new(jobs),
        report: RefCell::new(report),
    });
    let mut windows = Vec::new();
    for _ in 0..WINDOWS {
        let (work, window) = (Rc::clone(&work), driver.window().await?);
        let (workbook, folder) = (workbook.clone(), folder.to_owned());
        windows.push(tokio::task::spawn_local(async move {
            let outcome = work.until_done(&window, &workbook, &folder).await;
            // Whatever happened: a browser that is left open outlives its driver.
            window.close().await;
            outcome
        }));
    }
    for window in windows {
        window.await??;
    }
    let work = Rc::into_inner(work).expect("the windows are closed");
    Ok(work.report.into_inner())
}

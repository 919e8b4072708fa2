//! What each command does, in the words of the modules that do it.

use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use anyhow::{Context, Result};
use mdbook_preprocessor::Preprocessor;

use crate::book;
use crate::check;
use crate::dictionary;
use crate::epub;
use crate::pdf::{self, Environment};
use crate::picture;
use crate::preprocessor::WorkbookPreprocessor;
use crate::recording;
use crate::server::{self, Site};
use crate::watcher::Watcher;
use crate::workbook::Workbook;
use crate::worker;

pub fn build(workbook: &Workbook, pdf: bool, epub: bool) -> Result<ExitCode> {
    let start = Instant::now();
    let built = book::build(workbook)?;
    for warning in &built.warnings {
        eprintln!("warning: {warning}");
    }
    let index = built.folder.join("index.html");
    println!("{} ({} ms)", index.display(), start.elapsed().as_millis());
    if epub {
        println!("{}", epub::write(workbook, &built)?.display());
    }
    if pdf {
        let environment = Environment::of_this_process();
        println!("{}", pdf::write(workbook, &built, &environment)?.display());
    }
    Ok(ExitCode::SUCCESS)
}

pub fn check(workbook: &Workbook, run_listings: bool) -> Result<ExitCode> {
    let checked = check::check(workbook, run_listings)?;
    for address in &checked.outside {
        println!("outside: {address}");
    }
    println!("the book is sound");
    Ok(ExitCode::SUCCESS)
}

pub fn record(workbook: &Workbook, names: &[String]) -> Result<ExitCode> {
    let count = recording::record(workbook, names)?;
    let listings = report::text::counted(count, "listing", "listings");
    println!("recorded {listings}; look at them with `git diff book/listings`");
    Ok(ExitCode::SUCCESS)
}

pub fn dictionary(workbook: &Workbook) -> Result<ExitCode> {
    let paths = dictionary::proof::write(workbook)?;
    println!("{paths} paths; `cargo run -p workbook-book -- check` looks them up");
    Ok(ExitCode::SUCCESS)
}

pub fn picture(workbook: &Workbook) -> Result<ExitCode> {
    println!("{}", picture::draw(workbook)?.display());
    Ok(ExitCode::SUCCESS)
}

pub fn serve(workbook: Workbook, port: u16, open: Option<bool>) -> Result<ExitCode> {
    let built = book::build(&workbook)?;
    let listener = server::listen(port)?;
    let site = Arc::new(Site::new(workbook, built.folder)?);
    let (sender, changes) = mpsc::channel();
    let _watcher = Watcher::start(&site.workbook, sender)?;
    let at_work = Arc::clone(&site);
    std::thread::spawn(move || worker::run(&at_work, &changes));
    announce(
        &listener,
        open.unwrap_or_else(|| io::stdout().is_terminal()),
    )?;
    server::run(&listener, &site)?;
    Ok(ExitCode::SUCCESS)
}

/// A reader without a browser at hand still has the address.
fn announce(listener: &std::net::TcpListener, open_browser: bool) -> Result<()> {
    let address = format!("http://{}/", listener.local_addr()?);
    println!("{address}  (stop with Ctrl-C)");
    if open_browser && open::that_detached(&address).is_err() {
        eprintln!("no browser could be started; open the address yourself");
    }
    Ok(())
}

/// mdBook first asks `supports RENDERER`, then sends the book.
pub fn preprocess(workbook: &Workbook, question: &[String]) -> Result<ExitCode> {
    let preprocessor = WorkbookPreprocessor::new(workbook)?;
    if let [verb, renderer] = question
        && verb == "supports"
    {
        let supported = preprocessor.supports_renderer(renderer)?;
        return Ok(if supported {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let (context, book) =
        mdbook_preprocessor::parse_input(io::stdin()).context("reading what mdBook sends")?;
    let book = preprocessor.run(&context, book)?;
    serde_json::to_writer(io::stdout().lock(), &book)?;
    Ok(ExitCode::SUCCESS)
}

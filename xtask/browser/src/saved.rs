//! A save, seen in a page that `serve` shows.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use workbook_book::book;
use workbook_book::server::{self, Site};
use workbook_book::watcher::Watcher;
use workbook_book::workbook::Workbook;
use workbook_book::worker;

use crate::Work;
use crate::report::Place;
use crate::window::Window;

/// Answers once the card of the exercise has that state, with what it says.
const CARD: &str = include_str!("../scripts/card.js");

/// Stays as long as the page is not loaded anew.
const MARK: &str = "window.workbookWasHere = true;";
const MARKED: &str = "return window.workbookWasHere === true;";

/// A workbook of the grader's own tests, in a folder of its own, with a page for its first chapter.
struct Copy {
    folder: TempDir,
}

/// Builds and grades no more once it is dropped; the process's end closes the address.
struct Served {
    address: SocketAddr,
    _watcher: Watcher,
}

/// Saves a wrong answer, then the right one, and waits for the card each time.
pub async fn check(window: &Window, work: &Work, workbook: &Workbook) -> Result<()> {
    let copy = Copy::of(workbook)?;
    copy.build_grader().await?;
    // Dropped before the copy, so that nobody sees it go.
    let served = copy.serve()?;
    let address = served.address;
    window.resize(WIDTH).await?;
    window
        .open(&format!("http://{address}/01-sums.html"))
        .await?;
    window.ask(MARK).await?;
    let place = Place {
        page: "serve".into(),
        theme: "light".into(),
        width: WIDTH,
    };
    for (answer, state) in [("wrong/add/one_more", "refused"), ("add", "passed")] {
        copy.save(answer)?;
        let seen = window
            .ask_later(CARD, vec![json!("add"), json!(state)])
            .await;
        let mut faults = Vec::new();
        if let Err(error) = seen {
            faults.push(format!(
                "after {answer} was saved, its card never was {state}: {error:#}"
            ));
        } else if window.ask(MARKED).await? != Json::Bool(true) {
            faults.push(format!(
                "after {answer} was saved, the page was loaded anew"
            ));
        }
        work.expect(window, &place, faults).await?;
    }
    Ok(())
}

const WIDTH: u32 = 1000;

const PAGE: &str = "# Sums\n\n{{#exercise add}}\n\n{{#exercise count}}\n";

impl Copy {
    fn of(workbook: &Workbook) -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder for a workbook")?;
        let copy = Copy { folder };
        copy_all(
            &workbook.root().join("xtask/tests/fixture"),
            copy.folder.path(),
        )?;
        copy_all(&workbook.book().join("theme"), &copy.path("book/theme"))?;
        // As it is: with the style sheets and the scripts that every page has.
        std::fs::copy(
            workbook.book().join("book.toml"),
            copy.path("book/book.toml"),
        )?;
        copy.write("book/src/SUMMARY.md", "- [Sums](01-sums.md)\n")?;
        copy.write("book/src/01-sums.md", PAGE)?;
        copy.make_folders_of(&workbook.book())?;
        copy.write(".cargo/config.toml", &alias(workbook)?)?;
        Ok(copy)
    }

    /// `serve` watches them all, and wants them to be there.
    fn make_folders_of(&self, book: &Path) -> Result<()> {
        let entries = book.read_dir().context("reading the book's folder")?;
        for entry in entries.flatten().filter(|entry| entry.path().is_dir()) {
            std::fs::create_dir_all(self.folder.path().join("book").join(entry.file_name()))?;
        }
        Ok(())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
    }

    /// Puts an answer of the first chapter in the place of the reader's file.
    fn save(&self, answer: &str) -> Result<()> {
        let answer = std::fs::read_to_string(self.path(&format!("solutions/01-sums/{answer}.rs")))?;
        self.write("exercises/01-sums/src/add.rs", &answer)
    }

    /// However long that takes: the page waits for a verdict alone.
    async fn build_grader(&self) -> Result<()> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = tokio::process::Command::new(cargo);
        command
            .args(["xtask", "list"])
            .current_dir(self.folder.path());
        let output = command.output().await.context("starting cargo")?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "the grader does not start: {said}");
        Ok(())
    }

    /// What `serve` does, in this process.
    fn serve(&self) -> Result<Served> {
        let workbook = Workbook::at(self.folder.path());
        let built = book::build(&workbook)?;
        let listener = server::listen(0)?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site::new(workbook, built.folder)?);
        let (sender, changes) = mpsc::channel();
        let watcher = Watcher::start(&site.workbook, sender)?;
        let at_work = Arc::clone(&site);
        std::thread::spawn(move || worker::run(&at_work, &changes));
        std::thread::spawn(move || server::run(&listener, &site));
        Ok(Served {
            address,
            _watcher: watcher,
        })
    }
}

/// `cargo xtask` in the copy is the grader of the workbook itself.
fn alias(workbook: &Workbook) -> Result<String> {
    let manifest = workbook.root().join("Cargo.toml").canonicalize()?;
    let alias = ["run", "--quiet", "--package", "xtask", "--manifest-path"].map(Json::from);
    let rest = [json!(manifest), json!("--")];
    // A list of texts reads the same in TOML.
    let words = Json::from([&alias[..], &rest[..]].concat());
    Ok(format!("[alias]\nxtask = {words}\n"))
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    let entries = from
        .read_dir()
        .with_context(|| format!("reading {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            // Left where somebody built the fixture itself.
            true if entry.file_name() == "target" => {}
            true => copy_all(&entry.path(), &target)?,
            false => _ = std::fs::copy(entry.path(), target)?,
        }
    }
    Ok(())
}

//! What surrounds every page, by keyboard: the sidebar, the list of themes, the search; and the map of the first page.

use std::path::Path;

use anyhow::{Result, bail};
use url::Url;

use crate::Work;
use crate::keyboard::{Keyboard, key};
use crate::look::{self, texts};
use crate::report::{Fault, Place};
use crate::window::Window;

const RESULTS: &str = include_str!("../scripts/results.js");

const SIDEBAR: &str = "[aria-controls=mdbook-sidebar]";
const THEMES: &str = "#mdbook-theme-toggle";
const FIELD: &str = "#mdbook-searchbar";
/// An id: what the search says.
const FOUND: &str = "mdbook-searchresults-header";
/// An expression.
const CLOSED: &str =
    "document.getElementById('mdbook-search-wrapper').classList.contains('hidden')";
const RESULT: &str = "#mdbook-searchresults a";
const SQUARE: &str = ".wb-square";

/// Each key of mdBook's opens the search, and a reader from Python looks for these.
const SEARCHES: [(char, &str); 2] = [('/', "RLock"), ('s', "gather")];

const WIDTH: u32 = 1500;

pub struct Menu<'a> {
    pub window: &'a Window,
    pub work: &'a Work,
    /// The built book.
    pub folder: &'a Path,
}

impl Menu<'_> {
    pub async fn run(&self) -> Result<()> {
        self.window.resize(WIDTH).await?;
        self.window.log("browser").await?;
        self.open().await?;
        let keyboard = Keyboard {
            window: self.window,
        };
        self.expect("sidebar", Fault::found(sidebar(&keyboard).await)?)
            .await?;
        self.expect("themes", Fault::found(themes(&keyboard).await)?)
            .await?;
        for (key, word) in SEARCHES {
            self.open().await?;
            let faults = Fault::found(self.search(&keyboard, key, word).await)?;
            self.expect("search", faults).await?;
        }
        self.expect("search", look::axe(self.window, &[]).await?)
            .await?;
        self.expect("search", Fault::found(first_result(&keyboard).await)?)
            .await?;
        self.open().await?;
        self.expect("map", Fault::found(map(&keyboard).await)?)
            .await?;
        self.expect("console", look::complaints(self.window).await?)
            .await
    }

    async fn open(&self) -> Result<()> {
        let file = self.folder.join("index.html");
        look::open(self.window, &look::address(&file)?).await
    }

    /// Closes it once, and looks at what it finds after that; its results stand there in the end.
    async fn search(&self, keyboard: &Keyboard<'_>, opener: char, word: &str) -> Result<()> {
        // Where the reader is in the page: that has the focus again once the search is closed.
        keyboard.reach(SQUARE).await?;
        open_search(keyboard, opener, word).await?;
        keyboard.press(&[key::ESCAPE]).await?;
        keyboard
            .window
            .until(CLOSED, "Escape closes the search")
            .await?;
        keyboard.must_be_at(SQUARE, "closing the search").await?;
        open_search(keyboard, opener, word).await?;
        let results = texts(&self.window.ask(RESULTS).await?);
        if results.is_empty() {
            bail!(Fault(format!("nothing is found for {word}")));
        }
        match results.iter().find(|result| !self.leads_somewhere(result)) {
            Some(result) => bail!(Fault(format!(
                "{word} is found at {result}, which is not there"
            ))),
            None => Ok(()),
        }
    }

    /// Whether the book has the page, and the page the place.
    fn leads_somewhere(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else {
            return false;
        };
        let page = url.to_file_path().ok();
        let page = page.filter(|page| page.starts_with(self.folder));
        let Some(text) = page.and_then(|page| std::fs::read_to_string(page).ok()) else {
            return false;
        };
        let place = url.fragment().unwrap_or("");
        place.is_empty() || text.contains(&format!("id=\"{place}\""))
    }

    async fn expect(&self, part: &str, faults: Vec<String>) -> Result<()> {
        let place = Place {
            page: "menu".into(),
            theme: part.into(),
            width: WIDTH,
        };
        self.work.expect(self.window, &place, faults).await
    }
}

async fn sidebar(keyboard: &Keyboard<'_>) -> Result<()> {
    keyboard.forward(SIDEBAR).await?;
    for is_open in [false, true] {
        keyboard.press(&[key::ENTER]).await?;
        let says = format!("document.activeElement.getAttribute('aria-expanded') === '{is_open}'");
        keyboard
            .window
            .until(&says, "the sidebar's button says what it did")
            .await?;
        let shown = format!(
            "document.querySelector('#mdbook-sidebar a').checkVisibility({{ visibilityProperty: true }}) === {is_open}"
        );
        keyboard
            .window
            .until(&shown, "the sidebar comes and goes")
            .await?;
        keyboard
            .must_be_at(SIDEBAR, "switching the sidebar")
            .await?;
    }
    Ok(())
}

async fn themes(keyboard: &Keyboard<'_>) -> Result<()> {
    keyboard.forward(THEMES).await?;
    keyboard.press(&[key::ENTER]).await?;
    let open = "document.activeElement.matches('#mdbook-theme-list .theme')";
    keyboard
        .window
        .until(open, "the list of themes opens")
        .await?;
    keyboard.press(&[key::HOME, key::DOWN]).await?;
    keyboard
        .must_be_at("#mdbook-theme-light", "the second of the themes")
        .await?;
    keyboard.press(&[key::ESCAPE]).await?;
    keyboard.must_be_at(THEMES, "closing the themes").await
}

async fn open_search(keyboard: &Keyboard<'_>, opener: char, word: &str) -> Result<()> {
    keyboard.press(&[opener]).await?;
    let ready = format!("document.activeElement.matches('{FIELD}') && window.search.index");
    keyboard.window.until(&ready, "the search opens").await?;
    let letters: Vec<char> = word.chars().collect();
    keyboard.press(&letters).await?;
    let found = format!("document.getElementById('{FOUND}').innerText.includes(\"'{word}'\")");
    keyboard
        .window
        .until(&found, &format!("{word} is looked for"))
        .await
}

/// The results of a search are there.
async fn first_result(keyboard: &Keyboard<'_>) -> Result<()> {
    keyboard.forward(RESULT).await?;
    follow(keyboard, "a result of the search").await
}

async fn map(keyboard: &Keyboard<'_>) -> Result<()> {
    keyboard.reach(SQUARE).await?;
    follow(keyboard, "a square of the map").await
}

/// ENTER on a link leads to another page, and to the place that it names.
async fn follow(keyboard: &Keyboard<'_>, link: &str) -> Result<()> {
    let to = keyboard
        .window
        .ask("return document.activeElement.href;")
        .await?;
    keyboard.press(&[key::ENTER]).await?;
    let arrived = format!(
        "document.readyState === 'complete' && location.href === {to} \
         && document.getElementById(decodeURIComponent(location.hash.slice(1)))?.checkVisibility()"
    );
    let outcome = keyboard.window.until_arrived(&arrived).await;
    outcome.map_err(|_| Fault(format!("ENTER on {link} does not lead to {to}")).into())
}

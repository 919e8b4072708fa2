//! One page of the book, looked at in every width and theme.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};

use crate::Work;
use crate::keyboard::{Keyboard, key};
use crate::look::{self, UNFOLD, texts};
use crate::puzzle::Puzzle;
use crate::report::{Fault, Place};
use crate::window::Window;
use crate::{copy, quiz, slider, term, traffic};

/// mdBook's. The first is that of a reader who has chosen none.
pub const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

/// Of the window, in CSS pixels: a desk, a telephone, and the narrowest that the book promises.
pub const WIDTHS: [u32; 3] = [WIDE, 390, NARROW];

const WIDE: u32 = 1500;
const NARROW: u32 = 320;

const CHOOSE_THEME: &str = include_str!("../scripts/choose_theme.js");
const HIDDEN_BLOCKS: &str = include_str!("../scripts/hidden_blocks.js");
const PLACES: &str = include_str!("../scripts/places.js");
const PUZZLES: &str = include_str!("../scripts/puzzles.js");
const SHIFTS: &str = include_str!("../scripts/shifts.js");

/// How often a page is loaded that jumps. A busy machine shows a page that is read half, with a line or a table
/// half full, and completes it: not at every load, as a page does that jumps by itself.
const LOADS: usize = 3;

/// The sum of layout shifts above which a page jumps, a tenth of what <https://web.dev/articles/cls> calls good.
const JUMP: f64 = 0.01;

/// The page at hand.
pub struct Visit<'a> {
    pub window: &'a Window,
    pub work: &'a Work,
    /// The built book.
    pub folder: &'a Path,
    /// Without `.html`.
    pub page: &'a str,
}

impl Visit<'_> {
    pub async fn run(&self) -> Result<()> {
        for width in WIDTHS {
            self.at(width).await?;
        }
        for width in [WIDE, 390] {
            self.before_its_scripts(width).await?;
        }
        self.without_scripts().await
    }

    fn address(&self) -> Result<String> {
        look::address(&self.folder.join(format!("{}.html", self.page)))
    }

    async fn open(&self) -> Result<()> {
        look::open(self.window, &self.address()?).await
    }

    async fn at(&self, width: u32) -> Result<()> {
        self.window.resize(width).await?;
        self.window.log("browser").await?;
        self.window.log("performance").await?;
        self.open().await?;
        let place = self.place(THEMES[0], width);
        self.expect(&place, self.jumps().await?).await?;
        if width == WIDE {
            self.expect(&place, look::motion(self.window).await?)
                .await?;
            self.solve_puzzles(&place).await?;
        }
        self.by_keyboard(width).await?;
        self.window.ask(UNFOLD).await?;
        let log = self.window.log("performance").await?;
        self.expect(&place, self.traffic(&log)).await?;
        let is_read_aloud = |theme| width == WIDE || (width == NARROW && theme == THEMES[0]);
        if width != 390 {
            look::load_axe(self.window).await?;
        }
        for theme in THEMES {
            let place = self.place(theme, width);
            self.window
                .ask_later(CHOOSE_THEME, vec![json!(theme)])
                .await?;
            let mut faults = look::sideways(self.window).await?;
            if is_read_aloud(theme) {
                faults.extend(look::run_axe(self.window, &[]).await?);
            }
            self.expect(&place, faults).await?;
        }
        let complaints = look::complaints(self.window).await?;
        self.expect(&place, complaints).await
    }

    fn traffic(&self, log: &[Json]) -> Vec<String> {
        let requests = traffic::requests(log);
        let mut faults = traffic::from_outside(&requests, self.folder);
        faults.extend(traffic::too_heavy(&requests));
        self.work.weigh(self.page, traffic::weight(&requests));
        faults
    }

    /// What moves whenever the page loads. The open page is its first load.
    async fn jumps(&self) -> Result<Vec<String>> {
        let mut jump = self.jump().await?;
        for _ in 1..LOADS {
            if jump.is_none() {
                break;
            }
            self.open().await?;
            jump = self.jump().await?;
        }
        Ok(jump.into_iter().collect())
    }

    /// What moved while the open page was loading.
    async fn jump(&self) -> Result<Option<String>> {
        let shifts = self.window.ask_later(SHIFTS, Vec::new()).await?;
        let sum = shifts["sum"].as_f64().context("a sum is a number")?;
        let moved = texts(&shifts["moved"]).join("; ");
        Ok((sum > JUMP).then(|| format!("the page jumps while it loads, by {sum:.3}: {moved}")))
    }

    /// What is answered, moved and opened by keys stays so for the looks after it.
    async fn by_keyboard(&self, width: u32) -> Result<()> {
        let keyboard = Keyboard {
            window: self.window,
        };
        if width != 390 {
            let outcome = slider::check(&keyboard).await;
            self.expect_found("sliders", width, outcome).await?;
        }
        if width == WIDE {
            let outcome = term::check(&keyboard).await;
            self.expect_found("terms", width, outcome).await?;
            let outcome = copy::check(&keyboard).await;
            self.expect_found("copying", width, outcome).await?;
            let outcome = quiz::check(&keyboard).await;
            self.expect_found("quiz", width, outcome).await?;
        }
        Ok(())
    }

    async fn expect_found(&self, part: &str, width: u32, outcome: Result<()>) -> Result<()> {
        let place = self.place(part, width);
        self.expect(&place, Fault::found(outcome)?).await
    }

    async fn solve_puzzles(&self, place: &Place) -> Result<()> {
        for puzzle in Puzzle::all(&self.window.ask(PUZZLES).await?)? {
            let faults = self.solve(&puzzle).await?;
            self.expect(place, faults.into_iter().collect()).await?;
        }
        Ok(())
    }

    /// From a link to the puzzle, with keys alone.
    async fn solve(&self, puzzle: &Puzzle) -> Result<Option<String>> {
        let id = &puzzle.id;
        let Some(keys) = puzzle.keys() else {
            return Ok(Some(format!("no keys solve {id}")));
        };
        let address = format!("{}#{id}", self.address()?);
        self.window.open(&address).await?;
        self.window.press([key::TAB]).await?;
        self.window.press(keys.iter().copied()).await?;
        let said = format!("return document.querySelector('#{id} [role=status]').innerText;");
        let said = self.window.ask(&said).await?;
        let said = said.as_str().unwrap_or_default();
        let keys: String = keys.into_iter().collect();
        Ok((!said.contains("Goal reached"))
            .then(|| format!("the keys {keys} do not solve {id}, which says: {said}")))
    }

    /// The first screen stands where it will stand, however late the scripts come.
    async fn before_its_scripts(&self, width: u32) -> Result<()> {
        self.window.resize(width).await?;
        self.open().await?;
        let with = self.window.ask(PLACES).await?;
        self.window.withhold(&["*.js"]).await?;
        self.open().await?;
        let without = self.window.ask(PLACES).await?;
        self.window.withhold(&[]).await?;
        let place = self.place("before its scripts", width);
        self.expect(&place, moved(&without, &with)).await
    }

    async fn without_scripts(&self) -> Result<()> {
        self.window.resize(NARROW).await?;
        self.window.allow_scripts(false).await?;
        self.open().await?;
        let hidden = texts(&self.window.ask(HIDDEN_BLOCKS).await?);
        let mut faults: Vec<String> = hidden
            .iter()
            .map(|block| format!("{block} is not to be seen"))
            .collect();
        faults.extend(look::sideways(self.window).await?);
        let place = self.place("without scripts", NARROW);
        self.expect(&place, faults).await?;
        self.window.allow_scripts(true).await
    }

    fn place(&self, theme: &str, width: u32) -> Place {
        Place {
            page: self.page.to_owned(),
            theme: theme.to_owned(),
            width,
        }
    }

    async fn expect(&self, place: &Place, faults: Vec<String>) -> Result<()> {
        self.work.expect(self.window, place, faults).await
    }
}

/// Blocks that stand elsewhere in `after`; both are what `scripts/places.js` returns.
fn moved(before: &Json, after: &Json) -> Vec<String> {
    let blocks = before.as_array().into_iter().flatten();
    let after = after.as_array().map_or(&[][..], Vec::as_slice);
    let moved = blocks.filter(|block| !after.contains(block));
    moved
        .map(|block| {
            let late = after.iter().find(|late| late["block"] == block["block"]);
            let late = late.map_or("is gone".to_owned(), |late| format!("ends up at {late}"));
            format!("the page jumps when its scripts come: {block} {late}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_stands_elsewhere_has_moved() {
        let before = json!([{ "block": "0: H1", "top": 10 }, { "block": "1: P", "top": 50 }]);
        assert_eq!(moved(&before, &before), Vec::<String>::new());
        let after = json!([{ "block": "0: H1", "top": 10 }, { "block": "1: P", "top": 80 }]);
        let moved = moved(&before, &after);
        assert_eq!(moved.len(), 1);
        assert!(moved[0].contains("\"top\":80"), "{moved:?}");
    }
}

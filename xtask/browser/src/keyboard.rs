//! A reader who has a keyboard and nothing else.

use anyhow::{Context, Result, bail};
use serde_json::{Value as Json, json};

use crate::report::Fault;
use crate::window::Window;

const FOCUS: &str = include_str!("../scripts/focus.js");
const LINK_BEFORE: &str = include_str!("../scripts/link_before.js");

/// As WebDriver writes keys without a sign of their own.
pub mod key {
    pub const BACKSPACE: char = '\u{e003}';
    pub const TAB: char = '\u{e004}';
    pub const ENTER: char = '\u{e007}';
    /// Holds for the key after it.
    pub const SHIFT: char = '\u{e008}';
    pub const ESCAPE: char = '\u{e00c}';
    pub const SPACE: char = ' ';
    pub const END: char = '\u{e010}';
    pub const HOME: char = '\u{e011}';
    pub const LEFT: char = '\u{e012}';
    pub const RIGHT: char = '\u{e014}';
    pub const DOWN: char = '\u{e015}';
}

/// How often TAB is pressed to reach something that is said to be near.
const STOPS: usize = 80;

/// Something to do, in the order in which a reader does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Press(Vec<char>),
    /// TAB, until what has the focus matches the selector; it is where it is if that matches already.
    Forward(String),
    /// The same with SHIFT and TAB.
    Back(String),
}

pub struct Keyboard<'a> {
    pub window: &'a Window,
}

impl Keyboard<'_> {
    /// Does what a link to a place in the page does: the next TAB leads to what comes after that place.
    pub async fn follow(&self, id: &str) -> Result<()> {
        // To set the hash that is there already would do nothing.
        let follow = "location.assign(`#${arguments[0]}`);";
        self.window.ask_with(follow, vec![json!(id)]).await?;
        Ok(())
    }

    /// Follows a link to the nearest place before the first shown element of those, and goes on to that by TAB.
    /// False where the page shows none.
    pub async fn reach(&self, selector: &str) -> Result<bool> {
        let before = self
            .window
            .ask_with(LINK_BEFORE, vec![json!(selector)])
            .await?;
        let Some(place) = before.as_str() else {
            return Ok(false);
        };
        self.follow(place).await?;
        self.forward(selector).await?;
        Ok(true)
    }

    pub async fn take(&self, steps: &[Step]) -> Result<()> {
        for step in steps {
            match step {
                Step::Press(keys) => self.press(keys).await?,
                Step::Forward(selector) => self.forward(selector).await?,
                Step::Back(selector) => self.walk(&[key::SHIFT, key::TAB], selector).await?,
            }
        }
        Ok(())
    }

    pub async fn forward(&self, selector: &str) -> Result<()> {
        self.walk(&[key::TAB], selector).await
    }

    pub async fn press(&self, keys: &[char]) -> Result<()> {
        self.window.press(keys.iter().copied()).await
    }

    /// Fails where nothing has the focus, or something that nobody sees.
    pub async fn is_at(&self, selector: &str) -> Result<bool> {
        let focus = self.window.ask_with(FOCUS, vec![json!(selector)]).await?;
        if focus.is_null() {
            bail!(Fault(format!(
                "nothing has the focus, where it should lead to {selector}"
            )));
        }
        if focus["isSeen"] != Json::Bool(true) {
            bail!(Fault(format!(
                "{} has the focus and is not to be seen",
                focus["name"]
            )));
        }
        focus["isThere"].as_bool().context("it is there or not")
    }

    pub async fn must_be_at(&self, selector: &str, after: &str) -> Result<()> {
        if !self.is_at(selector).await? {
            bail!(Fault(format!(
                "after {after}, the focus is not on {selector}"
            )));
        }
        Ok(())
    }

    async fn walk(&self, keys: &[char], selector: &str) -> Result<()> {
        // Before the first key nothing may have the focus: a link to a place that takes none has been followed.
        let focus = self.window.ask_with(FOCUS, vec![json!(selector)]).await?;
        if focus["isThere"] == Json::Bool(true) {
            return Ok(());
        }
        for _ in 0..STOPS {
            self.press(keys).await?;
            if self.is_at(selector).await? {
                return Ok(());
            }
        }
        bail!(Fault(format!(
            "{STOPS} times TAB do not lead to {selector}"
        )))
    }
}

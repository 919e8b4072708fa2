//! The first term of a page, whose definition its focus shows.

use anyhow::{Result, bail};
use serde_json::Value as Json;

use crate::keyboard::{Keyboard, key};
use crate::report::Fault;

const TERM: &str = ".wb-term";

/// An expression: the focus is on a term, and its definition is to be seen.
const DEFINED: &str = concat!("(() => {", include_str!("../scripts/definition.js"), "})()");

pub async fn check(keyboard: &Keyboard<'_>) -> Result<()> {
    if !keyboard.reach(TERM).await? {
        return Ok(());
    }
    // The definitions come with the first key.
    keyboard
        .window
        .until(DEFINED, "the focus on a term shows its definition")
        .await?;
    keyboard.press(&[key::ESCAPE]).await?;
    keyboard.must_be_at(TERM, "Escape").await?;
    expect_no_box(keyboard, "Escape").await?;
    keyboard.press(&[key::SHIFT, key::TAB, key::TAB]).await?;
    keyboard
        .must_be_at(TERM, "leaving it and coming back")
        .await?;
    if !holds(keyboard, DEFINED).await? {
        bail!(Fault(
            "coming back to a term does not show its definition".into()
        ));
    }
    Ok(())
}

async fn expect_no_box(keyboard: &Keyboard<'_>, after: &str) -> Result<()> {
    let hidden = "document.getElementById('wb-definition').hidden \
                  && document.querySelector('[aria-describedby=wb-definition]') === null";
    if !holds(keyboard, hidden).await? {
        bail!(Fault(format!(
            "after {after}, a term still shows its definition"
        )));
    }
    Ok(())
}

async fn holds(keyboard: &Keyboard<'_>, expression: &str) -> Result<bool> {
    let answer = keyboard
        .window
        .ask(&format!("return {expression};"))
        .await?;
    Ok(answer == Json::Bool(true))
}

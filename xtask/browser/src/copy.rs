//! The first program of a page, copied by keyboard.

use anyhow::Result;

use crate::keyboard::{Keyboard, key};

const BUTTON: &str = ".clip-button";

pub async fn check(keyboard: &Keyboard<'_>) -> Result<()> {
    if !keyboard.reach(BUTTON).await? {
        return Ok(());
    }
    keyboard.press(&[key::ENTER]).await?;
    let copied = "document.querySelector('.clip-button.tooltipped')?.textContent === 'Copied!'";
    keyboard
        .window
        .until(copied, "the button says that it has copied")
        .await?;
    keyboard.must_be_at(BUTTON, "copying a program").await?;
    keyboard.press(&[key::TAB]).await?;
    let silent = "document.querySelector('.clip-button.tooltipped') === null";
    keyboard
        .window
        .until(silent, "the button is silent again without the focus")
        .await
}

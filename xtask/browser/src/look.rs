//! What any page is asked, whichever it is.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use url::Url;

use crate::window::Window;

const AXE: &str = include_str!("../axe/axe.min.js");
const AXE_RUN: &str = include_str!("../scripts/axe_run.js");
const MOTION: &str = include_str!("../scripts/motion.js");
const SIDEWAYS: &str = include_str!("../scripts/sideways.js");

/// Opens all that is folded, as somebody may.
pub const UNFOLD: &str =
    "for (const folded of document.querySelectorAll('details')) folded.open = true;";

/// Nothing that a page before this one left in the browser changes what is seen.
const FORGET: &str = "try { localStorage.clear(); } catch { /* a page that has none */ }";

/// As a reader who opens the file has it.
pub fn address(file: &Path) -> Result<String> {
    let address = Url::from_file_path(file).ok();
    Ok(address.context("a page is a file")?.to_string())
}

/// As if for the first time.
pub async fn open(window: &Window, address: &str) -> Result<()> {
    window.ask(FORGET).await?;
    // From one page to itself is a reload to the browser, which then stays where it had scrolled to.
    window.open("about:blank").await?;
    window.open(address).await
}

/// axe-core's violations, in a page that has not been asked before; some rules may not concern it.
pub async fn axe(window: &Window, without: &[&str]) -> Result<Vec<String>> {
    load_axe(window).await?;
    run_axe(window, without).await
}

/// Once a page, before [`run_axe`].
pub async fn load_axe(window: &Window) -> Result<()> {
    window.ask(AXE).await?;
    Ok(())
}

pub async fn run_axe(window: &Window, without: &[&str]) -> Result<Vec<String>> {
    let found = window.ask_later(AXE_RUN, vec![json!(without)]).await?;
    Ok(texts(&found))
}

pub async fn sideways(window: &Window) -> Result<Vec<String>> {
    let pixels = window.ask(SIDEWAYS).await?;
    let pixels = pixels.as_i64().context("a width is a number")?;
    let fault = (pixels > 0).then(|| format!("it is {pixels} px wider than the window"));
    Ok(fault.into_iter().collect())
}

/// What moves, though each window wants no motion.
pub async fn motion(window: &Window) -> Result<Vec<String>> {
    Ok(texts(&window.ask(MOTION).await?))
}

/// Errors on the console, scripts that failed, files that did not come, since the log was read before.
pub async fn complaints(window: &Window) -> Result<Vec<String>> {
    Ok(complaints_in(&window.log("browser").await?))
}

fn complaints_in(log: &[Json]) -> Vec<String> {
    let severe = log.iter().filter(|entry| entry["level"] == "SEVERE");
    let message = |entry: &Json| entry["message"].as_str().unwrap_or("").to_owned();
    severe.map(message).collect()
}

pub fn texts(list: &Json) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .map(|text| text.as_str().unwrap_or_default().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_no_complaints() {
        let log = [
            json!({ "level": "WARNING", "message": "slow" }),
            json!({ "level": "SEVERE", "message": "x is not defined" }),
        ];
        assert_eq!(complaints_in(&log), ["x is not defined"]);
    }
}

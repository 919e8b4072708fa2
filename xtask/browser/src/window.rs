//! A window of the browser: what a reader does with it, and what its logs say.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::Client;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value as Json, json};

use crate::driver::PATIENCE;
use crate::keyboard::key;
use crate::report::Fault;

pub struct Window {
    client: Client,
    /// In CSS pixels; none until it is asked for.
    width: Cell<Option<u32>>,
}

/// How tall a window is, in CSS pixels.
const HEIGHT: u32 = 900;

/// How often a page is looked at that is waited for.
const GLANCE: Duration = Duration::from_millis(10);

/// Also tells that the page wanted to be printed. The browser's own dialogue would wait for somebody.
const NO_DIALOGUE: &str = "window.print = () => { window.workbookPrinted = true; };";

const UNTIL: &str = include_str!("../scripts/until.js");

impl Window {
    /// Colours change without a transition, so that none is looked at half-way.
    pub async fn new(client: Client) -> Result<Self> {
        let window = Window {
            client,
            width: Cell::new(None),
        };
        window.show_on("").await?;
        window.devtools("Network.enable", json!({})).await?;
        let source = json!({ "source": NO_DIALOGUE });
        window
            .devtools("Page.addScriptToEvaluateOnNewDocument", source)
            .await?;
        Ok(window)
    }

    /// On a `screen` or in `print`; an empty text is what the window is.
    pub async fn show_on(&self, medium: &str) -> Result<()> {
        let features = [json!({ "name": "prefers-reduced-motion", "value": "reduce" })];
        let media = json!({ "media": medium, "features": features });
        self.devtools("Emulation.setEmulatedMedia", media).await
    }

    /// Ends the browser; one that is gone already is no trouble.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }

    /// Waits until the page and what it asked for are loaded, and the page is as large as the window.
    pub async fn open(&self, address: &str) -> Result<()> {
        let opened = self.client.goto(address).await;
        opened.with_context(|| format!("opening {address}"))?;
        let filled = tokio::time::timeout(PATIENCE, self.until_filled()).await;
        filled.with_context(|| format!("{address} never fills the window"))?
    }

    /// For a moment after it is loaded, a page in a new process has no size.
    async fn until_filled(&self) -> Result<()> {
        let Some(width) = self.width.get() else {
            return Ok(());
        };
        while self.ask("return [innerWidth, innerHeight];").await? != json!([width, HEIGHT]) {
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    pub async fn resize(&self, width: u32) -> Result<()> {
        let size =
            json!({ "width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false });
        self.width.set(Some(width));
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await
    }

    /// Whether pages that are opened from now on may run scripts.
    pub async fn allow_scripts(&self, allowed: bool) -> Result<()> {
        let value = json!({ "value": !allowed });
        self.devtools("Emulation.setScriptExecutionDisabled", value)
            .await
    }

    /// Addresses whose files never come, with `*` for any text.
    pub async fn withhold(&self, addresses: &[&str]) -> Result<()> {
        self.devtools("Network.setBlockedURLs", json!({ "urls": addresses }))
            .await
    }

    /// What a script of `scripts/` returns.
    pub async fn ask(&self, script: &str) -> Result<Json> {
        self.ask_with(script, Vec::new()).await
    }

    /// What it returns to its arguments.
    pub async fn ask_with(&self, script: &str, arguments: Vec<Json>) -> Result<Json> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Waits until an expression holds in the page, for as long as [`PATIENCE`] lasts; `what` says in words what it is.
    pub async fn until(&self, expression: &str, what: &str) -> Result<()> {
        let waited = self.ask_later(UNTIL, vec![json!(expression)]).await;
        let never = |error| Fault(format!("it never happens that {what} ({error:#})"));
        waited.map(|_| ()).map_err(|error| never(error).into())
    }

    /// What a script says to its last argument.
    pub async fn ask_later(&self, script: &str, arguments: Vec<Json>) -> Result<Json> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// Waits until it holds in another page, while this one goes away.
    pub async fn until_arrived(&self, expression: &str) -> Result<()> {
        let script = format!("return ({expression}) === true;");
        let arrival = async {
            // A script that is asked between two pages may fail.
            while self.ask(&script).await.ok() != Some(Json::Bool(true)) {
                tokio::time::sleep(GLANCE).await;
            }
        };
        let arrived = tokio::time::timeout(PATIENCE, arrival).await;
        arrived.with_context(|| format!("no page comes for which this holds: {expression}"))
    }

    /// One after the other; a [`key::SHIFT`] is held while the next one is pressed.
    pub async fn press(&self, keys: impl IntoIterator<Item = char>) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".into());
        let mut held = None;
        for value in keys {
            actions = actions.then(KeyAction::Down { value });
            if value == key::SHIFT {
                held = Some(value);
                continue;
            }
            actions = actions.then(KeyAction::Up { value });
            if let Some(value) = held.take() {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    pub async fn take_picture(&self, file: &Path) -> Result<()> {
        let picture = self.client.screenshot().await?;
        std::fs::write(file, picture).with_context(|| format!("writing {}", file.display()))
    }

    /// Entries of one of the browser's logs since the last time it was asked for.
    pub async fn log(&self, kind: &'static str) -> Result<Vec<Json>> {
        let entries = self.own("se/log", json!({ "type": kind })).await?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    async fn devtools(&self, command: &str, parameters: Json) -> Result<()> {
        let body = json!({ "cmd": command, "params": parameters });
        self.own("goog/cdp/execute", body).await?;
        Ok(())
    }

    async fn own(&self, path: &'static str, body: Json) -> Result<Json> {
        let answer = self.client.issue_cmd(OwnCommand { path, body }).await;
        answer.with_context(|| format!("asking chromedriver for {path}"))
    }
}

/// A command that chromedriver adds to the protocol.
#[derive(Debug)]
struct OwnCommand {
    /// Below the session's address.
    path: &'static str,
    body: Json,
}

impl WebDriverCompatibleCommand for OwnCommand {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or(""), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

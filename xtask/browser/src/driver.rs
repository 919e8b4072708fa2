//! chromedriver's process, and the windows that it opens.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::window::Window;

/// Said where a program is missing; one line, for it becomes a note in a table.
pub const MISSING: &str = "skipped: chromium or chromedriver is missing; \
     on Debian, `apt-get install chromium chromium-driver` brings them";

/// Where the two programs are.
pub struct Programs {
    browser: PathBuf,
    driver: PathBuf,
}

/// Its process ends when it is dropped, too.
pub struct Driver {
    address: String,
    browser: PathBuf,
    show: bool,
    process: Child,
    /// Kept open, so that it can go on writing.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Programs {
    /// `None` where one of them is missing.
    pub fn find() -> Option<Self> {
        let browsers = ["chromium", "chromium-browser", "google-chrome"];
        Some(Programs {
            browser: browsers.into_iter().find_map(on_path)?,
            driver: on_path("chromedriver")?,
        })
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(&name));
    places.find(|place| place.is_file())
}

/// What a browser gets that nobody looks after: no window, no question, no conversation of its own with anybody.
/// The pages are our own, and in a container its sandbox may not start.
const ARGUMENTS: [&str; 9] = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    // No name but this machine's leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

impl Driver {
    pub async fn start(programs: &Programs, show: bool) -> Result<Self> {
        let mut process = Command::new(&programs.driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("starting chromedriver")?;
        let stdout = process
            .stdout
            .take()
            .context("chromedriver has no output")?;
        let mut output = BufReader::new(stdout).lines();
        let port = loop {
            match output.next_line().await? {
                None => bail!("chromedriver ended before it listened"),
                Some(line) => {
                    if let Some(port) = port_in(&line) {
                        break port;
                    }
                }
            }
        };
        Ok(Driver {
            address: format!("http://127.0.0.1:{port}"),
            browser: programs.browser.clone(),
            show,
            process,
            _output: output,
        })
    }

    /// Ends the process; its windows are to be closed by then.
    pub async fn stop(mut self) {
        // It may have ended by itself by now.
        let _ = self.process.kill().await;
    }

    /// A browser of its own, with an empty profile.
    pub async fn window(&self) -> Result<Window> {
        let mut arguments = ARGUMENTS.to_vec();
        if !self.show {
            arguments.push("--headless=new");
        }
        let capabilities = json!({
            "goog:chromeOptions": {
                "binary": self.browser,
                "args": arguments,
                "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
            },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "timeouts": { "script": PATIENCE.as_millis() as u64, "pageLoad": PATIENCE.as_millis() as u64 },
        });
        let serde_json::Value::Object(capabilities) = capabilities else {
            unreachable!("it is an object");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .context("opening the browser")?;
        Window::new(client).await
    }
}

/// What takes longer hangs; on a busy machine the slowest page takes a few seconds.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// `ChromeDriver was started successfully on port 40123.`
fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_the_driver_says() {
        let said = "ChromeDriver was started successfully on port 40123.";
        assert_eq!(port_in(said), Some(40123));
        assert_eq!(port_in("Starting ChromeDriver 148.0 on port 0"), None);
    }
}

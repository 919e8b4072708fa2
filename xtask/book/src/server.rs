//! `serve`: the book on this machine alone, alive.
//!
//! A thread a connection answers requests; one worker thread builds and grades, one thing at a time, so
//! that nothing runs beside a test that measures. There is no HTTP library: a book needs GET, files and one
//! event stream, and the request's head is parsed by `httparse`.

use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::events::{self, Audience, Event};
use crate::progress::Progress;
use crate::request;
use crate::response::{self, Response};
use crate::workbook::Workbook;

/// Where a page listens; no page of the book can have this path.
const EVENTS: &str = "/__workbook/events";
const PATIENCE: Duration = Duration::from_secs(5);
/// Ports tried after the one asked for.
const SPARE_PORTS: u16 = 20;

/// What connections and the worker share.
pub struct Site {
    pub workbook: Workbook,
    /// The built book. The worker holds it for writing while it builds, so that no page is half there.
    pub folder: RwLock<PathBuf>,
    pub progress: RwLock<Progress>,
    pub audience: Audience,
}

impl Site {
    pub fn new(workbook: Workbook, folder: PathBuf) -> Result<Self> {
        let progress = Progress::read(&workbook)?;
        Ok(Site {
            workbook,
            folder: RwLock::new(folder),
            progress: RwLock::new(progress),
            audience: Audience::default(),
        })
    }

    /// Tells every open page what is known by now.
    pub fn announce_progress(&self) {
        let all = self.progress.read().unwrap().to_json();
        self.audience.tell(&Event::Progress(all));
    }
}

/// Binds to loopback: the port asked for, or the next free one.
pub fn listen(port: u16) -> Result<TcpListener> {
    let last = port.saturating_add(SPARE_PORTS);
    let mut tries = (port..=last).map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
    match tries.find(|bound| !in_use(bound)) {
        Some(bound) => bound.with_context(|| format!("listening on 127.0.0.1:{port}")),
        None => anyhow::bail!(
            "the ports {port} to {last} are all taken\n  hint: name a free one with `--port`"
        ),
    }
}

fn in_use(bound: &io::Result<TcpListener>) -> bool {
    matches!(bound, Err(e) if e.kind() == io::ErrorKind::AddrInUse)
}

/// Answers until the process ends.
pub fn run(listener: &TcpListener, site: &Arc<Site>) -> Result<()> {
    let port = listener.local_addr()?.port();
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(site);
        // A browser that goes away in mid-answer is no error of ours.
        std::thread::spawn(move || drop(answer(stream, &site, port)));
    }
    Ok(())
}

fn answer(mut stream: TcpStream, site: &Site, port: u16) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = request::read(BufReader::new(&stream))? else {
        return Response::bad_request().write(&mut stream, false);
    };
    if !response::is_our_host(&request.host, port) {
        return Response::wrong_host().write(&mut stream, false);
    }
    if request.target == EVENTS && request.method == "GET" {
        return stream_events(&mut stream, site);
    }
    let answer = response::of_file(&request, &site.folder.read().unwrap());
    answer.write(&mut stream, request.method == "HEAD")
}

/// A page that has just opened is first told what is known.
fn stream_events(out: &mut impl Write, site: &Site) -> io::Result<()> {
    let events = site.audience.join();
    site.announce_progress();
    events::stream(out, &events)
}

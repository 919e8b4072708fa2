//! Server-sent events: one stream an open page, and everything said to all of them.

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use serde_json::Value;

/// A comment now and then finds out which pages were closed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What an open page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The book was built anew.
    Reload,
    /// All verdicts known, as `progress.js` holds them.
    Progress(Value),
    /// The grader works on this exercise.
    Checking(String),
    /// The book could not be built, or the grader could not run; in words. Empty when that is mended.
    Trouble(String),
}

/// The open pages.
#[derive(Default)]
pub struct Audience {
    pages: Mutex<Vec<Sender<Event>>>,
}

impl Audience {
    /// From now on the receiver gets every event.
    pub fn join(&self) -> Receiver<Event> {
        let (sender, receiver) = mpsc::channel();
        self.pages.lock().unwrap().push(sender);
        receiver
    }

    /// Tells every page, and forgets those that are closed.
    pub fn tell(&self, event: &Event) {
        self.pages
            .lock()
            .unwrap()
            .retain(|page| page.send(event.clone()).is_ok());
    }
}

/// Writes events until the page is closed.
pub fn stream(out: &mut impl Write, events: &Receiver<Event>) -> io::Result<()> {
    out.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
          Connection: close\r\n\r\nretry: 1000\n\n",
    )?;
    loop {
        out.flush()?;
        match events.recv_timeout(HEARTBEAT) {
            Ok(event) => out.write_all(event.to_wire().as_bytes())?,
            Err(RecvTimeoutError::Timeout) => out.write_all(b": still here\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

impl Event {
    /// Data is JSON, which has no raw line break that could end the field.
    fn to_wire(&self) -> String {
        let (name, data) = match self {
            Event::Reload => ("reload", Value::Null),
            Event::Progress(all) => ("progress", all.clone()),
            Event::Checking(exercise) => ("checking", exercise.as_str().into()),
            Event::Trouble(words) => ("trouble", words.as_str().into()),
        };
        format!("event: {name}\ndata: {data}\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_of_data() {
        let event = Event::Trouble("line 1\nline 2".into());
        assert_eq!(
            event.to_wire(),
            "event: trouble\ndata: \"line 1\\nline 2\"\n\n"
        );
    }

    #[test]
    fn a_stream_ends_when_nobody_speaks_any_more() {
        let audience = Audience::default();
        let events = audience.join();
        audience.tell(&Event::Reload);
        drop(audience);
        let mut out = Vec::new();
        stream(&mut out, &events).unwrap();
        assert!(
            String::from_utf8(out)
                .unwrap()
                .ends_with("\n\nevent: reload\ndata: null\n\n")
        );
    }

    #[test]
    fn a_closed_page_is_forgotten() {
        let audience = Audience::default();
        drop(audience.join());
        audience.tell(&Event::Reload);
        assert!(audience.pages.lock().unwrap().is_empty());
    }
}

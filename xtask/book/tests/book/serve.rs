//! The server over a real socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};

use crate::fixture::Fixture;
use workbook_book::book;
use workbook_book::server::{self, Site};
use workbook_book::worker::{self, Change};

struct Served {
    fixture: Fixture,
    site: Arc<Site>,
    address: SocketAddr,
}

fn serve() -> Served {
    let fixture = Fixture::new();
    let built = book::build(&fixture.workbook()).unwrap();
    let site = Arc::new(Site::new(fixture.workbook(), built.folder).unwrap());
    let listener = server::listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let shared = Arc::clone(&site);
    std::thread::spawn(move || server::run(&listener, &shared));
    Served {
        fixture,
        site,
        address,
    }
}

impl Served {
    fn send(&self, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        self.get_as(path, &self.address.to_string())
    }

    fn get_as(&self, path: &str, host: &str) -> String {
        let mut answer = Vec::new();
        self.send(path, host).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn pages_are_served_to_loopback_names_only() {
    let served = serve();
    assert!(served.get("/").starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(
        served
            .get("/03-races.html")
            .contains("data-exercise=\"lost_update\"")
    );
    let port = served.address.port();
    assert!(
        served
            .get_as("/", &format!("localhost:{port}"))
            .starts_with("HTTP/1.1 200 ")
    );
    assert!(
        served
            .get_as("/", &format!("book.example:{port}"))
            .starts_with("HTTP/1.1 403 ")
    );
    assert!(
        served
            .get_as("/__workbook/events", "book.example")
            .starts_with("HTTP/1.1 403 ")
    );
}

#[test]
fn nothing_outside_the_book_is_served() {
    let served = serve();
    for path in [
        "/../src/index.md",
        "/%2e%2e/src/index.md",
        "/..%2fbook.toml",
    ] {
        let answer = served.get(path);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{path}: {answer}");
    }
}

#[test]
fn an_open_page_is_told_the_progress_and_each_rebuild() {
    let served = serve();
    let page = served.send("/__workbook/events", &served.address.to_string());
    let mut lines = BufReader::new(page).lines().map(Result::unwrap);
    assert!(lines.any(|line| line == "event: progress"));
    let known = lines.next().unwrap();
    assert!(
        known.contains("\"headline\":\"Refused: race-free.\""),
        "{known}"
    );

    let (changes, inbox) = mpsc::channel();
    changes.send(Change::Book).unwrap();
    drop(changes);
    worker::run(&served.site, &inbox);
    assert!(lines.any(|line| line == "event: reload"));
}

#[test]
fn a_book_that_cannot_be_built_keeps_its_old_pages_and_says_why() {
    let served = serve();
    let page = served.send("/__workbook/events", &served.address.to_string());
    let mut lines = BufReader::new(page).lines().map(Result::unwrap);
    assert!(lines.any(|line| line == "event: progress"));

    served.fixture.edit(
        "book/src/index.md",
        "first.",
        "first.\n\n{{#exercise nobody}}",
    );
    let (changes, inbox) = mpsc::channel();
    changes.send(Change::Book).unwrap();
    drop(changes);
    worker::run(&served.site, &inbox);
    assert!(lines.any(|line| line == "event: trouble"));
    assert!(
        lines
            .next()
            .unwrap()
            .contains("there is no exercise `nobody`")
    );
    assert!(served.get("/").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_taken_port_leads_to_the_next() {
    let first = server::listen(3870).unwrap();
    let second = server::listen(first.local_addr().unwrap().port()).unwrap();
    assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
}

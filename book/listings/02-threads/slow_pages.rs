use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

// ANCHOR: fetch
/// Fetches a page; gives up on a server that says nothing for two seconds.
fn fetch(server: SocketAddr, page: &str) -> io::Result<String> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&server, limit)?;
    stream.set_read_timeout(Some(limit))?;
    writeln!(stream, "{page}")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

fn a_thread_each(server: SocketAddr, pages: &[&str]) -> Vec<io::Result<String>> {
    thread::scope(|scope| {
        let fetch = |page| scope.spawn(move || fetch(server, page));
        let started: Vec<_> = pages.iter().map(|page| fetch(page)).collect();
        started.into_iter().map(|t| t.join().unwrap()).collect()
    })
}
// ANCHOR_END: fetch

/// Serves pages whose names are milliseconds: so long does the answer take.
fn serve(listener: TcpListener) {
    for stream in listener.incoming() {
        thread::spawn(|| answer(stream?));
    }
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut page = String::new();
    BufReader::new(&stream).read_line(&mut page)?;
    let millis = page.trim().parse().map_err(io::Error::other)?;
    thread::sleep(Duration::from_millis(millis));
    write!(stream, "the page {page}")
}

pub fn main() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = listener.local_addr().unwrap();
    thread::spawn(move || serve(listener));
    let pages = ["300", "200", "200"];

    let start = Instant::now();
    assert!(pages.iter().all(|page| fetch(server, page).is_ok()));
    println!(
        "one after the other: {:.1} s",
        start.elapsed().as_secs_f64()
    );

    let start = Instant::now();
    let texts = a_thread_each(server, &pages);
    assert!(texts.iter().all(Result::is_ok));
    println!(
        "a thread each:       {:.1} s",
        start.elapsed().as_secs_f64()
    );
}

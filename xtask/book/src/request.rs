//! The head of an HTTP request, as far as a page on this machine needs it.

use std::io::{self, BufRead};

/// Longer heads are refused.
const MAX_HEAD: u64 = 16 * 1024;
const MAX_HEADERS: usize = 64;

#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// As sent, with its query.
    pub target: String,
    /// Lower case; empty when the client sent none.
    pub host: String,
}

/// Reads up to the empty line. `None` when it is no HTTP request, or too long a one.
pub fn read(stream: impl BufRead) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut stream = stream.take(MAX_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head)? == 0 {
            return Ok(None);
        }
    }
    Ok(parse(&head))
}

fn parse(head: &[u8]) -> Option<Request> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if !request.parse(head).ok()?.is_complete() {
        return None;
    }
    let host = request
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("host"));
    let host = host.map_or(Some(""), |header| str::from_utf8(header.value).ok())?;
    Some(Request {
        method: request.method?.to_owned(),
        target: request.path?.to_owned(),
        host: host.trim().to_ascii_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> Option<Request> {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_host_is_read_in_any_case() {
        let request = request("GET /a.html?x HTTP/1.1\r\nHOST: LocalHost:3000 \r\n\r\n").unwrap();
        assert_eq!(
            (request.target.as_str(), request.host.as_str()),
            ("/a.html?x", "localhost:3000")
        );
    }

    #[test]
    fn what_is_no_request_or_never_ends_is_refused() {
        for text in [
            "",
            "GET / HTTP/1.1\r\nhost: a",
            "hello\r\n\r\n",
            "GET / HTTP/1.1\r\nbad header\r\n\r\n",
        ] {
            assert_eq!(request(text), None, "{text:?}");
        }
        assert_eq!(
            request(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000))),
            None
        );
    }
}

//! What the server answers, as a value.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::links::decode;
use crate::request::Request;

/// A whole answer; only the event stream is not one.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    pub status: &'static str,
    pub content_type: &'static str,
    pub body: Vec<u8>,
}

impl Response {
    fn text(status: &'static str, body: &str) -> Self {
        Response {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.into(),
        }
    }

    pub fn bad_request() -> Self {
        Response::text(
            "400 Bad Request",
            "this is not a request that the workbook understands\n",
        )
    }

    /// A page of another site may point its own name at this machine; the browser then sends that name.
    pub fn wrong_host() -> Self {
        Response::text("403 Forbidden", "the workbook answers to localhost only\n")
    }

    /// Nothing here is kept by the browser: the next save may change it.
    pub fn write(&self, out: &mut impl Write, head_only: bool) -> io::Result<()> {
        write!(
            out,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            self.status,
            self.content_type,
            self.body.len()
        )?;
        if !head_only {
            out.write_all(&self.body)?;
        }
        out.flush()
    }
}

/// Whether the client means this server: a loopback name with our port.
pub fn is_our_host(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host == format!("{name}:{port}"))
}

/// A file of the built book.
pub fn of_file(request: &Request, folder: &Path) -> Response {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Response::text("405 Method Not Allowed", "the book is only read\n");
    }
    let Some(path) = inside(&request.target) else {
        return Response::bad_request();
    };
    let mut file = folder.join(path);
    if file.is_dir() {
        file.push("index.html");
    }
    match std::fs::read(&file) {
        Ok(body) => Response {
            status: "200 OK",
            content_type: content_type(&file),
            body,
        },
        Err(_) => not_found(folder),
    }
}

/// A target as a path that cannot leave the folder it is joined to.
fn inside(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = decode(path);
    let is_plain = |component| matches!(component, Component::Normal(_));
    let clean = !path.contains(['\\', '\0', ':']) && Path::new(&path).components().all(is_plain);
    clean.then(|| PathBuf::from(path))
}

fn not_found(folder: &Path) -> Response {
    let body = std::fs::read(folder.join("404.html")).unwrap_or_default();
    Response {
        status: "404 Not Found",
        content_type: "text/html; charset=utf-8",
        body,
    }
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("")
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(method: &str, target: &str) -> Response {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book");
        std::fs::create_dir_all(book.join("sub")).unwrap();
        std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        std::fs::write(book.join("index.html"), "start").unwrap();
        std::fs::write(book.join("sub/a b.css"), "css").unwrap();
        let request = Request {
            method: method.into(),
            target: target.into(),
            host: String::new(),
        };
        of_file(&request, &book)
    }

    #[test]
    fn files_of_the_book_are_served() {
        assert_eq!(answer("GET", "/?x=1").body, b"start");
        let css = answer("GET", "/sub/a%20b.css");
        assert_eq!(
            (css.status, css.content_type),
            ("200 OK", "text/css; charset=utf-8")
        );
    }

    #[test]
    fn no_path_leaves_the_book() {
        for target in [
            "/../secret.txt",
            "/sub/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/%2fetc/passwd",
            "http://localhost/",
            "/c:/x",
        ] {
            let response = answer("GET", target);
            assert_ne!(response.status, "200 OK", "{target}");
            assert_ne!(response.body, b"secret", "{target}");
        }
    }

    #[test]
    fn the_book_is_only_read() {
        assert_eq!(answer("POST", "/").status, "405 Method Not Allowed");
        assert_eq!(answer("GET", "/nowhere").status, "404 Not Found");
    }

    #[test]
    fn only_loopback_names_with_our_port_are_us() {
        for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(is_our_host(host, 3000), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:3001",
            "evil.example:3000",
            "localhost.evil.example:3000",
            "127.0.0.1:3000.evil",
        ] {
            assert!(!is_our_host(host, 3000), "{host}");
        }
    }
}

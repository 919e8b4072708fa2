//! What a page asked for: from where, and how much it weighs.

use std::path::Path;

use serde_json::Value as Json;
use url::Url;

/// How much a page may weigh with its scripts, style sheets and fonts, in bytes; images do not count.
pub const MOST: u64 = 400 * 1024;

/// Something that a page asked for, from an entry of Chromium's log of the network.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub address: String,
    /// As Chromium calls it: `Document`, `Script`, `Stylesheet`, `Font`, `Image`.
    pub kind: String,
}

pub fn requests(log: &[Json]) -> Vec<Request> {
    let asked = |entry: &Json| {
        let entry: Json = serde_json::from_str(entry["message"].as_str()?).ok()?;
        let message = &entry["message"];
        (message["method"] == "Network.requestWillBeSent").then_some(())?;
        let parameters = &message["params"];
        Some(Request {
            address: parameters.pointer("/request/url")?.as_str()?.to_owned(),
            kind: parameters["type"].as_str().unwrap_or("").to_owned(),
        })
    };
    log.iter().filter_map(asked).collect()
}

/// What comes neither from the book's folder nor from this machine's own server.
pub fn from_outside(requests: &[Request], folder: &Path) -> Vec<String> {
    let faults = requests
        .iter()
        .filter(|request| !is_inside(request, folder));
    faults
        .map(|request| format!("it fetches {} from outside", request.address))
        .collect()
}

fn is_inside(request: &Request, folder: &Path) -> bool {
    let Ok(address) = Url::parse(&request.address) else {
        return false;
    };
    match address.scheme() {
        "file" => file(request).is_some_and(|file| file.starts_with(folder)),
        "http" => address.host_str() == Some("127.0.0.1"),
        scheme => matches!(scheme, "data" | "blob" | "about"),
    }
}

fn file(request: &Request) -> Option<std::path::PathBuf> {
    Url::parse(&request.address).ok()?.to_file_path().ok()
}

/// Too heavy, and what is heaviest.
pub fn too_heavy(requests: &[Request]) -> Option<String> {
    let mut weights = weights(requests);
    let all: u64 = weights.iter().map(|(weight, _)| weight).sum();
    if all <= MOST {
        return None;
    }
    weights.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let heaviest: Vec<String> = weights
        .iter()
        .take(5)
        .map(|(weight, name)| format!("{name} {}", kilobytes(*weight)))
        .collect();
    Some(format!(
        "it weighs {}, and {} is the most: {}",
        kilobytes(all),
        kilobytes(MOST),
        heaviest.join(", ")
    ))
}

/// The whole page, in bytes.
pub fn weight(requests: &[Request]) -> u64 {
    weights(requests).iter().map(|(weight, _)| weight).sum()
}

/// Each file once, images and the reader's verdicts aside: its size in bytes, and its name.
fn weights(requests: &[Request]) -> Vec<(u64, String)> {
    let mut files: Vec<_> = requests
        .iter()
        .filter(|request| request.kind != "Image")
        .filter_map(file)
        .filter(|file| !is_image(file) && !is_the_readers(file))
        .collect();
    files.sort();
    files.dedup();
    let weight = |file: std::path::PathBuf| {
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        (size, name.into_owned())
    };
    files.into_iter().map(weight).collect()
}

/// The page's icon is asked for as something else.
fn is_image(file: &Path) -> bool {
    let extension = file.extension().unwrap_or_default();
    ["svg", "png"].iter().any(|image| extension == *image)
}

/// The verdicts of this checkout: none in a fresh one, a table for each refusal later.
fn is_the_readers(file: &Path) -> bool {
    file.ends_with("progress.js")
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KiB", bytes.div_ceil(1024))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(address: &str, kind: &str) -> Json {
        let message = json!({
            "method": "Network.requestWillBeSent",
            "params": { "request": { "url": address }, "type": kind },
        });
        json!({ "message": json!({ "message": message }).to_string() })
    }

    fn outside(address: &str) -> bool {
        let requests = requests(&[asked(address, "Script")]);
        !from_outside(&requests, Path::new("/tmp/book")).is_empty()
    }

    #[test]
    fn the_books_folder_and_this_machine_are_inside() {
        for address in [
            "file:///tmp/book/a.html",
            "http://127.0.0.1:3000/a.html",
            "data:image/png;base64,",
        ] {
            assert!(!outside(address), "{address}");
        }
        for address in [
            "https://example.org/a.js",
            "http://example.org/",
            "file:///etc/passwd",
            "wss://127.0.0.1/",
        ] {
            assert!(outside(address), "{address}");
        }
    }

    #[test]
    fn each_file_weighs_once_and_images_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, size: usize| {
            let path = folder.path().join(name);
            std::fs::write(&path, vec![0; size]).unwrap();
            Url::from_file_path(path).unwrap().to_string()
        };
        let script = file("a.js", 300 * 1024);
        let log = [
            asked(&script, "Script"),
            asked(&script, "Script"),
            asked(&file("b.png", 300 * 1024), "Image"),
            asked(&file("icon.svg", 300 * 1024), "Other"),
            asked(&file("progress.js", 300 * 1024), "Script"),
        ];
        assert_eq!(too_heavy(&requests(&log)), None);
        let log = [
            asked(&script, "Script"),
            asked(&file("c.woff2", 101 * 1024), "Font"),
        ];
        let said = too_heavy(&requests(&log)).unwrap();
        assert!(said.starts_with("it weighs 401 KiB"), "{said}");
    }
}

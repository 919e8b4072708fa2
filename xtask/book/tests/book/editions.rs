//! The book in one file: an EPUB that holds together, and a PDF by whatever browser there is.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;

use roxmltree::{Document, ParsingOptions};
use workbook_book::pdf::{self, Environment};
use workbook_book::{book, epub};
use zip::{CompressionMethod, ZipArchive};

use crate::fixture::Fixture;

/// The texts of an EPUB by name, without its images.
fn epub(fixture: &Fixture) -> BTreeMap<String, String> {
    let built = book::build(&fixture.workbook()).unwrap();
    let file = epub::write(&fixture.workbook(), &built).unwrap();
    assert!(
        file.ends_with("book/book/a-small-workbook.epub"),
        "{file:?}"
    );
    let mut archive = ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut texts = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        if i == 0 {
            assert_eq!(entry.name(), "mimetype");
            assert_eq!(entry.compression(), CompressionMethod::Stored);
        }
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        texts.insert(entry.name().to_owned(), text);
    }
    texts
}

fn parsed(text: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn every_part_of_the_epub_is_xml_and_every_link_leads_somewhere() {
    let texts = epub(&Fixture::new());
    let parts: BTreeMap<&str, Document> = texts
        .iter()
        .filter(|(name, _)| name.ends_with("ml") || name.ends_with(".opf"))
        .map(|(name, text)| (name.trim_start_matches("EPUB/"), parsed(text)))
        .collect();
    let mut targets = BTreeSet::new();
    for (name, part) in &parts {
        targets.insert((*name).to_owned());
        let ids = part.descendants().filter_map(|node| node.attribute("id"));
        targets.extend(ids.map(|id| format!("{name}#{id}")));
    }
    let mut links = 0;
    for (name, part) in &parts {
        let anchors = part
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")));
        for href in anchors.filter_map(|anchor| anchor.attribute("href")) {
            let target = match href.strip_prefix('#') {
                Some(id) => format!("{name}#{id}"),
                None => href.to_owned(),
            };
            assert!(targets.contains(&target), "{name}: {href}");
            links += 1;
        }
    }
    assert!(links > 5, "{links}");
}

#[test]
fn the_epub_has_the_tables_of_those_without_a_script() {
    let texts = epub(&Fixture::new());
    let page = &texts["EPUB/03-races.xhtml"];
    assert!(page.contains("A solution, step by step"), "{page}");
    assert!(page.contains("<td data-thread=\"thread 2\">"), "{page}");
    assert!(!page.contains("<script"), "{page}");
    let order: Vec<&str> = texts["EPUB/package.opf"]
        .lines()
        .filter_map(|line| line.strip_prefix("<itemref idref=\"f-"))
        .collect();
    assert_eq!(order, ["index\"/>", "03-races\"/>"]);
}

fn environment(path: &str, chrome: Option<&str>) -> Environment {
    Environment {
        path: path.into(),
        chrome: chrome.map(OsString::from),
    }
}

#[test]
fn without_a_browser_the_pdf_says_what_to_install() {
    let fixture = Fixture::new();
    let built = book::build(&fixture.workbook()).unwrap();
    let refused = |environment: &Environment| {
        let said = pdf::write(&fixture.workbook(), &built, environment).unwrap_err();
        format!("{said:#}")
    };
    let said = refused(&environment("/nowhere", None));
    assert!(
        said.contains("neither is on the path\n  hint: install one"),
        "{said}"
    );
    assert!(said.contains("`cargo xtask book --pdf`"), "{said}");
    let said = refused(&environment("/nowhere", Some("chrome-of-mine")));
    assert!(said.contains("CHROME names `chrome-of-mine`"), "{said}");
}

/// `tests/browser/chromium` is a script that writes what it was asked to print.
#[cfg(unix)]
#[test]
fn the_browser_prints_the_page_of_all_pages() {
    let fixture = Fixture::new();
    let built = book::build(&fixture.workbook()).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser");
    let file = pdf::write(&fixture.workbook(), &built, &environment(path, None)).unwrap();
    assert!(file.ends_with("book/book/a-small-workbook.pdf"), "{file:?}");
    let printed = std::fs::read(file).unwrap();
    let all_pages = std::fs::read(built.folder.join("print.html")).unwrap();
    assert_eq!(printed, all_pages);
}

//! The book as an EPUB 3, out of the built pages; it needs no other program.
//!
//! A reading system shows text and tables and runs no script, so the book gets what a page without a script has, with
//! everything folded left to be unfolded. A general converter would cut down tables, fragments and figures to what it
//! knows itself; the pages are HTML already, and [`xhtml`] only writes them down more strictly.

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow};
use mdbook_preprocessor::book::BookItem;
use mdbook_preprocessor::config::Config;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::book::{self, Built};
use crate::workbook::Workbook;

pub mod package;
pub mod xhtml;

/// Shown by reading systems with the reader's own font and colours, so it says little.
const STYLE: &str = include_str!("epub/style.css");

/// A page of the book.
pub struct Section {
    /// Without its ending: `03-races`.
    pub name: String,
    pub title: String,
    pub page: xhtml::Page,
}

/// Writes the book beside its pages and returns where.
pub fn write(workbook: &Workbook, built: &Built) -> Result<PathBuf> {
    let book = book::load(workbook)?;
    let mut sections = Vec::new();
    for item in book.iter() {
        if let BookItem::Chapter(chapter) = item
            && let Some(path) = &chapter.path
        {
            sections.push(section(&built.folder, path, &chapter.name)?);
        }
    }
    let file = built.folder.join(book::file_name(&book.config, "epub"));
    let out =
        std::fs::File::create(&file).with_context(|| format!("writing {}", file.display()))?;
    pack(out, &book.config, &sections, &built.folder)
        .with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

fn section(folder: &Path, path: &Path, title: &str) -> Result<Section> {
    let name = path.with_extension("");
    let name = name.to_str().context("a page's name is not text")?;
    anyhow::ensure!(
        !name.contains('/'),
        "the EPUB has no folders for pages, and {name} lies in one\n  hint: move it up, or teach `epub` its relative paths"
    );
    let file = folder.join(format!("{name}.html"));
    let html =
        std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let page =
        xhtml::of_page(&html, title).ok_or_else(|| anyhow!("{} has no `main`", file.display()))?;
    Ok(Section {
        name: name.to_owned(),
        title: title.to_owned(),
        page,
    })
}

fn pack(
    out: impl Write + Seek,
    config: &Config,
    sections: &[Section],
    folder: &Path,
) -> Result<()> {
    let images = images(sections);
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let mut archive = ZipWriter::new(out);
    let mut put = |name: &str, content: &[u8], method: CompressionMethod| {
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(name, options)?;
        archive.write_all(content).context("packing")
    };
    // Reading systems look for this one at a fixed place in the archive, first and as it is.
    put(
        "mimetype",
        b"application/epub+zip",
        CompressionMethod::Stored,
    )?;
    let mut text =
        |name: &str, content: &str| put(name, content.as_bytes(), CompressionMethod::Deflated);
    text("META-INF/container.xml", package::CONTAINER)?;
    text(
        "EPUB/package.opf",
        &package::opf(config, sections, &images, &now),
    )?;
    text("EPUB/nav.xhtml", &package::nav(config, sections))?;
    text("EPUB/style.css", STYLE)?;
    for section in sections {
        text(&format!("EPUB/{}.xhtml", section.name), &section.page.text)?;
    }
    for image in images.keys() {
        let content =
            std::fs::read(folder.join(image)).with_context(|| format!("reading {image}"))?;
        put(
            &format!("EPUB/{image}"),
            &content,
            CompressionMethod::Deflated,
        )?;
    }
    archive.finish()?;
    Ok(())
}

/// By their paths from the book's folder, with their media types.
fn images(sections: &[Section]) -> BTreeMap<String, &'static str> {
    let all = sections.iter().flat_map(|section| &section.page.images);
    all.map(|image| (image.clone(), media_type(image)))
        .collect()
}

fn media_type(image: &str) -> &'static str {
    match image.rsplit('.').next() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => "image/svg+xml",
    }
}

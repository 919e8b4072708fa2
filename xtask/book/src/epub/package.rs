//! What tells a reading system which files there are and in which order: EPUB 3.3, sections 5 and 7.

use std::collections::BTreeMap;

use mdbook_preprocessor::config::Config;

use super::Section;
use crate::html::escape;

pub const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

/// `modified` is in UTC, with seconds: `2026-11-21T10:00:00Z`.
pub fn opf(
    config: &Config,
    sections: &[Section],
    images: &BTreeMap<String, &'static str>,
    modified: &str,
) -> String {
    let title = title(config);
    let pages: String = sections.iter().map(page_item).collect();
    let images: String = images.iter().map(image_item).collect();
    let order: String = sections
        .iter()
        .map(|section| format!("<itemref idref=\"{}\"/>\n", id(&section.name)))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"book\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"book\">{identifier}</dc:identifier>\n\
         <dc:title>{title}</dc:title>\n\
         <dc:language>{language}</dc:language>\n\
         <dc:description>{description}</dc:description>\n\
         <dc:rights>CC BY 4.0</dc:rights>\n\
         <meta property=\"dcterms:modified\">{modified}</meta>\n\
         </metadata>\n\
         <manifest>\n\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n\
         {pages}{images}</manifest>\n\
         <spine>\n{order}</spine>\n</package>\n",
        identifier = escape(&crate::book::slug(config)),
        language = config.book.language.as_deref().unwrap_or("en"),
        description = escape(config.book.description.as_deref().unwrap_or_default()),
    )
}

fn title(config: &Config) -> String {
    escape(config.book.title.as_deref().unwrap_or("A book"))
}

fn page_item(section: &Section) -> String {
    let properties = match section.page.has_svg {
        true => " properties=\"svg\"",
        false => "",
    };
    format!(
        "<item id=\"{}\" href=\"{}.xhtml\" media-type=\"application/xhtml+xml\"{properties}/>\n",
        id(&section.name),
        section.name
    )
}

fn image_item((path, media_type): (&String, &&str)) -> String {
    format!(
        "<item id=\"{}\" href=\"{path}\" media-type=\"{media_type}\"/>\n",
        id(path)
    )
}

/// An XML id may not begin with a digit, nor hold a slash.
fn id(name: &str) -> String {
    format!("f-{}", name.replace(['/', '.'], "-"))
}

/// The table of contents.
pub fn nav(config: &Config, sections: &[Section]) -> String {
    let entries: String = sections
        .iter()
        .map(|section| {
            let title = escape(&section.title);
            format!("<li><a href=\"{}.xhtml\">{title}</a></li>\n", section.name)
        })
        .collect();
    let title = title(config);
    super::xhtml::document(
        &title,
        "",
        &format!(
            "<nav epub:type=\"toc\" id=\"toc\">\n<h1>{title}</h1>\n<ol>\n{entries}</ol>\n</nav>\n"
        ),
    )
}

//! The dictionary as HTML: a table a theme, and in each row a heading, since mdBook's search finds sections.

use super::{Dictionary, Entry, Theme};
use crate::catalog::Catalog;
use crate::html::{escape, inline};

/// Of this page only: the others need not weigh more for it.
const STYLE: &str = "<link rel=\"stylesheet\" href=\"styles/dictionary.css\">\n";

/// Headings in markdown, tables in HTML.
pub fn render(dictionary: &Dictionary, catalog: &Catalog) -> String {
    let theme = |theme: &Theme| {
        format!(
            "\n## {} {{#{}}}\n\n{}\n",
            theme.title,
            theme.id,
            table(theme, catalog)
        )
    };
    let tables: String = dictionary.themes.iter().map(theme).collect();
    format!("\n{STYLE}\n{tables}")
}

fn table(theme: &Theme, catalog: &Catalog) -> String {
    let rows: String = theme.entries.iter().map(|e| row(e, catalog)).collect();
    format!(
        "<table class=\"wb-dictionary\">\n<thead><tr><th scope=\"col\">Python</th><th scope=\"col\">Rust</th>\
         <th scope=\"col\">What differs</th><th scope=\"col\">More</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )
}

fn row(entry: &Entry, catalog: &Catalog) -> String {
    format!(
        "<tr><th scope=\"row\"><h3 id=\"{}\">{}</h3>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        entry.id(),
        python(&entry.python),
        found_by(entry),
        rust(&entry.rust),
        inline(&entry.differs),
        links(&entry.sections, catalog)
    )
}

/// A line may break behind each dot. The search takes what `wbr` parts for words, and so finds `RLock`.
fn python(name: &str) -> String {
    format!("<code>{}</code>", escape(name).replace('.', ".<wbr>"))
}

/// The whole name and the others, which nobody sees, but the search does.
fn found_by(entry: &Entry) -> String {
    let names = std::iter::once(&entry.python).chain(&entry.also);
    let names: Vec<String> = names.map(|name| escape(name)).collect();
    format!("<span hidden>{}</span>", names.join(" "))
}

fn rust(paths: &[String]) -> String {
    if paths.is_empty() {
        return "<span class=\"wb-none\">nothing</span>".into();
    }
    let paths: Vec<String> = paths
        .iter()
        .map(|path| format!("<code>{}</code>", escape(path).replace("::", "::<wbr>")))
        .collect();
    paths.join(", ")
}

/// Where several sections of a chapter are named, the link says which by its fragment's words.
fn links(sections: &[String], catalog: &Catalog) -> String {
    let links: Vec<String> = sections
        .iter()
        .map(|section| {
            let (page, fragment) = section.split_once('#').unwrap_or((section, ""));
            let address = escape(section).replacen(".md", ".html", 1);
            let words = fragment.replace("exercise-", "").replace(['-', '_'], " ");
            let chapter = chapter(page, catalog);
            format!("<a href=\"{address}\">{chapter}: {}</a>", escape(&words))
        })
        .collect();
    links.join(", ")
}

/// `04`; the page's name, where it is no chapter.
fn chapter(page: &str, catalog: &Catalog) -> String {
    match catalog.chapters.iter().find(|c| c.page == page) {
        Some(chapter) => format!("{:02}", chapter.number),
        None => page.trim_end_matches(".md").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::RLOCK;
    use super::*;

    fn rendered(from: &str, to: &str) -> String {
        let dictionary = Dictionary::parse(&RLOCK.replace(from, to)).unwrap();
        render(&dictionary, &Catalog::default())
    }

    #[test]
    fn a_row_is_a_section_of_its_own() {
        let html = rendered("", "");
        assert!(html.contains("## Locks {#locks}"), "{html}");
        let heading = "<h3 id=\"py-threading-rlock\"><code>threading.<wbr>RLock</code></h3>";
        assert!(html.contains(heading), "{html}");
        let names = "<span hidden>threading.RLock RLock.acquire</span>";
        assert!(html.contains(names), "{html}");
        let link = "<a href=\"03-races.html#exercises\">03-races: exercises</a>";
        assert!(html.contains(link), "{html}");
    }

    #[test]
    fn where_nothing_is_named_the_row_says_so() {
        let (_, paths) = RLOCK.split_once("rust = ").unwrap();
        let paths = paths.lines().next().unwrap();
        assert!(rendered(paths, "[]").contains("nothing</span>"));
    }
}

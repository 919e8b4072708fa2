//! The Python–Rust dictionary: `book/dictionary.toml` as a page's tables, and the proof that its paths exist.

use std::collections::BTreeSet;

use serde::Deserialize;

pub mod markup;
pub mod proof;

/// From the workbook's root.
pub const FILE: &str = "book/dictionary.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dictionary {
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
}

/// A table of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Of its heading.
    pub id: String,
    pub title: String,
    #[serde(rename = "entry")]
    pub entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// As a program writes it: `threading.RLock`, `async for`.
    pub python: String,
    /// Further names under which the search finds it.
    #[serde(default)]
    pub also: Vec<String>,
    /// `std::sync::Mutex`, `tokio::join!`, `#[tokio::main]`; none where there is nothing to name.
    #[serde(default)]
    pub rust: Vec<String>,
    /// Sentences; backticks mark code.
    pub differs: String,
    /// `04-locks.md#guards`; the check of links finds those that lead nowhere.
    #[serde(default, rename = "where")]
    pub sections: Vec<String>,
}

impl Dictionary {
    /// What is wrong with the text comes as a terse sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let dictionary: Dictionary =
            toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let mut ids = BTreeSet::new();
        for entry in dictionary.entries() {
            if !ids.insert(entry.id()) {
                return Err(format!("`{}` stands there twice", entry.python));
            }
        }
        Ok(dictionary)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.themes.iter().flat_map(|theme| &theme.entries)
    }
}

impl Entry {
    /// The fragment that leads to it: `py-threading-rlock`.
    pub fn id(&self) -> String {
        let words = self.python.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        format!("py-{}", words.join("-"))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const RLOCK: &str = r##"
        [[theme]]
        id = "locks"
        title = "Locks"

        [[theme.entry]]
        python = "threading.RLock"
        also = ["RLock.acquire"]
        rust = ["parking_lot::ReentrantMutex", "tokio::join!", "std::mem::drop", "#[tokio::main]"]
        differs = "Gives `&T` only."
        where = ["03-races.md#exercises"]
    "##;

    #[test]
    fn an_entry_is_led_to_by_its_words() {
        let dictionary = Dictionary::parse(RLOCK).unwrap();
        let ids: Vec<String> = dictionary.entries().map(Entry::id).collect();
        assert_eq!(ids, ["py-threading-rlock"]);
    }

    #[test]
    fn a_name_stands_there_once() {
        let (_, entry) = RLOCK.split_once("title = \"Locks\"").unwrap();
        let said = Dictionary::parse(&format!("{RLOCK}\n{entry}")).unwrap_err();
        assert_eq!(said, "`threading.RLock` stands there twice");
    }

    #[test]
    fn a_misspelt_field_is_named() {
        let said = Dictionary::parse(&RLOCK.replace("differs", "difers")).unwrap_err();
        assert!(said.contains("unknown field `difers`"), "{said}");
    }
}

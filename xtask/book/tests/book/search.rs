//! What mdBook's search finds in the real book, by the rules of its script, elasticlunr.js 0.9.5.
//!
//! Only queries of a single word are tried: there, no rule about several words comes in.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use elasticlunr::Language;
use elasticlunr::lang::English;
use serde_json::Value;
use workbook_book::book;
use workbook_book::dictionary::Dictionary;
use workbook_book::workbook::Workbook;

/// Built once, since that takes a second or two.
static SEARCH: LazyLock<Search> = LazyLock::new(Search::of_the_book);

/// A loaded `searchindex.js`.
struct Search(Value);

impl Search {
    fn of_the_book() -> Self {
        let folder = tempfile::tempdir().unwrap();
        book::build_into(&the_book(), folder.path()).unwrap();
        let file = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| name(path).starts_with("searchindex"))
            .unwrap();
        let script = std::fs::read_to_string(file).unwrap();
        let (_, data) = script.split_once("JSON.parse('").unwrap();
        let data = data.strip_suffix("'));").unwrap();
        let data = data.replace("\\'", "'").replace("\\\\", "\\");
        Search(serde_json::from_str(&data).unwrap())
    }

    /// The addresses found, best first.
    fn find(&self, word: &str) -> Vec<&str> {
        let terms = English::new()
            .make_pipeline()
            .run(vec![word.to_lowercase()]);
        let [term] = &terms[..] else {
            panic!("`{word}` is no word for the search");
        };
        let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
        for (field, options) in self.0["search_options"]["fields"].as_object().unwrap() {
            let boost = options["boost"].as_f64().unwrap();
            self.score_field(term, field, boost, &mut scores);
        }
        let mut found: Vec<(&str, f64)> = scores.into_iter().collect();
        found.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal));
        found
            .into_iter()
            .map(|(doc, _)| self.address(doc))
            .collect()
    }

    /// A term is found in itself and, for less, in each longer one that begins with it.
    fn score_field<'a>(
        &'a self,
        term: &str,
        field: &str,
        boost: f64,
        scores: &mut BTreeMap<&'a str, f64>,
    ) {
        let store = &self.0["index"]["documentStore"];
        let documents = store["length"].as_f64().unwrap();
        let mut node = &self.0["index"]["index"][field]["root"];
        for letter in term.chars() {
            node = &node[letter.to_string()];
        }
        let mut open = vec![(node, term.chars().count())];
        while let Some((node, length)) = open.pop() {
            let Some(parts) = node.as_object() else {
                continue;
            };
            let rarity = 1.0 + (documents / (node["df"].as_f64().unwrap() + 1.0)).ln();
            let asked = term.chars().count();
            let closeness = match length == asked {
                true => 1.0,
                false => 0.15 * (1.0 - (length - asked) as f64 / length as f64),
            };
            for (doc, entry) in node["docs"].as_object().unwrap() {
                let frequency = entry["tf"].as_f64().unwrap();
                let words = store["docInfo"][doc][field].as_f64().unwrap();
                *scores.entry(doc).or_default() +=
                    boost * frequency * rarity * closeness / words.sqrt();
            }
            let longer = parts
                .iter()
                .filter(|(key, _)| *key != "docs" && *key != "df");
            open.extend(longer.map(|(_, node)| (node, length + 1)));
        }
    }

    fn address(&self, doc: &str) -> &str {
        let doc: usize = doc.parse().unwrap();
        self.0["doc_urls"][doc].as_str().unwrap()
    }
}

fn the_book() -> Workbook {
    Workbook::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn a_python_name_leads_to_its_row_or_its_chapter() {
    let expected = [
        ("RLock", "dictionary.html#py-threading-rlock"),
        ("gather", "dictionary.html#py-asyncio-gather"),
        ("to_thread", "dictionary.html#py-asyncio-to-thread"),
        (
            "ThreadPoolExecutor",
            "dictionary.html#py-concurrent-futures-threadpoolexecutor",
        ),
        ("GIL", "01-gil.html#the-gil"),
        ("deadlock", "05-deadlocks.html#deadlocks"),
        ("run_in_executor", "dictionary.html#py-asyncio-to-thread"),
        ("CancelledError", "dictionary.html#py-asyncio-task-cancel"),
    ];
    for (word, address) in expected {
        assert_eq!(SEARCH.find(word).first(), Some(&address), "{word}");
    }
}

#[test]
fn each_whole_name_of_the_dictionary_leads_to_its_row() {
    let text = std::fs::read_to_string(the_book().root().join("book/dictionary.toml")).unwrap();
    let dictionary = Dictionary::parse(&text).unwrap();
    let dotted = |name: &str| name.contains('.') && !name.contains(' ');
    let names = dictionary.entries().filter(|e| dotted(&e.python));
    for entry in names {
        let row = format!("dictionary.html#{}", entry.id());
        let found = SEARCH.find(&entry.python);
        assert_eq!(found.first(), Some(&row.as_str()), "{}", entry.python);
    }
}

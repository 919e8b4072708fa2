//! A small workbook in a folder of its own, with the real theme.

use std::path::Path;

use tempfile::TempDir;
use workbook_book::workbook::Workbook;

pub struct Fixture {
    folder: TempDir,
}

impl Fixture {
    pub fn new() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        copy(&package.join("tests/fixture"), folder.path());
        copy(
            &package.join("../../book/theme"),
            &folder.path().join("book/theme"),
        );
        Fixture { folder }
    }

    pub fn workbook(&self) -> Workbook {
        Workbook::at(self.folder.path())
    }

    /// Replaces a piece of a file; the piece must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} holds no `{from}`");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    pub fn remove(&self, file: &str) {
        std::fs::remove_file(self.folder.path().join(file)).unwrap();
    }

    pub fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder.path().join(file), text).unwrap();
    }
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

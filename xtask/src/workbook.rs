//! Where things lie: the root of the workbook, found from the current folder upwards.

use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::problem::{Doing, Problem, Result};

/// A workbook on disk and its catalog.
pub struct Workbook {
    pub root: PathBuf,
    pub catalog: Catalog,
}

impl Workbook {
    /// The workbook that holds the current folder.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir().doing("read", "the current folder")?;
        let root = here
            .ancestors()
            .find(|folder| folder.join(CATALOG).is_file())
            .ok_or_else(|| {
                Problem::new("this folder is not inside the workbook")
                    .why(format!("neither it nor a folder above it holds {CATALOG}"))
                    .hint("change into the folder that you cloned, then run the command again")
            })?;
        Ok(Self {
            catalog: Catalog::read(&root.join(CATALOG))?,
            root: root.to_path_buf(),
        })
    }

    /// Where answers are staged and built; nothing of the reader's lies here.
    pub fn grade_dir(&self) -> PathBuf {
        self.root.join("target/grade")
    }

    /// The reader's local state: progress and kept files.
    pub fn local_dir(&self) -> PathBuf {
        self.root.join(".workbook")
    }

    /// `path` as the reader names it: below the root, with forward slashes.
    pub fn shown(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        below.display().to_string().replace('\\', "/")
    }
}

const CATALOG: &str = "exercises/catalog.toml";

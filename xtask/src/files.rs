//! Writing so that a reader of the file never sees half of it, and two commands never write at once.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use crate::problem::{Doing, Result};

/// Puts `text` in the place of the file: all of it or nothing.
pub fn replace(path: &Path, text: &[u8]) -> Result<()> {
    static DRAFTS: AtomicUsize = AtomicUsize::new(0);
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    let draft = path.with_extension(format!("{}-{number}.draft", std::process::id()));
    std::fs::write(&draft, text).doing("write", &draft)?;
    std::fs::rename(&draft, path).doing("replace", path)
}

/// Pretty JSON with a final line end, so that a person can read and compare it.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("our own types have string keys");
    text.push(b'\n');
    text
}

/// Held until dropped; the system frees it when the process dies.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for its turn; `waiting` is called once when somebody else is at work.
    pub fn take(path: &Path, waiting: impl FnOnce()) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).doing("create", folder)?;
        }
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .doing("open", path)?;
        if file.try_lock().is_err() {
            waiting();
            file.lock().doing("lock", path)?;
        }
        Ok(Self { _file: file })
    }
}

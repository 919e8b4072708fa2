//! Ticket: digests of the archive, a few files at a time.
//!
//! Every night we compute the SHA-256 of all files in a folder, one after the other.
//! A first try gave a thread to each file, and at four thousand open files the system refused the next one.
//! So there is to be a fixed number of workers, and each of them reads and digests one file at a time.
//!
//! What must hold for `digest_all`:
//! - The results stand in the order of `files`. Each file is opened once, by calling `open`.
//! - Files are opened, read and digested in at most `workers` threads in all (the one that calls may be one of them),
//!   and at most `workers` files are open at any moment. A file is closed when its reader is dropped.
//! - The workers read and digest at the same time.
//!   None of them rests while a file still waits to be opened: some files take a thousand times as long as others,
//!   and nobody knows beforehand which.
//! - A file that cannot be opened, or not be read to its end, is an `Err` in its place, the very error;
//!   the others are digested as if nothing had happened.
//!
//! `workers` is at least 1; there may be fewer files than that, or none. `open` does not panic.
//! What one file needs is written already, below, and so is the folder's list.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Sum = [u8; 32];

/// Digests all files in a folder, but none in folders below it; in order of their names.
pub fn digest_folder(folder: &Path, workers: usize) -> io::Result<Vec<(PathBuf, io::Result<Sum>)>> {
    let files = files_of(folder)?;
    let sums = digest_all(&files, workers, |path| File::open(path));
    Ok(files.into_iter().zip(sums).collect())
}

/// Digests the files, several at the same time. `open` is `File::open`, or whatever else gives a reader for a path.
pub fn digest_all<R: Read>(
    files: &[PathBuf],
    workers: usize,
    open: impl Fn(&Path) -> io::Result<R> + Sync,
) -> Vec<io::Result<Sum>> {
    let one_after_the_other = files.iter().map(|path| digest(open(path)?));
    todo!(
        "digest {} files with {workers} workers",
        one_after_the_other.len()
    )
}

/// Reads a file to its end, piece by piece: it may be larger than the memory.
pub fn digest(mut file: impl Read) -> io::Result<Sum> {
    let mut piece = vec![0; 64 * 1024];
    let mut sum = Sha256::new();
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(sum.finalize().into()),
            Ok(read) => sum.update(&piece[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

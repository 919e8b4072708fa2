//! Misconception: to open a file takes no time, so the lock on the list may be held meanwhile.
//! Refused by: speeds_up

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

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
    let left = Mutex::new(files.iter().enumerate());
    let sums = Mutex::new(Vec::new());
    let work = || {
        loop {
            let mut left = left.lock().unwrap();
            let opened = left.next().map(|(number, path)| (number, open(path)));
            drop(left);
            let Some((number, file)) = opened else {
                return;
            };
            let sum = file.and_then(digest);
            sums.lock().unwrap().push((number, sum));
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut sums = sums.into_inner().unwrap();
    sums.sort_by_key(|(number, _)| *number);
    sums.into_iter().map(|(_, sum)| sum).collect()
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

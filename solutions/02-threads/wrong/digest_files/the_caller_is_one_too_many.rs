//! Misconception: the thread that calls does not count as a worker.
//! Refused by: behaves

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
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
    let next = AtomicUsize::new(0);
    let work = || {
        let mut mine = Vec::new();
        loop {
            let number = next.fetch_add(1, Relaxed);
            let Some(path) = files.get(number) else {
                return mine;
            };
            mine.push((number, open(path).and_then(digest)));
        }
    };
    let mut sums: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for worker in workers {
            done.extend(worker.join().unwrap());
        }
        done
    });
    sums.sort_unstable_by_key(|(number, _)| *number);
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

//! Misconception: digesting files is waiting for the disk, so only the reading needs several threads.
//! Refused by: speeds_up

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{self, Sender};
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
    let (pieces, read) = mpsc::channel();
    let work = |pieces: Sender<(usize, io::Result<Vec<u8>>)>| {
        loop {
            let number = next.fetch_add(1, Relaxed);
            let Some(path) = files.get(number) else {
                return;
            };
            let sent = open(path).and_then(|file| send_all(file, number, &pieces));
            // An empty piece is the end of the file.
            let _ = pieces.send((number, sent.map(|()| Vec::new())));
        }
    };
    let work = &work;
    let mut sums: Vec<_> = files.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for pieces in vec![pieces; workers] {
            scope.spawn(move || work(pieces));
        }
        let mut unfinished: HashMap<usize, Sha256> = HashMap::new();
        for (number, piece) in read {
            let sum = unfinished.entry(number).or_default();
            match piece {
                Ok(piece) if piece.is_empty() => {
                    let sum = unfinished.remove(&number).unwrap();
                    sums[number] = Some(Ok(sum.finalize().into()));
                }
                Ok(piece) => sum.update(&piece),
                Err(error) => sums[number] = Some(Err(error)),
            }
        }
    });
    sums.into_iter().map(Option::unwrap).collect()
}

/// Reads a file to its end and sends it, piece by piece.
fn send_all(
    mut file: impl Read,
    number: usize,
    pieces: &Sender<(usize, io::Result<Vec<u8>>)>,
) -> io::Result<()> {
    loop {
        let mut piece = vec![0; 64 * 1024];
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                piece.truncate(read);
                let _ = pieces.send((number, Ok(piece)));
            }
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

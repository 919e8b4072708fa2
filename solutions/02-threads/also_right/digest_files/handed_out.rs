//! The caller hands each worker that asks a file, and gets its answer with the next question.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
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
    let (asking, asked) = mpsc::channel::<Question>();
    let mut sums: Vec<_> = files.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for asking in vec![asking; workers] {
            let open = &open;
            scope.spawn(move || {
                let (inbox, mail) = mpsc::channel();
                let mut done = None;
                loop {
                    asking.send((done.take(), inbox.clone())).unwrap();
                    let Ok(Some(number)) = mail.recv() else {
                        return;
                    };
                    done = Some((number, open(&files[number]).and_then(digest)));
                }
            });
        }
        hand_out(asked, &mut sums);
    });
    sums.into_iter().map(Option::unwrap).collect()
}

/// A finished file, if the worker has one, and where it waits for the next.
type Question = (Option<(usize, io::Result<Sum>)>, Sender<Option<usize>>);

fn hand_out(asked: Receiver<Question>, sums: &mut [Option<io::Result<Sum>>]) {
    let mut left = 0..sums.len();
    for (done, inbox) in asked {
        if let Some((number, sum)) = done {
            sums[number] = Some(sum);
        }
        inbox.send(left.next()).unwrap();
    }
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

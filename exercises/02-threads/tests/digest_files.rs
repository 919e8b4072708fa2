//! What this proves: each file is opened once and its digest or its error stands in its place; no more files are open
//! and no more threads at work than there are workers; and they all work, as long as there is something to do.
//! The tests hand in an `open` of their own, with a disk that counts what is open. They run under the checker, `behaves`
//! mostly in one order of steps; reading takes hours of the checker's own time, so that it is exact who waits for whom.
//! One test reads a real folder.
//! In `speeds_up` the workers of real threads have to meet while they read, and no thread may do most of the digesting.
//!
//! What it cannot see: how large the pieces are in which a file is read, and threads that never touch a file.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use digest_files::{Sum, digest_all};
use harness::gauge::Meeting;
use harness::model::Check;
use harness::real::sync::Mutex;
use harness::witness::{Flight, InFlight};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/digest_files.rs"]
mod digest_files;

const HOUR: Duration = Duration::from_secs(3600);

/// A disk that exists in the test only. Its files are called `00`, `01` and so on.
struct Disk {
    files: Vec<Content>,
    open: InFlight,
    log: Mutex<Log>,
    meeting: Meeting,
}

#[derive(Clone)]
enum Content {
    Bytes(Vec<u8>),
    /// Takes so long to be read.
    Slow(Duration),
    /// Takes so long to be opened.
    SlowToOpen(Duration),
    CannotBeOpened(ErrorKind),
    /// Breaks off after some bytes.
    CannotBeRead(ErrorKind),
}

/// What an error of this disk has inside: the file's number.
#[derive(Debug, PartialEq)]
struct BrokenFile(usize);

impl fmt::Display for BrokenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {:02} is broken", self.0)
    }
}

impl Error for BrokenFile {}

#[derive(Default)]
struct Log {
    /// How often each file was opened.
    opened: BTreeMap<PathBuf, usize>,
    /// Who opened or read something.
    threads: HashSet<ThreadId>,
    /// From when to when a file was read.
    read: Vec<(Instant, Instant)>,
}

/// An open file; closed when it is dropped.
struct Reading<'a> {
    disk: &'a Disk,
    content: &'a Content,
    number: usize,
    done: usize,
    begun: Instant,
    _open: Flight<'a>,
}

impl Disk {
    fn new(files: impl IntoIterator<Item = Content>) -> Disk {
        Disk::for_workers(1, files)
    }

    /// Who reads waits until as many read.
    fn for_workers(workers: usize, files: impl IntoIterator<Item = Content>) -> Disk {
        Disk {
            files: files.into_iter().collect(),
            open: InFlight::new(),
            log: Mutex::default(),
            meeting: Meeting::new(workers),
        }
    }

    fn paths(&self) -> Vec<PathBuf> {
        (0..self.files.len())
            .map(|number| PathBuf::from(format!("{number:02}")))
            .collect()
    }

    fn open(&self, path: &Path) -> io::Result<Reading<'_>> {
        let mut log = self.log.lock().unwrap();
        *log.opened.entry(path.to_owned()).or_default() += 1;
        log.threads.insert(thread::current().id());
        drop(log);
        let number: usize = path.to_str().unwrap().parse().unwrap();
        let content = &self.files[number];
        if let Content::SlowToOpen(time) = content {
            thread::sleep(*time);
        }
        match content {
            Content::CannotBeOpened(kind) => Err(io::Error::new(*kind, BrokenFile(number))),
            content => Ok(Reading {
                disk: self,
                content,
                number,
                done: 0,
                begun: Instant::now(),
                _open: self.open.enter(),
            }),
        }
    }

    fn digest(&self, workers: usize) -> Vec<Digested> {
        let sums = digest_all(&self.paths(), workers, |path| self.open(path));
        sums.into_iter()
            .map(|sum| sum.map_err(|error| error.kind()))
            .collect()
    }

    /// Whatever else a test is about.
    #[track_caller]
    fn assert_each_opened_once(&self) {
        let log = self.log.lock().unwrap();
        for path in self.paths() {
            let times = log.opened.get(&path).copied().unwrap_or(0);
            assert!(
                times == 1,
                "each of {} files has to be opened once, by calling `open`, and file {} was opened {times} times",
                self.files.len(),
                path.display()
            );
        }
    }
}

impl Read for Reading<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.disk
            .log
            .lock()
            .unwrap()
            .threads
            .insert(thread::current().id());
        let first = self.done == 0;
        match self.content {
            Content::Bytes(bytes) => {
                if first && !bytes.is_empty() {
                    self.disk.meeting.item(|| ());
                }
                let rest = &bytes[self.done..];
                // Not more at once than a real disk might give.
                let n = rest.len().min(piece.len()).min(50_000);
                piece[..n].copy_from_slice(&rest[..n]);
                self.done += n;
                Ok(n)
            }
            Content::Slow(time) if first => {
                thread::sleep(*time);
                self.done = piece.len().min(3);
                piece[..self.done].copy_from_slice(&b"abc"[..self.done]);
                Ok(self.done)
            }
            Content::CannotBeRead(_) if first => {
                self.done = 1;
                piece[0] = b'a';
                Ok(1)
            }
            Content::CannotBeRead(kind) => Err(io::Error::new(*kind, BrokenFile(self.number))),
            Content::Slow(_) | Content::SlowToOpen(_) | Content::CannotBeOpened(_) => Ok(0),
        }
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let read = (self.begun, Instant::now());
        self.disk.log.lock().unwrap().read.push(read);
    }
}

/// Under the checker, where files take hours to be read: that alone puts nearly all steps in order, so a part of the
/// schedules is enough.
fn some_orders(call: impl Fn() + Send + Sync + 'static) {
    Check::new().schedules(1_000).random(500).run(call);
}

/// Under the checker, in one order of steps: what happens is the same every time.
fn once(call: impl Fn() + Send + Sync + 'static) {
    Check::new().schedules(1).random(0).run(call);
}

/// What became of a file.
type Digested = Result<Sum, ErrorKind>;

fn sum_of(bytes: &[u8]) -> Sum {
    Sha256::digest(bytes).into()
}

fn bytes(bytes: &[u8]) -> Content {
    Content::Bytes(bytes.to_vec())
}

/// The digests' first bytes are enough to tell them apart.
fn shown(results: &[Digested]) -> String {
    let shown = results.iter().map(|result| match result {
        Ok(sum) => format!("{:02x}{:02x}…", sum[0], sum[1]),
        Err(kind) => format!("{kind:?}"),
    });
    format!("[{}]", shown.collect::<Vec<_>>().join(", "))
}

#[track_caller]
fn assert_same(what: &str, got: &[Digested], expected: &[Digested]) {
    assert!(
        got == expected,
        "{what}: expected {}, got {}",
        shown(expected),
        shown(got)
    );
}

mod behaves {
    use super::digest_files::digest_folder;
    use super::*;
    use std::fs;

    #[harness::test]
    fn digests_what_is_in_the_files() {
        for workers in 1..=6 {
            once(move || {
                let long: Vec<u8> = (0..120_000_u32).map(|n| (n % 251) as u8).collect();
                let texts: [&[u8]; 4] = [b"", b"abc", &long, b"abc"];
                let disk = Disk::new(texts.map(bytes));
                let expected = texts.map(|text| Ok(sum_of(text)));
                let got = disk.digest(workers);
                disk.assert_each_opened_once();
                assert_same("four files are to be digested", &got, &expected);
            });
        }
    }

    #[harness::test]
    fn knows_the_digest_of_abc() {
        let sums = Disk::new([bytes(b"abc")]).digest(1);
        let first = sums.first().and_then(|sum| sum.ok());
        let begins = first.map(|sum| [sum[0], sum[1], sum[2], sum[3]]);
        assert!(
            begins == Some([0xba, 0x78, 0x16, 0xbf]),
            "the SHA-256 of `abc` begins with ba7816bf, and the digest's first bytes are {begins:x?}"
        );
    }

    #[harness::test]
    fn without_files_there_are_no_digests() {
        let sums = Disk::new([]).digest(2);
        assert!(
            sums.is_empty(),
            "there were no files, and there are {} digests",
            sums.len()
        );
    }

    /// Four files, of which some have this content instead of `abc`, and 1 and 2 workers.
    fn with_broken(broken: &'static [usize], kind: ErrorKind, content: fn(ErrorKind) -> Content) {
        let is_broken = |number| broken.contains(&number);
        for workers in 1..=2 {
            once(move || {
                let disk = Disk::new((0..4).map(|number| match is_broken(number) {
                    true => content(kind),
                    false => bytes(b"abc"),
                }));
                let expected = [0, 1, 2, 3].map(|number| match is_broken(number) {
                    true => Err(kind),
                    false => Ok(sum_of(b"abc")),
                });
                let got = disk.digest(workers);
                let what =
                    format!("workers: {workers}; of the files 0 to 3, {broken:?} cannot be read");
                assert_same(&what, &got, &expected);
                disk.assert_each_opened_once();
            });
        }
    }

    #[harness::test]
    fn an_error_is_an_entry_like_any_other() {
        for broken in [&[0][..], &[2], &[3], &[0, 1], &[0, 1, 2, 3]] {
            with_broken(broken, ErrorKind::NotFound, Content::CannotBeOpened);
            with_broken(broken, ErrorKind::PermissionDenied, Content::CannotBeOpened);
        }
    }

    #[harness::test]
    fn a_file_that_breaks_off_has_no_digest() {
        for broken in [&[0][..], &[3], &[0, 1]] {
            with_broken(broken, ErrorKind::TimedOut, Content::CannotBeRead);
        }
    }

    #[harness::test]
    fn an_error_is_the_very_one_that_the_file_gave() {
        once(|| {
            let disk = Disk::new([
                Content::CannotBeOpened(ErrorKind::NotFound),
                Content::CannotBeRead(ErrorKind::TimedOut),
            ]);
            let sums = digest_all(&disk.paths(), 2, |path| disk.open(path));
            let inside = |error: io::Error| error.into_inner()?.downcast().ok();
            let errors: Vec<_> = sums
                .into_iter()
                .map(|sum| sum.err().and_then(inside).map(|broken| *broken))
                .collect();
            let expected = [0, 1].map(|number| Some(BrokenFile(number)));
            assert!(
                errors == expected,
                "of two files, the first cannot be opened, the second not be read; their errors carry {expected:?} \
                 inside, and those in the results {errors:?}"
            );
        });
    }

    #[harness::test]
    fn no_more_files_are_open_than_there_are_workers() {
        for workers in 1..=2 {
            some_orders(move || {
                let disk = Disk::new((0..4).map(|_| Content::Slow(HOUR)));
                disk.digest(workers);
                let (open, threads) = (disk.open.peak(), disk.log.lock().unwrap().threads.len());
                assert!(
                    open <= workers,
                    "workers: {workers}. There was a moment when {open} files were open."
                );
                assert!(
                    threads <= workers,
                    "workers: {workers}. In all, {threads} threads opened and read the four files."
                );
            });
        }
    }

    /// Removed with all that is in it.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Folder {
            let name = format!("digest_files-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(path.join("below")).unwrap();
            Folder(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[harness::test]
    fn digests_a_real_folder() {
        once(|| {
            let folder = Folder::new();
            for (name, text) in [("b", "abc"), ("a", ""), ("below/c", "abc")] {
                fs::write(folder.0.join(name), text).unwrap();
            }
            let entries = digest_folder(&folder.0, 2).unwrap();
            let seen: Vec<_> = entries
                .into_iter()
                .map(|(path, sum)| (path.file_name().unwrap().to_owned(), sum.ok()))
                .collect();
            let expected = [("a", ""), ("b", "abc")]
                .map(|(name, text)| (name.into(), Some(sum_of(text.as_bytes()))));
            assert!(
                seen == expected,
                "a folder holds `a`, which is empty, and `b` with the text `abc`; its digests are {seen:x?}"
            );
            let gone = digest_all(&[folder.0.join("gone")], 2, |path| fs::File::open(path));
            let gone: Vec<_> = gone
                .into_iter()
                .map(|sum| sum.map_err(|e| e.kind()))
                .collect();
            let expected = [Err(ErrorKind::NotFound)];
            assert_same("a file is gone when its turn comes", &gone, &expected);
        });
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn digests_stand_in_the_order_of_the_files() {
        check(|| {
            let texts: [&[u8]; 3] = [b"one", b"two", b"three"];
            let disk = Disk::new(texts.map(bytes));
            let expected = texts.map(|text| Ok(sum_of(text)));
            assert_same("three files, two workers", &disk.digest(2), &expected);
            disk.assert_each_opened_once();
        });
    }

    #[harness::test]
    fn errors_stand_in_the_order_of_the_files_too() {
        check(|| {
            let disk = Disk::new([
                Content::CannotBeOpened(ErrorKind::NotFound),
                bytes(b"two"),
                Content::CannotBeRead(ErrorKind::TimedOut),
            ]);
            let expected = [
                Err(ErrorKind::NotFound),
                Ok(sum_of(b"two")),
                Err(ErrorKind::TimedOut),
            ];
            assert_same("three files, two workers", &disk.digest(2), &expected);
            disk.assert_each_opened_once();
        });
    }
}

mod speeds_up {
    use super::*;
    use harness::gauge::{side_by_side, work_and_span};

    const WORKERS: usize = 2;
    const FILES: usize = 20;

    fn nobody_rests(workers: usize, hours: [u32; 5]) {
        let files = hours.map(|hours| Content::Slow(hours * HOUR));
        let what = format!("To read five files takes {hours:?} hours");
        some_orders(move || nobody_rests_here(workers, &what, &files));
    }

    fn nobody_rests_here(workers: usize, what: &str, files: &[Content]) {
        let start = Instant::now();
        let disk = Disk::new(files.iter().cloned());
        disk.digest(workers);
        let read = &disk.log.lock().unwrap().read;
        let last_opened = read.iter().map(|(from, _)| *from).max().unwrap();
        let busy: Duration = read
            .iter()
            .map(|(from, to)| (*to).min(last_opened).saturating_duration_since(*from))
            .sum();
        let waited = last_opened - start;
        assert!(
            busy >= workers as u32 * waited,
            "{what}, and there are {workers} workers. The last file was opened after {} hours; \
             until then they had read for {} hours together: one of them rested while a file waited.",
            waited.as_secs() / 3600,
            busy.as_secs() / 3600
        );
    }

    #[harness::test]
    fn nobody_rests_while_the_first_file_takes_long() {
        nobody_rests(2, [3, 1, 1, 1, 1]);
        nobody_rests(3, [3, 1, 1, 1, 1]);
    }

    #[harness::test]
    fn nobody_rests_while_the_last_file_takes_long() {
        nobody_rests(2, [1, 1, 1, 1, 3]);
    }

    #[harness::test]
    fn nobody_rests_beside_one_of_many_files_that_takes_long() {
        for (workers, files, hours) in [(2, 20, 30), (2, 100, 150), (3, 100, 150)] {
            let what = format!(
                "To read the first of {files} files takes {hours} hours, each other takes one"
            );
            let mut files = vec![Content::Slow(HOUR); files];
            files[0] = Content::Slow(hours * HOUR);
            once(move || nobody_rests_here(workers, &what, &files));
        }
    }

    #[harness::test]
    fn nobody_rests_among_many_workers() {
        for (workers, files) in [(10, 20), (40, 80)] {
            let what = format!("To read each of {files} files takes an hour");
            let files = vec![Content::Slow(HOUR); files];
            once(move || nobody_rests_here(workers, &what, &files));
        }
    }

    #[harness::test]
    fn nobody_rests_after_an_error() {
        for workers in 1..=4 {
            for broken in [Content::CannotBeOpened, Content::CannotBeRead] {
                once(move || {
                    let mut files = vec![Content::Slow(HOUR); 12];
                    files[..3].fill(broken(ErrorKind::NotFound));
                    let what = "Three of 12 files are broken, to read each other takes an hour";
                    nobody_rests_here(workers, what, &files);
                });
            }
        }
    }

    #[harness::test]
    fn nobody_rests_while_another_opens_a_file() {
        some_orders(|| {
            let start = Instant::now();
            Disk::new((0..4).map(|_| Content::SlowToOpen(HOUR))).digest(2);
            let took = start.elapsed();
            assert!(
                took == 2 * HOUR,
                "To open each of four files takes an hour (to read it, nothing), and two workers took {} hours for \
                 them, not 2.",
                took.as_secs() / 3600
            );
        });
    }

    fn large_files(workers: usize) -> Disk {
        let large = || Content::Bytes(vec![7; 100_000]);
        Disk::for_workers(workers, (0..FILES).map(|_| large()))
    }

    #[harness::test]
    fn workers_meet_while_they_read() {
        let disk = large_files(WORKERS);
        disk.digest(WORKERS);
        // How many there are is another test's business.
        disk.meeting.assert_all_meet(disk.meeting.items());
        side_by_side(
            "20 files of 100 kB, 2 workers against 1",
            WORKERS,
            || large_files(1).digest(1),
            || large_files(1).digest(WORKERS),
        );
    }

    #[harness::test]
    fn workers_share_the_digesting() {
        // In processor time. The digest is compiled without optimisation here, as all that a check builds
        // anew: so it is nearly all of the work, and reading from memory next to nothing.
        let ratio = || {
            let disk = large_files(WORKERS);
            let alone = || large_files(1).files.iter().for_each(digest_alone);
            let measured = work_and_span(alone, || drop(disk.digest(WORKERS)));
            match measured.items {
                // No file was read: whatever ran, it was not the digesting.
                0 => 0.0,
                _ => measured.work.as_secs_f64() / measured.span.as_secs_f64(),
            }
        };
        let shared = (0..4).any(|_| ratio() >= 0.7 * WORKERS as f64);
        assert!(
            shared,
            "with {WORKERS} workers, most of the processor's work is done one after the other: \
             to digest is more work than to read, and one thread did it for all files"
        );
    }

    fn digest_alone(content: &Content) {
        if let Content::Bytes(bytes) = content {
            harness::real::hint::black_box(sum_of(bytes));
        }
    }
}

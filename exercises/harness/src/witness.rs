//! What a test counts to know that nothing was lost, kept twice or left behind.
//!
//! All counters are real ones, also inside the model: they see every schedule and are never part of one.

pub use crate::memory::live_bytes;

use crate::protocol::{self, current, lock};
use crate::threads::wait_for_ends;
use report::{Finding, FindingKind, Record};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Tells the reader what the test has counted, as in `1,000 clients at once, 1 thread`; decides nothing.
pub fn counted(text: impl Into<String>) {
    let text = text.into();
    if !protocol::is_recording() {
        println!("{text}");
    }
    protocol::record(&Record::Counted { text });
}

/// Counts tokens made and dropped: "everything is dropped exactly once".
///
/// ```
/// use harness::witness::Drops;
///
/// let drops = Drops::new();
/// let queue = vec![drops.token(), drops.token()];
/// assert_eq!((drops.made(), drops.alive()), (2, 2));
/// drop(queue);
/// drops.assert_all_dropped();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Drops(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    made: AtomicUsize,
    dropped: AtomicUsize,
    twice: AtomicUsize,
}

/// A value whose end is counted. A clone is a token of its own.
#[derive(Debug)]
pub struct Token {
    counts: Drops,
    /// Dropped before. Code with `unsafe` in it can drop a value twice; reading the flag then is wrong, too,
    /// but more often right than not, and the counts show the rest.
    gone: bool,
}

impl Drops {
    /// No tokens yet.
    pub fn new() -> Drops {
        Drops::default()
    }

    /// Makes a token.
    pub fn token(&self) -> Token {
        self.0.made.fetch_add(1, Ordering::SeqCst);
        Token {
            counts: self.clone(),
            gone: false,
        }
    }

    /// Tokens made so far, clones included.
    pub fn made(&self) -> usize {
        self.0.made.load(Ordering::SeqCst)
    }

    /// Drops so far; more than [`made`](Self::made) when a value was dropped twice.
    pub fn dropped(&self) -> usize {
        self.0.dropped.load(Ordering::SeqCst)
    }

    /// Tokens made and not dropped yet.
    pub fn alive(&self) -> usize {
        self.made().saturating_sub(self.dropped())
    }

    /// # Panics
    ///
    /// When a token was dropped twice, or is still alive: leaked, or kept somewhere.
    #[track_caller]
    pub fn assert_all_dropped(&self) {
        let (made, dropped) = (self.made(), self.dropped());
        let twice = self
            .0
            .twice
            .load(Ordering::SeqCst)
            .max(dropped.saturating_sub(made));
        assert!(
            twice == 0,
            "{made} values were made and {twice} of them dropped twice"
        );
        assert!(
            made == dropped,
            "{made} values were made and {} of them never dropped",
            made - dropped
        );
    }
}

impl Clone for Token {
    fn clone(&self) -> Token {
        self.counts.token()
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        if std::mem::replace(&mut self.gone, true) {
            self.counts.0.twice.fetch_add(1, Ordering::SeqCst);
        }
        self.counts.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

/// Counts what is in flight at the same time, for devices that a test makes up.
///
/// ```
/// use harness::witness::InFlight;
///
/// let disk = InFlight::new();
/// let read = disk.enter();
/// assert_eq!((disk.now(), disk.peak(), disk.total()), (1, 1, 1));
/// drop(read);
/// assert_eq!((disk.now(), disk.peak(), disk.total()), (0, 1, 1));
/// ```
#[derive(Debug, Default)]
pub struct InFlight {
    now: AtomicUsize,
    peak: AtomicUsize,
    total: AtomicUsize,
}

/// In flight until dropped.
#[derive(Debug)]
#[must_use = "in flight until dropped, which is at once when nobody holds it"]
pub struct Flight<'a>(&'a InFlight);

impl InFlight {
    /// Nothing in flight.
    pub const fn new() -> InFlight {
        InFlight {
            now: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            total: AtomicUsize::new(0),
        }
    }

    /// One more in flight, until the value is dropped.
    pub fn enter(&self) -> Flight<'_> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.peak.fetch_max(now, Ordering::SeqCst);
        self.total.fetch_add(1, Ordering::SeqCst);
        Flight(self)
    }

    /// In flight at this moment.
    pub fn now(&self) -> usize {
        self.now.load(Ordering::SeqCst)
    }

    /// The most that were in flight at the same time.
    pub fn peak(&self) -> usize {
        self.peak.load(Ordering::SeqCst)
    }

    /// All that ever entered.
    pub fn total(&self) -> usize {
        self.total.load(Ordering::SeqCst)
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Sees whether real threads outlive the piece of program that started them.
///
/// Counts the threads that the running test has started through the harness's std and that have not ended.
///
/// ```
/// use harness::witness::LiveThreads;
///
/// let before = LiveThreads::now();
/// std::thread::spawn(|| ()).join().unwrap();
/// before.assert_none_left_behind();
/// ```
#[derive(Debug)]
pub struct LiveThreads {
    before: usize,
}

/// A thread that has been joined is gone in a moment; one that is still there after this was left behind.
const GONE: Duration = Duration::from_secs(1);

impl LiveThreads {
    /// The threads alive at this moment, which do not count.
    pub fn now() -> LiveThreads {
        LiveThreads { before: alive() }
    }

    /// Threads that were started since and are still alive.
    pub fn left_behind(&self) -> usize {
        alive().saturating_sub(self.before)
    }

    /// Waits until no thread is left, a second at most.
    ///
    /// # Panics
    ///
    /// With a finding, [`thread left behind`](report::FindingKind::ThreadLeftBehind).
    #[track_caller]
    pub fn assert_none_left_behind(&self) {
        wait_for_ends(GONE, || self.left_behind());
        let message = match self.left_behind() {
            0 => return,
            1 => {
                "A thread that the program started is still running after the program has returned."
                    .to_string()
            }
            n => format!(
                "{n} threads that the program started are still running after the program has returned."
            ),
        };
        let kind = FindingKind::ThreadLeftBehind;
        crate::protocol::report_finding(Finding {
            kind,
            message,
            schedule: None,
        })
    }
}

fn alive() -> usize {
    current().map_or(0, |test| {
        lock(&test.threads).iter().filter(|t| !t.ended()).count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_is_a_token_of_its_own() {
        let drops = Drops::new();
        let token = drops.token();
        drop(token.clone());
        assert_eq!((drops.made(), drops.dropped(), drops.alive()), (2, 1, 1));
        drop(token);
        drops.assert_all_dropped();
    }

    #[test]
    #[should_panic(expected = "2 values were made and 1 of them never dropped")]
    fn a_leak_is_seen() {
        let drops = Drops::new();
        std::mem::forget(drops.token());
        drop(drops.token());
        drops.assert_all_dropped();
    }

    #[test]
    #[should_panic(expected = "1 values were made and 1 of them dropped twice")]
    fn a_double_drop_is_seen() {
        let drops = Drops::new();
        let mut token = std::mem::ManuallyDrop::new(drops.token());
        let keep = drops.clone();
        std::mem::forget(drops);
        // What a queue does wrongly that drops an item and hands it out as well. The token's own count is kept
        // alive by `keep` and the forgotten handle, so that the second drop reads live memory.
        unsafe {
            std::mem::ManuallyDrop::drop(&mut token);
            std::mem::ManuallyDrop::drop(&mut token);
        }
        std::mem::forget(keep.clone());
        keep.assert_all_dropped();
    }

    #[test]
    fn the_peak_is_what_was_there_at_the_same_time() {
        let device = InFlight::new();
        let two = (device.enter(), device.enter());
        drop(two);
        drop(device.enter());
        assert_eq!((device.now(), device.peak(), device.total()), (0, 2, 3));
    }
}

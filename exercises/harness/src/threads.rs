//! The book-keeping of real threads: which test they work for, whether their panics are seen, how many live.
//!
//! The facade's `spawn`, `scope` and `Builder` call it on real threads, never inside the model:
//!
//! ```text
//! let (birth, life) = threads::birth(name);                       // in the parent, before std's spawn
//! let inner = ::std::thread::spawn(move || birth.run(body));    // in the child, around everything
//! JoinHandle { inner, life }
//!
//! let result = self.inner.join(); self.life.joined(); result // join: after std's own, Ok or Err
//! ```
//!
//! A scope keeps a clone of each [`Life`] and calls `joined` on all of them when std's scope has returned
//! (it joins them all; a panic that it saw is its own panic then). `joined` may be called twice.
//! A spawn that fails drops the [`Birth`], which takes the thread out of the count again.
//!
//! A panic is *unseen* when the test ends and nobody has joined its thread: the handle dropped, leaked
//! or still waiting in some structure. Counting joins finds all three; watching handles would not.

use crate::gauge::edges;
use crate::packet::{Body, Kept};
use crate::panics::{self, Place};
use crate::protocol::{self, Test, lock, panic_words, payload_message};
use report::{Finding, FindingKind};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// More threads than this at the same time are a finding: a thread an item, or threads that start threads.
pub(crate) const MOST_THREADS: usize = 500;

static LIVE: AtomicUsize = AtomicUsize::new(0);
/// Guards nothing; an end that falls between a waiter's look and its wait needs the lock, and so is not missed.
static ENDING: Mutex<()> = Mutex::new(());
static ENDED: Condvar = Condvar::new();

/// A thread that is about to start; moves into it.
pub(crate) struct Birth {
    test: Option<Arc<Test>>,
    mark: edges::Mark,
    /// As the schedules call it: the name that the program gave it, or `thread 1`.
    name: String,
    life: Life,
    /// Takes the thread out of the count, whether it ever ran or not.
    _live: Live,
}

/// What the rest of the process knows of a thread.
#[derive(Clone)]
pub(crate) struct Life(Arc<Facts>);

#[derive(Default)]
struct Facts {
    /// The kernel's number for it; 0 before it runs.
    tid: AtomicI32,
    ended: AtomicBool,
    /// Somebody has looked at how it ended.
    seen: AtomicBool,
    /// Where its chain of work ended; taken by the first join.
    mark: Mutex<Option<edges::Mark>>,
}

/// A thread of a test, for the watchdog and the witnesses.
pub(crate) struct Known {
    pub(crate) name: String,
    life: Life,
}

/// A panic that ended a thread.
pub(crate) struct Panicked {
    thread: String,
    message: String,
    place: Option<Place>,
    life: Life,
}

struct Live(Life);

/// Counts a thread and takes along what it needs from its parent. `name` is the one given to `Builder`.
///
/// # Panics
///
/// With a finding when [`MOST_THREADS`] are alive already.
pub(crate) fn birth(name: Option<&str>) -> (Birth, Life) {
    let life = Life(Arc::default());
    let live = Live::count(&life);
    let test = protocol::current();
    let name = match &test {
        Some(test) => Known::enter(test, name, &life),
        None => name.unwrap_or("a thread").to_string(),
    };
    let birth = Birth {
        test,
        mark: edges::fork(),
        name,
        life: life.clone(),
        _live: live,
    };
    (birth, life)
}

/// Waits until `left` says that no thread is left to wait for, at most as long as `limit`.
pub(crate) fn wait_for_ends(limit: Duration, left: impl Fn() -> usize) {
    let ended = ENDED.wait_timeout_while(lock(&ENDING), limit, |()| left() > 0);
    drop(ended.unwrap_or_else(PoisonError::into_inner));
}

impl Birth {
    /// The child's whole life. A panic goes on through it, so that std's join and scope see it as usual.
    pub(crate) fn run(self, body: Body<'_>) {
        self.life.0.tid.store(thread_id(), Ordering::SeqCst);
        protocol::enter(self.test.clone());
        edges::begin(&self.mark);
        let outcome = catch_unwind(AssertUnwindSafe(body));
        *lock(&self.life.0.mark) = Some(edges::finish());
        if let (Err(payload), Some(test)) = (&outcome, &self.test) {
            let message = panic_words(payload_message(&**payload)).to_string();
            let panicked = Panicked {
                thread: self.name.clone(),
                message,
                place: panics::last(),
                life: self.life.clone(),
            };
            lock(&test.panics).push(panicked);
        }
        match outcome {
            Ok(kept) => drop_result(kept),
            Err(payload) => resume_unwind(payload),
        }
    }
}

/// A result that nobody took may panic when it is dropped; as in std there is no join left that could tell.
fn drop_result(kept: Kept<'_>) {
    if catch_unwind(AssertUnwindSafe(|| drop(kept))).is_err() {
        std::process::abort();
    }
}

impl Life {
    /// Somebody has waited for the thread's end and looked at its result.
    pub(crate) fn joined(&self) {
        self.0.seen.store(true, Ordering::SeqCst);
        if let Some(mark) = lock(&self.0.mark).take() {
            edges::join(&mark);
        }
    }
}

impl Known {
    /// The thread that calls, which is the test's own.
    pub(crate) fn main() -> Known {
        let facts = Facts {
            tid: AtomicI32::new(thread_id()),
            ..Facts::default()
        };
        Known {
            name: "main".to_string(),
            life: Life(Arc::new(facts)),
        }
    }

    /// The kernel's number for it; `None` before it runs and after its end.
    pub(crate) fn tid(&self) -> Option<i32> {
        let tid = self.life.0.tid.load(Ordering::SeqCst);
        (tid != 0 && !self.ended()).then_some(tid)
    }

    pub(crate) fn ended(&self) -> bool {
        self.life.0.ended.load(Ordering::SeqCst)
    }

    /// Enters a thread into its test's list; returns the name it goes by.
    fn enter(test: &Test, name: Option<&str>, life: &Life) -> String {
        let mut threads = lock(&test.threads);
        let name = name.map_or_else(|| format!("thread {}", threads.len()), str::to_string);
        threads.push(Known {
            name: name.clone(),
            life: life.clone(),
        });
        name
    }
}

impl Panicked {
    pub(crate) fn seen(&self) -> bool {
        self.life.0.seen.load(Ordering::SeqCst)
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} panicked", self.thread)?;
        if let Some(place) = &self.place {
            write!(f, " at {place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl Live {
    fn count(life: &Life) -> Live {
        let live = Live(life.clone());
        if LIVE.fetch_add(1, Ordering::Relaxed) >= MOST_THREADS {
            drop(live);
            too_many()
        }
        live
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let ending = lock(&ENDING);
        self.0.0.ended.store(true, Ordering::SeqCst);
        drop(ending);
        ENDED.notify_all();
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// With a grader the process ends here: hundreds of threads may wait for one that now never comes.
fn too_many() -> ! {
    let message = format!(
        "The program has {MOST_THREADS} threads alive and starts another. \
         A thread costs a stack and a place in the scheduler's queue; start as many as there are workers."
    );
    let finding = Finding {
        kind: FindingKind::TooManyThreads,
        message,
        schedule: None,
    };
    if protocol::is_recording() {
        protocol::fatal_finding(finding)
    } else {
        protocol::report_finding(finding)
    }
}

#[cfg(target_os = "linux")]
fn thread_id() -> i32 {
    // SAFETY: `gettid` has no preconditions.
    unsafe { libc::gettid() }
}

#[cfg(not(target_os = "linux"))]
fn thread_id() -> i32 {
    0
}

//! Ends a test that does not end, and says where its threads are.
//!
//! One thread a process looks at a stopwatch for each test ([`report::Stopwatch`]: what others do on the machine
//! does not count). A test that ends in time only takes its name off the list; nobody waits for the watchdog,
//! and it dies with the process.
//!
//! The finding's words hold no times and, for a running thread, no line: they must be the same in every run.

use crate::protocol::{self, Test, lock};
use report::{Finding, FindingKind, Stopwatch};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};
use std::time::Duration;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
use elsewhere as system;

/// The grader's limit in milliseconds, after which it can only kill.
const GRADERS_LIMIT: &str = "WORKBOOK_LIMIT_MS";
/// Where no grader says another.
const USUAL_GRADERS_LIMIT: Duration = Duration::from_secs(10);
/// Between two looks at the stopwatches.
const LOOK: Duration = Duration::from_millis(50);
/// Looking at threads may itself get stuck (a lock inside the allocator); then the verdict goes out with what is known.
/// By a stopwatch, as the grader's limit, which ends soon after.
const LOOKING: Duration = Duration::from_millis(800);

struct Watched {
    test: Arc<Test>,
    limit: Duration,
    stopwatch: Stopwatch,
}

static WATCHED: Mutex<Vec<Watched>> = Mutex::new(Vec::new());
static CHANGED: Condvar = Condvar::new();
static STARTED: Once = Once::new();

/// Gives the running test `limit` from now on, in place of the limit that it started with.
///
/// The grader's own limit does not move along: a longer one needs `limit_seconds` in the catalog.
/// Does nothing outside a `#[harness::test]`.
pub fn time_limit(limit: Duration) {
    if let Some(test) = protocol::current() {
        forget(&test);
        watch_for(&test, limit);
    }
}

/// The test must call [`forget`] within the limit.
pub(crate) fn watch(test: &Arc<Test>) {
    STARTED.call_once(|| {
        let thread = std::thread::Builder::new().name("watchdog".to_string());
        // Without a watchdog the grader's limit still holds.
        let _ = thread.spawn(keep_watch);
    });
    watch_for(test, own_limit());
}

/// Four fifths of the grader's limit: looking at the threads takes its time, too.
fn own_limit() -> Duration {
    let told = std::env::var(GRADERS_LIMIT)
        .ok()
        .and_then(|ms| ms.parse().ok());
    told.map_or(USUAL_GRADERS_LIMIT, Duration::from_millis) * 4 / 5
}

/// The test is over.
pub(crate) fn forget(test: &Arc<Test>) {
    lock(&WATCHED).retain(|w| !Arc::ptr_eq(&w.test, test));
}

fn watch_for(test: &Arc<Test>, limit: Duration) {
    let watched = Watched {
        test: test.clone(),
        limit,
        stopwatch: Stopwatch::start(std::process::id()),
    };
    lock(&WATCHED).push(watched);
    CHANGED.notify_one();
}

fn keep_watch() {
    let mut watched = lock(&WATCHED);
    loop {
        let is_late = |w: &mut Watched| w.stopwatch.look() >= w.limit;
        if let Some(late) = watched.iter_mut().position(is_late) {
            let late = watched.swap_remove(late);
            drop(watched);
            bark(&late)
        }
        let idle = watched.is_empty();
        watched = match idle {
            true => CHANGED
                .wait(watched)
                .unwrap_or_else(PoisonError::into_inner),
            false => {
                drop(watched);
                std::thread::sleep(LOOK);
                lock(&WATCHED)
            }
        };
    }
}

fn bark(late: &Watched) -> ! {
    let (sender, receiver) = mpsc::channel();
    let test = late.test.clone();
    std::thread::spawn(move || system::whereabouts(&test, |lines| _ = sender.send(lines)));
    let mut patience = Stopwatch::start(std::process::id());
    let mut whereabouts = Vec::new();
    // Ends with the sender, or when the time is up with what is known by then.
    while patience.look() < LOOKING {
        match receiver.recv_timeout(LOOK) {
            Ok(more) => whereabouts = more,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    protocol::fatal_finding(Finding {
        kind: FindingKind::Hang,
        message: message(late, &whereabouts),
        schedule: None,
    })
}

fn message(late: &Watched, whereabouts: &[String]) -> String {
    let mut message = format!(
        "`{}` does not end within {} s.",
        late.test.name,
        late.limit.as_secs_f64()
    );
    if !whereabouts.is_empty() {
        message.push_str(" Its threads:\n");
    }
    for thread in whereabouts {
        message.push_str(&format!("\n  {thread}"));
    }
    message
}

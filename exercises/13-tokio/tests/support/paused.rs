//! A runtime on tokio's paused clock, and a record of what calls did in virtual time.
//!
//! The clock stands still while anything can run, and jumps to the next timer when nothing can:
//! an hour costs microseconds, and every moment is exact, in every run.

use futures::FutureExt;
use std::any::Any;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::time::{Instant, sleep, timeout};

/// Whoever waits longer, waits for ever.
const FOR_EVER: Duration = Duration::from_secs(3600);
/// So often nobody is woken who waits for the clock. Each further look would keep the clock from moving.
const MOST_POLLS: usize = 20_000;
/// More rows of a drawing say nothing new.
const MOST_ROWS: usize = 12;
/// Columns of a drawing's bars.
const COLUMNS: u64 = 40;

/// What to think of when something came that takes time, and the clock has not moved.
pub const STOOD_STILL: &str =
    "\nNo virtual time has passed: a thread that sleeps stops everybody, tokio's clock included.";

pub const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Runs a test on a paused clock, with a record of its own that starts at 0 ms.
///
/// # Panics
///
/// When the test waits for ever, looks again and again without letting time pass, or polls a call that has ended.
#[track_caller]
pub fn on_paused_clock<T>(test: impl AsyncFnOnce(Calls) -> T) -> T {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime can be built");
    let ended = runtime.block_on(async {
        let calls = Calls::new();
        // Kept until the drawing is made: a drop would enter itself.
        let mut watched = Watched {
            test: Box::pin(test(calls.clone())),
            calls: calls.clone(),
            polls: 0,
        };
        let waited_in_vain = |_| {
            Err(format!(
                "an hour of virtual time has passed, and what was waited for has not come\n{calls}"
            ))
        };
        let ended = timeout(FOR_EVER, &mut watched).await;
        ended.unwrap_or_else(waited_in_vain)
    });
    // Out here a panic is the test's own, and its place need not be told.
    match ended {
        Ok(value) => value,
        Err(finding) => panic!("{finding}"),
    }
}

/// The panic of a future as a value.
pub async fn caught<F: Future>(future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    AssertUnwindSafe(future).catch_unwind().await
}

/// Lets everybody run who can, without letting time pass.
pub async fn everybody_has_run() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

/// Tasks of the runtime that have not ended, the test itself not counted.
pub async fn tasks_left() -> usize {
    everybody_has_run().await;
    Handle::current().metrics().num_alive_tasks()
}

/// A test that is ended when it asks too often, or asks a call that has ended.
struct Watched<F> {
    test: Pin<Box<F>>,
    calls: Calls,
    polls: usize,
}

impl<F: Future> Future for Watched<F> {
    type Output = Result<F::Output, String>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.polls += 1;
        if self.polls == MOST_POLLS {
            let finding = "the program looked 20,000 times whether it can go on, instead of waiting until it is woken";
            return Poll::Ready(Err(finding.to_owned()));
        }
        let polled = self.test.as_mut().poll(cx);
        match self.calls.with(|record| record.polled_again.take()) {
            Some(name) => Poll::Ready(Err(format!(
                "`{name}` has ended, and was polled again\n{}",
                self.calls
            ))),
            None => polled.map(Ok),
        }
    }
}

/// What calls did, and when. A clone is the same record.
#[derive(Clone)]
pub struct Calls(Arc<Mutex<Record>>);

struct Record {
    start: Instant,
    rows: Vec<Row>,
    running: usize,
    peak: usize,
    /// A call that was polled after its end.
    polled_again: Option<String>,
}

/// One call.
struct Row {
    name: String,
    /// Milliseconds from the start of the record.
    begun: Option<u64>,
    over: Option<(u64, End)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Ended,
    Panicked,
    Dropped,
}

/// A future whose first poll, end and drop are entered in a record.
pub struct Recorded<F> {
    calls: Calls,
    row: usize,
    future: Pin<Box<F>>,
}

impl Calls {
    fn new() -> Calls {
        Calls(Arc::new(Mutex::new(Record {
            start: Instant::now(),
            rows: Vec::new(),
            running: 0,
            peak: 0,
            polled_again: None,
        })))
    }

    /// A call that is in the record from now on. It begins when it is first polled.
    pub fn record<F: Future>(&self, name: &str, future: F) -> Recorded<F> {
        let row = self.with(|record| {
            record.rows.push(Row {
                name: name.to_owned(),
                begun: None,
                over: None,
            });
            record.rows.len() - 1
        });
        Recorded {
            calls: self.clone(),
            row,
            future: Box::pin(future),
        }
    }

    /// A call that takes so many milliseconds and returns `value`.
    pub fn takes<T: Send + 'static>(
        &self,
        name: &str,
        millis: u64,
        value: T,
    ) -> Recorded<impl Future<Output = T> + Send + use<T>> {
        self.record(name, async move {
            sleep(ms(millis)).await;
            value
        })
    }

    /// Milliseconds since the record was begun.
    pub fn now(&self) -> u64 {
        self.with(|record| record.now())
    }

    /// The most calls that were in flight at the same time: begun, and neither ended nor dropped.
    pub fn peak(&self) -> usize {
        self.with(|record| record.peak)
    }

    /// The names of all that have not ended and were not dropped, whether they were begun or not.
    pub fn alive(&self) -> Vec<String> {
        self.names(|row| row.over.is_none())
    }

    /// The names of all that ended of themselves.
    pub fn ended(&self) -> Vec<String> {
        self.names(|row| row.over.is_some_and(|(_, end)| end == End::Ended))
    }

    /// When each call was begun, in the order in which that happened.
    pub fn begun(&self) -> Vec<u64> {
        self.with(|record| {
            let mut moments: Vec<u64> = record.rows.iter().filter_map(|row| row.begun).collect();
            moments.sort_unstable();
            moments
        })
    }

    /// When the call of this name was begun; the first of them, if there are several.
    pub fn begin_of(&self, name: &str) -> Option<u64> {
        self.with(|record| record.rows.iter().find(|row| row.name == name)?.begun)
    }

    fn names(&self, which: impl Fn(&Row) -> bool) -> Vec<String> {
        self.with(|record| {
            let rows = record.rows.iter().filter(|row| which(row));
            rows.map(|row| row.name.clone()).collect()
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Record) -> T) -> T {
        look(&mut self.0.lock().expect("the record does not panic"))
    }

    /// A call is polled; `false`: it has ended.
    fn enter(&self, row: usize) -> bool {
        self.with(|record| {
            let now = record.now();
            let row = &mut record.rows[row];
            if row.over.is_some() {
                record.polled_again = Some(row.name.clone());
                return false;
            }
            if row.begun.is_none() {
                row.begun = Some(now);
                record.running += 1;
                record.peak = record.peak.max(record.running);
            }
            true
        })
    }

    /// The first end counts: whatever has ended is dropped, too.
    fn end(&self, row: usize, end: End) {
        self.with(|record| {
            let now = record.now();
            let row = &mut record.rows[row];
            if row.over.is_none() {
                row.over = Some((now, end));
                record.running -= usize::from(row.begun.is_some());
            }
        });
    }
}

impl Record {
    fn now(&self) -> u64 {
        millis(self.start.elapsed())
    }
}

impl<F: Future> Future for Recorded<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        if !self.calls.enter(self.row) {
            return Poll::Pending;
        }
        let (calls, row) = (self.calls.clone(), self.row);
        let _panic = Noted { calls, row };
        let polled = self.future.as_mut().poll(cx);
        if polled.is_ready() {
            self.calls.end(self.row, End::Ended);
        }
        polled
    }
}

/// Enters a panic that goes through a poll.
struct Noted {
    calls: Calls,
    row: usize,
}

impl Drop for Noted {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.calls.end(self.row, End::Panicked);
        }
    }
}

impl<F> Drop for Recorded<F> {
    fn drop(&mut self) {
        self.calls.end(self.row, End::Dropped);
    }
}

/// A row for each call: its name, a bar from its begin to its end, and both in figures.
impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|record| {
            let now = record.now();
            let shown = record.rows.len().min(MOST_ROWS);
            let rows = &record.rows[..shown];
            let width = rows.iter().map(|row| row.name.chars().count()).max();
            let last = rows.iter().filter_map(|row| Some(row.over?.0)).max();
            let running = rows
                .iter()
                .any(|row| row.over.is_none() && row.begun.is_some());
            // An hour that was waited in vain would leave no room for what happened before it.
            let scale = match last {
                Some(last) if !running || now >= millis(FOR_EVER) => last,
                _ => now,
            };
            for row in rows {
                let bar = row.bar(scale, now);
                writeln!(f, "  {:<1$} │{bar}│ {row}", row.name, width.unwrap_or(0))?;
            }
            match record.rows.len() - shown {
                0 => Ok(()),
                more => writeln!(f, "  … and {more} more"),
            }
        })
    }
}

impl Row {
    fn bar(&self, scale: u64, now: u64) -> String {
        let end = self.over.map_or(now, |(moment, _)| moment);
        let column = |moment: u64| COLUMNS * moment.min(scale) / scale.max(1);
        (0..COLUMNS)
            .map(|here| match self.begun {
                Some(begun) if column(begun) <= here && here < column(end) => '━',
                _ => ' ',
            })
            .collect()
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.begun, self.over) {
            (None, None) => write!(f, "not begun"),
            (None, Some(_)) => write!(f, "dropped before it began"),
            (Some(begun), None) => write!(f, "from {begun} ms, runs on"),
            (Some(begun), Some((end, End::Ended))) => write!(f, "{begun} to {end} ms"),
            (Some(begun), Some((end, End::Panicked))) => write!(f, "{begun} to {end} ms, panicked"),
            (Some(begun), Some((end, End::Dropped))) => write!(f, "{begun} to {end} ms, dropped"),
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).expect("a test takes less than an age")
}

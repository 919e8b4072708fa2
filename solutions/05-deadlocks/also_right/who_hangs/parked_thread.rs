//! A lock for each job and one for the list; the thread parks until a time, and `unpark` is its bell.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant};

/// Watches over jobs, in a thread of its own.
pub struct Watchdog {
    board: Arc<Board>,
    thread: Option<JoinHandle<()>>,
}

/// One job, until dropped.
pub struct Job {
    record: Arc<Record>,
    board: Arc<Board>,
    bell: Thread,
}

struct Board {
    limit: Duration,
    records: Mutex<Vec<Arc<Record>>>,
    stopped: AtomicBool,
}

struct Record {
    name: String,
    last: Mutex<Option<Step>>,
}

#[derive(Clone, Copy)]
struct Step {
    what: &'static str,
    since: Instant,
    alarmed: bool,
}

impl Watchdog {
    pub fn start(limit: Duration, alarm: impl FnMut(String) + Send + 'static) -> Self {
        let board = Arc::new(Board {
            limit,
            records: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let watched = Arc::clone(&board);
        let thread = thread::spawn(move || watched.watch(alarm));
        Watchdog {
            board,
            thread: Some(thread),
        }
    }

    pub fn announce(&self, name: &str) -> Job {
        let record = Arc::new(Record {
            name: name.to_string(),
            last: Mutex::new(None),
        });
        self.board.records.lock().unwrap().push(Arc::clone(&record));
        let thread = self.thread.as_ref().expect("there until the drop");
        Job {
            record,
            board: Arc::clone(&self.board),
            bell: thread.thread().clone(),
        }
    }

    pub fn dump(&self) -> String {
        self.board.dump()
    }
}

impl Job {
    pub fn step(&self, what: &'static str) {
        let step = Step {
            what,
            since: Instant::now(),
            alarmed: false,
        };
        *self.record.last.lock().unwrap() = Some(step);
        self.bell.unpark();
    }
}

impl Board {
    fn watch(&self, mut alarm: impl FnMut(String)) {
        while !self.stopped.load(SeqCst) {
            let (hung, next) = self.look();
            if hung {
                alarm(self.dump());
            } else if let Some(left) = next {
                thread::park_timeout(left);
            } else {
                thread::park();
            }
        }
    }

    /// Marks whoever comes to hang; and the time until somebody else does.
    fn look(&self) -> (bool, Option<Duration>) {
        let (mut hung, mut next) = (false, None);
        for record in self.records.lock().unwrap().iter() {
            let mut last = record.last.lock().unwrap();
            let Some(step) = last.as_mut().filter(|step| !step.alarmed) else {
                continue;
            };
            let left = self.limit.saturating_sub(step.since.elapsed());
            if left.is_zero() {
                step.alarmed = true;
                hung = true;
            } else {
                next = Some(next.map_or(left, |next: Duration| next.min(left)));
            }
        }
        (hung, next)
    }

    fn dump(&self) -> String {
        let records = self.records.lock().unwrap();
        let mut lines = String::new();
        let mut hang = 0;
        for record in records.iter() {
            let last = *record.last.lock().unwrap();
            let state = last.map_or("not begun".to_string(), |step| {
                let time = step.since.elapsed();
                let verb = if time < self.limit { "runs" } else { "hangs" };
                hang += usize::from(verb == "hangs");
                format!("{verb}, in {} for {time:?}", step.what)
            });
            lines += &format!("  {}: {state}\n", record.name);
        }
        format!("{hang} of {} jobs hang\n{lines}", records.len())
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let mut records = self.board.records.lock().unwrap();
        records.retain(|record| !Arc::ptr_eq(record, &self.record));
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.board.stopped.store(true, SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

//! Misconception: an alarm tells a name, and what was told need not be told again.
//! Refused by: race_free

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Watches over jobs, in a thread of its own.
pub struct Watchdog {
    shared: Arc<Shared>,
    /// `None` only in the drop: joining takes the handle.
    thread: Option<JoinHandle<()>>,
}

/// One job, until dropped.
pub struct Job {
    shared: Arc<Shared>,
    number: u64,
}

struct Shared {
    limit: Duration,
    /// Never locked while an alarm runs.
    state: Mutex<State>,
    /// A job has made a step, or the watchdog is to stop.
    changed: Condvar,
}

struct State {
    /// By number, which is the order of announcing. Names would not do: two jobs may have the same.
    jobs: BTreeMap<u64, Entry>,
    next_number: u64,
    /// Those whose alarm was given since their last step.
    alarmed: BTreeSet<String>,
    stopped: bool,
}

struct Entry {
    name: String,
    /// `None` before the first step: no clock runs for a job that waits for its worker.
    at: Option<Step>,
}

struct Step {
    what: &'static str,
    since: Instant,
}

impl Watchdog {
    /// Starts the thread.
    pub fn start(limit: Duration, alarm: impl FnMut(String) + Send + 'static) -> Self {
        let state = State {
            jobs: BTreeMap::new(),
            next_number: 0,
            alarmed: BTreeSet::new(),
            stopped: false,
        };
        let shared = Arc::new(Shared {
            limit,
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let watched = Arc::clone(&shared);
        let thread = thread::spawn(move || watched.watch(alarm));
        Watchdog {
            shared,
            thread: Some(thread),
        }
    }

    /// A job that has not begun. Two jobs of the same name are two jobs.
    pub fn announce(&self, name: &str) -> Job {
        let mut state = self.shared.lock();
        let number = state.next_number;
        state.next_number += 1;
        let entry = Entry {
            name: name.to_string(),
            at: None,
        };
        state.jobs.insert(number, entry);
        Job {
            shared: Arc::clone(&self.shared),
            number,
        }
    }

    /// All jobs that have not ended.
    pub fn dump(&self) -> String {
        self.shared.lock().dump(self.shared.limit)
    }
}

impl Job {
    /// From this moment on the job is at `what`.
    pub fn step(&self, what: &'static str) {
        let state = &mut *self.shared.lock();
        let job = state.jobs.get_mut(&self.number);
        let job = job.expect("a job is listed until it is dropped");
        job.at = Some(Step {
            what,
            since: Instant::now(),
        });
        state.alarmed.remove(&job.name);
        // The thread may be asleep without a deadline.
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn watch(&self, mut alarm: impl FnMut(String)) {
        let mut state = self.lock();
        while !state.stopped {
            if state.comes_to_hang(self.limit) {
                let dump = state.dump(self.limit);
                // An alarm may take its time; the jobs must not.
                drop(state);
                alarm(dump);
                state = self.lock();
                continue;
            }
            // After every wake-up all is looked at anew: a step may have put the next deadline off.
            state = match state.time_left(self.limit) {
                None => self.changed.wait(state).unwrap(),
                Some(left) => self.changed.wait_timeout(state, left).unwrap().0,
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    /// Whether there are jobs that hang and were not in an alarm for it. They count as alarmed from now on.
    fn comes_to_hang(&mut self, limit: Duration) -> bool {
        let mut some = false;
        for job in self.jobs.values() {
            let hangs = |step: &Step| step.since.elapsed() >= limit;
            if job.at.as_ref().is_some_and(hangs) {
                some |= self.alarmed.insert(job.name.clone());
            }
        }
        some
    }

    /// Until the next job would hang. `None`: there is no such job.
    fn time_left(&self, limit: Duration) -> Option<Duration> {
        let jobs = self.jobs.values();
        jobs.filter(|job| !self.alarmed.contains(&job.name))
            .filter_map(|job| job.at.as_ref())
            .map(|step| limit.saturating_sub(step.since.elapsed()))
            .min()
    }

    fn dump(&self, limit: Duration) -> String {
        let mut hanging = 0;
        let mut lines = String::new();
        for job in self.jobs.values() {
            let state = match &job.at {
                None => "not begun".to_string(),
                Some(step) => {
                    let time = step.since.elapsed();
                    hanging += usize::from(time >= limit);
                    let verb = if time >= limit { "hangs" } else { "runs" };
                    format!("{verb}, in {} for {time:?}", step.what)
                }
            };
            lines += &format!("  {}: {state}\n", job.name);
        }
        format!("{hanging} of {} jobs hang\n{lines}", self.jobs.len())
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        // No notification: the thread has one reason less to wake up.
        self.shared.lock().jobs.remove(&self.number);
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // An error would mean that the alarm panicked, and its message has been printed.
            let _ = thread.join();
        }
    }
}

//! Misconception: the thread sees the flag when it next looks.
//! Refused by: behaves, race_free, shuts_down

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Watches over jobs, in a thread of its own.
pub struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// One job, until dropped.
pub struct Job {
    shared: Arc<Shared>,
    number: u64,
}

struct Shared {
    limit: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    jobs: BTreeMap<u64, Entry>,
    next_number: u64,
    stopped: bool,
}

struct Entry {
    name: String,
    at: Option<Step>,
}

struct Step {
    what: &'static str,
    since: Instant,
    alarmed: bool,
}

impl Watchdog {
    pub fn start(limit: Duration, alarm: impl FnMut(String) + Send + 'static) -> Self {
        let state = State {
            jobs: BTreeMap::new(),
            next_number: 0,
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

    pub fn dump(&self) -> String {
        self.shared.lock().dump(self.shared.limit)
    }
}

impl Job {
    pub fn step(&self, what: &'static str) {
        let mut state = self.shared.lock();
        let job = state.jobs.get_mut(&self.number);
        job.expect("a job is listed until it is dropped").at = Some(Step {
            what,
            since: Instant::now(),
            alarmed: false,
        });
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn watch(&self, mut alarm: impl FnMut(String)) {
        let mut state = self.lock();
        while !state.stopped {
            if state.comes_to_hang(self.limit) {
                let dump = state.dump(self.limit);
                drop(state);
                alarm(dump);
                state = self.lock();
                continue;
            }
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
    fn comes_to_hang(&mut self, limit: Duration) -> bool {
        let mut some = false;
        for step in self.jobs.values_mut().filter_map(|job| job.at.as_mut()) {
            let now = !step.alarmed && step.since.elapsed() >= limit;
            step.alarmed |= now;
            some |= now;
        }
        some
    }

    fn time_left(&self, limit: Duration) -> Option<Duration> {
        let steps = self.jobs.values().filter_map(|job| job.at.as_ref());
        steps
            .filter(|step| !step.alarmed)
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
        self.shared.lock().jobs.remove(&self.number);
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

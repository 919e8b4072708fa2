//! Misconception: while jobs wait, the workers are busy anyway.
//! Refused by: behaves, race_free

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
pub struct ThreadPool {
    queue: Arc<Queue>,
    workers: Vec<thread::JoinHandle<()>>,
}

struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    slot: Arc<Slot<T>>,
}

struct Slot<T> {
    result: Mutex<Option<thread::Result<T>>>,
    filled: Condvar,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            closed: false,
        };
        let queue = Arc::new(Queue {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = queue.next() {
                    job();
                }
            })
        };
        let workers = (0..workers).map(start).collect();
        ThreadPool { queue, workers }
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let slot = Arc::new(Slot {
            result: Mutex::new(None),
            filled: Condvar::new(),
        });
        let handle = JobHandle {
            slot: Arc::clone(&slot),
        };
        let job = move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            *slot.result.lock().unwrap() = Some(outcome);
            slot.filled.notify_one();
        };
        self.queue.push(Box::new(job));
        handle
    }
}

impl Queue {
    fn push(&self, job: Job) {
        let mut state = self.state.lock().unwrap();
        state.jobs.push_back(job);
        if state.jobs.len() == 1 {
            self.changed.notify_one();
        }
    }

    /// The next job, or `None` when there will be no more.
    fn next(&self) -> Option<Job> {
        let mut state = self
            .changed
            .wait_while(self.state.lock().unwrap(), |state| {
                state.jobs.is_empty() && !state.closed
            })
            .unwrap();
        state.jobs.pop_front()
    }

    fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        let result = self.slot.result.lock().unwrap();
        let mut result = self
            .slot
            .filled
            .wait_while(result, |result| result.is_none())
            .unwrap();
        result.take().unwrap()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.queue.close();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

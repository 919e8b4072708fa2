//! Misconception: when the queue is empty and nobody works, the pool has come to its end.
//! Refused by: behaves, race_free, shuts_down

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
pub struct ThreadPool {
    queue: Arc<Queue>,
}

struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    jobs: VecDeque<Job>,
    unfinished: usize,
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
            unfinished: 0,
        };
        let queue = Arc::new(Queue {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        for _ in 0..workers {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                loop {
                    let job = queue.next();
                    job();
                    queue.state.lock().unwrap().unfinished -= 1;
                    queue.changed.notify_all();
                }
            });
        }
        ThreadPool { queue }
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
        state.unfinished += 1;
        self.changed.notify_all();
    }

    fn next(&self) -> Job {
        let mut state = self
            .changed
            .wait_while(self.state.lock().unwrap(), |state| state.jobs.is_empty())
            .unwrap();
        state.jobs.pop_front().unwrap()
    }

    fn run_dry(&self) {
        let state = self.state.lock().unwrap();
        drop(self.changed.wait_while(state, |state| state.unfinished > 0));
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
        self.queue.run_dry();
    }
}

//! Misconception: the message to stop is heard by everybody.
//! Refused by: behaves, race_free, shuts_down

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

enum Message {
    Run(Box<dyn FnOnce() + Send>),
    Stop,
}

/// Threads that run jobs.
pub struct ThreadPool {
    jobs: Sender<Message>,
    workers: Vec<thread::JoinHandle<()>>,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    result: Receiver<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work(&queue))
        };
        ThreadPool {
            jobs,
            workers: (0..workers).map(start).collect(),
        }
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, result) = channel();
        let job = move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            let _ = sender.send(outcome);
        };
        self.jobs.send(Message::Run(Box::new(job))).unwrap();
        JobHandle { result }
    }
}

fn work(queue: &Mutex<Receiver<Message>>) {
    loop {
        let job = queue.lock().unwrap().recv();
        match job {
            Ok(Message::Run(job)) => job(),
            Ok(Message::Stop) | Err(_) => return,
        }
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result.recv().unwrap()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.jobs.send(Message::Stop).unwrap();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

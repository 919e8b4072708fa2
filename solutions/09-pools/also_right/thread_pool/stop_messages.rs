//! Workers start when they are first needed, as those of Python's executor do, and each is told to stop by a message.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

enum Message {
    Run(Box<dyn FnOnce() + Send>),
    /// For one worker, behind all jobs.
    Stop,
}

/// Threads that run jobs.
pub struct ThreadPool {
    messages: Sender<Message>,
    queue: Arc<Mutex<Receiver<Message>>>,
    most: usize,
    workers: Mutex<Vec<thread::JoinHandle<()>>>,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    result: Receiver<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let (messages, queue) = channel();
        ThreadPool {
            messages,
            queue: Arc::new(Mutex::new(queue)),
            most: workers,
            workers: Mutex::default(),
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
            let _ = sender.send(catch_unwind(AssertUnwindSafe(job)));
        };
        let _ = self.messages.send(Message::Run(Box::new(job)));
        let mut workers = self.workers();
        if workers.len() < self.most {
            let queue = Arc::clone(&self.queue);
            workers.push(thread::spawn(move || while work_once(&queue) {}));
        }
        JobHandle { result }
    }

    fn workers(&self) -> MutexGuard<'_, Vec<thread::JoinHandle<()>>> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether to go on.
fn work_once(queue: &Mutex<Receiver<Message>>) -> bool {
    let message = queue.lock().unwrap().recv();
    match message {
        Ok(Message::Run(job)) => {
            job();
            true
        }
        Ok(Message::Stop) | Err(_) => false,
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result.recv().expect("every job is run")
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        let workers: Vec<_> = self.workers().drain(..).collect();
        for _ in &workers {
            let _ = self.messages.send(Message::Stop);
        }
        for worker in workers {
            let _ = worker.join();
        }
    }
}

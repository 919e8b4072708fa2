//! Misconception: ten milliseconds are so short that nobody notices.
//! Refused by: behaves, race_free

use std::collections::VecDeque;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// One page.
pub struct Job<K, T> {
    /// Says in the outcome which job it was.
    pub key: K,
    pub work: Box<dyn FnOnce() -> T + Send>,
}

/// What became of a job.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<K, T> {
    /// It ended in time and returned this.
    Done(K, T),
    /// It ended in time, with a panic.
    Panicked(K),
    /// The time was up while it ran.
    Running(K),
    /// The time was up before its turn came. It never runs.
    NotBegun(K),
}

type Queue<T> = Mutex<VecDeque<(usize, Box<dyn FnOnce() -> T + Send>)>>;

/// The outcomes, in the order in which the jobs end.
pub struct AsCompleted<K, T> {
    deadline: Option<Instant>,
    queue: Arc<Queue<T>>,
    ended: Receiver<(usize, thread::Result<T>)>,
    keys: Vec<Option<K>>,
    /// Jobs to be named, once the time is up.
    late: Vec<Outcome<K, T>>,
}

/// Runs the jobs in `workers` threads, at least one, for as long as `limit`.
pub fn as_completed<K, T>(
    workers: usize,
    jobs: Vec<Job<K, T>>,
    limit: Duration,
) -> AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    let deadline = Instant::now().checked_add(limit);
    let (keys, work): (Vec<_>, Vec<_>) = jobs
        .into_iter()
        .map(|job| (Some(job.key), job.work))
        .unzip();
    let queue = Arc::new(Mutex::new(work.into_iter().enumerate().collect()));
    let (sender, ended) = channel();
    for _ in 0..workers.min(keys.len()) {
        let (queue, sender) = (Arc::clone(&queue), sender.clone());
        thread::spawn(move || work_until(deadline, &queue, &sender));
    }
    AsCompleted {
        deadline,
        queue,
        ended,
        keys,
        late: Vec::new(),
    }
}

fn work_until<T>(
    deadline: Option<Instant>,
    queue: &Queue<T>,
    ended: &Sender<(usize, thread::Result<T>)>,
) {
    while deadline.is_none_or(|deadline| Instant::now() < deadline) {
        let next = queue.lock().unwrap().pop_front();
        let Some((place, work)) = next else { return };
        let result = catch_unwind(AssertUnwindSafe(work));
        let _ = ended.send((place, result));
    }
}

impl<K, T> AsCompleted<K, T> {
    fn wait(&self) -> Option<(usize, thread::Result<T>)> {
        loop {
            match self.ended.try_recv() {
                Ok(ended) => return Some(ended),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            if self
                .deadline
                .is_some_and(|deadline| Instant::now() >= deadline)
            {
                return None;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn name_the_rest(&mut self) {
        let not_begun = std::mem::take(&mut *self.queue.lock().unwrap());
        for (place, _) in not_begun {
            let key = self.keys[place].take();
            self.late.extend(key.map(Outcome::NotBegun));
        }
        let running = self.keys.iter_mut().filter_map(Option::take);
        self.late.extend(running.map(Outcome::Running));
    }
}

impl<K, T> Iterator for AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    type Item = Outcome<K, T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.keys.iter().all(Option::is_none) {
            return self.late.pop();
        }
        let Some((place, result)) = self.wait() else {
            self.name_the_rest();
            return self.late.pop();
        };
        let key = self.keys[place].take()?;
        Some(match result {
            Ok(value) => Outcome::Done(key, value),
            Err(_) => Outcome::Panicked(key),
        })
    }
}

impl<K, T> Drop for AsCompleted<K, T> {
    fn drop(&mut self) {
        let not_begun = std::mem::take(&mut *self.queue.lock().unwrap());
        drop(not_begun);
    }
}

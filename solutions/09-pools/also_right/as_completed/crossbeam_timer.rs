//! crossbeam's channels: the jobs wait in one, and `select!` listens to the results and to a timer.
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, Sender, after, bounded, never, select, unbounded};

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

type Numbered<T> = (usize, Box<dyn FnOnce() -> T + Send>);

/// The outcomes, in the order in which the jobs end.
pub struct AsCompleted<K, T> {
    /// Taken from by the workers, and emptied by the iterator.
    queue: Receiver<Numbered<T>>,
    /// Fires once the time is up.
    time_up: Receiver<Instant>,
    up: bool,
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
    let (list, queue) = bounded(work.len());
    for numbered in work.into_iter().enumerate() {
        let _ = list.try_send(numbered);
    }
    let (sender, ended) = unbounded();
    for _ in 0..workers.min(keys.len()) {
        let (queue, sender) = (queue.clone(), sender.clone());
        thread::spawn(move || work_until(deadline, &queue, &sender));
    }
    AsCompleted {
        queue,
        time_up: deadline.map_or_else(never, |_| after(limit)),
        up: false,
        ended,
        keys,
        late: Vec::new(),
    }
}

fn work_until<T>(
    deadline: Option<Instant>,
    queue: &Receiver<Numbered<T>>,
    ended: &Sender<(usize, thread::Result<T>)>,
) {
    while deadline.is_none_or(|deadline| Instant::now() < deadline) {
        let Ok((place, work)) = queue.try_recv() else {
            return;
        };
        let result = catch_unwind(AssertUnwindSafe(work));
        let _ = ended.send((place, result));
    }
}

impl<K, T> AsCompleted<K, T> {
    fn wait(&mut self) -> Option<(usize, thread::Result<T>)> {
        if !self.up {
            select! {
                recv(self.ended) -> ended => return ended.ok(),
                recv(self.time_up) -> _ => self.up = true,
            }
        }
        self.ended.try_recv().ok()
    }

    fn name_the_rest(&mut self) {
        for (place, _) in self.queue.try_iter() {
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
        self.queue.try_iter().for_each(drop);
    }
}

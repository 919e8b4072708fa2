//! Misconception: a job leaves the one list and goes on the other right after.
//! Refused by: behaves, race_free

use std::collections::VecDeque;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex};
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

/// The outcomes, in the order in which the jobs end.
pub struct AsCompleted<K, T> {
    shared: Arc<Shared<K, T>>,
}

struct Shared<K, T> {
    deadline: Option<Instant>,
    board: Mutex<Board<K, T>>,
    news: Condvar,
}

/// Each job is in one of the three lists, or was handed out.
struct Board<K, T> {
    waiting: VecDeque<Job<K, T>>,
    running: Vec<K>,
    outcomes: VecDeque<Outcome<K, T>>,
    closed: bool,
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
    let board = Board {
        waiting: jobs.into(),
        running: Vec::new(),
        outcomes: VecDeque::new(),
        closed: false,
    };
    let shared = Arc::new(Shared {
        deadline: Instant::now().checked_add(limit),
        board: Mutex::new(board),
        news: Condvar::new(),
    });
    for _ in 0..workers {
        let shared = Arc::clone(&shared);
        thread::spawn(move || while shared.run_one() {});
    }
    AsCompleted { shared }
}

impl<K: Clone + Eq, T> Shared<K, T> {
    /// Runs a job, and says whether to go on.
    fn run_one(&self) -> bool {
        let Some(Job { key, work }) = self.begin() else {
            return false;
        };
        let result = catch_unwind(AssertUnwindSafe(work));
        let outcome = match result {
            Ok(value) => Outcome::Done(key.clone(), value),
            Err(_) => Outcome::Panicked(key.clone()),
        };
        let mut board = self.board.lock().unwrap();
        if board.closed {
            return false;
        }
        board.running.retain(|running| *running != key);
        board.outcomes.push_back(outcome);
        self.news.notify_one();
        true
    }

    fn begin(&self) -> Option<Job<K, T>> {
        if self.left().is_some_and(|left| left.is_zero()) {
            return None;
        }
        let job = self.board.lock().unwrap().waiting.pop_front()?;
        self.board.lock().unwrap().running.push(job.key.clone());
        Some(job)
    }

    /// What is left of the time; `None` if there is no end to it.
    fn left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(Instant::now()))
    }

    /// Closes the board, with a name for everybody who is still on it.
    fn close(&self, board: &mut Board<K, T>) {
        board.closed = true;
        let running = board.running.drain(..).map(Outcome::Running);
        board.outcomes.extend(running);
        let waiting = board.waiting.drain(..).map(|job| job.key);
        board.outcomes.extend(waiting.map(Outcome::NotBegun));
    }
}

impl<K, T> Iterator for AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    type Item = Outcome<K, T>;

    fn next(&mut self) -> Option<Self::Item> {
        let shared = &self.shared;
        let mut board = shared.board.lock().unwrap();
        loop {
            if let Some(outcome) = board.outcomes.pop_front() {
                return Some(outcome);
            }
            if board.waiting.is_empty() && board.running.is_empty() {
                return None;
            }
            board = match shared.left() {
                None => shared.news.wait(board).unwrap(),
                Some(Duration::ZERO) => {
                    shared.close(&mut board);
                    board
                }
                Some(left) => shared.news.wait_timeout(board, left).unwrap().0,
            };
        }
    }
}

impl<K, T> Drop for AsCompleted<K, T> {
    fn drop(&mut self) {
        let mut board = self.shared.board.lock().unwrap();
        board.closed = true;
        let waiting = std::mem::take(&mut board.waiting);
        drop(board);
        drop(waiting);
    }
}

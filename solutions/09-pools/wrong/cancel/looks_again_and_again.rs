//! Misconception: a millisecond's sleep between two looks costs nothing.
//! Refused by: behaves, race_free

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What a pool runs: the job, and all that its handle is to know.
pub type Work = Box<dyn FnOnce() + Send>;

/// What `cancel` has achieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancel {
    Prevented,
    Asked,
    TooLate,
}

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub enum JobError {
    /// It was prevented.
    Cancelled,
    Panicked,
    /// The pool dropped its `Work`.
    Dropped,
}

/// What a job looks at, to learn that it should stop.
pub struct Stop {
    requested: Arc<AtomicBool>,
}

/// Waits for the job.
pub struct JobHandle<T> {
    shared: Arc<Shared<T>>,
}

/// Cancels the job; may be used in another thread while somebody waits.
pub struct Canceller<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    settled: Condvar,
    stop: Arc<AtomicBool>,
}

enum State<T> {
    Queued,
    Running,
    Prevented,
    Over(Option<Result<T, JobError>>),
}

/// Part of each `Work`: says that the job is over if the work is dropped before its turn.
struct InQueue<T>(Arc<Shared<T>>);

/// The job as a pool runs it, and its handle.
pub fn cancellable<T: Send + 'static>(
    job: impl FnOnce(&Stop) -> T + Send + 'static,
) -> (Work, JobHandle<T>) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State::Queued),
        settled: Condvar::new(),
        stop: Arc::default(),
    });
    let in_queue = InQueue(Arc::clone(&shared));
    let work = move || {
        let shared = &in_queue.0;
        if !shared.begin() {
            return;
        }
        let stop = Stop {
            requested: Arc::clone(&shared.stop),
        };
        let result = catch_unwind(AssertUnwindSafe(|| job(&stop)));
        shared.settle(result.map_err(|_| JobError::Panicked));
    };
    (Box::new(work), JobHandle { shared })
}

impl<T> Shared<T> {
    fn begin(&self) -> bool {
        let mut state = self.lock();
        let begins = matches!(*state, State::Queued);
        if begins {
            *state = State::Running;
        }
        begins
    }

    fn settle(&self, result: Result<T, JobError>) {
        *self.lock() = State::Over(Some(result));
        self.settled.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for InQueue<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        // A work that was called is over, or its job was prevented.
        if matches!(*state, State::Queued) {
            *state = State::Over(Some(Err(JobError::Dropped)));
            self.0.settled.notify_all();
        }
    }
}

impl Stop {
    /// Whether somebody has asked the job to stop.
    pub fn requested(&self) -> bool {
        self.requested.load(Relaxed)
    }
}

impl<T> JobHandle<T> {
    pub fn canceller(&self) -> Canceller<T> {
        Canceller {
            shared: Arc::clone(&self.shared),
        }
    }

    pub fn wait(self) -> Result<T, JobError> {
        loop {
            match &mut *self.shared.lock() {
                State::Over(result) => return result.take().expect("only one handle takes it"),
                State::Prevented => return Err(JobError::Cancelled),
                State::Queued | State::Running => {}
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl<T> Canceller<T> {
    pub fn cancel(&self) -> Cancel {
        let mut state = self.shared.lock();
        match *state {
            State::Queued | State::Prevented => {
                *state = State::Prevented;
                self.shared.settled.notify_all();
                Cancel::Prevented
            }
            State::Running => {
                self.shared.stop.store(true, Relaxed);
                Cancel::Asked
            }
            State::Over(_) => Cancel::TooLate,
        }
    }
}

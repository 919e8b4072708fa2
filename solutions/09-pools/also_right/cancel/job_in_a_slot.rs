//! The job itself is the state: it lies in a slot, and whoever takes it out, to run it or to throw it away, has decided.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};

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

type Job<T> = Box<dyn FnOnce(&Stop) -> T + Send>;

struct Shared<T> {
    slots: Mutex<Slots<T>>,
    settled: Condvar,
    stop: Arc<AtomicBool>,
}

/// In the queue: a job. Running: neither. Settled: a result, until it is taken.
struct Slots<T> {
    job: Option<Job<T>>,
    result: Option<Result<T, JobError>>,
    /// What `cancel` says from now on.
    settled_as: Option<Cancel>,
}

impl<T> Shared<T> {
    fn take(&self) -> Option<Job<T>> {
        self.slots.lock().unwrap().job.take()
    }

    fn settle(&self, result: Result<T, JobError>) {
        let mut slots = self.slots.lock().unwrap();
        slots.settle(Cancel::TooLate, result);
        self.settled.notify_all();
    }
}

impl<T> Slots<T> {
    fn settle(&mut self, settled_as: Cancel, result: Result<T, JobError>) {
        self.settled_as = Some(settled_as);
        self.result = Some(result);
    }
}

struct InQueue<T>(Arc<Shared<T>>);

/// The job as a pool runs it, and its handle.
pub fn cancellable<T: Send + 'static>(
    job: impl FnOnce(&Stop) -> T + Send + 'static,
) -> (Work, JobHandle<T>) {
    let slots = Slots {
        job: Some(Box::new(job) as Job<T>),
        result: None,
        settled_as: None,
    };
    let shared = Arc::new(Shared {
        slots: Mutex::new(slots),
        settled: Condvar::new(),
        stop: Arc::default(),
    });
    let in_queue = InQueue(Arc::clone(&shared));
    let work = move || {
        let shared = &in_queue.0;
        let Some(job) = shared.take() else { return };
        let stop = Stop {
            requested: Arc::clone(&shared.stop),
        };
        let result = catch_unwind(AssertUnwindSafe(|| job(&stop)));
        shared.settle(result.map_err(|_| JobError::Panicked));
    };
    (Box::new(work), JobHandle { shared })
}

impl<T> Drop for InQueue<T> {
    fn drop(&mut self) {
        let mut slots = self.0.slots.lock().unwrap();
        let job = slots.job.take();
        if job.is_some() {
            slots.settle(Cancel::TooLate, Err(JobError::Dropped));
            self.0.settled.notify_all();
        }
        // What the job owns may do anything when it is dropped.
        drop(slots);
        drop(job);
    }
}

impl Stop {
    /// Whether somebody has asked the job to stop.
    pub fn requested(&self) -> bool {
        self.requested.load(SeqCst)
    }
}

impl<T> JobHandle<T> {
    pub fn canceller(&self) -> Canceller<T> {
        Canceller {
            shared: Arc::clone(&self.shared),
        }
    }

    pub fn wait(self) -> Result<T, JobError> {
        let mut slots = self.shared.slots.lock().unwrap();
        loop {
            match slots.result.take() {
                Some(result) => return result,
                None => slots = self.shared.settled.wait(slots).unwrap(),
            }
        }
    }
}

impl<T> Canceller<T> {
    pub fn cancel(&self) -> Cancel {
        let mut slots = self.shared.slots.lock().unwrap();
        if let Some(settled_as) = slots.settled_as {
            return settled_as;
        }
        let Some(job) = slots.job.take() else {
            self.shared.stop.store(true, SeqCst);
            return Cancel::Asked;
        };
        slots.settle(Cancel::Prevented, Err(JobError::Cancelled));
        self.shared.settled.notify_all();
        drop(slots);
        drop(job);
        Cancel::Prevented
    }
}

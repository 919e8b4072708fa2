//! Misconception: only a result has to wait for the paperwork; why there is none may be told at once.
//! Refused by: shuts_down

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, AtomicU8,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
};

use crossbeam::channel::{Receiver, Sender, unbounded};

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

const QUEUED: u8 = 0;
const RUNNING: u8 = 1;
const PREVENTED: u8 = 2;
const OVER: u8 = 3;

/// Waits for the job.
pub struct JobHandle<T> {
    result: Receiver<Result<T, JobError>>,
    canceller: Canceller<T>,
}

/// Cancels the job; may be used in another thread while somebody waits.
pub struct Canceller<T> {
    phase: Arc<AtomicU8>,
    stop: Arc<AtomicBool>,
    sender: Sender<Result<T, JobError>>,
}

impl<T> Clone for Canceller<T> {
    fn clone(&self) -> Self {
        Canceller {
            phase: Arc::clone(&self.phase),
            stop: Arc::clone(&self.stop),
            sender: self.sender.clone(),
        }
    }
}

/// Settles a job whose work is dropped.
struct InQueue<T>(Canceller<T>);

/// The job as a pool runs it, and its handle.
pub fn cancellable<T: Send + 'static>(
    job: impl FnOnce(&Stop) -> T + Send + 'static,
) -> (Work, JobHandle<T>) {
    let (sender, result) = unbounded();
    let canceller = Canceller {
        phase: Arc::new(AtomicU8::new(QUEUED)),
        stop: Arc::default(),
        sender,
    };
    let in_queue = InQueue(canceller.clone());
    let work = move || {
        let this = &in_queue.0;
        if !this.leave_queue(RUNNING) {
            return;
        }
        let stop = Stop {
            requested: Arc::clone(&this.stop),
        };
        let result = catch_unwind(AssertUnwindSafe(|| job(&stop)));
        if result.is_err() {
            let _ = this.sender.send(Err(JobError::Panicked));
        }
        this.phase.store(OVER, Release);
        if let Ok(value) = result {
            let _ = this.sender.send(Ok(value));
        }
    };
    (Box::new(work), JobHandle { result, canceller })
}

impl<T> Canceller<T> {
    fn leave_queue(&self, to: u8) -> bool {
        let left = self.phase.compare_exchange(QUEUED, to, AcqRel, Acquire);
        left.is_ok()
    }

    pub fn cancel(&self) -> Cancel {
        if self.leave_queue(PREVENTED) {
            let _ = self.sender.send(Err(JobError::Cancelled));
        }
        match self.phase.load(Acquire) {
            PREVENTED => Cancel::Prevented,
            RUNNING => {
                self.stop.store(true, Relaxed);
                Cancel::Asked
            }
            _ => Cancel::TooLate,
        }
    }
}

impl<T> Drop for InQueue<T> {
    fn drop(&mut self) {
        if self.0.phase.load(Acquire) == QUEUED {
            let _ = self.0.sender.send(Err(JobError::Dropped));
            self.0.leave_queue(OVER);
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
        self.canceller.clone()
    }

    pub fn wait(self) -> Result<T, JobError> {
        let result = self.result.recv();
        result.expect("every job is settled")
    }
}

//! Ticket: the search that nobody wants any more.
//!
//! A search takes minutes, and half of them are still under way when the user has gone.
//! We want to cancel them, and to know what came of that: the bill depends on it.
//! So give a job a handle that waits for it and cancellers that stop it, whatever pool it goes to.
//! The pool is not yours: you hand it `Work`, which it calls once, in one of its threads, or drops without a call.
//!
//! What must hold:
//! - `cancel` waits for nobody, and says the truth.
//!   `Prevented`: the job has not begun, and never will. It says so again whenever it is asked again.
//!   `Asked`: the job has begun and is not over. From now on `Stop::requested` says true; the rest is up to the job.
//!   `TooLate`: the job was over. It had returned, had panicked, or its `Work` was dropped without a call.
//!   Only a call that says `Asked` asks: a job never hears of one that says something else.
//! - `wait` and `cancel` agree: once `wait` has said what became of the job, `cancel` says `TooLate`;
//!   or `Prevented`, if that was what `wait` said.
//! - `wait` sleeps until it is known what became of the job, and no longer.
//!   A job that was prevented is `Cancelled` at once, whether or not the pool ever comes to its `Work`.
//! - What a job returned is its result, asked to stop or not: it alone knows what that is worth.
//!   Likewise a job that panicked has panicked, asked or not.
//! - A `Work` that is called after its job was prevented does nothing. No call of a `Work` panics.
//! - Dropping the handle or a canceller changes nothing: the job is not asked, and cancellers go on to work.
//!
//! A job may cancel itself: then it is running, of course.

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
    // Yours.
}

/// Waits for the job.
pub struct JobHandle<T> {
    /// Another way is as good.
    result: Option<Result<T, JobError>>,
}

/// Cancels the job; may be used in another thread while somebody waits.
pub struct Canceller<T> {
    /// Another way is as good.
    handle: std::marker::PhantomData<fn() -> T>,
}

/// The job as a pool runs it, and its handle.
pub fn cancellable<T: Send + 'static>(
    job: impl FnOnce(&Stop) -> T + Send + 'static,
) -> (Work, JobHandle<T>) {
    let _ = job;
    todo!("wrap the job in a `Work` that keeps its handle informed")
}

impl Stop {
    /// Whether somebody has asked the job to stop.
    pub fn requested(&self) -> bool {
        todo!("say whether the job should stop")
    }
}

impl<T> JobHandle<T> {
    pub fn canceller(&self) -> Canceller<T> {
        todo!("a canceller for this job; there may be several")
    }

    pub fn wait(self) -> Result<T, JobError> {
        todo!("sleep until it is known what became of the job")
    }
}

impl<T> Canceller<T> {
    pub fn cancel(&self) -> Cancel {
        todo!("prevent the job, or ask it to stop, and say which")
    }
}

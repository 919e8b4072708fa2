//! A modelled thread: a coroutine, what it waits for, what it has seen.

use ::std::any::Any;
use ::std::panic::Location;

use super::clock::VectorClock;
use super::object::ObjectId;
use super::trace::Doing;

/// Index into the run's tasks; 0 is the closure under test itself.
pub(crate) type TaskId = usize;

/// What must hold before a task can take its next step.
///
/// Conditions are data, not closures, so that the scheduler can ask "who could go on?" of all tasks
/// without running any of them: a blocked thread costs no schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    /// Nothing: it can go on.
    Ready,
    /// Nobody holds the lock.
    Lock(ObjectId),
    /// Nobody holds the lock; whoever wants to read from now on comes later.
    Write(ObjectId),
    /// Nobody holds the lock for writing or stands in line to.
    Read(ObjectId),
    /// Somebody notifies; then the mutex has to be had again.
    Notified { condvar: ObjectId, mutex: ObjectId },
    /// Somebody unparks it.
    Unparked,
    /// The other task has ended.
    Ended(TaskId),
    /// The other task's closure is over; its thread-local values may still be there.
    Over(TaskId),
    /// A message is there, or no sender is left.
    Message(ObjectId),
    /// There is room in the channel, or no receiver is left.
    Room(ObjectId),
    /// A rendezvous channel's receiver has taken the message with this number.
    Taken { channel: ObjectId, number: u64 },
    /// The gate (a barrier, a once) has moved past this generation.
    Gate { gate: ObjectId, generation: u64 },
    /// Only time helps.
    Time,
    /// Any of several channels has something (a `select`).
    Any(SelectId),
    /// It is over.
    Done,
}

/// What a `select` may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arm {
    Receive(ObjectId),
    Send(ObjectId),
}

/// Index into the run's pending selects.
pub(crate) type SelectId = usize;

#[derive(Clone, Debug)]
pub(crate) struct PanicNote {
    pub message: String,
    /// `file:line`, without folders.
    pub at: String,
    /// It is the test that panicked, not the reader's code.
    pub from_test: bool,
}

pub(crate) struct Task {
    /// The name given by `Builder::name`; `None` is shown as `thread N`.
    pub name: Option<String>,
    pub pending: Pending,
    /// Virtual nanoseconds at which the wait ends by itself.
    pub deadline: Option<u64>,
    /// Set when the deadline ended the wait.
    pub timed_out: bool,
    /// `park`'s token.
    pub unpark_token: bool,
    /// What those who unparked it knew.
    pub token_clock: VectorClock,
    /// A `select` has chosen for it: an operation on this channel, if it comes next, belongs to that step.
    pub granted: Option<ObjectId>,
    /// It asked to let others go first (`yield_now`, `spin_loop`).
    pub yielding: bool,
    /// Panics being unwound right now; `thread::panicking` is `> 0`.
    pub unwinding: usize,
    /// The panics in it, caught or not.
    pub panics: Vec<PanicNote>,
    /// A panic ended it.
    pub died: bool,
    /// Its closure is over, and this is what it knew then.
    pub over: Option<VectorClock>,
    /// Somebody took its result, so a panic is somebody's business.
    pub joined: bool,
    pub clock: VectorClock,
    /// Release clocks picked up by relaxed loads, for a later acquire fence.
    pub unfenced: VectorClock,
    /// The clock at the last release fence, for later relaxed stores.
    pub fence: Option<VectorClock>,
    /// What it does or waits for at present, for the report.
    pub doing: Option<(Doing, &'static Location<'static>)>,
    /// The scheduler took the processor from another thread for it, and no event of it tells so yet.
    pub forced: bool,
    /// Its thread-local values, with the address of their key, in the order of their first use.
    pub locals: Vec<(usize, Box<dyn Any>)>,
}

impl Task {
    pub fn new(name: Option<String>, clock: VectorClock) -> Task {
        Task {
            name,
            pending: Pending::Ready,
            deadline: None,
            timed_out: false,
            unpark_token: false,
            token_clock: VectorClock::default(),
            granted: None,
            yielding: false,
            unwinding: 0,
            panics: Vec::new(),
            died: false,
            over: None,
            joined: false,
            clock,
            unfenced: VectorClock::default(),
            fence: None,
            doing: None,
            forced: false,
            locals: Vec::new(),
        }
    }

    pub fn ended(&self) -> bool {
        self.pending == Pending::Done
    }
}

//! The modelled primitives' state, and the handle by which a primitive finds it.

use ::std::collections::VecDeque;
use ::std::panic::Location;
use ::std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::clock::VectorClock;
use super::memory::{Accesses, History};
use super::task::TaskId;

/// Index into the run's objects.
pub(crate) type ObjectId = usize;

type At = &'static Location<'static>;

/// Sits inside each primitive and finds its state in the present run.
///
/// The state is not kept in the primitive itself: a run that is given up half-way leaves primitives behind,
/// and a `static` one lives through all runs; both start afresh by this.
pub(crate) struct Slot {
    kind: &'static str,
    made_at: At,
    /// The run in which `index` is valid; 0 is none.
    run: AtomicU64,
    index: AtomicUsize,
}

impl Slot {
    #[track_caller]
    pub const fn new(kind: &'static str) -> Slot {
        Slot {
            kind,
            made_at: Location::caller(),
            run: AtomicU64::new(0),
            index: AtomicUsize::new(0),
        }
    }

    pub fn kind(&self) -> &'static str {
        self.kind
    }

    pub fn made_at(&self) -> At {
        self.made_at
    }

    /// Its object in run `run`, if it has one there.
    pub fn find(&self, run: u64) -> Option<ObjectId> {
        (self.run.load(Relaxed) == run).then(|| self.index.load(Relaxed))
    }

    /// Whether it served in an earlier run: then it is a `static`, or was made outside the checked closure.
    pub fn outlived_a_run(&self) -> bool {
        self.run.load(Relaxed) != 0
    }

    pub fn assign(&self, run: u64, index: ObjectId) {
        self.run.store(run, Relaxed);
        self.index.store(index, Relaxed);
    }
}

impl ::std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.kind)
    }
}

pub(crate) struct Object {
    /// The type's name, as the reader wrote it: `Mutex`, `AtomicUsize`.
    pub kind: &'static str,
    pub made_at: At,
    /// Where it was used first: the receiver there often is its best name.
    pub used_at: Option<At>,
    pub state: State,
}

pub(crate) enum State {
    Lock(Lock),
    Condvar { waiters: Vec<TaskId> },
    Channel(Channel),
    Gate(Gate),
    Atomic(History),
    Cell(Accesses),
}

/// A barrier, or a once.
#[derive(Default)]
pub(crate) struct Gate {
    /// How often it has opened.
    pub generation: u64,
    /// Threads that have come since then.
    pub arrived: usize,
    pub clock: VectorClock,
}

/// A mutex, or a reader-writer lock.
#[derive(Default)]
pub(crate) struct Lock {
    pub writer: Option<(TaskId, At)>,
    pub readers: Vec<(TaskId, At)>,
    pub poisoned: bool,
    /// How often the writer has taken it again (re-entrant mutexes only).
    pub depth: usize,
    pub clock: VectorClock,
}

impl Lock {
    pub fn free(&self) -> bool {
        self.writer.is_none() && self.readers.is_empty()
    }

    /// Who holds it, the writer first.
    pub fn holders(&self) -> impl Iterator<Item = (TaskId, At)> + '_ {
        self.writer.iter().chain(&self.readers).copied()
    }

    pub fn let_go(&mut self, task: TaskId) {
        if self.writer.is_some_and(|(holder, _)| holder == task) {
            self.writer = None;
        } else if let Some(at) = self.readers.iter().position(|(reader, _)| *reader == task) {
            self.readers.remove(at);
        } else {
            // A guard that was sent to another thread: the lock does not care who lets go.
            self.writer = None;
            self.readers.pop();
        }
    }
}

/// A channel's bookkeeping; the values themselves stay in the primitive.
pub(crate) struct Channel {
    /// `None`: unbounded; `Some(0)`: a rendezvous.
    pub capacity: Option<usize>,
    /// The clock of each message's sender, in queue order.
    pub messages: VecDeque<VectorClock>,
    pub senders: usize,
    pub receivers: usize,
    /// Messages ever taken out.
    pub taken: u64,
    /// Messages ever put in.
    pub sent: u64,
    /// Clock of all receives, which a bounded send waits for.
    pub drained: VectorClock,
    /// Clock of everybody who let go of an end.
    pub closed: VectorClock,
}

impl Channel {
    pub fn new(capacity: Option<usize>) -> Channel {
        Channel {
            capacity,
            messages: VecDeque::new(),
            senders: 1,
            receivers: 1,
            taken: 0,
            sent: 0,
            drained: VectorClock::default(),
            closed: VectorClock::default(),
        }
    }

    pub fn has_message(&self) -> bool {
        !self.messages.is_empty()
    }

    pub fn has_room(&self) -> bool {
        self.capacity
            .is_none_or(|capacity| self.messages.len() < capacity.max(1))
    }
}

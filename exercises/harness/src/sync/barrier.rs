//! `std::sync::Barrier`: the real one outside the checker, a modelled one inside.

use ::std::fmt;
use ::std::panic::Location;
use ::std::sync as real;
use ::std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::model::object::Slot;
use crate::model::ops;

/// Threads wait here for each other; see [`::std::sync::Barrier`].
pub struct Barrier {
    slot: Slot,
    count: usize,
    /// How many wait in the present generation. In the model only one thread runs at a time.
    waiting: AtomicUsize,
    inner: real::Barrier,
}

/// Tells the one leader of a generation from the others.
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult")
            .field("is_leader", &self.0)
            .finish()
    }
}

impl Barrier {
    #[track_caller]
    pub const fn new(count: usize) -> Barrier {
        let inner = real::Barrier::new(count);
        Barrier {
            slot: Slot::new("Barrier"),
            count,
            waiting: AtomicUsize::new(0),
            inner,
        }
    }

    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let at = Location::caller();
        if !ops::active() {
            return BarrierWaitResult(self.inner.wait().is_leader());
        }
        let generation = ops::arrive(&self.slot, "arrive at", at);
        let arrived = self.waiting.load(Relaxed) + 1;
        let last = arrived >= self.count;
        self.waiting.store(if last { 0 } else { arrived }, Relaxed);
        ops::publish(&self.slot, last, at);
        if !last {
            ops::wait_at_gate(&self.slot, generation, "wait at", at);
        }
        BarrierWaitResult(last)
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Barrier { .. }")
    }
}

//! `std::sync::Barrier`: the real one outside the checker, a modelled one inside.

use ::std::fmt;
use ::std::panic::Location;
use ::std::sync as real;

use crate::model::object::Slot;
use crate::model::ops;

/// Threads wait here for each other; see [`::std::sync::Barrier`].
pub struct Barrier {
    slot: Slot,
    count: usize,
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
            inner,
        }
    }

    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let at = Location::caller();
        if !ops::active() {
            return BarrierWaitResult(self.inner.wait().is_leader());
        }
        BarrierWaitResult(ops::meet(&self.slot, self.count, at))
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Barrier { .. }")
    }
}

//! `crossbeam`: channels, scoped threads, and a few small tools, modelled inside the checker.
//!
//! Outside it the channels are the workbook's own (`sync::queue`): the same behaviour, another speed. Built on the std
//! shadow, everything else has its two modes from there. `deque`, `queue`, `epoch` and `AtomicCell` are not modelled;
//! naming one of their types does not compile and says so.

pub mod channel;
mod error;
mod operation;
mod scope;
mod select;
mod timer;
mod unmodelled;
mod wait;

/// Scoped threads whose panics come back as a result.
pub mod thread {
    pub use super::scope::{Scope, ScopedJoinHandle, scope};
    pub use std::thread::Result;
}

/// Waiting and sharing.
pub mod sync {
    pub use super::wait::{Parker, Unparker, WaitGroup};
    pub use crate::sync::{
        RwLock as ShardedLock, RwLockReadGuard as ShardedLockReadGuard,
        RwLockWriteGuard as ShardedLockWriteGuard,
    };
}

/// Small tools.
pub mod utils {
    pub use super::wait::{Backoff, CachePadded};
}

pub use channel::{select, select_biased};
pub use scope::scope;
pub use unmodelled::{atomic, deque, epoch, queue};

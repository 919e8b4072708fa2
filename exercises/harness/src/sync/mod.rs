//! `std::sync`, modelled inside the checker and real outside.
//!
//! `Arc` and `Weak` are the real ones: a wrapper could not be turned into `Arc<dyn Trait>`, and what matters about
//! them here, the values they share, is modelled.

pub use ::std::sync::{Arc, LockResult, PoisonError, TryLockError, TryLockResult, Weak};

pub mod atomic;
mod barrier;
mod condvar;
pub mod mpsc;
mod mutex;
mod once;
pub(crate) mod queue;
mod rwlock;

pub use barrier::{Barrier, BarrierWaitResult};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard};
pub use once::{LazyLock, Once, OnceLock, OnceState};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};

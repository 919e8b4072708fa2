//! `parking_lot`: modelled inside the checker, the real crate outside.
//!
//! Nothing poisons, a condition variable does not wake by itself, and readers stand behind a waiting writer, as the
//! crate documents it. Fairness is not modelled: any waiting thread may be next. Upgradable reads and `RecursiveRwLock`
//! are not modelled; using them does not compile and says so.

mod condvar;
mod mutex;
mod once;
mod reentrant;
mod rwlock;

pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{MappedMutexGuard, Mutex, MutexGuard};
pub use once::{Once, OnceState};
pub use reentrant::{ReentrantMutex, ReentrantMutexGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use std::time::Duration;

use crate::time::Instant;

/// Nothing has it: `parking_lot::RecursiveRwLock` is not modelled.
#[diagnostic::on_unimplemented(
    message = "the schedule checker does not model `parking_lot::RecursiveRwLock`",
    note = "take the read lock once and pass the guard on"
)]
pub trait RecursiveRwLockIsModelled {}

/// Naming it does not compile: `parking_lot::RecursiveRwLock` is not modelled.
#[derive(Debug)]
pub struct RecursiveRwLock<T: RecursiveRwLockIsModelled>(std::marker::PhantomData<T>);

/// In the model every mutex is as fair as the schedule.
pub type FairMutex<T> = Mutex<T>;
/// See [`FairMutex`].
pub type FairMutexGuard<'a, T> = MutexGuard<'a, T>;

/// How long it is until then.
fn until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

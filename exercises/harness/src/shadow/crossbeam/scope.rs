//! `crossbeam::thread::scope`, over std's scope.

use std::fmt;
use std::panic::AssertUnwindSafe;

use crate::thread::{self, Result};

/// Starts threads that may borrow what outlives the scope.
pub struct Scope<'scope, 'env: 'scope> {
    inner: &'scope thread::Scope<'scope, 'env>,
}

/// See `crossbeam::thread::ScopedJoinHandle`.
pub type ScopedJoinHandle<'scope, T> = thread::ScopedJoinHandle<'scope, T>;

/// Runs `f` and waits for its threads.
///
/// # Errors
///
/// When a thread that nobody joined by hand panicked.
///
/// # Panics
///
/// When `f` panics.
#[track_caller]
pub fn scope<'env, F, R>(f: F) -> Result<R>
where
    F: for<'scope> FnOnce(&Scope<'scope, 'env>) -> R,
{
    let whole = AssertUnwindSafe(|| {
        thread::scope(|inner| crate::panic::catch_unwind(AssertUnwindSafe(|| f(&Scope { inner }))))
    });
    let result = crate::panic::catch_unwind(whole)?;
    result.map_err(|payload| crate::panic::resume_unwind(payload))
}

impl<'scope, 'env> Scope<'scope, 'env> {
    /// The thread's closure gets the scope, so that it can start further ones.
    #[track_caller]
    pub fn spawn<F, T>(&self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce(&Scope<'scope, 'env>) -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let inner = self.inner;
        inner.spawn(move || f(&Scope { inner }))
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scope { .. }")
    }
}

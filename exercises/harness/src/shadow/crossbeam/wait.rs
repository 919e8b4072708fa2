//! `Backoff`, `CachePadded`, `Parker`, `WaitGroup`: built on the std shadow, so each has its two modes from there.

use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use crate::sync::{Condvar, Mutex, PoisonError};
use crate::time::Instant;
use crate::{hint, thread};

/// Spins a little, then yields.
#[derive(Debug, Default)]
pub struct Backoff(Cell<u32>);

impl Backoff {
    const SPINS: u32 = 6;
    const YIELDS: u32 = 10;

    pub fn new() -> Backoff {
        Backoff::default()
    }

    pub fn reset(&self) {
        self.0.set(0);
    }

    #[track_caller]
    pub fn spin(&self) {
        self.back_off(false);
    }

    #[track_caller]
    pub fn snooze(&self) {
        self.back_off(self.0.get() > Backoff::SPINS);
    }

    pub fn is_completed(&self) -> bool {
        self.0.get() > Backoff::YIELDS
    }

    #[track_caller]
    fn back_off(&self, yields: bool) {
        if yields || crate::model::ops::active() {
            thread::yield_now();
        } else {
            (0..1 << self.0.get().min(Backoff::SPINS)).for_each(|_| hint::spin_loop());
        }
        self.0.set((self.0.get() + 1).min(Backoff::YIELDS + 1));
    }
}

/// Keeps its value on cache lines of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(128))]
pub struct CachePadded<T>(T);

impl<T> CachePadded<T> {
    pub const fn new(value: T) -> CachePadded<T> {
        CachePadded(value)
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for CachePadded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for CachePadded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for CachePadded<T> {
    fn from(value: T) -> Self {
        CachePadded(value)
    }
}

/// A parking place with a token of its own.
#[derive(Debug)]
pub struct Parker {
    unparker: Unparker,
    /// One thread at a time.
    _not_sync: std::marker::PhantomData<Cell<()>>,
}

/// Wakes the thread that parks there.
#[derive(Clone, Debug)]
pub struct Unparker(Arc<Place>);

#[derive(Debug)]
struct Place {
    token: Mutex<bool>,
    given: Condvar,
}

impl Default for Parker {
    #[track_caller]
    fn default() -> Self {
        Parker::new()
    }
}

impl Parker {
    #[track_caller]
    pub fn new() -> Parker {
        let place = Place {
            token: Mutex::new(false),
            given: Condvar::new(),
        };
        Parker {
            unparker: Unparker(Arc::new(place)),
            _not_sync: std::marker::PhantomData,
        }
    }

    pub fn unparker(&self) -> &Unparker {
        &self.unparker
    }

    #[track_caller]
    pub fn park(&self) {
        let place = &self.unparker.0;
        let mut token = place.token.lock().unwrap_or_else(PoisonError::into_inner);
        while !*token {
            token = place
                .given
                .wait(token)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *token = false;
    }

    #[track_caller]
    pub fn park_timeout(&self, limit: Duration) {
        let place = &self.unparker.0;
        let token = place.token.lock().unwrap_or_else(PoisonError::into_inner);
        let result = place
            .given
            .wait_timeout_while(token, limit, |token| !*token);
        *result.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    #[track_caller]
    pub fn park_deadline(&self, deadline: Instant) {
        self.park_timeout(deadline.saturating_duration_since(Instant::now()));
    }
}

impl Unparker {
    #[track_caller]
    pub fn unpark(&self) {
        *self.0.token.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.given.notify_one();
    }
}

/// Waits until every clone is gone.
pub struct WaitGroup(Arc<Group>);

struct Group {
    members: Mutex<usize>,
    empty: Condvar,
}

impl Default for WaitGroup {
    #[track_caller]
    fn default() -> Self {
        WaitGroup::new()
    }
}

impl WaitGroup {
    #[track_caller]
    pub fn new() -> WaitGroup {
        WaitGroup(Arc::new(Group {
            members: Mutex::new(1),
            empty: Condvar::new(),
        }))
    }

    /// Leaves the group, and waits for all others to do so.
    #[track_caller]
    pub fn wait(self) {
        let group = self.0.clone();
        drop(self);
        let mut members = group.members.lock().unwrap_or_else(PoisonError::into_inner);
        while *members > 0 {
            members = group
                .empty
                .wait(members)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Clone for WaitGroup {
    fn clone(&self) -> Self {
        *self
            .0
            .members
            .lock()
            .unwrap_or_else(PoisonError::into_inner) += 1;
        WaitGroup(self.0.clone())
    }
}

impl Drop for WaitGroup {
    fn drop(&mut self) {
        let mut members = self
            .0
            .members
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *members -= 1;
        if *members == 0 {
            self.0.empty.notify_all();
        }
    }
}

impl fmt::Debug for WaitGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WaitGroup { .. }")
    }
}

//! `std::sync::{Once, OnceLock, LazyLock}`.
//!
//! Outside the checker `Once` is the real one. `OnceLock` and `LazyLock` are built on `Once` here, so that both
//! modes run the same code.

use ::std::cell::UnsafeCell;
use ::std::fmt;
use ::std::mem::needs_drop;
use ::std::ops::Deref;
use ::std::panic::{Location, RefUnwindSafe, UnwindSafe};
use ::std::sync as real;
use ::std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};

use crate::model::object::Slot;
use crate::model::{engine, ops};

const NEW: u8 = 0;
const RUNNING: u8 = 1;
const DONE: u8 = 2;
const POISONED: u8 = 3;

/// Runs an initialiser once; see [`::std::sync::Once`].
pub struct Once {
    slot: Slot,
    /// The modelled state, valid in the run of this number only: a `static` starts afresh in each.
    state: AtomicU8,
    run: AtomicU64,
    inner: real::Once,
}

/// What an initialiser is told by [`Once::call_once_force`].
#[derive(Debug)]
pub struct OnceState {
    poisoned: bool,
}

impl OnceState {
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

impl Once {
    #[track_caller]
    #[allow(clippy::new_without_default, reason = "std's has no Default either")]
    pub const fn new() -> Once {
        let (state, run) = (AtomicU8::new(NEW), AtomicU64::new(0));
        Once {
            slot: Slot::new("Once"),
            state,
            run,
            inner: real::Once::new(),
        }
    }

    #[track_caller]
    pub fn call_once(&self, init: impl FnOnce()) {
        let mut init = Some(init);
        let init = &mut |_: &OnceState| {
            if let Some(init) = init.take() {
                init();
            }
        };
        self.call(false, Location::caller(), init);
    }

    #[track_caller]
    pub fn call_once_force(&self, init: impl FnOnce(&OnceState)) {
        let mut init = Some(init);
        let init = &mut |state: &OnceState| {
            if let Some(init) = init.take() {
                init(state);
            }
        };
        self.call(true, Location::caller(), init);
    }

    /// `init` is called at most once.
    fn call(&self, force: bool, at: &'static Location<'static>, init: &mut dyn FnMut(&OnceState)) {
        if ops::active() {
            self.modelled(force, at, init);
        } else if force {
            self.inner.call_once_force(|state| {
                init(&OnceState {
                    poisoned: state.is_poisoned(),
                })
            });
        } else {
            self.inner
                .call_once(|| init(&OnceState { poisoned: false }));
        }
    }

    #[track_caller]
    pub fn is_completed(&self) -> bool {
        if ops::active() {
            let done = || self.state() == DONE;
            let seen = &|| if done() { " -> set" } else { " -> not set yet" };
            ops::arrive(&self.slot, "look at", Location::caller(), seen);
            return done();
        }
        self.inner.is_completed()
    }

    #[track_caller]
    pub fn wait(&self) {
        let at = Location::caller();
        if !ops::active() {
            return self.inner.wait();
        }
        loop {
            let generation = ops::arrive(&self.slot, "wait for", at, &|| "");
            match self.state() {
                DONE => return,
                POISONED => panic!("Once instance has previously been poisoned"),
                _ => ops::wait_at_gate(&self.slot, generation, "wait for", at),
            }
        }
    }

    fn state(&self) -> u8 {
        let run = engine::with(|run| run.id);
        if self.run.swap(run, Relaxed) != run {
            self.state.store(NEW, Relaxed);
        }
        self.state.load(Relaxed)
    }

    fn modelled(
        &self,
        force: bool,
        at: &'static Location<'static>,
        init: &mut dyn FnMut(&OnceState),
    ) {
        loop {
            let generation = ops::arrive(&self.slot, "initialise", at, &|| match self.state() {
                DONE => ": it is set already",
                RUNNING => ": another thread is at it",
                _ => "",
            });
            match self.state() {
                DONE => return,
                RUNNING => ops::wait_at_gate(&self.slot, generation, "wait for", at),
                POISONED if !force => panic!("Once instance has previously been poisoned"),
                state => return self.initialise(state == POISONED, at, init),
            }
        }
    }

    fn initialise(
        &self,
        poisoned: bool,
        at: &'static Location<'static>,
        init: &mut dyn FnMut(&OnceState),
    ) {
        self.state.store(RUNNING, Relaxed);
        let finish = Finish {
            once: self,
            at,
            state: POISONED,
        };
        init(&OnceState { poisoned });
        let mut finish = finish;
        finish.state = DONE;
    }
}

/// Opens the gate in the end, also when the initialiser panics.
struct Finish<'a> {
    once: &'a Once,
    at: &'static Location<'static>,
    state: u8,
}

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.once.state.store(self.state, Relaxed);
        ops::publish(&self.once.slot, true, self.at);
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once { .. }")
    }
}

/// A value that is set once; see [`::std::sync::OnceLock`].
pub struct OnceLock<T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: the value is written once, inside `once`, and only shared after that.
unsafe impl<T: Sync + Send> Sync for OnceLock<T> {}
// SAFETY: it owns the value.
unsafe impl<T: Send> Send for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    #[track_caller]
    pub const fn new() -> OnceLock<T> {
        OnceLock {
            once: Once::new(),
            value: UnsafeCell::new(None),
        }
    }

    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if !self.once.is_completed() {
            return None;
        }
        Some(self.complete())
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// # Errors
    ///
    /// The value comes back if there was one already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        let place = &mut value;
        self.once.call_once_force(|_| self.put(place.take()));
        value.map_or(Ok(()), Err)
    }

    #[track_caller]
    pub fn get_or_init(&self, init: impl FnOnce() -> T) -> &T {
        self.once.call_once_force(|_| self.put(Some(init())));
        self.complete()
    }

    /// The value, once `once` is done.
    fn complete(&self) -> &T {
        // SAFETY: the once is complete, so nobody writes any more.
        unsafe { (*self.value.get()).as_ref() }.expect("the once is complete")
    }

    fn put(&self, value: Option<T>) {
        // SAFETY: `once` lets one thread in, and readers wait for it.
        let place = unsafe { &mut *self.value.get() };
        // What an earlier run left in a `static` may still be borrowed by what that run leaked.
        ::std::mem::forget(place.take());
        *place = value;
    }

    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    pub fn take(&mut self) -> Option<T> {
        self.once = Once::new();
        self.value.get_mut().take()
    }

    #[track_caller]
    pub fn wait(&self) -> &T {
        self.once.wait();
        self.complete()
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        OnceLock::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnceLock(..)")
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let lock = OnceLock::new();
        let _ = lock.set(value);
        lock
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get()
            .map_or_else(OnceLock::new, |value| OnceLock::from(value.clone()))
    }
}

/// A value that is made at its first use; see [`::std::sync::LazyLock`].
pub struct LazyLock<T, F = fn() -> T> {
    cell: OnceLock<T>,
    init: UnsafeCell<Option<F>>,
    once: Once,
}

// SAFETY: `init` is taken by one thread, inside `once`.
unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    #[track_caller]
    pub const fn new(init: F) -> LazyLock<T, F> {
        let init = UnsafeCell::new(Some(init));
        LazyLock {
            cell: OnceLock::new(),
            init,
            once: Once::new(),
        }
    }

    #[track_caller]
    pub fn force(this: &LazyLock<T, F>) -> &T {
        this.once.call_once(|| {
            // SAFETY: `once` lets one thread in, once.
            let init = unsafe { this.take_init() };
            let init = init.unwrap_or_else(|| crate::outlived("LazyLock"));
            this.cell.put(Some(init()));
        });
        this.cell.complete()
    }

    /// The value, if it has been made.
    #[track_caller]
    pub fn get(this: &LazyLock<T, F>) -> Option<&T> {
        this.once.is_completed().then(|| this.cell.complete())
    }

    /// In a run the initialiser stays, so that a `static` has it again in the next run.
    ///
    /// # Safety
    ///
    /// Nobody else looks at `init` at the same time.
    unsafe fn take_init(&self) -> Option<F> {
        let place = self.init.get();
        if ops::active() && !needs_drop::<F>() {
            // SAFETY: the caller's; without drop glue a copy of it owns nothing.
            return unsafe { place.read() };
        }
        // SAFETY: the caller's.
        unsafe { (*place).take() }
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        LazyLock::force(self)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LazyLock(..)")
    }
}

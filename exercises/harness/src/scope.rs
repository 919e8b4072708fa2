//! `std::thread::scope`, modelled inside the checker and real outside.

use ::std::fmt;
use ::std::io;
use ::std::marker::PhantomData;
use ::std::panic::{AssertUnwindSafe, Location};
use ::std::sync::{Mutex, PoisonError};
use ::std::thread as real;

use crate::model::ops;
use crate::model::task::TaskId;
use crate::thread::{Builder, Packet, Result, Thread, model_thread, unpack};
use crate::threads::{self, Life};

/// The words with which a scope passes a panic on, std's and this one.
pub(crate) const CHILD_PANICKED: &str = "a scoped thread panicked";

/// See [`::std::thread::Scope`].
pub struct Scope<'scope, 'env: 'scope> {
    inner: Inner<'scope, 'env>,
    /// Neither lifetime may be stretched or shrunk.
    _invariant: PhantomData<(&'scope mut &'scope (), &'env mut &'env ())>,
}

enum Inner<'scope, 'env: 'scope> {
    Real {
        scope: &'scope real::Scope<'scope, 'env>,
        lives: &'scope Mutex<Vec<Life>>,
    },
    Modelled {
        threads: Mutex<Vec<Child>>,
    },
}

/// A modelled thread of the scope.
struct Child {
    task: TaskId,
    /// Looked at by `join` or at the scope's end: whether it panicked.
    joined: bool,
}

/// See [`::std::thread::ScopedJoinHandle`].
pub struct ScopedJoinHandle<'scope, T>(Joinable<'scope, T>);

enum Joinable<'scope, T> {
    Real {
        handle: real::ScopedJoinHandle<'scope, T>,
        thread: Thread,
        life: Life,
    },
    Modelled {
        thread: Thread,
        packet: Packet<T>,
        threads: *const Mutex<Vec<Child>>,
    },
}

// SAFETY: the pointer leads to the scope, which outlives 'scope and is only locked.
unsafe impl<T: Send> Send for Joinable<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Joinable<'_, T> {}

/// See [`::std::thread::scope`].
///
/// # Panics
///
/// If the closure panics, or a thread panicked that nobody joined by hand.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    if ops::active() {
        modelled_scope(f, Location::caller())
    } else {
        real_scope(f)
    }
}

fn real_scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let lives = Mutex::new(Vec::new());
    let result = ::std::panic::catch_unwind(AssertUnwindSafe(|| {
        real::scope(|scope| {
            // SAFETY: `lives` and the wrapper live until the real scope has joined all of its threads.
            let lives: &Mutex<Vec<Life>> = unsafe { &*::std::ptr::from_ref(&lives) };
            let wrapper = Scope {
                inner: Inner::Real { scope, lives },
                _invariant: PhantomData,
            };
            // The wrapper has to live as long as 'scope, which ends after this closure and has no name outside:
            // its few bytes are leaked.
            f(Box::leak(Box::new(wrapper)))
        })
    }));
    lives
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .for_each(Life::joined);
    result.unwrap_or_else(|payload| ::std::panic::resume_unwind(payload))
}

fn modelled_scope<'env, F, T>(f: F, at: &'static Location<'static>) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        inner: Inner::Modelled {
            threads: Mutex::default(),
        },
        _invariant: PhantomData,
    };
    let depth = ops::unwinding_depth();
    let result = ::std::panic::catch_unwind(AssertUnwindSafe(|| f(&scope)));
    let panicked = scope.wait_for_all(at);
    match result {
        Ok(_) if panicked => panic!("{CHILD_PANICKED}"),
        Ok(value) => value,
        Err(payload) => {
            ops::unwinding_ends(depth + 1);
            ::std::panic::resume_unwind(payload)
        }
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.spawn_named(Builder::new(), f)
            .expect("failed to spawn thread")
    }

    #[track_caller]
    pub(crate) fn spawn_named<F, T>(
        &'scope self,
        builder: Builder,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        match &self.inner {
            Inner::Real { scope, lives } => {
                let (birth, life) = threads::birth(builder.name.as_deref());
                let handle = builder.real().spawn_scoped(scope, move || birth.run(f))?;
                lives
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(life.clone());
                let thread = Thread::of_real(handle.thread().clone());
                Ok(ScopedJoinHandle(Joinable::Real {
                    handle,
                    thread,
                    life,
                }))
            }
            Inner::Modelled { threads } => {
                let (thread, packet) = model_thread(builder.name, f, Location::caller());
                let child = Child {
                    task: thread.task(),
                    joined: false,
                };
                threads
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(child);
                Ok(ScopedJoinHandle(Joinable::Modelled {
                    thread,
                    packet,
                    threads,
                }))
            }
        }
    }

    /// Waits for every thread, also those that threads have started; whether an unjoined one panicked.
    fn wait_for_all(&self, at: &'static Location<'static>) -> bool {
        let Inner::Modelled { threads } = &self.inner else {
            return false;
        };
        let mut panicked = false;
        let mut done = 0;
        loop {
            let next = {
                let children = threads.lock().unwrap_or_else(PoisonError::into_inner);
                children.get(done).map(|child| (child.task, child.joined))
            };
            let Some((task, joined)) = next else {
                return panicked;
            };
            if !joined {
                ops::wait_until_over(task, at);
                panicked |= ops::has_panicked(task);
            }
            done += 1;
        }
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// # Errors
    ///
    /// The payload, if the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        match self.0 {
            Joinable::Real { handle, life, .. } => {
                let result = handle.join();
                life.joined();
                result
            }
            Joinable::Modelled {
                thread,
                packet,
                threads,
            } => {
                ops::join(thread.task(), Location::caller());
                // SAFETY: the scope outlives its handles.
                let threads = unsafe { &*threads };
                let mut children = threads.lock().unwrap_or_else(PoisonError::into_inner);
                children
                    .iter_mut()
                    .filter(|child| child.task == thread.task())
                    .for_each(|c| c.joined = true);
                drop(children);
                unpack(&packet)
            }
        }
    }

    pub fn thread(&self) -> &Thread {
        match &self.0 {
            Joinable::Real { thread, .. } | Joinable::Modelled { thread, .. } => thread,
        }
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        match &self.0 {
            Joinable::Real { handle, .. } => handle.is_finished(),
            Joinable::Modelled { thread, .. } => ops::is_over(thread.task(), Location::caller()),
        }
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scope { .. }")
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScopedJoinHandle { .. }")
    }
}

//! `std::thread::scope`, modelled inside the checker and real outside.

use ::std::fmt;
use ::std::io;
use ::std::marker::PhantomData;
use ::std::panic::{AssertUnwindSafe, Location};
use ::std::sync::{Mutex, PoisonError};
use ::std::thread as real;

use crate::model::ops;
use crate::model::task::TaskId;
use crate::packet::{Body, Packet, pack};
use crate::panics;
use crate::protocol::payload_message;
use crate::thread::{Builder, ModelThread, Result, Thread, model_thread};
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
pub struct ScopedJoinHandle<'scope, T> {
    thread: Started<'scope>,
    packet: Packet<T>,
}

/// A thread of a scope, whatever it returns.
enum Started<'scope> {
    Real {
        handle: real::ScopedJoinHandle<'scope, ()>,
        thread: Thread,
        life: Life,
    },
    Modelled {
        thread: ModelThread,
        threads: *const Mutex<Vec<Child>>,
    },
}

// SAFETY: the pointer leads to the scope, which outlives 'scope and is only locked.
unsafe impl Send for Started<'_> {}
// SAFETY: as above.
unsafe impl Sync for Started<'_> {}

/// What a program does in its scope.
type InScope<'a, 'env> = dyn for<'scope> FnMut(&'scope Scope<'scope, 'env>) + 'a;

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
    let mut f = Some(f);
    let mut value = None;
    let body: &mut InScope<'_, 'env> = &mut |scope| value = f.take().map(|f| f(scope));
    if ops::active() {
        modelled_scope(body);
    } else {
        real_scope(body, Location::caller());
    }
    value.expect("a scope that is over has called its closure")
}

fn real_scope<'env>(body: &mut InScope<'_, 'env>, at: &'static Location<'static>) {
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
            body(Box::leak(Box::new(wrapper)));
        });
    }));
    lives
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .for_each(Life::joined);
    if let Err(payload) = result {
        if payload_message(&*payload) == CHILD_PANICKED {
            panics::came_from(at);
        }
        ::std::panic::resume_unwind(payload)
    }
}

/// A panic of its own is the caller's line: whoever reads of it has no use for one in here.
#[track_caller]
fn modelled_scope<'env>(body: &mut InScope<'_, 'env>) {
    let scope = Scope {
        inner: Inner::Modelled {
            threads: Mutex::default(),
        },
        _invariant: PhantomData,
    };
    let depth = ops::unwinding_depth();
    let result = ::std::panic::catch_unwind(AssertUnwindSafe(|| body(&scope)));
    let panicked = scope.wait_for_all(Location::caller());
    match result {
        Ok(()) if panicked => panic!("{CHILD_PANICKED}"),
        Ok(()) => {}
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
        let (packet, body) = pack(f);
        let thread = self.start(builder, body, Location::caller())?;
        Ok(ScopedJoinHandle { thread, packet })
    }

    fn start(
        &'scope self,
        builder: Builder,
        body: Body<'scope>,
        at: &'static Location<'static>,
    ) -> io::Result<Started<'scope>> {
        match &self.inner {
            Inner::Real { scope, lives } => {
                let (birth, life) = threads::birth(builder.name.as_deref());
                let handle = builder
                    .real()
                    .spawn_scoped(scope, move || birth.run(body))?;
                lives
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(life.clone());
                let thread = Thread::of_real(handle.thread().clone());
                Ok(Started::Real {
                    handle,
                    thread,
                    life,
                })
            }
            Inner::Modelled { threads } => {
                let thread = model_thread(builder.name, body, at);
                let child = Child {
                    task: thread.task(),
                    joined: false,
                };
                threads
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(child);
                Ok(Started::Modelled { thread, threads })
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

impl Started<'_> {
    fn join(self, at: &'static Location<'static>) -> Result<()> {
        match self {
            Started::Real { handle, life, .. } => {
                let ended = handle.join();
                life.joined();
                ended
            }
            Started::Modelled { thread, threads } => {
                let ended = thread.join(at);
                // SAFETY: the scope outlives its handles.
                let threads = unsafe { &*threads };
                let mut children = threads.lock().unwrap_or_else(PoisonError::into_inner);
                children
                    .iter_mut()
                    .filter(|child| child.task == thread.task())
                    .for_each(|c| c.joined = true);
                ended
            }
        }
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// # Errors
    ///
    /// The payload, if the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.packet.open(self.thread.join(Location::caller()))
    }

    pub fn thread(&self) -> &Thread {
        match &self.thread {
            Started::Real { thread, .. } => thread,
            Started::Modelled { thread, .. } => &thread.thread,
        }
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        match &self.thread {
            Started::Real { handle, .. } => handle.is_finished(),
            Started::Modelled { thread, .. } => ops::is_over(thread.task(), Location::caller()),
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

//! `std::thread`, modelled inside the checker and real outside.

use ::std::any::Any;
use ::std::fmt;
use ::std::io;
use ::std::num::NonZeroUsize;
use ::std::panic::{AssertUnwindSafe, Location};
use ::std::sync::{Arc, Mutex, PoisonError};
use ::std::thread as real;
use ::std::time::Duration;

pub use ::std::thread::{AccessError, Result};

pub use crate::local::LocalKey;
pub use crate::scope::{Scope, ScopedJoinHandle, scope};

use crate::model::ops;
use crate::model::task::TaskId;
use crate::threads::{self, Life};

/// What a thread leaves for whoever joins it.
pub(crate) type Packet<T> = Arc<Mutex<Option<Result<T>>>>;

/// See [`::std::thread::JoinHandle`].
pub struct JoinHandle<T>(Joinable<T>);

enum Joinable<T> {
    Real {
        handle: real::JoinHandle<T>,
        thread: Thread,
        life: Life,
    },
    Modelled {
        thread: Thread,
        packet: Packet<T>,
    },
}

/// See [`::std::thread::Thread`].
#[derive(Clone)]
pub struct Thread(Which);

#[derive(Clone)]
enum Which {
    Real(real::Thread),
    Modelled { task: TaskId, name: Option<String> },
}

/// See [`::std::thread::ThreadId`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(WhichId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum WhichId {
    Real(real::ThreadId),
    Modelled(TaskId),
}

/// See [`::std::thread::Builder`].
#[derive(Debug, Default)]
pub struct Builder {
    pub(crate) name: Option<String>,
    stack_size: Option<usize>,
}

/// See [`::std::thread::spawn`].
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(f).expect("failed to spawn thread")
}

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    pub fn name(mut self, name: String) -> Builder {
        self.name = Some(name);
        self
    }

    /// Counts on real threads only.
    pub fn stack_size(mut self, size: usize) -> Builder {
        self.stack_size = Some(size);
        self
    }

    /// # Errors
    ///
    /// When the system gives no more threads.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        if ops::active() {
            let (thread, packet) = model_thread(self.name, f, Location::caller());
            return Ok(JoinHandle(Joinable::Modelled { thread, packet }));
        }
        let (birth, life) = threads::birth(self.name.as_deref());
        let handle = self.real().spawn(move || birth.run(f))?;
        let thread = Thread(Which::Real(handle.thread().clone()));
        Ok(JoinHandle(Joinable::Real {
            handle,
            thread,
            life,
        }))
    }

    /// # Errors
    ///
    /// When the system gives no more threads.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        scope.spawn_named(self, f)
    }

    pub(crate) fn real(self) -> real::Builder {
        let mut builder = real::Builder::new();
        if let Some(name) = self.name {
            builder = builder.name(name);
        }
        if let Some(size) = self.stack_size {
            builder = builder.stack_size(size);
        }
        builder
    }
}

/// Starts a modelled thread. The closure may borrow: whoever calls keeps what it borrows alive.
pub(crate) fn model_thread<T>(
    name: Option<String>,
    f: impl FnOnce() -> T,
    at: &'static Location<'static>,
) -> (Thread, Packet<T>) {
    let packet = Packet::default();
    let inside = packet.clone();
    let job = move || {
        let result = ::std::panic::catch_unwind(AssertUnwindSafe(f));
        let panicked = result.is_err();
        *inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        // A result that nobody took is dropped while the thread still counts as running: it may borrow.
        drop(inside);
        ops::thread_over(panicked);
        ops::drop_locals(at);
    };
    let job: Box<dyn FnOnce() + '_> = Box::new(job);
    // SAFETY: a run's threads never outlive what they borrow: `spawn` asks for 'static, `scope` waits for all of
    // its threads before it returns, and a run that is given up never resumes any of them.
    let job: Box<dyn FnOnce() + 'static> = unsafe { ::std::mem::transmute(job) };
    let task = ops::spawn(name.clone(), job);
    ops::spawned(task, at);
    (Thread(Which::Modelled { task, name }), packet)
}

/// The result that the thread has left.
pub(crate) fn unpack<T>(packet: &Packet<T>) -> Result<T> {
    let result = packet.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.unwrap_or_else(|| Err(Box::new("the thread's result is gone") as Box<dyn Any + Send>))
}

impl<T> JoinHandle<T> {
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
            Joinable::Modelled { thread, packet } => {
                ops::join(thread.task(), Location::caller());
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

impl Thread {
    pub(crate) fn of_real(thread: real::Thread) -> Thread {
        Thread(Which::Real(thread))
    }

    pub(crate) fn task(&self) -> TaskId {
        match self.0 {
            Which::Modelled { task, .. } => task,
            Which::Real(_) => unreachable!("a modelled handle holds a modelled thread"),
        }
    }

    pub fn id(&self) -> ThreadId {
        ThreadId(match &self.0 {
            Which::Real(thread) => WhichId::Real(thread.id()),
            Which::Modelled { task, .. } => WhichId::Modelled(*task),
        })
    }

    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Which::Real(thread) => thread.name(),
            Which::Modelled { name, .. } => name.as_deref(),
        }
    }

    #[track_caller]
    pub fn unpark(&self) {
        match &self.0 {
            Which::Real(thread) => thread.unpark(),
            Which::Modelled { task, .. } => ops::unpark(*task, Location::caller()),
        }
    }
}

pub fn current() -> Thread {
    if !ops::active() {
        return Thread(Which::Real(real::current()));
    }
    let task = ops::current();
    Thread(Which::Modelled {
        task,
        name: ops::name(task),
    })
}

#[track_caller]
pub fn park() {
    if ops::active() {
        ops::park(None, Location::caller());
    } else {
        real::park();
    }
}

#[track_caller]
pub fn park_timeout(limit: Duration) {
    if ops::active() {
        ops::park(Some(limit), Location::caller());
    } else {
        real::park_timeout(limit);
    }
}

#[track_caller]
pub fn yield_now() {
    if ops::active() {
        ops::yield_now("yield_now", Location::caller());
    } else {
        real::yield_now();
    }
}

#[track_caller]
pub fn sleep(time: Duration) {
    if ops::active() {
        ops::sleep(time, Location::caller());
    } else {
        real::sleep(time);
    }
}

pub fn panicking() -> bool {
    if ops::active() {
        ops::panicking()
    } else {
        real::panicking()
    }
}

/// Two in the model, so that programs that ask for it show their concurrency and stay small.
///
/// # Errors
///
/// When the system does not tell (never in the model).
pub fn available_parallelism() -> io::Result<NonZeroUsize> {
    if ops::active() {
        Ok(NonZeroUsize::new(2).expect("2 is not 0"))
    } else {
        real::available_parallelism()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinHandle { .. }")
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish()
    }
}

impl fmt::Debug for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            WhichId::Real(id) => id.fmt(f),
            WhichId::Modelled(task) => write!(f, "ThreadId({})", task + 1),
        }
    }
}

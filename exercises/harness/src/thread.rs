//! `std::thread`, modelled inside the checker and real outside.

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
use crate::packet::{Body, Packet, Payload, pack};
use crate::threads::{self, Life};

/// See [`::std::thread::JoinHandle`].
pub struct JoinHandle<T> {
    thread: Started,
    packet: Packet<T>,
}

/// A thread that has been started, whatever it returns.
enum Started {
    Real {
        handle: real::JoinHandle<()>,
        thread: Thread,
        life: Life,
    },
    Modelled(ModelThread),
}

/// A modelled thread as its handle knows it.
pub(crate) struct ModelThread {
    pub(crate) thread: Thread,
    /// What it panicked with.
    payload: Arc<Mutex<Option<Payload>>>,
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
        let (packet, body) = pack(f);
        let thread = self.start(body, Location::caller())?;
        Ok(JoinHandle { thread, packet })
    }

    fn start(self, body: Body<'static>, at: &'static Location<'static>) -> io::Result<Started> {
        if ops::active() {
            return Ok(Started::Modelled(model_thread(self.name, body, at)));
        }
        let (birth, life) = threads::birth(self.name.as_deref());
        let handle = self.real().spawn(move || birth.run(body))?;
        let thread = Thread(Which::Real(handle.thread().clone()));
        Ok(Started::Real {
            handle,
            thread,
            life,
        })
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

/// Starts a modelled thread. The body may borrow: whoever calls keeps what it borrows alive.
pub(crate) fn model_thread(
    name: Option<String>,
    body: Body<'_>,
    at: &'static Location<'static>,
) -> ModelThread {
    // SAFETY: a run's threads never outlive what they borrow: `spawn` asks for 'static, `scope` waits for all of
    // its threads before it returns, and a run that is given up never resumes any of them.
    let body: Body<'static> = unsafe { ::std::mem::transmute(body) };
    let payload = Arc::new(Mutex::new(None));
    let inside = payload.clone();
    let job = move || {
        let result = ::std::panic::catch_unwind(AssertUnwindSafe(body));
        let panicked = result.is_err();
        match result {
            // A result that nobody took is dropped while the thread still counts as running: it may borrow.
            Ok(kept) => drop(kept),
            Err(payload) => {
                *inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(payload);
            }
        }
        drop(inside);
        ops::thread_over(panicked);
        ops::drop_locals(at);
    };
    let task = ops::spawn(name.clone(), job);
    ops::spawned(task, at);
    ModelThread {
        thread: Thread(Which::Modelled { task, name }),
        payload,
    }
}

impl ModelThread {
    pub(crate) fn task(&self) -> TaskId {
        match self.thread.0 {
            Which::Modelled { task, .. } => task,
            Which::Real(_) => unreachable!("a modelled handle holds a modelled thread"),
        }
    }

    /// Waits for its end and says how that was.
    pub(crate) fn join(&self, at: &'static Location<'static>) -> Result<()> {
        ops::join(self.task(), at);
        let mut payload = self.payload.lock().unwrap_or_else(PoisonError::into_inner);
        payload.take().map_or(Ok(()), Err)
    }
}

impl Started {
    fn join(self, at: &'static Location<'static>) -> Result<()> {
        match self {
            Started::Real { handle, life, .. } => {
                let ended = handle.join();
                life.joined();
                ended
            }
            Started::Modelled(thread) => thread.join(at),
        }
    }
}

impl<T> JoinHandle<T> {
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
            Started::Modelled(modelled) => &modelled.thread,
        }
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        match &self.thread {
            Started::Real { handle, .. } => handle.is_finished(),
            Started::Modelled(thread) => ops::is_over(thread.task(), Location::caller()),
        }
    }
}

impl Thread {
    pub(crate) fn of_real(thread: real::Thread) -> Thread {
        Thread(Which::Real(thread))
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

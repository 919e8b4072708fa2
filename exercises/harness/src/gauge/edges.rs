//! Chains of work through real threads: what the facade's primitives tell the gauge.
//!
//! Every thread of a measured program carries a [`Length`]: the longest chain of work that led to where it is.
//! It grows with the thread's own work and becomes at least the other side's wherever the thread has to wait
//! for another one: a child starts at its parent's length, a join takes over the child's, a message its
//! sender's, a wake-up its notifier's.
//!
//! A lock is no such edge. Which of two threads had it first is chance, and on a busy machine one of them may
//! have done all of its work before the other one starts; handing on its length would refuse a right program
//! that guards a work queue. What is true in every order: the critical sections of one lock never overlap. So a
//! lock adds up the work done while it was held, and the longest chain is at least the largest such sum.
//! For the same reason a bounded channel's receiver hands nothing back to its sender.
//!
//! Lengths are kept in two units, each with its own longest chain: processor time of the thread (nanoseconds) and
//! items ([`crate::gauge::Meeting::item`] counts one each). Processor time stolen by other programs never
//! counts; items cannot be turned by noise at all.
//!
//! With no gauge running, each call is one relaxed load.

use crate::protocol::lock;
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// The longest chain that led to a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    /// Processor time, nanoseconds.
    pub(crate) cpu: u64,
    /// Items of work.
    pub(crate) items: u64,
}

/// What a measured program adds up over all of its threads.
#[derive(Debug)]
pub(crate) struct Session {
    /// Tells this measurement's values in an [`Edge`] from those of an earlier one.
    generation: u16,
    total: Mutex<Totals>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// All work of all threads that have ended.
    pub(crate) work: Length,
    /// The longest chain so far: where the main thread is, or the fullest lock.
    pub(crate) span: Length,
}

/// Where a thread is; what it hands on. Empty when no gauge runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark(Option<(Arc<Session>, Length)>);

/// A place where one thread hands its length on to another: in a message slot, a condition variable, a barrier.
#[derive(Debug, Default)]
pub(crate) struct Edge {
    cpu: Stamped,
    items: Stamped,
}

/// The work done while a lock is held. For locks that one thread holds at a time.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The sum so far.
    cpu: Stamped,
    items: Stamped,
    /// The holder's own work when it took the lock.
    since_cpu: AtomicU64,
    since_items: AtomicU64,
}

/// A number that counts for one measurement only: 16 bits of generation, 48 of value (three days of nanoseconds).
#[derive(Debug, Default)]
struct Stamped(AtomicU64);

/// A thread's share in a measurement.
struct Path {
    session: Arc<Session>,
    /// The chain that led to `own`.
    before: Length,
    /// This thread's own work when `before` was right.
    since: Length,
    /// Items done by this thread.
    items: u64,
    /// The thread's clock when it began.
    born: u64,
    /// Clock time that is the gauge's own and does not count.
    away: u64,
}

static RUNNING: AtomicUsize = AtomicUsize::new(0);
static GENERATIONS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static PATH: RefCell<Option<Path>> = const { RefCell::new(None) };
}

/// Measures `f` as the main thread of a program.
pub(super) fn measure(f: impl FnOnce()) -> Totals {
    // Never 0, which is what an edge says that no measurement has touched.
    let generation = (GENERATIONS.fetch_add(1, Ordering::Relaxed) % 0xffff) as u16 + 1;
    let session = Arc::new(Session {
        generation,
        total: Mutex::default(),
    });
    RUNNING.fetch_add(1, Ordering::Relaxed);
    let running = Running;
    begin(&Mark(Some((session.clone(), Length::default()))));
    f();
    let end = finish();
    drop(running);
    let mut totals = *lock(&session.total);
    totals.span = totals
        .span
        .max(end.0.map_or(Length::default(), |(_, length)| length));
    totals
}

/// In the parent, before a thread starts.
pub(crate) fn fork() -> Mark {
    Mark(with_path(|path| (path.session.clone(), path.length())))
}

/// In the child, first of all.
pub(crate) fn begin(mark: &Mark) {
    let path = mark
        .0
        .clone()
        .map(|(session, before)| Path::new(session, before));
    let _ = PATH.try_with(|p| *p.borrow_mut() = path);
}

/// In the child, last of all.
pub(crate) fn finish() -> Mark {
    let path = PATH.try_with(|p| p.borrow_mut().take()).ok().flatten();
    Mark(path.map(|path| {
        let mut total = lock(&path.session.total);
        total.work = total.work.plus(path.own());
        drop(total);
        (path.session.clone(), path.length())
    }))
}

/// In the thread that has waited for the child's end.
pub(crate) fn join(mark: &Mark) {
    if let Some((_, length)) = &mark.0 {
        with_path(|path| path.reach(*length));
    }
}

/// One item of work is done by this thread.
pub(super) fn item() {
    with_path(|path| path.items += 1);
}

/// Runs the gauge's own business off the thread's clock.
pub(super) fn off_the_clock<T>(f: impl FnOnce() -> T) -> T {
    let before = (RUNNING.load(Ordering::Relaxed) > 0).then(cpu_time);
    let value = f();
    if let Some(before) = before {
        with_path(|path| path.away += cpu_time() - before);
    }
    value
}

impl Mark {
    /// What a message carries, taken in the sender.
    pub(crate) fn here() -> Mark {
        fork()
    }
}

impl Edge {
    pub(crate) const fn new() -> Edge {
        Edge {
            cpu: Stamped::new(),
            items: Stamped::new(),
        }
    }

    /// Hands on where this thread is; before the notification, the arrival, the send.
    pub(crate) fn release(&self) {
        with_path(|path| {
            let (here, generation) = (path.length(), path.session.generation);
            self.cpu.raise(generation, here.cpu);
            self.items.raise(generation, here.items);
        });
    }

    /// Takes over what was handed on; after the wait.
    pub(crate) fn acquire(&self) {
        with_path(|path| {
            let generation = path.session.generation;
            path.reach(Length {
                cpu: self.cpu.get(generation),
                items: self.items.get(generation),
            });
        });
    }
}

impl Held {
    pub(crate) const fn new() -> Held {
        Held {
            cpu: Stamped::new(),
            items: Stamped::new(),
            since_cpu: AtomicU64::new(0),
            since_items: AtomicU64::new(0),
        }
    }

    /// This thread has the lock: after `lock`, and after a condition variable's wait.
    pub(crate) fn acquired(&self) {
        with_path(|path| {
            let own = path.own();
            self.since_cpu.store(own.cpu, Ordering::Relaxed);
            self.since_items.store(own.items, Ordering::Relaxed);
        });
    }

    /// This thread is about to give the lock up: before the real unlock, and before a condition variable's wait.
    pub(crate) fn released(&self) {
        with_path(|path| {
            let (own, generation) = (path.own(), path.session.generation);
            let cpu = own
                .cpu
                .saturating_sub(self.since_cpu.load(Ordering::Relaxed));
            let items = own
                .items
                .saturating_sub(self.since_items.load(Ordering::Relaxed));
            let held = Length {
                cpu: self.cpu.add(generation, cpu),
                items: self.items.add(generation, items),
            };
            let mut total = lock(&path.session.total);
            total.span = total.span.max(held);
        });
    }
}

impl Path {
    fn new(session: Arc<Session>, before: Length) -> Path {
        Path {
            session,
            before,
            since: Length::default(),
            items: 0,
            born: cpu_time(),
            away: 0,
        }
    }

    /// This thread's own work.
    fn own(&self) -> Length {
        Length {
            cpu: (cpu_time() - self.born).saturating_sub(self.away),
            items: self.items,
        }
    }

    fn length(&self) -> Length {
        let own = self.own();
        Length {
            cpu: self.before.cpu + own.cpu.saturating_sub(self.since.cpu),
            items: self.before.items + (own.items - self.since.items),
        }
    }

    fn reach(&mut self, other: Length) {
        self.before = self.length().max(other);
        self.since = self.own();
    }
}

impl Length {
    fn max(self, other: Length) -> Length {
        Length {
            cpu: self.cpu.max(other.cpu),
            items: self.items.max(other.items),
        }
    }

    fn plus(self, other: Length) -> Length {
        Length {
            cpu: self.cpu + other.cpu,
            items: self.items + other.items,
        }
    }
}

impl Stamped {
    const BITS: u32 = 48;

    const fn new() -> Stamped {
        Stamped(AtomicU64::new(0))
    }

    fn get(&self, generation: u16) -> u64 {
        let stamped = self.0.load(Ordering::Relaxed);
        if stamped >> Self::BITS == u64::from(generation) {
            stamped & ((1 << Self::BITS) - 1)
        } else {
            0
        }
    }

    fn raise(&self, generation: u16, value: u64) {
        self.set(generation, value.max(self.get(generation)));
    }

    fn add(&self, generation: u16, value: u64) -> u64 {
        let sum = self.get(generation) + value;
        self.set(generation, sum);
        sum
    }

    /// Not atomic with the read before it: under a lock nobody else is here, and an edge that loses one of
    /// two simultaneous notifications makes a chain shorter, never longer.
    fn set(&self, generation: u16, value: u64) {
        self.0.store(
            u64::from(generation) << Self::BITS | value,
            Ordering::Relaxed,
        );
    }
}

/// The gauge is off again also when the measured program panics.
struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::Relaxed);
        let _ = PATH.try_with(|p| p.borrow_mut().take());
    }
}

fn with_path<T>(f: impl FnOnce(&mut Path) -> T) -> Option<T> {
    if RUNNING.load(Ordering::Relaxed) == 0 {
        return None;
    }
    PATH.try_with(|p| p.borrow_mut().as_mut().map(f))
        .ok()
        .flatten()
}

/// Processor time of this thread, nanoseconds.
#[cfg(unix)]
fn cpu_time() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: writes into a local of the right type.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// No such clock: chains are counted in items alone.
#[cfg(not(unix))]
fn cpu_time() -> u64 {
    0
}

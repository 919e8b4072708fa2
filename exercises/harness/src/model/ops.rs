//! What a modelled primitive can do: the operations of the std shadow, on the present run.
//!
//! Each is *reach, then act*: [`reach`] names what the operation needs and lets the scheduler decide who goes
//! next; when it returns, the need is met, and what follows happens in one step.

use ::std::any::Any;
use ::std::panic::Location;
use ::std::sync::atomic::Ordering;
use ::std::time::Duration;

use report::FindingKind;

use super::clock::VectorClock;
use super::engine::{suspend, suspend_for_ever, with};
use super::memory::History;
use super::object::{Channel, Lock, ObjectId, Slot, State};
use super::run::{At, Run};
use super::task::{Pending, TaskId};
use super::trace::Doing;

pub(crate) use super::engine::{active, spawn};

/// Waits for its turn, and until `pending` holds or the time limit strikes; `true`: the limit struck.
fn reach(pending: Pending, limit: Option<Duration>, doing: Doing, at: At) -> bool {
    enum Next {
        Me,
        Another,
        Nobody,
    }
    let next = with(|run| {
        run.count_step();
        let deadline = limit.map(|limit| run.now.saturating_add(limit.as_nanos() as u64));
        let me = run.me();
        me.pending = pending;
        me.deadline = deadline;
        me.timed_out = false;
        me.doing = Some((doing, at));
        let current = run.current;
        if run.verdict.is_some() {
            return Next::Nobody;
        }
        match run.schedule() {
            Some(task) if task == current => Next::Me,
            Some(_) => Next::Another,
            None => {
                run.nobody_can_go_on();
                Next::Nobody
            }
        }
    });
    match next {
        Next::Me => {}
        Next::Another => suspend(),
        Next::Nobody => suspend_for_ever(),
    }
    with(|run| {
        let me = run.me();
        me.pending = Pending::Ready;
        me.deadline = None;
        me.doing = None;
        me.timed_out
    })
}

fn step(doing: Doing, at: At) {
    reach(Pending::Ready, None, doing, at);
}

/// Ends the run with a finding; never returns to the reader's code.
pub(crate) fn refuse(kind: FindingKind, message: String) -> ! {
    with(|run| run.give_up(kind, message));
    suspend_for_ever()
}

// ---- locks ----

fn lock_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Lock(Lock::default()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Write,
    Read,
}

impl Access {
    fn pending(self, lock: ObjectId) -> Pending {
        match self {
            Access::Write => Pending::Lock(lock),
            Access::Read => Pending::Read(lock),
        }
    }

    fn verb(self, slot: &Slot) -> &'static str {
        match (self, slot.kind()) {
            (Access::Read, _) => "read-lock",
            (Access::Write, "RwLock") => "write-lock",
            (Access::Write, _) => "lock",
        }
    }
}

fn take(run: &mut Run, id: ObjectId, access: Access, at: At) {
    let task = run.current;
    let clock = run.lock(id).clock.clone();
    run.me().clock.join(&clock);
    run.tick();
    match access {
        Access::Write => run.lock(id).writer = Some((task, at)),
        Access::Read => run.lock(id).readers.push((task, at)),
    }
}

/// Takes the lock; `false`: the time limit struck first.
pub(crate) fn acquire(slot: &Slot, access: Access, limit: Option<Duration>, at: At) -> bool {
    let id = with(|run| lock_object(run, slot, at));
    let doing = Doing::on(access.verb(slot), id);
    let timed_out = reach(access.pending(id), limit, doing, at);
    with(|run| {
        if !timed_out {
            take(run, id, access, at);
        }
        run.log(doing, at, || {
            if timed_out {
                ": gave up".into()
            } else {
                String::new()
            }
        });
    });
    !timed_out
}

/// Takes a re-entrant mutex: once more if this thread holds it already.
pub(crate) fn acquire_again(slot: &Slot, at: At) -> bool {
    with(|run| {
        let id = lock_object(run, slot, at);
        let task = run.current;
        let lock = run.lock(id);
        let mine = lock.writer.is_some_and(|(holder, _)| holder == task);
        lock.depth += usize::from(mine);
        mine
    })
}

pub(crate) fn try_acquire(slot: &Slot, access: Access, at: At) -> bool {
    let id = with(|run| lock_object(run, slot, at));
    let doing = Doing::on(
        if access == Access::Read {
            "try_read"
        } else {
            "try_lock"
        },
        id,
    );
    step(doing, at);
    with(|run| {
        run.wants_unlock_steps |= !run.rules.unlock_steps;
        let free = match access {
            Access::Write => run.lock(id).free(),
            Access::Read => run.lock(id).writer.is_none(),
        };
        if free {
            take(run, id, access, at);
        }
        run.log(doing, at, || {
            if free {
                ": got it".into()
            } else {
                ": busy".into()
            }
        });
        free
    })
}

/// Lets go of the lock. `poison`: its holder panicked with it.
pub(crate) fn release(slot: &Slot, poison: bool, at: At) {
    let id = with(|run| lock_object(run, slot, at));
    let doing = Doing::on("unlock", id);
    if with(|run| run.rules.unlock_steps && run.me().unwinding == 0) {
        step(doing, at);
    }
    with(|run| {
        if run.lock(id).depth > 0 {
            run.lock(id).depth -= 1;
            return;
        }
        run.tick();
        let clock = run.me().clock.clone();
        let task = run.current;
        let lock = run.lock(id);
        lock.clock.join(&clock);
        lock.poisoned |= poison;
        lock.let_go(task);
        run.log(doing, at, || {
            if poison {
                ", poisoned".into()
            } else {
                String::new()
            }
        });
    });
}

/// Turns a write lock into a read lock without letting go.
pub(crate) fn downgrade(slot: &Slot, at: At) {
    with(|run| {
        let id = lock_object(run, slot, at);
        let task = run.current;
        let clock = run.me().clock.clone();
        let lock = run.lock(id);
        lock.clock.join(&clock);
        lock.writer = None;
        lock.readers.push((task, at));
        run.log(Doing::on("downgrade", id), at, String::new);
    });
}

pub(crate) fn poisoned(slot: &Slot, at: At) -> bool {
    with(|run| {
        let id = lock_object(run, slot, at);
        run.lock(id).poisoned
    })
}

pub(crate) fn clear_poison(slot: &Slot, at: At) {
    with(|run| {
        let id = lock_object(run, slot, at);
        run.lock(id).poisoned = false;
    });
}

pub(crate) fn locked(slot: &Slot, at: At) -> bool {
    let id = with(|run| lock_object(run, slot, at));
    step(Doing::on("is_locked", id), at);
    with(|run| {
        run.wants_unlock_steps |= !run.rules.unlock_steps;
        !run.lock(id).free()
    })
}

// ---- condition variables ----

fn condvar_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Condvar {
        waiters: Vec::new(),
    })
}

/// Lets go of the mutex, waits for a notification, takes the mutex again; `true`: the time limit struck.
///
/// A wake-up without a notification ("spurious") is one of the outcomes that the search tries.
pub(crate) fn wait(condvar: &Slot, mutex: &Slot, limit: Option<Duration>, at: At) -> bool {
    let (condvar, mutex) = with(|run| {
        (
            condvar_object(run, condvar, at),
            lock_object(run, mutex, at),
        )
    });
    let doing = Doing::on("wait on", condvar);
    step(doing, at);
    let pending = with(|run| {
        let clock = run.me().clock.clone();
        let task = run.current;
        let lock = run.lock(mutex);
        lock.clock.join(&clock);
        lock.let_go(task);
        let spurious = run.choose_outcome(2) == 1;
        run.log(doing, at, || {
            if spurious {
                " (will wake by itself)".into()
            } else {
                String::new()
            }
        });
        if spurious {
            return Pending::Lock(mutex);
        }
        run.waiters(condvar).push(task);
        Pending::Notified { condvar, mutex }
    });
    let limit = limit.filter(|_| matches!(pending, Pending::Notified { .. }));
    let timed_out = reach(pending, limit, doing, at);
    with(|run| {
        // A time-out leaves the wait by way of the lock, too.
        take(run, mutex, Access::Write, at);
        let doing = Doing::on("wake from", condvar);
        run.log(doing, at, || {
            if timed_out {
                ": time is up".into()
            } else {
                String::new()
            }
        });
    });
    timed_out
}

pub(crate) fn notify(condvar: &Slot, all: bool, at: At) {
    let id = with(|run| condvar_object(run, condvar, at));
    let doing = Doing::on(if all { "notify_all" } else { "notify_one" }, id);
    step(doing, at);
    with(|run| {
        let waiting = run.waiters(id).len();
        let woken: Vec<TaskId> = match (all, waiting) {
            (_, 0) => Vec::new(),
            (true, _) => ::std::mem::take(run.waiters(id)),
            (false, _) => {
                let which = run.choose_outcome(waiting);
                vec![run.waiters(id).remove(which)]
            }
        };
        for task in &woken {
            wake(run, *task);
        }
        let names = if waiting == 0 {
            super::explain::NOBODY_WAITS.into()
        } else {
            names(run, &woken)
        };
        run.log(doing, at, || names);
    });
}

fn wake(run: &mut Run, task: TaskId) {
    let task = &mut run.tasks[task];
    if let Pending::Notified { mutex, .. } = task.pending {
        task.pending = Pending::Lock(mutex);
        task.deadline = None;
    }
}

fn names(run: &Run, tasks: &[TaskId]) -> String {
    let list: Vec<String> = tasks
        .iter()
        .map(|t| super::explain::thread_name(run, *t))
        .collect();
    format!(" -> {}", list.join(", "))
}

// ---- atomics ----

fn atomic_object(run: &mut Run, slot: &Slot, initial: u64, at: At) -> ObjectId {
    run.object(slot, at, || State::Atomic(History::new(initial)))
}

fn history(state: &mut State) -> &mut History {
    match state {
        State::Atomic(history) => history,
        _ => unreachable!("an atomic's slot leads to an atomic"),
    }
}

/// How a value's bits are shown.
pub(crate) type Show = fn(u64) -> String;

pub(crate) fn load(slot: &Slot, initial: u64, order: Ordering, show: Show, at: At) -> u64 {
    let id = with(|run| atomic_object(run, slot, initial, at));
    let doing = Doing::on("load", id);
    step(doing, at);
    with(|run| {
        let clock = run.me().clock.clone();
        let visible = history(&mut run.objects[id].state).visible(&clock, order);
        let age = run.choose_outcome(visible);
        let bits = run.memory(id, |state, view| history(state).load(age, order, view));
        let stale = if age > 0 { " (a stale value)" } else { "" };
        run.log(doing, at, || format!(" -> {}{stale}", show(bits)));
        bits
    })
}

pub(crate) fn store(slot: &Slot, initial: u64, bits: u64, order: Ordering, show: Show, at: At) {
    let id = with(|run| atomic_object(run, slot, initial, at));
    let doing = Doing::on("store", id);
    step(doing, at);
    with(|run| {
        run.memory(id, |state, view| history(state).store(bits, order, view));
        run.log(doing, at, || format!(" <- {}", show(bits)));
    });
}

/// One read-modify-write step; returns the value before.
pub(crate) struct Update<'a> {
    pub verb: &'static str,
    pub slot: &'a Slot,
    pub initial: u64,
    pub order: Ordering,
    pub show: Show,
    pub at: At,
}

impl Update<'_> {
    pub fn apply(self, change: impl FnOnce(u64) -> u64) -> u64 {
        let id = with(|run| atomic_object(run, self.slot, self.initial, self.at));
        let doing = Doing::on(self.verb, id);
        step(doing, self.at);
        with(|run| {
            let before = history(&mut run.objects[id].state).latest();
            let after = change(before);
            run.memory(id, |state, view| {
                history(state).update(after, self.order, view)
            });
            run.log(doing, self.at, || {
                format!(": {} -> {}", (self.show)(before), (self.show)(after))
            });
            before
        })
    }

    /// `weak`: it may fail although the value is the expected one, and the search tries that.
    pub fn exchange(
        self,
        expected: u64,
        new: u64,
        failure: Ordering,
        weak: bool,
    ) -> Result<u64, u64> {
        let id = with(|run| atomic_object(run, self.slot, self.initial, self.at));
        let doing = Doing::on(self.verb, id);
        step(doing, self.at);
        with(|run| {
            let before = history(&mut run.objects[id].state).latest();
            let fails = before != expected || (weak && run.choose_outcome(2) == 1);
            if fails {
                run.memory(id, |state, view| history(state).load(0, failure, view));
                run.log(doing, self.at, || {
                    let why = if before == expected {
                        " (by chance, as a weak one may)"
                    } else {
                        ""
                    };
                    format!(": fails, it is {}{why}", (self.show)(before))
                });
                return Err(before);
            }
            run.memory(id, |state, view| {
                history(state).update(new, self.order, view)
            });
            run.log(doing, self.at, || {
                format!(": {} -> {}", (self.show)(before), (self.show)(new))
            });
            Ok(before)
        })
    }
}

pub(crate) fn fence(order: Ordering, at: At) {
    let doing = Doing::alone("fence");
    step(doing, at);
    with(|run| {
        run.tick();
        if matches!(
            order,
            Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst
        ) {
            let learned = ::std::mem::take(&mut run.me().unfenced);
            run.me().clock.join(&learned);
        }
        if order == Ordering::SeqCst {
            let all = run.fences.clone();
            run.me().clock.join(&all);
            let mine = run.me().clock.clone();
            run.fences.join(&mine);
        }
        if matches!(
            order,
            Ordering::Release | Ordering::AcqRel | Ordering::SeqCst
        ) {
            let clock = run.me().clock.clone();
            run.me().fence = Some(clock);
        }
        run.log(doing, at, || format!(" {order:?}"));
    });
}

/// An access to an `UnsafeCell`; a data race ends the run.
pub(crate) fn access(slot: &Slot, writes: bool, at: At) {
    let race = with(|run| {
        let id = run.object(slot, at, || State::Cell(Default::default()));
        let now = run.tick();
        let clock = run.me().clock.clone();
        let State::Cell(accesses) = &mut run.objects[id].state else {
            unreachable!("a cell's slot leads to a cell")
        };
        let race = accesses.access(now, at, writes, &clock);
        let doing = Doing::on(if writes { "write" } else { "read" }, id);
        run.log(doing, at, String::new);
        race.map(|race| super::explain::race(run, &race, writes, at))
    });
    if let Some(message) = race {
        refuse(FindingKind::DataRace, message);
    }
}

// ---- threads ----

/// Tells the report that a thread was started here.
pub(crate) fn spawned(task: TaskId, at: At) {
    with(|run| run.log(Doing::to("start", task), at, String::new));
}

/// Waits until the task has ended, and learns all that it knew.
pub(crate) fn join(task: TaskId, at: At) {
    let doing = Doing::to("join", task);
    reach(Pending::Ended(task), None, doing, at);
    with(|run| {
        run.tasks[task].joined = true;
        let clock = run.tasks[task].clock.clone();
        run.me().clock.join(&clock);
        run.tick();
        run.log(doing, at, String::new);
    });
}

pub(crate) fn ended(task: TaskId, at: At) -> bool {
    step(Doing::to("is_finished", task), at);
    with(|run| run.tasks[task].ended())
}

pub(crate) fn park(limit: Option<Duration>, at: At) -> bool {
    let doing = Doing::alone("park");
    let spurious = with(|run| !run.me().unpark_token && run.choose_outcome(2) == 1);
    let pending = if spurious {
        Pending::Ready
    } else {
        Pending::Unparked
    };
    let timed_out = reach(pending, limit, doing, at);
    with(|run| {
        run.me().unpark_token = false;
        let outcome = if spurious { ": wakes by itself" } else { "" };
        run.log(doing, at, || outcome.into());
    });
    timed_out
}

pub(crate) fn unpark(task: TaskId, at: At) {
    let doing = Doing::to("unpark", task);
    step(doing, at);
    with(|run| {
        run.tick();
        let clock = run.me().clock.clone();
        run.tasks[task].unpark_token = true;
        // `park` synchronises with the `unpark` that it returns from (std's documentation).
        run.tasks[task].clock.join(&clock);
        run.log(doing, at, String::new);
    });
}

/// Lets others go first.
pub(crate) fn yield_now(verb: &'static str, at: At) {
    with(|run| run.me().yielding = true);
    step(Doing::alone(verb), at);
}

pub(crate) fn sleep(time: Duration, at: At) {
    let doing = Doing::alone("sleep");
    if time.is_zero() {
        return yield_now("sleep", at);
    }
    reach(Pending::Time, Some(time), doing, at);
    with(|run| run.log(doing, at, || format!(" {time:?}")));
}

/// Virtual time since the run began.
pub(crate) fn now() -> Duration {
    Duration::from_nanos(with(|run| run.now))
}

pub(crate) fn current() -> TaskId {
    with(|run| run.current)
}

pub(crate) fn name(task: TaskId) -> Option<String> {
    with(|run| run.tasks[task].name.clone())
}

pub(crate) fn panicking() -> bool {
    with(|run| run.me().unwinding > 0)
}

/// A panic begins in this thread.
pub(crate) fn unwinding_begins() {
    with(|run| run.me().unwinding += 1);
}

pub(crate) fn unwinding_depth() -> usize {
    with(|run| run.me().unwinding)
}

/// A `catch_unwind` has caught what began since the depth was this.
pub(crate) fn unwinding_ends(depth: usize) {
    with(|run| run.me().unwinding = depth);
}

/// The thread's own value for the key, made by `make` at its first use.
///
/// The address stays valid until the thread's end.
pub(crate) fn local<T: 'static>(key: usize, make: impl FnOnce() -> T) -> *const T {
    let find = || {
        with(|run| {
            let value: &dyn Any = run.me().locals.get(&key)?.as_ref();
            value.downcast_ref::<T>().map(|value| value as *const T)
        })
    };
    find().unwrap_or_else(|| {
        let value: Box<dyn Any> = Box::new(make());
        with(|run| run.me().locals.insert(key, value));
        find().expect("it was put there above")
    })
}

// ---- gates: barriers, onces ----

fn gate_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Gate {
        generation: 0,
        clock: VectorClock::default(),
    })
}

/// A step that looks at the gate: acquires what was published there.
pub(crate) fn arrive(slot: &Slot, verb: &'static str, at: At) -> u64 {
    let id = with(|run| gate_object(run, slot, at));
    let doing = Doing::on(verb, id);
    step(doing, at);
    with(|run| {
        run.tick();
        let (generation, clock) = run.gate(id);
        let (generation, clock) = (*generation, clock.clone());
        run.me().clock.join(&clock);
        run.log(doing, at, String::new);
        generation
    })
}

/// Publishes what this thread knows to whoever comes to the gate; no step of its own.
pub(crate) fn publish(slot: &Slot, opens: bool, at: At) {
    with(|run| {
        let id = gate_object(run, slot, at);
        run.tick();
        let mine = run.me().clock.clone();
        let (generation, clock) = run.gate(id);
        clock.join(&mine);
        *generation += u64::from(opens);
    });
}

/// Waits until the gate has opened since it was at `generation`.
pub(crate) fn wait_at_gate(slot: &Slot, generation: u64, verb: &'static str, at: At) {
    let id = with(|run| gate_object(run, slot, at));
    let doing = Doing::on(verb, id);
    reach(
        Pending::Gate {
            gate: id,
            generation,
        },
        None,
        doing,
        at,
    );
    with(|run| {
        let (_, clock) = run.gate(id);
        let clock = clock.clone();
        run.me().clock.join(&clock);
        run.log(doing, at, || ": goes on".into());
    });
}

// ---- channels ----

pub(crate) fn channel_object(slot: &Slot, capacity: Option<usize>, at: At) -> ObjectId {
    with(|run| run.object(slot, at, || State::Channel(Channel::new(capacity))))
}

/// How a channel operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passage {
    Done,
    /// Nobody is left at the other end.
    Closed,
    /// It would have had to wait (`try_…`), or the time limit struck.
    NotYet,
}

/// How long a channel operation waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    Never,
    Until(Duration),
    Always,
}

impl Patience {
    fn limit(self) -> Option<Duration> {
        match self {
            Patience::Until(limit) => Some(limit),
            Patience::Never | Patience::Always => None,
        }
    }
}

/// Puts a message in: `put` moves the value into the primitive's queue, in the same step.
pub(crate) fn send(id: ObjectId, patience: Patience, at: At, put: impl FnOnce()) -> Passage {
    let doing = Doing::on("send to", id);
    let pending = if patience == Patience::Never {
        Pending::Ready
    } else {
        Pending::Room(id)
    };
    let timed_out = reach(pending, patience.limit(), doing, at);
    let passage = with(|run| enter(run, id, patience, timed_out));
    if passage == Passage::Done {
        put();
    }
    let outcome = ["", ": nobody receives any more", ": full"][passage as usize];
    with(|run| run.log(doing, at, || outcome.into()));
    if passage == Passage::Done && with(|run| run.channel(id).capacity == Some(0)) {
        return wait_until_taken(id, patience, at);
    }
    passage
}

fn enter(run: &mut Run, id: ObjectId, patience: Patience, timed_out: bool) -> Passage {
    let receiver_waits = run
        .tasks
        .iter()
        .any(|task| task.pending == Pending::Message(id));
    let channel = run.channel(id);
    if channel.receivers == 0 {
        return Passage::Closed;
    }
    let meets_nobody =
        channel.capacity == Some(0) && patience == Patience::Never && !receiver_waits;
    if timed_out || !channel.has_room() || meets_nobody {
        return Passage::NotYet;
    }
    let drained = channel.drained.clone();
    run.me().clock.join(&drained);
    run.tick();
    let clock = run.me().clock.clone();
    let channel = run.channel(id);
    channel.messages.push_back(clock);
    channel.sent += 1;
    Passage::Done
}

/// A rendezvous is over only when the other side has the message.
fn wait_until_taken(id: ObjectId, patience: Patience, at: At) -> Passage {
    let number = with(|run| run.channel(id).sent - 1);
    let limit = patience.limit();
    let doing = Doing::on("hand over to", id);
    reach(
        Pending::Taken {
            channel: id,
            number,
        },
        limit,
        doing,
        at,
    );
    with(|run| {
        let channel = run.channel(id);
        if channel.taken > number {
            return Passage::Done;
        }
        // The caller takes its message back.
        channel.messages.pop_back();
        channel.sent -= 1;
        if channel.receivers == 0 {
            Passage::Closed
        } else {
            Passage::NotYet
        }
    })
}

/// Takes a message out: `Done` means that the caller moves the value out of its queue now, in the same step.
pub(crate) fn receive(id: ObjectId, patience: Patience, at: At) -> Passage {
    let doing = Doing::on("receive from", id);
    let pending = if patience == Patience::Never {
        Pending::Ready
    } else {
        Pending::Message(id)
    };
    reach(pending, patience.limit(), doing, at);
    with(|run| {
        let passage = leave(run, id);
        let outcome = ["", ": no sender is left", ": nothing there"][passage as usize];
        run.log(doing, at, || outcome.into());
        passage
    })
}

fn leave(run: &mut Run, id: ObjectId) -> Passage {
    let channel = run.channel(id);
    if let Some(clock) = channel.messages.pop_front() {
        channel.taken += 1;
        run.me().clock.join(&clock);
        run.tick();
        let mine = run.me().clock.clone();
        run.channel(id).drained.join(&mine);
        return Passage::Done;
    }
    let (senders, closed) = (channel.senders, channel.closed.clone());
    if senders > 0 {
        return Passage::NotYet;
    }
    run.me().clock.join(&closed);
    Passage::Closed
}

/// Waits until one of several channels has something; no step is taken from it yet.
pub(crate) fn wait_for_any(ids: Vec<ObjectId>, patience: Patience, at: At) -> bool {
    let select = with(|run| run.new_select(ids));
    let pending = if patience == Patience::Never {
        Pending::Ready
    } else {
        Pending::Any(select)
    };
    !reach(pending, patience.limit(), Doing::alone("select"), at)
}

/// Which of the ready ones a `select` takes is up to the scheduler; the first is the usual one.
pub(crate) fn pick(count: usize) -> usize {
    with(|run| run.choose_outcome(count))
}

pub(crate) fn ready_to_receive(id: ObjectId) -> bool {
    with(|run| {
        let channel = run.channel(id);
        channel.has_message() || channel.senders == 0
    })
}

pub(crate) fn sender_added(id: ObjectId) {
    with(|run| run.channel(id).senders += 1);
}

pub(crate) fn receiver_added(id: ObjectId) {
    with(|run| run.channel(id).receivers += 1);
}

/// Lets go of one end. The last sender's leaving is a step: others can tell.
pub(crate) fn end_dropped(id: ObjectId, sender: bool, at: At) {
    let last = with(|run| {
        let channel = run.channel(id);
        let ends = if sender {
            &mut channel.senders
        } else {
            &mut channel.receivers
        };
        *ends == 1
    });
    let doing = Doing::on(
        if sender {
            "drop the last sender of"
        } else {
            "drop the last receiver of"
        },
        id,
    );
    if last && with(|run| run.me().unwinding == 0) {
        step(doing, at);
    }
    with(|run| {
        run.tick();
        let mine = run.me().clock.clone();
        let channel = run.channel(id);
        channel.closed.join(&mine);
        let ends = if sender {
            &mut channel.senders
        } else {
            &mut channel.receivers
        };
        *ends -= 1;
        if last {
            run.log(doing, at, String::new);
        }
    });
}

pub(crate) fn queue_length(id: ObjectId, at: At) -> usize {
    step(Doing::on("len of", id), at);
    with(|run| run.channel(id).messages.len())
}

/// The caller, where a destructor has none worth showing.
#[track_caller]
pub(crate) fn here() -> At {
    Location::caller()
}

/// The atomic's latest value, without a step.
pub(crate) fn latest(slot: &Slot, initial: u64) -> u64 {
    with(|run| {
        let id = slot.find(run.id)?;
        Some(history(&mut run.objects[id].state).latest())
    })
    .unwrap_or(initial)
}

/// Whether the task ended by a panic.
pub(crate) fn has_panicked(task: TaskId) -> bool {
    with(|run| run.tasks[task].died)
}

/// The thread's closure is over.
pub(crate) fn thread_over(panicked: bool) {
    with(|run| {
        let me = run.me();
        me.unwinding = 0;
        me.died = panicked;
    });
}

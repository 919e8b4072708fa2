//! Mutexes and reader-writer locks.

use ::std::time::Duration;

use super::{before_foreign_calls, reach, step};
use crate::model::engine::with;
use crate::model::object::{Lock, ObjectId, Slot, State};
use crate::model::run::{At, Run};
use crate::model::task::Pending;
use crate::model::trace::Doing;

pub(super) fn lock_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Lock(Lock::default()))
}

/// How a lock is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A mutex.
    Lock,
    /// A reader-writer lock, alone.
    Write,
    /// A reader-writer lock, beside other readers.
    Read,
}

impl Access {
    fn pending(self, lock: ObjectId) -> Pending {
        match self {
            Access::Lock => Pending::Lock(lock),
            Access::Write => Pending::Write(lock),
            Access::Read => Pending::Read(lock),
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Access::Lock => "lock",
            Access::Write => "write-lock",
            Access::Read => "read-lock",
        }
    }

    fn try_verb(self) -> &'static str {
        match self {
            Access::Lock => "try_lock",
            Access::Write => "try_write",
            Access::Read => "try_read",
        }
    }

    fn shared(self) -> bool {
        matches!(self, Access::Read)
    }
}

pub(super) fn take(run: &mut Run, id: ObjectId, access: Access, at: At) {
    let task = run.current;
    let clock = run.lock(id).clock.clone();
    run.me().clock.join(&clock);
    run.tick();
    if access.shared() {
        run.lock(id).readers.push((task, at));
    } else {
        run.lock(id).writer = Some((task, at));
    }
}

/// Takes the lock; `false`: the time limit struck first.
pub(crate) fn acquire(slot: &Slot, access: Access, limit: Option<Duration>, at: At) -> bool {
    let id = with(|run| lock_object(run, slot, at));
    let doing = Doing::on(access.verb(), id);
    // A time limit that strikes early tells a held lock from a free one.
    with(|run| {
        let tells = limit.is_some() && run.rules.early_timeouts;
        run.wants_unlock_steps |= tells && !run.rules.unlock_steps;
    });
    let timed_out =
        !comes_in_at_once(id, access, doing, at) && reach(access.pending(id), limit, doing, at);
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

/// A writer who comes while others read stands in line from then on, and later readers stand behind it: so its
/// coming is a step of its own. Everybody else comes when it is their turn.
fn comes_in_at_once(id: ObjectId, access: Access, doing: Doing, at: At) -> bool {
    if access != Access::Write {
        return false;
    }
    step(doing, at);
    with(|run| run.lock(id).free())
}

/// Takes a re-entrant mutex: once more if this thread holds it already.
#[cfg_attr(
    not(feature = "parking_lot"),
    allow(dead_code, reason = "only parking_lot has it")
)]
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
    let doing = Doing::on(access.try_verb(), id);
    step(doing, at);
    with(|run| {
        run.wants_unlock_steps |= !run.rules.unlock_steps;
        let free = run.admits(access.pending(id));
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
    before_foreign_calls(at);
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

#[cfg_attr(
    not(feature = "parking_lot"),
    allow(dead_code, reason = "only parking_lot has it")
)]
pub(crate) fn locked(slot: &Slot, at: At) -> bool {
    let id = with(|run| lock_object(run, slot, at));
    step(Doing::on("is_locked", id), at);
    with(|run| {
        run.wants_unlock_steps |= !run.rules.unlock_steps;
        !run.lock(id).free()
    })
}

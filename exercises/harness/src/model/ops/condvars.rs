//! Condition variables.

use ::std::time::Duration;

use super::locks::{lock_object, take};
use super::{Access, reach, step};
use crate::model::engine::with;
use crate::model::explain;
use crate::model::object::{ObjectId, Slot, State};
use crate::model::run::{At, Run};
use crate::model::task::{Pending, TaskId};
use crate::model::trace::Doing;

fn condvar_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Condvar {
        waiters: Vec::new(),
    })
}

/// Which ends a wait may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WakeUps {
    /// One without a notification ("spurious") is among the outcomes that the search tries, as std allows it.
    AlsoSpurious,
    /// `parking_lot` promises that there are none.
    #[cfg_attr(
        not(feature = "parking_lot"),
        allow(dead_code, reason = "only parking_lot has it")
    )]
    NotifiedOnly,
}

/// Lets go of the mutex, waits for a notification, takes the mutex again; `true`: the time limit struck.
pub(crate) fn wait(
    condvar: &Slot,
    mutex: &Slot,
    limit: Option<Duration>,
    wakes: WakeUps,
    at: At,
) -> bool {
    let (condvar, mutex) = with(|run| {
        (
            condvar_object(run, condvar, at),
            lock_object(run, mutex, at),
        )
    });
    let doing = Doing::on("wait on", condvar);
    step(doing, at);
    let spurious = with(|run| fall_asleep(run, condvar, mutex, wakes, at));
    let pending = match spurious {
        true => Pending::Lock(mutex),
        false => Pending::Notified { condvar, mutex },
    };
    let timed_out = reach(pending, limit.filter(|_| !spurious), doing, at);
    with(|run| {
        // A time-out leaves the wait by way of the lock, too.
        take(run, mutex, Access::Lock, at);
        run.log(Doing::on("wake from", condvar), at, || {
            match (timed_out, spurious) {
                (true, _) => ": time is up".into(),
                (_, true) => ": by itself, nobody notified".into(),
                _ => String::new(),
            }
        });
    });
    timed_out
}

/// Lets go of the mutex and stands in line; `true`: it will wake by itself, and does not stand in line.
fn fall_asleep(run: &mut Run, condvar: ObjectId, mutex: ObjectId, wakes: WakeUps, at: At) -> bool {
    let clock = run.me().clock.clone();
    let task = run.current;
    let lock = run.lock(mutex);
    lock.clock.join(&clock);
    lock.let_go(task);
    run.log(Doing::on("wait on", condvar), at, String::new);
    let spurious = wakes == WakeUps::AlsoSpurious && run.choose_outcome(2) == 1;
    if !spurious {
        run.waiters(condvar).push(task);
    }
    spurious
}

/// Wakes one waiter or all; how many it were.
pub(crate) fn notify(condvar: &Slot, all: bool, at: At) -> usize {
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
            explain::NOBODY_WAITS.into()
        } else {
            names(run, &woken)
        };
        run.log(doing, at, || names);
        woken.len()
    })
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
        .map(|t| explain::thread_name(run, *t))
        .collect();
    format!(" -> {}", list.join(", "))
}

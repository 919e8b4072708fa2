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
        take(run, mutex, Access::Lock, at);
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
            explain::NOBODY_WAITS.into()
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
        .map(|t| explain::thread_name(run, *t))
        .collect();
    format!(" -> {}", list.join(", "))
}

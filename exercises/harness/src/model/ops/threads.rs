//! Threads: starting, joining, parking, sleeping, unwinding, and what each has of its own.

use ::std::any::Any;
use ::std::time::Duration;

use super::{reach, step};
use crate::model::engine::{self, with};
use crate::model::run::At;
use crate::model::task::{Pending, TaskId};
use crate::model::trace::Doing;

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

/// Waits until the task's closure is over, as the end of a scope does: its thread-local values may outlive that.
pub(crate) fn wait_until_over(task: TaskId, at: At) {
    let doing = Doing::to("join", task);
    reach(Pending::Over(task), None, doing, at);
    with(|run| {
        run.tasks[task].joined = true;
        let knew = run.tasks[task].over.clone().unwrap_or_default();
        run.me().clock.join(&knew);
        run.tick();
        run.log(doing, at, String::new);
    });
}

/// Whether the task's closure is over.
pub(crate) fn is_over(task: TaskId, at: At) -> bool {
    step(Doing::to("is_finished", task), at);
    with(|run| run.tasks[task].over.is_some())
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
        if ::std::mem::take(&mut run.me().unpark_token) {
            // `park` synchronises with the `unpark` that it returns from (std's documentation).
            let learned = ::std::mem::take(&mut run.me().token_clock);
            run.me().clock.join(&learned);
        }
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
        run.tasks[task].token_clock.join(&clock);
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
            let (_, value) = run.me().locals.iter().find(|(k, _)| *k == key)?;
            value.downcast_ref::<T>().map(|value| value as *const T)
        })
    };
    find().unwrap_or_else(|| {
        let value: Box<dyn Any> = Box::new(make());
        with(|run| run.me().locals.push((key, value)));
        find().expect("it was put there above")
    })
}

/// Whether the task ended by a panic.
pub(crate) fn has_panicked(task: TaskId) -> bool {
    with(|run| run.tasks[task].died)
}

/// The thread's closure is over, and so is the use of its result.
pub(crate) fn thread_over(panicked: bool) {
    with(|run| {
        let me = run.me();
        me.unwinding = 0;
        me.died = panicked;
        me.over = Some(me.clock.clone());
        run.tick();
    });
}

/// Drops the thread's own values: whoever has not joined it can go on meanwhile.
pub(crate) fn drop_locals(at: At) {
    if with(|run| run.me().locals.is_empty()) {
        return;
    }
    let doing = Doing::alone("drop thread-locals");
    step(doing, at);
    with(|run| run.log(doing, at, String::new));
    engine::drop_locals();
}

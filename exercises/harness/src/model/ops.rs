//! What a modelled primitive can do: the operations of the std shadow, on the present run.
//!
//! Each is *reach, then act*: [`reach`] names what the operation needs and lets the scheduler decide who goes
//! next; when it returns, the need is met, and what follows happens in one step.

mod atomics;
mod channels;
mod condvars;
mod gates;
mod locks;
mod threads;

use ::std::time::Duration;

use report::FindingKind;

use super::engine::{suspend, suspend_for_ever, with};
use super::run::At;
use super::task::Pending;
use super::trace::{Doing, Target};

pub(crate) use super::engine::{active, spawn};
pub(crate) use atomics::{Update, access, fence, latest, load, store};
pub(crate) use channels::*;
pub(crate) use condvars::{WakeUps, notify, wait};
pub(crate) use gates::*;
pub(crate) use locks::*;
pub(crate) use threads::*;

/// Waits for its turn, and until `pending` holds or the time limit strikes; `true`: the limit struck.
fn reach(pending: Pending, limit: Option<Duration>, doing: Doing, at: At) -> bool {
    enum Next {
        Me,
        Another,
        Nobody,
        /// It has its turn already.
        Granted,
    }
    let next = with(|run| {
        run.count_step(at);
        let granted = run.me().granted.take();
        if granted.is_some_and(|channel| doing.target == Target::Object(channel)) {
            return Next::Granted;
        }
        let deadline = limit.and_then(|limit| run.deadline(limit));
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
        Next::Granted => return false,
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

/// Where foreign calls may follow: lets others run before them. Nothing happens in this step, so no row shows it.
fn before_foreign_calls(at: At) {
    if with(|run| run.rules.foreign_calls && run.me().unwinding == 0) {
        step(Doing::alone("go on"), at);
    }
}

/// Ends the run with a finding; never returns to the reader's code.
pub(crate) fn refuse(kind: FindingKind, message: String) -> ! {
    with(|run| run.give_up(kind, message));
    suspend_for_ever()
}

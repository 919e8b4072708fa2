//! Atomics, fences, and the cells whose races they are meant to prevent.

use ::std::sync::atomic::Ordering;

use report::FindingKind;

use super::{before_foreign_calls, refuse, step};
use crate::model::engine::with;
use crate::model::explain;
use crate::model::memory::History;
use crate::model::object::{ObjectId, Slot, State};
use crate::model::run::{At, Run};
use crate::model::trace::Doing;

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
    let bits = with(|run| {
        let clock = run.me().clock.clone();
        let time = run.now;
        let visible = history(&mut run.objects[id].state).visible(&clock, order, time);
        let age = run.choose_outcome(visible);
        let bits = run.memory(id, |state, view| history(state).load(age, order, view));
        let stale = if age > 0 { " (a stale value)" } else { "" };
        run.log(doing, at, || format!(" -> {}{stale}", show(bits)));
        bits
    });
    before_foreign_calls(at);
    bits
}

pub(crate) fn store(slot: &Slot, initial: u64, bits: u64, order: Ordering, show: Show, at: At) {
    let id = with(|run| atomic_object(run, slot, initial, at));
    let doing = Doing::on("store", id);
    step(doing, at);
    with(|run| {
        run.memory(id, |state, view| history(state).store(bits, order, view));
        run.log(doing, at, || format!(" <- {}", show(bits)));
    });
    before_foreign_calls(at);
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
        let before = with(|run| {
            let before = history(&mut run.objects[id].state).latest();
            let after = change(before);
            run.memory(id, |state, view| {
                history(state).update(after, self.order, view)
            });
            run.log(doing, self.at, || {
                format!(": {} -> {}", (self.show)(before), (self.show)(after))
            });
            before
        });
        before_foreign_calls(self.at);
        before
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
        let outcome = with(|run| {
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
        });
        before_foreign_calls(self.at);
        outcome
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
        race.map(|race| explain::race(run, &race, writes, at))
    });
    if let Some(message) = race {
        refuse(FindingKind::DataRace, message);
    }
}

/// The atomic's latest value, without a step.
pub(crate) fn latest(slot: &Slot, initial: u64) -> u64 {
    with(|run| {
        let id = slot.find(run.id)?;
        Some(history(&mut run.objects[id].state).latest())
    })
    .unwrap_or(initial)
}

//! Gates, on which barriers and onces are built.

use super::{reach, step};
use crate::model::engine::with;
use crate::model::object::{Gate, ObjectId, Slot, State};
use crate::model::run::{At, Run};
use crate::model::task::Pending;
use crate::model::trace::Doing;

fn gate_object(run: &mut Run, slot: &Slot, at: At) -> ObjectId {
    run.object(slot, at, || State::Gate(Gate::default()))
}

/// A step that looks at the gate: acquires what was published there. `seen` says what it finds.
pub(crate) fn arrive(
    slot: &Slot,
    verb: &'static str,
    at: At,
    seen: &dyn Fn() -> &'static str,
) -> u64 {
    let id = with(|run| gate_object(run, slot, at));
    let doing = Doing::on(verb, id);
    step(doing, at);
    let seen = seen();
    with(|run| {
        run.tick();
        let gate = run.gate(id);
        let (generation, clock) = (gate.generation, gate.clock.clone());
        run.me().clock.join(&clock);
        run.log(doing, at, || seen.into());
        generation
    })
}

/// Publishes what this thread knows to whoever comes to the gate; no step of its own.
pub(crate) fn publish(slot: &Slot, opens: bool, at: At) {
    with(|run| {
        let id = gate_object(run, slot, at);
        run.tick();
        let mine = run.me().clock.clone();
        let gate = run.gate(id);
        gate.clock.join(&mine);
        gate.generation += u64::from(opens);
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
        let clock = run.gate(id).clock.clone();
        run.me().clock.join(&clock);
        run.log(doing, at, || ": goes on".into());
    });
}

/// Comes to a barrier of `count` threads; `true`: as the last one, who opens it for all.
pub(crate) fn meet(slot: &Slot, count: usize, at: At) -> bool {
    let generation = arrive(slot, "arrive at", at, &|| "");
    let last = with(|run| {
        let id = gate_object(run, slot, at);
        let gate = run.gate(id);
        gate.arrived += 1;
        let last = gate.arrived >= count;
        if last {
            gate.arrived = 0;
        }
        last
    });
    publish(slot, last, at);
    if !last {
        wait_at_gate(slot, generation, "wait at", at);
    }
    last
}

//! Channels: the bookkeeping of who may send and who may receive; the values stay in the primitive.

use ::std::time::Duration;

use super::{reach, step};
use crate::model::engine::with;
use crate::model::object::{Channel, ObjectId, Slot, State};
use crate::model::run::{At, Run};
use crate::model::task::{Arm, Pending};
use crate::model::trace::Doing;

pub(crate) fn new_channel(slot: &Slot, capacity: Option<usize>, at: At) {
    with(|run| run.object(slot, at, || State::Channel(Channel::new(capacity))));
}

pub(crate) fn find_channel(slot: &Slot) -> Option<ObjectId> {
    with(|run| slot.find(run.id))
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
pub(crate) fn send(id: ObjectId, patience: Patience, at: At, put: &mut dyn FnMut()) -> Passage {
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
    let receiver_waits = run.receiver_waits(id);
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
    let timed_out = reach(pending, patience.limit(), doing, at);
    with(|run| {
        let passage = leave(run, id);
        let nothing = if timed_out {
            ": time is up"
        } else {
            ": nothing there"
        };
        let outcome = ["", ": no sender is left", nothing][passage as usize];
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

/// Waits until one of several arms could be taken, and which these are; empty: the patience is at its end.
pub(crate) fn select(arms: Vec<Arm>, patience: Patience, at: At) -> Vec<usize> {
    let select = with(|run| run.new_select(arms));
    let pending = if patience == Patience::Never {
        Pending::Ready
    } else {
        Pending::Any(select)
    };
    reach(pending, patience.limit(), Doing::alone("select"), at);
    with(|run| {
        let arms = &run.selects[select];
        (0..arms.len())
            .filter(|n| run.arm_ready(arms[*n]))
            .collect()
    })
}

/// Which of the ready ones a `select` takes is up to the scheduler; the first is the usual one.
pub(crate) fn pick(count: usize) -> usize {
    with(|run| run.choose_outcome(count))
}

/// The operation of this arm, if it comes next, is part of the step in which a `select` has chosen it.
pub(crate) fn grant(arm: Arm) {
    let (Arm::Send(channel) | Arm::Receive(channel)) = arm;
    with(|run| run.me().granted = Some(channel));
}

/// It was only looked at, not chosen.
pub(crate) fn withdraw() {
    with(|run| run.me().granted = None);
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

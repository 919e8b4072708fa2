//! The channel behind `mpsc` and the `crossbeam` shadow: many senders, many receivers, bounded or not.
//!
//! Outside the checker it is a plain queue under a real mutex with two real condition variables. It is not the real
//! crossbeam or std channel there, but keeps their documented behaviour; only speed differs.

use ::std::collections::VecDeque;
use ::std::panic::Location;
use ::std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use ::std::thread::Thread;
use ::std::time::{Duration, Instant};

use crate::gauge::edges::Mark;
use crate::model::object::{ObjectId, Slot};
use crate::model::ops::{self, Passage, Patience};
use crate::model::task::Arm;

type At = &'static Location<'static>;

/// What the ends share.
pub(crate) struct Queue<T> {
    slot: Slot,
    /// `None`: unbounded; `Some(0)`: a rendezvous.
    capacity: Option<usize>,
    state: Mutex<State<T>>,
    /// A message came, or the last sender left.
    filled: Condvar,
    /// A message was taken, or the last receiver left.
    emptied: Condvar,
}

struct State<T> {
    messages: VecDeque<(T, Mark)>,
    senders: usize,
    receivers: usize,
    /// Receivers waiting right now; a rendezvous needs one.
    waiting: usize,
    taken: u64,
    sent: u64,
    /// Real threads that watch several queues at once.
    watchers: Vec<Thread>,
}

/// Why a message did not go in.
pub(crate) enum Refused<T> {
    Closed(T),
    NotYet(T),
}

#[track_caller]
pub(crate) fn channel<T>(kind: &'static str, capacity: Option<usize>) -> (End<T>, End<T>) {
    let state = State {
        messages: VecDeque::new(),
        senders: 1,
        receivers: 1,
        waiting: 0,
        taken: 0,
        sent: 0,
        watchers: Vec::new(),
    };
    let queue = Arc::new(Queue {
        slot: Slot::new(kind),
        capacity,
        state: Mutex::new(state),
        filled: Condvar::new(),
        emptied: Condvar::new(),
    });
    let end = |sender| End {
        queue: queue.clone(),
        sender,
    };
    if ops::active() {
        ops::new_channel(&queue.slot, capacity, Location::caller());
    }
    (end(true), end(false))
}

/// One sender's or one receiver's hold on the queue.
pub(crate) struct End<T> {
    queue: Arc<Queue<T>>,
    sender: bool,
}

impl<T> Queue<T> {
    /// Its object in the present run; only a channel that was made in this run has one.
    fn id(&self) -> ObjectId {
        ops::find_channel(&self.slot).unwrap_or_else(|| crate::outlived(self.slot.kind()))
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> End<T> {
    pub fn same_channel(&self, other: &End<T>) -> bool {
        Arc::ptr_eq(&self.queue, &other.queue)
    }

    pub fn capacity(&self) -> Option<usize> {
        self.queue.capacity
    }

    pub fn send(&self, value: T, patience: Patience, at: At) -> Result<(), Refused<T>> {
        if ops::active() {
            self.modelled_send(value, patience, at)
        } else {
            self.real_send(value, patience)
        }
    }

    fn modelled_send(&self, value: T, patience: Patience, at: At) -> Result<(), Refused<T>> {
        let mut value = Some(value);
        let put = &mut || {
            self.queue
                .state()
                .messages
                .extend(value.take().map(|value| (value, Mark::default())))
        };
        let passage = ops::send(self.queue.id(), patience, at, put);
        // A rendezvous that nobody came to takes its message back.
        let mut back = || {
            value.take().or_else(|| {
                self.queue
                    .state()
                    .messages
                    .pop_back()
                    .map(|(value, _)| value)
            })
        };
        match passage {
            Passage::Done => Ok(()),
            Passage::Closed => Err(Refused::Closed(back().expect("the message is still here"))),
            Passage::NotYet => Err(Refused::NotYet(back().expect("the message is still here"))),
        }
    }

    fn real_send(&self, value: T, patience: Patience) -> Result<(), Refused<T>> {
        let queue = &*self.queue;
        let deadline = deadline(patience);
        let mut state = queue.state();
        loop {
            if state.receivers == 0 {
                return Err(Refused::Closed(value));
            }
            if state.has_room(queue.capacity, patience) {
                break;
            }
            match wait(&queue.emptied, state, patience, deadline) {
                Some(next) => state = next,
                None => return Err(Refused::NotYet(value)),
            }
        }
        state.messages.push_back((value, Mark::here()));
        state.sent += 1;
        let number = state.sent;
        queue.filled.notify_one();
        state.tell_watchers();
        if queue.capacity == Some(0) {
            self.hand_over(state, number)
        } else {
            Ok(())
        }
    }

    /// Waits until the receiver has the message.
    fn hand_over(
        &self,
        mut state: MutexGuard<'_, State<T>>,
        number: u64,
    ) -> Result<(), Refused<T>> {
        while state.taken < number && state.receivers > 0 {
            state = self
                .queue
                .emptied
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.taken >= number {
            return Ok(());
        }
        // Nobody will take it: it is still the only message there.
        let (value, _) = state
            .messages
            .pop_back()
            .expect("the message is still here");
        Err(Refused::Closed(value))
    }

    /// `Err`: `Closed` when empty and no sender is left, `NotYet` when the patience is at its end.
    pub fn receive(&self, patience: Patience, at: At) -> Result<T, Passage> {
        if !ops::active() {
            return self.real_receive(patience);
        }
        match ops::receive(self.queue.id(), patience, at) {
            Passage::Done => {
                let message = self.queue.state().messages.pop_front();
                Ok(message
                    .unwrap_or_else(|| crate::outlived(self.queue.slot.kind()))
                    .0)
            }
            other => Err(other),
        }
    }

    fn real_receive(&self, patience: Patience) -> Result<T, Passage> {
        let queue = &*self.queue;
        let deadline = deadline(patience);
        let mut state = queue.state();
        loop {
            if let Some((value, mark)) = state.messages.pop_front() {
                state.taken += 1;
                state.tell_watchers();
                drop(state);
                queue.emptied.notify_all();
                crate::gauge::edges::join(&mark);
                return Ok(value);
            }
            if state.senders == 0 {
                return Err(Passage::Closed);
            }
            state.waiting += 1;
            state.tell_watchers();
            queue.emptied.notify_all();
            match wait(&queue.filled, state, patience, deadline) {
                Some(next) => state = next,
                None => {
                    queue.state().waiting -= 1;
                    return Err(Passage::NotYet);
                }
            }
            state.waiting -= 1;
        }
    }

    pub fn len(&self, at: At) -> usize {
        if ops::active() {
            ops::queue_length(self.queue.id(), at)
        } else {
            self.queue.state().messages.len()
        }
    }

    /// In the model: this end's part in a `select`.
    pub fn arm(&self) -> Arm {
        match self.sender {
            true => Arm::Send(self.queue.id()),
            false => Arm::Receive(self.queue.id()),
        }
    }

    /// On real threads: whether this end's operation would not wait, now.
    pub fn ready(&self) -> bool {
        let state = self.queue.state();
        match self.sender {
            true => state.receivers == 0 || state.has_room(self.queue.capacity, Patience::Never),
            false => !state.messages.is_empty() || state.senders == 0,
        }
    }

    /// From now on `thread` is unparked whenever something changes.
    pub fn watch(&self, thread: &Thread) {
        let mut state = self.queue.state();
        state.tell_watchers();
        state.watchers.push(thread.clone());
        state.waiting += usize::from(!self.sender);
        self.queue.emptied.notify_all();
    }

    pub fn unwatch(&self, thread: &Thread) {
        let mut state = self.queue.state();
        let mine = state.watchers.iter().position(|t| t.id() == thread.id());
        mine.map(|at| state.watchers.swap_remove(at));
        state.waiting -= usize::from(!self.sender);
    }
}

impl<T> State<T> {
    fn tell_watchers(&self) {
        self.watchers.iter().for_each(Thread::unpark);
    }

    fn has_room(&self, capacity: Option<usize>, patience: Patience) -> bool {
        match capacity {
            None => true,
            // A waiting sender may put its message down at once; an impatient one needs somebody to take it.
            Some(0) => {
                self.messages.is_empty() && (patience != Patience::Never || self.waiting > 0)
            }
            Some(capacity) => self.messages.len() < capacity,
        }
    }
}

fn deadline(patience: Patience) -> Option<Instant> {
    match patience {
        Patience::Until(limit) => Instant::now().checked_add(limit),
        Patience::Never | Patience::Always => None,
    }
}

/// `None`: the patience is at its end.
fn wait<'a, T>(
    condvar: &Condvar,
    state: MutexGuard<'a, State<T>>,
    patience: Patience,
    deadline: Option<Instant>,
) -> Option<MutexGuard<'a, State<T>>> {
    match (patience, deadline) {
        (Patience::Never, _) => None,
        (_, None) => Some(condvar.wait(state).unwrap_or_else(PoisonError::into_inner)),
        (_, Some(deadline)) => {
            let left = deadline.saturating_duration_since(Instant::now());
            if left == Duration::ZERO {
                return None;
            }
            Some(
                condvar
                    .wait_timeout(state, left)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0,
            )
        }
    }
}

impl<T> Clone for End<T> {
    fn clone(&self) -> Self {
        if ops::active() {
            let id = self.queue.id();
            if self.sender {
                ops::sender_added(id)
            } else {
                ops::receiver_added(id)
            }
        }
        let mut state = self.queue.state();
        *state.ends(self.sender) += 1;
        drop(state);
        End {
            queue: self.queue.clone(),
            sender: self.sender,
        }
    }
}

impl<T> State<T> {
    fn ends(&mut self, senders: bool) -> &mut usize {
        if senders {
            &mut self.senders
        } else {
            &mut self.receivers
        }
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        if ops::active() {
            let at = self.queue.slot.made_at();
            ops::end_dropped(self.queue.id(), self.sender, at);
        }
        let mut state = self.queue.state();
        *state.ends(self.sender) -= 1;
        let last = *state.ends(self.sender) == 0;
        // Nobody will ever take what is left; its destructors may use this very channel. In a rendezvous it belongs to
        // a sender that still waits, and takes it back.
        let rest = if last && !self.sender && self.queue.capacity != Some(0) {
            ::std::mem::take(&mut state.messages)
        } else {
            VecDeque::new()
        };
        if last {
            state.tell_watchers();
        }
        drop(state);
        drop(rest);
        if last {
            self.queue.filled.notify_all();
            self.queue.emptied.notify_all();
        }
    }
}

//! `crossbeam::channel::Select`: a `select!` whose operations are put together at run time.
//!
//! What it has chosen is done by [`SelectedOperation::recv`] or [`SelectedOperation::send`], as part of the same step if
//! nothing else is done in between. Otherwise, and outside the checker, another thread may be faster; then it waits.

use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::panic::Location;
use std::thread::Thread;
use std::time::Duration;

use super::channel::{Receiver, Sender};
use super::error::{
    ReadyTimeoutError, RecvError, SelectTimeoutError, SendError, TryReadyError, TrySelectError,
};
use super::operation::{self, Arm, Attempt, Wait, choose};
use crate::model::ops;
use crate::time::Instant;

/// Waits for several operations, of which any number can be added.
pub struct Select<'a> {
    /// In the order in which they were added; `None`: removed since. The others keep their numbers.
    operations: Vec<Option<Candidate<'a>>>,
    fair: bool,
}

/// The operation that is to be done next.
#[must_use]
pub struct SelectedOperation<'a> {
    index: usize,
    end: usize,
    _select: PhantomData<&'a ()>,
}

/// An operation that is watched, and left to the caller.
struct Candidate<'a> {
    operation: Box<dyn Attempt + 'a>,
    /// The address of its sender or receiver, to find out mistakes.
    end: usize,
}

impl Attempt for Candidate<'_> {
    fn arm(&self) -> Arm {
        self.operation.arm()
    }

    fn due(&self) -> Option<Instant> {
        self.operation.due()
    }

    fn ready(&self) -> bool {
        self.operation.ready()
    }

    fn watch(&self, thread: &Thread) {
        self.operation.watch(thread);
    }

    fn unwatch(&self, thread: &Thread) {
        self.operation.unwatch(thread);
    }

    fn attempt(&mut self, _at: &'static Location<'static>) -> bool {
        true
    }
}

impl<'a> Select<'a> {
    pub fn new() -> Select<'a> {
        Select {
            operations: Vec::new(),
            fair: true,
        }
    }

    /// One that takes the first operation that is ready.
    pub fn new_biased() -> Select<'a> {
        Select {
            fair: false,
            ..Select::new()
        }
    }

    pub fn send<T>(&mut self, sender: &'a Sender<T>) -> usize {
        self.add(Box::new(operation::send(sender)), address(sender))
    }

    pub fn recv<T>(&mut self, receiver: &'a Receiver<T>) -> usize {
        self.add(Box::new(operation::recv(receiver)), address(receiver))
    }

    fn add(&mut self, operation: Box<dyn Attempt + 'a>, end: usize) -> usize {
        self.operations.push(Some(Candidate { operation, end }));
        self.operations.len() - 1
    }

    /// # Panics
    ///
    /// If there is no such operation.
    #[track_caller]
    pub fn remove(&mut self, index: usize) {
        assert!(index < self.operations.len(), "index out of bounds");
        let removed = self.operations[index].take();
        assert!(removed.is_some(), "there is no operation with this `index`");
    }

    /// # Errors
    ///
    /// If it would have to wait.
    #[track_caller]
    pub fn try_select(&mut self) -> Result<SelectedOperation<'a>, TrySelectError> {
        self.selected(Wait::No).ok_or(TrySelectError)
    }

    #[track_caller]
    pub fn select(&mut self) -> SelectedOperation<'a> {
        self.selected(Wait::Ever).expect("it waits for ever")
    }

    /// # Errors
    ///
    /// If the time passed.
    #[track_caller]
    pub fn select_timeout(
        &mut self,
        limit: Duration,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        self.selected(Wait::For(limit)).ok_or(SelectTimeoutError)
    }

    /// # Errors
    ///
    /// If the time passed.
    #[track_caller]
    pub fn select_deadline(
        &mut self,
        deadline: Instant,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        self.select_timeout(until(deadline))
    }

    /// # Errors
    ///
    /// If it would have to wait.
    #[track_caller]
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {
        self.one_ready(Wait::No).ok_or(TryReadyError)
    }

    #[track_caller]
    pub fn ready(&mut self) -> usize {
        self.one_ready(Wait::Ever).expect("it waits for ever")
    }

    /// # Errors
    ///
    /// If the time passed.
    #[track_caller]
    pub fn ready_timeout(&mut self, limit: Duration) -> Result<usize, ReadyTimeoutError> {
        self.one_ready(Wait::For(limit)).ok_or(ReadyTimeoutError)
    }

    /// # Errors
    ///
    /// If the time passed.
    #[track_caller]
    pub fn ready_deadline(&mut self, deadline: Instant) -> Result<usize, ReadyTimeoutError> {
        self.ready_timeout(until(deadline))
    }

    #[track_caller]
    fn selected(&mut self, wait: Wait) -> Option<SelectedOperation<'a>> {
        let (index, end) = self.choose(wait)?;
        Some(SelectedOperation {
            index,
            end,
            _select: PhantomData,
        })
    }

    /// Ready now: by the time that the caller comes to it, another may have been faster.
    #[track_caller]
    fn one_ready(&mut self, wait: Wait) -> Option<usize> {
        let (index, _) = self.choose(wait)?;
        if ops::active() {
            ops::withdraw();
        }
        Some(index)
    }

    #[track_caller]
    fn choose(&mut self, wait: Wait) -> Option<(usize, usize)> {
        let present = self.operations.iter_mut().enumerate();
        let (indices, mut present): (Vec<usize>, Vec<&mut Candidate<'a>>) = present
            .filter_map(|(index, operation)| Some((index, operation.as_mut()?)))
            .unzip();
        assert!(
            !present.is_empty() || !matches!(wait, Wait::Ever),
            "no operations have been added to `Select`"
        );
        let ends: Vec<usize> = present.iter().map(|candidate| candidate.end).collect();
        let mut operations: Vec<&mut dyn Attempt> = present
            .iter_mut()
            .map(|candidate| *candidate as &mut dyn Attempt)
            .collect();
        let chosen = choose(&mut operations, wait, self.fair)?;
        Some((indices[chosen], ends[chosen]))
    }
}

impl SelectedOperation<'_> {
    pub fn index(&self) -> usize {
        self.index
    }

    /// # Errors
    ///
    /// The message, if no receiver is left.
    ///
    /// # Panics
    ///
    /// If another operation was selected.
    #[track_caller]
    pub fn send<T>(self, sender: &Sender<T>, message: T) -> Result<(), SendError<T>> {
        let selected = self.end == address(sender);
        assert!(selected, "passed a sender that wasn't selected");
        mem::forget(self);
        sender.send(message)
    }

    /// # Errors
    ///
    /// When the channel is empty and no sender is left.
    ///
    /// # Panics
    ///
    /// If another operation was selected.
    #[track_caller]
    pub fn recv<T>(self, receiver: &Receiver<T>) -> Result<T, RecvError> {
        let selected = self.end == address(receiver);
        assert!(selected, "passed a receiver that wasn't selected");
        mem::forget(self);
        receiver.recv()
    }
}

fn address<T>(end: &T) -> usize {
    std::ptr::from_ref(end).addr()
}

fn until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

impl Drop for SelectedOperation<'_> {
    fn drop(&mut self) {
        panic!("dropped `SelectedOperation` without completing the operation");
    }
}

impl Default for Select<'_> {
    fn default() -> Self {
        Select::new()
    }
}

impl fmt::Debug for Select<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Select { .. }")
    }
}

impl fmt::Debug for SelectedOperation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SelectedOperation { .. }")
    }
}

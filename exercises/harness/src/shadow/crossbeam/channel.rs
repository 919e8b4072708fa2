//! `crossbeam::channel`: many senders, many receivers, bounded or not, timers, and `select!`.
//!
//! Outside the checker two threads that both wait in a `select!` do not meet over a channel of capacity 0; one of them
//! has to send or receive by itself.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

pub use super::error::{
    ReadyTimeoutError, RecvError, RecvTimeoutError, SelectTimeoutError, SendError,
    SendTimeoutError, TryReadyError, TryRecvError, TrySelectError, TrySendError,
};
pub use super::select::{Select, SelectedOperation};

#[doc(hidden)]
pub use super::operation::{Attempt, Wait, choose, recv, send};
#[doc(inline)]
pub use crate::{__crossbeam_select as select, __crossbeam_select_biased as select_biased};

use super::timer::Timer;
use crate::model::ops::{Passage, Patience};
use crate::sync::queue::{self, End, Refused};
use crate::time::Instant;

type At = &'static Location<'static>;

/// The sending half; clones send to the same channel.
pub struct Sender<T>(pub(super) End<T>);

/// The receiving half; clones share the messages.
pub struct Receiver<T>(pub(super) Source<T>);

pub(super) enum Source<T> {
    Channel(End<T>),
    Timer(Timer<T>),
}

/// A channel of any length: sending never waits.
#[track_caller]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    pair(None)
}

/// Sending waits while `capacity` messages are inside; 0 is a rendezvous.
#[track_caller]
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    pair(Some(capacity))
}

#[track_caller]
fn pair<T>(capacity: Option<usize>) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = queue::channel("channel", capacity);
    (Sender(sender), Receiver(Source::Channel(receiver)))
}

/// One message, after this time.
pub fn after(time: Duration) -> Receiver<Instant> {
    Receiver(Source::Timer(Timer::once(time)))
}

/// One message, at this time.
pub fn at(when: Instant) -> Receiver<Instant> {
    after(when.saturating_duration_since(Instant::now()))
}

/// A message every so often.
pub fn tick(period: Duration) -> Receiver<Instant> {
    Receiver(Source::Timer(Timer::every(period)))
}

/// Never a message.
pub fn never<T>() -> Receiver<T> {
    Receiver(Source::Timer(Timer::never()))
}

impl<T> Sender<T> {
    /// # Errors
    ///
    /// The message, if no receiver is left.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        match self.0.send(message, Patience::Always, Location::caller()) {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message) | Refused::NotYet(message)) => Err(SendError(message)),
        }
    }

    /// # Errors
    ///
    /// The message, if the channel is full or no receiver is left.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        match self.0.send(message, Patience::Never, Location::caller()) {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message)) => Err(TrySendError::Disconnected(message)),
            Err(Refused::NotYet(message)) => Err(TrySendError::Full(message)),
        }
    }

    /// # Errors
    ///
    /// The message, if the time passed or no receiver is left.
    #[track_caller]
    pub fn send_timeout(&self, message: T, limit: Duration) -> Result<(), SendTimeoutError<T>> {
        match self
            .0
            .send(message, Patience::Until(limit), Location::caller())
        {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message)) => Err(SendTimeoutError::Disconnected(message)),
            Err(Refused::NotYet(message)) => Err(SendTimeoutError::Timeout(message)),
        }
    }

    /// # Errors
    ///
    /// As [`Sender::send_timeout`].
    #[track_caller]
    pub fn send_deadline(&self, message: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
        self.send_timeout(message, deadline.saturating_duration_since(Instant::now()))
    }

    #[track_caller]
    pub fn len(&self) -> usize {
        self.0.len(Location::caller())
    }

    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[track_caller]
    pub fn is_full(&self) -> bool {
        Some(self.len()) == self.capacity()
    }

    pub fn capacity(&self) -> Option<usize> {
        self.0.capacity()
    }

    pub fn same_channel(&self, other: &Sender<T>) -> bool {
        self.0.same_channel(&other.0)
    }
}

impl<T> Receiver<T> {
    /// # Errors
    ///
    /// When the channel is empty and no sender is left.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.take(Patience::Always, Location::caller())
            .map_err(|_| RecvError)
    }

    /// # Errors
    ///
    /// `Empty` now, or `Disconnected` for ever.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.take(Patience::Never, Location::caller())
            .map_err(|passage| match passage {
                Passage::Closed => TryRecvError::Disconnected,
                _ => TryRecvError::Empty,
            })
    }

    /// # Errors
    ///
    /// `Timeout`, or `Disconnected` when the channel is empty and no sender is left.
    #[track_caller]
    pub fn recv_timeout(&self, limit: Duration) -> Result<T, RecvTimeoutError> {
        self.take(Patience::Until(limit), Location::caller())
            .map_err(|passage| match passage {
                Passage::Closed => RecvTimeoutError::Disconnected,
                _ => RecvTimeoutError::Timeout,
            })
    }

    /// # Errors
    ///
    /// As [`Receiver::recv_timeout`].
    #[track_caller]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_timeout(deadline.saturating_duration_since(Instant::now()))
    }

    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self, Location::caller())
    }

    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self, Location::caller())
    }

    #[track_caller]
    pub fn len(&self) -> usize {
        match &self.0 {
            Source::Channel(end) => end.len(Location::caller()),
            Source::Timer(timer) => usize::from(timer.is_due()),
        }
    }

    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[track_caller]
    pub fn is_full(&self) -> bool {
        Some(self.len()) == self.capacity()
    }

    pub fn capacity(&self) -> Option<usize> {
        match &self.0 {
            Source::Channel(end) => end.capacity(),
            Source::Timer(_) => Some(1),
        }
    }

    pub fn same_channel(&self, other: &Receiver<T>) -> bool {
        match (&self.0, &other.0) {
            (Source::Channel(one), Source::Channel(other)) => one.same_channel(other),
            (Source::Timer(one), Source::Timer(other)) => one.is(other),
            _ => false,
        }
    }

    pub(super) fn take(&self, patience: Patience, at: At) -> Result<T, Passage> {
        match &self.0 {
            Source::Channel(end) => end.receive(patience, at),
            Source::Timer(timer) => timer.receive(patience, at),
        }
    }
}

/// Waits for each message; ends when no sender is left.
#[derive(Debug)]
pub struct Iter<'a, T>(&'a Receiver<T>, At);

/// Takes what is there and does not wait.
#[derive(Debug)]
pub struct TryIter<'a, T>(&'a Receiver<T>, At);

/// [`Iter`] that owns its receiver.
#[derive(Debug)]
pub struct IntoIter<T>(Receiver<T>, At);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.take(Patience::Always, self.1).ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.take(Patience::Never, self.1).ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.take(Patience::Always, self.1).ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self, Location::caller())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender(self.0.clone())
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Receiver(match &self.0 {
            Source::Channel(end) => Source::Channel(end.clone()),
            Source::Timer(timer) => Source::Timer(timer.clone()),
        })
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender { .. }")
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiver { .. }")
    }
}

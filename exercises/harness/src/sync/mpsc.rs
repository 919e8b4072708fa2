//! `std::sync::mpsc`, modelled inside the checker.

use ::std::fmt;
use ::std::panic::Location;
use ::std::time::Duration;

pub use ::std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use super::queue::{self, End, Refused};
use crate::model::ops::{Passage, Patience};

type At = &'static Location<'static>;

/// The sending half of [`channel`].
pub struct Sender<T>(End<T>);

/// The sending half of [`sync_channel`].
pub struct SyncSender<T>(End<T>);

/// The receiving half of either.
pub struct Receiver<T> {
    end: End<T>,
    /// One thread at a time: as in std, a receiver can be sent but not shared.
    _not_sync: ::std::marker::PhantomData<::std::cell::Cell<()>>,
}

/// An unbounded channel: sending never waits.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = queue::channel("channel", None);
    (Sender(sender), Receiver::new(receiver))
}

/// A bounded channel: sending waits while `bound` messages are inside; 0 is a rendezvous.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let (sender, receiver) = queue::channel("sync_channel", Some(bound));
    (SyncSender(sender), Receiver::new(receiver))
}

impl<T> Sender<T> {
    /// # Errors
    ///
    /// The message, if the receiver is gone.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        match self.0.send(message, Patience::Always, Location::caller()) {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message) | Refused::NotYet(message)) => Err(SendError(message)),
        }
    }
}

impl<T> SyncSender<T> {
    /// # Errors
    ///
    /// The message, if the receiver is gone.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        match self.0.send(message, Patience::Always, Location::caller()) {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message) | Refused::NotYet(message)) => Err(SendError(message)),
        }
    }

    /// # Errors
    ///
    /// The message, if the channel is full or the receiver gone.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        match self.0.send(message, Patience::Never, Location::caller()) {
            Ok(()) => Ok(()),
            Err(Refused::Closed(message)) => Err(TrySendError::Disconnected(message)),
            Err(Refused::NotYet(message)) => Err(TrySendError::Full(message)),
        }
    }
}

impl<T> Receiver<T> {
    fn new(end: End<T>) -> Receiver<T> {
        Receiver {
            end,
            _not_sync: ::std::marker::PhantomData,
        }
    }

    /// # Errors
    ///
    /// When the channel is empty and no sender is left.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.end
            .receive(Patience::Always, Location::caller())
            .map_err(|_| RecvError)
    }

    /// # Errors
    ///
    /// `Empty` now, or `Disconnected` for ever.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.end
            .receive(Patience::Never, Location::caller())
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
        self.end
            .receive(Patience::Until(limit), Location::caller())
            .map_err(|passage| match passage {
                Passage::Closed => RecvTimeoutError::Disconnected,
                _ => RecvTimeoutError::Timeout,
            })
    }

    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self, Location::caller())
    }

    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self, Location::caller())
    }
}

/// Blocks for each message; ends when no sender is left.
///
/// Each of the iterators remembers where it was made: its `next` often is called from deep inside `sum` or `collect`.
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
        self.0.end.receive(Patience::Always, self.1).ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.end.receive(Patience::Never, self.1).ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.end.receive(Patience::Always, self.1).ok()
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

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> Self {
        SyncSender(self.0.clone())
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender { .. }")
    }
}

impl<T> fmt::Debug for SyncSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SyncSender { .. }")
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiver { .. }")
    }
}

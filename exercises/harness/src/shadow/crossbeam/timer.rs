//! The receivers that the clock fills: `after`, `tick`, `never`.

use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::model::ops::{self, Passage, Patience};
use crate::thread;
use crate::time::Instant;

type At = &'static Location<'static>;

/// A message at certain times; clones share them.
pub(crate) struct Timer<T> {
    /// The next message's time; `None`: none will come.
    next: Arc<Mutex<Option<Instant>>>,
    /// `None`: there is one message only.
    period: Option<Duration>,
    message: fn(Instant) -> T,
}

impl Timer<Instant> {
    pub fn once(time: Duration) -> Timer<Instant> {
        Timer::new(Instant::now().checked_add(time), None, |now| now)
    }

    pub fn every(period: Duration) -> Timer<Instant> {
        Timer::new(Instant::now().checked_add(period), Some(period), |now| now)
    }
}

impl<T> Timer<T> {
    pub fn never() -> Timer<T> {
        Timer::new(None, None, |_| unreachable!("no message ever comes"))
    }

    fn new(next: Option<Instant>, period: Option<Duration>, message: fn(Instant) -> T) -> Timer<T> {
        Timer {
            next: Arc::new(Mutex::new(next)),
            period,
            message,
        }
    }

    pub fn is(&self, other: &Timer<T>) -> bool {
        Arc::ptr_eq(&self.next, &other.next)
    }

    pub fn due(&self) -> Option<Instant> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_due(&self) -> bool {
        self.due().is_some_and(|due| due <= Instant::now())
    }

    /// The message, if its time has come. A tick that nobody took in time is not made up for.
    pub fn take(&self) -> Option<T> {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let due = next.filter(|due| *due <= now)?;
        *next = self.period.and_then(|period| now.checked_add(period));
        Some((self.message)(due))
    }

    pub fn receive(&self, patience: Patience, at: At) -> Result<T, Passage> {
        let limit = match patience {
            Patience::Never => Some(Duration::ZERO),
            Patience::Until(limit) => Some(limit),
            Patience::Always => None,
        };
        let give_up = limit.and_then(|limit| Instant::now().checked_add(limit));
        loop {
            if let Some(message) = self.take() {
                return Ok(message);
            }
            let now = Instant::now();
            if give_up.is_some_and(|end| end <= now) {
                return Err(Passage::NotYet);
            }
            let wake = self.due().into_iter().chain(give_up).min();
            sleep(
                wake.map_or(Duration::MAX, |wake| wake.saturating_duration_since(now)),
                at,
            );
        }
    }
}

fn sleep(time: Duration, at: At) {
    if ops::active() {
        ops::sleep(time, at);
    } else {
        thread::sleep(time);
    }
}

impl<T> Clone for Timer<T> {
    fn clone(&self) -> Self {
        Timer {
            next: self.next.clone(),
            period: self.period,
            message: self.message,
        }
    }
}

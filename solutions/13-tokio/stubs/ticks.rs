//! Ticket: a reading every ten milliseconds.
//!
//! A gauge is read at regular moments, so many times. Whoever takes a reading needs some time for it, and now and then
//! so much that the next moment has passed. Today's loop sleeps between two readings: every reading shifts all those
//! that follow. Yesterday's loop made up for lost readings, and read the gauge five times in a millisecond.
//!
//! What must hold, for both ways to write it:
//! - Ticks fall due at whole periods from the moment at which the stream was made; the first after one period.
//! - A tick is handed out when it falls due, or at once if it did before. Several that fell due while nobody asked are
//!   handed out as *one*, which says how many were missed. The next tick is the next whole period.
//! - After `count` ticks handed out the stream ends, at once and for good: each further poll says `None`.
//! - Whoever waits for a tick sleeps, and the waker of the latest poll is woken.
//! - A stream that is dropped leaves nothing running.
//!
//! `Ticks` also knows by `size_hint` how many ticks are to come. Periods are whole milliseconds, at least ten,
//! and nobody stays away for more than a year.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio_stream::Stream;

/// One tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Counts ticks handed out, from 1.
    pub number: usize,
    /// So many ticks fell due, and were not handed out, between the last one (or the start) and this one:
    /// with a period of 10 ms, the last tick handed out at 10 ms, and the next asked for at 37 ms, 1 was missed (20 ms).
    pub missed: u64,
}

/// Written by hand.
pub struct Ticks {
    period: Duration,
    count: usize,
}

impl Ticks {
    /// Runs from now on.
    pub fn new(period: Duration, count: usize) -> Ticks {
        Ticks { period, count }
    }
}

impl Stream for Ticks {
    type Item = Tick;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Tick>> {
        let _ = cx;
        todo!("a tick every {:?}, {} times", self.period, self.count)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        todo!("how many of {} are to come", self.count)
    }
}

/// The same, put together from what `tokio_stream` has. Runs from now on.
pub fn ticks(period: Duration, count: usize) -> Pin<Box<dyn Stream<Item = Tick> + Send>> {
    todo!("a tick every {period:?}, {count} times")
}

//! Answer: the moments that the interval hands out are left alone; a fresh `Sleep` is kept from poll to poll.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_stream::{Stream, StreamExt};

/// One tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Counts ticks handed out, from 1.
    pub number: usize,
    /// So many whole periods have passed since the last tick (or the start) without one.
    pub missed: u64,
}

/// Written by hand.
pub struct Ticks {
    start: Instant,
    period: Duration,
    /// The wait for the next tick. Stays until it is over, whoever polls in between.
    wait: Option<Pin<Box<Sleep>>>,
    handed_out: u64,
    latest: u64,
    left: usize,
}

impl Ticks {
    /// Runs from now on.
    pub fn new(period: Duration, count: usize) -> Ticks {
        Ticks {
            start: Instant::now(),
            period,
            wait: None,
            handed_out: 0,
            latest: 0,
            left: count,
        }
    }
}

impl Stream for Ticks {
    type Item = Tick;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Tick>> {
        if self.left == 0 {
            self.wait = None;
            return Poll::Ready(None);
        }
        let due = self.start + self.period * u32::try_from(self.latest + 1).unwrap();
        let wait = self.wait.get_or_insert_with(|| Box::pin(sleep_until(due)));
        ready!(wait.as_mut().poll(cx));
        self.wait = None;
        let over = self.start.elapsed().as_millis() / self.period.as_millis();
        let over = u64::try_from(over).unwrap();
        let missed = over - self.latest - 1;
        self.latest = over;
        self.left -= 1;
        self.handed_out += 1;
        Poll::Ready(Some(Tick {
            number: usize::try_from(self.handed_out).unwrap(),
            missed,
        }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// The same, put together from what `tokio_stream` has. Runs from now on.
pub fn ticks(period: Duration, count: usize) -> Pin<Box<dyn Stream<Item = Tick> + Send>> {
    Box::pin(Ticks::new(period, count).map(|tick| tick))
}

//! Misconception: 0.29 s divided by 0.01 s is 29.
//! Refused by: behaves

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_stream::wrappers::IntervalStream;
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
    interval: Interval,
    ruler: Ruler,
    count: usize,
}

/// Numbers the ticks and measures the gaps between them.
struct Ruler {
    start: Instant,
    period: Duration,
    /// The period of the latest tick.
    latest: u64,
    /// Ticks so far.
    ticks: usize,
}

impl Ticks {
    /// Runs from now on.
    pub fn new(period: Duration, count: usize) -> Ticks {
        let (interval, ruler) = start(period);
        Ticks {
            interval,
            ruler,
            count,
        }
    }
}

impl Stream for Ticks {
    type Item = Tick;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Tick>> {
        if self.ruler.ticks == self.count {
            return Poll::Ready(None);
        }
        // `Pending` from the interval is a promise that it wakes this waker; nothing of our own may wait besides.
        ready!(self.interval.poll_tick(cx));
        Poll::Ready(Some(self.ruler.tick()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count - self.ruler.ticks;
        (left, Some(left))
    }
}

/// The same, put together from what `tokio_stream` has. Runs from now on.
pub fn ticks(period: Duration, count: usize) -> Pin<Box<dyn Stream<Item = Tick> + Send>> {
    let (interval, mut ruler) = start(period);
    let ticks = IntervalStream::new(interval).map(move |_| ruler.tick());
    Box::pin(ticks.take(count))
}

/// An interval that begins after one period and skips what it missed, and the ruler beside it.
fn start(period: Duration) -> (Interval, Ruler) {
    let start = Instant::now();
    let mut interval = interval_at(start + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let ruler = Ruler {
        start,
        period,
        latest: 0,
        ticks: 0,
    };
    (interval, ruler)
}

impl Ruler {
    fn tick(&mut self) -> Tick {
        let periods = self.start.elapsed().as_secs_f64() / self.period.as_secs_f64();
        let present = periods as u64;
        let missed = (present - self.latest).saturating_sub(1);
        self.latest = present;
        self.ticks += 1;
        Tick {
            number: self.ticks,
            missed,
        }
    }
}

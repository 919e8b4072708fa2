//! Misconception: whoever says `Pending` has to wake itself.
//! Refused by: behaves, shuts_down

use std::pin::Pin;
use std::task::{Context, Poll};
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
    due: Instant,
    ruler: Ruler,
    count: usize,
}

impl Ticks {
    /// Runs from now on.
    pub fn new(period: Duration, count: usize) -> Ticks {
        Ticks {
            due: Instant::now() + period,
            ruler: Ruler::new(period),
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
        if Instant::now() < self.due {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let tick = self.ruler.tick();
        self.due = self.ruler.next();
        Poll::Ready(Some(tick))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count - self.ruler.ticks;
        (left, Some(left))
    }
}

/// The same, put together from what `tokio_stream` has. Runs from now on.
pub fn ticks(period: Duration, count: usize) -> Pin<Box<dyn Stream<Item = Tick> + Send>> {
    let mut ruler = Ruler::new(period);
    let ticks = IntervalStream::new(every(period)).map(move |_| ruler.tick());
    Box::pin(ticks.take(count))
}

fn every(period: Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    interval
}

/// Numbers the ticks and measures the gaps between them.
struct Ruler {
    start: Instant,
    period: Duration,
    latest: u64,
    ticks: usize,
}

impl Ruler {
    fn new(period: Duration) -> Ruler {
        Ruler {
            start: Instant::now(),
            period,
            latest: 0,
            ticks: 0,
        }
    }

    /// When the tick after the latest falls due.
    fn next(&self) -> Instant {
        let nanos = self.period.as_nanos() * u128::from(self.latest + 1);
        let nanos = u64::try_from(nanos).unwrap();
        self.start + Duration::from_nanos(nanos)
    }

    fn tick(&mut self) -> Tick {
        let periods = self.start.elapsed().as_nanos() / self.period.as_nanos();
        let present = u64::try_from(periods).unwrap();
        let missed = present - self.latest - 1;
        self.latest = present;
        self.ticks += 1;
        Tick {
            number: self.ticks,
            missed,
        }
    }
}

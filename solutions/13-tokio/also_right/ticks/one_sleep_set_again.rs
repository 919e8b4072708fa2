//! Answer: one `Sleep` that is set to the next whole period; the other way is an `unfold` around a loop of sleeps.

use futures::stream::unfold;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep, sleep_until};
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
    sleep: Pin<Box<Sleep>>,
    ruler: Ruler,
    count: usize,
}

impl Ticks {
    /// Runs from now on.
    pub fn new(period: Duration, count: usize) -> Ticks {
        Ticks {
            sleep: Box::pin(sleep(period)),
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
        ready!(self.sleep.as_mut().poll(cx));
        let tick = self.ruler.tick();
        let next = self.ruler.next();
        self.sleep.as_mut().reset(next);
        Poll::Ready(Some(tick))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count - self.ruler.ticks;
        (left, Some(left))
    }
}

/// The same, put together from what `tokio_stream` has. Runs from now on.
pub fn ticks(period: Duration, count: usize) -> Pin<Box<dyn Stream<Item = Tick> + Send>> {
    let ruler = Ruler::new(period);
    let ticks = unfold(ruler, move |mut ruler| async move {
        if ruler.ticks == count {
            return None;
        }
        sleep_until(ruler.next()).await;
        let tick = ruler.tick();
        Some((tick, ruler))
    });
    Box::pin(ticks.fuse())
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

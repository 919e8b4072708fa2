//! What the workers of a service do: wait for somebody else, then compute.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::pools::compute;

/// Always the same amount of each, however busy the machine is.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    waits: Duration,
    /// See [`compute`].
    steps: u32,
}

/// How long a job was at what, by the clock, in milliseconds. The system lets nobody sleep exactly as long as asked.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Parts {
    pub waits_ms: f64,
    pub computes_ms: f64,
}

impl Job {
    pub fn that_waits(waits: Duration) -> Job {
        Job { waits, steps: 0 }
    }

    /// Finds out how many steps this machine does in that time. The shortest of some tries counts, since whatever else
    /// runs can only make one longer.
    pub fn calibrated(waits: Duration, computes: Duration) -> Job {
        const TRIES: u32 = 50;
        const STEPS: u32 = 100_000;
        let time = |seed| {
            let start = Instant::now();
            black_box(compute(black_box(seed), STEPS));
            start.elapsed()
        };
        let shortest = (0..TRIES).map(time).min().unwrap_or_default();
        Job {
            waits,
            steps: steps_in(computes, STEPS, shortest),
        }
    }

    /// Waits, then computes.
    pub fn run(&self, seed: u32) -> Parts {
        let start = Instant::now();
        thread::sleep(self.waits);
        let waited = start.elapsed();
        black_box(compute(black_box(seed), self.steps));
        Parts {
            waits_ms: millis(waited),
            computes_ms: millis(start.elapsed() - waited),
        }
    }
}

/// If so many of them took that long.
fn steps_in(time: Duration, steps: u32, took: Duration) -> u32 {
    (f64::from(steps) * time.as_secs_f64() / took.as_secs_f64()) as u32
}

impl Parts {
    /// To the microsecond; nothing of nothing.
    pub fn mean(all: &[Parts]) -> Parts {
        let mean = |part: fn(&Parts) -> f64| {
            let sum: f64 = all.iter().map(part).sum();
            to_a_thousandth(sum / all.len().max(1) as f64)
        };
        Parts {
            waits_ms: mean(|parts| parts.waits_ms),
            computes_ms: mean(|parts| parts.computes_ms),
        }
    }
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub fn to_a_thousandth(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_waits_as_long_as_it_is_told() {
        let parts = Job::that_waits(Duration::from_millis(2)).run(1);
        assert!(parts.waits_ms >= 2.0, "{parts:?}");
    }

    #[test]
    fn twice_the_time_is_twice_the_steps() {
        let steps = |micros| {
            steps_in(
                Duration::from_micros(micros),
                100,
                Duration::from_micros(50),
            )
        };
        assert_eq!((steps(50), steps(100), steps(1_000)), (100, 200, 2_000));
    }

    #[test]
    fn the_mean_is_of_both_parts() {
        let parts = |waits_ms, computes_ms| Parts {
            waits_ms,
            computes_ms,
        };
        let mean = Parts::mean(&[parts(4.0, 1.0), parts(5.0, 2.0)]);
        assert_eq!((mean.waits_ms, mean.computes_ms), (4.5, 1.5));
    }
}

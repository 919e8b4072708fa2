//! Little's law on a pool of chapter 09: requests come at several rates, from few to more than it can do.
//!
//! On average as many are inside as come in a second, times the seconds that each stays: L = λ·W (J. D. C. Little,
//! *A proof for the queuing formula L = λW*, 1961). Arrivals are open: requests come when they are due, whoever is still
//! inside. All runs begin and end with nobody inside, and last from the one moment to the other.
//!
//! W and L are measured apart, or the law would only be a sum that is written down twice. Each request has a stopwatch
//! of its own, which knows of no other request. The [`Door`] counts who is inside and adds up that number over time by
//! a clock of its own, and knows nobody's stay. A request that got lost, a count that was missed, or a stay that was
//! clocked elsewhere than at the door would set the two apart.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pools_solutions::thread_pool::ThreadPool;

use crate::contest::Pace;
use crate::job::{Job, Parts, millis, to_a_thousandth};
use crate::record::{Record, Visits};

/// How many are inside, and the area under that number.
struct Door {
    count: Mutex<Count>,
}

struct Count {
    inside: u32,
    since: Instant,
    /// Requests times seconds, until `since`.
    area: f64,
}

/// What was seen of one rate in one round.
#[derive(Clone, Copy, Debug)]
struct Run {
    visits: usize,
    /// All stays together.
    stayed: Duration,
    /// Requests times seconds.
    area: f64,
    /// From the opening until all had left.
    window: Duration,
}

const WORKERS: usize = 4;
/// How long a worker is kept. It waits, and computes nothing: the workers are to be what is scarce, not the cores.
const TAKES: Duration = Duration::from_millis(5);
/// Requests a second. Four workers can do 800, or a few less, since no sleep is shorter than it was asked to be.
const RATES: [u32; 9] = [100, 200, 300, 400, 500, 600, 700, 800, 900];
/// From the first to the last that comes. Beyond what the workers can do, L and W depend on it.
const LASTS: Duration = Duration::from_millis(120);

/// Lets them come on this machine. There is no contest: [`Pace::Alone`] finds nobody to time.
pub fn run(pace: Pace) -> Record {
    let setting = format!("the pool of chapter 09 with {WORKERS} workers");
    let mut record = Record::here(&setting, "bench little", "λ·W", pace);
    let Pace::InTurn { rounds } = pace else {
        return record;
    };
    let pool = ThreadPool::new(WORKERS);
    let mut runs = vec![Vec::new(); RATES.len()];
    let mut parts = Vec::new();
    for round in 0..rounds {
        for turn in 0..RATES.len() {
            let which = (round as usize + turn) % RATES.len();
            let due = arrivals(RATES[which], u64::from(round));
            runs[which].push(Run::of(&due, &pool, &mut parts));
        }
    }
    record.workers = Some(WORKERS);
    record.job = Some(Parts::mean(&parts));
    let visits = RATES.iter().zip(&runs);
    record.visits = visits.map(|(rate, runs)| visits_of(*rate, runs)).collect();
    record
}

/// When they are due: moments drawn evenly from the whole, so that they come in bunches, as people do.
fn arrivals(a_second: u32, seed: u64) -> Vec<Duration> {
    let mut random = fastrand::Rng::with_seed(seed);
    let number = (f64::from(a_second) * LASTS.as_secs_f64()) as usize;
    let mut due: Vec<Duration> = (0..number).map(|_| LASTS.mul_f64(random.f64())).collect();
    due.sort();
    due
}

/// All rounds as one long window, in which the law holds as it does in each; the lowest and the highest L of a round.
fn visits_of(planned: u32, runs: &[Run]) -> Visits {
    let sum = |of: fn(&Run) -> f64| -> f64 { runs.iter().map(of).sum() };
    let window = sum(|run| run.window.as_secs_f64());
    let visits = sum(|run| run.visits as f64);
    let inside = runs.iter().map(|run| run.area / run.window.as_secs_f64());
    Visits {
        planned,
        a_second: to_a_thousandth(visits / window),
        stay_ms: to_a_thousandth(sum(|run| millis(run.stayed)) / visits),
        inside: to_a_thousandth(sum(|run| run.area) / window),
        least_inside: to_a_thousandth(inside.clone().fold(f64::INFINITY, f64::min)),
        most_inside: to_a_thousandth(inside.fold(0.0, f64::max)),
    }
}

impl Run {
    fn of(due: &[Duration], pool: &ThreadPool, parts: &mut Vec<Parts>) -> Run {
        let job = Job::that_waits(TAKES);
        let start = Instant::now();
        let door = Arc::new(Door::open());
        let come = |due: &Duration| {
            thread::sleep(due.saturating_sub(start.elapsed()));
            let door = Arc::clone(&door);
            let stopwatch = Instant::now();
            door.enter();
            pool.submit(move || {
                let parts = job.run(0);
                door.leave();
                (stopwatch.elapsed(), parts)
            })
        };
        let handles: Vec<_> = due.iter().map(come).collect();
        let mut stayed = Duration::ZERO;
        for handle in handles {
            let (stay, of_job) = handle.wait().expect("no request panics");
            stayed += stay;
            parts.push(of_job);
        }
        Run {
            visits: due.len(),
            stayed,
            area: door.close(),
            window: start.elapsed(),
        }
    }
}

impl Door {
    fn open() -> Door {
        Door {
            count: Mutex::new(Count {
                inside: 0,
                since: Instant::now(),
                area: 0.0,
            }),
        }
    }

    fn enter(&self) {
        self.change(|inside| inside + 1);
    }

    fn leave(&self) {
        self.change(|inside| inside - 1);
    }

    /// The area, once nobody is inside any more.
    fn close(&self) -> f64 {
        let count = self.count.lock().expect("nobody panics at the door");
        assert_eq!(count.inside, 0, "somebody has not left");
        count.area
    }

    fn change(&self, next: impl FnOnce(u32) -> u32) {
        let mut count = self.count.lock().expect("nobody panics at the door");
        // Under the lock, so that no moment is earlier than the one before.
        let now = Instant::now();
        count.area += f64::from(count.inside) * (now - count.since).as_secs_f64();
        count.since = now;
        count.inside = next(count.inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_come_as_the_rate_says_and_in_order() {
        let due = arrivals(500, 7);
        assert_eq!(due.len(), 60);
        assert!(due.is_sorted() && due.iter().all(|at| *at < LASTS));
        assert_ne!(due, arrivals(500, 8));
    }

    #[test]
    fn the_door_adds_up_who_is_inside_over_time() {
        let door = Door::open();
        let before = Instant::now();
        door.enter();
        door.enter();
        thread::sleep(Duration::from_millis(5));
        door.leave();
        door.leave();
        let longest = before.elapsed().as_secs_f64();
        let area = door.close();
        assert!((0.010..=2.0 * longest).contains(&area), "{area}");
    }

    #[test]
    #[should_panic = "somebody has not left"]
    fn who_got_lost_inside_is_noticed() {
        let door = Door::open();
        door.enter();
        door.close();
    }

    #[test]
    fn a_run_has_everybodys_stay() {
        let (pool, mut parts) = (ThreadPool::new(2), Vec::new());
        let run = Run::of(&[Duration::ZERO; 6], &pool, &mut parts);
        assert_eq!((run.visits, parts.len()), (6, 6));
        // The door stands within the stopwatch: what it adds up is never more.
        assert!(run.area >= 6.0 * TAKES.as_secs_f64(), "{run:?}");
        assert!(run.area <= run.stayed.as_secs_f64(), "{run:?}");
        // Two at a time.
        assert!(run.window >= 3 * TAKES, "{run:?}");
    }

    #[test]
    fn rounds_are_one_long_window() {
        let run = |visits, stayed, area, window| Run {
            visits,
            stayed: Duration::from_secs(stayed),
            area,
            window: Duration::from_secs(window),
        };
        let all = visits_of(3, &[run(2, 4, 4.0, 1), run(4, 2, 2.0, 2)]);
        assert_eq!((all.a_second, all.stay_ms, all.inside), (2.0, 1000.0, 2.0));
        assert_eq!((all.least_inside, all.most_inside), (1.0, 4.0));
    }
}

//! The rendezvous: items of work wait for each other.

use super::{edges, refuse};
use crate::protocol::lock;
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// How long an item waits for company. Right programs never wait that long; on a machine so busy that
/// another worker does not get going within it, a few lonely items are forgiven.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it waits while all other threads sleep: not even a busy machine would bring one then.
const PATIENCE_WITH_SLEEPERS: Duration = Duration::from_millis(250);
/// Between two looks at the other threads.
const LOOK: Duration = Duration::from_millis(25);

/// Items of work wait here until as many as there are workers are in flight.
///
/// Hand the program under test a callback that wraps its work, and look at the verdict afterwards:
///
/// ```
/// use harness::gauge::Meeting;
///
/// let meeting = Meeting::new(2);
/// let work = |x: u64| meeting.item(|| x * x);
/// std::thread::scope(|s| {
///     s.spawn(|| (0..20).map(work).sum::<u64>());
///     s.spawn(|| (20..40).map(work).sum::<u64>());
/// });
/// meeting.assert_all_meet(40);
/// ```
///
/// Let the number of items be a multiple of the workers that divides evenly among them (40 is a good one): a
/// worker left alone with a last item waits a second for nobody.
#[derive(Debug)]
pub struct Meeting {
    /// How many must be in flight. Not a capacity: more may come.
    workers: usize,
    state: Mutex<State>,
    met: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Items that wait now.
    waiting: usize,
    /// Meetings held; those who wait leave when it changes.
    meetings: usize,
    /// Items that waited and stayed alone.
    lonely: usize,
    /// Items between their entry and the end of their work.
    in_flight: usize,
    peak: usize,
    /// Items that each thread has worked on.
    threads: HashMap<ThreadId, usize>,
}

impl Meeting {
    /// A meeting of `workers` threads; at least one.
    pub fn new(workers: usize) -> Meeting {
        Meeting {
            workers: workers.max(1),
            state: Mutex::default(),
            met: Condvar::new(),
        }
    }

    /// Does one item of work, once company is there (or has failed to come). Gives back what `work` gives.
    pub fn item<T>(&self, work: impl FnOnce() -> T) -> T {
        edges::off_the_clock(|| self.gather());
        let _in_flight = InFlight(self);
        let value = work();
        edges::item();
        value
    }

    /// Items worked on so far.
    pub fn items(&self) -> usize {
        lock(&self.state).threads.values().sum()
    }

    /// The most items in flight at the same time.
    pub fn peak(&self) -> usize {
        lock(&self.state).peak
    }

    /// Threads that worked on at least one item.
    pub fn threads(&self) -> usize {
        lock(&self.state).threads.len()
    }

    /// All items over those of the busiest thread: 2.0 when two threads share evenly. 0.0 without items.
    ///
    /// For threads that cannot be followed, like rayon's, this stands in for work over span.
    pub fn spread(&self) -> f64 {
        let state = lock(&self.state);
        let busiest = state.threads.values().max().copied().unwrap_or(1);
        state.threads.values().sum::<usize>() as f64 / busiest as f64
    }

    /// Whether the items met, and on the right number of threads.
    ///
    /// # Errors
    ///
    /// What the program did instead, in words.
    pub fn verdict(&self) -> Result<(), String> {
        let state = lock(&self.state);
        let items: usize = state.threads.values().sum();
        let met = state.meetings * self.workers;
        let (workers, threads) = (self.workers, state.threads.len());
        if items == 0 {
            return Err("No item of work was done at all.".to_string());
        }
        // One more than the workers: the thread that starts them may lend a hand.
        if threads > workers + 1 {
            return Err(format!(
                "{threads} threads worked on the {items} items; {workers} were asked for."
            ));
        }
        if state.lonely > workers || met + 2 * workers < items {
            return Err(apart(workers, items, &state));
        }
        Ok(())
    }

    /// [`verdict`](Self::verdict), and a check that all `items` came by.
    ///
    /// # Errors
    ///
    /// What the program did instead, in words.
    pub fn all_meet(&self, items: usize) -> Result<(), String> {
        match self.items() {
            came if came == items => self.verdict(),
            came => Err(format!(
                "{items} items of work were handed out and {came} were done."
            )),
        }
    }

    /// [`all_meet`](Self::all_meet) as an assertion.
    ///
    /// # Panics
    ///
    /// With a finding, [`not parallel`](report::FindingKind::NotParallel), when they did not meet.
    #[track_caller]
    pub fn assert_all_meet(&self, items: usize) {
        if let Err(message) = self.all_meet(items) {
            refuse(message)
        }
    }

    fn gather(&self) {
        let mut state = lock(&self.state);
        *state.threads.entry(thread::current().id()).or_default() += 1;
        state.in_flight += 1;
        state.peak = state.peak.max(state.in_flight);
        state.waiting += 1;
        if state.waiting == self.workers {
            state.waiting = 0;
            state.meetings += 1;
            self.met.notify_all();
            return;
        }
        let (start, meeting) = (Instant::now(), state.meetings);
        let mut could_come = start;
        while state.meetings == meeting {
            let in_vain =
                start.elapsed() > PATIENCE || could_come.elapsed() > PATIENCE_WITH_SLEEPERS;
            if in_vain || state.lonely >= self.workers {
                state.waiting -= 1;
                state.lonely += 1;
                // Whoever else waits may have nobody left to wait for.
                self.met.notify_all();
                return;
            }
            let (awake, waited) = self
                .met
                .wait_timeout(state, LOOK)
                .unwrap_or_else(PoisonError::into_inner);
            state = awake;
            if waited.timed_out() && report::others_could_run() {
                could_come = Instant::now();
            }
        }
    }
}

fn apart(workers: usize, items: usize, state: &State) -> String {
    let at_once = match state.peak {
        0 | 1 => "never two at the same time".to_string(),
        peak if peak < workers => format!("never more than {peak} at the same time"),
        _ => format!("only {} of them in company", state.meetings * workers),
    };
    format!(
        "{workers} workers were asked for and {items} items of work done, {at_once}. \
         An item waited up to a second for another one to start, and none came."
    )
}

/// Takes the item out of flight, also when its work panics.
struct InFlight<'a>(&'a Meeting);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        edges::off_the_clock(|| lock(&self.0.state).in_flight -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(meeting: &Meeting, items: usize) {
        (0..items).for_each(|_| meeting.item(|| ()));
    }

    #[test]
    fn two_threads_meet() {
        let meeting = Meeting::new(2);
        thread::scope(|s| {
            s.spawn(|| each(&meeting, 20));
            s.spawn(|| each(&meeting, 20));
        });
        meeting.assert_all_meet(40);
        assert_eq!(
            (meeting.peak(), meeting.threads(), meeting.spread()),
            (2, 2, 2.0)
        );
    }

    #[test]
    fn one_thread_stays_alone() {
        let meeting = Meeting::new(2);
        each(&meeting, 40);
        let words = meeting.verdict().unwrap_err();
        assert!(
            words.starts_with("2 workers were asked for and 40 items of work done, never two at"),
            "{words}"
        );
    }

    #[test]
    fn a_thread_an_item_is_too_many() {
        let meeting = Meeting::new(2);
        thread::scope(|s| (0..40).for_each(|_| _ = s.spawn(|| each(&meeting, 1))));
        assert_eq!(
            meeting.verdict().unwrap_err(),
            "40 threads worked on the 40 items; 2 were asked for."
        );
    }

    #[test]
    fn no_items_are_no_success() {
        assert_eq!(
            Meeting::new(2).verdict().unwrap_err(),
            "No item of work was done at all."
        );
    }

    #[test]
    fn one_worker_waits_for_nobody() {
        let meeting = Meeting::new(1);
        each(&meeting, 40);
        meeting.assert_all_meet(40);
    }
}

//! The speed gauge: does work happen at the same time? Decided without a clock on the wall.
//!
//! A wall clock beside two busy loops refuses one right answer in three. Two measures do not depend on the
//! machine's mood, and only these decide:
//!
//! 1. **Rendezvous** ([`Meeting`]): an item of work waits until as many items as there are workers are in flight.
//!    A program that runs them one after the other keeps the first item waiting alone.
//! 2. **Work and span** ([`work_and_span`]): all the work there is, over the longest chain of it that had to
//!    happen one after the other (Blumofe and Leiserson, *Scheduling multithreaded computations by work
//!    stealing*, 1999; the Cilk papers). A chain runs through spawn, join, messages and wake-ups; and the work done
//!    under one lock is a chain by itself, in whatever order the threads came.
//!
//! [`side_by_side`] takes the wall clock's figure for the reader. It is shown and never decides.

pub use meeting::Meeting;
pub use side_by_side::side_by_side;
pub use span::{WorkSpan, work_and_span};

pub(crate) mod edges;
mod meeting;
mod side_by_side;
mod span;

/// What parallel programs of `w` workers must reach: not quite `w`, for a few items that found no company.
const ENOUGH: f64 = 0.8;

/// Whether `par` does `items` items of work with `workers` workers at the same time.
///
/// `par` runs its program once, every item of work through [`Meeting::item`]. Both measures must agree: the items
/// meet, and no chain holds more of them than it must. (On threads that the harness's std did not start, like
/// rayon's, chains cannot be followed: there no thread may do more than its share.)
///
/// # Errors
///
/// What the program did instead, in words that are the same in every run.
pub fn parallel(workers: usize, items: usize, par: impl Fn(&Meeting)) -> Result<(), String> {
    let meeting = Meeting::new(workers);
    let measured = span::round(|| (), || par(&meeting));
    meeting.all_meet(items)?;
    let least = ENOUGH * workers as f64;
    if measured.items as usize == items {
        return measured.at_least(least);
    }
    // Threads that are not the harness's own (rayon's): a chain is then at least what the busiest of them did.
    match meeting.spread() >= least {
        true => Ok(()),
        false => Err(format!(
            "{workers} workers were asked for, and one thread did most of the {items} items of work."
        )),
    }
}

/// [`parallel`] as an assertion.
///
/// ```
/// harness::gauge::assert_parallel(2, 40, |meeting| {
///     let half = || (0..20).for_each(|_| meeting.item(|| ()));
///     harness::thread::scope(|s| {
///         s.spawn(half);
///         s.spawn(half);
///     });
/// });
/// ```
///
/// # Panics
///
/// With a finding, [`not parallel`](report::FindingKind::NotParallel).
#[track_caller]
pub fn assert_parallel(workers: usize, items: usize, par: impl Fn(&Meeting)) {
    if let Err(message) = parallel(workers, items, par) {
        refuse(message)
    }
}

/// Refuses the program as not parallel.
#[track_caller]
fn refuse(message: String) -> ! {
    let kind = report::FindingKind::NotParallel;
    crate::protocol::report_finding(report::Finding {
        kind,
        message,
        schedule: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(meeting: &Meeting, n: usize) {
        (0..n).for_each(|_| meeting.item(|| ()));
    }

    #[test]
    fn threads_that_cannot_be_followed_share_evenly() {
        let even = parallel(2, 40, |m| {
            std::thread::scope(|s| (0..2).for_each(|_| _ = s.spawn(|| items(m, 20))));
        });
        assert_eq!(even, Ok(()));
    }

    #[test]
    fn items_that_are_lost_are_missed() {
        let lost = parallel(1, 40, |m| items(m, 39));
        assert_eq!(
            lost.unwrap_err(),
            "40 items of work were handed out and 39 were done."
        );
    }

    #[test]
    fn one_thread_is_enough_for_one_worker() {
        assert_eq!(parallel(1, 40, |m| items(m, 40)), Ok(()));
    }
}

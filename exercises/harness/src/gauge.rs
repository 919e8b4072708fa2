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

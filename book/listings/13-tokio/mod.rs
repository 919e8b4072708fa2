//! The listings of chapter 13.

use crate::table::{Listing, plain};

mod border;
mod ends;
mod first_error;
mod goes_on;
mod lost_in_one_thread;
mod missed;
mod one_by_one;
mod queue;
mod quiz_batches;
mod quiz_in_hand;
mod quiz_naps;
mod quiz_spawned_first;
mod stall;
mod tasks;
mod together;

pub const LISTINGS: &[Listing] = &[
    plain("13-tokio/border", border::main),
    plain("13-tokio/ends", ends::main),
    plain("13-tokio/first_error", first_error::main),
    plain("13-tokio/goes_on", goes_on::main),
    plain("13-tokio/lost_in_one_thread", lost_in_one_thread::main),
    plain("13-tokio/missed", missed::main),
    plain("13-tokio/one_by_one", one_by_one::main),
    plain("13-tokio/queue", queue::main),
    plain("13-tokio/quiz_batches", quiz_batches::main),
    plain("13-tokio/quiz_in_hand", quiz_in_hand::main),
    plain("13-tokio/quiz_naps", quiz_naps::main),
    plain("13-tokio/quiz_spawned_first", quiz_spawned_first::main),
    plain("13-tokio/stall", stall::main),
    plain("13-tokio/tasks", tasks::main),
    plain("13-tokio/together", together::main),
];

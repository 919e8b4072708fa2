//! The listings of chapter 01.

use crate::table::{Listing, explored, measured, plain};

/// The reference answer of the exercise, which some listings run.
#[path = "../../../solutions/01-gil/big_lock.rs"]
mod big_lock;

mod busy_or_waiting;
mod counting_references;
mod hand_over;
mod in_turns;
mod interval;
mod last_one_out;
mod quiz_bytecodes;
mod quiz_stripes;
mod quiz_three_jobs;
mod sleep_and_count;
mod takes_it_back;

pub const LISTINGS: &[Listing] = &[
    measured("01-gil/busy_or_waiting", busy_or_waiting::main),
    measured("01-gil/counting_references", counting_references::main),
    explored("01-gil/hand_over", hand_over::main),
    explored("01-gil/in_turns", in_turns::main).promising("abab"),
    measured("01-gil/interval", interval::main),
    plain("01-gil/last_one_out", last_one_out::main),
    explored("01-gil/quiz_bytecodes", quiz_bytecodes::main),
    explored("01-gil/quiz_stripes", quiz_stripes::main),
    explored("01-gil/quiz_three_jobs", quiz_three_jobs::main),
    explored("01-gil/sleep_and_count", sleep_and_count::main),
    explored("01-gil/takes_it_back", takes_it_back::main).promising("abab"),
];

//! The listings of chapter 09.

use crate::table::{Listing, explored, plain};

mod as_they_end;
mod health;
mod initializer;
mod makespan;
mod one_at_a_time;
mod quiz_each_wait;
mod quiz_in_one_line;
mod quiz_longest_last;
mod sizes;
mod two_at_a_time;
mod waits_inside;

pub const LISTINGS: &[Listing] = &[
    explored("09-pools/as_they_end", as_they_end::main),
    explored("09-pools/health", health::main),
    plain("09-pools/initializer", initializer::main),
    plain("09-pools/makespan", makespan::main),
    explored("09-pools/one_at_a_time", one_at_a_time::main).promising("four pages after 2s"),
    explored("09-pools/quiz_each_wait", quiz_each_wait::main),
    explored("09-pools/quiz_in_one_line", quiz_in_one_line::main),
    explored("09-pools/quiz_longest_last", quiz_longest_last::main),
    plain("09-pools/sizes", sizes::main),
    explored("09-pools/two_at_a_time", two_at_a_time::main).promising("four pages after 2s"),
    explored("09-pools/waits_inside", waits_inside::main),
];

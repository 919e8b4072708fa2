//! The listings of chapter 09.

use crate::table::{Listing, explored, plain};

mod as_they_end;
mod health;
mod initializer;
mod makespan;
mod one_at_a_time;
mod sizes;
mod two_at_a_time;
mod waits_inside;

pub const LISTINGS: &[Listing] = &[
    explored("09-pools/as_they_end", as_they_end::main),
    explored("09-pools/health", health::main),
    plain("09-pools/initializer", initializer::main),
    plain("09-pools/makespan", makespan::main),
    explored("09-pools/one_at_a_time", one_at_a_time::main).promising("four pages after 2s"),
    plain("09-pools/sizes", sizes::main),
    explored("09-pools/two_at_a_time", two_at_a_time::main).promising("four pages after 2s"),
    explored("09-pools/waits_inside", waits_inside::main),
];

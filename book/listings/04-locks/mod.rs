//! The listings of chapter 04.

use crate::table::{Listing, explored, measured, plain};

mod flag_beside_the_lock;
mod guard_in_match;
mod guard_lifetimes;
mod if_around_wait;
mod lock_per_cell;
mod neighbours;
mod poisoning;
mod quiz_else;
mod quiz_empty_section;
mod quiz_one_call;
mod quiz_wait_while;
mod time_inside;
mod while_around_wait;

pub const LISTINGS: &[Listing] = &[
    explored("04-locks/flag_beside_the_lock", flag_beside_the_lock::main)
        .promising("the guest is in"),
    explored("04-locks/guard_in_match", guard_in_match::main),
    plain("04-locks/guard_lifetimes", guard_lifetimes::main),
    explored("04-locks/if_around_wait", if_around_wait::main).promising("2 of 2 orders cooked"),
    measured("04-locks/lock_per_cell", lock_per_cell::main),
    measured("04-locks/neighbours", neighbours::main),
    plain("04-locks/poisoning", poisoning::main),
    explored("04-locks/quiz_else", quiz_else::main),
    explored("04-locks/quiz_empty_section", quiz_empty_section::main),
    explored("04-locks/quiz_one_call", quiz_one_call::main),
    explored("04-locks/quiz_wait_while", quiz_wait_while::main),
    plain("04-locks/time_inside", time_inside::main),
    explored("04-locks/while_around_wait", while_around_wait::main)
        .promising("2 of 2 orders cooked"),
];

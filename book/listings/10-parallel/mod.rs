//! The listings of chapter 10.

use crate::table::{Listing, plain};

mod amdahl;
mod blocks;
mod callers;
mod cut_off;
mod finer;
mod floats;
mod grains;
mod merges;
mod primes;
mod quarters;
mod quiz_start;
mod stats;
mod turns;
mod words;

pub const LISTINGS: &[Listing] = &[
    plain("10-parallel/amdahl", amdahl::main),
    plain("10-parallel/blocks", blocks::main),
    plain("10-parallel/callers", callers::main),
    plain("10-parallel/cut_off", cut_off::main),
    plain("10-parallel/finer", finer::main),
    plain("10-parallel/floats", floats::main),
    plain("10-parallel/grains", grains::main),
    plain("10-parallel/merges", merges::main),
    plain("10-parallel/primes", primes::main),
    plain("10-parallel/quarters", quarters::main),
    plain("10-parallel/quiz_start", quiz_start::main),
    plain("10-parallel/stats", stats::main),
    plain("10-parallel/turns", turns::main),
    plain("10-parallel/words", words::main),
];

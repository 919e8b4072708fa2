//! The listings of chapter 05.
//!
//! `night_run.gdb` is no output that `record` writes: it was made by hand, with the commands in its first two
//! lines, and trimmed as the page says. After a change of `night_run.rs` its line numbers need a look.

use crate::table::{Listing, explored, plain};

mod added_up;
mod detector;
mod dinner_for_four;
mod in_one_order;
mod night_run;
mod own_sender;
mod quiz_full_channel;
mod quiz_gate;
mod quiz_hand_over_hand;
mod quiz_join_locked;
mod quiz_one_turns_round;
mod quiz_two_locks;
mod step_back;
mod three_philosophers;
mod two_transfers;

pub const LISTINGS: &[Listing] = &[
    explored("05-deadlocks/added_up", added_up::main),
    plain("05-deadlocks/detector", detector::main),
    explored("05-deadlocks/dinner_for_four", dinner_for_four::main),
    explored("05-deadlocks/in_one_order", in_one_order::main),
    explored("05-deadlocks/night_run", night_run::main),
    explored("05-deadlocks/own_sender", own_sender::main),
    explored("05-deadlocks/quiz_full_channel", quiz_full_channel::main),
    explored("05-deadlocks/quiz_gate", quiz_gate::main),
    explored(
        "05-deadlocks/quiz_hand_over_hand",
        quiz_hand_over_hand::main,
    ),
    explored("05-deadlocks/quiz_join_locked", quiz_join_locked::main),
    explored(
        "05-deadlocks/quiz_one_turns_round",
        quiz_one_turns_round::main,
    ),
    explored("05-deadlocks/quiz_two_locks", quiz_two_locks::main),
    explored("05-deadlocks/step_back", step_back::main).promising("somebody has paid"),
    explored("05-deadlocks/three_philosophers", three_philosophers::main),
    explored("05-deadlocks/two_transfers", two_transfers::main),
];

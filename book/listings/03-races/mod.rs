//! The listings of chapter 03.

use crate::table::{Listing, explored, measured};

mod always_lost;
mod check_and_act;
mod check_then_act;
mod look_again;
mod lost_update;
mod luck;
mod once;
mod one_step;
mod publish;
mod quiz_last_place;
mod quiz_range;
mod quiz_relaxed;
mod quiz_three_adders;
mod quiz_tried_once;
mod snapshot;
mod torn_pair;
mod what_cures_cost;

pub const LISTINGS: &[Listing] = &[
    explored("03-races/always_lost", always_lost::main).promising("views: 1"),
    explored("03-races/check_and_act", check_and_act::main).promising("discounts: 1"),
    explored("03-races/check_then_act", check_then_act::main).promising("discounts: 1"),
    explored("03-races/look_again", look_again::main).promising("taken: 2, left: 0"),
    explored("03-races/lost_update", lost_update::main).promising("views: 2"),
    measured("03-races/luck", luck::main),
    explored("03-races/once", once::main).promising("119 and 119, downloads: 1"),
    explored("03-races/one_step", one_step::main).promising("views: 2"),
    explored("03-races/publish", publish::main),
    explored("03-races/quiz_last_place", quiz_last_place::main),
    explored("03-races/quiz_range", quiz_range::main),
    explored("03-races/quiz_relaxed", quiz_relaxed::main),
    explored("03-races/quiz_three_adders", quiz_three_adders::main),
    explored("03-races/quiz_tried_once", quiz_tried_once::main),
    explored("03-races/snapshot", snapshot::main),
    explored("03-races/torn_pair", torn_pair::main),
    measured("03-races/what_cures_cost", what_cures_cost::main),
];

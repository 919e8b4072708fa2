//! The listings of chapter 03.

use crate::table::{Listing, explored, measured};

mod check_then_act;
mod four_cures;
mod luck;
mod lost_update;
mod one_step;
mod publish;
mod snapshot;
mod torn_pair;

pub const LISTINGS: &[Listing] = &[
    explored("03-races/check_then_act", check_then_act::main).promising("1 discounts"),
    measured("03-races/four_cures", four_cures::main),
    explored("03-races/lost_update", lost_update::main).promising("2 views"),
    measured("03-races/luck", luck::main),
    explored("03-races/one_step", one_step::main).promising("2 views"),
    explored("03-races/publish", publish::main),
    explored("03-races/snapshot", snapshot::main),
    explored("03-races/torn_pair", torn_pair::main),
];

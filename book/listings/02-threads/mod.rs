//! The listings of chapter 02.

use crate::table::{Listing, explored, measured, plain};

mod any_moment;
mod costs;
mod joined;
mod lazy;
mod names;
mod panics;
mod quiz_array;
mod quiz_drop_joins;
mod quiz_one_joined;
mod scoped;
mod slow_pages;
mod unjoined;
mod with_a_limit;

pub const LISTINGS: &[Listing] = &[
    explored("02-threads/any_moment", any_moment::main),
    measured("02-threads/costs", costs::main),
    explored("02-threads/joined", joined::main),
    explored("02-threads/lazy", lazy::main),
    plain("02-threads/names", names::main),
    plain("02-threads/panics", panics::main),
    explored("02-threads/quiz_array", quiz_array::main),
    explored("02-threads/quiz_drop_joins", quiz_drop_joins::main),
    explored("02-threads/quiz_one_joined", quiz_one_joined::main),
    plain("02-threads/scoped", scoped::main),
    measured("02-threads/slow_pages", slow_pages::main),
    plain("02-threads/unjoined", unjoined::main),
    explored("02-threads/with_a_limit", with_a_limit::main),
];

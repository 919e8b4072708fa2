//! The tables of all chapters. A chapter's `mod.rs` mounts its listings and says how each is run.

use crate::table::Listing;

#[path = "../04-locks/mod.rs"]
mod locks;
#[path = "../03-races/mod.rs"]
mod races;

pub fn all() -> Vec<Listing> {
    [races::LISTINGS, locks::LISTINGS].concat()
}

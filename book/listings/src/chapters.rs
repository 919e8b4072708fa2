//! The tables of all chapters. A chapter's `mod.rs` mounts its listings and says how each is run.

use crate::table::Listing;

#[path = "../05-deadlocks/mod.rs"]
mod deadlocks;
#[path = "../01-gil/mod.rs"]
mod gil;
#[path = "../04-locks/mod.rs"]
mod locks;
#[path = "../10-parallel/mod.rs"]
mod parallel;
#[path = "../09-pools/mod.rs"]
mod pools;
#[path = "../07-queues/mod.rs"]
mod queues;
#[path = "../03-races/mod.rs"]
mod races;
#[path = "../02-threads/mod.rs"]
mod threads;
#[path = "../13-tokio/mod.rs"]
mod tokio_tasks;

pub fn all() -> Vec<Listing> {
    [
        gil::LISTINGS,
        threads::LISTINGS,
        races::LISTINGS,
        locks::LISTINGS,
        deadlocks::LISTINGS,
        queues::LISTINGS,
        pools::LISTINGS,
        parallel::LISTINGS,
        tokio_tasks::LISTINGS,
    ]
    .concat()
}

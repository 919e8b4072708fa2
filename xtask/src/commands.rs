//! What each command does: thin, over the nouns of the other modules.

pub mod book;
pub mod check;
pub mod hint;
pub mod list;
pub mod next;
pub mod reset;
pub mod solution;
pub mod verify;
pub mod watch;

/// How a command ended when it could do its work; what kept it from that is a [`crate::problem::Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything that was asked about is well.
    Well,
    /// Something is refused, unsolved or not there yet.
    NotYet,
    /// The program that this was handed over to could not do its work, and has said why.
    Told,
}

impl Ended {
    pub fn well_if(well: bool) -> Self {
        match well {
            true => Ended::Well,
            false => Ended::NotYet,
        }
    }
}

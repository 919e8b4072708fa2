//! # Once, and for all
//!
//! Our services load their settings from a server, when somebody first needs them.
//! Loading is slow, so it is done once, and all threads share the result.
//! The old program looked for the settings, did not find them, and loaded them.
//! After a restart it did so in a hundred threads at once.
//!
//! The rule: who needs the settings while another thread loads them waits for that one result.
//!
//! What may not happen:
//!
//! - settings are loaded again once they are there, or are handed out before they are there;
//! - two loads run at the same time;
//! - a load that fails spoils the settings: its error, or its panic, goes to its own caller alone, and the next caller
//!   runs a load of its own, even one that has been waiting all along;
//! - `peek` waits for a load: the status page calls it from everywhere, and loads themselves do, to see where they stand.
//!
//! A load that calls `get` on the settings that it is to load is an error in the load, and not ours to catch.

/// Why the settings could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

/// The settings of one service, shared by reference by all of its threads.
pub struct Settings {}

impl Settings {
    /// Nothing loaded yet.
    pub fn new() -> Self {
        todo!("start without settings")
    }

    /// The settings; runs `load` for them, in this thread, if they aren't there and nobody else is loading them.
    ///
    /// # Errors
    ///
    /// What `load` returns, if this call has run it.
    ///
    /// # Panics
    ///
    /// If this call has run `load` and `load` panics, with the same panic.
    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        todo!("keep {:?}, loaded once", load())
    }

    /// The settings if they are there; never waits for a load.
    pub fn peek(&self) -> Option<String> {
        todo!("look for the settings")
    }
}

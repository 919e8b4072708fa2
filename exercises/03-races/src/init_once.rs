//! # Once, and for all
//!
//! A web server compiles its page templates when they are first asked for.
//! Compiling is slow, so each template is compiled once, and all requests share the result.
//! The old server looked for the template, did not find it and compiled it.
//! After a restart, hundreds of requests did so at the same time.
//!
//! The rule: who asks for a template that another thread is compiling waits for that one result.
//!
//! What may not happen:
//!
//! - a template is compiled a second time, or is handed out before it is finished;
//! - a request for one template waits for another template: compiling the page `shop` may itself ask for `header`;
//! - a compiler that panics spoils the template: its own caller gets the panic, and the next caller compiles, even one
//!   that has been waiting all along.
//!
//! A template that asks for itself is an error in the template, and not ours to catch.

/// The templates compiled so far, by name.
///
/// All requests share it by reference.
pub struct Templates {}

impl Templates {
    /// Nothing compiled yet.
    pub fn new() -> Self {
        todo!("start without a template")
    }

    /// The text of the template `name`.
    ///
    /// Runs `compile` for it, in this thread, if nobody has compiled that template yet.
    ///
    /// # Panics
    ///
    /// If `compile` panics, with the same panic.
    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        todo!("keep {:?} as `{name}`, compiled once", compile())
    }
}

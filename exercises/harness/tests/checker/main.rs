//! The checker against small programs, right and wrong, each with the verdict it must have.
//!
//! A wrong program must be refused for its own reason; a right one must pass, however odd it looks. Every program
//! is checked again and again: the same verdict and the same schedule each time.

#[macro_use(thread_local)]
extern crate harness as std;

mod atomics;
mod channels;
mod faces;
mod guarantee;
mod litmus;
mod locks;
mod statics;
mod table;
mod threads;
mod time;
mod waiting;

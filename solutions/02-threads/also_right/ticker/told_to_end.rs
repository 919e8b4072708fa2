//! The thread is told to end by a message, and catches the panic of a tick itself.

use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    end: Sender<()>,
    id: ThreadId,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (end, told) = mpsc::channel();
        let work = move || while wait_and_tick(&told, period, &mut tick).is_continue() {};
        let thread = thread::spawn(work);
        let id = thread.thread().id();
        Ticker {
            end,
            id,
            thread: Some(thread),
        }
    }
}

fn wait_and_tick(
    told: &Receiver<()>,
    period: Duration,
    tick: &mut impl FnMut(),
) -> ControlFlow<()> {
    if told.recv_timeout(period).is_ok() {
        return Break(());
    }
    match catch_unwind(AssertUnwindSafe(tick)) {
        Ok(()) => Continue(()),
        Err(_) => Break(()),
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        // Nobody listens any more after a panic.
        let _ = self.end.send(());
        match self.thread.take() {
            Some(thread) if self.id != thread::current().id() => thread.join().unwrap(),
            _ => {}
        }
    }
}

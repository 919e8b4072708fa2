//! The one panic hook of a test process.
//!
//! It asks the model first: a panic inside a modelled run is the checker's to report, in its own time and
//! with a schedule, so nothing is printed. Then it remembers where the panic came from, for the finding.
//! Last it calls the hook that was there before (the one that prints) unless a grader listens.
//!
//! Whether a real thread's panic was *seen* is not decided here: see [`crate::threads`].

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, Location, PanicHookInfo};

/// Where a panic came from.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// As the compiler names it: relative to the package or absolute.
    file: String,
    line: u32,
}

thread_local! {
    static LAST: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// Chains the hook; called once a process. `quiet` keeps the previous hook from printing.
pub(crate) fn install(quiet: bool) {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if crate::model::swallow_panic(info) {
            return;
        }
        remember(info);
        if !quiet {
            previous(info);
        }
    }));
}

/// The place of this thread's latest panic.
pub(crate) fn last() -> Option<Place> {
    LAST.try_with(|l| l.borrow().clone()).ok().flatten()
}

/// The facade panicked in its caller's name.
pub(crate) fn came_from(caller: &Location<'_>) {
    let _ = LAST.try_with(|l| *l.borrow_mut() = Some(Place::of(caller)));
}

impl Place {
    fn of(location: &Location<'_>) -> Place {
        Place {
            file: location.file().to_string(),
            line: location.line(),
        }
    }

    /// An assertion of a test speaks for itself; its line in the test file helps nobody who reads the verdict.
    pub(crate) fn in_tests(&self) -> bool {
        // The exercise is mounted from the test's folder: `tests/../src/…` is not in it.
        self.file.rsplit(['/', '\\']).nth(1) == Some("tests")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        write!(f, "{name}:{}", self.line)
    }
}

fn remember(info: &PanicHookInfo<'_>) {
    let place = info.location().map(Place::of);
    let _ = LAST.try_with(|l| *l.borrow_mut() = place);
}

//! What this proves: the settings are loaded once and handed out whole, with two and three threads asking, under every
//! schedule that the checker tries; a load that fails or panics leaves the way open for the next; and `peek` does not wait.
//!
//! What it cannot see: what a call costs once the settings are there; and a load that asks for its own settings, for
//! which there is no right answer.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use harness::real::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use init_once::{LoadError, Settings};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/init_once.rs"]
mod init_once;

type Loaded = Result<String, LoadError>;

/// Counts how often the settings were loaded.
///
/// The count is the true library's: the checker is to interrupt the exercise, not its test.
#[derive(Default)]
struct Server {
    loads: AtomicUsize,
}

impl Server {
    fn load(&self) -> Loaded {
        self.loads.fetch_add(1, Relaxed);
        good()
    }

    fn loads(&self) -> usize {
        self.loads.load(Relaxed)
    }
}

fn good() -> Loaded {
    Ok("port=80".to_owned())
}

fn bad() -> Loaded {
    Err(LoadError("no answer".to_owned()))
}

/// What asking with a load that panics panics with, if that load is run.
fn panic_of(settings: &Settings) -> Option<&'static str> {
    let load = || -> Loaded { panic!("broken answer") };
    let panic = catch_unwind(AssertUnwindSafe(|| settings.get(load))).err()?;
    Some(
        panic
            .downcast_ref::<&'static str>()
            .copied()
            .unwrap_or("another panic than the load's"),
    )
}

/// Asks with a good load after one that went wrong; a panic is a result here.
fn ask_after(settings: &Settings, what: &str) {
    let next = catch_unwind(AssertUnwindSafe(|| settings.get(good)));
    assert!(
        next.is_ok(),
        "a load {what}, and the next caller's `get` panics, too"
    );
    let next = next.unwrap();
    assert!(
        next == good(),
        "a load {what}, and the next caller, whose load is good, gets {next:?}"
    );
}

mod behaves {
    use super::*;

    #[harness::test]
    fn settings_are_loaded_when_first_needed() {
        let (settings, server) = (Settings::new(), Server::default());
        let seen = settings.peek();
        assert!(
            seen.is_none(),
            "nothing is loaded yet, and `peek` shows {seen:?}"
        );
        for call in 1..=3 {
            let got = settings.get(|| server.load());
            assert!(
                got == good(),
                "the server answers \"port=80\", and call {call} gets {got:?}"
            );
            let loads = server.loads();
            assert!(
                loads == 1,
                "after call {call}, the settings have been loaded {loads} times"
            );
        }
        let seen = settings.peek();
        assert!(
            seen == good().ok(),
            "\"port=80\" is loaded, and `peek` shows {seen:?}"
        );
    }

    #[harness::test]
    fn empty_settings_are_settings_too() {
        let (settings, server) = (Settings::new(), Server::default());
        for _ in 0..2 {
            let got = settings.get(|| server.load().map(|_| String::new()));
            assert!(
                got == Ok(String::new()),
                "the settings are an empty text, and `get` returns {got:?}"
            );
        }
        let loads = server.loads();
        assert!(
            loads == 1,
            "settings that are an empty text were loaded {loads} times"
        );
        let seen = settings.peek();
        assert!(
            seen.is_some(),
            "settings that are an empty text are loaded, and `peek` finds none"
        );
    }

    #[harness::test]
    fn two_services_have_settings_of_their_own() {
        let (one, other) = (Settings::new(), Settings::new());
        let got = one.get(|| other.get(good).map(|base| base + " name=one"));
        assert!(
            got == Ok("port=80 name=one".to_owned()),
            "one service's load asks for the other service's settings, and gets {got:?}"
        );
        let seen = other.peek();
        assert!(
            seen == good().ok(),
            "the other service loaded \"port=80\", and `peek` shows {seen:?}"
        );
    }

    #[harness::test]
    fn an_error_reaches_its_caller_and_no_other() {
        let settings = Settings::new();
        let got = settings.get(bad);
        assert!(
            got == bad(),
            "the load fails with \"no answer\", and its caller gets {got:?}"
        );
        let seen = settings.peek();
        assert!(
            seen.is_none(),
            "the only load failed, and `peek` shows {seen:?}"
        );
        ask_after(&settings, "failed");
    }

    #[harness::test]
    fn a_panic_reaches_its_caller() {
        let panic = panic_of(&Settings::new());
        assert!(
            panic == Some("broken answer"),
            "the load panics with \"broken answer\", and its caller sees {panic:?}"
        );
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn settings_are_loaded_once() {
        check(|| {
            let (settings, server) = (Settings::new(), Server::default());
            thread::scope(|s| {
                s.spawn(|| settings.get(|| server.load()));
                let _ = settings.get(|| server.load());
            });
            let loads = server.loads();
            assert!(
                loads == 1,
                "two threads asked, and the settings were loaded {loads} times: between one thread's look and its \
                 load, the other looked"
            );
        });
    }

    #[harness::test]
    fn nobody_gets_unfinished_settings() {
        check(|| {
            let settings = Settings::new();
            let (mine, other) = thread::scope(|s| {
                let other = s.spawn(|| settings.get(good));
                (settings.get(good), other.join().unwrap())
            });
            for got in [mine, other] {
                assert!(
                    got == good(),
                    "the server answers \"port=80\", and a thread that asked while the other loaded gets {got:?}"
                );
            }
        });
    }

    #[harness::test]
    fn peek_shows_all_or_nothing() {
        check(|| {
            let settings = Settings::new();
            thread::scope(|s| {
                s.spawn(|| settings.get(good));
                let seen = settings.peek();
                assert!(
                    seen.is_none() || seen == good().ok(),
                    "the server answers \"port=80\", and `peek` shows {seen:?}"
                );
            });
        });
    }

    #[harness::test]
    fn settings_that_are_there_are_seen() {
        check(|| {
            let (settings, server) = (Settings::new(), Server::default());
            let _ = settings.get(good);
            thread::scope(|s| {
                s.spawn(|| settings.get(|| server.load()));
                s.spawn(|| settings.peek());
                let seen = settings.peek();
                assert!(
                    seen == good().ok(),
                    "the settings were loaded long ago, and `peek` shows {seen:?} while others look"
                );
            });
            let loads = server.loads();
            assert!(loads == 0, "the settings were there, and were loaded again");
        });
    }

    #[harness::test]
    fn a_failure_does_not_undo_a_good_load() {
        check(|| {
            let settings = Settings::new();
            let (failing, other) = thread::scope(|s| {
                let other = s.spawn(|| settings.get(good));
                (settings.get(bad), other.join().unwrap())
            });
            assert!(
                other == good(),
                "one caller's load fails, and another caller, whose load is good, gets {other:?}"
            );
            assert!(
                failing == bad() || failing == good(),
                "a caller whose load fails beside a good one gets {failing:?}"
            );
            let seen = settings.peek();
            assert!(
                seen == good().ok(),
                "a load failed and a load was good, and in the end `peek` shows {seen:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn a_load_may_peek() {
        check(|| {
            let settings = Settings::new();
            let got = settings.get(|| {
                let seen = settings.peek();
                assert!(
                    seen.is_none(),
                    "the settings are still being loaded, and `peek` shows {seen:?}"
                );
                good()
            });
            assert!(
                got == good(),
                "the server answers \"port=80\", and `get` returns {got:?}"
            );
        });
    }

    #[harness::test]
    fn peek_does_not_wait_for_a_load() {
        check(|| {
            let (settings, peeked) = (Settings::new(), Barrier::new(2));
            let slow_load = || {
                peeked.wait();
                good()
            };
            thread::scope(|s| {
                s.spawn(|| settings.get(slow_load));
                settings.peek();
                peeked.wait();
            });
        });
    }

    #[harness::test]
    fn everyone_who_waits_is_served() {
        check(|| {
            let settings = Settings::new();
            thread::scope(|s| {
                s.spawn(|| settings.get(good));
                s.spawn(|| settings.get(good));
                let _ = settings.get(good);
            });
        });
    }

    #[harness::test]
    fn after_a_panic_the_next_caller_loads() {
        check(|| {
            let settings = Settings::new();
            panic_of(&settings);
            ask_after(&settings, "panicked");
        });
    }

    #[harness::test]
    fn an_error_lets_a_waiting_caller_load() {
        check(|| {
            let settings = Settings::new();
            thread::scope(|s| {
                s.spawn(|| settings.get(bad));
                s.spawn(|| settings.get(bad));
                ask_after(&settings, "failed");
            });
        });
    }

    #[harness::test]
    fn a_panic_lets_a_waiting_caller_load() {
        check(|| {
            let settings = Settings::new();
            thread::scope(|s| {
                s.spawn(|| panic_of(&settings));
                ask_after(&settings, "panicked");
            });
        });
    }
}

//! What this proves: all four counters add up for no gate, one gate and eight, in one order of steps; with two gates
//! they add up under every schedule that the checker tries; and the gates are listened to at the same time.
//!
//! What it cannot see: which cure you chose for which function, and how fast each of them is.
//! Nothing here runs on the machine's own threads, where a lost update shows by luck or not at all.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use harness::model::Check;
use lost_update::{Gate, atomic, joined, locked, owned};
use std::iter;
use std::sync::{Arc, Barrier};

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/lost_update.rs"]
mod lost_update;

type Counter = fn(Vec<Gate>) -> u64;

const CURES: [(&str, Counter); 4] = [
    ("locked", locked),
    ("owned", owned),
    ("joined", joined),
    ("atomic", atomic),
];

/// A gate whose sensor reports the groups without a pause.
fn gate(groups: impl IntoIterator<Item = u64, IntoIter: Send + 'static>) -> Gate {
    Box::new(groups.into_iter())
}

/// Two gates, a group each.
/// Neither sensor reports before both are listened to.
fn gates_that_meet() -> Vec<Gate> {
    let both_gates_listened_to = Arc::new(Barrier::new(2));
    let gate = |group: u64| -> Gate {
        let both_gates_listened_to = Arc::clone(&both_gates_listened_to);
        Box::new(iter::once_with(move || {
            both_gates_listened_to.wait();
            group
        }))
    };
    vec![gate(1), gate(2)]
}

/// Checks one order of steps: the one in which every thread runs until it must wait.
fn in_one_order(count_all: impl Fn(&str, Counter) + Send + Sync + Copy + 'static) {
    for (cure, count) in CURES {
        Check::new()
            .schedules(1)
            .random(0)
            .run(move || count_all(cure, count));
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn a_museum_without_visitors_counts_none() {
        in_one_order(|cure, count| {
            let total = count(vec![]);
            assert!(total == 0, "no gate is open, and `{cure}` counts {total}");
            let total = count(vec![gate([]), gate([])]);
            assert!(
                total == 0,
                "nobody walks through two gates, and `{cure}` counts {total}"
            );
        });
    }

    #[harness::test]
    fn one_gate_adds_up() {
        in_one_order(|cure, count| {
            let total = count(vec![gate([2, 1, 30])]);
            assert!(
                total == 33,
                "groups of 2, 1 and 30 walk through one gate, and `{cure}` counts {total}"
            );
        });
    }

    #[harness::test]
    fn many_gates_add_up() {
        in_one_order(|cure, count| {
            let total = count((1..=8).map(|size| gate(iter::repeat_n(size, 10))).collect());
            assert!(
                total == 360,
                "360 visitors walk through eight gates, and `{cure}` counts {total}"
            );
        });
    }
}

mod race_free {
    use super::*;

    #[harness::test]
    fn no_update_is_lost_under_the_lock() {
        check("locked", locked);
    }

    #[harness::test]
    fn no_update_is_lost_by_the_owner() {
        check("owned", owned);
    }

    #[harness::test]
    fn no_update_is_lost_among_the_subtotals() {
        check("joined", joined);
    }

    #[harness::test]
    fn no_update_is_lost_in_the_atomic() {
        check("atomic", atomic);
    }

    #[harness::test]
    fn no_gate_waits_for_another_under_the_lock() {
        listened_to_at_once("locked", locked);
    }

    #[harness::test]
    fn no_gate_waits_for_another_with_the_owner() {
        listened_to_at_once("owned", owned);
    }

    #[harness::test]
    fn no_gate_waits_for_another_with_the_subtotals() {
        listened_to_at_once("joined", joined);
    }

    #[harness::test]
    fn no_gate_waits_for_another_with_the_atomic() {
        listened_to_at_once("atomic", atomic);
    }

    fn check(cure: &'static str, count: Counter) {
        Check::new().run(move || {
            let total = count(vec![gate([1]), gate([2])]);
            assert!(
                total == 3,
                "groups of 1 and 2 walk through two gates, and `{cure}` counts {total}: an update came in between \
                 another gate's read and its write, or came too late"
            );
        });
    }

    /// A counter that listens to the gates in turn gets stuck.
    fn listened_to_at_once(cure: &'static str, count: Counter) {
        Check::new().run(move || {
            let total = count(gates_that_meet());
            assert!(
                total == 3,
                "groups of 1 and 2 walk through two gates at the same time, and `{cure}` counts {total}"
            );
        });
    }
}

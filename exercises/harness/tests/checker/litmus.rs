//! Litmus tests: all that small programs with weak orderings can print, and nothing else.

use harness::model::outcomes;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering, Ordering::*, fence};
use std::thread;

type Cells = [AtomicUsize; 2];

/// What the threads' results, side by side, can be.
fn results<const N: usize>(threads: [fn(&Cells) -> String; N]) -> Vec<String> {
    let program = move || {
        let cells: Arc<Cells> = Arc::default();
        let handles = threads.map(|work| {
            let cells = cells.clone();
            thread::spawn(move || work(&cells))
        });
        let words = handles.map(|h| h.join().unwrap());
        words
            .iter()
            .filter(|w| !w.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    outcomes(program).into_keys().collect()
}

fn set(cell: &AtomicUsize, order: Ordering) -> String {
    cell.store(1, order);
    String::new()
}

fn store_then_load(
    mine: &AtomicUsize,
    other: &AtomicUsize,
    orders: (Ordering, Ordering),
) -> String {
    mine.store(1, orders.0);
    other.load(orders.1).to_string()
}

fn load_twice(cells: [&AtomicUsize; 2], order: Ordering) -> String {
    let first = cells[0].load(order);
    format!("{first}{}", cells[1].load(order))
}

#[test]
fn store_buffering_shows_0_0_unless_sequentially_consistent() {
    let weak = results([
        |c| store_then_load(&c[0], &c[1], (Release, Acquire)),
        |c| store_then_load(&c[1], &c[0], (Release, Acquire)),
    ]);
    assert_eq!(weak, ["0 0", "0 1", "1 0", "1 1"]);
    let strong = results([
        |c| store_then_load(&c[0], &c[1], (SeqCst, SeqCst)),
        |c| store_then_load(&c[1], &c[0], (SeqCst, SeqCst)),
    ]);
    assert_eq!(strong, ["0 1", "1 0", "1 1"]);
}

#[test]
fn store_buffering_with_one_weak_side_shows_0_0() {
    let mixed = results([
        |c| store_then_load(&c[0], &c[1], (SeqCst, SeqCst)),
        |c| store_then_load(&c[1], &c[0], (SeqCst, Acquire)),
    ]);
    assert_eq!(mixed, ["0 0", "0 1", "1 0", "1 1"]);
}

#[test]
fn store_buffering_with_fences_does_not_show_0_0() {
    fn fenced(mine: &AtomicUsize, other: &AtomicUsize) -> String {
        mine.store(1, Relaxed);
        fence(SeqCst);
        other.load(Relaxed).to_string()
    }
    let fenced = results([|c| fenced(&c[0], &c[1]), |c| fenced(&c[1], &c[0])]);
    assert_eq!(fenced, ["0 1", "1 0", "1 1"]);
}

fn passed(store: Ordering, load: fn(&Cells) -> String) -> Vec<String> {
    let writer: fn(&Cells) -> String = match store {
        Relaxed => |c| {
            c[0].store(1, Relaxed);
            set(&c[1], Relaxed)
        },
        _ => |c| {
            c[0].store(1, Relaxed);
            set(&c[1], Release)
        },
    };
    results([writer, load])
}

#[test]
fn message_passing_shows_old_data_unless_released_and_acquired() {
    let strong = passed(Release, |c| load_twice([&c[1], &c[0]], Acquire));
    assert_eq!(strong, ["00", "01", "11"]);
    for weak in [
        passed(Relaxed, |c| load_twice([&c[1], &c[0]], Acquire)),
        passed(Release, |c| load_twice([&c[1], &c[0]], Relaxed)),
    ] {
        assert_eq!(weak, ["00", "01", "10", "11"]);
    }
}

#[test]
fn load_buffering_never_shows_1_1() {
    // The language allows 1 1 for relaxed accesses. The model runs loads in program order: see `model::memory`.
    fn load_then_store(theirs: &AtomicUsize, mine: &AtomicUsize) -> String {
        let seen = theirs.load(Relaxed);
        mine.store(1, Relaxed);
        seen.to_string()
    }
    let seen = results([
        |c| load_then_store(&c[1], &c[0]),
        |c| load_then_store(&c[0], &c[1]),
    ]);
    assert_eq!(seen, ["0 0", "0 1", "1 0"]);
}

#[test]
fn one_place_never_runs_backwards() {
    let seen = results([
        |c| {
            c[0].store(1, Relaxed);
            c[0].store(2, Relaxed);
            String::new()
        },
        |c| load_twice([&c[0], &c[0]], Relaxed),
    ]);
    assert_eq!(seen, ["00", "01", "02", "11", "12", "22"]);
}

#[test]
fn two_readers_may_disagree_on_the_order_of_two_writers_unless_sequentially_consistent() {
    let weak = results([
        |c| set(&c[0], Release),
        |c| set(&c[1], Release),
        |c| load_twice([&c[0], &c[1]], Acquire),
        |c| load_twice([&c[1], &c[0]], Acquire),
    ]);
    assert!(weak.contains(&"10 10".to_string()), "{weak:?}");
    assert_eq!(weak.len(), 16);
    let strong = results([
        |c| set(&c[0], SeqCst),
        |c| set(&c[1], SeqCst),
        |c| load_twice([&c[0], &c[1]], SeqCst),
        |c| load_twice([&c[1], &c[0]], SeqCst),
    ]);
    assert!(!strong.contains(&"10 10".to_string()), "{strong:?}");
    assert_eq!(strong.len(), 15);
}

#[test]
fn a_read_modify_write_always_reads_the_latest() {
    let seen = results([
        |c| c[0].fetch_add(1, Relaxed).to_string(),
        |c| c[0].fetch_add(1, Relaxed).to_string(),
    ]);
    assert_eq!(seen, ["0 1", "1 0"]);
}

#[test]
fn what_one_thread_has_seen_it_can_pass_on() {
    // Causality over three threads: whoever sees y = 1 sees x = 1 too.
    let seen = results([
        |c| set(&c[0], Relaxed),
        |c| {
            if c[0].load(Relaxed) == 1 {
                set(&c[1], Release)
            } else {
                String::new()
            }
        },
        |c| load_twice([&c[1], &c[0]], Acquire),
    ]);
    assert_eq!(seen, ["00", "01", "11"]);
}

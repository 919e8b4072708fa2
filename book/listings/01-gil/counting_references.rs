use std::hint::black_box;
use std::rc::Rc;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Instant;

const CLONES: u32 = 1_000_000;

/// Nanoseconds to clone a pointer and drop the clone.
fn clone_and_drop<T: Clone>(pointer: &T) -> f64 {
    let start = Instant::now();
    for _ in 0..CLONES {
        drop(black_box(pointer.clone()));
    }
    start.elapsed().as_nanos() as f64 / f64::from(CLONES)
}

/// The same with a plain count behind a lock, which nobody else wants.
fn up_and_down(count: &Mutex<u64>) -> f64 {
    let start = Instant::now();
    for _ in 0..CLONES {
        *black_box(count).lock().unwrap() += 1;
        *black_box(count).lock().unwrap() -= 1;
    }
    start.elapsed().as_nanos() as f64 / f64::from(CLONES)
}

fn shared(page: &Arc<str>) -> f64 {
    let start = Barrier::new(2);
    let count = || {
        start.wait();
        clone_and_drop(page)
    };
    let times = thread::scope(|s| [s.spawn(count), s.spawn(count)].map(|t| t.join().unwrap()));
    times[0].max(times[1])
}

fn best(measure: impl Fn() -> f64) -> f64 {
    (0..9).map(|_| measure()).fold(f64::INFINITY, f64::min)
}

pub fn main() {
    let (plain, atomic) = (Rc::<str>::from("page"), Arc::<str>::from("page"));
    let count = Mutex::new(0);
    println!("one up and one down, in nanoseconds");
    let rows = [
        ("Rc, one thread", best(|| clone_and_drop(&plain))),
        ("Arc, one thread", best(|| clone_and_drop(&atomic))),
        ("Arc, two threads", best(|| shared(&atomic))),
        ("Mutex, one thread", best(|| up_and_down(&count))),
    ];
    for (count, nanos) in rows {
        println!("{count:<18}{nanos:>6.1}");
    }
}

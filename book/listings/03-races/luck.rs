use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

const RUNS: usize = 200;

/// How many of two threads' additions are missing at the end.
fn lost(additions: u64) -> u64 {
    let (views, start) = (AtomicU64::new(0), Barrier::new(2));
    let visit = || {
        start.wait();
        for _ in 0..additions {
            let seen = views.load(SeqCst);
            views.store(seen + 1, SeqCst);
        }
    };
    thread::scope(|s| {
        s.spawn(visit);
        s.spawn(visit);
    });
    2 * additions - views.load(SeqCst)
}

pub fn main() {
    println!("additions a thread   runs that lost some");
    for additions in [1, 10, 100, 1000, 10000] {
        let losing = (0..RUNS).filter(|_| lost(additions) > 0).count();
        println!("{additions:>18}   {losing:>3} of {RUNS}");
    }
}

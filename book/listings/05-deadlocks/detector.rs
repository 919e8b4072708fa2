use std::collections::BTreeSet;
use std::fmt::Debug;
use std::process;
use std::thread;
use std::time::Duration;

use parking_lot::Mutex;
use parking_lot::deadlock::check_deadlock;

fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let mut payer = from.lock();
    thread::sleep(Duration::from_secs(1)); // until somebody approves
    let mut payee = to.lock();
    *payer -= amount;
    *payee += amount;
}

/// The lines of this file that a backtrace goes through.
fn place(backtrace: impl Debug) -> String {
    let backtrace = format!("{backtrace:?}");
    let files = backtrace.lines().filter_map(|line| line.rsplit('/').next());
    let ours: Vec<&str> = files
        .filter(|file| file.starts_with("detector.rs"))
        .collect();
    ours.join(", called at ")
}

// ANCHOR: watch
fn watch() {
    loop {
        thread::sleep(Duration::from_millis(100));
        if let Some(stuck) = check_deadlock().first() {
            println!("{} threads wait in a circle", stuck.len());
            let places = stuck.iter().map(|one| place(one.backtrace()));
            let sorted: BTreeSet<String> = places.collect();
            sorted.iter().for_each(|place| println!("- at {place}"));
            process::exit(0);
        }
    }
}
// ANCHOR_END: watch

pub fn main() {
    thread::spawn(watch);
    let ann = Mutex::new(100);
    let bob = Mutex::new(100);
    thread::scope(|s| {
        s.spawn(|| transfer(&ann, &bob, 30));
        s.spawn(|| transfer(&bob, &ann, 20));
    });
}

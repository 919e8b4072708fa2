use super::big_lock::{Gil, GilGuard};
use std::thread;
use std::time::{Duration, Instant};

const INTERVAL: u32 = 3;
const BYTECODE: Duration = Duration::from_millis(1);

/// A thread's log, a mark for each half of a bytecode's time.
struct Lane {
    start: Instant,
    marks: String,
}

impl Lane {
    /// This is what the thread has been doing since the last mark.
    fn note(&mut self, mark: char) {
        let halves = self.start.elapsed().as_micros() / (BYTECODE.as_micros() / 2);
        while (self.marks.len() as u128) < halves {
            self.marks.push(mark);
        }
    }

    fn enter<'a>(&mut self, gil: &'a Gil) -> GilGuard<'a> {
        let key = gil.enter();
        self.note('.');
        key
    }

    fn execute(&mut self, key: &mut GilGuard, bytecodes: usize) {
        for _bytecode in 0..bytecodes {
            thread::sleep(BYTECODE);
            self.note('#');
            key.tick();
            self.note('.');
        }
    }

    fn call(&mut self, key: &mut GilGuard, time: Duration) {
        key.allow_threads(|| {
            thread::sleep(time);
            self.note('~');
        });
        self.note('.');
    }
}

/// Computes.
fn a(gil: &Gil, lane: &mut Lane) {
    let mut key = lane.enter(gil);
    lane.execute(&mut key, 12);
}

/// Computes, calls, computes.
fn b(gil: &Gil, lane: &mut Lane) {
    thread::sleep(BYTECODE / 2);
    lane.note(' ');
    let mut key = lane.enter(gil);
    lane.execute(&mut key, 2);
    lane.call(&mut key, BYTECODE * 9 / 2);
    lane.execute(&mut key, 2);
}

pub fn main() {
    let (gil, start) = (Gil::new(INTERVAL), Instant::now());
    let lane = |job: fn(&Gil, &mut Lane)| {
        let marks = String::new();
        let mut lane = Lane { start, marks };
        job(&gil, &mut lane);
        lane.marks
    };
    let (a, b) = thread::scope(|s| {
        let b = s.spawn(|| lane(b));
        (lane(a), b.join().unwrap())
    });
    println!("a {a}\nb {b}");
}

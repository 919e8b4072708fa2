//! How often the gauge is wrong: methods × answers × busy loops beside them, as a table.
//!
//! `cargo run --release -p harness --example gauge_table -- 100` runs each cell 100 times (default 20). The busy
//! loops are processes of this same program; they end with it.
//!
//! *False* is a right answer refused or a wrong one accepted.

use harness::gauge::{Meeting, WorkSpan, parallel, work_and_span};
use harness::sync::atomic::{AtomicUsize, Ordering};
use harness::sync::{Condvar, Mutex, mpsc};
use harness::thread;
use std::process::{Child, Command};
use std::time::Instant;

const WORKERS: usize = 2;
const ITEMS: usize = 40;

type Work<'a> = &'a (dyn Fn(usize) + Sync);
type Answer = fn(usize, Work);

fn main() {
    let mut args = std::env::args().skip(1);
    let first = args.next().unwrap_or_default();
    if first == "busy" {
        loop {
            std::hint::spin_loop();
        }
    }
    let runs = first.parse().unwrap_or(20);
    println!(
        "{:34} {:26} {:>5} {:>9} {:>9} {:>9}",
        "method", "answer", "busy", "false", "median s", "worst s"
    );
    for busy in [0, 2] {
        let _loops = Busy::start(busy);
        for (method, judge, judges) in METHODS {
            for (name, right, answer) in answers().into_iter().filter(|a| judges(a)) {
                row(
                    method,
                    name,
                    busy,
                    right,
                    &cell(runs, right, || judge(answer)),
                );
            }
        }
    }
}

/// The method's name, what it decides, which answers it is meant for.
type Method = (
    &'static str,
    fn(Answer) -> bool,
    fn(&(&'static str, bool, Answer)) -> bool,
);

const METHODS: [Method; 3] = [
    ("rendezvous", |answer| met(answer).0, |_| true),
    ("rendezvous and work ÷ span, items", both, |_| true),
    ("work ÷ span, processor time", by_clock, |(name, ..)| {
        !NOT_BY_CLOCK.iter().any(|n| name.starts_with(n))
    }),
];

/// By processor time chance decides who takes what from a queue; turns that a lock's contents give out are not seen;
/// and a thread costs more than an item.
const NOT_BY_CLOCK: [&str; 3] = ["dynamic", "turns", "thread an item"];

fn met(answer: Answer) -> (bool, WorkSpan) {
    let meeting = Meeting::new(WORKERS);
    let span = work_and_span(|| (), || answer(ITEMS, &|x| meeting.item(|| kernel(x))));
    (meeting.all_meet(ITEMS).is_ok(), span)
}

fn both(answer: Answer) -> bool {
    parallel(WORKERS, ITEMS, |meeting| {
        answer(ITEMS, &|x| meeting.item(|| kernel(x)))
    })
    .is_ok()
}

fn by_clock(answer: Answer) -> bool {
    const MANY: usize = 2_000;
    work_and_span(|| sequential(MANY, &kernel), || answer(MANY, &kernel)).ratio
        >= 0.7 * WORKERS as f64
}

/// About 5 µs.
fn kernel(x: usize) {
    let mut h = x as u64 + 1;
    for _ in 0..2_500 {
        h ^= h << 13;
        h ^= h >> 7;
        h ^= h << 17;
    }
    std::hint::black_box(h);
}

/// Wrong verdicts and seconds of each run.
fn cell(runs: usize, right: bool, judge: impl Fn() -> bool + Sync) -> Vec<(bool, f64)> {
    // Wrong answers spend their time waiting for company: many at once, or the table takes an hour.
    let lanes = if right { 1 } else { 20 };
    let run = || {
        let start = Instant::now();
        (judge() != right, start.elapsed().as_secs_f64())
    };
    let lane = |i: usize| (i..runs).step_by(lanes).map(|_| run()).collect::<Vec<_>>();
    let lane = &lane;
    std::thread::scope(|s| {
        let lanes: Vec<_> = (0..lanes).map(|i| s.spawn(move || lane(i))).collect();
        lanes.into_iter().flat_map(|l| l.join().unwrap()).collect()
    })
}

fn row(method: &str, name: &str, busy: usize, right: bool, runs: &[(bool, f64)]) {
    let wrong = runs.iter().filter(|r| r.0).count();
    let mut seconds: Vec<f64> = runs.iter().map(|r| r.1).collect();
    seconds.sort_by(f64::total_cmp);
    let (median, worst) = (seconds[seconds.len() / 2], seconds[seconds.len() - 1]);
    let name = format!("{} {name}", if right { "right" } else { "wrong" });
    println!(
        "{method:34} {name:26} {busy:>5} {:>9} {median:>9.3} {worst:>9.3}",
        format!("{wrong}/{}", runs.len())
    );
}

struct Busy(Vec<Child>);

impl Busy {
    fn start(n: usize) -> Busy {
        let this = std::env::current_exe().unwrap();
        Busy(
            (0..n)
                .map(|_| Command::new(&this).arg("busy").spawn().unwrap())
                .collect(),
        )
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn answers() -> Vec<(&'static str, bool, Answer)> {
    vec![
        ("static halves", true, static_halves),
        ("half on main", true, half_on_main),
        ("dynamic, counter", true, dynamic_counter),
        ("dynamic, queue lock", true, dynamic_queue),
        ("dynamic, channel", true, dynamic_channel),
        ("sequential", false, sequential),
        ("spawn then join", false, spawn_then_join),
        ("all under one lock", false, one_lock),
        ("90 % in one thread", false, skewed),
        ("turns on a condvar", false, turns),
        ("thread an item", false, thread_an_item),
    ]
}

fn sequential(n: usize, work: Work) {
    (0..n).for_each(work);
}

fn static_halves(n: usize, work: Work) {
    thread::scope(|s| {
        s.spawn(|| (0..n / 2).for_each(work));
        s.spawn(|| (n / 2..n).for_each(work));
    });
}

fn half_on_main(n: usize, work: Work) {
    thread::scope(|s| {
        s.spawn(|| (0..n / 2).for_each(work));
        (n / 2..n).for_each(work);
    });
}

fn dynamic_counter(n: usize, work: Work) {
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|i| *i < n);
    let worker = || {
        while let Some(i) = take() {
            work(i)
        }
    };
    thread::scope(|s| (0..WORKERS).for_each(|_| _ = s.spawn(worker)));
}

fn dynamic_queue(n: usize, work: Work) {
    let queue = Mutex::new(0..n);
    let take = || queue.lock().unwrap().next();
    let worker = || {
        while let Some(i) = take() {
            work(i)
        }
    };
    thread::scope(|s| (0..WORKERS).for_each(|_| _ = s.spawn(worker)));
}

fn dynamic_channel(n: usize, work: Work) {
    let (tx, rx) = mpsc::channel();
    let rx = Mutex::new(rx);
    let take = || rx.lock().unwrap().recv().ok();
    let worker = || {
        while let Some(i) = take() {
            work(i)
        }
    };
    thread::scope(|s| {
        (0..WORKERS).for_each(|_| _ = s.spawn(worker));
        (0..n).for_each(|i| tx.send(i).unwrap());
        drop(tx);
    });
}

fn spawn_then_join(n: usize, work: Work) {
    thread::scope(|s| {
        s.spawn(|| (0..n / 2).for_each(work)).join().unwrap();
        s.spawn(|| (n / 2..n).for_each(work)).join().unwrap();
    });
}

fn one_lock(n: usize, work: Work) {
    let total = Mutex::new(0);
    let add = |i| {
        let mut total = total.lock().unwrap();
        work(i);
        *total += 1;
    };
    thread::scope(|s| {
        s.spawn(|| (0..n / 2).for_each(add));
        s.spawn(|| (n / 2..n).for_each(add));
    });
}

fn skewed(n: usize, work: Work) {
    thread::scope(|s| {
        s.spawn(|| (0..n / 10).for_each(work));
        s.spawn(|| (n / 10..n).for_each(work));
    });
}

fn turns(n: usize, work: Work) {
    let (turn, next) = (Mutex::new(0), Condvar::new());
    let player = |me: usize| {
        for i in (me..n).step_by(WORKERS) {
            let mut now = turn.lock().unwrap();
            while *now != i {
                now = next.wait(now).unwrap();
            }
            drop(now);
            work(i);
            *turn.lock().unwrap() += 1;
            next.notify_all();
        }
    };
    let player = &player;
    thread::scope(|s| (0..WORKERS).for_each(|me| _ = s.spawn(move || player(me))));
}

fn thread_an_item(n: usize, work: Work) {
    thread::scope(|s| (0..n).for_each(|i| _ = s.spawn(move || work(i))));
}

use std::hint::black_box;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

const CELLS: usize = 200_000;

fn value(cell: usize) -> f64 {
    (cell as f64).sin()
}

fn one_loop() -> Duration {
    let mut cells = vec![0.0; CELLS];
    let start = Instant::now();
    cells
        .iter_mut()
        .enumerate()
        .for_each(|(n, cell)| *cell = value(n));
    let time = start.elapsed();
    black_box(cells);
    time
}

fn one_lock_for_each_cell() -> Duration {
    let cells: Vec<_> = (0..CELLS).map(|_| Mutex::new(0.0)).collect();
    let fill =
        |from: usize| (from..from + CELLS / 2).for_each(|n| *cells[n].lock().unwrap() = value(n));
    let start = Instant::now();
    thread::scope(|s| {
        [0, CELLS / 2]
            .map(|from| s.spawn(move || fill(from)))
            .map(drop)
    });
    let time = start.elapsed();
    black_box(cells);
    time
}

fn a_slice_for_each_thread() -> Duration {
    let mut cells = vec![0.0; CELLS];
    let fill =
        |from: usize, cells: &mut [f64]| (from..).zip(cells).for_each(|(n, cell)| *cell = value(n));
    let start = Instant::now();
    let (left, right) = cells.split_at_mut(CELLS / 2);
    thread::scope(|s| {
        s.spawn(|| fill(0, left));
        s.spawn(|| fill(CELLS / 2, right));
    });
    let time = start.elapsed();
    black_box(cells);
    time
}

pub fn main() {
    println!(
        "{CELLS} cells on {} cores",
        thread::available_parallelism().unwrap()
    );
    let runs: Vec<_> = (0..15)
        .map(|_| {
            [
                one_loop(),
                one_lock_for_each_cell(),
                a_slice_for_each_thread(),
            ]
        })
        .collect();
    let best = |way: usize| runs.iter().map(|run| run[way]).min().unwrap().as_secs_f64();
    let ways = [
        "one loop, no thread",
        "2 threads, a lock a cell",
        "2 threads, a slice each",
    ];
    for (way, name) in ways.into_iter().enumerate() {
        println!("{name:<25} {:>5.2} of the loop's time", best(way) / best(0));
    }
}

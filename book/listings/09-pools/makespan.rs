use harness::model::Check; // its clock is exact, and does not wait
use harness::sync::{Mutex, mpsc};
use harness::thread;
use harness::time::{Duration, Instant};

/// What a pool takes for the jobs.
fn takes(jobs: &[u64], workers: usize) -> Duration {
    let start = Instant::now();
    let (sender, queue) = mpsc::channel();
    jobs.iter().for_each(|job| sender.send(*job).unwrap());
    drop(sender);
    let queue = Mutex::new(queue);
    let next = || queue.lock().unwrap().recv();
    let work = || {
        while let Ok(millis) = next() {
            thread::sleep(Duration::from_millis(millis));
        }
    };
    thread::scope(|s| (0..workers).for_each(|_| _ = s.spawn(work)));
    start.elapsed()
}

fn show(what: &str, jobs: &[u64], workers: usize) {
    let (sum, longest): (u64, u64) = (jobs.iter().sum(), *jobs.iter().max().unwrap());
    let least = (sum / workers as u64).max(longest);
    let took = takes(jobs, workers).as_millis();
    let faster = sum as f64 / took as f64;
    println!("{what:<14} {sum:>6} {workers:>7} {least:>6} {took:>6} {faster:>6.1}x");
}

pub fn main() {
    Check::new().schedules(1).random(0).run(|| {
        // Half a second to two seconds, from a seed.
        let downloads: Vec<u64> = (0..20).map(|n| 500 + (n * 7919 + 1234) % 1501).collect();
        println!("milliseconds      sum workers  least   took");
        show("5 files", &[1000; 5], 3);
        show("3 slow, 2 fast", &[1000, 1000, 1000, 300, 300], 3);
        show("20 downloads", &downloads, 5);
        show("100 pages", &[100; 100], 10);
        show("one is long", &[200, 200, 200, 200, 200, 2000], 5);
    });
}

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;
type Handle<T> = mpsc::Receiver<thread::Result<T>>;

// ANCHOR: submit
fn submit<T: Send + 'static>(
    jobs: &mpsc::Sender<Job>,
    job: impl FnOnce() -> T + Send + 'static,
) -> Handle<T> {
    let (slot, handle) = mpsc::channel();
    let job = move || {
        let result = catch_unwind(AssertUnwindSafe(job));
        let _ = slot.send(result); // nobody may be listening
    };
    jobs.send(Box::new(job)).unwrap();
    handle
}
// ANCHOR_END: submit

fn check(service: &str, millis: u64) -> Result<u64, String> {
    thread::sleep(Duration::from_millis(millis));
    match service {
        "mail" => Err("refused".to_owned()),
        "search" => panic!("no route to search"),
        _ => Ok(millis),
    }
}

pub fn main() {
    let start = Instant::now();
    let (jobs, queue) = mpsc::channel::<Job>();
    let queue = Mutex::new(queue);
    thread::scope(|s| {
        for _ in 0..5 {
            s.spawn(|| {
                loop {
                    let job = queue.lock().unwrap().recv();
                    let Ok(job) = job else { return };
                    job();
                }
            });
        }
        let services = [
            ("shop", 400),
            ("mail", 300),
            ("search", 600),
            ("login", 1000),
            ("stock", 500),
        ];
        let handles =
            services.map(|(name, millis)| (name, submit(&jobs, move || check(name, millis))));
        drop(jobs);
        // ANCHOR: collect
        let (mut healthy, mut failed) = (Vec::new(), Vec::new());
        for (name, handle) in handles {
            match handle.recv().unwrap() {
                Ok(Ok(millis)) => healthy.push(format!("{name} in {millis} ms")),
                Ok(Err(error)) => failed.push(format!("{name}: {error}")),
                Err(_) => failed.push(format!("{name}: panicked")),
            }
        }
        println!("healthy: {}", healthy.join(", "));
        println!("failed: {}", failed.join(", "));
        // ANCHOR_END: collect
        println!("{} of 5 after {:?}", healthy.len(), start.elapsed());
    });
}

use std::thread;
use std::time::Duration;

pub fn add(a: u64, b: u64) -> u64 {
    let nap = || thread::sleep(Duration::from_secs(60));
    let clerks: Vec<_> = (0..40_000).map(|_| thread::spawn(nap)).collect();
    clerks.into_iter().for_each(|clerk| clerk.join().unwrap());
    a + b
}

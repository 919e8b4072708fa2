use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;
use std::thread;

const CORES: usize = 4;

fn pool() -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(CORES).build().unwrap()
}

/// How many threads six requests at once have, if each gets its pool in this way.
fn threads<P: Deref<Target = ThreadPool>>(get: impl Fn() -> P + Sync) -> usize {
    let request = || get().broadcast(|_| thread::current().id());
    let seen = thread::scope(|s| {
        let requests = [(); 6].map(|()| s.spawn(request));
        requests.map(|request| request.join().unwrap())
    });
    let seen: HashSet<_> = seen.iter().flatten().collect();
    seen.len()
}

pub fn main() {
    println!("a pool for each: {} threads", threads(|| Box::new(pool())));
    let shared = Arc::new(pool());
    println!("one for all:     {} threads", threads(|| shared.clone()));
}

use std::sync::{Mutex, mpsc};
use std::thread;

struct Connection {
    asked: usize,
}

impl Connection {
    fn open() -> Self {
        println!("a connection is opened");
        Connection { asked: 0 }
    }
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

pub fn main() {
    let (jobs, queue) = mpsc::channel::<Job>();
    for _ in 0..6 {
        jobs.send(Box::new(|connection| connection.asked += 1))
            .unwrap();
    }
    drop(jobs);
    let queue = Mutex::new(queue);
    let next = || queue.lock().unwrap().recv();
    // ANCHOR: work
    let work = || {
        let mut connection = Connection::open(); // once a worker, and owned by it
        while let Ok(job) = next() {
            job(&mut connection);
        }
        connection.asked
    };
    // ANCHOR_END: work
    let asked: usize = thread::scope(|s| {
        let workers = [s.spawn(work), s.spawn(work)];
        workers.map(|worker| worker.join().unwrap()).iter().sum()
    });
    println!("six jobs, {asked} questions");
}

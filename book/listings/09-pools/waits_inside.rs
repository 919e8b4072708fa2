use std::sync::mpsc;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

pub fn main() {
    let (jobs, queue) = mpsc::channel::<Job>();
    let worker = thread::spawn(move || queue.iter().for_each(|job| job()));

    let inner = jobs.clone();
    let request = move || {
        let (sender, header) = mpsc::channel();
        inner
            .send(Box::new(move || sender.send("header").unwrap()))
            .unwrap();
        println!("{} and body", header.recv().unwrap());
    };
    jobs.send(Box::new(request)).unwrap();
    drop(jobs);
    worker.join().unwrap();
}

//! Every worker has a bell of its own, a channel with room for one ring: a ring that nobody has heard yet is kept.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam::channel::{Receiver, Sender, TryRecvError, bounded};

type Piece = Box<dyn FnOnce(&Worker) + Send>;

/// Threads that do pieces of work and steal from each other.
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<thread::JoinHandle<()>>,
}

/// What a piece of work gets: the worker that does it.
pub struct Worker {
    shared: Arc<Shared>,
    place: usize,
    bell: Receiver<()>,
}

struct Shared {
    /// The first one is for what `run` hands in.
    deques: Vec<Mutex<VecDeque<Piece>>>,
    bells: Vec<Sender<()>>,
    closed: AtomicBool,
}

impl Pool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let (bells, ears): (Vec<_>, Vec<_>) = (0..workers).map(|_| bounded(1)).unzip();
        let shared = Arc::new(Shared {
            deques: (0..=workers).map(|_| Mutex::default()).collect(),
            bells,
            closed: AtomicBool::new(false),
        });
        let start = |(place, bell)| {
            let worker = Worker {
                shared: Arc::clone(&shared),
                place: place + 1,
                bell,
            };
            thread::spawn(move || while worker.work(|| worker.shared.closed.load(SeqCst)) {})
        };
        let threads = ears.into_iter().enumerate().map(start).collect();
        Pool { shared, threads }
    }

    /// Does the piece, and all that it puts down, in the pool's threads.
    pub fn run<T>(&self, piece: impl FnOnce(&Worker) -> T + Send + 'static) -> T
    where
        T: Send + 'static,
    {
        let (sender, result) = bounded(1);
        let piece = move |worker: &Worker| {
            let _ = sender.send(catch_unwind(AssertUnwindSafe(|| piece(worker))));
        };
        self.shared.put_down(0, Box::new(piece));
        match result.recv() {
            Ok(Ok(value)) => value,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => unreachable!("every piece is done"),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.closed.store(true, SeqCst);
        self.shared.ring();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn put_down(&self, place: usize, piece: Piece) {
        self.deques[place].lock().unwrap().push_back(piece);
        self.ring();
    }

    fn ring(&self) {
        for bell in &self.bells {
            // Full: it rings already.
            let _ = bell.try_send(());
        }
    }
}

impl Worker {
    /// Does both, at the same time if another worker is free.
    pub fn join<A, B>(
        &self,
        a: impl FnOnce(&Worker) -> A,
        b: impl FnOnce(&Worker) -> B + Send + 'static,
    ) -> (A, B)
    where
        B: Send + 'static,
    {
        let (sender, result) = bounded(1);
        let piece = move |worker: &Worker| {
            let _ = sender.send(catch_unwind(AssertUnwindSafe(|| b(worker))));
            worker.shared.ring();
        };
        self.shared.put_down(self.place, Box::new(piece));
        let first = catch_unwind(AssertUnwindSafe(|| a(self)));
        let mut second = None;
        while second.is_none() {
            self.work(|| match result.try_recv() {
                Ok(value) => {
                    second = Some(value);
                    true
                }
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => false,
            });
        }
        match (first, second) {
            (Ok(first), Some(Ok(second))) => (first, second),
            (Err(panic), _) | (_, Some(Err(panic))) => resume_unwind(panic),
            (_, None) => unreachable!("the loop ends with a result"),
        }
    }

    /// Does one piece, or sleeps until the bell rings; false if it was over before.
    fn work(&self, over: impl FnOnce() -> bool) -> bool {
        if over() {
            return false;
        }
        match self.find() {
            Some(piece) => piece(self),
            None => {
                let _ = self.bell.recv();
            }
        }
        true
    }

    fn find(&self) -> Option<Piece> {
        let deques = &self.shared.deques;
        if let Some(piece) = deques[self.place].lock().unwrap().pop_back() {
            return Some(piece);
        }
        let steal = |place: usize| deques[place].lock().unwrap().pop_front();
        (0..deques.len())
            .filter(|place| *place != self.place)
            .rev()
            .find_map(steal)
    }
}

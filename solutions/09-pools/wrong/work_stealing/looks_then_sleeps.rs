//! Misconception: whoever has looked and found nothing can go to sleep.
//! Refused by: behaves, race_free

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// A piece of work without its type: it brings its result to where somebody waits for it. It never panics.
type Piece = Box<dyn FnOnce(&Worker) + Send>;

/// Threads that do pieces of work and steal from each other.
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<thread::JoinHandle<()>>,
}

/// What a piece of work gets: the worker that does it.
pub struct Worker {
    shared: Arc<Shared>,
    /// Its place among the deques.
    place: usize,
}

struct Shared {
    /// One for each worker, new pieces at the back; the last one is for what `run` hands in.
    deques: Vec<Mutex<VecDeque<Piece>>>,
    news: Mutex<News>,
    spread: Condvar,
}

struct News {
    /// Counts what somebody may be waiting for: pieces put down, and pieces that are over.
    count: u64,
    closed: bool,
}

impl Pool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let news = News {
            count: 0,
            closed: false,
        };
        let shared = Arc::new(Shared {
            deques: (0..=workers).map(|_| Mutex::default()).collect(),
            news: Mutex::new(news),
            spread: Condvar::new(),
        });
        let start = |place| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || Worker { shared, place }.work())
        };
        let threads = (0..workers).map(start).collect();
        Pool { shared, threads }
    }

    /// Does the piece, and all that it puts down, in the pool's threads.
    pub fn run<T>(&self, piece: impl FnOnce(&Worker) -> T + Send + 'static) -> T
    where
        T: Send + 'static,
    {
        let (sender, result) = channel();
        let piece = move |worker: &Worker| {
            let _ = sender.send(catch_unwind(AssertUnwindSafe(|| piece(worker))));
        };
        self.shared.put_down(self.threads.len(), Box::new(piece));
        let result = result.recv().expect("every piece is done");
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.tell(|news| news.closed = true);
        for thread in self.threads.drain(..) {
            thread.join().expect("pieces do not panic: they catch it");
        }
    }
}

impl Shared {
    fn put_down(&self, place: usize, piece: Piece) {
        self.deques[place].lock().unwrap().push_back(piece);
        self.tell(|news| news.count += 1);
    }

    fn tell(&self, change: impl FnOnce(&mut News)) {
        change(&mut self.news.lock().unwrap());
        self.spread.notify_all();
    }

    fn count(&self) -> u64 {
        self.news.lock().unwrap().count
    }

    /// Sleeps until there is other news than `seen`; false when there will be none.
    fn sleep(&self, seen: u64) -> bool {
        let nothing_new = |news: &mut News| news.count == seen && !news.closed;
        let news = self.news.lock().unwrap();
        !self.spread.wait_while(news, nothing_new).unwrap().closed
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
        let slot = Arc::new(Mutex::new(None));
        let place = Arc::clone(&slot);
        let piece = move |worker: &Worker| {
            let result = catch_unwind(AssertUnwindSafe(|| b(worker)));
            *place.lock().unwrap() = Some(result);
            worker.shared.tell(|news| news.count += 1);
        };
        self.shared.put_down(self.place, Box::new(piece));
        let first = catch_unwind(AssertUnwindSafe(|| a(self)));
        let second = self.work_until_filled(&slot);
        match (first, second) {
            (Ok(first), Ok(second)) => (first, second),
            (Err(panic), _) | (_, Err(panic)) => resume_unwind(panic),
        }
    }

    /// Does whatever there is, until the pool closes.
    fn work(&self) {
        loop {
            match self.find() {
                Some(piece) => piece(self),
                None if self.shared.sleep(self.shared.count()) => {}
                None => return,
            }
        }
    }

    /// Does whatever there is, until the slot is filled: with its own piece, if nobody has stolen that.
    fn work_until_filled<T>(&self, slot: &Mutex<Option<T>>) -> T {
        loop {
            if let Some(value) = slot.lock().unwrap().take() {
                return value;
            }
            match self.find() {
                Some(piece) => piece(self),
                None => _ = self.shared.sleep(self.shared.count()),
            }
        }
    }

    /// Its own newest piece, or the oldest of another.
    fn find(&self) -> Option<Piece> {
        let deques = &self.shared.deques;
        let own = deques[self.place].lock().unwrap().pop_back();
        own.or_else(|| {
            let others = (1..deques.len()).map(|step| (self.place + step) % deques.len());
            others
                .into_iter()
                .find_map(|place| deques[place].lock().unwrap().pop_front())
        })
    }
}

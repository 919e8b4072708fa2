//! Misconception: two cores keep two workers at work, and more only get in each other's way.
//! Refused by: behaves, race_free
use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Piece = Box<dyn FnOnce(&Worker) + Send>;
type Outcome<T> = Result<T, Box<dyn Any + Send>>;

/// Threads that do pieces of work and steal from each other.
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<thread::JoinHandle<()>>,
}

/// What a piece of work gets: the worker that does it.
pub struct Worker {
    shared: Arc<Shared>,
    place: usize,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    deques: Vec<VecDeque<Piece>>,
    handed_in: VecDeque<Piece>,
    closed: bool,
}

/// Of the machine that it runs on.
const CORES: usize = 2;

/// Where a piece leaves its result. Filled and emptied under the state's lock, too.
type Slot<T> = Arc<Mutex<Option<Outcome<T>>>>;

impl Shared {
    /// Does pieces until there is something in the slot; without a slot, until the pool closes.
    fn work<T>(&self, worker: Option<&Worker>, slot: Option<&Slot<T>>) -> Option<Outcome<T>> {
        let mut state = self.state.lock().unwrap();
        loop {
            if let Some(slot) = slot {
                let outcome = slot.lock().unwrap().take();
                if outcome.is_some() {
                    return outcome;
                }
            } else if state.closed {
                return None;
            }
            let piece = worker.and_then(|worker| Some((worker, state.find(worker.place)?)));
            state = match piece {
                None => self.changed.wait(state).unwrap(),
                Some((worker, piece)) => {
                    drop(state);
                    piece(worker);
                    self.state.lock().unwrap()
                }
            };
        }
    }

    fn fill<T>(&self, slot: &Slot<T>, outcome: Outcome<T>) {
        let _state = self.state.lock().unwrap();
        *slot.lock().unwrap() = Some(outcome);
        self.changed.notify_all();
    }
}

impl State {
    fn find(&mut self, place: usize) -> Option<Piece> {
        if let Some(piece) = self.deques[place].pop_back() {
            return Some(piece);
        }
        let stolen = self.deques.iter_mut().find_map(VecDeque::pop_front);
        stolen.or_else(|| self.handed_in.pop_front())
    }
}

impl Pool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let state = State {
            deques: (0..workers).map(|_| VecDeque::new()).collect(),
            handed_in: VecDeque::new(),
            closed: false,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let start = |place| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let worker = Worker { shared, place };
                worker.shared.work::<()>(Some(&worker), None);
            })
        };
        let threads = (0..workers.min(CORES)).map(start).collect();
        Pool { shared, threads }
    }

    /// Does the piece, and all that it puts down, in the pool's threads.
    pub fn run<T>(&self, piece: impl FnOnce(&Worker) -> T + Send + 'static) -> T
    where
        T: Send + 'static,
    {
        let slot: Slot<T> = Slot::default();
        let place = Arc::clone(&slot);
        let piece: Piece = Box::new(move |worker| {
            let outcome = catch_unwind(AssertUnwindSafe(|| piece(worker)));
            worker.shared.fill(&place, outcome);
        });
        self.shared.state.lock().unwrap().handed_in.push_back(piece);
        self.shared.changed.notify_all();
        let outcome = self.shared.work(None, Some(&slot));
        outcome
            .expect("filled")
            .unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap().closed = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
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
        let slot: Slot<B> = Slot::default();
        let place = Arc::clone(&slot);
        let piece: Piece = Box::new(move |worker| {
            let outcome = catch_unwind(AssertUnwindSafe(|| b(worker)));
            worker.shared.fill(&place, outcome);
        });
        self.shared.state.lock().unwrap().deques[self.place].push_back(piece);
        self.shared.changed.notify_all();
        let first = catch_unwind(AssertUnwindSafe(|| a(self)));
        let second = self.shared.work(Some(self), Some(&slot)).expect("filled");
        let first = first.unwrap_or_else(|panic| resume_unwind(panic));
        (first, second.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

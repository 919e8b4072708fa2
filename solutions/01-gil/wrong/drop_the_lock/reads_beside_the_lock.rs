//! Misconception: reading changes nothing, so it needs no lock but a copy that is brought up to date.
//! Refused by: race_free

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

/// Objects by id, which are 0, 1, 2 and so on.
pub struct Heap<T> {
    /// Object `id` is at place `id / stripes.len()` of stripe `id % stripes.len()`.
    stripes: Vec<Mutex<Vec<T>>>,
    /// What readers see.
    copies: RwLock<Vec<T>>,
    len: usize,
}

/// Where an object lies.
#[derive(Clone, Copy)]
struct Spot {
    stripe: usize,
    place: usize,
}

impl<T: Clone> Heap<T> {
    pub fn new(objects: Vec<T>, stripes: usize) -> Self {
        let len = objects.len();
        let copies = objects.clone();
        let mut parts: Vec<Vec<T>> = (0..stripes).map(|_| Vec::new()).collect();
        for (id, object) in objects.into_iter().enumerate() {
            parts[id % stripes].push(object);
        }
        Heap {
            copies: RwLock::new(copies),
            stripes: parts.into_iter().map(Mutex::new).collect(),
            len,
        }
    }

    pub fn get(&self, id: usize) -> T {
        self.copies.read().unwrap()[id].clone()
    }

    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        let Spot { stripe, place } = self.spot(id);
        let mut objects = self.lock(stripe);
        let result = catch_unwind(AssertUnwindSafe(|| f(&mut objects[place])));
        let copy = objects[place].clone();
        drop(objects);
        self.copies.write().unwrap()[id] = copy;
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }

    pub fn swap(&self, a: usize, b: usize) {
        self.swap_originals(self.spot(a), self.spot(b));
        self.copies.write().unwrap().swap(a, b);
    }

    fn swap_originals(&self, a: Spot, b: Spot) {
        if a.stripe == b.stripe {
            return self.lock(a.stripe).swap(a.place, b.place);
        }
        let (low, high) = if a.stripe < b.stripe { (a, b) } else { (b, a) };
        let mut of_low = self.lock(low.stripe);
        let mut of_high = self.lock(high.stripe);
        std::mem::swap(&mut of_low[low.place], &mut of_high[high.place]);
    }

    pub fn snapshot(&self) -> Vec<T> {
        self.copies.read().unwrap().clone()
    }

    fn spot(&self, id: usize) -> Spot {
        assert!(id < self.len, "there are {} objects, and no {id}", self.len);
        Spot {
            stripe: id % self.stripes.len(),
            place: id / self.stripes.len(),
        }
    }

    fn lock(&self, stripe: usize) -> MutexGuard<'_, Vec<T>> {
        let objects = self.stripes[stripe].lock();
        objects.unwrap_or_else(PoisonError::into_inner)
    }
}

//! Misconception: an array of locks is faster than one lock; which object goes where is a detail.
//! Refused by: race_free, speeds_up

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Objects by id, which are 0, 1, 2 and so on.
pub struct Heap<T> {
    /// Object `id` is at place `id / stripes.len()` of stripe `id % stripes.len()`.
    stripes: Vec<Mutex<Vec<T>>>,
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
        let mut parts: Vec<Vec<T>> = (0..stripes).map(|_| Vec::new()).collect();
        for (id, object) in objects.into_iter().enumerate() {
            parts[id / len].push(object);
        }
        Heap {
            stripes: parts.into_iter().map(Mutex::new).collect(),
            len,
        }
    }

    pub fn get(&self, id: usize) -> T {
        self.update(id, |object| object.clone())
    }

    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        let Spot { stripe, place } = self.spot(id);
        f(&mut self.lock(stripe)[place])
    }

    pub fn swap(&self, a: usize, b: usize) {
        let (a, b) = (self.spot(a), self.spot(b));
        if a.stripe == b.stripe {
            return self.lock(a.stripe).swap(a.place, b.place);
        }
        let (low, high) = if a.stripe < b.stripe { (a, b) } else { (b, a) };
        let mut of_low = self.lock(low.stripe);
        let mut of_high = self.lock(high.stripe);
        std::mem::swap(&mut of_low[low.place], &mut of_high[high.place]);
    }

    pub fn snapshot(&self) -> Vec<T> {
        let all: Vec<_> = (0..self.stripes.len()).map(|n| self.lock(n)).collect();
        let object = |id| {
            let Spot { stripe, place } = self.spot(id);
            all[stripe][place].clone()
        };
        (0..self.len).map(object).collect()
    }

    fn spot(&self, id: usize) -> Spot {
        assert!(id < self.len, "there are {} objects, and no {id}", self.len);
        Spot {
            stripe: id / self.len,
            place: id % self.len,
        }
    }

    fn lock(&self, stripe: usize) -> MutexGuard<'_, Vec<T>> {
        let objects = self.stripes[stripe].lock();
        objects.unwrap_or_else(PoisonError::into_inner)
    }
}

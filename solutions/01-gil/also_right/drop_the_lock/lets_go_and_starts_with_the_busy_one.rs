//! No order of locks: whoever finds a stripe busy lets go of all it has, waits for that one, and tries the
//! others from there. Nobody ever waits with a lock in hand.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

pub struct Heap<T> {
    stripes: Vec<Mutex<Vec<(usize, T)>>>,
    len: usize,
}

type Guard<'a, T> = MutexGuard<'a, Vec<(usize, T)>>;

impl<T: Clone> Heap<T> {
    pub fn new(objects: Vec<T>, stripes: usize) -> Self {
        let len = objects.len();
        let stripes: Vec<_> = (0..stripes).map(|_| Mutex::new(Vec::new())).collect();
        for (id, object) in objects.into_iter().enumerate() {
            let stripe = &stripes[id % stripes.len()];
            stripe.lock().unwrap().push((id, object));
        }
        Heap { stripes, len }
    }

    pub fn get(&self, id: usize) -> T {
        self.update(id, |object| object.clone())
    }

    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        let [stripe] = self.lock_all([self.stripe_of(id)]);
        f(find(&mut { stripe }, id))
    }

    pub fn swap(&self, a: usize, b: usize) {
        let (stripe_a, stripe_b) = (self.stripe_of(a), self.stripe_of(b));
        if a == b {
            return;
        }
        if stripe_a == stripe_b {
            let [mut both] = self.lock_all([stripe_a]);
            let old_a = find(&mut both, a).clone();
            let old_b = std::mem::replace(find(&mut both, b), old_a);
            *find(&mut both, a) = old_b;
        } else {
            let [mut of_a, mut of_b] = self.lock_all([stripe_a, stripe_b]);
            std::mem::swap(find(&mut of_a, a), find(&mut of_b, b));
        }
    }

    pub fn snapshot(&self) -> Vec<T> {
        let all: Vec<usize> = (0..self.stripes.len()).collect();
        let guards = self.lock_each(&all);
        let mut objects: Vec<_> = guards.iter().flat_map(|guard| guard.iter()).collect();
        objects.sort_by_key(|(id, _)| *id);
        objects.iter().map(|(_, object)| object.clone()).collect()
    }

    fn stripe_of(&self, id: usize) -> usize {
        assert!(id < self.len, "there is no object {id}");
        id % self.stripes.len()
    }

    fn lock_all<const N: usize>(&self, stripes: [usize; N]) -> [Guard<'_, T>; N] {
        let guards = self.lock_each(&stripes).try_into();
        guards.unwrap_or_else(|_| unreachable!("a guard for each stripe"))
    }

    /// The guards of different stripes, in the order of `stripes`.
    fn lock_each(&self, stripes: &[usize]) -> Vec<Guard<'_, T>> {
        let mut first = 0;
        'again: loop {
            let mut guards: Vec<Option<Guard<T>>> = stripes.iter().map(|_| None).collect();
            let waited_for = self.stripes[stripes[first]].lock();
            guards[first] = Some(waited_for.unwrap_or_else(PoisonError::into_inner));
            for n in (0..stripes.len()).filter(|&n| n != first) {
                guards[n] = Some(match self.stripes[stripes[n]].try_lock() {
                    Ok(guard) => guard,
                    Err(TryLockError::Poisoned(guard)) => guard.into_inner(),
                    Err(TryLockError::WouldBlock) => {
                        first = n;
                        continue 'again;
                    }
                });
            }
            return guards.into_iter().flatten().collect();
        }
    }
}

fn find<'a, T>(stripe: &'a mut Guard<'_, T>, id: usize) -> &'a mut T {
    let object = stripe.iter_mut().find(|(other, _)| *other == id);
    &mut object.unwrap().1
}

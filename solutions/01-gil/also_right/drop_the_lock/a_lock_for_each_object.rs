//! As CPython without the GIL does it: every object has a lock of its own, and whoever needs several takes them
//! in the order of the ids. Readers do not exclude each other.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub struct Heap<T> {
    objects: Vec<RwLock<T>>,
}

impl<T: Clone> Heap<T> {
    /// A lock for each object is as many stripes as there can be.
    pub fn new(objects: Vec<T>, _stripes: usize) -> Self {
        Heap {
            objects: objects.into_iter().map(RwLock::new).collect(),
        }
    }

    pub fn get(&self, id: usize) -> T {
        read(&self.objects[id]).clone()
    }

    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut write(&self.objects[id]))
    }

    pub fn swap(&self, a: usize, b: usize) {
        // Out of bounds is found out before the first lock.
        let (low, high) = (&self.objects[a.min(b)], &self.objects[a.max(b)]);
        if a != b {
            let mut low = write(low);
            std::mem::swap(&mut *low, &mut *write(high));
        }
    }

    pub fn snapshot(&self) -> Vec<T> {
        let all: Vec<_> = self.objects.iter().map(read).collect();
        all.iter().map(|object| T::clone(object)).collect()
    }
}

fn read<T>(object: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    object.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(object: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    object.write().unwrap_or_else(PoisonError::into_inner)
}

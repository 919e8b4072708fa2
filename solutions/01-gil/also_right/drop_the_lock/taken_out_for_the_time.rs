//! One short lock round a table, from which a thread takes objects out for as long as it works on them.
//! `f` runs with no lock held; whoever finds an object missing waits until something is put back.

use std::sync::{Condvar, Mutex, MutexGuard};

pub struct Heap<T> {
    /// `None` where somebody works on the object.
    table: Mutex<Vec<Option<T>>>,
    put_back: Condvar,
    len: usize,
}

/// An object that was taken out. Goes back when it is dropped, after a panic too.
struct Taken<'a, T> {
    heap: &'a Heap<T>,
    id: usize,
    /// `None` when it has gone back.
    object: Option<T>,
}

impl<T> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        self.heap.table.lock().unwrap()[self.id] = self.object.take();
        self.heap.put_back.notify_all();
    }
}

impl<T: Clone> Heap<T> {
    /// Objects never share a lock for longer than a moment, so there is no need for stripes.
    pub fn new(objects: Vec<T>, _stripes: usize) -> Self {
        Heap {
            len: objects.len(),
            table: Mutex::new(objects.into_iter().map(Some).collect()),
            put_back: Condvar::new(),
        }
    }

    pub fn get(&self, id: usize) -> T {
        self.check(id);
        self.when_there(&[id])[id].clone().unwrap()
    }

    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        self.check(id);
        let object = self.when_there(&[id])[id].take();
        let mut taken = Taken {
            heap: self,
            id,
            object,
        };
        f(taken.object.as_mut().unwrap())
    }

    pub fn swap(&self, a: usize, b: usize) {
        self.check(a.max(b));
        self.when_there(&[a, b]).swap(a, b);
    }

    pub fn snapshot(&self) -> Vec<T> {
        let all: Vec<usize> = (0..self.len).collect();
        let table = self.when_there(&all);
        table.iter().flatten().cloned().collect()
    }

    /// The table, at a moment when nobody works on any of these objects.
    fn when_there(&self, ids: &[usize]) -> MutexGuard<'_, Vec<Option<T>>> {
        let missing = |table: &mut Vec<Option<T>>| ids.iter().any(|&id| table[id].is_none());
        let table = self.table.lock().unwrap();
        self.put_back.wait_while(table, missing).unwrap()
    }

    fn check(&self, id: usize) {
        assert!(id < self.len, "there is no object {id}");
    }
}

//! Ticket: our teaching interpreter is to run without its big lock.
//!
//! All objects of the interpreter lie in one heap behind one lock, so that no two threads can work on
//! any two objects. Put many locks in its place: object `id` belongs to stripe `id % stripes`, and
//! each stripe has a lock of its own. The results must be those of the one lock.
//!
//! What must hold:
//! - Each call takes effect at one moment for all threads: nobody sees half a `swap`, and no `update`
//!   comes in between another one's look and its write.
//! - Calls that touch different stripes never wait for each other, whatever other locks there may be.
//!   `swap` touches the stripes of its two objects and none in between; only `snapshot` touches all of them.
//! - No calls, in whatever order they lock, ever wait for each other for ever.
//! - A thread that waits sleeps; it does not ask again and again.
//! - If `f` panics, its caller gets the panic. The object stays as `f` left it, and all later calls go on
//!   as ever, on this object too.
//! - An id that the heap does not have is a mistake of the caller's, and panics before anything is touched,
//!   in `swap(id, id)` as well.
//!
//! `f` never calls the heap that it was called from. More locks than stripes are fine, too, even one for
//! all objects, as long as nobody holds it who runs `f` or waits.

/// Objects by id, which are 0, 1, 2 and so on.
pub struct Heap<T> {
    /// Stands in for your own fields.
    objects: Vec<T>,
}

impl<T: Clone> Heap<T> {
    /// A heap of `objects`, the first of which has id 0. There is at least one stripe.
    pub fn new(objects: Vec<T>, stripes: usize) -> Self {
        todo!("{} objects in {stripes} stripes", objects.len())
    }

    /// A copy of an object.
    pub fn get(&self, id: usize) -> T {
        todo!("copy object {id}")
    }

    /// Lets `f` change an object, and returns what it returns.
    pub fn update<R>(&self, id: usize, f: impl FnOnce(&mut T) -> R) -> R {
        let _ = f;
        todo!("let `f` change object {id}")
    }

    /// Exchanges two objects; `a` and `b` may be the same.
    pub fn swap(&self, a: usize, b: usize) {
        todo!("exchange objects {a} and {b}")
    }

    /// A copy of all objects in the order of their ids, as they were at one moment.
    pub fn snapshot(&self) -> Vec<T> {
        todo!("copy all objects")
    }
}

//! What a thread leaves for whoever joins it: its result, in the only place that knows the result's type.
//!
//! Whatever else a spawn or a join does takes a boxed [`Body`] and is compiled once, with the harness. Only the few
//! lines here are compiled again for each closure of a program, which a reader waits for at each save.

use ::std::any::Any;
use ::std::sync::{Arc, Mutex, PoisonError};
use ::std::thread::Result;

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

/// The result of a thread that has ended well.
pub(crate) struct Packet<T>(Arc<Mutex<Option<T>>>);

/// What a thread does. What it returns holds the result: dropping that may run destructors of the reader's.
pub(crate) type Body<'a> = Box<dyn FnOnce() -> Kept<'a> + Send + 'a>;

/// A result that nobody has taken yet, or the empty place of one.
pub(crate) type Kept<'a> = Arc<dyn Holds + Send + Sync + 'a>;

pub(crate) trait Holds {}

impl<T> Holds for T {}

/// The closure without its type, and the place where its result will be.
pub(crate) fn pack<'a, T: Send + 'a>(f: impl FnOnce() -> T + Send + 'a) -> (Packet<T>, Body<'a>) {
    let place = Arc::new(Mutex::new(None));
    let packet = Packet(place.clone());
    let body = move || -> Kept<'a> {
        let result = f();
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        place
    };
    (packet, Box::new(body))
}

impl<T> Packet<T> {
    /// What `join` returns: the thread has ended, `ended` says how.
    pub(crate) fn open(self, ended: Result<()>) -> Result<T> {
        ended?;
        let result = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(result.expect("a thread that ended well has left its result"))
    }
}

//! Values that outlive a run: each run finds them as they were before the first.
//!
//! A `static`, or a primitive that the checked closure has captured, is used by run after run. Plain data (nothing
//! that has to be dropped) is copied at its first use and put back at the first use in each later run. Anything else
//! may own memory that an earlier run has freed, so its second use is refused.

use ::std::mem::{MaybeUninit, needs_drop, size_of_val};
use ::std::ptr;
use ::std::sync::OnceLock;

use super::engine::with;
use super::object::Slot;

/// The bytes of a primitive as the first run found them; `None`: they cannot be copied.
pub(crate) struct Fresh(OnceLock<Option<Bytes>>);

type Bytes = Box<[MaybeUninit<u8>]>;

impl Fresh {
    pub const fn new() -> Fresh {
        Fresh(OnceLock::new())
    }

    /// To be called in a run before each use of `place`, which holds a `T` and belongs to `slot`.
    ///
    /// # Safety
    ///
    /// `place` may be written to, and nobody refers to what is in it when this run has not used it yet.
    pub unsafe fn before_use<T: ?Sized>(&self, slot: &Slot, place: *mut u8, size: usize) {
        // SAFETY: the caller's, and plain data has no drop glue.
        unsafe { self.put_back(slot, place, size, !needs_drop::<T>()) }
    }

    unsafe fn put_back(&self, slot: &Slot, place: *mut u8, size: usize, is_plain: bool) {
        if with(|run| slot.find(run.id)).is_some() {
            return;
        }
        let place = place.cast::<MaybeUninit<u8>>();
        let bytes = self.0.get_or_init(|| {
            let copy = |place| {
                // SAFETY: `place` is `size` bytes long, and any byte is a `MaybeUninit<u8>`.
                Bytes::from(unsafe { ::std::slice::from_raw_parts(place, size) })
            };
            is_plain.then(|| copy(place))
        });
        match bytes {
            _ if !slot.outlived_a_run() => {}
            // SAFETY: the caller lets us write; without drop glue, nothing that these bytes stood for was freed.
            Some(bytes) => unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), place, size) },
            None => crate::outlived(slot.kind()),
        }
    }

    /// [`Fresh::before_use`] for a whole std primitive around a `T`.
    pub fn before_use_of<T: ?Sized, P: ?Sized>(&self, slot: &Slot, primitive: &P) {
        let place = ptr::from_ref(primitive).cast_mut().cast::<u8>();
        // SAFETY: all of a std lock is interior and may change behind a shared reference; an earlier run's guards
        // were dropped or leaked.
        unsafe { self.before_use::<T>(slot, place, size_of_val(primitive)) };
    }
}

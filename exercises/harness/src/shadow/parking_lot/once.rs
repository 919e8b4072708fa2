//! `parking_lot::Once`, over the `Once` of the std shadow.

use crate::sync;

/// See `parking_lot::Once`.
#[derive(Debug)]
pub struct Once(sync::Once);

/// What an initialiser is told by [`Once::call_once_force`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnceState {
    New,
    Poisoned,
}

impl OnceState {
    pub fn poisoned(self) -> bool {
        self == OnceState::Poisoned
    }
}

impl Once {
    #[track_caller]
    #[allow(
        clippy::new_without_default,
        reason = "the real one's default is rarely used"
    )]
    pub const fn new() -> Once {
        Once(sync::Once::new())
    }

    #[track_caller]
    pub fn call_once(&self, init: impl FnOnce()) {
        self.0.call_once(init);
    }

    #[track_caller]
    pub fn call_once_force(&self, init: impl FnOnce(OnceState)) {
        self.0.call_once_force(|state| {
            init(match state.is_poisoned() {
                true => OnceState::Poisoned,
                false => OnceState::New,
            });
        });
    }

    #[track_caller]
    pub fn is_completed(&self) -> bool {
        self.0.is_completed()
    }

    #[track_caller]
    pub fn wait(&self) {
        self.0.wait();
    }
}

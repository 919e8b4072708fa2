//! `std::time`; inside the checker `Instant` is virtual: time passes only while every thread waits.

use ::std::ops::{Add, AddAssign, Sub, SubAssign};
use ::std::sync::OnceLock;

pub use ::std::time::{Duration, SystemTime, SystemTimeError, TryFromFloatSecsError, UNIX_EPOCH};

use crate::model::ops;

/// See [`::std::time::Instant`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(::std::time::Instant);

/// Where virtual time begins, in real instants, so that both kinds are one type.
fn virtual_start() -> ::std::time::Instant {
    static START: OnceLock<::std::time::Instant> = OnceLock::new();
    *START.get_or_init(::std::time::Instant::now)
}

impl Instant {
    pub fn now() -> Instant {
        if ops::active() {
            Instant(virtual_start() + ops::now())
        } else {
            Instant(::std::time::Instant::now())
        }
    }

    pub fn elapsed(&self) -> Duration {
        Instant::now().0.saturating_duration_since(self.0)
    }

    pub fn duration_since(&self, earlier: Instant) -> Duration {
        self.0.duration_since(earlier.0)
    }

    pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {
        self.0.checked_duration_since(earlier.0)
    }

    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_duration_since(earlier.0)
    }

    pub fn checked_add(&self, time: Duration) -> Option<Instant> {
        self.0.checked_add(time).map(Instant)
    }

    pub fn checked_sub(&self, time: Duration) -> Option<Instant> {
        self.0.checked_sub(time).map(Instant)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    #[track_caller]
    fn add(self, time: Duration) -> Instant {
        let sum = self.0.checked_add(time);
        Instant(sum.expect("overflow when adding duration to instant"))
    }
}

impl AddAssign<Duration> for Instant {
    #[track_caller]
    fn add_assign(&mut self, time: Duration) {
        *self = *self + time;
    }
}

impl Sub<Duration> for Instant {
    type Output = Instant;

    fn sub(self, time: Duration) -> Instant {
        Instant(self.0 - time)
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, time: Duration) {
        self.0 -= time;
    }
}

impl Sub<Instant> for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.0 - earlier.0
    }
}

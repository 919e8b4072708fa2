//! The time of day, for names and records; no verdict depends on it.

use std::time::SystemTime;

/// Seconds since 1970, UTC.
#[derive(Clone, Copy)]
pub struct Moment(pub u64);

impl Moment {
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self(since.map_or(0, |since| since.as_secs()))
    }

    /// `20260321-174502`, which sorts by time.
    pub fn compact(self) -> String {
        let (year, month, day) = civil(self.0 / 86_400);
        let of_day = self.0 % 86_400;
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Years begin in March here, so that the leap day comes last (H. Hinnant, "chrono-compatible
/// low-level date algorithms").
fn civil(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let era = day / 146_097;
    let of_era = day % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (
        era * 400 + year_of_era + u64::from(month <= 2),
        month,
        day_of_month,
    )
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        assert_eq!(Moment(0).compact(), "19700101-000000");
        assert_eq!(Moment(951_782_399).compact(), "20000228-235959");
        assert_eq!(Moment(951_782_400).compact(), "20000229-000000");
        assert_eq!(Moment(1_774_115_102).compact(), "20260321-174502");
    }
}

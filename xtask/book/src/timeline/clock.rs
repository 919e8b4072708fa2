//! Virtual time: whole microseconds, written and shown as milliseconds.

use serde::Deserialize;

/// Microseconds since the beginning, or a length of time.
pub type Micros = u64;

/// A length of time as a file has it, in milliseconds; fractions to the microsecond.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(try_from = "f64")]
pub struct Millis(Micros);

impl Millis {
    pub fn micros(self) -> Micros {
        self.0
    }
}

impl TryFrom<f64> for Millis {
    type Error = String;

    fn try_from(millis: f64) -> Result<Self, String> {
        let micros = (millis * 1000.0).round();
        match (0.0..=1e9).contains(&micros) {
            true => Ok(Millis(micros as Micros)),
            false => Err(format!("{millis} ms are not between 0 and 1,000,000 ms")),
        }
    }
}

/// With one decimal where that says more: `5 ms`, `10.1 ms`.
pub fn millis(micros: Micros) -> String {
    format!("{} ms", decimal(micros as f64 / 1000.0))
}

/// With one decimal, if it is not a nought.
pub fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

pub fn percent(part: Micros, whole: Micros) -> String {
    format!("{} %", decimal(100.0 * part as f64 / whole as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_read_to_the_microsecond_and_shown_without_noughts() {
        assert_eq!(Millis::try_from(0.1).unwrap().micros(), 100);
        assert_eq!(millis(10_100), "10.1 ms");
        assert_eq!(millis(5_000), "5 ms");
        assert_eq!(percent(1, 8), "12.5 %");
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for wrong in [-1.0, f64::NAN, 1e30] {
            assert!(Millis::try_from(wrong).is_err(), "{wrong}");
        }
    }
}

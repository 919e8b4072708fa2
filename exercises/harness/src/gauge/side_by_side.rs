//! The wall clock's figure: for the reader, not for the verdict.

use crate::protocol;
use report::{Measured, Record};
use std::time::{Duration, Instant};

/// At least so many rounds, however slow the machine.
const FEWEST: usize = 3;
/// No further round once this has passed.
const BUDGET: Duration = Duration::from_millis(300);

/// Times `seq` and `par` in turns and shows how many times as fast `par` was; never decides.
///
/// The shortest of several runs each, interleaved, so that both see the same noise. `what` says what was timed, as in
/// `tokenising, 2 workers against 1`. With fewer cores than `workers` the figure says little: the text that is
/// printed says so, and [`Measured::cores`] carries it to the page.
pub fn side_by_side<A, B>(
    what: &str,
    workers: usize,
    seq: impl Fn() -> A,
    par: impl Fn() -> B,
) -> Measured {
    let ratio = ratio(&seq, &par);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let measured = Measured {
        what: what.to_string(),
        ratio,
        cores,
        workers,
    };
    protocol::record(&Record::Measured(measured.clone()));
    if !protocol::is_recording() {
        println!("{}", words(&measured));
    }
    measured
}

fn ratio<A, B>(seq: &impl Fn() -> A, par: &impl Fn() -> B) -> f64 {
    let start = Instant::now();
    let (mut one, mut many) = (Duration::MAX, Duration::MAX);
    let mut rounds = 0;
    while rounds < FEWEST || start.elapsed() < BUDGET {
        one = one.min(timed(seq));
        many = many.min(timed(par));
        rounds += 1;
    }
    one.as_secs_f64() / many.as_secs_f64().max(1e-9)
}

fn timed<T>(f: &impl Fn() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(f());
    start.elapsed()
}

fn words(measured: &Measured) -> String {
    let Measured {
        what,
        ratio,
        cores,
        workers,
    } = measured;
    match cores {
        1 => format!(
            "{what}: this machine has 1 core, so what {workers} workers gain cannot be measured here"
        ),
        n if n < workers => format!("{what}: {ratio:.2} times as fast, on only {n} cores"),
        n => format!("{what}: {ratio:.2} times as fast, on {n} cores"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_core_says_what_it_cannot_measure() {
        let measured = |cores| Measured {
            what: "sum".to_string(),
            ratio: 1.5,
            cores,
            workers: 4,
        };
        let lines: Vec<String> = [1, 2, 8].map(measured).iter().map(words).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        sum: this machine has 1 core, so what 4 workers gain cannot be measured here
        sum: 1.50 times as fast, on only 2 cores
        sum: 1.50 times as fast, on 8 cores
        ");
    }

    #[test]
    fn the_same_work_twice_has_a_figure() {
        let measured = side_by_side("nothing", 2, || (), || ());
        assert!(measured.ratio > 0.0 && measured.cores > 0);
    }
}

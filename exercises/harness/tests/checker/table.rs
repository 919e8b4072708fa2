//! A program, how it is checked, and what must come of it.

use harness::model::{Check, explore};
use report::{Explored, Finding, FindingKind};

/// How often each program is checked in [`same_each_time`].
const REPEATS: usize = 100;

pub struct Case {
    name: &'static str,
    program: fn(),
    check: Check,
    /// `None`: it must pass.
    expected: Option<FindingKind>,
}

impl Case {
    /// Checks it in another way than the usual one.
    pub fn by(mut self, check: Check) -> Case {
        self.check = check;
        self
    }

    fn explore(&self) -> Result<Explored, Box<Finding>> {
        explore(self.check, self.program)
    }
}

/// A program without a fault.
pub fn right(name: &'static str, program: fn()) -> Case {
    Case {
        name,
        program,
        check: Check::new(),
        expected: None,
    }
}

/// A program that must be refused in this way.
pub fn wrong(name: &'static str, expected: FindingKind, program: fn()) -> Case {
    Case {
        name,
        program,
        check: Check::new(),
        expected: Some(expected),
    }
}

/// Every case has its verdict.
pub fn each_has_its_verdict(cases: &[Case]) {
    let mut amiss = Vec::new();
    for case in cases {
        let found = case.explore();
        let kind = found.as_ref().err().map(|finding| finding.kind);
        if kind != case.expected {
            let told = match &found {
                Ok(explored) => report::text::explored(explored),
                Err(finding) => report::text::finding(finding, 100),
            };
            amiss.push(format!(
                "{}: expected {:?}, found {kind:?}\n{told}",
                case.name, case.expected
            ));
        }
    }
    assert!(amiss.is_empty(), "\n{}", amiss.join("\n\n"));
}

/// A verdict, and the schedule that it shows, never change.
pub fn same_each_time(cases: &[Case]) {
    let steady = |case: &&Case| case.expected != Some(FindingKind::NotReproducible);
    for case in cases.iter().filter(steady) {
        let quick = match case.expected {
            Some(_) => case.check,
            None => case.check.schedules(60).random(20),
        };
        // A `static` is new to the very first search only.
        let _warm = explore(quick, case.program);
        let first = explore(quick, case.program);
        for _ in 1..REPEATS {
            let again = explore(quick, case.program);
            assert_eq!(first, again, "{} has another verdict this time", case.name);
        }
    }
}

/// The two tests of a module's `cases()`.
macro_rules! tests {
    () => {
        #[test]
        fn each_has_its_verdict() {
            crate::table::each_has_its_verdict(&cases());
        }

        #[test]
        fn each_verdict_is_the_same_a_hundred_times() {
            crate::table::same_each_time(&cases());
        }
    };
}
pub(crate) use tests;

/// Waits for all of them, and hands on a panic.
#[allow(dead_code, reason = "not every table needs it")]
pub fn join_all<const N: usize>(handles: [std::thread::JoinHandle<()>; N]) {
    for handle in handles {
        handle.join().unwrap();
    }
}

/// `count` threads that do the same thing with the same shared value.
#[allow(dead_code, reason = "not every table needs it")]
pub fn crew<T: Send + Sync + 'static>(count: usize, shared: T, work: fn(&T)) -> std::sync::Arc<T> {
    let shared = std::sync::Arc::new(shared);
    let handles: Vec<_> = (0..count)
        .map(|_| {
            let shared = shared.clone();
            std::thread::spawn(move || work(&shared))
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    shared
}

//! What this proves: the sizes are right to the last worker, shown by a queue that is simulated step by step; the times are
//! those of a pool that runs such jobs; and the service has its workers once, for all requests.
//! The service runs under the checker. Time is its own there: two hours are exactly two hours.
//!
//! What it cannot see: whether your requests come evenly. Little's law is about averages; what comes in bursts needs
//! more workers, or a queue and patience.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/pool_size.rs"]
mod pool_size;

use harness::model::Check;
use pool_size::{Part, Service, ThreadPool, at_least, makespan, needed, useful};
use std::thread;
use std::time::{Duration, Instant};

const HOUR: Duration = Duration::from_secs(3600);

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// For what does not hang on rare orders of steps.
fn few_schedules() -> Check {
    Check::new().schedules(400).random(200)
}

/// The downloads of a pool of five: twenty, from half a second to two seconds and some nanoseconds, all from one seed.
fn downloads() -> Vec<Duration> {
    let mut state = 20_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Duration::from_nanos(500_000_000 + (state >> 33) % 1_500_000_001)
    };
    (0..20).map(|_| next()).collect()
}

fn part<T>(work: impl FnOnce() -> T + Send + 'static) -> Part<T> {
    Box::new(work)
}

mod behaves {
    use super::*;

    /// How long the last of 10,000 requests stands in line. They come evenly, to so many workers.
    fn line(per_second: u32, service: Duration, workers: usize) -> Duration {
        let (between, service) = (
            1_000_000_000 / u64::from(per_second),
            service.as_nanos() as u64,
        );
        let mut free = vec![0; workers];
        let mut waited = 0;
        for request in 0..10_000 {
            let comes = request * between;
            let worker = free.iter_mut().min().expect("at least one worker");
            let begins = comes.max(*worker);
            *worker = begins + service;
            waited = begins - comes;
        }
        Duration::from_nanos(waited)
    }

    #[harness::test]
    fn with_as_many_as_needed_no_line_forms() {
        for (per_second, wait, compute) in [
            (100, 90, 10),
            (100, 45, 10),
            (20, 1_000, 50),
            (8, 250, 250),
            (1, 0, 10),
            (50, 0, 30),
            (40, 601, 24),
        ] {
            let (wait, compute) = (millis(wait), millis(compute));
            let workers = needed(per_second, wait, compute);
            assert!(workers > 0, "`needed` said 0 workers");
            let waited = line(per_second, wait + compute, workers);
            assert!(
                waited.is_zero(),
                "{per_second} requests a second, each waiting {wait:?} and computing {compute:?}: `needed` said {workers}, \
                 and the last of 10,000 requests stood in line for {waited:?}"
            );
            let waited = line(per_second, wait + compute, workers.max(2) - 1);
            assert!(
                workers == 1 || !waited.is_zero(),
                "{per_second} requests a second, each waiting {wait:?} and computing {compute:?}: `needed` said {workers}, \
                 and with one less nobody has to stand in line either"
            );
        }
    }

    #[harness::test]
    fn needed_is_exact() {
        let (nanos, day) = (Duration::from_nanos, 24 * HOUR);
        for (per_second, wait, compute, right) in [
            (3, millis(1_100), millis(0), 4),
            (25, millis(2_000), millis(200), 55),
            (60, millis(1_000), millis(100), 66),
            (1_000_000, nanos(2_000), nanos(1), 3),
            // A little more than 5.
            (1_000, millis(5), nanos(1), 6),
            // More digits than a float has, more nanoseconds than a `u64`.
            (1, nanos(10_000_000_000_000_000), nanos(1), 10_000_001),
            (100_000, 3 * day, millis(0), 25_920_000_000),
        ] {
            let got = needed(per_second, wait, compute);
            assert!(
                got == right,
                "requests in a second: {per_second}; each waits {wait:?} and computes {compute:?}: \
                 `needed` said {got}, and {right} are right"
            );
        }
    }

    #[harness::test]
    fn without_requests_one_worker_is_there() {
        let got = [
            needed(0, HOUR, HOUR),
            needed(10, Duration::ZERO, Duration::ZERO),
        ];
        assert!(
            got == [1, 1],
            "no requests, and requests that take no time: `needed` said {got:?}, and at least 1 is wanted"
        );
    }

    #[harness::test]
    fn useful_keeps_the_cores_busy() {
        let nanos = Duration::from_nanos;
        for (cores, wait, compute, right) in [
            (4, millis(90), millis(10), 40),
            (4, millis(0), millis(10), 4),
            (8, millis(50), millis(100), 12),
            (2, millis(5), millis(3), 6),
            (2, millis(3), millis(5), 4),
            (1, millis(1), millis(3), 2),
            (6, millis(10), millis(1), 66),
            (3, millis(10), millis(3), 13),
            (7, millis(54), millis(7), 61),
            (1, nanos(900), nanos(100), 10),
            // A little more than 5.
            (1, nanos(4_000_000_001), millis(1_000), 6),
            // More digits than a float has, more nanoseconds than a `u64`.
            (2, nanos(1 << 53), nanos(1), (1 << 54) + 2),
            (1_000, 400 * 24 * HOUR, 24 * HOUR, 401_000),
        ] {
            let got = useful(cores, wait, compute);
            assert!(
                got == right,
                "cores: {cores}; jobs wait {wait:?} and compute {compute:?}: `useful` said {got}, \
                 and {right} are right"
            );
        }
    }

    #[harness::test]
    fn who_computes_nothing_needs_no_core() {
        let got = useful(4, millis(10), Duration::ZERO);
        assert!(
            got == usize::MAX,
            "jobs that compute nothing keep no core busy, however many workers: `useful` said {got}"
        );
    }

    /// What a pool takes for such jobs, in the checker's time.
    fn takes(jobs: Vec<Duration>, workers: usize) -> Duration {
        let start = Instant::now();
        let pool = ThreadPool::new(workers);
        for job in jobs {
            pool.submit(move || thread::sleep(job));
        }
        drop(pool);
        start.elapsed()
    }

    #[harness::test]
    fn makespan_is_what_a_pool_takes() {
        for workers in [1, 2, 5, 30] {
            Check::new().schedules(1).random(0).run(move || {
                let (took, said) = (takes(downloads(), workers), makespan(&downloads(), workers));
                assert!(
                    said == took,
                    "a pool of {workers} takes {took:?} for twenty downloads, and `makespan` said {said:?}"
                );
            });
        }
    }

    #[harness::test]
    fn the_next_job_is_for_whoever_is_free() {
        let said = makespan(&[30, 10, 10, 10, 20].map(millis), 2);
        assert!(
            said == millis(50),
            "two workers, jobs of 30, 10, 10, 10 and 20 ms in this order: `makespan` said {said:?}, \
             and 50 ms are right (30 and 20, beside 10, 10 and 10)"
        );
    }

    #[harness::test]
    fn no_order_beats_the_least_time() {
        for (jobs, workers, right) in [
            (vec![10, 10, 10, 10], 2, 20),
            (vec![10, 10, 10], 2, 15),
            (vec![90, 10, 10], 2, 90),
            (vec![10, 20], 8, 20),
            (vec![10, 20, 30], 1, 60),
        ] {
            for unit in [millis(1), Duration::from_nanos(1)] {
                let jobs: Vec<_> = jobs.iter().map(|length| *length * unit).collect();
                let (said, right) = (at_least(&jobs, workers), right * unit);
                assert!(
                    said == right,
                    "{workers} workers, jobs of {jobs:?}: `at_least` said {said:?}, and {right:?} are right"
                );
            }
        }
    }

    #[harness::test]
    fn no_jobs_take_no_time() {
        let said = (makespan(&[], 3), at_least(&[], 3));
        assert!(
            said == (Duration::ZERO, Duration::ZERO),
            "without jobs, `makespan` and `at_least` said {said:?}"
        );
    }

    #[harness::test]
    fn results_stand_in_the_order_of_the_parts() {
        few_schedules().run(|| {
            let service = Service::new(2);
            let parts = [3_u32, 2, 1].map(|n| {
                part(move || {
                    thread::sleep(n * HOUR);
                    n
                })
            });
            let got = service.handle(parts.into());
            assert!(
                got == [3, 2, 1],
                "three parts return 3, 2 and 1, the last one first, and `handle` returned {got:?}"
            );
        });
    }

    #[harness::test]
    fn a_request_may_have_no_parts() {
        few_schedules().run(|| {
            let got = Service::new(1).handle(Vec::<Part<u32>>::new());
            assert!(
                got.is_empty(),
                "a request had no parts, and {} results",
                got.len()
            );
        });
    }
}

mod race_free {
    use super::*;
    use harness::real::sync::{Arc, Mutex};
    use std::collections::HashSet;

    fn hours(parts: usize) -> Vec<Part<()>> {
        (0..parts).map(|_| part(|| thread::sleep(HOUR))).collect()
    }

    #[harness::test]
    fn parts_of_a_request_run_as_soon_as_a_worker_is_free() {
        few_schedules().run(|| {
            let service = Service::new(3);
            let begun = Arc::new(Mutex::new(Vec::new()));
            let parts = [(1, 3), (2, 2), (3, 1), (4, 1), (5, 1)].map(|(number, hours)| {
                let begun = Arc::clone(&begun);
                part(move || {
                    begun.lock().unwrap().push(number);
                    thread::sleep(hours * HOUR);
                })
            });
            let request = thread::spawn(move || service.handle(parts.into()));
            thread::sleep(HOUR + HOUR / 2);
            let mut begun = begun.lock().unwrap().clone();
            begun.sort_unstable();
            assert!(
                begun == [1, 2, 3, 4],
                "a request had five parts, of 3, 2, 1, 1 and 1 hours, for three workers; after an hour and a half \
                 parts {begun:?} had been begun: 1, 2, 3 and 4 are right"
            );
            request.join().unwrap();
        });
    }

    #[harness::test]
    fn requests_share_the_workers() {
        Check::new().schedules(1_000).random(500).run(|| {
            let service = Service::new(2);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| service.handle(hours(2)));
                service.handle(hours(2));
            });
            let took = start.elapsed();
            assert!(
                took == 2 * HOUR,
                "two requests came together, with two parts of an hour each, to a service of two workers; \
                 they took {took:?}, and with no more than two workers they take two hours"
            );
        });
    }

    #[harness::test]
    fn requests_do_not_wait_for_each_other() {
        few_schedules().run(|| {
            let service = Service::new(2);
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| service.handle(hours(1)));
                service.handle(hours(1));
            });
            let took = start.elapsed();
            assert!(
                took == HOUR,
                "two requests came together, with one part of an hour each, to a service of two workers, and took {took:?}"
            );
        });
    }

    #[harness::test]
    fn request_after_request_meets_the_same_threads() {
        // One order of steps is enough: which threads there are does not hang on it.
        Check::new().schedules(1).random(0).run(|| {
            let service = Service::new(2);
            let seen = Arc::new(Mutex::new(HashSet::new()));
            for parts in [1, 2, 2, 2] {
                let parts = (0..parts).map(|_| {
                    let seen = Arc::clone(&seen);
                    part(move || _ = seen.lock().unwrap().insert(thread::current().id()))
                });
                service.handle(parts.collect());
                let seen = seen.lock().unwrap();
                assert!(
                    !seen.contains(&thread::current().id()),
                    "a part ran in the thread that had called `handle`, not in one of the service's"
                );
            }
            let threads = seen.lock().unwrap().len();
            assert!(
                threads <= 2,
                "four requests came, one after the other, to a service of two workers, and ran in {threads} threads"
            );
        });
    }

    #[harness::test]
    fn each_request_gets_its_own_results() {
        few_schedules().run(|| {
            let service = Service::new(2);
            let request = |n: u32| service.handle(vec![part(move || n), part(move || n + 1)]);
            thread::scope(|s| {
                let other = s.spawn(|| request(10));
                let got = (other.join().unwrap(), request(20));
                assert!(
                    got == (vec![10, 11], vec![20, 21]),
                    "two requests return 10 and 11, and 20 and 21, and got {got:?}"
                );
            });
        });
    }
}

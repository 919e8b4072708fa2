//! What this proves: the primes are right, up to the largest of 32 bits; each number is asked about once, in the
//! pool's threads, in pools of 1 to 8 threads and for many lengths; and expensive numbers are shared.
//! Rayon's threads are real ones: the questions wait for each other, and a static share keeps them waiting.
//!
//! What it cannot see: a lock or an atomic that is touched after each question. The result is right then, and the
//! threads hinder each other all the same.

extern crate harness as core;
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/primes.rs"]
mod primes;

use harness::gauge::Meeting;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use primes::{count, is_prime, list};
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

/// Questions that wait for each other, until so many threads have asked at the same time.
struct Company {
    threads: usize,
    meeting: Meeting,
}

impl Company {
    fn of(threads: usize) -> Self {
        let meeting = Meeting::new(threads);
        Company { threads, meeting }
    }

    fn wait(&self) {
        if !self.came() {
            self.meeting.item(|| ());
        }
    }

    fn came(&self) -> bool {
        self.meeting.peak() >= self.threads
    }
}

/// The two functions under one roof: what they say is a list either way.
type Ask = fn(u32, &(dyn Fn(u32) -> bool + Sync)) -> usize;

const BOTH: [(&str, Ask); 2] = [
    ("count", |end, question| count(end, question)),
    ("list", |end, question| list(end, question).len()),
];

mod behaves {
    use super::*;
    use harness::real::collections::HashMap;
    use harness::real::sync::Mutex;
    use harness::real::thread;
    use harness::real::time::Duration;

    const ENDS: [u32; 18] = [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 97, 100, 101, 255, 1_000, 1_003, 2_310,
    ];

    #[harness::test]
    fn small_numbers_are_told_apart() {
        // Each prime strikes out its multiples.
        let mut prime = vec![true; 3_000];
        prime[..2].fill(false);
        for n in 2..prime.len() {
            if prime[n] {
                let multiples = (n * n..prime.len()).step_by(n);
                multiples.for_each(|multiple| prime[multiple] = false);
            }
        }
        for (n, prime) in (0..).zip(prime) {
            let said = is_prime(n);
            assert!(
                said == prime,
                "{n} is {}prime, and `is_prime` said {said}",
                if prime { "" } else { "not " }
            );
        }
    }

    #[harness::test]
    fn the_largest_numbers_are_told_apart() {
        for (n, prime, why) in [
            (u32::MAX, false, "3 × 5 × 17 × 257 × 65,537"),
            (4_294_967_291, true, "the largest prime of 32 bits"),
            (4_294_836_225, false, "65,535 × 65,535"),
            (4_293_001_441, false, "65,521 × 65,521"),
            (2_147_483_647, true, "a prime, the largest `i32`"),
            (2_147_117_569, false, "46,337 × 46,337"),
        ] {
            let said = is_prime(n);
            assert!(said == prime, "{n} is {why}, and `is_prime` said {said}");
        }
    }

    #[harness::test]
    fn below_half_a_million_are_41_538_primes() {
        let got = pool(2).install(|| count(500_000, is_prime));
        assert!(
            got == 41_538,
            "there are 41,538 primes below 500,000, and `count` said {got}"
        );
    }

    #[harness::test]
    fn pools_of_any_size_say_the_same() {
        for threads in [1, 2, 3, 4, 8] {
            let pool = pool(threads);
            for end in ENDS {
                let question = |n: u32| n % 7 == 3 || n.is_multiple_of(10);
                let right: Vec<u32> = (0..end).filter(|n| question(*n)).collect();
                let (many, mut which) =
                    pool.install(|| (count(end, question), list(end, question)));
                // Its order has a test of its own.
                which.sort_unstable();
                assert!(
                    many == right.len(),
                    "in a pool of {threads}, {} numbers below {end} were to be counted, and `count` said {many}",
                    right.len()
                );
                assert!(
                    which == right,
                    "in a pool of {threads}, below {end}, `list` found {which:?}, and right are {right:?}"
                );
            }
        }
    }

    #[harness::test]
    fn each_number_is_asked_about_once() {
        for threads in [1, 2, 3, 4, 8] {
            let pool = pool(threads);
            for end in ENDS {
                for (name, ask) in BOTH {
                    let asked = Mutex::new(HashMap::new());
                    pool.install(|| {
                        ask(end, &|n| {
                            *asked.lock().unwrap().entry(n).or_insert(0) += 1;
                            n % 2 == 1
                        })
                    });
                    let asked = asked.into_inner().unwrap();
                    for n in 0..end {
                        let times = asked.get(&n).copied().unwrap_or(0);
                        assert!(
                            times == 1,
                            "in a pool of {threads}, `{name}` below {end} asked {times} times about {n}"
                        );
                    }
                    assert!(
                        asked.len() == end as usize,
                        "in a pool of {threads}, `{name}` below {end} asked about numbers that are not below {end}"
                    );
                }
            }
        }
    }

    #[harness::test]
    fn the_list_keeps_the_order_whoever_is_done_first() {
        // Number 0 gets its answer when another thread has three: a list in order of arrival begins with those.
        let (company, others) = (Company::of(2), AtomicUsize::new(0));
        let slow_start = |n: u32| {
            company.wait();
            match n {
                0 => wait_a_second(|| !company.came() || others.load(SeqCst) > 3),
                _ => _ = others.fetch_add(1, SeqCst),
            }
            true
        };
        let got = pool(2).install(|| list(10_000, slow_start));
        assert!(
            got.is_sorted(),
            "all 10,000 numbers were to be listed, 0 was the last of the first ones to be answered, and \
             the list is not in ascending order"
        );
    }

    /// Until it is so; for a program in which it never becomes so, a second at most.
    fn wait_a_second(so: impl Fn() -> bool) {
        for _ in 0..1_000 {
            if so() {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[harness::test]
    fn the_callers_pool_does_the_work() {
        for (name, ask) in BOTH {
            let (pool, strangers) = (pool(2), AtomicUsize::new(0));
            pool.install(|| {
                ask(10_000, &|_| {
                    if pool.current_thread_index().is_none() {
                        strangers.fetch_add(1, SeqCst);
                    }
                    true
                })
            });
            assert!(
                strangers.into_inner() == 0,
                "`{name}` was called in a pool, and asked in threads that do not belong to it"
            );
        }
    }
}

mod speeds_up {
    use super::*;
    use harness::real::sync::{Condvar, Mutex};
    use harness::real::thread;
    use harness::real::time::Duration;
    use rayon::Yield;

    const MANY: u32 = 16_384;

    /// Whether threads of a pool of so many are inside of their questions at the same time.
    fn ask_together(ask: Ask, threads: usize) -> bool {
        let company = Company::of(threads);
        pool(threads).install(|| {
            ask(MANY, &|n| {
                company.wait();
                n % 2 == 1
            })
        });
        company.came()
    }

    #[harness::test]
    fn all_threads_of_the_pool_ask() {
        for (name, ask) in BOTH {
            for threads in [2, 3, 4] {
                assert!(
                    ask_together(ask, threads),
                    "in a pool of {threads}, `{name}` never had {threads} questions open at the same time"
                );
            }
        }
    }

    /// Whether two threads meet at the expensive numbers, after both have begun to ask.
    fn share(ask: Ask, expensive: fn(u32) -> bool) -> bool {
        let (begun, company) = (Company::of(2), Company::of(2));
        pool(2).install(|| {
            ask(MANY, &|n| {
                begun.wait();
                if expensive(n) {
                    company.wait();
                }
                n % 2 == 1
            })
        });
        company.came()
    }

    #[harness::test]
    fn an_expensive_quarter_is_shared() {
        for (name, ask) in BOTH {
            assert!(
                share(ask, |n| n >= MANY / 4 * 3),
                "all the cost of {MANY} numbers was in the last quarter, and `{name}` left it to one of two \
                 threads while the other one had nothing to do"
            );
        }
    }

    #[harness::test]
    fn expensive_numbers_at_even_distances_are_shared() {
        for (name, ask) in BOTH {
            assert!(
                share(ask, |n| n % 24 == 1),
                "every 24th of {MANY} numbers was expensive, and `{name}` left all of them to one of two \
                 threads while the other one had nothing to do"
            );
        }
    }

    #[harness::test]
    fn the_others_go_on_while_one_number_takes_long() {
        for (name, ask) in BOTH {
            let (begun, asked, in_time) =
                (Company::of(2), AtomicUsize::new(0), AtomicUsize::new(0));
            let enough = MANY as usize / 8 * 7;
            pool(2).install(|| {
                ask(MANY, &|n| {
                    begun.wait();
                    // Threads that wait for each other have not begun together, and how far they are is chance.
                    if n == MANY / 2 && begun.came() {
                        while asked.load(SeqCst) < enough && others_go_on(&asked) {}
                        in_time.store(asked.load(SeqCst), SeqCst);
                    }
                    asked.fetch_add(1, SeqCst);
                    true
                })
            });
            assert!(
                in_time.into_inner() >= enough,
                "number {} of {MANY} took long, and with it more than an eighth of all numbers had to wait: `{name}` \
                 had given them to the thread that was busy with it",
                MANY / 2
            );
        }
    }

    /// Whether another number is asked about within a second.
    fn others_go_on(asked: &AtomicUsize) -> bool {
        let before = asked.load(SeqCst);
        for _ in 0..1_000 {
            if asked.load(SeqCst) > before {
                return true;
            }
            thread::sleep(Duration::from_millis(1));
        }
        false
    }

    /// Room for as many questions inside of each other as there may be pieces.
    const STACK: usize = 8 << 20;

    /// Pieces that are handed to a pool in which all threads but one are busy with something else: each question does
    /// the work first that lies there. Rayon cuts a piece that is taken so as if a thief had it, so these are as many
    /// as thieves can make of it.
    fn pieces(ask: Ask, threads: usize, end: u32) -> usize {
        let (pieces, asked) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (busy, gate) = (AtomicUsize::new(0), Gate::default());
        let builder = ThreadPoolBuilder::new().num_threads(threads);
        let pool = builder.stack_size(STACK).build().expect("a pool");
        let question = |_| {
            // One more than is allowed is enough to know.
            while pieces.load(SeqCst) <= end as usize / 16
                && pool.yield_local() == Some(Yield::Executed)
            {
                pieces.fetch_add(1, SeqCst);
            }
            asked.fetch_add(1, SeqCst);
            true
        };
        pool.in_place_scope(|s| {
            for _ in 1..threads {
                s.spawn(|_| {
                    busy.fetch_add(1, SeqCst);
                    gate.wait();
                });
            }
            while busy.load(SeqCst) + 1 < threads {
                thread::sleep(Duration::from_millis(1));
            }
            thread::scope(|outside| {
                // A program may need all threads for its end, though not for its questions.
                outside.spawn(|| {
                    while asked.load(SeqCst) < end as usize && others_go_on(&asked) {}
                    gate.open();
                });
                pool.install(|| ask(end, &question));
            });
        });
        pieces.into_inner()
    }

    /// Closed until it is opened.
    #[derive(Default)]
    struct Gate {
        open: Mutex<bool>,
        opened: Condvar,
    }

    impl Gate {
        fn open(&self) {
            *self.open.lock().unwrap() = true;
            self.opened.notify_all();
        }

        fn wait(&self) {
            let open = self.open.lock().unwrap();
            drop(self.opened.wait_while(open, |open| !*open).unwrap());
        }
    }

    #[harness::test]
    fn questions_are_handed_over_in_pieces() {
        for (name, ask) in BOTH {
            // A program that keeps a lock while it asks cannot be asked for another piece meanwhile.
            assert!(
                ask_together(ask, 2),
                "in a pool of 2, `{name}` never had 2 questions open at the same time"
            );
            for (threads, numbers) in [(1, 1_000), (1, 2_048), (60, 1_600)] {
                let most = numbers as usize / 16;
                assert!(
                    pieces(ask, threads, numbers) <= most,
                    "in a pool of {threads}, where each piece was taken as soon as it lay there, as thieves do, `{name}` cut \
                     {numbers} numbers into more than {most} pieces: some are so small that handing them over costs more than \
                     asking"
                );
            }
        }
    }
}

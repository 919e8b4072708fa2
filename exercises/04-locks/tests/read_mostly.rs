//! What this proves: each key is computed once, nobody waits for a computation who need not, a stored
//! value is always found, and a computation that panics leaves nothing behind.
//! `race_free` and `shuts_down` try the orders in which two or three threads can run.
//! In `speeds_up` two threads have to meet: inside two computations, and inside two copies of a value.
//! That shows that they can run side by side, whatever else the machine is doing.
//!
//! What it cannot see: how long the lock is held for a lookup, and how the cache does with many keys.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/read_mostly.rs"]
mod read_mostly;

// One thread only, but under the checker: a thread that waits for itself is told so at once.
mod behaves {
    use super::read_mostly::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[harness::test]
    fn computes_what_is_not_there() {
        harness::model::check(|| {
            let cache = Cache::new();
            assert!(
                cache.get(&1).is_none(),
                "the cache is empty, and `get` found something"
            );
            assert!(
                cache.get_or_compute(1, || "one") == "one",
                "`get_or_compute` did not hand out what `compute` returned"
            );
            assert!(
                cache.get(&1) == Some("one"),
                "the value has been computed, and `get` does not find it"
            );
        });
    }

    #[harness::test]
    fn computes_a_key_only_the_first_time() {
        harness::model::check(|| {
            let cache = Cache::new();
            for ask in 1..=3 {
                assert!(
                    cache.get_or_compute("key", || ask) == 1,
                    "`get_or_compute` number {ask} for the same key did not hand out the first value"
                );
            }
        });
    }

    #[harness::test]
    fn keeps_keys_apart() {
        harness::model::check(|| {
            let cache = Cache::new();
            for key in 0..50 {
                cache.get_or_compute(key, || key * 10);
            }
            for key in 0..50 {
                assert!(
                    cache.get(&key) == Some(key * 10),
                    "50 keys were computed, and `get` found the wrong value for {key}"
                );
            }
        });
    }

    #[harness::test]
    fn hands_the_panic_to_the_caller() {
        let cache = Cache::<u32, u32>::new();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            cache.get_or_compute(1, || panic!("the picture is broken"))
        }));
        assert!(
            panicked.is_err(),
            "`compute` panicked, and its caller did not notice"
        );
    }
}

mod race_free {
    use super::read_mostly::*;
    use harness::real::sync::atomic::{AtomicUsize as Tally, Ordering::SeqCst};
    use std::thread;
    use std::time::{Duration, Instant};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    #[harness::test]
    fn two_threads_compute_a_key_once() {
        harness::model::check(|| {
            let cache = Cache::new();
            let computed = Tally::new(0);
            let ask = || cache.get_or_compute(1, || computed.fetch_add(1, SeqCst));
            let (mine, theirs) = thread::scope(|s| {
                let other = s.spawn(ask);
                (ask(), other.join().unwrap())
            });
            let times = computed.load(SeqCst);
            assert!(
                times == 1,
                "two threads asked for the same key, and it was computed {times} times"
            );
            assert!(
                mine == theirs,
                "two threads asked for the same key and got different values"
            );
        });
    }

    #[harness::test]
    fn whoever_waits_for_a_value_gets_it_when_it_is_there() {
        harness::model::check(|| {
            let cache = Cache::new();
            let start = Instant::now();
            let slow = || {
                thread::sleep(HOUR);
                "value"
            };
            let ask = || (cache.get_or_compute(1, slow), start.elapsed());
            thread::scope(|s| {
                let others = [s.spawn(ask), s.spawn(ask)];
                let answers = [ask()].into_iter().chain(others.map(|o| o.join().unwrap()));
                for answer in answers {
                    assert!(
                        answer == ("value", HOUR),
                        "three threads asked for a value that takes an hour: \
                         one of them got {answer:?}"
                    );
                }
            });
        });
    }

    #[harness::test]
    fn a_hit_does_not_wait_for_a_computation() {
        harness::model::check(|| {
            let cache = Cache::new();
            cache.get_or_compute(1, || "stored");
            thread::scope(|s| {
                s.spawn(|| {
                    cache.get_or_compute(2, || {
                        thread::sleep(HOUR);
                        "slow"
                    })
                });
                thread::sleep(MINUTE);
                let asked = Instant::now();
                let answers = (
                    cache.get(&1),
                    cache.get_or_compute(1, || "again"),
                    cache.get(&2),
                );
                assert!(
                    asked.elapsed() == Duration::ZERO,
                    "key 1 is stored, and whoever asks for it waits while key 2 is computed"
                );
                assert!(
                    answers == (Some("stored"), "stored", None),
                    "key 1 is stored and key 2 is being computed: `get(1)`, `get_or_compute(1)` and `get(2)` said {answers:?}"
                );
            });
        });
    }

    #[harness::test]
    fn two_keys_are_computed_at_the_same_time() {
        harness::model::check(|| {
            let cache = Cache::new();
            let start = Instant::now();
            let ask = |key: u32| {
                cache.get_or_compute(key, || thread::sleep(HOUR));
                start.elapsed()
            };
            thread::scope(|s| {
                let other = s.spawn(|| ask(1));
                let took = [ask(2), other.join().unwrap()];
                assert!(
                    took == [HOUR, HOUR],
                    "two keys take an hour each, asked for at the same time: they were there after {took:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_stored_value_is_always_found() {
        harness::model::check(|| {
            let cache = Cache::new();
            cache.get_or_compute(1, || "stored");
            thread::scope(|s| {
                s.spawn(|| cache.get_or_compute(2, || "new"));
                assert!(
                    cache.get(&1) == Some("stored"),
                    "key 1 has long been stored, and `get` missed it while another thread stored key 2"
                );
            });
        });
    }

    #[harness::test]
    fn a_value_that_was_handed_out_is_found() {
        harness::model::check(|| {
            let cache = Cache::new();
            thread::scope(|s| {
                s.spawn(|| {
                    cache.get_or_compute(1, || "value");
                    cache.get(&1)
                });
                cache.get_or_compute(1, || "value");
                assert!(
                    cache.get(&1) == Some("value"),
                    "`get_or_compute` had handed out the value of key 1, and `get` missed it \
                     while another thread asked for the same key"
                );
            });
        });
    }

    #[harness::test]
    fn whoever_waits_for_a_value_is_in_nobodys_way() {
        harness::model::check(|| {
            let cache = Cache::new();
            let slow = || cache.get_or_compute(1, || thread::sleep(HOUR));
            thread::scope(|s| {
                s.spawn(slow);
                s.spawn(slow);
                thread::sleep(MINUTE);
                let asked = Instant::now();
                cache.get_or_compute(2, || ());
                let waited = asked.elapsed();
                assert!(
                    waited == Duration::ZERO,
                    "one thread computes key 1, another waits for its value, and whoever asked for key 2 \
                     had to wait {waited:?}: what is held while waiting for key 1?"
                );
            });
        });
    }

    #[harness::test]
    fn a_computation_that_is_waited_for_may_ask_the_cache() {
        harness::model::check(|| {
            let cache = Cache::new();
            let ask = || cache.get_or_compute(1, || cache.get_or_compute(2, || 20) + 1);
            thread::scope(|s| {
                let other = s.spawn(ask);
                let values = [ask(), other.join().unwrap()];
                assert!(
                    values == [21, 21],
                    "key 1 is computed from key 2, whose value is 20, and two threads got {values:?} for key 1"
                );
            });
        });
    }

    #[harness::test]
    fn a_computation_may_ask_the_cache() {
        harness::model::check(|| {
            let cache = Cache::new();
            let value = cache.get_or_compute(1, || {
                let part = cache.get_or_compute(2, || 20);
                part + cache.get(&2).unwrap_or(0)
            });
            assert!(
                value == 40,
                "`compute` asked the cache for another key and got the wrong value"
            );
        });
    }
}

mod shuts_down {
    use super::read_mostly::*;
    use std::thread;

    #[harness::test]
    fn the_next_caller_computes_after_a_panic() {
        harness::model::check(|| {
            let cache = Cache::new();
            thread::scope(|s| {
                let broken =
                    s.spawn(|| cache.get_or_compute(1, || panic!("the picture is broken")));
                assert!(broken.join().is_err());
                assert!(
                    cache.get(&1).is_none(),
                    "the computation of key 1 panicked, and `get` found a value"
                );
                assert!(
                    cache.get_or_compute(1, || "second try") == "second try",
                    "the computation of key 1 panicked, and the next caller did not compute it again"
                );
            });
        });
    }

    #[harness::test]
    fn a_waiting_thread_computes_after_a_panic() {
        harness::model::check(|| {
            let cache = Cache::new();
            thread::scope(|s| {
                let broken =
                    s.spawn(|| cache.get_or_compute(1, || panic!("the picture is broken")));
                let waiter = s.spawn(|| cache.get_or_compute(1, || "mine"));
                // The first one panics, unless the value was there before it asked.
                let _ = broken.join();
                let got = waiter.join().ok();
                assert!(
                    got == Some("mine"),
                    "a thread waited for a computation that panicked, and did not compute the value itself"
                );
            });
        });
    }

    #[harness::test]
    fn a_panic_is_no_matter_for_other_keys() {
        harness::model::check(|| {
            let cache = Cache::new();
            cache.get_or_compute(1, || "stored");
            thread::scope(|s| {
                let broken =
                    s.spawn(|| cache.get_or_compute(2, || panic!("the picture is broken")));
                assert!(broken.join().is_err());
            });
            let answers = (cache.get(&1), cache.get_or_compute(3, || "new"));
            assert!(
                answers == (Some("stored"), "new"),
                "the computation of key 2 panicked, and that has spoilt keys 1 and 3"
            );
        });
    }
}

mod speeds_up {
    use super::read_mostly::*;
    use harness::gauge::Meeting;
    use harness::real::sync::Arc;
    use harness::real::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use harness::real::sync::mpsc::channel;
    use std::thread;

    const THREADS: usize = 2;
    const ITEMS: usize = 40;

    #[harness::test]
    fn computations_of_different_keys_meet() {
        let meeting = Meeting::new(THREADS);
        let cache = Cache::new();
        let (computing, first_is_computing) = channel();
        let (stored, second_is_stored) = channel();
        let (cache, meeting) = (&cache, &meeting);
        thread::scope(|s| {
            s.spawn(move || {
                // Asks only while the first one computes.
                for key in (1..ITEMS).step_by(2) {
                    first_is_computing.recv().unwrap();
                    cache.get_or_compute(key, || meeting.item(|| key));
                    stored.send(()).unwrap();
                }
            });
            for key in (0..ITEMS).step_by(2) {
                cache.get_or_compute(key, || {
                    computing.send(()).unwrap();
                    meeting.item(|| key)
                });
                second_is_stored.recv().unwrap();
            }
        });
        if let Err(what) = meeting.all_meet(ITEMS) {
            panic!("{what} (An item of work is one call of `compute`; every key is another one.)");
        }
    }

    /// A value that can tell when it is copied.
    struct Picture {
        copying: Arc<Meeting>,
        /// Off while the value is stored, which may copy it too.
        watched: Arc<AtomicBool>,
    }

    impl Clone for Picture {
        fn clone(&self) -> Self {
            let copy = || Picture {
                copying: Arc::clone(&self.copying),
                watched: Arc::clone(&self.watched),
            };
            if self.watched.load(SeqCst) {
                self.copying.item(copy)
            } else {
                copy()
            }
        }
    }

    #[harness::test]
    fn hits_meet() {
        let copying = Arc::new(Meeting::new(THREADS));
        let watched = Arc::new(AtomicBool::new(false));
        let cache = Cache::new();
        cache.get_or_compute(1, || Picture {
            copying: Arc::clone(&copying),
            watched: Arc::clone(&watched),
        });
        watched.store(true, SeqCst);
        let read = || (0..ITEMS / THREADS).for_each(|_| drop(cache.get(&1)));
        thread::scope(|s| {
            s.spawn(read);
            s.spawn(read);
        });
        // How many copies a hit makes is the cache's business.
        if let Err(what) = copying.all_meet(copying.items()) {
            panic!(
                "{what} (An item of work is one `clone` of the stored value, in a call of `get`.)"
            );
        }
    }
}

//! Work over span: how much could happen at the same time.

use super::edges::{self, Totals};
use super::refuse;
use std::time::Duration;

/// Rounds of a measurement by processor time; by items one is enough, they do not vary.
const ROUNDS: usize = 4;
/// Processor time of the same work grows when both halves of a core are busy, so the parallel run's own work
/// counts; but no more of it than this many times the sequential run's, or threads that spin would pass for work.
const SLOWER: f64 = 1.5;

/// What [`work_and_span`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkSpan {
    /// Processor time of the work.
    pub work: Duration,
    /// Processor time on the longest chain of work that happened one after the other.
    pub span: Duration,
    /// Items of work done, where the program did its work through [`super::Meeting::item`]; else 0.
    pub items: u64,
    /// Items on the longest chain.
    pub longest: u64,
    /// Work over span: in items where there are any, in processor time where not. 1.0 is one after the other.
    pub ratio: f64,
}

/// Measures how much of `par`'s work could happen at the same time, `seq` being the same work in one thread.
///
/// Threads, locks, channels and condition variables that come from the harness's std are followed. `par` may run
/// several times. Where its work goes through a [`Meeting`](super::Meeting), chains are counted in items, which
/// nothing on the machine can turn; the meeting also deals work that is handed out dynamically evenly.
/// Without one, chains are measured in processor time: let an item take at least 5 µs, divide the work statically,
/// and ask for no more than 0.7 of the workers. Threads that take turns through what a lock guards, each working
/// outside of it, then pass for parallel now and then: nothing but a rendezvous tells turns from chance.
pub fn work_and_span(seq: impl Fn(), par: impl Fn()) -> WorkSpan {
    let mut best = round(&seq, &par);
    for _ in 1..ROUNDS {
        if best.items > 0 {
            break;
        }
        let next = round(&seq, &par);
        if next.ratio > best.ratio {
            best = next;
        }
    }
    best
}

/// Each of the two once.
pub(super) fn round(seq: impl Fn(), par: impl Fn()) -> WorkSpan {
    let alone = edges::measure(seq).work.cpu;
    WorkSpan::new(alone, edges::measure(par))
}

impl WorkSpan {
    fn new(alone: u64, totals: Totals) -> WorkSpan {
        let Totals { work, span } = totals;
        let cpu = (work.cpu as f64).min(alone as f64 * SLOWER);
        let ratio = match work.items {
            0 => cpu / span.cpu.max(1) as f64,
            items => items as f64 / span.items.max(1) as f64,
        };
        let (work, span) = (
            (Duration::from_nanos(cpu as u64), work.items),
            (Duration::from_nanos(span.cpu), span.items),
        );
        WorkSpan {
            work: work.0,
            span: span.0,
            items: work.1,
            longest: span.1,
            ratio,
        }
    }

    /// Whether the ratio is `least` or more. For `w` workers ask for 0.8 w by items, 0.7 w without.
    ///
    /// # Errors
    ///
    /// What the program did instead, in words.
    pub fn at_least(&self, least: f64) -> Result<(), String> {
        if self.ratio < least {
            Err(self.words(least))
        } else {
            Ok(())
        }
    }

    /// [`at_least`](Self::at_least) as an assertion.
    ///
    /// # Panics
    ///
    /// With a finding, [`not parallel`](report::FindingKind::NotParallel).
    #[track_caller]
    pub fn assert_at_least(&self, least: f64) {
        if let Err(message) = self.at_least(least) {
            refuse(message)
        }
    }

    /// Processor times stay out of the words: a verdict reads the same in every run.
    fn words(&self, least: f64) -> String {
        let chain = match self.items {
            0 => "Too much of the work happens one after the other".to_string(),
            items if items == self.longest => {
                format!("All {items} items of work happen one after the other")
            }
            items => format!(
                "{} of {items} items of work happen one after the other",
                self.longest
            ),
        };
        format!(
            "{chain}, in one thread, under one lock, or in threads that wait for each other. \
             Work over span must be at least {least:.1} here; 1.0 is no parallelism at all."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::Meeting;
    use super::*;
    use crate::gauge::edges::{Edge, Held, Mark};
    use crate::packet::pack;
    use crate::threads;
    use std::sync::{Condvar, Mutex, mpsc};

    fn items(meeting: &Meeting, n: usize) {
        (0..n).for_each(|_| meeting.item(|| ()));
    }

    /// `(items, longest chain)` of a program that does its items in real threads.
    fn chain(meeting: &Meeting, par: impl Fn(&Meeting)) -> (u64, u64) {
        let measured = work_and_span(|| (), || par(meeting));
        (measured.items, measured.longest)
    }

    /// A thread as the facade starts it.
    fn spawned<'s>(
        s: &'s std::thread::Scope<'s, '_>,
        f: impl FnOnce() + Send + 's,
    ) -> impl FnOnce() {
        let (birth, life) = threads::birth(None);
        let (_, body) = pack(f);
        let handle = s.spawn(move || birth.run(body));
        move || {
            handle.join().unwrap();
            life.joined();
        }
    }

    fn both(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
        std::thread::scope(|s| {
            let (one, other) = (spawned(s, one), spawned(s, other));
            one();
            other();
        });
    }

    #[test]
    fn two_threads_side_by_side_halve_the_chain() {
        let meeting = Meeting::new(2);
        let halves = chain(&meeting, |m| {
            both(|| items(m, 20), || items(m, 20));
        });
        assert_eq!(halves, (40, 20));
    }

    #[test]
    fn spawn_then_join_is_one_chain() {
        let one = chain(&Meeting::new(1), |m| {
            std::thread::scope(|s| (0..4).for_each(|_| spawned(s, || items(m, 10))()));
        });
        assert_eq!(one, (40, 40));
    }

    #[test]
    fn work_under_one_lock_is_one_chain() {
        let (real, held) = (Mutex::new(()), Held::new());
        let under_lock = |m: &Meeting| {
            for _ in 0..20 {
                let _guard = real.lock().unwrap();
                held.acquired();
                items(m, 1);
                held.released();
            }
        };
        let one = chain(&Meeting::new(1), |m| {
            both(|| under_lock(m), || under_lock(m));
        });
        assert_eq!(one, (40, 40));
    }

    #[test]
    fn a_lock_around_a_queue_hands_no_chain_on() {
        let (queue, held) = (Mutex::new(0..40), Held::new());
        let next = || {
            let mut queue = queue.lock().unwrap();
            held.acquired();
            let item = queue.next();
            held.released();
            item
        };
        let halves = chain(&Meeting::new(2), |m| {
            let worker = || {
                while next().is_some() {
                    items(m, 1)
                }
            };
            both(worker, worker);
        });
        assert_eq!(halves, (40, 20));
    }

    #[test]
    fn a_message_carries_its_senders_chain() {
        let one = chain(&Meeting::new(1), |m| {
            let (tx, rx) = mpsc::channel::<Mark>();
            let sender = move || {
                items(m, 20);
                tx.send(Mark::here()).unwrap();
            };
            let receiver = move || {
                edges::join(&rx.recv().unwrap());
                items(m, 20);
            };
            both(sender, receiver);
        });
        assert_eq!(one, (40, 40));
    }

    #[test]
    fn a_wake_up_carries_its_notifiers_chain() {
        let (ready, wakes, edge) = (Mutex::new(false), Condvar::new(), Edge::new());
        let one = chain(&Meeting::new(1), |m| {
            let waiter = || {
                drop(wakes.wait_while(ready.lock().unwrap(), |r| !*r).unwrap());
                edge.acquire();
                items(m, 20);
            };
            let notifier = || {
                items(m, 20);
                edge.release();
                *ready.lock().unwrap() = true;
                wakes.notify_all();
            };
            both(waiter, notifier);
        });
        assert_eq!(one, (40, 40));
    }

    #[test]
    fn an_edge_forgets_an_earlier_measurement() {
        let edge = Edge::new();
        let first = work_and_span(
            || (),
            || {
                items(&Meeting::new(1), 7);
                edge.release()
            },
        );
        let second = work_and_span(
            || (),
            || {
                edge.acquire();
                items(&Meeting::new(1), 3)
            },
        );
        assert_eq!((first.longest, second.longest), (7, 3));
    }

    #[test]
    fn words_hold_no_times() {
        let seq = WorkSpan {
            work: Duration::ZERO,
            span: Duration::ZERO,
            items: 40,
            longest: 40,
            ratio: 1.0,
        };
        insta::assert_snapshot!(seq.words(1.6), @"All 40 items of work happen one after the other, in one thread, under one lock, or in threads that wait for each other. Work over span must be at least 1.6 here; 1.0 is no parallelism at all.");
    }
}

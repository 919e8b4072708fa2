//! Memory as the language promises it: atomics with orderings, stale values, and data races.
//!
//! An atomic keeps its latest stores. A load may return an older one as long as nothing that the loading thread has
//! seen *happens after* it; the choice is the scheduler's, like a forced switch. Stores become visible in finite time
//! ([intro.progress] asks for that): when virtual time has passed since a store, no load sees anything older. What the
//! storing thread knew is learnt by acquiring loads only, now as before.
//!
//! # Where this is not the language's model
//!
//! Each point makes the model show *less* than the language allows, so a refusal is always right, while some exotic
//! failures stay unseen (`tests/checker/litmus.rs` pins down what is shown):
//!
//! - Modification order is the order of execution, and no load reads from a later store: load buffering (both of
//!   two relaxed loads see the other thread's later store) is never shown.
//! - A read-modify-write, a failing compare-exchange included, reads the latest store; the language lets the
//!   failing one read an older one.
//! - A SeqCst fence synchronises with every earlier SeqCst fence.
//! - A store that five newer ones have overwritten is forgotten, and a run has at most four stale loads (and other
//!   surprises) in all.
//!
//! Sources: B. Norris and B. Demsky, "CDSChecker" (OOPSLA 2013), for loads as choices;
//! the C++20 memory model, [atomics.order], which Rust adopts.

use ::std::panic::Location;
use ::std::sync::atomic::Ordering;

use super::clock::{Stamp, VectorClock};

/// Older stores that a load can still see. More would only make the search wider.
const KEPT: usize = 4;

type At = &'static Location<'static>;

/// The stores of one atomic, oldest first; never empty.
pub(crate) struct History {
    stores: Vec<Store>,
}

struct Store {
    /// The value's bits, zero-extended.
    bits: u64,
    /// `None` for the initial value, which everybody has seen.
    by: Option<Stamp>,
    /// Who has read it: whoever has seen one of these reads cannot read anything older.
    readers: Vec<Stamp>,
    /// What an acquiring reader learns; empty for a relaxed store outside a release sequence.
    release: VectorClock,
    sequential: bool,
    /// Virtual time at which it was made.
    made_at: u64,
}

/// The parts of a task that memory operations read and change.
pub(crate) struct View<'a> {
    pub now: Stamp,
    /// Virtual time.
    pub time: u64,
    pub clock: &'a mut VectorClock,
    pub unfenced: &'a mut VectorClock,
    pub fence: Option<&'a VectorClock>,
}

impl History {
    pub fn new(bits: u64) -> History {
        let initial = Store {
            bits,
            by: None,
            readers: Vec::new(),
            release: VectorClock::default(),
            sequential: false,
            made_at: 0,
        };
        History {
            stores: vec![initial],
        }
    }

    pub fn latest(&self) -> u64 {
        self.stores[self.stores.len() - 1].bits
    }

    /// How many stores the thread may read: the latest, and those that nothing it has seen is newer than, nor
    /// anything that was stored at an earlier time.
    pub fn visible(&self, clock: &VectorClock, order: Ordering, time: u64) -> usize {
        let mut count = 0;
        for store in self.stores.iter().rev() {
            count += 1;
            let seen = store.by.is_none_or(|stamp| clock.saw(stamp));
            let read = store.readers.iter().any(|stamp| clock.saw(*stamp));
            let old = store.made_at < time;
            if seen || read || old || (order == Ordering::SeqCst && store.sequential) {
                break;
            }
        }
        count
    }

    /// Reads the store that lies `age` stores behind the latest.
    pub fn load(&mut self, age: usize, order: Ordering, view: View<'_>) -> u64 {
        let at = self.stores.len() - 1 - age;
        let store = &mut self.stores[at];
        // A thread's first read is the one that most others have seen.
        if !store.readers.iter().any(|read| read.task == view.now.task) {
            store.readers.push(view.now);
        }
        if acquires(order) {
            view.clock.join(&store.release);
        } else {
            view.unfenced.join(&store.release);
        }
        store.bits
    }

    pub fn store(&mut self, bits: u64, order: Ordering, view: View<'_>) {
        let release = released(order, &view);
        self.push(bits, order, &view, release);
    }

    /// A read-modify-write: reads the latest store and carries its release sequence on.
    pub fn update(&mut self, bits: u64, order: Ordering, view: View<'_>) {
        let previous = self.stores[self.stores.len() - 1].release.clone();
        if acquires(order) {
            view.clock.join(&previous);
        } else {
            view.unfenced.join(&previous);
        }
        let mut release = released(order, &view);
        release.join(&previous);
        self.push(bits, order, &view, release);
    }

    fn push(&mut self, bits: u64, order: Ordering, view: &View<'_>, release: VectorClock) {
        if self.stores.len() > KEPT {
            self.stores.remove(0);
        }
        let sequential = order == Ordering::SeqCst;
        self.stores.push(Store {
            bits,
            by: Some(view.now),
            readers: Vec::new(),
            release,
            sequential,
            made_at: view.time,
        });
    }
}

/// What a store with this order publishes.
fn released(order: Ordering, view: &View<'_>) -> VectorClock {
    if matches!(
        order,
        Ordering::Release | Ordering::AcqRel | Ordering::SeqCst
    ) {
        view.clock.clone()
    } else {
        view.fence.cloned().unwrap_or_default()
    }
}

fn acquires(order: Ordering) -> bool {
    matches!(
        order,
        Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst
    )
}

/// The accesses to one `UnsafeCell` that a later one could race with.
#[derive(Default)]
pub(crate) struct Accesses {
    write: Option<(Stamp, At)>,
    reads: Vec<(Stamp, At)>,
}

/// Two accesses with no order between them.
pub(crate) struct Race {
    pub earlier: (Stamp, At),
    pub earlier_writes: bool,
}

impl Accesses {
    /// Notes an access; an earlier one that it races with is returned.
    pub fn access(
        &mut self,
        now: Stamp,
        at: At,
        writes: bool,
        clock: &VectorClock,
    ) -> Option<Race> {
        let unseen = |(stamp, _): &&(Stamp, At)| stamp.task != now.task && !clock.saw(*stamp);
        let write = self.write.iter().find(unseen).map(|earlier| Race {
            earlier: *earlier,
            earlier_writes: true,
        });
        let read = self.reads.iter().find(unseen).filter(|_| writes);
        let race = write.or_else(|| {
            read.map(|earlier| Race {
                earlier: *earlier,
                earlier_writes: false,
            })
        });
        if writes {
            self.write = Some((now, at));
            self.reads.clear();
        } else {
            self.reads.retain(|(stamp, _)| stamp.task != now.task);
            self.reads.push((now, at));
        }
        race
    }
}

//! Answers to chapter 04: the references, other right answers, and wrong ones that the tests must refuse.

// The exercises' types have no `Default`; the answers keep to them.
#![allow(clippy::new_without_default)]

pub mod barrier;
pub mod event;
pub mod read_mostly;
pub mod semaphore;
pub mod short_section;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod semaphore {
        pub mod atomic_count;
        pub mod fair_queue;
        pub mod reply_channels;
    }
    pub mod event {
        pub mod counted_sets;
        pub mod dropped_senders;
        pub mod parked_threads;
    }
    pub mod barrier {
        pub mod round_of_channels;
        pub mod sense_reversing;
    }
    pub mod read_mostly {
        pub mod gate_per_key;
        pub mod marks;
    }
    pub mod short_section {
        pub mod locked_shards;
        pub mod merge_when_asked;
    }
}

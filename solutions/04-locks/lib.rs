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
        pub mod atomic_counts;
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

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod semaphore {
        pub mod asks_again_and_again;
        pub mod busy_lock_means_no_permit;
        pub mod channel_of_permits;
        pub mod close_floods;
        pub mod close_waits_for_permits;
        pub mod close_wakes_nobody;
        pub mod close_wakes_one;
        pub mod closed_beside_the_lock;
        pub mod closed_looked_at_once;
        pub mod count_beside_the_lock;
        pub mod free_permits_survive_close;
        pub mod if_around_wait;
        pub mod leaks_on_panic;
        pub mod permit_before_its_time;
        pub mod relaxed_count;
        pub mod takes_before_it_looks;
        pub mod two_atomics;
        pub mod wakes_only_from_zero;
    }
    pub mod event {
        pub mod deadline_overflows;
        pub mod flag_beside_the_lock;
        pub mod for_ever_is_a_day;
        pub mod if_around_wait;
        pub mod limit_starts_again;
        pub mod looks_again_and_again;
        pub mod naps;
        pub mod nobody_waits_longer_than_a_day;
        pub mod not_timed_out_means_set;
        pub mod on_the_list_once;
        pub mod on_the_list_once_with_a_limit;
        pub mod one_look_after_the_wait;
        pub mod relaxed_flag;
        pub mod set_wakes_one;
        pub mod unpark_is_set;
        pub mod wait_uses_it_up;
        pub mod wakes_before_it_sets;
    }
    pub mod barrier {
        pub mod condvar_for_sleeping_only;
        pub mod counts_and_looks_later;
        pub mod everybody_leads;
        pub mod first_one_to_wait_leads;
        pub mod good_for_one_round;
        pub mod if_around_wait;
        pub mod last_one_leads;
        pub mod last_one_out_resets;
        pub mod leave_ends_no_round;
        pub mod leave_is_one_last_arrival;
        pub mod leave_waits;
        pub mod leave_wakes_beside_the_lock;
        pub mod looks_again_and_again;
        pub mod one_thread_leads_for_ever;
        pub mod two_end_one_round;
        pub mod waits_for_zero;
        pub mod wakes_one;
    }
    pub mod read_mostly {
        pub mod asks_again_and_again;
        pub mod busy_lock_means_no_value;
        pub mod busy_slot_means_no_value;
        pub mod check_then_insert;
        pub mod computes_under_read_lock;
        pub mod computes_under_write_lock;
        pub mod default_before_the_value;
        pub mod first_insert_wins;
        pub mod guard_lives_through_match;
        pub mod mark_left_behind;
        pub mod newest_value_wins;
        pub mod no_second_look;
        pub mod one_computation_at_a_time;
        pub mod one_look_into_the_slot_at_a_time;
        pub mod one_reader_at_a_time;
        pub mod poisoned_slot;
        pub mod waiters_trust_the_first;
        pub mod waits_in_the_if_let;
        pub mod wakes_one_of_the_waiting;
    }
    pub mod short_section {
        pub mod adds_under_a_read_lock;
        pub mod aligned_as_a_whole;
        pub mod aligned_to_half_a_line;
        pub mod as_many_workers_as_stripes;
        pub mod boxed_with_padding;
        pub mod boxed_without_alignment;
        pub mod cell_for_each_word;
        pub mod cuts_up_under_the_lock;
        pub mod lock_for_each_word;
        pub mod looks_outside_the_lock;
        pub mod map_is_lazy;
        pub mod masks_the_worker;
        pub mod padding_without_alignment;
        pub mod rows_of_eight;
        pub mod side_by_side;
        pub mod snapshot_under_a_read_lock;
        pub mod snapshot_word_by_word;
        pub mod stride_without_alignment;
        pub mod sum_takes_all;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod barrier;
    pub mod event;
    pub mod read_mostly;
    pub mod semaphore;
    pub mod short_section;
}

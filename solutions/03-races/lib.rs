//! Answers to chapter 03: a reference for each exercise, others that are right as well, wrong ones that a person might
//! write, and the files as the reader gets them.
//!
//! They are mounted here so that the compiler, clippy, rustfmt and rust-analyzer see them; `cargo xtask verify` grades them.

// The exercises ask for `new` alone.
#![allow(clippy::new_without_default)]

pub mod high_water;
pub mod init_once;
pub mod lost_update;
pub mod send_sync;
pub mod ticket_office;

#[cfg(test)]
#[allow(dead_code)]
mod also_right {
    pub mod lost_update {
        pub mod by_hand;
        pub mod shared_by_arc;
    }
    pub mod ticket_office {
        pub mod looks_again;
        pub mod one_clerk;
        pub mod replaced_whole;
    }
    pub mod high_water {
        pub mod look_then_lock;
        pub mod loop_by_hand;
        pub mod under_a_lock;
    }
    pub mod init_once {
        pub mod claim_and_wait;
        pub mod polling;
        pub mod two_locks;
    }
    pub mod send_sync {
        pub mod markers;
        pub mod other_containers;
    }
}

#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod lost_update {
        pub mod a_mutex_for_each_thread;
        pub mod a_sender_kept_alive;
        pub mod guard_dropped_between;
        pub mod load_then_store;
        pub mod lock_held_for_the_whole_gate;
        pub mod no_retry;
        pub mod one_after_the_other;
        pub mod one_receive_for_each_gate;
        pub mod read_before_the_join;
        pub mod silence_taken_for_the_end;
        pub mod subtotals_overwritten;
        pub mod taken_out_and_put_back;
    }
    pub mod ticket_office {
        pub mod asks_each_seat_once;
        pub mod busy_means_sold_out;
        pub mod count_kept_beside_the_seats;
        pub mod counts_past_the_end;
        pub mod counts_while_others_sell;
        pub mod exchange_tried_once;
        pub mod locked_methods_in_a_row;
        pub mod read_lock_then_write_lock;
        pub mod refunds_under_another_lock;
        pub mod refunds_what_was_sold_before;
        pub mod seat_by_seat;
        pub mod takes_any_ticket_back;
        pub mod wraps_around;
    }
    pub mod high_water {
        pub mod claims_by_an_earlier_look;
        pub mod compares_once;
        pub mod exchange_tried_once;
        pub mod exchange_tried_twice;
        pub mod expects_the_old_value_for_ever;
        pub mod fetch_max_breaks_the_tie;
        pub mod load_compare_store;
        pub mod two_atomics;
        pub mod two_locks;
        pub mod widened_too_late;
        pub mod zero_means_nothing_yet;
    }
    pub mod init_once {
        pub mod busy_means_not_loaded;
        pub mod claimed_for_ever;
        pub mod empty_means_not_yet;
        pub mod first_result_wins;
        pub mod flag_before_text;
        pub mod leaves_waiters_asleep_after_a_failure;
        pub mod lock_held_while_loading;
        pub mod look_then_load;
        pub mod no_second_look;
        pub mod once_whatever_comes_of_it;
        pub mod poisoned_mutex;
        pub mod swallows_the_panic;
        pub mod the_error_is_kept;
        pub mod unfinished_is_handed_out;
        pub mod waiters_share_the_error;
        pub mod waits_with_if;
        pub mod wakes_one_waiter;
    }
    pub mod send_sync {
        pub mod a_lock_to_be_on_the_safe_side;
        pub mod a_marker_in_place_of_the_lock;
        pub mod a_raw_pointer_forbids_sharing;
        pub mod arc_makes_it_safe;
        pub mod clones_share_an_atomic;
        pub mod counts_in_two_steps;
        pub mod every_clone_a_knob_of_its_own;
        pub mod nobody_may_look;
        pub mod off_air_from_anywhere;
        pub mod shared_by_rc;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod high_water;
    pub mod init_once;
    pub mod lost_update;
    pub mod send_sync;
    pub mod ticket_office;
}

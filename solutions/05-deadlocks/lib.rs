//! Answers to chapter 05: the references, other right answers, and wrong ones that the tests must refuse.

// The exercises' types have no `Default`; the answers keep to them.
#![allow(clippy::new_without_default)]

pub mod bank;
pub mod lockdep;
pub mod patient_lock;
pub mod philosophers;
pub mod who_hangs;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod bank {
        pub mod both_or_neither;
        pub mod gate_for_the_auditor;
        pub mod reserved_apart;
        pub mod steps_back;
    }
    pub mod philosophers {
        pub mod dirty_forks;
        pub mod forks_with_a_line;
        pub mod parked_in_line;
    }
    pub mod patient_lock {
        pub mod begins_anew;
        pub mod swaps_to_the_front;
    }
    pub mod lockdep {
        pub mod diary;
        pub mod thread_local_lists;
    }
    pub mod who_hangs {
        pub mod messages_as_a_bell;
        pub mod parked_thread;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod bank {
        pub mod a_doorkeeper;
        pub mod a_panic_of_its_own;
        pub mod approved_before_it_locks;
        pub mod asks_again_and_again;
        pub mod audits_from_the_top;
        pub mod audits_one_by_one;
        pub mod both_balances_written_back;
        pub mod busy_means_refused;
        pub mod even_payers_first;
        pub mod looks_every_ten_seconds;
        pub mod marks_are_no_locks;
        pub mod naps_in_between;
        pub mod notifies_one;
        pub mod one_account_at_a_time;
        pub mod one_lock_for_all;
        pub mod ordered_by_balance;
        pub mod paid_back_after_a_no;
        pub mod paid_before_it_is_approved;
        pub mod payer_first;
        pub mod pays_itself_unlocked;
        pub mod pays_itself_with_two_locks;
        pub mod poisoned_account;
        pub mod sixteen_locks_for_all;
    }
    pub mod philosophers {
        pub mod a_panic_of_its_own;
        pub mod a_table_in_a_row;
        pub mod a_waiter_hands_them_out;
        pub mod after_you;
        pub mod backs_off_at_random;
        pub mod dirty_forks_nobody_asked_for;
        pub mod eats_under_the_lock;
        pub mod fewest_meals_first;
        pub mod first_seats_first;
        pub mod forks_kept_in_a_panic;
        pub mod four_may_sit_down;
        pub mod left_then_right;
        pub mod looks_once_a_minute;
        pub mod looks_only_at_who_eats;
        pub mod lower_fork_first;
        pub mod one_key_for_all_forks;
        pub mod one_line_for_all;
        pub mod tries_again_and_again;
        pub mod wakes_one;
    }
    pub mod patient_lock {
        pub mod a_limit_for_each_lock;
        pub mod an_equal_share_for_each_lock;
        pub mod asks_again_and_again;
        pub mod counts_places_from_where_it_began;
        pub mod deadline_overflows;
        pub mod guards_in_the_order_taken;
        pub mod holds_while_it_waits;
        pub mod lets_go_of_the_last_only;
        pub mod looks_at_the_clock_first;
        pub mod names_the_first_busy_lock;
        pub mod names_the_first_it_met;
        pub mod naps_in_between;
        pub mod no_limit_no_tricks;
        pub mod pause_that_doubles;
        pub mod sorted_by_address;
        pub mod tries_once;
        pub mod waits_for_the_rest_with_the_first;
        pub mod waits_in_slices;
        pub mod waits_without_a_limit;
    }
    pub mod lockdep {
        pub mod a_graph_for_each_thread;
        pub mod between_two_cycles;
        pub mod five_orders_at_most;
        pub mod held_as_a_set;
        pub mod in_order_of_appearance;
        pub mod leads_to_a_cycle;
        pub mod lets_go_of_the_last;
        pub mod line_feeds_in_between;
        pub mod names_known_by_address;
        pub mod never_lets_go;
        pub mod nothing_before_itself;
        pub mod one_list_for_all_recorders;
        pub mod one_list_for_all_threads;
        pub mod orders_while_held;
        pub mod panics_keep_their_locks;
        pub mod poisoned_lock;
        pub mod reached_twice_is_a_cycle;
        pub mod recorded_when_taken;
        pub mod recorder_locked_while_it_waits;
        pub mod sixteen_locks_at_most;
        pub mod the_first_cycle_only;
        pub mod the_innermost_only;
        pub mod the_last_thread;
        pub mod threads_known_by_name;
        pub mod two_locks_only;
    }
    pub mod who_hangs {
        pub mod alarm_under_the_lock;
        pub mod alarmed_by_name;
        pub mod alarmed_for_good;
        pub mod an_alarm_a_minute;
        pub mod clock_from_the_announcement;
        pub mod clock_from_the_first_step;
        pub mod close_ones_share_an_alarm;
        pub mod deadline_overflows;
        pub mod drop_wakes_nobody;
        pub mod ends_with_the_last_sender;
        pub mod gives_all_alarms_before_it_goes;
        pub mod kept_after_a_panic;
        pub mod known_by_name;
        pub mod looks_every_few_milliseconds;
        pub mod looks_once_a_limit;
        pub mod mark_put_on_the_job;
        pub mod marked_after_the_alarm;
        pub mod more_than_the_limit;
        pub mod not_joined;
        pub mod one_clock_for_all;
        pub mod sleeps_its_time_out;
        pub mod sorted_by_name;
        pub mod steps_wake_nobody;
        pub mod stop_flag_beside_the_lock;
        pub mod stopped_after_the_wait;
        pub mod unwatched_step_panics;
        pub mod waits_for_the_last_job;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod bank;
    pub mod lockdep;
    pub mod patient_lock;
    pub mod philosophers;
    pub mod who_hangs;
}

//! Answers to chapter 07: the references, other right answers, and wrong ones that the tests must refuse.

// The exercises' types have no `Default`; the answers keep to them.
#![allow(clippy::new_without_default)]

pub mod backpressure;
pub mod bounded_queue;
pub mod first_of;
pub mod from_calls_to_queue;
pub mod worker_crew;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod bounded_queue {
        pub mod channel_inside;
        pub mod one_bell_for_all;
        pub mod ring_of_slots;
    }
    pub mod worker_crew {
        pub mod handed_back_by_join;
        pub mod handed_out_by_a_foreman;
        pub mod map_under_a_lock;
    }
    pub mod backpressure {
        pub mod a_permit_for_each_place;
        pub mod channels_of_std;
    }
    pub mod first_of {
        pub mod after_in_its_arm;
        pub mod asked_in_turn;
        pub mod deadline_by_hand;
        pub mod select_put_together;
    }
    pub mod from_calls_to_queue {
        pub mod channels_of_std;
        pub mod sender_taken_away;
        pub mod slots_under_one_lock;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod bounded_queue {
        pub mod busy_means_empty;
        pub mod close_is_for_poppers;
        pub mod close_throws_away;
        pub mod close_waits_until_it_is_empty;
        pub mod close_wakes_one;
        pub mod close_wakes_poppers_only;
        pub mod close_wakes_pushers_only;
        pub mod close_wakes_two;
        pub mod closed_beside_the_lock;
        pub mod closed_looked_at_on_entry;
        pub mod closed_means_none;
        pub mod drops_the_oldest;
        pub mod if_around_the_wait_for_an_item;
        pub mod if_around_the_wait_for_room;
        pub mod last_in_first_out;
        pub mod length_beside_the_lock;
        pub mod looks_again_and_again;
        pub mod looks_every_minute;
        pub mod naps_in_between;
        pub mod no_limit;
        pub mod one_pill;
        pub mod one_place_to_wait;
        pub mod one_place_two_wake_ups;
        pub mod one_too_many;
        pub mod push_gives_up;
        pub mod room_for_a_power_of_two;
        pub mod sender_dropped;
        pub mod sleeps_under_the_lock;
        pub mod the_capacity_of_the_deque;
        pub mod throws_the_new_one_away;
        pub mod throws_the_oldest_away;
        pub mod waits_a_second_at_most;
        pub mod wakes_at_half;
        pub mod wakes_from_empty_only;
        pub mod wakes_from_full_only;
        pub mod woken_before_it_is_there;
        pub mod zero_is_no_limit;
    }
    pub mod worker_crew {
        pub mod a_dispatcher_with_a_job_in_hand;
        pub mod a_place_for_each_number;
        pub mod a_queue_for_each_worker;
        pub mod a_stop_token_each;
        pub mod a_thread_for_each_job;
        pub mod as_many_as_cores;
        pub mod asks_whether_it_is_empty;
        pub mod bad_jobs_are_left_out;
        pub mod collects_jobs_first;
        pub mod counted_in_order_of_arrival;
        pub mod counts_what_is_open;
        pub mod empty_is_the_end;
        pub mod first_panic_ends_the_shift;
        pub mod four_at_most;
        pub mod looks_again_and_again;
        pub mod looks_every_second;
        pub mod one_at_a_time;
        pub mod one_stop_token;
        pub mod outcomes_wait_for_the_end;
        pub mod panic_is_passed_on;
        pub mod says_only_that_it_panicked;
        pub mod sender_kept;
        pub mod silence_is_the_end;
        pub mod silence_of_a_day_is_the_end;
        pub mod the_last_job_of_one_worker;
        pub mod worker_dies_and_nobody_asks;
        pub mod worker_dies_with_its_job;
    }
    pub mod backpressure {
        pub mod a_queue_for_each_worker;
        pub mod as_many_as_cores;
        pub mod asks_again_and_again;
        pub mod batch_by_batch;
        pub mod gives_up_sending;
        pub mod joined_and_forgotten;
        pub mod left_out_when_full;
        pub mod naps_when_full;
        pub mod no_limits;
        pub mod no_room_is_the_end;
        pub mod one_over;
        pub mod one_stop_token;
        pub mod one_worker;
        pub mod panics_are_left_out;
        pub mod photos_without_a_limit;
        pub mod reads_all_first;
        pub mod reads_then_stores;
        pub mod receiver_kept;
        pub mod results_by_powers_of_two;
        pub mod results_outlive_the_store;
        pub mod results_without_a_limit;
        pub mod sender_kept;
        pub mod shrinks_under_a_lock;
        pub mod silence_of_the_crew;
        pub mod silence_of_the_disk;
        pub mod stores_at_the_end;
        pub mod three_at_most_wait;
        pub mod two_workers_at_least;
        pub mod waits_while_it_is_full;
        pub mod zero_is_no_limit;
        pub mod zero_is_one;
    }
    pub mod first_of {
        pub mod a_new_ticker_each_time;
        pub mod asks_round_and_round;
        pub mod dropped_sender_is_no_signal;
        pub mod empties_the_channel;
        pub mod empty_means_no_more;
        pub mod first_arm_of_select;
        pub mod first_report_at_the_start;
        pub mod half_a_second_for_each;
        pub mod jobs_before_reports;
        pub mod jobs_first;
        pub mod jobs_may_come_back;
        pub mod looks_again_with_the_job_in_hand;
        pub mod looks_at_the_signal_between_jobs;
        pub mod looks_before_it_waits;
        pub mod makes_up_for_missed_reports;
        pub mod nap_in_the_default;
        pub mod period_begins_with_each_wait;
        pub mod reports_after_jobs_only;
        pub mod reports_before_the_signal;
        pub mod silence_is_the_end;
        pub mod takes_a_job_ahead;
        pub mod waits_until_the_next_report;
        pub mod whole_seconds;
        pub mod works_off_what_is_there;
    }
    pub mod from_calls_to_queue {
        pub mod a_new_thread_after_a_panic;
        pub mod a_thread_for_each_request;
        pub mod answer_dropped_at_the_end;
        pub mod asks_for_the_answer;
        pub mod called_under_a_lock;
        pub mod ends_with_its_clients;
        pub mod errors_are_logged;
        pub mod first_line_of_the_text;
        pub mod joined_but_not_told;
        pub mod looks_at_a_flag;
        pub mod no_text_is_no_word;
        pub mod not_joined;
        pub mod one_place_for_the_answer;
        pub mod one_queue_of_answers;
        pub mod panic_ends_the_service;
        pub mod panic_is_raised_again;
        pub mod panics_are_logged;
        pub mod patience_of_a_minute;
        pub mod select_takes_either;
        pub mod serves_what_is_there;
        pub mod silence_ends_it;
        pub mod stop_stands_in_line;
        pub mod takes_all_that_waits;
        pub mod text_is_a_literal;
        pub mod text_is_a_string;
        pub mod unwraps_the_send;
        pub mod waits_for_nobody;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod backpressure;
    pub mod bounded_queue;
    pub mod first_of;
    pub mod from_calls_to_queue;
    pub mod worker_crew;
}

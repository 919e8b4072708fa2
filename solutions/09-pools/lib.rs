//! Answers to chapter 09: the references, other right answers, and wrong ones that the tests must refuse.

// The exercises' types have no `Default`; the answers keep to them.
#![allow(clippy::new_without_default)]

pub mod as_completed;
pub mod cancel;
pub mod pool_size;
pub mod thread_pool;
pub mod work_stealing;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod thread_pool {
        pub mod locks_only;
        pub mod shared_receiver;
        pub mod stop_messages;
    }
    pub mod as_completed {
        pub mod crossbeam_timer;
        pub mod one_board;
    }
    pub mod cancel {
        pub mod job_in_a_slot;
        pub mod phase_and_channel;
    }
    pub mod work_stealing {
        pub mod bells;
        pub mod one_lock;
    }
    pub mod pool_size {
        pub mod numbered_results;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod thread_pool {
        pub mod as_many_as_cores;
        pub mod asks_whether_it_is_there;
        pub mod caught_in_the_worker_only;
        pub mod close_wakes_one;
        pub mod closed_beside_the_lock;
        pub mod closed_comes_first;
        pub mod dealt_in_turn;
        pub mod drop_lends_a_hand;
        pub mod empty_means_over;
        pub mod if_around_wait;
        pub mod inner_job_at_once;
        pub mod joins_before_it_closes;
        pub mod lock_lives_as_long_as_the_job;
        pub mod looks_again_and_again;
        pub mod new_thread_after_a_panic;
        pub mod newest_first;
        pub mod one_stop_for_all;
        pub mod one_worker_too_many;
        pub mod panic_becomes_a_text_of_its_own;
        pub mod panic_carries_a_text;
        pub mod queue_for_each_worker;
        pub mod queue_of_a_thousand;
        pub mod queue_with_an_end;
        pub mod runs_in_the_caller;
        pub mod somebody_listens_for_sure;
        pub mod thread_for_each_job;
        pub mod waits_for_a_worker;
        pub mod wakes_before_it_pushes;
        pub mod wakes_only_when_the_queue_was_empty;
        pub mod worker_dies_with_its_job;
        pub mod workers_are_left_to_themselves;
    }
    pub mod as_completed {
        pub mod a_share_for_each_worker;
        pub mod all_together_at_the_end;
        pub mod begun_is_told_by_message;
        pub mod deadline_overflows;
        pub mod drop_lets_the_workers_go_on;
        pub mod drop_waits_for_the_workers;
        pub mod for_ever_is_a_day;
        pub mod forgotten_between_two_lists;
        pub mod hears_it_when_it_sends;
        pub mod late_is_late;
        pub mod late_ones_come_again;
        pub mod late_result_on_the_board;
        pub mod limit_for_each_wait;
        pub mod limit_from_the_first_next;
        pub mod naps;
        pub mod order_of_the_list;
        pub mod own_sender_kept;
        pub mod starts_when_asked;
        pub mod taken_is_running;
        pub mod thread_for_each_job;
        pub mod time_is_up_and_that_is_all;
        pub mod too_late_to_ask;
        pub mod two_looks_at_the_queue;
        pub mod wakes_nobody_at_the_end;
        pub mod worker_dies_with_its_job;
        pub mod workers_do_not_look_at_the_clock;
        pub mod workers_live_as_long_as_the_iterator;
        pub mod works_under_the_lock;
    }
    pub mod cancel {
        pub mod asked_before_the_lock;
        pub mod asked_for_ever;
        pub mod asked_is_cancelled;
        pub mod asked_when_it_began;
        pub mod begins_in_order_to_be_dropped;
        pub mod begins_with_a_store;
        pub mod cancel_wakes_nobody;
        pub mod cancelled_once_only;
        pub mod canceller_needs_the_handle;
        pub mod dropped_handle_asks;
        pub mod dropped_handle_cancels;
        pub mod dropped_is_cancelled;
        pub mod dropped_without_a_word;
        pub mod errors_come_early;
        pub mod flag_at_the_door;
        pub mod if_around_wait;
        pub mod look_then_begin;
        pub mod look_then_cancel;
        pub mod looks_again_and_again;
        pub mod one_at_a_time;
        pub mod panic_after_asking_is_cancelled;
        pub mod panic_leaves_it_running;
        pub mod panic_leaves_the_work;
        pub mod prevented_work_panics;
        pub mod result_before_the_end;
        pub mod running_is_too_late;
        pub mod runs_under_the_lock;
        pub mod waits_for_the_pool;
        pub mod waits_until_it_has_stopped;
    }
    pub mod work_stealing {
        pub mod caller_lends_a_hand;
        pub mod drop_wakes_nobody;
        pub mod gives_way;
        pub mod guests_first;
        pub mod halves_once;
        pub mod helps_once;
        pub mod helps_the_thief_only;
        pub mod joiner_lets_them_wait;
        pub mod looks_then_sleeps;
        pub mod naps;
        pub mod newest_guest_first;
        pub mod one_after_the_other;
        pub mod one_queue_for_all;
        pub mod one_stack_for_all;
        pub mod own_half_or_nothing;
        pub mod panic_carries_a_text;
        pub mod panic_leaves_at_once;
        pub mod parent_waits;
        pub mod results_as_they_come;
        pub mod second_panic_wins;
        pub mod steals_from_its_neighbour;
        pub mod steals_the_newest;
        pub mod steals_with_its_own_lock_held;
        pub mod stolen_panic_kills_the_thief;
        pub mod the_end_is_no_news;
        pub mod thread_for_each_half;
        pub mod told_before_it_is_there;
        pub mod two_at_work;
        pub mod wakes_one;
        pub mod wakes_one_but_for_the_end;
        pub mod workers_are_left_to_themselves;
    }
    pub mod pool_size {
        pub mod as_they_come;
        pub mod batch_by_batch;
        pub mod cores_and_four_more;
        pub mod divides_first;
        pub mod equal_shares;
        pub mod five_times_the_cores;
        pub mod floating_point;
        pub mod forgets_the_one;
        pub mod in_turns;
        pub mod longest_first;
        pub mod longest_forgotten;
        pub mod one_request_at_a_time;
        pub mod one_to_spare;
        pub mod pool_for_each_request;
        pub mod round_by_round;
        pub mod rounds_down;
        pub mod single_part_stays_here;
        pub mod sum_over_workers;
        pub mod thread_for_each_part;
        pub mod tolerant_floats;
        pub mod two_at_work;
        pub mod u64_of_nanoseconds;
        pub mod useful_rounds_down;
        pub mod waiting_costs_nothing;
        pub mod waits_for_each_part;
        pub mod whole_milliseconds;
        pub mod whole_seconds;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod as_completed;
    pub mod cancel;
    pub mod pool_size;
    pub mod thread_pool;
    pub mod work_stealing;
}

//! Answers to chapter 02: the references, other right answers, and wrong ones that the tests must refuse.

pub mod digest_files;
pub mod scoped_sum;
pub mod start_join;
pub mod ticker;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod start_join {
        pub mod joined_in_any_order;
        pub mod numbered_messages;
        pub mod recursion;
        pub mod scoped;
        pub mod shared_slots;
    }
    pub mod scoped_sum {
        pub mod every_nth;
        pub mod halves;
        pub mod subtotals_by_channel;
        pub mod whoever_is_free;
    }
    pub mod digest_files {
        pub mod handed_out;
        pub mod last_file_first;
        pub mod list_under_a_lock;
        pub mod the_caller_works_too;
    }
    pub mod ticker {
        pub mod condition_variable;
        pub mod dropped_in_order;
        pub mod parked;
        pub mod told_to_end;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod start_join {
        pub mod a_dozen_at_a_time;
        pub mod all_results_are_in;
        pub mod as_many_as_cores;
        pub mod as_they_arrive;
        pub mod asks_whether_they_are_finished;
        pub mod crashes_by_name;
        pub mod finished_is_joined;
        pub mod first_crash_is_the_result;
        pub mod fixed_texts_only;
        pub mod handles_by_name;
        pub mod joins_in_the_loop;
        pub mod last_job_runs_here;
        pub mod lazy_chain;
        pub mod named_after_the_joiner;
        pub mod payload_shown_by_debug;
        pub mod pushed_into_one_list;
        pub mod scope_catches;
        pub mod silence_is_a_crash;
        pub mod stops_joining_at_a_crash;
        pub mod strings_only;
        pub mod the_scope_joins;
        pub mod threads_without_names;
        pub mod unwraps_the_join;
    }
    pub mod scoped_sum {
        pub mod a_lock_around_the_work;
        pub mod a_panic_is_a_text;
        pub mod a_panic_is_worth_nothing;
        pub mod a_short_list_alone;
        pub mod a_sixteenth_at_a_time;
        pub mod chunks_exact;
        pub mod drops_the_tail;
        pub mod in_a_single_thread;
        pub mod lazy_chain;
        pub mod load_add_store;
        pub mod looks_at_the_first_panic_only;
        pub mod more_threads_than_orders;
        pub mod one_more_thread_for_the_rest;
        pub mod pieces_of_nothing;
        pub mod sixteen_are_enough;
        pub mod the_border_belongs_to_both;
        pub mod the_caller_helps_out;
        pub mod the_last_takes_the_rest;
        pub mod the_scope_passes_panics_on;
        pub mod thread_for_each_order;
        pub mod unwraps_the_join;
        pub mod works_before_it_starts;
    }
    pub mod digest_files {
        pub mod an_error_ends_the_worker;
        pub mod an_error_is_the_end_of_the_file;
        pub mod an_error_stops_all;
        pub mod as_many_as_cores;
        pub mod as_they_are_finished;
        pub mod batches;
        pub mod digests_in_one_thread;
        pub mod digests_under_a_lock;
        pub mod eight_are_enough;
        pub mod equal_shares;
        pub mod errors_are_left_out;
        pub mod every_nth;
        pub mod lock_lives_through_the_loop;
        pub mod look_then_take;
        pub mod one_piece_is_the_file;
        pub mod one_worker;
        pub mod opens_its_share_at_once;
        pub mod opens_the_next_beforehand;
        pub mod opens_under_the_lock;
        pub mod reads_past_open;
        pub mod rounds;
        pub mod several_files_at_a_time;
        pub mod the_caller_is_one_too_many;
        pub mod the_error_told_again;
        pub mod the_others_go_on;
        pub mod thread_for_each_file;
        pub mod tries_again;
        pub mod worker_by_worker;
    }
    pub mod ticker {
        pub mod a_gone_owner_is_no_message;
        pub mod a_thread_for_each_tick;
        pub mod a_year_is_for_ever;
        pub mod due_time_overflows;
        pub mod ends_sometime;
        pub mod first_tick_at_once;
        pub mod flag_beside_the_lock;
        pub mod goes_on_after_a_panic;
        pub mod if_around_wait;
        pub mod in_a_panic_nobody_waits;
        pub mod in_a_tick_nobody_waits;
        pub mod joins_itself;
        pub mod last_tick_at_the_end;
        pub mod lock_held_while_ticking;
        pub mod looks_every_second;
        pub mod naps;
        pub mod naps_but_listens;
        pub mod never_told;
        pub mod one_flag_for_all;
        pub mod parks_once;
        pub mod sender_dropped_too_late;
        pub mod sleeps_the_period_out;
        pub mod told_and_left;
        pub mod unwraps_the_join;
        pub mod waits_for_the_tick_only;
        pub mod waits_to_be_heard;
        pub mod wake_up_nobody_hears;
        pub mod wakes_every_day;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod digest_files;
    pub mod scoped_sum;
    pub mod start_join;
    pub mod ticker;
}

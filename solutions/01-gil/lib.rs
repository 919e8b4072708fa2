//! Answers to chapter 01: the references, other right answers, and wrong ones that the tests must refuse.

pub mod big_lock;
pub mod drop_the_lock;
pub mod waits_overlap;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod big_lock {
        pub mod free_for_all;
        pub mod mutex_guard_is_the_key;
        pub mod parked_threads;
        pub mod sent_from_thread_to_thread;
    }
    pub mod waits_overlap {
        pub mod detached_and_counted;
        pub mod key_let_go_round_each_wait;
        pub mod one_loop_that_computes;
        pub mod one_owner;
    }
    pub mod drop_the_lock {
        pub mod a_lock_for_each_object;
        pub mod lets_go_and_starts_with_the_busy_one;
        pub mod taken_out_for_the_time;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod big_lock {
        pub mod a_panic_comes_back_without_the_key;
        pub mod a_panic_keeps_the_key;
        pub mod a_panic_spoils_the_key;
        pub mod asks_again_and_again;
        pub mod comes_back_without_the_key;
        pub mod count_belongs_to_the_thread;
        pub mod count_starts_with_each_newcomer;
        pub mod count_survives_a_call;
        pub mod count_survives_a_hand_over;
        pub mod counts_for_everyone_who_waits;
        pub mod counts_from_the_beginning_of_its_turn;
        pub mod flag_beside_the_lock;
        pub mod gives_way_after_every_bytecode;
        pub mod gives_way_in_two_steps;
        pub mod hands_over_to_nobody;
        pub mod if_around_wait;
        pub mod keeps_the_key_while_it_waits;
        pub mod lets_go_and_asks_again;
        pub mod lets_go_only_if_asked;
        pub mod looks_then_takes;
        pub mod naps_and_hopes;
        pub mod one_request_for_all;
        pub mod one_wake_up_is_a_hand_over;
        pub mod only_newcomers_ask;
        pub mod relaxed_key;
        pub mod waits_for_a_taker;
        pub mod whoever_is_away_wants_the_key;
        pub mod yields_and_hopes;
    }
    pub mod waits_overlap {
        pub mod a_pool_of_eight;
        pub mod a_thread_for_each_step;
        pub mod as_many_threads_as_cores;
        pub mod asks_again_and_again;
        pub mod computes_on_a_copy;
        pub mod forgets_what_a_panic_touched;
        pub mod goes_on_after_a_panic;
        pub mod goes_on_waiting_after_a_panic;
        pub mod in_the_order_of_failing;
        pub mod joins_as_it_starts;
        pub mod key_for_every_step;
        pub mod key_for_the_whole_job;
        pub mod one_job_after_the_other;
        pub mod poison_is_the_end;
        pub mod skips_a_step_when_busy;
        pub mod step_by_step_together;
        pub mod takes_the_variables_out;
        pub mod the_first_failure_ends_it_all;
        pub mod the_scope_waits_for_all;
        pub mod variables_of_its_own;
        pub mod waits_first;
        pub mod waits_of_a_job_overlap;
    }
    pub mod drop_the_lock {
        pub mod a_gate_before_the_stripes;
        pub mod a_panic_loses_the_object;
        pub mod a_panic_undoes_the_update;
        pub mod all_on_stripe_0;
        pub mod gives_up_when_busy;
        pub mod locks_in_the_order_of_arguments;
        pub mod locks_in_the_order_of_ids;
        pub mod locks_the_same_stripe_twice;
        pub mod looks_before_it_locks_the_stripe;
        pub mod looks_then_writes;
        pub mod neighbours_share_a_stripe;
        pub mod no_more_than_four_locks;
        pub mod nothing_to_swap_nothing_to_check;
        pub mod one_at_a_time;
        pub mod one_swap_at_a_time;
        pub mod only_the_same_object_shares_a_lock;
        pub mod poison_spoils_the_stripe;
        pub mod reader_becomes_writer;
        pub mod reads_beside_the_lock;
        pub mod snapshot_hand_over_hand;
        pub mod snapshot_locks_the_other_way_round;
        pub mod snapshot_object_by_object;
        pub mod snapshot_stripe_by_stripe;
        pub mod stripes_behind_one_lock;
        pub mod swap_locks_all_in_between;
        pub mod swap_locks_everything;
        pub mod tries_again_and_again;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod big_lock;
    pub mod drop_the_lock;
    pub mod waits_overlap;
}

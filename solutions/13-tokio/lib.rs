//! Answers to chapter 13: the references, other right answers, and wrong ones that the tests must refuse.

pub mod async_queue;
pub mod at_most;
pub mod deadline;
pub mod gather;
pub mod never_block;
pub mod port_me;
pub mod ticks;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod async_queue {
        pub mod channel_inside;
        pub mod wakers_by_hand;
    }
    pub mod at_most {
        pub mod crew_with_a_queue;
        pub mod permits_that_come_back;
        pub mod streams;
    }
    pub mod deadline {
        pub mod polled_by_hand;
        pub mod select_and_unordered;
        pub mod tasks_that_are_waited_for;
    }
    pub mod gather {
        pub mod combinators;
        pub mod polled_by_hand;
        pub mod tasks_and_a_channel;
        pub mod unordered;
    }
    pub mod never_block {
        pub mod readers_and_turns;
        pub mod window;
    }
    pub mod port_me {
        pub mod reader_and_writer;
        pub mod told_to_end;
    }
    pub mod ticks {
        pub mod one_sleep_set_again;
        pub mod parts_in_another_order;
        pub mod state_of_its_own;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
#[allow(clippy::await_holding_lock)] // `never_block` is about that, too
mod wrong {
    pub mod async_queue {
        pub mod a_permit_is_an_item;
        pub mod batch_after_batch;
        pub mod close_throws_away;
        pub mod close_wakes_one;
        pub mod consumers_find_out_by_themselves;
        pub mod drops_when_full;
        pub mod empty_is_the_end;
        pub mod item_in_the_waiters_hand;
        pub mod listens_after_the_look;
        pub mod looks_at_closed_first;
        pub mod made_is_in_line;
        pub mod no_limit;
        pub mod no_second_look;
        pub mod one_after_the_other;
        pub mod one_more_waits_outside;
        pub mod returns_when_all_are_out;
        pub mod sixteen_will_do;
        pub mod takes_one_ahead;
        pub mod task_for_each_item;
        pub mod tasks_belong_to_nobody;
        pub mod waiter_keeps_its_place;
        pub mod woken_has_an_item;
    }
    pub mod at_most {
        pub mod a_place_that_nobody_takes;
        pub mod all_at_once;
        pub mod bucket_of_tokens;
        pub mod buffered_keeps_places;
        pub mod chunks;
        pub mod counted_before_its_turn;
        pub mod counted_once_for_all_attempts;
        pub mod evenly_spaced;
        pub mod fixed_windows;
        pub mod last_call_first;
        pub mod lock_across_the_await;
        pub mod made_before_its_turn;
        pub mod no_pause_no_attempt;
        pub mod one_after_the_other;
        pub mod order_of_the_ends;
        pub mod pause_after_the_last;
        pub mod pauses_with_the_permit;
        pub mod permit_given_back_by_hand;
        pub mod permit_without_a_name;
        pub mod semaphore_is_a_rate;
        pub mod sleeps_the_thread;
        pub mod spawned_ones_go_on_alone;
        pub mod two_to_spare;
        pub mod whoever_wakes_first;
    }
    pub mod deadline {
        pub mod a_share_for_each;
        pub mod aborted_and_gone;
        pub mod begun_though_it_is_late;
        pub mod clock_starts_with_the_work;
        pub mod for_ever_overflows;
        pub mod group_goes_on_alone;
        pub mod limit_for_each;
        pub mod looks_at_the_clock_afterwards;
        pub mod one_after_the_other;
        pub mod one_late_all_late;
        pub mod panicked_is_late;
        pub mod results_as_they_end;
        pub mod the_task_runs_on;
        pub mod waits_until_the_time_is_up;
    }
    pub mod gather {
        pub mod a_hundred_at_once;
        pub mod aborted_is_gone;
        pub mod all_first_then_the_errors;
        pub mod dropped_handle_stops_the_task;
        pub mod first_error_by_place;
        pub mod looks_again_and_again;
        pub mod one_after_the_other;
        pub mod order_of_the_ends;
        pub mod panic_becomes_a_join_error;
        pub mod panic_leaves_the_others;
        pub mod panicked_ones_are_left_out;
        pub mod polled_after_its_end;
        pub mod polls_the_first_that_waits;
        pub mod settle_does_not_catch;
        pub mod settle_goes_on_alone;
        pub mod settled_one_by_one;
        pub mod spawned_and_awaited;
    }
    pub mod never_block {
        pub mod an_await_gives_way;
        pub mod an_hour_at_most;
        pub mod another_lock_for_the_wait;
        pub mod as_they_come;
        pub mod async_is_enough;
        pub mod budget_will_do;
        pub mod copies_the_total;
        pub mod dropped_is_taken_back;
        pub mod in_place;
        pub mod one_block_for_all;
        pub mod one_read_at_a_time;
        pub mod only_tries_the_lock;
        pub mod panic_becomes_an_error;
        pub mod reads_go_on;
        pub mod sleeps_in_the_pool;
        pub mod the_pool_has_a_limit;
        pub mod thread_and_join;
        pub mod yields_the_thread;
    }
    pub mod port_me {
        pub mod a_broken_client_is_an_error;
        pub mod a_failed_accept_is_the_end;
        pub mod a_pattern_is_tried_again;
        pub mod a_read_is_a_line;
        pub mod a_return_is_no_byte;
        pub mod a_thousand_clients_and_no_more;
        pub mod aborted_is_gone;
        pub mod counted_before_it_is_written;
        pub mod last_line_has_an_end;
        pub mod lines_are_text;
        pub mod lines_end_some_time;
        pub mod lots_are_drawn;
        pub mod next_client_finds_out;
        pub mod one_client_at_a_time;
        pub mod one_lock_for_the_totals;
        pub mod one_task_writes;
        pub mod task_is_a_thread;
        pub mod tasks_belong_to_nobody;
        pub mod the_blocking_pool_takes_it;
        pub mod the_pause_is_everybodys;
        pub mod thread_for_each_client;
        pub mod tried_again_at_once;
        pub mod waits_until_all_have_left;
        pub mod whoever_is_silent_is_gone;
    }
    pub mod ticks {
        pub mod a_new_sleep_in_each_poll;
        pub mod an_alarm_that_nobody_stops;
        pub mod begins_again_after_the_end;
        pub mod does_not_know_how_many;
        pub mod ends_a_tick_late;
        pub mod looks_again_and_again;
        pub mod looks_at_the_clock_only;
        pub mod makes_up_in_a_burst;
        pub mod missed_ones_count;
        pub mod puts_off_what_follows;
        pub mod seconds_with_a_point;
        pub mod sleeps_between_two;
        pub mod sleeps_the_thread;
        pub mod starts_with_the_first_poll;
        pub mod the_first_waker_is_kept;
        pub mod the_late_one_is_missed;
        pub mod throttled;
        pub mod ticks_at_once;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
#[allow(clippy::await_holding_lock)] // `never_block` is about that, too
mod stubs {
    pub mod async_queue;
    pub mod at_most;
    pub mod deadline;
    pub mod gather;
    pub mod never_block;
    pub mod port_me;
    pub mod ticks;
}

//! Answers to chapter 10: the references, other right answers, and wrong ones that the tests must refuse.

pub mod grain;
pub mod matmul;
pub mod merge_sort;
pub mod one_pool;
pub mod primes;
pub mod progress;
pub mod word_count;

/// Right answers written in another way. The tests must accept each of them.
pub mod also_right {
    pub mod grain {
        pub mod chunks;
        pub mod joins;
        pub mod one_more_than_threads;
        pub mod scope;
    }
    pub mod matmul {
        pub mod halves;
        pub mod spawned;
        pub mod tiles;
    }
    pub mod merge_sort {
        pub mod borrowed_pieces;
        pub mod bottom_up;
        pub mod sort_finds_the_runs;
        pub mod spawned_in_a_scope;
    }
    pub mod one_pool {
        pub mod flat;
        pub mod joins;
        pub mod slots;
    }
    pub mod primes {
        pub mod batches;
        pub mod fold_and_reduce;
        pub mod halves;
    }
    pub mod progress {
        pub mod chunks;
        pub mod flag_for_all;
        pub mod joins;
        pub mod one_count_for_all;
    }
    pub mod word_count {
        pub mod chunks_and_scope;
        pub mod halves;
        pub mod map_for_each_line;
    }
}

/// Wrong answers, each with its misconception. The tests must refuse each of them.
#[cfg(test)]
#[allow(dead_code)]
mod wrong {
    pub mod grain {
        pub mod a_dozen_pieces_will_do;
        pub mod all_workers_save;
        pub mod as_much_is_a_win;
        pub mod as_they_come;
        pub mod dealt_by_number;
        pub mod floating_point;
        pub mod grain_twice;
        pub mod halves_too_far;
        pub mod most_for_least;
        pub mod one_part_of_all;
        pub mod piece_for_each_item;
        pub mod piece_for_each_thread;
        pub mod pieces_in_turn;
        pub mod product_fits;
        pub mod rayon_knows_best;
        pub mod sixty_four_bits;
        pub mod the_rest_is_cut_off;
        pub mod whole_micros;
        pub mod works_under_the_lock;
    }
    pub mod matmul {
        pub mod all_are_square;
        pub mod any_shapes_fit;
        pub mod bands_are_blocks;
        pub mod blocks_within_a_row;
        pub mod column_by_column;
        pub mod each_block_begins_anew;
        pub mod factors_swapped;
        pub mod last_block_is_as_long;
        pub mod no_columns_no_chunks;
        pub mod one_after_the_other;
        pub mod piece_for_each_product;
        pub mod pool_of_its_own;
        pub mod result_behind_a_lock;
        pub mod rows_as_they_come;
        pub mod whole_blocks_only;
    }
    pub mod merge_sort {
        pub mod cut_off_in_front;
        pub mod cut_off_is_divided;
        pub mod eight_pieces_for_all;
        pub mod every_second_item;
        pub mod joins_down_to_one;
        pub mod one_after_the_other;
        pub mod one_half_goes_on;
        pub mod panic_is_an_empty_half;
        pub mod par_sort_knows;
        pub mod rest_is_forgotten;
        pub mod right_one_first;
        pub mod set_of_items;
        pub mod sort_unstable;
        pub mod thread_for_each_half;
        pub mod two_halves_are_enough;
    }
    pub mod one_pool {
        pub mod any_pool_will_do;
        pub mod as_many_as_the_pool_likes;
        pub mod caller_lends_a_hand;
        pub mod everybodys_pool;
        pub mod first_one_for_all;
        pub mod groups_only;
        pub mod never_dropped;
        pub mod no_more_inside;
        pub mod one_call_at_a_time;
        pub mod one_caller_at_a_time;
        pub mod panic_in_other_words;
        pub mod parts_only;
        pub mod pool_for_each_call;
        pub mod pool_for_each_group;
        pub mod pool_for_each_level;
        pub mod rayon_cuts_fine_enough;
        pub mod share_for_each_thread;
        pub mod thread_for_each_group;
        pub mod two_at_a_time;
        pub mod waits_in_the_worker;
    }
    pub mod primes {
        pub mod counted_while_it_is_listed;
        pub mod dealt_beforehand;
        pub mod end_is_one_of_them;
        pub mod few_numbers_are_cut_fine;
        pub mod four_pieces_for_each_thread;
        pub mod in_order_of_arrival;
        pub mod in_turns;
        pub mod left_to_rayon;
        pub mod lock_around_the_question;
        pub mod one_after_the_other;
        pub mod one_is_prime;
        pub mod piece_for_each_number;
        pub mod pool_of_its_own;
        pub mod rest_is_forgotten;
        pub mod square_does_not_fit;
        pub mod squares_are_prime;
        pub mod static_quarters;
        pub mod threads_of_its_own;
        pub mod waits_for_each_piece;
    }
    pub mod progress {
        pub mod chunk_tells_at_its_end;
        pub mod counts_before_it_works;
        pub mod draws_under_the_lock;
        pub mod full_batches_only;
        pub mod goes_on_after_the_error;
        pub mod in_one_thread;
        pub mod looks_every_four_batches;
        pub mod looks_now_and_then;
        pub mod one_speaker;
        pub mod only_what_went_well_counts;
        pub mod own_error_only;
        pub mod panic_in_other_words;
        pub mod pieces_of_any_size;
        pub mod the_rest_is_told_afterwards;
        pub mod told_after_each_item;
        pub mod told_at_the_beginning;
        pub mod told_at_the_end;
    }
    pub mod word_count {
        pub mod asks_about_a_line_again;
        pub mod cut_into_even_pieces;
        pub mod last_count_wins;
        pub mod letter_by_letter;
        pub mod letters_are_ascii;
        pub mod lock_for_each_line;
        pub mod lower_case_first;
        pub mod nothing_is_a_word;
        pub mod once_a_line;
        pub mod one_after_the_other;
        pub mod one_lock_of_many;
        pub mod one_map_behind_a_lock;
        pub mod one_thread_counts;
        pub mod pool_of_its_own;
        pub mod share_for_each_thread;
        pub mod split_at_spaces;
        pub mod ten_digits;
    }
}

/// What `cargo xtask reset` gives back.
#[cfg(test)]
#[allow(dead_code)]
mod stubs {
    pub mod grain;
    pub mod matmul;
    pub mod merge_sort;
    pub mod one_pool;
    pub mod primes;
    pub mod progress;
    pub mod word_count;
}

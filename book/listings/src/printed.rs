//! `println!` and `print!` of a listing, kept instead of shown.

use std::real::sync::{Mutex, PoisonError};

/// A run at a time: the checker runs all threads of a program on one real thread.
static TEXT: Mutex<String> = Mutex::new(String::new());

/// What `main` prints.
pub fn by(main: fn()) -> String {
    take(); // a run that panicked left its text behind
    main();
    take()
}

pub fn keep(text: &str) {
    TEXT.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push_str(text);
}

fn take() -> String {
    std::mem::take(&mut *TEXT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Mounted before the listings, so that this is the `println!` they mean.
macro_rules! println {
    ($($text:tt)*) => {
        $crate::printed::keep(&(format!($($text)*) + "\n"))
    };
}

#[allow(unused_macros, reason = "a listing may use it")]
macro_rules! print {
    ($($text:tt)*) => {
        $crate::printed::keep(&format!($($text)*))
    };
}

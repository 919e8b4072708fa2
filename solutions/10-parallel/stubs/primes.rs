//! Ticket: four quarters, four threads, and three of them wait.
//!
//! The counter of primes gives each of four threads a quarter of the numbers.
//! A large number takes longer to check than a small one, so the first quarter is done long before the last.
//! Now others want to ask other questions about many numbers, and in some of them one quarter costs everything.
//!
//! What must hold:
//! - `is_prime` is right for every `u32`, by trial division. 0 and 1 are not prime.
//! - `count` says how many numbers below `end` the question is true of, `list` says which, in ascending order.
//!   0 is one of the numbers, `end` is not. Each number is asked about once.
//! - Both work in the rayon pool that they are called in (`ThreadPool::install` chooses it; without, it is the
//!   global one), with all of its threads. They start no threads and build no pools.
//! - From 10,000 numbers on, no number belongs to a thread beforehand: if all the cost lies in the last quarter, or in
//!   every 24th number, it is shared too. If it lies in the number in the middle, `end / 2`, no more than an
//!   eighth of the others has to wait for that one (in a pool of two threads or more that are all free). Which numbers are expensive is not known.
//! - Threads do not wait for each other to ask.
//! - A question may be short. From 1,000 numbers on, the pool gets no more pieces than a 16th of the numbers, with up to
//!   60 threads, and however often one of them comes to steal.

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    todo!("whether {n} is prime")
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let _ = question;
    todo!("ask about the numbers below {end}, and count")
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let _ = question;
    todo!("ask about the numbers below {end}, and keep their order")
}

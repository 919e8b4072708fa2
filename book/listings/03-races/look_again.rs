use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

/// Takes one of the vouchers that are left, if there is one.
fn take(left: &AtomicU32) -> bool {
    let mut seen = left.load(SeqCst);
    loop {
        if seen == 0 {
            return false;
        }
        match left.compare_exchange(seen, seen - 1, SeqCst, SeqCst) {
            Ok(_) => return true,
            Err(now) => seen = now, // another till came in between: decide anew
        }
    }
}

/// The same, with the loop inside `fetch_update`; `None` means: leave it as it is.
fn take_in_short(left: &AtomicU32) -> bool {
    let one_less = |seen: u32| seen.checked_sub(1);
    left.fetch_update(SeqCst, SeqCst, one_less).is_ok()
}

pub fn main() {
    let left = AtomicU32::new(2);
    let taken = thread::scope(|s| {
        let by_hand = s.spawn(|| take(&left));
        let in_short = s.spawn(|| take_in_short(&left));
        let all = [
            take(&left),
            by_hand.join().unwrap(),
            in_short.join().unwrap(),
        ];
        all.iter().filter(|taken| **taken).count()
    });
    println!("taken: {taken}, left: {}", left.load(SeqCst));
}

//! The range is halved with `join` until a piece is short; whoever has nothing to do steals a half.

const SHORT: u32 = 100;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    let mut d: u32 = 2;
    while u64::from(d) * u64::from(d) <= u64::from(n) {
        if n.is_multiple_of(d) {
            return false;
        }
        d += 1;
    }
    n >= 2
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    count_between(0, end, &question)
}

fn count_between(from: u32, to: u32, question: &(impl Fn(u32) -> bool + Sync + Send)) -> usize {
    if to - from <= SHORT {
        return (from..to).filter(|n| question(*n)).count();
    }
    let middle = from.midpoint(to);
    let (low, high) = rayon::join(
        || count_between(from, middle, question),
        || count_between(middle, to, question),
    );
    low + high
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    list_between(0, end, &question)
}

fn list_between(from: u32, to: u32, question: &(impl Fn(u32) -> bool + Sync + Send)) -> Vec<u32> {
    if to - from <= SHORT {
        return (from..to).filter(|n| question(*n)).collect();
    }
    let middle = from.midpoint(to);
    let (mut low, mut high) = rayon::join(
        || list_between(from, middle, question),
        || list_between(middle, to, question),
    );
    low.append(&mut high);
    low
}

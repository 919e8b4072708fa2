//! Misconception: the smaller the pieces, the better the balance.
//! Refused by: speeds_up

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    count_between(0, end, &question)
}

fn count_between(from: u32, to: u32, question: &(impl Fn(u32) -> bool + Sync + Send)) -> usize {
    if to - from < 2 {
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
    let mut answers = vec![false; end as usize];
    rayon::scope(|s| {
        for (n, answer) in (0..).zip(&mut answers) {
            let question = &question;
            s.spawn(move |_| *answer = question(n));
        }
    });
    (0..end).filter(|n| answers[*n as usize]).collect()
}

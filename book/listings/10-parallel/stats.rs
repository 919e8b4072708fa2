use rayon::prelude::*;

// ANCHOR: merge
#[derive(Clone, Copy, Default)]
struct Stats {
    count: u64,
    sum: u64,
    most: u64,
}

impl Stats {
    fn with(self, value: u64) -> Stats {
        self.merge(Stats {
            count: 1,
            sum: value,
            most: value,
        })
    }

    fn merge(self, other: Stats) -> Stats {
        Stats {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            most: self.most.max(other.most),
        }
    }
}

fn stats(values: &[u64]) -> Stats {
    values
        .par_iter()
        .fold(Stats::default, |stats, value| stats.with(*value)) // one a piece
        .reduce(Stats::default, Stats::merge) // and the pieces' together
}
// ANCHOR_END: merge

pub fn main() {
    // Half a million values from 1 to 1,009, from a formula.
    let values: Vec<u64> = (0..500_000_u64).map(|n| n * n % 1_009 + 1).collect();
    let all = stats(&values);
    let mean = all.sum as f64 / all.count as f64;
    println!("{} values, mean {mean:.3}, most {}", all.count, all.most);
    let (few, many) = values.split_at(1_000);
    let means = [few, many].map(|part| {
        let part = stats(part);
        part.sum as f64 / part.count as f64
    });
    let of_means = means.iter().sum::<f64>() / 2.0;
    println!("the mean of two unequal parts' means: {of_means:.3}");
}

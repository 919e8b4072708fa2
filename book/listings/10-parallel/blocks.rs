const SIZE: usize = 48;

/// Keeps so many entries; drops what was not used for longest.
struct Cache {
    keeps: usize,
    entries: Vec<(usize, usize)>,
    fetched: usize,
}

impl Cache {
    fn look_at(&mut self, entry: (usize, usize)) {
        match self.entries.iter().position(|held| *held == entry) {
            Some(place) => _ = self.entries.remove(place),
            None => self.fetched += 1,
        }
        self.entries.push(entry);
        if self.entries.len() > self.keeps {
            self.entries.remove(0);
        }
    }
}

// ANCHOR: order
/// The order in which a product in blocks looks at the entries of the right matrix.
fn multiply(rows: usize, block: usize, mut look_at: impl FnMut((usize, usize))) {
    for band in (0..SIZE).step_by(rows) {
        for inner in (0..SIZE).step_by(block) {
            for cols in (0..SIZE).step_by(block) {
                for _row in band..SIZE.min(band + rows) {
                    for i in inner..SIZE.min(inner + block) {
                        for c in cols..SIZE.min(cols + block) {
                            look_at((i, c));
                        }
                    }
                }
            }
        }
    }
}
// ANCHOR_END: order

pub fn main() {
    println!("{SIZE} × {SIZE} times {SIZE} × {SIZE}, a cache of 200 entries");
    println!("rows in a band   block   fetched");
    for (rows, block) in [(1, SIZE), (1, 8), (4, 4), (8, 8), (10, 10), (16, 16)] {
        let mut cache = Cache {
            keeps: 200,
            entries: Vec::new(),
            fetched: 0,
        };
        multiply(rows, block, |entry| cache.look_at(entry));
        println!("{rows:>14} {block:>7} {:>9}", cache.fetched);
    }
}

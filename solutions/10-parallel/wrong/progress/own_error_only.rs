//! Misconception: Whoever meets the error stops: it is his.
//! Refused by: shuts_down

/// What shows how far the work is.
pub trait Bar: Sync {
    /// So many more items are done.
    fn inc(&self, items: u64);
}

/// One for the terminal.
impl Bar for indicatif::ProgressBar {
    fn inc(&self, items: u64) {
        indicatif::ProgressBar::inc(self, items);
    }
}

/// Does `work` for each item, and tells the bar.
pub fn map<T, R, E>(
    items: &[T],
    every: usize,
    bar: &impl Bar,
    work: impl Fn(&T) -> Result<R, E> + Sync + Send,
) -> Result<Vec<R>, E>
where
    T: Sync,
    R: Send,
    E: Send,
{
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    let (cursor, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (results, error) = (Mutex::new(Vec::new()), Mutex::new(None));
    let pieces: Vec<&[T]> = items.chunks(every).collect();
    rayon::scope(|s| {
        for _ in 0..rayon::current_num_threads() {
            s.spawn(|_| {
                loop {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let n = cursor.fetch_add(1, Ordering::SeqCst);
                    let Some(piece) = pieces.get(n) else { return };
                    let mut done = Done { bar, items: 0 };
                    let mut mine = Vec::new();
                    for item in *piece {
                        let r = work(item);
                        done.items += 1;
                        match r {
                            Ok(r) => mine.push(r),
                            Err(e) => {
                                *error.lock().unwrap() = Some(e);
                                return;
                            }
                        }
                    }
                    drop(done);
                    results.lock().unwrap().push((n, mine));
                }
            });
        }
    });
    if let Some(e) = error.into_inner().unwrap() {
        return Err(e);
    }
    let mut all = results.into_inner().unwrap();
    all.sort_by_key(|(n, _)| *n);
    Ok(all.into_iter().flat_map(|(_, r)| r).collect())
}
/// Tells the bar when it goes.
struct Done<'a, B: Bar> {
    bar: &'a B,
    items: u64,
}

impl<B: Bar> Drop for Done<'_, B> {
    fn drop(&mut self) {
        if self.items > 0 {
            self.bar.inc(self.items);
        }
    }
}

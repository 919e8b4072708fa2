//! What this proves: every photo is shrunk and stored once, the reader, the crew and the store work at the same time,
//! none of them runs ahead further than it may or waits where it need not, and a panic ends the import instead of
//! hanging it. All tests run under the checker. `race_free` and `shuts_down` try the orders in which the threads can
//! run; time is the checker's own, so that an hour's work takes exactly an hour, and none at all to test.
//!
//! What it cannot see: the memory itself. It counts what has been read and not shrunk, and shrunk and not stored.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/backpressure.rs"]
mod backpressure;

use backpressure::import;
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

const HOUR: Duration = Duration::from_secs(3600);
/// An odd time, which nobody hits who looks every so often.
const LONG: Duration = Duration::from_nanos(3_600_000_000_007);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// A photo, and its result: no copy, no clone, no comparison to be had.
struct Photo(usize);
struct Small(usize);

fn shrink(photo: Photo) -> Small {
    Small(photo.0)
}

/// `1 worker`, `2 workers`.
fn in_words(workers: usize) -> String {
    match workers {
        1 => "1 worker".to_string(),
        n => format!("{n} workers"),
    }
}

/// With many steps a run, a smaller search does.
fn check(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(300).random(150);
    check.run(program);
}

/// One schedule: what is checked here does not hang on the order.
fn check_once(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().schedules(1).random(0);
    check.run(program);
}

/// How far everybody has come.
#[derive(Default)]
struct Progress {
    read: AtomicUsize,
    shrunk: AtomicUsize,
    stored: AtomicUsize,
}

impl Progress {
    fn photos(&self, count: usize) -> impl Iterator<Item = Photo> + Send {
        (0..count).map(|number| {
            self.read.fetch_add(1, SeqCst);
            Photo(number)
        })
    }

    fn shrink(&self, photo: Photo) -> Small {
        self.shrunk.fetch_add(1, SeqCst);
        Small(photo.0)
    }

    fn read(&self) -> usize {
        self.read.load(SeqCst)
    }

    fn shrunk(&self) -> usize {
        self.shrunk.load(SeqCst)
    }

    fn stored(&self) -> usize {
        self.stored.load(SeqCst)
    }
}

mod behaves {
    use super::*;
    use harness::witness::Drops;

    #[track_caller]
    fn expect_all_stored(photos: usize, capacity: usize, workers: usize) {
        let crew = in_words(workers);
        let mut stored = Vec::new();
        let all = (0..photos).map(Photo);
        import(all, capacity, workers, shrink, |small| stored.push(small.0));
        stored.sort_unstable();
        assert!(
            stored == Vec::from_iter(0..photos),
            "{photos} photos, capacity {capacity}, {crew}: stored were {stored:?}"
        );
    }

    #[harness::test]
    fn every_photo_is_stored_once() {
        check_once(|| expect_all_stored(10, 2, 2));
    }

    #[harness::test]
    fn one_worker_and_room_for_one_will_do() {
        check_once(|| expect_all_stored(5, 1, 1));
    }

    #[harness::test]
    fn there_may_be_fewer_photos_than_workers() {
        check_once(|| expect_all_stored(1, 4, 3));
    }

    #[harness::test]
    fn there_may_be_no_photos() {
        check_once(|| expect_all_stored(0, 2, 2));
    }

    #[harness::test]
    fn photos_go_from_hand_to_hand() {
        check_once(|| expect_all_stored(4, 0, 2));
    }

    #[harness::test]
    fn the_caller_stores() {
        check_once(|| {
            let caller = thread::current().id();
            let mut elsewhere = 0;
            import((0..3).map(Photo), 1, 2, shrink, |_| {
                elsewhere += usize::from(thread::current().id() != caller);
            });
            assert!(
                elsewhere == 0,
                "`store` was called {elsewhere} times by another thread than the one that called `import`"
            );
        });
    }

    #[harness::test]
    fn nothing_is_kept_behind() {
        check_once(|| {
            let drops = Drops::new();
            let photos = (0..4).map(|_| drops.token());
            import(photos, 1, 2, |photo| photo.clone(), drop);
            drops.assert_all_dropped();
        });
    }
}

mod race_free {
    use super::*;

    #[harness::test]
    fn no_photo_is_lost_between_two_workers() {
        check(|| {
            let mut stored = Vec::new();
            import((0..3).map(Photo), 1, 2, shrink, |small| {
                stored.push(small.0)
            });
            stored.sort_unstable();
            assert!(
                stored == [0, 1, 2],
                "photos 0, 1 and 2 were read, and {stored:?} stored"
            );
        });
    }

    /// Shrinking takes an hour. `ahead` is how many photos were read at the end of the first hour.
    fn read_ahead(capacity: usize, workers: usize) {
        let progress = Progress::default();
        let most = capacity + workers + 1;
        let least = capacity + workers;
        let crew = in_words(workers);
        let slow = |photo: Photo| {
            let first = progress.shrunk() == 0;
            thread::sleep(HOUR);
            let ahead = progress.read() - progress.shrunk();
            assert!(
                ahead <= most,
                "capacity {capacity}, {crew}, each at a photo for an hour: {ahead} photos were read and not \
                 shrunk, and {most} are the most"
            );
            assert!(
                !first || ahead >= least,
                "capacity {capacity}, {crew}, each at its first photo for an hour: the reader had time to \
                 read {least} photos, and read {ahead}"
            );
            progress.shrink(photo)
        };
        let mut stored = 0;
        import(progress.photos(10), capacity, workers, slow, |_| {
            stored += 1
        });
        assert!(
            stored == 10,
            "capacity {capacity}, {crew}, each at a photo for an hour: ten photos came, and {stored} were stored"
        );
    }

    #[harness::test]
    fn a_slow_crew_holds_the_reader_back() {
        check(|| read_ahead(2, 1));
    }

    #[harness::test]
    fn the_capacity_is_not_for_each_worker() {
        check(|| read_ahead(5, 2));
    }

    #[harness::test]
    fn without_capacity_nothing_waits_for_a_worker() {
        check(|| read_ahead(0, 1));
    }

    /// Storing takes an hour.
    fn shrunk_ahead(capacity: usize, workers: usize) {
        let progress = Progress::default();
        let most = capacity + workers + 1;
        let crew = in_words(workers);
        let mut first = true;
        let photos = 2 * capacity + workers + 3;
        import(
            progress.photos(photos),
            capacity,
            workers,
            |photo| progress.shrink(photo),
            |_| {
                thread::sleep(HOUR);
                let ahead = progress.shrunk() - progress.stored();
                assert!(
                    ahead <= most,
                    "capacity {capacity}, {crew}, `store` takes an hour: {ahead} photos were shrunk and not \
                     stored, and {most} are the most"
                );
                assert!(
                    !first || ahead == most,
                    "capacity {capacity}, {crew}, `store` was busy for an hour with the first result: the \
                     crew had time for {most} photos, and shrank {ahead}"
                );
                let read = progress.read() - progress.stored();
                let most = 2 * capacity + workers + 2;
                assert!(
                    read <= most,
                    "capacity {capacity}, {crew}, `store` takes an hour: {read} photos were read and not \
                     stored, and {most} are the most"
                );
                first = false;
                progress.stored.fetch_add(1, SeqCst);
            },
        );
        let stored = progress.stored();
        assert!(
            stored == photos,
            "capacity {capacity}, {crew}, `store` takes an hour: {photos} photos came, and {stored} were stored"
        );
    }

    #[harness::test]
    fn a_slow_store_holds_everybody_back() {
        check(|| shrunk_ahead(1, 1));
    }

    #[harness::test]
    fn a_slow_store_holds_a_larger_crew_back() {
        check(|| shrunk_ahead(5, 2));
    }

    #[harness::test]
    fn without_capacity_nothing_waits_for_the_store() {
        check(|| shrunk_ahead(0, 1));
    }

    /// Shrinking takes an hour, and there are two photos for each worker.
    fn two_hours_for(workers: usize) {
        let start = Instant::now();
        let slow = |photo| {
            thread::sleep(HOUR);
            shrink(photo)
        };
        let photos = 2 * workers;
        import((0..photos).map(Photo), 1, workers, slow, |_| ());
        let took = start.elapsed();
        assert!(
            took == 2 * HOUR,
            "shrinking takes an hour, and {workers} workers took {took:?} for {photos} photos"
        );
    }

    #[harness::test]
    fn workers_shrink_at_the_same_time() {
        check(|| two_hours_for(2));
    }

    #[harness::test]
    fn a_large_crew_shrinks_at_the_same_time() {
        check_once(|| two_hours_for(7));
    }

    #[harness::test]
    fn reading_shrinking_and_storing_go_on_at_the_same_time() {
        check(|| {
            let start = Instant::now();
            let photos = (0..3).map(|number| {
                thread::sleep(LONG);
                Photo(number)
            });
            let slow = |photo| {
                thread::sleep(LONG);
                shrink(photo)
            };
            import(photos, 1, 1, slow, |_| thread::sleep(LONG));
            let took = start.elapsed();
            assert!(
                took == 5 * LONG,
                "reading, shrinking and storing take {LONG:?} a photo each. Three photos took {took:?}; \
                 side by side they take {:?}",
                5 * LONG
            );
        });
    }

    #[harness::test]
    fn nobody_waits_for_the_slowest_of_a_batch() {
        check(|| {
            let start = Instant::now();
            let hours = [3, 1, 1, 1];
            let slow = |photo: Photo| {
                thread::sleep(hours[photo.0] * HOUR);
                shrink(photo)
            };
            import((0..4).map(Photo), 2, 2, slow, |_| ());
            let took = start.elapsed();
            assert!(
                took == 3 * HOUR,
                "one photo takes three hours to shrink and three take one: two workers took {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_slow_disk_is_not_the_end() {
        check(|| {
            let mut stored = 0;
            let photos = (0..2).map(|number| {
                thread::sleep(THOUSAND_DAYS);
                Photo(number)
            });
            import(photos, 1, 2, shrink, |_| stored += 1);
            assert!(
                stored == 2,
                "two photos came, each after a thousand days, and {stored} were stored"
            );
        });
    }

    #[harness::test]
    fn a_slow_archive_is_not_the_end() {
        check(|| {
            let mut stored = 0;
            import((0..7).map(Photo), 1, 1, shrink, |_| {
                thread::sleep(THOUSAND_DAYS);
                stored += 1;
            });
            assert!(
                stored == 7,
                "seven photos came, storing takes a thousand days, and {stored} were stored"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::witness::Drops;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// No thread may outlive the program.
    fn check_to_the_end(program: impl Fn() + Send + Sync + 'static) {
        let check = harness::model::Check::new().no_thread_left_behind();
        check.schedules(300).random(150).run(program);
    }

    #[track_caller]
    fn expect_a_panic(what: &str, program: impl FnOnce()) {
        let ended = catch_unwind(AssertUnwindSafe(program));
        assert!(
            ended.is_err(),
            "{what} panicked, and `import` came back as if nothing had happened"
        );
    }

    #[harness::test]
    fn everybody_is_gone_at_the_end() {
        check_to_the_end(|| import((0..3).map(Photo), 1, 2, shrink, |_| ()));
    }

    #[harness::test]
    fn a_panic_of_the_only_worker_ends_the_import() {
        check_to_the_end(|| {
            expect_a_panic("the only worker", || {
                let bad = |_| -> Small { panic!("a bad photo") };
                import((0..4).map(Photo), 1, 1, bad, |_| ());
            });
        });
    }

    #[harness::test]
    fn a_panic_of_one_worker_of_two_is_not_hidden() {
        check_to_the_end(|| {
            expect_a_panic("one of two workers", || {
                let bad = |photo: Photo| match photo.0 {
                    0 => panic!("a bad photo"),
                    _ => shrink(photo),
                };
                import((0..4).map(Photo), 1, 2, bad, |_| ());
            });
        });
    }

    #[harness::test]
    fn a_panic_of_every_worker_ends_the_import() {
        check_to_the_end(|| {
            expect_a_panic("each of two workers", || {
                let bad = |_| -> Small { panic!("a bad photo") };
                import((0..5).map(Photo), 0, 2, bad, |_| ());
            });
        });
    }

    #[harness::test]
    fn a_panic_of_the_store_ends_the_import() {
        check_to_the_end(|| {
            expect_a_panic("the store", || {
                let full = |_| panic!("the archive is full");
                import((0..6).map(Photo), 1, 1, shrink, full);
            });
        });
    }

    #[harness::test]
    fn a_panic_of_the_store_ends_a_crew() {
        check_to_the_end(|| {
            expect_a_panic("the store", || {
                let full = |_| panic!("the archive is full");
                import((0..6).map(Photo), 0, 2, shrink, full);
            });
        });
    }

    #[harness::test]
    fn a_panic_of_the_reader_ends_the_import() {
        check_to_the_end(|| {
            expect_a_panic("the reader", || {
                let torn = (0..4).map(|number| match number {
                    2 => panic!("the disk is broken"),
                    _ => Photo(number),
                });
                import(torn, 1, 2, shrink, |_| ());
            });
        });
    }

    #[harness::test]
    fn a_panic_leaves_no_photo_behind() {
        check_to_the_end(|| {
            let drops = Drops::new();
            expect_a_panic("the store", || {
                let photos = (0..6).map(|_| drops.token());
                let full = |_| panic!("the archive is full");
                import(photos, 1, 1, |photo| photo, full);
            });
            drops.assert_all_dropped();
        });
    }
}

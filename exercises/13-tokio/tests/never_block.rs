//! What this proves: while each of the four functions is at work, a heartbeat in the same runtime goes on; the results
//! are those of the code that blocked; and what is dropped begins nothing more.
//! The runtime has one thread, which is the test's own. The disk knows it, and asks the heartbeat for a beat while
//! it is read. Pauses are exact, on tokio's paused clock.
//!
//! What it cannot see: calls that block where the test has no hand in it, such as a lock that is rarely held
//! for long, or a `println!` into a full pipe.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the harness's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/never_block.rs"]
mod never_block;

use harness::real::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Arc, Condvar, Mutex, mpsc as threads};
use harness::real::thread::{self, ThreadId};
use harness::witness::InFlight;
use never_block::{Disk, READS, add_price, checksum, knock, read_all};
use std::io;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

const HOUR: Duration = Duration::from_secs(3600);
/// Nobody sleeps longer: when it is over, nobody ever wakes.
const STANDSTILL: Duration = Duration::from_secs(7 * 24 * 3600);
/// Real time, for what never comes. What comes is there in a moment.
const PATIENCE: Duration = Duration::from_secs(1);

/// As many as tokio's pool for calls that block has by itself.
const POOL: usize = 512;

/// Runs the test's story on the paused clock of a runtime with one thread.
fn on_paused_clock(story: impl Future<Output = ()>) {
    with_pool_of(POOL, story);
}

/// The same with so many threads in the pool for calls that block.
fn with_pool_of(threads: usize, story: impl Future<Output = ()>) {
    harness::time_limit(4 * PATIENCE);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .max_blocking_threads(threads)
        .build()
        .unwrap();
    let over = runtime.block_on(async { timeout(STANDSTILL, story).await });
    assert!(
        over.is_ok(),
        "the program stands still: somebody waits, and nobody is left who could wake it"
    );
}

/// Beats whenever it is asked to, if its thread lets it.
#[derive(Clone)]
struct Heart {
    requests: mpsc::UnboundedSender<threads::Sender<()>>,
    runtime: ThreadId,
}

impl Heart {
    /// Of the runtime whose thread calls.
    fn start() -> Heart {
        let (requests, mut asked) = mpsc::unbounded_channel::<threads::Sender<()>>();
        tokio::spawn(async move {
            while let Some(beat) = asked.recv().await {
                let _ = beat.send(());
            }
        });
        Heart {
            requests,
            runtime: thread::current().id(),
        }
    }

    /// Called by something that blocks: does the heart beat meanwhile?
    fn beats(&self) -> Result<(), &'static str> {
        if thread::current().id() == self.runtime {
            return Err("the runtime's only thread was in the call itself");
        }
        let (beat, beaten) = threads::channel();
        let _ = self.requests.send(beat);
        let beaten = beaten.recv_timeout(PATIENCE);
        beaten.map_err(|_| "the runtime's only thread waited for another one that was in the call")
    }
}

/// Files `0`, `1`, … of one byte each. `lost` has an error, `burns` panics.
struct Archive {
    heart: Heart,
    /// The first read that stopped the heart.
    stalled: Mutex<Option<String>>,
}

impl Archive {
    fn new() -> Arc<Archive> {
        let archive = Archive {
            heart: Heart::start(),
            stalled: Mutex::new(None),
        };
        Arc::new(archive)
    }

    fn assert_the_heart_went_on(&self) {
        if let Some(stalled) = &*self.stalled.lock().unwrap() {
            panic!("{stalled}");
        }
    }
}

impl Disk for Archive {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let quiet = self.stalled.lock().unwrap().is_some();
        if !quiet && let Err(why) = self.heart.beats() {
            let stalled = format!(
                "while file {name} was read, the heart did not beat: {why}, and every other task stood still"
            );
            self.stalled.lock().unwrap().get_or_insert(stalled);
        }
        match name {
            "lost" => Err(io::ErrorKind::NotFound.into()),
            "burns" => panic!("the archive burns"),
            name => Ok(vec![name.parse().unwrap()]),
        }
    }
}

fn names(files: usize) -> Vec<String> {
    (0..files).map(|file| file.to_string()).collect()
}

/// What a panic said.
fn words(panic: Box<dyn std::any::Any + Send>) -> String {
    match panic.downcast::<&str>() {
        Ok(words) => words.to_string(),
        Err(panic) => panic
            .downcast::<String>()
            .map_or("something else".to_string(), |words| *words),
    }
}

/// Runs a task that is to panic.
async fn panic_of<T>(task: impl Future<Output = T> + Send + 'static) -> Result<String, T>
where
    T: Send + 'static,
{
    match tokio::spawn(task).await {
        Ok(output) => Err(output),
        Err(error) => Ok(words(error.into_panic())),
    }
}

mod behaves {
    use super::*;
    use std::sync::Mutex as Lock;

    #[harness::test]
    fn the_heart_beats_while_files_are_read() {
        on_paused_clock(async {
            let archive = Archive::new();
            read_all(archive.clone(), names(6)).await;
            archive.assert_the_heart_went_on();
        });
    }

    #[harness::test]
    fn results_stand_in_the_order_of_the_names() {
        /// Each read waits until the next one is over, as long as others are at work.
        struct Backwards(Mutex<Vec<u8>>, Condvar);
        impl Disk for Backwards {
            fn read(&self, name: &str) -> io::Result<Vec<u8>> {
                let number = name.parse::<u8>().unwrap();
                let over = self.0.lock().unwrap();
                let last_of_four = number % READS as u8 == READS as u8 - 1;
                let limit = PATIENCE / 10;
                let (mut over, _) = self
                    .1
                    .wait_timeout_while(over, limit, |over| {
                        !last_of_four && !over.contains(&(number + 1))
                    })
                    .unwrap();
                over.push(number);
                self.1.notify_all();
                Ok(vec![number])
            }
        }
        on_paused_clock(async {
            let disk = Arc::new(Backwards(Mutex::default(), Condvar::new()));
            let got: Vec<u8> = read_all(disk, names(READS))
                .await
                .into_iter()
                .flat_map(|file| file.unwrap())
                .collect();
            assert!(
                got == [0, 1, 2, 3],
                "files 0, 1, 2 and 3 have their number inside, the last one is read first, and `read_all` returned them in another order"
            );
        });
    }

    #[harness::test]
    fn an_error_is_its_own_files() {
        on_paused_clock(async {
            let archive = Archive::new();
            let names = ["1", "lost", "3"].map(String::from);
            let (good, bad): (Vec<_>, Vec<_>) = read_all(archive, names.into())
                .await
                .into_iter()
                .map(|file| file.map_err(|error| error.kind()))
                .partition(Result::is_ok);
            assert!(
                bad == [Err(io::ErrorKind::NotFound)],
                "one of three files is not there, and the errors are {bad:?}"
            );
            assert!(
                good.len() == 2,
                "one of three files is not there, and {} were read",
                good.len()
            );
        });
    }

    #[harness::test]
    fn no_files_are_read_at_once() {
        on_paused_clock(async {
            let archive = Archive::new();
            let got = read_all(archive, Vec::new()).await.len();
            assert!(got == 0, "no names were given, and {got} results came back");
        });
    }

    #[harness::test]
    fn no_more_than_four_files_are_read_at_the_same_time() {
        struct Slow(InFlight);
        impl Disk for Slow {
            fn read(&self, _: &str) -> io::Result<Vec<u8>> {
                let _busy = self.0.enter();
                // Long enough for a fifth one to come. If it is late, it is late.
                thread::sleep(Duration::from_millis(5));
                Ok(Vec::new())
            }
        }
        on_paused_clock(async {
            let disk = Arc::new(Slow(InFlight::new()));
            read_all(disk.clone(), names(24)).await;
            let (peak, total) = (disk.0.peak(), disk.0.total());
            assert!(
                peak <= READS,
                "more than {READS} files were read at the same time"
            );
            assert!(
                total == 24,
                "there were 24 names, and {total} files were read"
            );
        });
    }

    #[harness::test]
    fn a_read_that_panics_is_no_secret() {
        on_paused_clock(async {
            let archive = Archive::new();
            let names = ["1", "burns", "3"].map(String::from);
            match panic_of(read_all(archive, names.into())).await {
                Ok(said) => assert!(
                    said == "the archive burns",
                    "a read panicked with \"the archive burns\", and `read_all` panicked with \"{said}\""
                ),
                Err(_) => panic!("a read panicked, and `read_all` returned as if it had not"),
            }
        });
    }

    /// Steps in the runtime's thread since the heart last beat, and the most there ever were.
    #[derive(Default)]
    struct Steps {
        since_the_beat: AtomicUsize,
        most: AtomicUsize,
    }

    const PIECES: usize = 600;

    #[harness::test]
    fn the_heart_beats_while_a_checksum_is_computed() {
        on_paused_clock(async {
            let steps = Arc::new(Steps::default());
            let heart = Arc::clone(&steps);
            let beating = tokio::spawn(async move {
                loop {
                    heart.since_the_beat.store(0, SeqCst);
                    tokio::task::yield_now().await;
                }
            });
            let (counts, runtime) = (Arc::clone(&steps), thread::current().id());
            let sum = checksum(vec![vec![1]; PIECES], move |sum, piece| {
                if thread::current().id() == runtime {
                    let row = counts.since_the_beat.fetch_add(1, SeqCst) + 1;
                    counts.most.fetch_max(row, SeqCst);
                }
                sum + u64::from(piece[0])
            })
            .await;
            beating.abort();
            let most = steps.most.load(SeqCst);
            assert!(
                most <= 16,
                "{most} steps of a checksum came in a row in the runtime's only thread, \
                 and in between the heart did not beat once; 16 is the limit"
            );
            assert!(
                sum == PIECES as u64,
                "the sum of {PIECES} ones is said to be {sum}"
            );
        });
    }

    #[harness::test]
    fn pieces_come_one_after_another() {
        on_paused_clock(async {
            for (pieces, right) in [
                (vec![], 0),
                (vec![vec![5]], 5),
                (vec![vec![1], vec![2, 2], vec![3], vec![4]], 12_234),
            ] {
                let sum = checksum(pieces.clone(), |sum, piece| {
                    piece
                        .iter()
                        .fold(sum, |sum, digit| sum * 10 + u64::from(*digit))
                })
                .await;
                assert!(
                    sum == right,
                    "a step writes the digits of a piece behind the sum; of {pieces:?} it makes {right}, \
                     and `checksum` returned {sum}"
                );
            }
        });
    }

    #[harness::test]
    fn a_step_that_panics_is_no_secret() {
        on_paused_clock(async {
            let sum = checksum(vec![vec![1]; 3], |_, _| panic!("no such digit"));
            match panic_of(sum).await {
                Ok(said) => assert!(
                    said == "no such digit",
                    "a step panicked with \"no such digit\", and `checksum` panicked with \"{said}\""
                ),
                Err(sum) => panic!("a step panicked, and `checksum` returned {sum}"),
            }
        });
    }

    #[harness::test]
    fn the_heart_beats_while_somebody_waits_at_the_door() {
        on_paused_clock(async {
            let beats = Arc::new(AtomicU64::new(0));
            let heart = Arc::clone(&beats);
            tokio::spawn(async move {
                loop {
                    sleep(Duration::from_millis(10)).await;
                    heart.fetch_add(1, SeqCst);
                }
            });
            let mut calls = 0;
            let started = Instant::now();
            let opened = knock(
                || {
                    calls += 1;
                    calls == 4
                },
                Duration::from_millis(15),
                9,
            )
            .await;
            let (took, beats) = (started.elapsed(), beats.load(SeqCst));
            assert!(
                beats == 10,
                "`knock` paused for 15, 30 and 60 ms, and the heart, which beats every 10 ms of tokio's clock, beat {beats} times"
            );
            assert!(
                (opened, took) == (true, Duration::from_millis(105)),
                "the door opens at the fourth knock, with pauses of 15, 30 and 60 ms; `knock` returned {opened} after {took:?}"
            );
        });
    }

    #[harness::test]
    fn after_the_last_knock_there_is_no_pause() {
        on_paused_clock(async {
            for (tries, millis) in [(0, 0), (1, 0), (2, 10), (3, 30), (24, 83_886_070)] {
                let (mut calls, started) = (0, Instant::now());
                let opened = knock(
                    || {
                        calls += 1;
                        false
                    },
                    Duration::from_millis(10),
                    tries,
                )
                .await;
                let took = started.elapsed();
                assert!(
                    (opened, calls, took) == (false, tries, Duration::from_millis(millis)),
                    "nobody opens, {tries} tries, pauses from 10 ms on: `knock` returned {opened} after {calls} calls and {took:?}, \
                     and {millis} ms are right"
                );
            }
        });
    }

    /// Awaits a price, and looks whether the total is free meanwhile.
    async fn price(total: &Lock<u64>, price: u64, comes: Duration) -> u64 {
        let free = total.try_lock().is_ok();
        assert!(
            free,
            "a price is awaited, and the lock on the total is held: whoever locks it now blocks the runtime's \
             only thread, and the price never comes"
        );
        sleep(comes).await;
        price
    }

    #[harness::test]
    fn the_total_is_free_while_a_price_is_awaited() {
        on_paused_clock(async {
            let total = Lock::new(100);
            let started = Instant::now();
            let add = |amount, hours| {
                let total = &total;
                add_price(total, price(total, amount, hours * HOUR))
            };
            tokio::join!(add(1, 3), add(20, 1), add(300, 2));
            let (took, total) = (started.elapsed(), *total.lock().unwrap());
            assert!(
                total == 421,
                "1, 20 and 300 were added at the same time to a total of 100, which is {total} now"
            );
            assert!(
                took == 3 * HOUR,
                "three prices came after three hours, one hour and two, and it took {took:?} to add them"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use std::sync::Mutex as Lock;

    /// Each read goes on until it is let go.
    struct Held {
        begun: mpsc::UnboundedSender<()>,
        reads: AtomicUsize,
        let_go: Mutex<bool>,
        changed: Condvar,
    }

    impl Held {
        /// And the news of each read that begins.
        fn new() -> (Arc<Held>, mpsc::UnboundedReceiver<()>) {
            let (begun, news) = mpsc::unbounded_channel();
            let held = Held {
                begun,
                reads: AtomicUsize::new(0),
                let_go: Mutex::new(false),
                changed: Condvar::new(),
            };
            (Arc::new(held), news)
        }

        fn let_go(&self) {
            *self.let_go.lock().unwrap() = true;
            self.changed.notify_all();
        }
    }

    impl Disk for Held {
        fn read(&self, _: &str) -> io::Result<Vec<u8>> {
            self.reads.fetch_add(1, SeqCst);
            let _ = self.begun.send(());
            let held = self.let_go.lock().unwrap();
            let (held, waited) = self
                .changed
                .wait_timeout_while(held, PATIENCE, |let_go| !*let_go)
                .unwrap();
            drop(held);
            if waited.timed_out() {
                self.let_go(); // Whoever should do it is blocked; the other reads need not wait as well.
            }
            Ok(Vec::new())
        }
    }

    #[harness::test]
    fn a_dropped_read_all_begins_no_other_read() {
        on_paused_clock(async {
            let (disk, mut news) = Held::new();
            let mut reading = Box::pin(read_all(disk.clone(), names(40)));
            tokio::select! {
                biased;
                _ = &mut reading => {}
                _ = news.recv() => {}
            }
            drop(reading);
            disk.let_go();
            // The clock waits for the blocking pool, and a moment more for threads that it doesn't know.
            sleep(HOUR).await;
            thread::sleep(Duration::from_millis(20));
            sleep(HOUR).await;
            let reads = disk.reads.load(SeqCst);
            assert!(
                reads <= READS,
                "`read_all` was dropped when the first of 40 files was being read, and in the end {reads} files had been read; \
                 {READS} may have been begun by then"
            );
        });
    }

    #[harness::test]
    fn a_dropped_read_all_takes_back_what_waits_for_a_thread() {
        with_pool_of(1, async {
            let (disk, mut news) = Held::new();
            let mut reading = Box::pin(read_all(disk.clone(), names(8)));
            tokio::select! {
                biased;
                _ = &mut reading => {}
                _ = news.recv() => {}
            }
            drop(reading);
            // Turns for tasks that have to be dropped, and time for threads of another kind.
            for _ in 0..20 {
                tokio::task::yield_now().await;
                thread::sleep(Duration::from_millis(1));
            }
            let before = disk.reads.load(SeqCst);
            disk.let_go();
            sleep(HOUR).await;
            let after = disk.reads.load(SeqCst);
            assert!(
                after == before,
                "the pool has one thread, and `read_all` was dropped while the first of 8 files was being read; \
                 when that read was over, {} more began",
                after - before
            );
        });
    }

    #[harness::test]
    fn what_a_read_needs_is_gone_after_the_end() {
        on_paused_clock(async {
            let archive = Archive::new();
            read_all(archive.clone(), names(6)).await;
            // A thread of the pool may be a moment behind.
            sleep(HOUR).await;
            let owners = Arc::strong_count(&archive);
            assert!(
                owners == 1,
                "`read_all` has returned, and the disk still has {} owners besides the test",
                owners - 1
            );
        });
    }

    #[harness::test]
    fn a_price_that_nobody_awaits_is_not_added() {
        on_paused_clock(async {
            let total = Lock::new(100);
            let price = async {
                sleep(2 * HOUR).await;
                7
            };
            let added = timeout(HOUR, add_price(&total, price)).await;
            assert!(
                added.is_err(),
                "a price came after two hours, and `add_price` had returned after one"
            );
            sleep(5 * HOUR).await;
            let total = *total.lock().unwrap();
            assert!(
                total == 100,
                "`add_price` was dropped before the price was there, and the total went from 100 to {total}"
            );
        });
    }
}

mod speeds_up {
    use super::*;

    /// Each read waits until four are at work.
    #[derive(Default)]
    struct Company {
        waiting: Mutex<(usize, usize)>,
        came: Condvar,
        alone: AtomicUsize,
        tired: AtomicBool,
    }

    impl Disk for Company {
        fn read(&self, _: &str) -> io::Result<Vec<u8>> {
            let mut state = self.waiting.lock().unwrap();
            let round = state.1;
            state.0 += 1;
            if state.0 == READS {
                *state = (0, round + 1);
                self.came.notify_all();
            } else if !self.tired.load(SeqCst) {
                let (mut state, waited) = self
                    .came
                    .wait_timeout_while(state, PATIENCE, |state| state.1 == round)
                    .unwrap();
                if waited.timed_out() {
                    state.0 -= 1;
                    self.alone.fetch_add(1, SeqCst);
                    self.tired.store(true, SeqCst);
                }
            } else {
                state.0 -= 1;
                self.alone.fetch_add(1, SeqCst);
            }
            Ok(Vec::new())
        }
    }

    #[harness::test]
    fn four_files_are_read_at_the_same_time() {
        on_paused_clock(async {
            let disk = Arc::new(Company::default());
            read_all(disk.clone(), names(3 * READS)).await;
            let alone = disk.alone.load(SeqCst);
            assert!(
                alone < READS,
                "{READS} files may be read at the same time; each read waited for company, and of {} reads {alone} stayed alone",
                3 * READS
            );
        });
    }
}

//! What this proves: nothing is lost and nothing comes twice, also when a wait is given up; producers are held to the
//! capacity and consumers to their number; and closing hands out what is inside, wakes everybody, and leaves no task.
//! Most tests run on tokio's paused clock, where time moves only while every task waits. Waits are exact, and a program
//! that stands still is found at once. That clock needs a runtime of one thread, where nothing happens between two
//! `await`s; so `race_free` gives each task a thread of its own under the checker, and switches them at every lock and
//! atomic of the program's own.
//!
//! What it cannot see: what happens in the middle of a call of tokio, which the checker takes for one step.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the harness's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/async_queue.rs"]
mod async_queue;

use async_queue::{AsyncQueue, Closed, consume};
use harness::real::sync::{Arc, Mutex};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// No multiple of anything that a program is likely to nap for.
const LATER: Duration = Duration::from_millis(60_001);
/// Nobody sleeps longer: when it is over, nobody ever wakes.
const STANDSTILL: Duration = Duration::from_secs(7 * 24 * 3600);
/// More items than any of these queues has room for.
const MANY: usize = 2_000;
/// Of processor time, for a program that looks again and again.
const LIMIT: Duration = Duration::from_secs(2);

/// What happened, and when. A refusal shows it.
#[derive(Clone, Default)]
struct Timeline(Arc<Mutex<Vec<(Duration, String)>>>);

impl Timeline {
    fn note(&self, started: Instant, what: impl Into<String>) {
        self.0
            .lock()
            .unwrap()
            .push((started.elapsed(), what.into()));
    }

    fn times(&self) -> Vec<Duration> {
        self.0.lock().unwrap().iter().map(|(at, _)| *at).collect()
    }

    fn show(&self) -> String {
        let line = |(at, what): &(Duration, String)| format!("\n{:>8}  {what}", format!("{at:?}"));
        self.0.lock().unwrap().iter().map(line).collect()
    }
}

/// Runs the test's story on the paused clock of a runtime with one thread.
fn on_paused_clock<F: Future<Output = ()>>(story: impl FnOnce(Timeline) -> F) {
    harness::time_limit(LIMIT);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let timeline = Timeline::default();
    let over = runtime.block_on(async { timeout(STANDSTILL, story(timeline.clone())).await });
    assert!(
        over.is_ok(),
        "the program stands still: somebody waits, and nobody is left who could wake it{}",
        timeline.show()
    );
}

/// Lets every task go on until all of them wait.
async fn rest() {
    sleep(Duration::from_millis(1)).await;
}

fn queue<T: Send + 'static>(capacity: usize) -> Arc<AsyncQueue<T>> {
    Arc::new(AsyncQueue::new(capacity))
}

/// Polls once. `None`: it waits.
async fn begin<F: Future>(future: &mut Pin<Box<F>>) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        Poll::Ready(match future.as_mut().poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}

/// How many items go in before the first has to wait.
async fn room(queue: &AsyncQueue<usize>) -> usize {
    for inside in 0..MANY {
        let went_in = timeout(Duration::ZERO, queue.push(inside)).await;
        if !matches!(went_in, Ok(Ok(()))) {
            return inside;
        }
    }
    MANY
}

mod behaves {
    use super::*;
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use harness::witness::InFlight;

    #[harness::test]
    fn items_come_out_in_the_order_in_which_they_went_in() {
        on_paused_clock(|_| async {
            let queue = queue(4);
            for item in 1..=4 {
                queue.push(item).await.unwrap();
            }
            let mut got = Vec::new();
            for _ in 0..4 {
                got.extend(queue.pop().await);
            }
            assert!(
                got == [1, 2, 3, 4],
                "1, 2, 3 and 4 went in, and {got:?} came out"
            );
        });
    }

    #[harness::test]
    fn as_many_as_the_capacity_fit_and_no_more() {
        on_paused_clock(|_| async {
            for capacity in [1, 3, 5, 40, 1_500] {
                let inside = room(&queue(capacity)).await;
                assert!(
                    inside == capacity,
                    "nobody took anything out of a queue of {capacity}, and {inside} items went in before one had to wait"
                );
            }
        });
    }

    #[harness::test]
    fn a_producer_goes_at_the_pace_of_its_consumer() {
        on_paused_clock(|timeline| async move {
            let (queue, started) = (queue(3), Instant::now());
            let (producer, notes) = (Arc::clone(&queue), timeline.clone());
            let producer = tokio::spawn(async move {
                for item in 1..=8 {
                    producer.push(item).await.unwrap();
                    notes.note(started, format!("{item} is in"));
                }
            });
            let mut got = Vec::new();
            for _ in 0..8 {
                sleep(MINUTE).await;
                got.extend(queue.pop().await);
            }
            producer.await.unwrap();
            assert!(
                got == [1, 2, 3, 4, 5, 6, 7, 8],
                "1 to 8 went in, and {got:?} came out"
            );
            let due: Vec<Duration> = (0..8_u32).map(|n| n.saturating_sub(2) * MINUTE).collect();
            assert!(
                timeline.times() == due,
                "an item is taken out each minute, and there is room for 3; the producer got on at:{}\n\
                 With room for 3, it gets on thrice at once and then once a minute.",
                timeline.show()
            );
        });
    }

    #[harness::test]
    fn six_producers_lose_nothing() {
        on_paused_clock(|_| async {
            let queue = queue(2);
            let accepted = Arc::new(AtomicUsize::new(0));
            let mut producers = JoinSet::new();
            for producer in 0..6 {
                let (queue, accepted) = (Arc::clone(&queue), Arc::clone(&accepted));
                producers.spawn(async move {
                    for item in 0..3 {
                        queue.push(producer * 3 + item).await.unwrap();
                        accepted.fetch_add(1, SeqCst);
                    }
                });
            }
            let mut got = Vec::new();
            for taken in 0..18 {
                rest().await;
                let inside = accepted.load(SeqCst) - taken;
                assert!(
                    inside == 2.min(18 - taken),
                    "six producers push 3 items each into a queue of 2; {taken} were taken out, and {inside} were inside"
                );
                got.extend(queue.pop().await);
            }
            got.sort_unstable();
            assert!(
                got == (0..18).collect::<Vec<_>>(),
                "six producers pushed 0 to 17, and what came out is {got:?}"
            );
        });
    }

    #[harness::test]
    fn an_item_wakes_whoever_waits_at_once() {
        on_paused_clock(|timeline| async move {
            let (queue, started) = (queue(3), Instant::now());
            let mut consumers = JoinSet::new();
            for _ in 0..3 {
                let (queue, notes) = (Arc::clone(&queue), timeline.clone());
                consumers.spawn(async move {
                    let item = queue.pop().await;
                    notes.note(started, "a pop is over");
                    item
                });
            }
            sleep(LATER).await;
            for item in 1..=3 {
                queue.push(item).await.unwrap();
            }
            let mut got = consumers.join_all().await;
            got.sort_unstable();
            assert!(
                got == [Some(1), Some(2), Some(3)],
                "three pops waited, 1, 2 and 3 went in, and the pops got {got:?}"
            );
            assert!(
                timeline.times() == [LATER; 3],
                "three pops waited for three items that came after {LATER:?}:{}",
                timeline.show()
            );
        });
    }

    #[harness::test]
    fn whoever_comes_too_late_waits_on() {
        on_paused_clock(|timeline| async move {
            let (queue, started) = (queue(1), Instant::now());
            let mut slow = Box::pin(queue.pop());
            assert!(
                begin(&mut slow).await.is_none(),
                "a pop from an empty queue did not wait"
            );
            queue.push(1).await.unwrap();
            let mut quick = Box::pin(queue.pop());
            let first = begin(&mut quick).await;
            timeline.note(started, "a pop waits, 1 goes in, and another pop begins");
            // One of the two has it by now. For the other one, 2 comes an hour later.
            let later = async {
                sleep(HOUR).await;
                queue.push(2).await.unwrap();
            };
            let quick = async {
                match first {
                    Some(got) => got,
                    None => quick.await,
                }
            };
            let (slow, quick, ()) = tokio::join!(slow, quick, later);
            let mut got = [slow, quick];
            got.sort_unstable();
            assert!(
                got == [Some(1), Some(2)],
                "a pop waited, 1 went in, another pop began, 2 went in an hour later, and the two pops got {got:?}"
            );
        });
    }

    #[harness::test]
    fn a_pop_that_is_given_up_takes_nothing() {
        on_paused_clock(|timeline| async move {
            let queue = queue(1);
            let mut given_up = Box::pin(queue.pop());
            assert!(
                begin(&mut given_up).await.is_none(),
                "a pop from an empty queue did not wait"
            );
            timeline.note(Instant::now(), "a pop waits");
            queue.push(7).await.unwrap();
            drop(given_up);
            timeline.note(
                Instant::now(),
                "7 goes in, and before the pop runs again it is dropped",
            );
            timeline.note(Instant::now(), "another pop begins");
            let got = queue.pop().await;
            assert!(
                got == Some(7),
                "7 went in, a pop that waited was dropped before it ran again, and the next one got {got:?}"
            );
        });
    }

    #[harness::test]
    fn a_push_that_is_given_up_takes_no_room() {
        on_paused_clock(|timeline| async move {
            let queue = queue(1);
            queue.push(1).await.unwrap();
            let mut given_up = Box::pin(queue.push(2));
            assert!(
                begin(&mut given_up).await.is_none(),
                "a push into a full queue did not wait"
            );
            timeline.note(Instant::now(), "1 is in, and the push of 2 waits");
            let first = queue.pop().await;
            drop(given_up);
            timeline.note(
                Instant::now(),
                "1 is taken out, and before the push runs again it is dropped",
            );
            timeline.note(Instant::now(), "the push of 3 begins");
            queue.push(3).await.unwrap();
            let got = [first, queue.pop().await];
            assert!(
                got == [Some(1), Some(3)],
                "1 went in, the push of 2 was dropped while it waited, 3 went in, and {got:?} came out"
            );
        });
    }

    #[harness::test]
    fn a_wait_that_ran_out_of_time_is_forgotten() {
        on_paused_clock(|_| async {
            let queue = queue(3);
            for _ in 0..3 {
                let waited = timeout(MINUTE, queue.pop()).await;
                assert!(
                    waited.is_err(),
                    "nothing went in, and after a minute a pop said {waited:?}"
                );
            }
            for item in 1..=3 {
                queue.push(item).await.unwrap();
            }
            for item in 4..=7 {
                let waited = timeout(MINUTE, queue.push(item)).await;
                assert!(
                    waited.is_err(),
                    "the queue was full, and a push got on within a minute"
                );
            }
            let got = [queue.pop().await, queue.pop().await, queue.pop().await];
            assert!(
                got == [Some(1), Some(2), Some(3)],
                "1, 2 and 3 went in, the pushes of 4 to 7 ran out of time, and {got:?} came out"
            );
            let inside = room(&queue).await;
            assert!(
                inside == 3,
                "four pushes ran out of time, a queue of 3 was emptied, and then {inside} items went in before one had to wait"
            );
        });
    }

    /// Minutes: the first item is as long as all the others.
    const UNEVEN: [u32; 7] = [60, 10, 20, 10, 5, 5, 10];

    /// How long so many take if each takes the next item as soon as it is free.
    fn makespan(consumers: usize) -> Duration {
        let mut free = vec![Duration::ZERO; consumers];
        for minutes in UNEVEN {
            *free.iter_mut().min().unwrap() += minutes * MINUTE;
        }
        free.into_iter().max().unwrap()
    }

    #[harness::test]
    fn so_many_are_handled_at_the_same_time() {
        for consumers in [1, 2, 3, 6] {
            on_paused_clock(|timeline| async move {
                let (queue, started) = (queue(7), Instant::now());
                for minutes in UNEVEN {
                    queue.push(minutes).await.unwrap();
                }
                queue.close();
                let busy = Arc::new(InFlight::new());
                let (device, notes) = (Arc::clone(&busy), timeline.clone());
                let handled = consume(queue, consumers, move |minutes| {
                    let (device, notes) = (Arc::clone(&device), notes.clone());
                    async move {
                        let _busy = device.enter();
                        notes.note(started, format!("an item of {minutes} minutes begins"));
                        sleep(minutes * MINUTE).await;
                    }
                })
                .await;
                let (took, peak) = (started.elapsed(), busy.peak());
                assert!(
                    peak == consumers,
                    "`consume` was asked to handle {consumers} at a time, and the most that it handled at the same time is {peak}:{}",
                    timeline.show()
                );
                assert!(
                    took == makespan(consumers),
                    "with {consumers} at a time, items of {UNEVEN:?} minutes took {took:?}, and {:?} is right:{}",
                    makespan(consumers),
                    timeline.show()
                );
                assert!(
                    handled == UNEVEN.len(),
                    "{} items were handled, and `consume` returned {handled}",
                    UNEVEN.len()
                );
            });
        }
    }

    #[harness::test]
    fn a_thousand_are_handled_at_the_same_time() {
        const MANY: usize = 1_000;
        on_paused_clock(|_| async move {
            let queue = queue(MANY);
            for item in 0..MANY {
                queue.push(item).await.unwrap();
            }
            queue.close();
            let started = Instant::now();
            let handled = consume(queue, MANY, |_| sleep(HOUR)).await;
            let took = started.elapsed();
            assert!(
                (handled, took) == (MANY, HOUR),
                "{MANY} items of an hour, as many consumers: `consume` returned {handled} after {took:?}"
            );
        });
    }

    #[harness::test]
    fn nothing_is_taken_out_before_a_consumer_is_free() {
        on_paused_clock(|_| async {
            let queue = queue(1);
            let consumers = tokio::spawn(consume(Arc::clone(&queue), 2, |_| sleep(HOUR)));
            rest().await;
            let mut went_in = 0;
            while let Ok(Ok(())) = timeout(MINUTE, queue.push(went_in)).await {
                went_in += 1;
            }
            assert!(
                went_in == 3,
                "two consumers were busy for an hour, the queue has room for one, and {went_in} items went in"
            );
            queue.close();
            consumers.await.unwrap();
        });
    }

    #[harness::test]
    fn silence_is_not_the_end() {
        on_paused_clock(|_| async {
            let queue = queue(2);
            let producer = Arc::clone(&queue);
            tokio::spawn(async move {
                for item in 0..3 {
                    sleep(HOUR).await;
                    producer.push(item).await.unwrap();
                }
                producer.close();
            });
            let started = Instant::now();
            let handled = consume(queue, 2, |_| async {}).await;
            let took = started.elapsed();
            assert!(
                (handled, took) == (3, 3 * HOUR),
                "an item came every hour, three in all, and then the close; \
                 `consume` returned {handled} after {took:?}"
            );
        });
    }
}

/// Each task in a thread of its own, which parks until its waker is called.
mod race_free {
    use super::*;
    use std::task::{Context, Wake, Waker};
    use std::thread::{self, Thread};

    /// Most wrong queues are found out within a hundred schedules, and all that we know within a thousand.
    fn check(program: impl Fn() + Send + Sync + 'static) {
        let check = harness::model::Check::new().schedules(1_500).random(300);
        check.foreign_calls().run(program);
    }

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    fn waker() -> Waker {
        Waker::from(Arc::new(Unpark(thread::current())))
    }

    fn wait_for<F: Future>(future: F) -> F::Output {
        let (waker, mut future) = (waker(), Box::pin(future));
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }

    #[harness::test]
    fn two_threads_take_each_item_once() {
        check(|| {
            let queue = AsyncQueue::new(1);
            thread::scope(|s| {
                let pops = [(); 2].map(|()| s.spawn(|| wait_for(queue.pop())));
                for item in [1, 2] {
                    wait_for(queue.push(item)).unwrap();
                }
                let mut got = pops.map(|pop| pop.join().unwrap());
                got.sort_unstable();
                assert!(
                    got == [Some(1), Some(2)],
                    "1 and 2 went in, two threads took one item each, and they got {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn two_items_at_once_are_enough_for_two_threads() {
        check(|| {
            let queue = AsyncQueue::new(2);
            thread::scope(|s| {
                let pops = [(); 2].map(|()| s.spawn(|| wait_for(queue.pop())));
                // Neither of them has to wait for room, so that both threads may be on their way to sleep.
                for item in [1, 2] {
                    wait_for(queue.push(item)).unwrap();
                }
                let mut got = pops.map(|pop| pop.join().unwrap());
                got.sort_unstable();
                assert!(
                    got == [Some(1), Some(2)],
                    "1 and 2 went in one right after the other, two threads took one item each, and they got {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn two_places_at_once_are_enough_for_two_threads() {
        check(|| {
            let queue = AsyncQueue::new(2);
            for item in [1, 2] {
                wait_for(queue.push(item)).unwrap();
            }
            thread::scope(|s| {
                let pushes = [3, 4].map(|item| {
                    let queue = &queue;
                    s.spawn(move || wait_for(queue.push(item)))
                });
                let got = [(); 2].map(|()| wait_for(queue.pop()));
                let pushed = pushes.map(|push| push.join().unwrap());
                assert!(
                    got == [Some(1), Some(2)] && pushed == [Ok(()), Ok(())],
                    "1 and 2 filled a queue of 2 and were taken out, {got:?}, while two threads pushed 3 and 4, {pushed:?}"
                );
            });
        });
    }

    #[harness::test]
    fn the_last_item_goes_to_one_of_two_threads() {
        check(|| {
            let queue = AsyncQueue::new(1);
            wait_for(queue.push(7)).unwrap();
            thread::scope(|s| {
                let pops = [(); 2].map(|()| s.spawn(|| wait_for(queue.pop())));
                queue.close();
                let mut got = pops.map(|pop| pop.join().unwrap());
                got.sort_unstable();
                assert!(
                    got == [None, Some(7)],
                    "7 was inside, the queue was closed while two threads took an item each, and they got {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn two_threads_that_push_lose_nothing() {
        check(|| {
            let queue = AsyncQueue::new(1);
            thread::scope(|s| {
                for item in [1, 2] {
                    let queue = &queue;
                    s.spawn(move || wait_for(queue.push(item)).unwrap());
                }
                let mut got = [(); 2].map(|()| wait_for(queue.pop()));
                got.sort_unstable();
                assert!(
                    got == [Some(1), Some(2)],
                    "two threads pushed 1 and 2 into a queue of 1, and what came out is {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn the_room_is_never_exceeded() {
        check(|| {
            let queue = AsyncQueue::new(1);
            thread::scope(|s| {
                let pushes = [1, 2].map(|item| {
                    let queue = &queue;
                    s.spawn(move || {
                        let mut push = Box::pin(queue.push(item));
                        let done = push.as_mut().poll(&mut Context::from_waker(&waker()));
                        done.is_ready()
                    })
                });
                let went_in = pushes.map(|push| push.join().unwrap());
                assert!(
                    went_in != [true; 2],
                    "two threads pushed into a queue of 1 that nobody emptied, and both items went in"
                );
            });
        });
    }

    #[harness::test]
    fn nothing_goes_in_behind_the_end() {
        check(|| {
            let queue = AsyncQueue::new(1);
            thread::scope(|s| {
                let push = s.spawn(|| wait_for(queue.push(7)));
                queue.close();
                let got = wait_for(queue.pop());
                let pushed = push.join().unwrap();
                let expected = match pushed {
                    Ok(()) => Some(7),
                    Err(Closed(_)) => None,
                };
                assert!(
                    got == expected,
                    "a thread pushed 7 while the queue was closed, which gave {pushed:?}; \
                     the first `pop` after the close gave {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn everybody_who_waits_hears_of_the_close() {
        check(|| {
            let queue = AsyncQueue::<usize>::new(1);
            thread::scope(|s| {
                let pops = [(); 2].map(|()| s.spawn(|| wait_for(queue.pop())));
                queue.close();
                let got = pops.map(|pop| pop.join().unwrap());
                assert!(
                    got == [None, None],
                    "nothing went in, the queue was closed, and two pops gave {got:?}"
                );
            });
        });
    }

    #[harness::test]
    fn a_wait_that_is_given_up_elsewhere_loses_nothing() {
        check(|| {
            let queue = AsyncQueue::new(1);
            thread::scope(|s| {
                let hasty = s.spawn(|| {
                    let mut pop = Box::pin(queue.pop());
                    match pop.as_mut().poll(&mut Context::from_waker(&waker())) {
                        Poll::Ready(item) => item,
                        Poll::Pending => None,
                    }
                });
                let patient = s.spawn(|| wait_for(queue.pop()));
                wait_for(queue.push(7)).unwrap();
                if hasty.join().unwrap() == Some(7) {
                    wait_for(queue.push(7)).unwrap();
                }
                let got = patient.join().unwrap();
                assert!(
                    got == Some(7),
                    "7 went in, a pop in one thread was given up without it, and that in the other gave {got:?}"
                );
            });
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use harness::witness::Drops;

    #[harness::test]
    fn nothing_goes_in_after_the_close() {
        on_paused_clock(|_| async {
            let queue = queue(2);
            queue.close();
            let said = queue.push(7).await;
            assert!(
                said == Err(Closed(7)),
                "the queue was closed, and the push of 7 said {said:?}"
            );
            let got = queue.pop().await;
            assert!(
                got.is_none(),
                "nothing had gone in before the close, and a pop got {got:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_waits_in_push_gets_the_item_back() {
        on_paused_clock(|_| async {
            let queue = queue(1);
            queue.push(1).await.unwrap();
            let waiting = [2, 3].map(|item| {
                let queue = Arc::clone(&queue);
                tokio::spawn(async move { queue.push(item).await })
            });
            rest().await;
            queue.close();
            // Nobody has run since the close; this one makes room.
            let first = queue.pop().await;
            for (item, waiting) in [2, 3].into_iter().zip(waiting) {
                let said = waiting.await.unwrap();
                assert!(
                    said == Err(Closed(item)),
                    "the push of {item} waited when the queue was closed, and said {said:?}"
                );
            }
            let got = [first, queue.pop().await];
            assert!(
                got == [Some(1), None],
                "1 was inside when the queue was closed, and {got:?} came out"
            );
        });
    }

    #[harness::test]
    fn what_is_inside_is_still_handed_out() {
        on_paused_clock(|_| async {
            let queue = queue(3);
            for item in 1..=3 {
                queue.push(item).await.unwrap();
            }
            queue.close();
            queue.close();
            let mut got = Vec::new();
            for _ in 0..5 {
                got.push(queue.pop().await);
            }
            assert!(
                got == [Some(1), Some(2), Some(3), None, None],
                "1, 2 and 3 were inside when the queue was closed, and five pops got {got:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_waits_in_pop_hears_of_the_close() {
        on_paused_clock(|timeline| async move {
            let (queue, started) = (queue::<u32>(1), Instant::now());
            let waiting = [1, 2, 3].map(|pop| {
                let (queue, notes) = (Arc::clone(&queue), timeline.clone());
                tokio::spawn(async move {
                    let got = queue.pop().await;
                    notes.note(started, format!("pop {pop} got {got:?}"));
                    got
                })
            });
            sleep(HOUR).await;
            queue.close();
            timeline.note(started, "the queue is closed, and three pops wait");
            for waiting in waiting {
                let got = waiting.await.unwrap();
                assert!(
                    got.is_none(),
                    "the queue was closed, and a pop that waited got {got:?}"
                );
            }
            let took = started.elapsed();
            assert!(
                took == HOUR,
                "the queue was closed after an hour, and the last pop that waited was over after {took:?}"
            );
        });
    }

    #[harness::test]
    fn consume_returns_when_the_last_item_is_over() {
        on_paused_clock(|_| async {
            let (queue, started) = (queue(4), Instant::now());
            let over = Arc::new(AtomicUsize::new(0));
            for hours in [1, 5, 1, 2] {
                queue.push(hours).await.unwrap();
            }
            queue.close();
            let count = Arc::clone(&over);
            let handled = consume(queue, 3, move |hours| {
                let count = Arc::clone(&count);
                async move {
                    sleep(hours * HOUR).await;
                    count.fetch_add(1, SeqCst);
                }
            })
            .await;
            let (over, took) = (over.load(SeqCst), started.elapsed());
            assert!(
                over == 4,
                "the queue was closed with four items inside; `consume` returned, and {over} of them were over"
            );
            assert!(
                (handled, took) == (4, 5 * HOUR),
                "items of 1, 5, 1 and 2 hours, three consumers: `consume` returned {handled} after {took:?}"
            );
        });
    }

    #[harness::test]
    fn the_consumers_of_an_empty_queue_end_with_the_close() {
        on_paused_clock(|timeline| async move {
            let (queue, started) = (queue::<u32>(1), Instant::now());
            let consumers = tokio::spawn(consume(Arc::clone(&queue), 6, |_| async {}));
            sleep(HOUR).await;
            queue.close();
            timeline.note(started, "the queue is closed, and six consumers wait");
            let handled = consumers.await.unwrap();
            assert!(
                handled == 0,
                "nothing ever went in, and `consume` returned {handled}"
            );
        });
    }

    #[harness::test]
    fn each_item_is_handled_or_given_back() {
        on_paused_clock(|_| async {
            let queue = queue(2);
            let handled = Arc::new(Mutex::new(Vec::new()));
            let list = Arc::clone(&handled);
            let consumers = tokio::spawn(consume(Arc::clone(&queue), 3, move |item: usize| {
                let list = Arc::clone(&list);
                async move {
                    sleep(MINUTE).await;
                    list.lock().unwrap().push(item);
                }
            }));
            let mut producers = JoinSet::new();
            for producer in 0..5 {
                let queue = Arc::clone(&queue);
                producers.spawn(async move {
                    let mut back = Vec::new();
                    for item in producer * 4..producer * 4 + 4 {
                        if let Err(Closed(item)) = queue.push(item).await {
                            back.push(item);
                        }
                    }
                    back
                });
            }
            sleep(MINUTE + MINUTE / 2).await;
            queue.close();
            let back: Vec<usize> = producers.join_all().await.into_iter().flatten().collect();
            let returned = consumers.await.unwrap();
            let mut all = handled.lock().unwrap().clone();
            let handled = all.len();
            all.extend(&back);
            all.sort_unstable();
            assert!(
                all == (0..20).collect::<Vec<_>>(),
                "five producers pushed 0 to 19, the queue was closed in the middle of it, \
                 and what was handled or given back is {all:?}"
            );
            // Three of the first minute, three in hand, two inside.
            assert!(
                (handled, returned) == (8, 8),
                "when the queue was closed, three items were over, three in hand and two inside; \
                 {handled} were handled, and `consume` returned {returned}"
            );
        });
    }

    #[harness::test]
    fn no_task_is_left() {
        on_paused_clock(|_| async {
            let queue = queue(3);
            for item in 0..3 {
                queue.push(item).await.unwrap();
            }
            queue.close();
            let before = Handle::current().metrics().num_alive_tasks();
            consume(queue, 2, |_| sleep(MINUTE)).await;
            let left = Handle::current().metrics().num_alive_tasks() - before;
            assert!(
                left == 0,
                "`consume` has returned, and {left} of its tasks are still there"
            );
        });
    }

    #[harness::test]
    fn dropped_consumers_go_with_what_they_hold() {
        on_paused_clock(|timeline| async move {
            let (drops, started) = (Drops::new(), Instant::now());
            let queue = queue(4);
            for _ in 0..4 {
                queue.push(drops.token()).await.unwrap();
            }
            let begun = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&begun);
            let consumers = consume(Arc::clone(&queue), 2, move |token| {
                count.fetch_add(1, SeqCst);
                async move {
                    sleep(HOUR).await;
                    drop(token);
                }
            });
            let waited = timeout(MINUTE, consumers).await;
            timeline.note(
                started,
                "two of four items are in hand, and `consume` is dropped",
            );
            assert!(
                waited.is_err(),
                "two consumers had four items of an hour each, and `consume` returned within a minute"
            );
            sleep(10 * HOUR).await;
            let (begun, alive) = (begun.load(SeqCst), drops.alive());
            assert!(
                begun == 2,
                "`consume` was dropped with two items in hand and two inside, and in the end {begun} had been begun"
            );
            assert!(
                alive == 2,
                "`consume` was dropped with two items in hand and two inside, and {alive} of the four are still there"
            );
            let tasks = Handle::current().metrics().num_alive_tasks();
            assert!(
                tasks == 0,
                "`consume` was dropped ten hours ago, and {tasks} of its tasks are still there"
            );
            queue.close();
            let mut rest = 0;
            while queue.pop().await.is_some() {
                rest += 1;
            }
            assert!(
                rest == 2,
                "two items were inside when `consume` was dropped, and {rest} came out afterwards"
            );
        });
    }

    #[harness::test]
    fn items_that_nobody_took_go_with_the_queue() {
        on_paused_clock(|_| async {
            let drops = Drops::new();
            let queue = queue(3);
            for _ in 0..3 {
                queue.push(drops.token()).await.unwrap();
            }
            queue.close();
            drop(queue);
            drops.assert_all_dropped();
        });
    }
}

//! The bounded queue of chapter 07 beside the channels of std and crossbeam.
//!
//! Producers push numbers through a queue, consumers take them; the clock runs from the moment when all threads are
//! there and the first producer begins to the one when the last of them is done. Nothing is done with an item: what is measured is the queue.

use std::sync::mpsc::sync_channel;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam::channel::bounded;
use queues_solutions::bounded_queue::BoundedQueue;

use crate::contest::{Contestant, Load, Pace, hold};
use crate::record::Record;

struct Traffic {
    producers: u32,
    consumers: u32,
    capacity: usize,
    /// Divides evenly among the producers.
    items: u32,
}

/// Holds the contest on this machine.
pub fn run(pace: Pace) -> Record {
    let mut record = Record::here("crossbeam 0.8", "bench queues", "the hand-made queue", pace);
    let contestants = [
        Contestant {
            name: "hand-made",
            run: hand_made,
        },
        Contestant {
            name: "std sync_channel",
            run: of_std,
        },
        Contestant {
            name: "std under a Mutex",
            run: of_std_under_a_lock,
        },
        Contestant {
            name: "crossbeam bounded",
            run: of_crossbeam,
        },
    ];
    record.figures = hold(&loads(), &contestants, pace);
    record
}

fn loads() -> Vec<Load<Traffic>> {
    // Fewer where each item is a hand-over, so that all loads take about as long.
    let each = [
        (1, 1, 1, 20_000),
        (1, 1, 64, 100_000),
        (4, 1, 64, 100_000),
        (4, 4, 64, 100_000),
    ];
    each.map(|(producers, consumers, capacity, items)| Load {
        name: format!("{producers} to {consumers}, capacity {capacity}"),
        load: Traffic {
            producers,
            consumers,
            capacity,
            items,
        },
        items,
    })
    .into()
}

impl Traffic {
    /// `produce` and `consume` are one thread's work; the last producer to end has to let the consumers know.
    ///
    /// Each producer looks at the clock itself when all are there: who starts them may get the processor last.
    fn clock<P, C>(&self, producers: Vec<P>, consumers: Vec<C>) -> Duration
    where
        P: FnOnce() + Send,
        C: FnOnce() -> u32 + Send,
    {
        let ready = Barrier::new(producers.len() + consumers.len());
        let ready = &ready;
        let (start, taken) = thread::scope(|s| {
            let spawn_producer = |produce: P| {
                s.spawn(move || {
                    ready.wait();
                    let start = Instant::now();
                    produce();
                    start
                })
            };
            let producers: Vec<_> = producers.into_iter().map(spawn_producer).collect();
            let spawn_consumer = |consume: C| {
                s.spawn(move || {
                    ready.wait();
                    consume()
                })
            };
            let consumers: Vec<_> = consumers.into_iter().map(spawn_consumer).collect();
            let counts = consumers.into_iter().map(|consumer| consumer.join());
            let taken: u32 = counts.map(|count| count.expect("no consumer panics")).sum();
            let starts = producers.into_iter().map(|producer| producer.join());
            let start = starts.map(|start| start.expect("no producer panics")).min();
            (start.expect("somebody produces"), taken)
        });
        let took = start.elapsed();
        assert_eq!(taken, self.items, "items were lost");
        took
    }

    fn share(&self) -> u32 {
        self.items / self.producers
    }
}

fn hand_made(traffic: &Traffic) -> Option<Duration> {
    let queue = BoundedQueue::new(traffic.capacity);
    let left = Mutex::new(traffic.producers);
    let produce = || {
        (0..traffic.share()).for_each(|n| queue.push(n).expect("it is open"));
        let mut left = left.lock().expect("no producer panics");
        *left -= 1;
        if *left == 0 {
            queue.close();
        }
    };
    let consume = || (0..).take_while(|_: &u32| queue.pop().is_some()).count() as u32;
    Some(traffic.clock(
        vec![produce; traffic.producers as usize],
        vec![consume; traffic.consumers as usize],
    ))
}

/// Its receiver is for one thread.
fn of_std(traffic: &Traffic) -> Option<Duration> {
    if traffic.consumers > 1 {
        return None;
    }
    let (sender, receiver) = sync_channel(traffic.capacity);
    let producers = (0..traffic.producers).map(|_| {
        let (sender, share) = (sender.clone(), traffic.share());
        move || (0..share).for_each(|n| sender.send(n).expect("somebody receives"))
    });
    let producers = producers.collect();
    drop(sender);
    let consume = move || receiver.into_iter().count() as u32;
    Some(traffic.clock(producers, vec![consume]))
}

/// The same with its receiver shared, as several consumers need it.
fn of_std_under_a_lock(traffic: &Traffic) -> Option<Duration> {
    if traffic.consumers == 1 {
        return None;
    }
    let (sender, receiver) = sync_channel(traffic.capacity);
    let producers = (0..traffic.producers).map(|_| {
        let (sender, share) = (sender.clone(), traffic.share());
        move || (0..share).for_each(|n| sender.send(n).expect("somebody receives"))
    });
    let producers = producers.collect();
    drop(sender);
    let receiver = Mutex::new(receiver);
    let next = || receiver.lock().expect("no consumer panics").recv().ok();
    let consume = || std::iter::from_fn(next).count() as u32;
    Some(traffic.clock(producers, vec![consume; traffic.consumers as usize]))
}

fn of_crossbeam(traffic: &Traffic) -> Option<Duration> {
    let (sender, receiver) = bounded(traffic.capacity);
    let producers = (0..traffic.producers).map(|_| {
        let (sender, share) = (sender.clone(), traffic.share());
        move || (0..share).for_each(|n| sender.send(n).expect("somebody receives"))
    });
    let producers = producers.collect();
    drop(sender);
    let consumers = (0..traffic.consumers).map(|_| {
        let receiver = receiver.clone();
        move || receiver.into_iter().count() as u32
    });
    Some(traffic.clock(producers, consumers.collect()))
}

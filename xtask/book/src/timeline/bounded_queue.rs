//! A bounded queue between a producer of bursts and a steady consumer.
//!
//! The producer makes a burst of items, one after the other, and sends each as soon as it is made; then it is away for
//! a while, to fetch the next burst. If the queue is full it is blocked, with an item in its hands, until the consumer
//! takes one. The consumer takes the oldest item and works on it, always for the same time. Sending and taking cost
//! nothing. The slider's value is the capacity; with 0 an item goes from hand to hand, as in a `sync_channel(0)`.
//!
//! With one of each and a fixed order, no queue of events is needed: every moment of an item follows from those of the
//! items before it (D. V. Lindley, *The theory of queues with a single server*, 1952).

use serde::Deserialize;

use crate::timeline::chart::{Band, Lane, Level, Mark, Run};
use crate::timeline::clock::{Micros, Millis, millis, percent};
use crate::timeline::definition::{Model, count};
use crate::timeline::little::{self, Little};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundedQueue {
    bursts: u64,
    /// Items in a burst.
    burst: u64,
    /// How long the producer makes each.
    makes: Millis,
    /// How long the producer is away after a burst.
    away: Millis,
    /// How long the consumer works on each.
    works: Millis,
}

/// The moments of one item, each no earlier than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Item {
    begun: Micros,
    made: Micros,
    /// When it is in the queue, and its sender goes on.
    sent: Micros,
    taken: Micros,
    done: Micros,
}

impl BoundedQueue {
    fn items(&self, capacity: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for _ in 0..self.bursts {
            let away = if items.is_empty() {
                0
            } else {
                self.away.micros()
            };
            for place in 0..self.burst {
                let pause = if place == 0 { away } else { 0 };
                items.push(self.after(&items, pause, capacity));
            }
        }
        items
    }

    /// The next item, whose making begins so long after the last one was sent.
    fn after(&self, items: &[Item], pause: Micros, capacity: usize) -> Item {
        let begun = items.last().map_or(0, |last| last.sent + pause);
        let made = begun + self.makes.micros();
        let consumer_free = items.last().map_or(0, |last| last.done);
        // With room for c items, the place of this one is that of the item c before it.
        let room = match capacity {
            0 => consumer_free,
            c => items.iter().rev().nth(c - 1).map_or(0, |item| item.taken),
        };
        let sent = made.max(room);
        let taken = sent.max(consumer_free);
        Item {
            begun,
            made,
            sent,
            taken,
            done: taken + self.works.micros(),
        }
    }
}

fn producer(items: &[Item]) -> Lane {
    let mut lane = Lane::named("producer");
    let mut free = 0;
    for item in items {
        lane.add(free, item.begun, Mark::Line);
        lane.add(item.begun, item.made, Mark::Full);
        lane.add(item.made, item.sent, Mark::Hollow);
        free = item.sent;
    }
    lane
}

fn consumer(items: &[Item]) -> Lane {
    let mut lane = Lane::named("consumer");
    let mut free = 0;
    for item in items {
        lane.add(free, item.taken, Mark::Dashed);
        lane.add(item.taken, item.done, Mark::Full);
        free = item.done;
    }
    lane
}

impl Model for BoundedQueue {
    fn legend(&self) -> &'static [(Mark, &'static str)] {
        &[
            (Mark::Full, "works"),
            (Mark::Hollow, "blocked: the queue is full"),
            (Mark::Dashed, "waits: the queue is empty"),
            (Mark::Line, "fetches the next burst"),
            (Mark::Limit, "the capacity"),
        ]
    }

    fn columns(&self) -> Vec<&'static str> {
        let mut columns = vec!["all done after", "blocked", "consumer idle", "longest stay"];
        columns.extend(little::COLUMNS);
        columns
    }

    fn run(&self, value: f64) -> Result<Run, String> {
        let capacity = count(value, 0, "capacity")?;
        if !(1..=500).contains(&(self.bursts * self.burst)) || self.works.micros() == 0 {
            return Err("items: 1 to 500 of them, and each is some work".into());
        }
        let items = self.items(capacity as usize);
        let end = items.last().map_or(0, |item| item.done);
        let visits: Vec<_> = items.iter().map(|item| (item.sent, item.taken)).collect();
        let stays = visits.iter().map(|(sent, taken)| taken - sent);
        let longest = millis(stays.max().unwrap_or(0));
        let (producer, consumer) = (producer(&items), consumer(&items));
        let blocked = millis(producer.total(Mark::Hollow));
        let idle = percent(end - consumer.total(Mark::Full), end);
        let little = Little::of(&visits, end);
        let mut figures = vec![millis(end), blocked.clone(), idle.clone(), longest.clone()];
        figures.extend(little.figures());
        let [rate, stay, _, inside] = little.figures();
        Ok(Run {
            end,
            bound: None,
            said: format!(
                "Room for {capacity}: {rate} items a second go through; the producer is blocked for {blocked} in all, and the consumer is idle for {idle} of the time. \
                 An item stays {stay} in the queue on average, and {longest} at most. {rate} a second × {stay} = {inside}, the queue's mean length."
            ),
            bands: vec![
                Band::Lane(producer),
                Band::Level(queue(&visits, capacity)),
                Band::Lane(consumer),
            ],
            figures,
        })
    }
}

fn queue(visits: &[(Micros, Micros)], capacity: u64) -> Level {
    Level {
        name: "queue".into(),
        layers: vec![(Mark::Full, little::inside(visits))],
        limit: Some(capacity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bursts() -> BoundedQueue {
        let time = |millis: f64| Millis::try_from(millis).unwrap();
        BoundedQueue {
            bursts: 5,
            burst: 8,
            makes: time(5.0),
            away: time(60.0),
            works: time(20.0),
        }
    }

    /// Two items of one burst, by hand: made after 5 and as soon as possible after that, 20 of work each.
    #[test]
    fn from_hand_to_hand_the_second_item_waits_for_the_first() {
        let two = BoundedQueue {
            bursts: 1,
            burst: 2,
            ..bursts()
        };
        let sent = |capacity| -> Vec<_> {
            let items = two.items(capacity);
            items.iter().map(|item| (item.sent, item.taken)).collect()
        };
        assert_eq!(sent(0), [(5_000, 5_000), (25_000, 25_000)]);
        assert_eq!(sent(1), [(5_000, 5_000), (10_000, 25_000)]);
    }

    #[test]
    fn the_place_of_an_item_is_that_of_the_one_so_many_before() {
        let items = bursts().items(2);
        // The first is taken at 5, so the second and third have room; the fourth waits until the second is taken.
        assert_eq!(items[2].sent, 15_000);
        assert_eq!(items[3].sent, items[1].taken);
        assert_eq!(items[1].taken, 25_000);
    }

    #[test]
    fn the_queue_is_never_longer_than_its_capacity() {
        for capacity in 0..=40 {
            let run = bursts().run(capacity as f64).unwrap();
            let Band::Level(queue) = &run.bands[1] else {
                panic!("the queue is between them");
            };
            assert!(queue.layers[0].1.iter().all(|(_, n)| *n <= capacity));
        }
    }

    #[test]
    fn littles_law_holds_at_every_capacity() {
        for capacity in 0..=40 {
            let figures = bursts().run(f64::from(capacity)).unwrap().figures;
            assert_eq!(figures[6], figures[7], "capacity {capacity}");
        }
    }

    #[test]
    fn room_saves_idle_time_and_never_work() {
        let runs: Vec<Run> = (0..=40)
            .map(|c| bursts().run(f64::from(c)).unwrap())
            .collect();
        assert!(runs.is_sorted_by(|a, b| a.end >= b.end));
        for run in &runs {
            let consumer = run.lanes().last().unwrap();
            assert_eq!(consumer.total(Mark::Full), 40 * 20_000);
            assert!(run.lanes().all(|lane| !lane.overlaps()));
        }
    }

    #[test]
    fn every_moment_of_an_item_comes_after_the_one_before() {
        for capacity in 0..=20 {
            for item in bursts().items(capacity) {
                let Item {
                    begun,
                    made,
                    sent,
                    taken,
                    done,
                } = item;
                assert!([begun, made, sent, taken, done].is_sorted(), "{item:?}");
            }
        }
    }
}

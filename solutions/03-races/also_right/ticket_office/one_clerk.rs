//! One clerk owns the house; the desks send their wishes and wait for the answer.
//!
//! No lock: the queue puts the wishes in an order, and the clerk grants one after the other.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// What a desk asks for, and where the answer goes.
enum Wish {
    Party(usize, Sender<Option<Vec<usize>>>),
    Refund(usize, Sender<bool>),
    Free(Sender<usize>),
}

/// A desk's line to the clerk, who goes home when the last line is gone.
pub struct TicketOffice {
    wishes: Sender<Wish>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        let (wishes, queue) = mpsc::channel();
        thread::spawn(move || serve(seats, queue));
        Self { wishes }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1)?.pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        self.ask(|answer| Wish::Party(heads, answer))
    }

    pub fn refund(&self, seat: usize) -> bool {
        self.ask(|answer| Wish::Refund(seat, answer))
    }

    pub fn free(&self) -> usize {
        self.ask(Wish::Free)
    }

    fn ask<T>(&self, wish: impl FnOnce(Sender<T>) -> Wish) -> T {
        let (answer, answered) = mpsc::channel();
        self.wishes.send(wish(answer)).expect("the clerk is there");
        answered.recv().expect("the clerk answers")
    }
}

fn serve(seats: usize, queue: Receiver<Wish>) {
    let mut free: Vec<usize> = (1..=seats).rev().collect();
    // A desk that no longer waits for its answer is no reason to stop: the result of `send` doesn't matter.
    for wish in queue {
        match wish {
            Wish::Party(heads, answer) => {
                let first = free.len().checked_sub(heads);
                let _ = answer.send(first.map(|first| free.split_off(first)));
            }
            Wish::Refund(seat, answer) => {
                let sold = (1..=seats).contains(&seat) && !free.contains(&seat);
                free.extend(sold.then_some(seat));
                let _ = answer.send(sold);
            }
            Wish::Free(answer) => {
                let _ = answer.send(free.len());
            }
        }
    }
}

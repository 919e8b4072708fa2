//! Everyone who waits leaves the sending end of a channel, and the key is sent to whoever has waited longest.
//! It is never free while somebody waits, so nobody can take it back.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};

pub struct Gil {
    desk: Mutex<Desk>,
    interval: u32,
}

struct Desk {
    /// Here when nobody holds it.
    key: Option<Key>,
    /// Whoever waits, the longest first. Empty while the key is here.
    queue: VecDeque<Sender<Key>>,
}

/// There is one of these.
struct Key;

pub struct GilGuard<'a> {
    gil: &'a Gil,
    /// `None` for a moment, while it is under way to somebody else.
    key: Option<Key>,
    waited_for: u32,
}

enum Asked {
    GotIt(Key),
    WillGetIt(Receiver<Key>),
}

impl Desk {
    fn ask(&mut self) -> Asked {
        match self.key.take() {
            Some(key) => Asked::GotIt(key),
            None => {
                let (sender, receiver) = mpsc::channel();
                self.queue.push_back(sender);
                Asked::WillGetIt(receiver)
            }
        }
    }

    fn pass_on(&mut self, key: Key) {
        match self.queue.pop_front() {
            // Whoever asked stays at the other end until the key comes.
            Some(next) => _ = next.send(key),
            None => self.key = Some(key),
        }
    }
}

impl Asked {
    fn key(self) -> Key {
        match self {
            Asked::GotIt(key) => key,
            Asked::WillGetIt(receiver) => receiver.recv().unwrap(),
        }
    }
}

impl Gil {
    pub fn new(interval: u32) -> Self {
        let desk = Desk {
            key: Some(Key),
            queue: VecDeque::new(),
        };
        Gil {
            desk: Mutex::new(desk),
            interval,
        }
    }

    pub fn enter(&self) -> GilGuard<'_> {
        GilGuard {
            gil: self,
            key: Some(self.take()),
            waited_for: 0,
        }
    }

    fn take(&self) -> Key {
        let asked = self.desk.lock().unwrap().ask();
        asked.key()
    }
}

impl GilGuard<'_> {
    pub fn tick(&mut self) {
        let mut desk = self.gil.desk.lock().unwrap();
        if desk.queue.is_empty() {
            return;
        }
        self.waited_for += 1;
        if self.waited_for < self.gil.interval {
            return;
        }
        let asked = {
            let key = self.key.take().unwrap();
            desk.pass_on(key);
            desk.ask()
        };
        drop(desk);
        self.key = Some(asked.key());
        self.waited_for = 0;
    }

    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.let_go();
        let back = Back(self);
        let value = f();
        drop(back);
        value
    }

    fn let_go(&mut self) {
        let key = self.key.take().unwrap();
        self.gil.desk.lock().unwrap().pass_on(key);
    }
}

impl Drop for GilGuard<'_> {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Takes the key back, after a panic too.
struct Back<'a, 'g>(&'a mut GilGuard<'g>);

impl Drop for Back<'_, '_> {
    fn drop(&mut self) {
        self.0.key = Some(self.0.gil.take());
        self.0.waited_for = 0;
    }
}

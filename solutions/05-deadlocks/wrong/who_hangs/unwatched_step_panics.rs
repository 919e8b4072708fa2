//! Misconception: a job always has its watchdog.
//! Refused by: shuts_down

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Watches over jobs, in a thread of its own.
pub struct Watchdog {
    limit: Duration,
    list: Arc<Mutex<List>>,
    bell: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

/// One job, until dropped.
pub struct Job {
    number: usize,
    list: Arc<Mutex<List>>,
    bell: Sender<Message>,
}

/// By number; those that have ended leave a gap.
type List = Vec<Option<Entry>>;

struct Entry {
    name: String,
    step: Option<(&'static str, Instant)>,
}

enum Message {
    Step { job: usize, at: Instant },
    Stop,
}

impl Watchdog {
    pub fn start(limit: Duration, alarm: impl FnMut(String) + Send + 'static) -> Self {
        let list = Arc::new(Mutex::new(List::new()));
        let (bell, messages) = channel();
        let watch = Watch {
            limit,
            list: Arc::clone(&list),
            due: Vec::new(),
        };
        let thread = thread::spawn(move || watch.run(&messages, alarm));
        Watchdog {
            limit,
            list,
            bell,
            thread: Some(thread),
        }
    }

    pub fn announce(&self, name: &str) -> Job {
        let mut list = self.list.lock().unwrap();
        list.push(Some(Entry {
            name: name.to_string(),
            step: None,
        }));
        Job {
            number: list.len() - 1,
            list: Arc::clone(&self.list),
            bell: self.bell.clone(),
        }
    }

    pub fn dump(&self) -> String {
        dump(&self.list.lock().unwrap(), self.limit)
    }
}

impl Job {
    pub fn step(&self, what: &'static str) {
        let at = Instant::now();
        if let Some(entry) = &mut self.list.lock().unwrap()[self.number] {
            entry.step = Some((what, at));
        }
        let job = self.number;
        self.bell.send(Message::Step { job, at }).unwrap();
    }
}

/// What the thread knows.
struct Watch {
    limit: Duration,
    list: Arc<Mutex<List>>,
    /// Steps that may come to hang, oldest first, since the limit is the same for all.
    due: Vec<(usize, Instant)>,
}

impl Watch {
    fn run(mut self, messages: &Receiver<Message>, mut alarm: impl FnMut(String)) {
        loop {
            let message = match self.due.first() {
                None => messages.recv().map_err(RecvTimeoutError::from),
                Some((_, at)) => messages.recv_timeout(self.limit.saturating_sub(at.elapsed())),
            };
            match message {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Message::Step { job, at }) => {
                    self.due.retain(|(other, _)| *other != job);
                    self.due.push((job, at));
                    self.due.sort_by_key(|(_, at)| *at);
                }
                Err(RecvTimeoutError::Timeout) => self.strike(&mut alarm),
            }
        }
    }

    fn strike(&mut self, alarm: &mut impl FnMut(String)) {
        let (job, at) = self.due.remove(0);
        let list = self.list.lock().unwrap();
        let still_there = list[job]
            .as_ref()
            .is_some_and(|entry| entry.step.is_some_and(|(_, last)| last == at));
        if still_there {
            let dump = dump(&list, self.limit);
            drop(list);
            alarm(dump);
        }
    }
}

fn dump(list: &List, limit: Duration) -> String {
    let jobs: Vec<&Entry> = list.iter().flatten().collect();
    let mut lines = String::new();
    let mut hang = 0;
    for job in &jobs {
        let state = match job.step {
            None => "not begun".to_string(),
            Some((what, since)) if since.elapsed() >= limit => {
                hang += 1;
                format!("hangs, in {what} for {:?}", since.elapsed())
            }
            Some((what, since)) => format!("runs, in {what} for {:?}", since.elapsed()),
        };
        lines += &format!("  {}: {state}\n", job.name);
    }
    format!("{hang} of {} jobs hang\n{lines}", jobs.len())
}

impl Drop for Job {
    fn drop(&mut self) {
        self.list.lock().unwrap()[self.number] = None;
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let _ = self.bell.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

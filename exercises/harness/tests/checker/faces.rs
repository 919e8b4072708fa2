//! What a learner sees, whole: the classic mistakes, explained.
//!
//! Read a changed snapshot as a learner would, who has never seen this tool: what happened, in which order, who
//! is stuck where, who could have helped?

use harness::model::{Check, explore};
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;

fn face(check: Check, program: fn()) -> String {
    let finding = explore(check, program).expect_err("a program with a fault");
    report::text::finding(&finding, 100)
}

macro_rules! faces {
    ($($name:ident: $check:expr;)*) => { $(
        #[test]
        fn $name() {
            insta::assert_snapshot!(face($check, programs::$name));
        }
    )* };
}

faces! {
    lost_update: Check::new();
    opposite_order: Check::new();
    missed_wake_up: Check::new();
    if_for_while: Check::new();
    notify_one_on_close: Check::new();
    leaked_guard: Check::new();
    left_behind: Check::new().no_thread_left_behind();
    unjoined_panic: Check::new();
    thread_panic_passed_on: Check::new();
    data_race: Check::new();
    stale_flags: Check::new();
    stray_sender: Check::new();
    upgrade: Check::new();
    spins_for_ever: Check::new().max_steps(200);
    time_out_too_early: Check::new().early_timeouts();
    busy_lock: Check::new();
}

mod programs {
    use super::*;

    #[derive(Default)]
    struct Page {
        hits: AtomicUsize,
    }

    impl Page {
        fn visit(&self) {
            let seen = self.hits.load(SeqCst);
            self.hits.store(seen + 1, SeqCst);
        }
    }

    pub fn lost_update() {
        let page = Arc::new(Page::default());
        let visitors: Vec<_> = (0..2)
            .map(|_| {
                let page = page.clone();
                thread::spawn(move || page.visit())
            })
            .collect();
        for visitor in visitors {
            visitor.join().unwrap();
        }
        let hits = page.hits.load(SeqCst);
        assert_eq!(hits, 2, "2 visitors came, and the counter shows {hits}");
    }

    struct Account {
        balance: Mutex<u32>,
    }

    fn transfer(from: &Account, to: &Account, amount: u32) {
        let mut from = from.balance.lock().unwrap();
        let mut to = to.balance.lock().unwrap();
        *from -= amount;
        *to += amount;
    }

    pub fn opposite_order() {
        let [alice, bob] = [5, 5].map(|balance| Account {
            balance: Mutex::new(balance),
        });
        thread::scope(|s| {
            s.spawn(|| transfer(&alice, &bob, 1));
            s.spawn(|| transfer(&bob, &alice, 1));
        });
    }

    struct Gate {
        open: AtomicBool,
        lock: Mutex<()>,
        opened: Condvar,
    }

    impl Gate {
        fn open(&self) {
            self.open.store(true, SeqCst);
            self.opened.notify_all();
        }

        fn pass(&self) {
            let mut guard = self.lock.lock().unwrap();
            while !self.open.load(SeqCst) {
                guard = self.opened.wait(guard).unwrap();
            }
        }
    }

    pub fn missed_wake_up() {
        let gate = Gate {
            open: AtomicBool::new(false),
            lock: Mutex::new(()),
            opened: Condvar::new(),
        };
        thread::scope(|s| {
            s.spawn(|| gate.pass());
            gate.open();
        });
    }

    #[derive(Default)]
    struct Queue {
        state: Mutex<State>,
        filled: Condvar,
    }

    #[derive(Default)]
    struct State {
        items: VecDeque<u32>,
        closed: bool,
    }

    impl Queue {
        fn push(&self, item: u32) {
            self.state.lock().unwrap().items.push_back(item);
            self.filled.notify_one();
        }

        fn pop_once(&self) -> u32 {
            let mut state = self.state.lock().unwrap();
            if state.items.is_empty() {
                state = self.filled.wait(state).unwrap();
            }
            state
                .items
                .pop_front()
                .expect("a woken taker finds an item")
        }

        fn pop(&self) -> Option<u32> {
            let mut state = self.state.lock().unwrap();
            while state.items.is_empty() && !state.closed {
                state = self.filled.wait(state).unwrap();
            }
            state.items.pop_front()
        }

        fn close(&self) {
            self.state.lock().unwrap().closed = true;
            self.filled.notify_one();
        }
    }

    pub fn if_for_while() {
        let queue = Queue::default();
        thread::scope(|s| {
            s.spawn(|| queue.pop_once());
            queue.push(7);
        });
    }

    pub fn notify_one_on_close() {
        let queue = Queue::default();
        thread::scope(|s| {
            s.spawn(|| queue.pop());
            s.spawn(|| queue.pop());
            queue.close();
        });
    }

    pub fn leaked_guard() {
        let total = Mutex::new(0);
        thread::scope(|s| {
            s.spawn(|| {
                let mut total = total.lock().unwrap();
                *total += 1;
                std::mem::forget(total);
            });
        });
    }

    pub fn left_behind() {
        let (sender, receiver) = channel::<u32>();
        thread::spawn(move || receiver.iter().sum::<u32>());
        sender.send(1).unwrap();
    }

    pub fn unjoined_panic() {
        thread::spawn(|| {
            let empty: Vec<u32> = Vec::new();
            empty[0]
        });
    }

    pub fn thread_panic_passed_on() {
        let total = Arc::new(Mutex::new(0));
        let inside = total.clone();
        let worker = thread::spawn(move || {
            let _total = inside.lock().unwrap();
            panic!("the worker gives up");
        });
        let _ = worker.join();
        *total.lock().unwrap() += 1;
    }

    struct Slot {
        value: UnsafeCell<u64>,
        ready: AtomicBool,
    }

    // SAFETY: none: this is the mistake.
    unsafe impl Sync for Slot {}

    impl Slot {
        fn fill(&self, value: u64) {
            unsafe { *self.value.get() = value };
            self.ready.store(true, Relaxed);
        }

        fn look(&self) -> Option<u64> {
            if !self.ready.load(Acquire) {
                return None;
            }
            Some(unsafe { *self.value.get() })
        }
    }

    pub fn data_race() {
        let slot = Slot {
            value: UnsafeCell::new(0),
            ready: AtomicBool::new(false),
        };
        thread::scope(|s| {
            s.spawn(|| slot.fill(42));
            assert_ne!(slot.look(), Some(0));
        });
    }

    pub fn stale_flags() {
        let wants = [AtomicBool::new(false), AtomicBool::new(false)];
        let inside = AtomicUsize::new(0);
        let enter = |me: usize| {
            wants[me].store(true, Release);
            if !wants[1 - me].load(Acquire) {
                inside.fetch_add(1, Relaxed);
            }
        };
        thread::scope(|s| {
            s.spawn(|| enter(0));
            s.spawn(|| enter(1));
        });
        assert!(
            inside.load(Relaxed) < 2,
            "both threads are inside at the same time"
        );
    }

    fn sum(numbers: Receiver<u32>) -> u32 {
        numbers.iter().sum()
    }

    pub fn stray_sender() {
        let (sender, receiver) = channel();
        let workers: Vec<_> = (0..2)
            .map(|n| {
                let sender = sender.clone();
                thread::spawn(move || sender.send(n).unwrap())
            })
            .collect();
        assert_eq!(sum(receiver), 1);
        for worker in workers {
            worker.join().unwrap();
        }
        drop(sender);
    }

    pub fn upgrade() {
        let stock = RwLock::new(1);
        let buy = || {
            let seen = stock.read().unwrap();
            if *seen > 0 {
                *stock.write().unwrap() -= 1;
            }
        };
        thread::scope(|s| {
            s.spawn(buy);
            s.spawn(buy);
        });
    }

    pub fn spins_for_ever() {
        let ready = AtomicBool::new(false);
        let lock = Mutex::new(());
        thread::scope(|s| {
            s.spawn(|| {
                let _guard = lock.lock().unwrap();
                ready.store(true, Release);
            });
            let _guard = lock.lock().unwrap();
            while !ready.load(Acquire) {
                std::hint::spin_loop();
            }
        });
    }

    pub fn time_out_too_early() {
        let (sender, receiver) = channel();
        thread::spawn(move || sender.send(42).unwrap());
        let answer = receiver.recv_timeout(std::time::Duration::from_millis(100));
        assert_eq!(
            answer,
            Ok(42),
            "the answer was on its way, and was not waited for"
        );
    }

    pub fn busy_lock() {
        let total = Mutex::new(0);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| {
                    if let Ok(mut total) = total.try_lock() {
                        *total += 1;
                    }
                });
            }
        });
        let total = *total.lock().unwrap();
        assert_eq!(total, 2, "2 threads added 1 each, and the total is {total}");
    }
}

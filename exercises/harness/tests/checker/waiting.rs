//! Condition variables, parking, barriers.

use crate::table::{Case, crew, join_all, right, tests, wrong};
use harness::model::Check;
use report::FindingKind::*;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread;
use std::time::Duration;

fn cases() -> Vec<Case> {
    vec![
        right("wait in a loop, flag under the lock", waits_in_a_loop),
        right("wait_while", waits_while),
        wrong("flag set without the lock", LostWakeup, flag_without_lock),
        wrong("notified before the wait, no flag", LostWakeup, no_flag),
        wrong(
            "lock let go between look and wait",
            LostWakeup,
            gap_before_wait,
        ),
        wrong("`if` instead of `while`, one waiter", Panic, if_for_while),
        wrong("`if` instead of `while`, item stolen", Panic, stolen_item),
        wrong(
            "notify_one on close, two waiters",
            LostWakeup,
            close_wakes_one,
        ),
        right("notify_all on close, two waiters", close_wakes_all),
        wrong("nobody notifies", LostWakeup, nobody_notifies),
        right("a time limit helps", limited_wait),
        wrong(
            "a timed-out wait taken for a result",
            Panic,
            time_out_ignored,
        )
        .by(Check::new().early_timeouts()),
        right("unpark before park", unpark_first),
        right("park in a loop", parks_in_a_loop),
        wrong("park without a loop", Panic, parks_once),
        wrong("parked for ever", LostWakeup, parked_for_ever),
        right(
            "a call that is no step, taken for part of one",
            foreign_call,
        ),
        wrong("a call that is no step", LostWakeup, foreign_call).by(Check::new().foreign_calls()),
        right("two unparks leave one token", one_token),
        right("a barrier has one leader a round", barrier_leader),
        wrong(
            "a barrier for one thread too many",
            Deadlock,
            barrier_too_many,
        ),
        right("a barrier publishes what came before", barrier_publishes),
    ]
}

tests!();

type Flag = Arc<(Mutex<bool>, Condvar)>;

/// A thread runs `waits` while main raises the flag in the way of `raises`.
fn flag(waits: fn(&Flag), raises: fn(&Flag)) {
    let here = Flag::default();
    let there = here.clone();
    let waiter = thread::spawn(move || waits(&there));
    raises(&here);
    waiter.join().unwrap();
}

fn raise(flag: &Flag) {
    *flag.0.lock().unwrap() = true;
    flag.1.notify_one();
}

fn wait_loop(flag: &Flag) {
    let mut up = flag.0.lock().unwrap();
    while !*up {
        up = flag.1.wait(up).unwrap();
    }
}

fn waits_in_a_loop() {
    flag(wait_loop, raise);
}

fn waits_while() {
    flag(
        |flag| {
            let up = flag.0.lock().unwrap();
            assert!(*flag.1.wait_while(up, |up| !*up).unwrap());
        },
        raise,
    );
}

fn flag_without_lock() {
    let here = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
    let there = here.clone();
    let waiter = thread::spawn(move || {
        let mut guard = there.1.lock().unwrap();
        while !there.0.load(Ordering::SeqCst) {
            guard = there.2.wait(guard).unwrap();
        }
    });
    here.0.store(true, Ordering::SeqCst);
    here.2.notify_one();
    waiter.join().unwrap();
}

fn no_flag() {
    flag(
        |flag| {
            let guard = flag.0.lock().unwrap();
            let _guard = flag.1.wait(guard).unwrap();
        },
        |flag| flag.1.notify_one(),
    );
}

fn gap_before_wait() {
    flag(
        |flag| {
            let up = *flag.0.lock().unwrap();
            if !up {
                let guard = flag.0.lock().unwrap();
                let _guard = flag.1.wait(guard).unwrap();
            }
        },
        raise,
    );
}

fn if_for_while() {
    flag(
        |flag| {
            let mut up = flag.0.lock().unwrap();
            if !*up {
                up = flag.1.wait(up).unwrap();
            }
            assert!(*up, "went on although the flag is down");
        },
        raise,
    );
}

#[derive(Default)]
struct Queue {
    items: Mutex<(VecDeque<i32>, bool)>,
    filled: Condvar,
}

impl Queue {
    fn push(&self, item: i32) {
        self.items.lock().unwrap().0.push_back(item);
        self.filled.notify_one();
    }

    /// `None`: closed and empty.
    fn pop(&self) -> Option<i32> {
        let mut state = self.items.lock().unwrap();
        while state.0.is_empty() && !state.1 {
            state = self.filled.wait(state).unwrap();
        }
        state.0.pop_front()
    }
}

fn stolen_item() {
    let queue = Arc::new(Queue::default());
    let takers = [0, 1].map(|_| {
        let queue = queue.clone();
        thread::spawn(move || {
            let mut state = queue.items.lock().unwrap();
            if state.0.is_empty() {
                state = queue.filled.wait(state).unwrap();
            }
            state.0.pop_front().expect("woken, so there is an item");
        })
    });
    queue.push(1);
    queue.push(2);
    join_all(takers);
}

fn close(queue: &Queue, wakes: fn(&Condvar)) {
    queue.items.lock().unwrap().1 = true;
    wakes(&queue.filled);
}

fn closing(wakes: fn(&Condvar)) {
    let queue = Arc::new(Queue::default());
    let takers = [0, 1].map(|_| {
        let queue = queue.clone();
        thread::spawn(move || while queue.pop().is_some() {})
    });
    queue.push(1);
    close(&queue, wakes);
    join_all(takers);
}

fn close_wakes_one() {
    closing(Condvar::notify_one);
}

fn close_wakes_all() {
    closing(Condvar::notify_all);
}

fn nobody_notifies() {
    flag(wait_loop, |flag| *flag.0.lock().unwrap() = true);
}

fn limited_wait() {
    let flag = Flag::default();
    let up = flag.0.lock().unwrap();
    let limit = Duration::from_millis(30);
    let (up, result) = flag.1.wait_timeout_while(up, limit, |up| !*up).unwrap();
    assert!(result.timed_out() && !*up);
}

fn time_out_ignored() {
    flag(
        |flag| {
            let mut up = flag.0.lock().unwrap();
            let mut timed_out = false;
            while !*up && !timed_out {
                let (guard, result) = flag.1.wait_timeout(up, Duration::from_secs(1)).unwrap();
                (up, timed_out) = (guard, result.timed_out());
            }
            assert!(*up);
        },
        |flag| {
            thread::yield_now();
            raise(flag);
        },
    );
}

fn unpark_first() {
    let parked = thread::spawn(thread::park);
    parked.thread().unpark();
    parked.join().unwrap();
}

/// A thread that parks in the way of `parks` until main has set the flag and unparked it.
fn parking(parks: fn(&AtomicBool)) {
    let done = Arc::new(AtomicBool::new(false));
    let inside = done.clone();
    let parked = thread::spawn(move || parks(&inside));
    done.store(true, Ordering::Release);
    parked.thread().unpark();
    parked.join().unwrap();
}

fn parks_in_a_loop() {
    parking(|done| {
        while !done.load(Ordering::Acquire) {
            thread::park();
        }
    });
}

fn parks_once() {
    parking(|done| {
        if !done.load(Ordering::Acquire) {
            thread::park();
        }
        assert!(
            done.load(Ordering::Acquire),
            "awake although nothing is done"
        );
    });
}

fn parked_for_ever() {
    thread::spawn(|| {
        loop {
            thread::park();
        }
    })
    .join()
    .unwrap();
}

fn one_token() {
    let me = thread::current();
    me.unpark();
    me.unpark();
    thread::park();
    thread::park_timeout(Duration::from_millis(5));
}

fn barrier_leader() {
    let leaders = crew(
        2,
        (Barrier::new(2), AtomicUsize::new(0)),
        |(barrier, leaders)| {
            for _ in 0..2 {
                if barrier.wait().is_leader() {
                    leaders.fetch_add(1, Ordering::Relaxed);
                }
            }
        },
    );
    assert_eq!(leaders.1.load(Ordering::Relaxed), 2);
}

fn barrier_too_many() {
    crew(2, Barrier::new(3), |barrier| {
        barrier.wait();
    });
}

fn barrier_publishes() {
    let seen = crew(
        2,
        (Barrier::new(2), AtomicUsize::new(0)),
        |(barrier, count)| {
            count.fetch_add(1, Ordering::Relaxed);
            barrier.wait();
            assert_eq!(count.load(Ordering::Relaxed), 2);
        },
    );
    assert_eq!(seen.1.load(Ordering::Relaxed), 2);
}

/// The sleeper tells that it listens with a flag that the checker knows nothing of, some time after its look.
fn foreign_call() {
    use std::real::sync::atomic::AtomicBool as ForeignFlag;
    let (over, listens) = (
        Arc::new(Mutex::new(false)),
        Arc::new(ForeignFlag::new(false)),
    );
    let (over_there, listens_there) = (over.clone(), listens.clone());
    let sleeper = thread::spawn(move || {
        let is_over = *over_there.lock().unwrap();
        if !is_over {
            listens_there.store(true, Ordering::SeqCst);
            thread::park();
        }
    });
    *over.lock().unwrap() = true;
    if listens.load(Ordering::SeqCst) {
        sleeper.thread().unpark();
    }
    sleeper.join().unwrap();
}

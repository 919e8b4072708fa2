//! `crossbeam` under the checker, and on real threads.

extern crate harness as std;
extern crate model_crossbeam as crossbeam;

#[path = "../../tests/checker/table.rs"]
mod table;

use crossbeam::channel::{
    self, Receiver, RecvError, RecvTimeoutError, Select, SendError, SendTimeoutError, Sender,
    TryReadyError, TryRecvError, TrySendError, bounded, unbounded,
};
use crossbeam::sync::{Parker, ShardedLock, WaitGroup};
use crossbeam::utils::{Backoff, CachePadded};
use crossbeam::{select, select_biased};
use harness::model::{Check, outcomes};
use report::FindingKind::*;
use std::error::Error;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use table::{Case, crew, join_all, right, tests, wrong};

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn cases() -> Vec<Case> {
    vec![
        right("a crew on one channel", crew_on_a_channel),
        wrong("one stop token for two workers", Deadlock, one_stop_token),
        wrong("a sender is kept", Deadlock, kept_sender),
        right("a rendezvous", rendezvous),
        right("a rendezvous that nobody comes to", deserted_rendezvous),
        right("full and empty", full_and_empty),
        right("send_timeout and recv_timeout are exact", limits),
        wrong("silence is taken for the end", Panic, silence).by(Check::new().early_timeouts()),
        right("errors can be asked what they are", errors),
        right("select takes what is ready", select_ready),
        right("select waits for either of two senders", select_waits),
        right("select tells of a closed channel", select_closed),
        right("select sends or receives", select_sends),
        right("two selects meet over a rendezvous", selects_meet),
        right("select with a default", select_default),
        right("select with a time limit", select_limit),
        right(
            "select over ends that are made in its arms",
            select_made_in_arms,
        ),
        right(
            "select sends what was under a lock",
            select_sends_from_a_lock,
        ),
        right("a tick does not open a lock", select_then_lock),
        right("a Select of many", selected_of_many),
        right("a Select sends and receives", selected_sends),
        right("a Select with a time limit", selected_in_time),
        right("ready tells which, and takes nothing", ready_takes_nothing),
        wrong("what is ready is thought to stay", Deadlock, ready_and_gone),
        wrong("the first added is thought to win", Panic, || {
            first_added(false)
        }),
        right("the first added does win in new_biased", || {
            first_added(true)
        }),
        right("after and tick are exact", timers),
        wrong("the first arm is thought to win", Panic, || {
            stop_first(false)
        }),
        right("the first arm does win in select_biased", || {
            stop_first(true)
        }),
        wrong("an accepted job is lost when stop wins", Panic, lost_job),
        wrong(
            "select over channels that nobody fills",
            Deadlock,
            select_for_ever,
        ),
        right("scoped threads", scoped),
        right("a scoped panic is a result", scoped_panic),
        right("a wait group", wait_group),
        right("a parker", parker),
        right("a sharded lock", sharded),
        right("a backoff in a spin loop", backoff),
    ]
}

tests!();

fn crew_on_a_channel() {
    let (jobs, todo) = unbounded();
    let (results, done) = unbounded();
    let workers = [0, 1].map(|_| {
        let (todo, results) = (todo.clone(), results.clone());
        thread::spawn(move || todo.iter().for_each(|n: u32| results.send(n * 2).unwrap()))
    });
    drop((todo, results));
    (1..=3).for_each(|n| jobs.send(n).unwrap());
    drop(jobs);
    assert_eq!(done.iter().sum::<u32>(), 12);
    join_all(workers);
}

fn one_stop_token() {
    let (jobs, todo) = unbounded();
    let workers = [0, 1].map(|_| {
        let todo: Receiver<Option<u32>> = todo.clone();
        thread::spawn(move || while let Ok(Some(_)) = todo.recv() {})
    });
    jobs.send(Some(1)).unwrap();
    jobs.send(None).unwrap();
    join_all(workers);
    drop(jobs);
}

fn kept_sender() {
    let (sender, receiver) = unbounded();
    let other = sender.clone();
    let worker = thread::spawn(move || other.send(1).unwrap());
    assert_eq!(receiver.iter().sum::<i32>(), 1);
    worker.join().unwrap();
    drop(sender);
}

fn rendezvous() {
    let (sender, receiver) = bounded(0);
    assert_eq!(sender.try_send(0), Err(TrySendError::Full(0)));
    let worker = thread::spawn(move || (1..3).for_each(|n| sender.send(n).unwrap()));
    assert_eq!(receiver.iter().collect::<Vec<_>>(), [1, 2]);
    worker.join().unwrap();
}

fn deserted_rendezvous() {
    let (sender, receiver) = bounded(0);
    let worker = thread::spawn(move || sender.send(7).map_err(|error| error.0));
    drop(receiver);
    assert_eq!(worker.join().unwrap(), Err(7));
}

fn full_and_empty() {
    let (sender, receiver) = bounded(1);
    assert!(sender.is_empty() && sender.capacity() == Some(1));
    sender.send(1).unwrap();
    assert!(sender.is_full() && receiver.len() == 1);
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    drop(receiver);
    assert!(sender.send(2).is_err());
}

fn limits() {
    let start = Instant::now();
    let (sender, receiver) = bounded(1);
    sender.send(1).unwrap();
    assert!(sender.send_timeout(2, ms(10)).is_err());
    assert_eq!(receiver.recv(), Ok(1));
    assert!(receiver.recv_timeout(ms(5)).is_err());
    assert!(receiver.recv_deadline(start + ms(30)).is_err());
    assert_eq!(start.elapsed(), ms(30));
}

fn silence() {
    let (sender, receiver) = unbounded();
    let worker = thread::spawn(move || (0..2).for_each(|n| sender.send(n).unwrap()));
    let mut got = 0;
    while receiver.recv_timeout(ms(100)).is_ok() {
        got += 1;
    }
    assert_eq!(got, 2);
    worker.join().unwrap();
}

fn select_ready() {
    let (a, from_a) = unbounded();
    let (_b, from_b) = unbounded::<i32>();
    a.send(1).unwrap();
    let got = select! {
        recv(from_a) -> n => n.unwrap(),
        recv(from_b) -> n => n.unwrap() + 10,
    };
    assert_eq!(got, 1);
}

fn select_waits() {
    let (a, from_a) = unbounded();
    let (b, from_b) = unbounded();
    let senders =
        [(a, 1), (b, 2)].map(|(sender, n)| thread::spawn(move || sender.send(n).unwrap()));
    let mut sum = 0;
    for _ in 0..2 {
        select! {
            recv(from_a) -> n => sum += n.unwrap_or(0),
            recv(&from_b) -> n => { sum += n.unwrap_or(0) }
        }
    }
    assert!((0..=3).contains(&sum));
    join_all(senders);
}

fn select_closed() {
    let (sender, receiver) = bounded::<i32>(1);
    let worker = thread::spawn(move || drop(sender));
    let never = channel::never::<i32>();
    let closed = select! {
        recv(receiver) -> n => n.is_err(),
        recv(never) -> _ => false,
    };
    assert!(closed);
    worker.join().unwrap();
}

/// Gives a job to whichever of the two takes it; the message stays here when nobody does.
fn give(job: String, to: &Sender<String>, stop: &Receiver<()>) -> Option<String> {
    select! {
        send(to, job) -> sent => sent.err().map(|e| e.0),
        recv(stop) -> _ => Some(job),
    }
}

fn select_sends() {
    let (to, jobs) = bounded(0);
    let (stopper, stop) = bounded(1);
    let worker = thread::spawn(move || jobs.recv().is_ok());
    let stops = thread::spawn(move || stopper.send(()).unwrap());
    let back = give("job".into(), &to, &stop);
    drop(to);
    assert_eq!(worker.join().unwrap(), back.is_none());
    stops.join().unwrap();
}

fn selects_meet() {
    let (sender, receiver) = bounded(0);
    let never = channel::never::<i32>();
    let worker = thread::spawn(move || {
        select! {
            send(sender, 5) -> sent => sent.unwrap(),
            recv(never) -> _ => unreachable!(),
        }
    });
    let other = channel::never::<i32>();
    select! {
        recv(receiver) -> n => assert_eq!(n, Ok(5)),
        recv(other) -> _ => unreachable!(),
    }
    worker.join().unwrap();
}

fn select_default() {
    let (sender, receiver) = bounded(1);
    let poll = || {
        select! {
            recv(receiver) -> n => n.ok(),
            default => None,
        }
    };
    assert_eq!(poll(), None);
    sender.send(3).unwrap();
    assert_eq!(poll(), Some(3));
}

fn select_limit() {
    let start = Instant::now();
    let (_sender, receiver) = bounded::<i32>(1);
    select! {
        recv(receiver) -> _ => unreachable!(),
        default(ms(40)) => {}
    }
    assert_eq!(start.elapsed(), ms(40));
}

fn timers() {
    let start = Instant::now();
    let ticks = channel::tick(ms(10));
    let end = channel::after(ms(35));
    let mut count = 0;
    loop {
        select! {
            recv(ticks) -> _ => count += 1,
            recv(end) -> _ => break,
        }
    }
    assert_eq!((count, start.elapsed()), (3, ms(35)));
    assert_eq!(channel::after(ms(5)).recv(), Ok(start + ms(40)));
}

fn errors() {
    let (sender, receiver) = bounded(1);
    let empty = receiver.try_recv().unwrap_err();
    assert!(empty.is_empty() && !empty.is_disconnected());
    let late = receiver.recv_timeout(ms(1)).unwrap_err();
    assert!(late.is_timeout() && !late.is_disconnected());
    sender.send(1).unwrap();
    let full = sender.try_send(2).unwrap_err();
    assert!(full.is_full() && !full.is_disconnected() && full.into_inner() == 2);
    let late = sender.send_timeout(3, ms(1)).unwrap_err();
    assert!(late.is_timeout() && !late.is_disconnected() && late.into_inner() == 3);
    let late = sender.send_deadline(4, Instant::now() + ms(1));
    assert_eq!(late, Err(SendTimeoutError::Timeout(4)));
    drop(receiver);
    let gone = sender.send(5).unwrap_err();
    assert_eq!(
        format!("{gone:?}, {gone}"),
        "\"SendError(..)\", sending on a disconnected channel"
    );
    assert!(TrySendError::from(gone).is_disconnected() && gone.into_inner() == 5);
    assert_eq!(
        SendTimeoutError::from(SendError(6)),
        SendTimeoutError::Disconnected(6)
    );
    assert!(TryRecvError::from(RecvError).is_disconnected());
    let error: Box<dyn Error> = RecvTimeoutError::from(RecvError).into();
    assert_eq!(error.to_string(), "channel is empty and disconnected");
}

fn select_made_in_arms() {
    let start = Instant::now();
    let (_sender, receiver) = bounded::<i32>(1);
    let shared = Mutex::new(receiver);
    select! {
        recv(shared.lock().unwrap().clone()) -> _ => unreachable!(),
        recv(channel::after(ms(7))) -> _ => {}
    }
    assert_eq!(start.elapsed(), ms(7));
}

fn select_sends_from_a_lock() {
    let (sender, receiver) = bounded(1);
    let pile = Arc::new(Mutex::new(vec![1, 2]));
    let other = pile.clone();
    let worker = thread::spawn(move || other.lock().unwrap().push(3));
    select! {
        send(sender, pile.lock().unwrap().remove(0)) -> sent => sent.unwrap(),
        recv(channel::never::<()>()) -> _ => unreachable!(),
    }
    assert_eq!(receiver.recv(), Ok(1));
    worker.join().unwrap();
    assert_eq!(*pile.lock().unwrap(), [2, 3]);
}

fn select_then_lock() {
    let start = Instant::now();
    let lock = Arc::new(Mutex::new(()));
    let other = lock.clone();
    let sleeper = thread::spawn(move || {
        let _guard = other.lock().unwrap();
        thread::sleep(ms(10));
    });
    select! {
        recv(channel::after(ms(5))) -> _ => drop(lock.lock().unwrap()),
    }
    assert_eq!(start.elapsed(), ms(10));
    sleeper.join().unwrap();
}

fn selected_of_many() {
    let ends = [bounded(1), bounded(1), bounded(1)];
    let receivers = ends.each_ref().map(|(_, receiver)| receiver.clone());
    let mut select = Select::default();
    for receiver in &receivers {
        select.recv(receiver);
    }
    assert!(select.try_select().is_err());
    select.remove(1);
    let senders = ends.map(|(sender, _)| sender);
    let worker = thread::spawn(move || senders[2].send(7).unwrap());
    // One of them brings the message, or both end without one, the first before the other.
    let operation = select.select();
    let index = operation.index();
    let message = operation.recv(&receivers[index]);
    assert!(index != 1 && (message.is_err() || (index, message) == (2, Ok(7))));
    worker.join().unwrap();
}

fn selected_sends() {
    let (to, from) = bounded(0);
    let never = channel::never::<i32>();
    let worker = thread::spawn(move || from.recv());
    let mut select = Select::new();
    select.recv(&never);
    let sends = select.send(&to);
    let operation = select.select();
    assert_eq!(operation.index(), sends);
    assert_eq!(operation.send(&to, 5), Ok(()));
    assert_eq!(worker.join().unwrap(), Ok(5));
}

fn selected_in_time() {
    let start = Instant::now();
    let ticks = channel::tick(ms(10));
    let mut select = Select::new();
    let tick = select.recv(&ticks);
    assert!(select.select_timeout(ms(9)).is_err());
    assert_eq!(select.try_ready(), Err(TryReadyError));
    assert_eq!(select.ready_deadline(start + ms(30)), Ok(tick));
    let operation = select.select_deadline(start + ms(30)).unwrap();
    assert_eq!(operation.recv(&ticks), Ok(start + ms(10)));
    assert!(select.ready_timeout(ms(1)).is_err());
    assert_eq!(start.elapsed(), ms(11));
}

fn ready_takes_nothing() {
    let (sender, receiver) = unbounded();
    let worker = thread::spawn(move || sender.send(1).unwrap());
    let mut select = Select::new();
    let index = select.recv(&receiver);
    assert_eq!((select.ready(), select.ready()), (index, index));
    assert_eq!(receiver.try_recv(), Ok(1));
    worker.join().unwrap();
}

fn ready_and_gone() {
    let (sender, receiver) = unbounded();
    sender.send(1).unwrap();
    let other = receiver.clone();
    let worker = thread::spawn(move || other.try_recv().is_ok());
    let mut select = Select::new();
    select.recv(&receiver);
    select.ready();
    receiver.recv().unwrap();
    worker.join().unwrap();
}

fn first_added(biased: bool) {
    let ends = [bounded(1), bounded(1)];
    let mut select = if biased {
        Select::new_biased()
    } else {
        Select::new()
    };
    for (sender, receiver) in &ends {
        sender.send(()).unwrap();
        select.recv(receiver);
    }
    assert_eq!(select.ready(), 0, "the second is ready, too");
}

fn stop_first(biased: bool) {
    let (stopper, stop) = bounded(1);
    let (jobs, todo) = bounded(1);
    stopper.send(()).unwrap();
    jobs.send(1).unwrap();
    let stopped = if biased {
        select_biased! { recv(stop) -> _ => true, recv(todo) -> _ => false }
    } else {
        select! { recv(stop) -> _ => true, recv(todo) -> _ => false }
    };
    assert!(stopped, "a job was taken although stop was there");
}

fn lost_job() {
    let (stopper, stop) = bounded(1);
    let (jobs, todo) = bounded(1);
    let accepted = Arc::new(AtomicUsize::new(0));
    let counter = accepted.clone();
    let client = thread::spawn(move || {
        if jobs.send(1).is_ok() {
            counter.fetch_add(1, Relaxed);
        }
        stopper.send(()).unwrap();
    });
    let mut done = 0;
    loop {
        select! {
            recv(stop) -> _ => break,
            recv(todo) -> job => if job.is_ok() { done += 1 },
        }
    }
    client.join().unwrap();
    assert_eq!(done, accepted.load(Relaxed));
}

fn select_for_ever() {
    let (_a, from_a) = unbounded::<i32>();
    let (_b, from_b) = unbounded::<i32>();
    select! {
        recv(from_a) -> _ => {}
        recv(from_b) -> _ => {}
    }
}

fn scoped() {
    let total = AtomicUsize::new(0);
    let result = crossbeam::thread::scope(|s| {
        let inner = s.spawn(|s| {
            s.spawn(|_| total.fetch_add(1, Relaxed));
            total.fetch_add(1, Relaxed)
        });
        inner.join().unwrap();
        7
    });
    assert_eq!(result.unwrap(), 7);
    assert_eq!(total.load(Relaxed), 2);
}

fn scoped_panic() {
    let result = crossbeam::scope(|s| {
        s.spawn(|_| panic!("in the scope"));
    });
    assert!(result.is_err() && !thread::panicking());
}

fn wait_group() {
    let (group, total) = (WaitGroup::new(), Arc::new(AtomicUsize::new(0)));
    for _ in 0..2 {
        let (group, total) = (group.clone(), total.clone());
        thread::spawn(move || {
            total.fetch_add(1, Relaxed);
            drop(group);
        });
    }
    group.wait();
    assert_eq!(total.load(Relaxed), 2);
}

fn parker() {
    let parker = Parker::new();
    let unparker = parker.unparker().clone();
    let done = Arc::new(AtomicBool::new(false));
    let there = done.clone();
    let worker = thread::spawn(move || {
        there.store(true, Relaxed);
        unparker.unpark();
    });
    parker.park();
    assert!(done.load(Relaxed));
    parker.park_timeout(ms(5));
    worker.join().unwrap();
}

fn sharded() {
    let total = crew(2, ShardedLock::new(0), |total| *total.write().unwrap() += 1);
    assert_eq!(*total.read().unwrap(), 2);
}

fn backoff() {
    let flag = Arc::new(CachePadded::new(AtomicBool::new(false)));
    let there = flag.clone();
    let worker = thread::spawn(move || there.store(true, Release));
    let backoff = Backoff::new();
    while !flag.load(Acquire) {
        backoff.snooze();
    }
    worker.join().unwrap();
}

#[test]
fn a_select_may_take_either_of_two_that_are_ready() {
    let taken = outcomes(|| {
        let ends = [bounded(1), bounded(1)];
        ends.iter().for_each(|(sender, _)| sender.send(()).unwrap());
        select! {
            recv(ends[0].1) -> _ => "first".into(),
            recv(ends[1].1) -> _ => "second".into(),
        }
    });
    assert_eq!(taken.keys().collect::<Vec<_>>(), ["first", "second"]);
}

#[test]
fn right_programs_run_on_real_threads_too() {
    for program in [
        crew_on_a_channel,
        rendezvous,
        deserted_rendezvous,
        full_and_empty,
        select_ready,
        select_waits,
        select_closed,
        select_sends,
        select_default,
        scoped,
        wait_group,
        parker,
        backoff,
    ] {
        program();
    }
    stop_first(true);
}

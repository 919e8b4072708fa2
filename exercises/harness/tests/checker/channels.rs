//! `mpsc` channels of all three kinds.

use crate::table::{Case, join_all, right, tests, wrong};
use harness::model::Check;
use report::FindingKind::*;
use std::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

fn cases() -> Vec<Case> {
    vec![
        right("workers share a receiver", workers),
        wrong("a stray sender is kept", Deadlock, stray_sender),
        right("one sender's messages keep their order", in_order),
        wrong(
            "two senders' messages are thought to be in order",
            Panic,
            not_in_order,
        ),
        right("a rendezvous", rendezvous),
        right("a rendezvous meets nobody", lonely_try_send),
        wrong(
            "main sends to itself over a rendezvous",
            Deadlock,
            to_itself,
        ),
        wrong("a full channel and nobody who takes", Deadlock, full),
        right("a full channel and a dead receiver", dead_receiver),
        right("a bounded channel goes round", bounded),
        wrong(
            "workers hand results back over a full channel",
            Deadlock,
            results_pile_up,
        ),
        right("try_recv tells empty from closed", empty_or_closed),
        wrong("try_recv is thought to wait", Panic, try_recv_does_not_wait),
        right("recv_timeout in virtual time", exact_limits),
        wrong("an end told by silence", Panic, end_by_silence).by(Check::new().early_timeouts()),
        right(
            "a receiver that is dropped lets go of messages",
            messages_are_dropped,
        ),
        right(
            "a sender dropped while its thread unwinds closes the channel",
            closed_by_a_panic,
        ),
        right("a channel over a channel", channel_over_channel),
    ]
}

tests!();

fn workers() {
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let handles = [0, 1].map(|_| {
        let receiver = receiver.clone();
        thread::spawn(move || {
            let mut done = 0;
            while let Ok(n) = { receiver.lock().unwrap().recv() } {
                done += n;
            }
            done
        })
    });
    for n in 1..=3 {
        sender.send(n).unwrap();
    }
    drop(sender);
    let total: i32 = handles.map(|h| h.join().unwrap()).into_iter().sum();
    assert_eq!(total, 6);
}

fn stray_sender() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    let worker = thread::spawn(move || other.send(1).unwrap());
    let all: Vec<i32> = receiver.iter().collect();
    assert_eq!(all, [1]);
    worker.join().unwrap();
    drop(sender);
}

fn in_order() {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || (0..3).for_each(|n| sender.send(n).unwrap()));
    assert_eq!(receiver.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
    worker.join().unwrap();
}

fn not_in_order() {
    let (sender, receiver) = mpsc::channel();
    let handles = [1, 2].map(|n| {
        let sender = sender.clone();
        thread::spawn(move || sender.send(n).unwrap())
    });
    drop(sender);
    assert_eq!(
        receiver.iter().collect::<Vec<_>>(),
        [1, 2],
        "thread 1 is first"
    );
    join_all(handles);
}

fn rendezvous() {
    let (sender, receiver) = mpsc::sync_channel(0);
    let worker = thread::spawn(move || {
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    assert_eq!((receiver.recv(), receiver.recv()), (Ok(1), Ok(2)));
    assert!(receiver.recv().is_err());
    worker.join().unwrap();
}

fn lonely_try_send() {
    let (sender, receiver) = mpsc::sync_channel(0);
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    let taker = thread::spawn(move || receiver.recv());
    let met = sender.try_send(2).is_ok();
    drop(sender);
    assert_eq!(taker.join().unwrap().is_ok(), met);
}

fn to_itself() {
    let (sender, receiver) = mpsc::sync_channel(0);
    sender.send(1).unwrap();
    assert_eq!(receiver.recv(), Ok(1));
}

fn full() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let worker = thread::spawn(move || (0..3).for_each(|n| sender.send(n).unwrap()));
    worker.join().unwrap();
    drop(receiver);
}

fn dead_receiver() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let worker = thread::spawn(move || (0..3).filter(|n| sender.send(*n).is_err()).count());
    assert_eq!(receiver.recv(), Ok(0));
    drop(receiver);
    assert!(worker.join().unwrap() >= 1);
}

fn bounded() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let worker = thread::spawn(move || (0..3).for_each(|n| sender.send(n).unwrap()));
    assert_eq!(receiver.iter().sum::<i32>(), 3);
    worker.join().unwrap();
}

fn results_pile_up() {
    let (jobs, todo) = mpsc::sync_channel(1);
    let (results, done) = mpsc::sync_channel(1);
    let worker = thread::spawn(move || {
        todo.into_iter()
            .for_each(|n: i32| results.send(n * 2).unwrap())
    });
    for n in 0..4 {
        jobs.send(n).unwrap();
    }
    drop(jobs);
    assert_eq!(done.iter().count(), 4);
    worker.join().unwrap();
}

fn empty_or_closed() {
    let (sender, receiver) = mpsc::channel::<i32>();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    sender.send(1).unwrap();
    drop(sender);
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [1]);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
}

fn try_recv_does_not_wait() {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || sender.send(1).unwrap());
    assert_eq!(receiver.try_recv(), Ok(1));
    worker.join().unwrap();
}

fn exact_limits() {
    let start = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        thread::sleep(Duration::from_millis(30));
        sender.send(1).unwrap();
        thread::sleep(Duration::from_millis(30));
    });
    let ms = Duration::from_millis;
    assert_eq!(
        receiver.recv_timeout(ms(20)),
        Err(RecvTimeoutError::Timeout)
    );
    assert_eq!(start.elapsed(), ms(20));
    assert_eq!(receiver.recv_timeout(ms(20)), Ok(1));
    assert_eq!(start.elapsed(), ms(30));
    assert_eq!(
        receiver.recv_timeout(Duration::MAX),
        Err(RecvTimeoutError::Disconnected)
    );
    worker.join().unwrap();
    assert_eq!(start.elapsed(), ms(60));
}

fn end_by_silence() {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    let mut got = 0;
    while receiver.recv_timeout(Duration::from_secs(1)).is_ok() {
        got += 1;
    }
    assert_eq!(got, 2, "silence was taken for the end");
    worker.join().unwrap();
}

fn messages_are_dropped() {
    let (sender, receiver) = mpsc::channel();
    let token = Arc::new(());
    sender.send(token.clone()).unwrap();
    drop(receiver);
    assert_eq!(Arc::strong_count(&token), 1);
    assert!(sender.send(token).is_err());
}

fn closed_by_a_panic() {
    let (sender, receiver) = mpsc::channel::<i32>();
    let worker = thread::spawn(move || {
        let _sender = sender;
        panic!("before anything was sent");
    });
    assert!(receiver.recv().is_err());
    assert!(worker.join().is_err());
}

fn channel_over_channel() {
    let (ask, asked) = mpsc::channel::<mpsc::Sender<i32>>();
    let server = thread::spawn(move || {
        asked
            .into_iter()
            .for_each(|answer| answer.send(42).unwrap())
    });
    let (answer, answered) = mpsc::channel();
    ask.send(answer).unwrap();
    assert_eq!(answered.recv(), Ok(42));
    drop(ask);
    server.join().unwrap();
}

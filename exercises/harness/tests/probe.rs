#[macro_use(thread_local)]
extern crate harness as std;
use harness::model;
use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;

struct Counter {
    value: AtomicUsize,
}
fn lost() {
    let c = Arc::new(Counter {
        value: AtomicUsize::new(0),
    });
    let hs: Vec<_> = (0..2)
        .map(|_| {
            let c = c.clone();
            thread::spawn(move || {
                let seen = c.value.load(SeqCst);
                c.value.store(seen + 1, SeqCst);
            })
        })
        .collect();
    hs.into_iter().for_each(|h| h.join().unwrap());
    assert_eq!(
        c.value.load(SeqCst),
        2,
        "2 threads added 1 each, and the counter shows {}",
        c.value.load(SeqCst)
    );
}
fn abba() {
    let a = Arc::new((Mutex::new(1), Mutex::new(2)));
    let b = a.clone();
    let h = thread::spawn(move || {
        let _x = b.1.lock().unwrap();
        let _y = b.0.lock().unwrap();
    });
    let left = a.0.lock().unwrap();
    let right = a.1.lock().unwrap();
    drop((left, right));
    h.join().unwrap();
}
fn missed() {
    let s = Arc::new((Mutex::new(false), Condvar::new()));
    let t = s.clone();
    let h = thread::spawn(move || {
        let ready = t.0.lock().unwrap();
        if !*ready {
            drop(ready);
            let ready = t.0.lock().unwrap();
            let _r = t.1.wait(ready).unwrap();
        }
    });
    *s.0.lock().unwrap() = true;
    s.1.notify_one();
    h.join().unwrap();
}
fn right() {
    let (tx, rx) = mpsc::channel();
    let rx = Arc::new(Mutex::new(rx));
    let done = Arc::new(AtomicUsize::new(0));
    let hs: Vec<_> = (0..2)
        .map(|_| {
            let rx = rx.clone();
            let done = done.clone();
            thread::spawn(move || {
                while let Ok(n) = {
                    let r = rx.lock().unwrap().recv();
                    r
                } {
                    let _: i32 = n;
                    done.fetch_add(1, Relaxed);
                }
            })
        })
        .collect();
    for i in 0..3 {
        tx.send(i).unwrap();
    }
    drop(tx);
    hs.into_iter().for_each(|h| h.join().unwrap());
    assert_eq!(done.load(Relaxed), 3);
}
#[test]
fn show() {
    for (name, f) in [
        ("lost", lost as fn()),
        ("abba", abba),
        ("missed", missed),
        ("right", right),
    ] {
        let t = std::real::time::Instant::now();
        match model::explore(model::Check::new(), f) {
            Ok(e) => println!("{name}: ok {e:?} {:?}", t.elapsed()),
            Err(f) => println!(
                "{name}: {:?}\n{}",
                t.elapsed(),
                report::text::finding(&f, 100)
            ),
        }
    }
    println!(
        "{:?}",
        model::outcomes(|| {
            lost();
            "fine".into()
        })
    );
}

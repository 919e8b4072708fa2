use std::sync::{Mutex, MutexGuard};
use std::thread;

struct Account {
    number: u32,
    balance: Mutex<i64>,
}

impl Account {
    fn lock(&self) -> MutexGuard<'_, i64> {
        self.balance.lock().unwrap()
    }
}

fn transfer(from: &Account, to: &Account, amount: i64) {
    let mut parts = [(from, -amount), (to, amount)];
    parts.sort_by_key(|(account, _)| account.number);
    let held = parts.map(|(account, part)| (account.lock(), part));
    for (mut balance, part) in held {
        *balance += part;
    }
}

pub fn main() {
    let [ann, bob] = [1, 2].map(|number| Account {
        number,
        balance: Mutex::new(100),
    });
    thread::scope(|s| {
        s.spawn(|| transfer(&ann, &bob, 30));
        s.spawn(|| transfer(&bob, &ann, 20));
    });
    println!("Ann {}, Bob {}", ann.lock(), bob.lock());
}

use std::cell::Cell;
use tokio::task::yield_now;

/// One thread, no lock: nobody can come in between, can they?
async fn deposit(account: &Cell<u32>, amount: u32) {
    let before = account.get();
    yield_now().await;
    account.set(before + amount);
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let account = Cell::new(0);
    tokio::join!(deposit(&account, 100), deposit(&account, 10));
    println!("{}", account.get());
}

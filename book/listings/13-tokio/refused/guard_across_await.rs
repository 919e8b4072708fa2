use std::sync::Mutex;

async fn price() -> u64 {
    7
}

async fn add_price(total: &Mutex<u64>) {
    let mut total = total.lock().unwrap();
    *total += price().await;
}

/// What `tokio::spawn` asks of a future, and more.
fn spawn(_future: impl Future + Send) {}

fn main() {
    spawn(add_price(&Mutex::new(0)));
}

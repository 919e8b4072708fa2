use std::collections::HashMap;
use std::sync::Mutex;

/// Computes a price once; edition 2024.
fn price(prices: &Mutex<HashMap<&'static str, u32>>, of: &'static str) -> u32 {
    if let Some(known) = prices.lock().unwrap().get(of) {
        *known
    } else {
        prices.lock().unwrap().insert(of, 3);
        3
    }
}

pub fn main() {
    let prices = Mutex::new(HashMap::new());
    println!("{}", price(&prices, "tea"));
}

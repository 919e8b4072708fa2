use std::collections::HashMap;
use std::sync::Mutex;

pub fn main() {
    let prices = Mutex::new(HashMap::new());
    let price = match prices.lock().unwrap().get("tea") {
        Some(&price) => price,
        None => {
            prices.lock().unwrap().insert("tea", 3);
            3
        }
    };
    println!("tea costs {price}");
}

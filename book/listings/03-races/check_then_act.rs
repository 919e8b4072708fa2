use std::collections::HashSet;
use std::sync::Mutex;
use std::thread;

#[derive(Default)]
struct Vouchers {
    used: Mutex<HashSet<&'static str>>,
}

impl Vouchers {
    fn is_used(&self, code: &str) -> bool {
        self.used.lock().unwrap().contains(code)
    }
    fn mark_used(&self, code: &'static str) {
        self.used.lock().unwrap().insert(code);
    }
}

pub fn main() {
    let vouchers = Vouchers::default();
    let redeem = || {
        let valid = !vouchers.is_used("SPRING");
        if valid {
            vouchers.mark_used("SPRING");
        }
        valid
    };
    let discounts = thread::scope(|s| {
        let shops = [s.spawn(redeem), s.spawn(redeem)];
        shops.into_iter().filter_map(|shop| shop.join().ok()).filter(|&valid| valid).count()
    });
    println!("{discounts} discounts");
}

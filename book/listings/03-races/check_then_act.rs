use std::collections::HashSet;
use std::sync::Mutex;
use std::thread;

struct Vouchers(Mutex<HashSet<&'static str>>);

impl Vouchers {
    fn is_used(&self, code: &str) -> bool {
        self.0.lock().unwrap().contains(code)
    }
    fn mark_used(&self, code: &'static str) {
        self.0.lock().unwrap().insert(code);
    }
}

pub fn main() {
    let vouchers = Vouchers(Mutex::new(HashSet::new()));
    let redeem = || {
        let discount = !vouchers.is_used("SPRING");
        vouchers.mark_used("SPRING");
        discount
    };
    thread::scope(|s| {
        let till = s.spawn(redeem);
        println!(
            "discounts: {}",
            u8::from(redeem()) + u8::from(till.join().unwrap())
        );
    });
}

use std::collections::HashSet;
use std::sync::Mutex;
use std::thread;

struct Vouchers(Mutex<HashSet<&'static str>>);

// ANCHOR: redeem
impl Vouchers {
    /// Whether the code was good; from now on it isn't.
    fn redeem(&self, code: &'static str) -> bool {
        self.0.lock().unwrap().insert(code)
    }
}
// ANCHOR_END: redeem

pub fn main() {
    let vouchers = Vouchers(Mutex::new(HashSet::new()));
    let redeem = || vouchers.redeem("SPRING");
    thread::scope(|s| {
        let till = s.spawn(redeem);
        println!(
            "discounts: {}",
            u8::from(redeem()) + u8::from(till.join().unwrap())
        );
    });
}

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (vat, downloads) = (OnceLock::new(), AtomicU32::new(0));
    let download = || {
        downloads.fetch_add(1, SeqCst);
        19
    };
    let price = || 100 + vat.get_or_init(download);
    let (one, other) = thread::scope(|s| {
        let till = s.spawn(price);
        (price(), till.join().unwrap())
    });
    println!("{one} and {other}, downloads: {}", downloads.load(SeqCst));
}

use std::sync::{Arc, RwLock};
use std::thread;

struct Address {
    host: u16,
    port: u16,
}

pub fn main() {
    let current = RwLock::new(Arc::new(Address {
        host: 1,
        port: 1001,
    }));
    thread::scope(|s| {
        s.spawn(|| {
            let new = Arc::new(Address {
                host: 2,
                port: 1002,
            });
            *current.write().unwrap() = new;
        });
        let address = Arc::clone(&current.read().unwrap());
        println!("host {}, port {}", address.host, address.port);
    });
}

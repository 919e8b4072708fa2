use std::thread;

fn import(supplier: &str) -> usize {
    if supplier == "acme" {
        panic!("no answer from {supplier}");
    }
    100 * supplier.len()
}

pub fn main() {
    let start = |name| (name, thread::spawn(move || import(name)));
    let started = ["tea house", "acme", "spice market"].map(start);
    for (name, thread) in started {
        match thread.join() {
            Ok(rows) => println!("{name}: {rows} rows"),
            Err(payload) => {
                let text = payload.downcast_ref::<String>();
                println!("{name}: {text:?}");
            }
        }
    }
}

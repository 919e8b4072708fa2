use std::cell::Cell;
use std::rc::Rc;
use std::thread;

fn main() {
    let views = Rc::new(Cell::new(0));
    let shared = Rc::clone(&views);
    let visitor = thread::spawn(move || shared.set(shared.get() + 1));
    visitor.join().unwrap();
    println!("views: {}", views.get());
}

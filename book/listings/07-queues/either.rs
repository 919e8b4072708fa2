use crossbeam::channel::{bounded, select_biased};
use crossbeam::select;

pub fn main() {
    let (signal, stop) = bounded(1);
    let (place, orders) = bounded(1);
    signal.send(()).unwrap();
    place.send("soup").unwrap();

    let (mut fair, mut biased) = (0, 0);
    for _ in 0..1_000 {
        select! {
            recv(stop) -> _ => { fair += 1; signal.send(()).unwrap() }
            recv(orders) -> _ => place.send("soup").unwrap(),
        }
        select_biased! {
            recv(stop) -> _ => { biased += 1; signal.send(()).unwrap() }
            recv(orders) -> _ => place.send("soup").unwrap(),
        }
    }
    println!("select! took the signal {fair} times of 1000, select_biased! {biased} times");
}

use std::collections::BTreeMap;
use std::thread;

use crossbeam::channel::{bounded, unbounded};

pub fn main() {
    let (place, orders) = bounded(10);
    let (serve, dishes) = unbounded();
    thread::scope(|s| {
        for table in 1..=3 {
            let place = place.clone();
            s.spawn(move || (1..=5).for_each(|n| place.send((table, n)).unwrap()));
        }
        for cook in ["Ann", "Bob"] {
            let (orders, serve) = (orders.clone(), serve.clone());
            s.spawn(move || {
                for order in orders {
                    serve.send((order, cook)).unwrap();
                }
            });
        }
        drop((place, orders, serve)); // the ends that belong to none of the three
        let mut served = BTreeMap::new();
        for (order, cook) in dishes {
            assert!(served.insert(order, cook).is_none(), "{order:?} came twice");
        }
        println!("{} different dishes for 3 tables", served.len());
    });
}

use std::thread;

fn main() {
    let mut views = 0;
    thread::scope(|s| {
        s.spawn(|| views += 1);
        s.spawn(|| views += 1);
    });
    println!("views: {views}");
}

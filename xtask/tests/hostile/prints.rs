pub fn add(a: u64, _b: u64) -> u64 {
    loop {
        println!("still adding to {a}");
    }
}

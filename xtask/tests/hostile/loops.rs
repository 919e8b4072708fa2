pub fn add(_a: u64, _b: u64) -> u64 {
    loop {
        std::hint::spin_loop()
    }
}

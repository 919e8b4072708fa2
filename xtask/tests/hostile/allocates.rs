pub fn add(a: u64, b: u64) -> u64 {
    let ledger = vec![1_u8; 4 << 30];
    a + b + u64::from(ledger[0]) - 1
}

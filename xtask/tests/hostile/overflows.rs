#[allow(unconditional_recursion)]
pub fn add(a: u64, b: u64) -> u64 {
    let frame = [a; 64];
    add(a + 1, b) + frame[(b % 64) as usize]
}

/// Times as fast: so many parts in a thousand happen one after the other.
fn faster(serial: f64, cores: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / cores)
}

pub fn main() {
    println!("in a row   2 cores   8 cores   64 cores   at most");
    for percent in [1.0, 5.0, 20.0] {
        let serial = percent / 100.0;
        let [two, eight, many] = [2.0, 8.0, 64.0].map(|cores| faster(serial, cores));
        let most = 1.0 / serial;
        println!("{percent:>6} % {two:>9.2} {eight:>9.2} {many:>10.2} {most:>9.0}");
    }
}

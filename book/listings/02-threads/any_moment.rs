use std::sync::Mutex;
use std::thread;

pub fn main() {
    let said = Mutex::new(String::new());
    let say = |word| said.lock().unwrap().push_str(word);
    thread::scope(|scope| {
        scope.spawn(|| {
            say("ding ");
            say("dong ");
        });
        scope.spawn(|| {
            say("tick ");
            say("tock ");
        });
    });
    println!("{}", said.into_inner().unwrap());
}

use std::sync::Mutex;

pub fn main() {
    let lock = Mutex::new(Some(1));
    let tell = |place: &str| {
        let state = if lock.try_lock().is_ok() {
            "free"
        } else {
            "held"
        };
        println!("{place:<32} {state}");
    };
    match *lock.lock().unwrap() {
        Some(1) => tell("in an arm of `match`:"),
        _ => unreachable!(),
    }
    if let Some(1) = *lock.lock().unwrap() {
        tell("in the body of `if let`:");
    }
    if let Some(2) = *lock.lock().unwrap() {
    } else {
        tell("in the `else` of `if let`:");
    }
    if lock.lock().unwrap().is_some() {
        tell("in the body of `if`:");
    }
    while let Some(1) = lock.lock().unwrap().take() {
        tell("in the body of `while let`:");
    }
    let call = |_first: Option<i32>, _second: i32| {};
    call(*lock.lock().unwrap(), {
        tell("in the next argument of a call:");
        2
    });
    let _copy = *lock.lock().unwrap();
    tell("after `let copy = *lock…;`:");
    let _guard = lock.lock().unwrap();
    tell("after `let guard = lock…;`:");
}

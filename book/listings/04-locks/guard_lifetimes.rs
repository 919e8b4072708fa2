use std::sync::Mutex;

pub fn main() {
    let lock = Mutex::new(Some(1));
    let state = || if lock.try_lock().is_ok() { "free" } else { "held" };

    match *lock.lock().unwrap() {
        _ => println!("in an arm of `match`:              {}", state()),
    }
    if let Some(_) = *lock.lock().unwrap() {
        println!("in the body of `if let`:           {}", state());
    }
    if let None = *lock.lock().unwrap() {
    } else {
        println!("in the `else` of `if let`:         {}", state());
    }
    if lock.lock().unwrap().is_some() {
        println!("in the body of `if`:               {}", state());
    }
    while let Some(_) = lock.lock().unwrap().take() {
        println!("in the body of `while let`:        {}", state());
    }
    let _copy = *lock.lock().unwrap();
    println!("after `let copy = *lock.lock()…;`: {}", state());
    let _ = lock.lock().unwrap();
    println!("after `let _ = lock.lock()…;`:     {}", state());
    let _guard = lock.lock().unwrap();
    println!("after `let guard = lock.lock()…;`: {}", state());
}

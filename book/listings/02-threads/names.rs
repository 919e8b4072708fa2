use std::fs;
use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (tell, told) = mpsc::channel();
    let builder = thread::Builder::new().name("garden-centre-import".to_string());
    let import = builder.spawn(move || {
        let name = thread::current().name().map(str::to_owned);
        tell.send(name).unwrap();
        thread::park();
    });
    println!("it calls itself {:?}", told.recv().unwrap().unwrap());
    for task in fs::read_dir("/proc/self/task").unwrap() {
        let name = fs::read_to_string(task.unwrap().path().join("comm")).unwrap();
        println!("the kernel has a thread {:?}", name.trim_end());
    }
    let import = import.unwrap();
    import.thread().unpark();
    import.join().unwrap();
}

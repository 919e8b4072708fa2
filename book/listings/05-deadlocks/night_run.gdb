$ cargo run -p listings 05-deadlocks/night_run &
$ gdb -p 14374 -batch -ex 'thread apply all bt'

Thread 3 (LWP 14377) "bob-pays-ann":
#2  std::sys::sync::mutex::futex::Mutex::lock_contended ()
#5  transfer () at night_run.rs:8
#6  {closure#2} () at night_run.rs:20

Thread 2 (LWP 14376) "ann-pays-bob":
#2  std::sys::sync::mutex::futex::Mutex::lock_contended ()
#5  transfer () at night_run.rs:8
#6  {closure#1} () at night_run.rs:19

Thread 1 (LWP 14374) "once":
#3  std::thread::thread::Thread::park ()
#5  main () at night_run.rs:16

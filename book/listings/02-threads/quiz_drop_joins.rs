use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

struct Logger {
    lines: Sender<&'static str>,
    writer: Option<JoinHandle<()>>,
}

impl Drop for Logger {
    fn drop(&mut self) {
        let writer = self.writer.take();
        writer.map(JoinHandle::join);
    }
}

pub fn main() {
    let (lines, written) = mpsc::channel();
    let writer = thread::spawn(move || written.iter().for_each(drop));
    let logger = Logger {
        lines,
        writer: Some(writer),
    };
    logger.lines.send("closing time").unwrap();
    drop(logger);
    println!("closed");
}

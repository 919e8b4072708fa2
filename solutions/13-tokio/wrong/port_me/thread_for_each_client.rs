//! Misconception: Only `accept` has to be ported; each client keeps its thread.
//! Refused by: speeds_up

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The most bytes in a line.
pub const LINE: usize = 1_024;
/// The last thing that a client hears whose line has more.
pub const TOO_LONG: &[u8] = b"! too long\n";

/// What a server has done in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Clients accepted.
    pub connections: usize,
    /// Lines answered.
    pub lines: usize,
}

/// The answer to a line, with its `\n`.
pub fn answer(number: usize, line: &[u8]) -> String {
    match std::str::from_utf8(line) {
        Ok(text) => format!("{number} {}\n", text.to_uppercase()),
        Err(_) => format!("{number} ! not UTF-8\n"),
    }
}

/// Serves whoever connects until `stop` is ready. May be spawned.
pub async fn serve(
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Totals {
    let lines = Arc::new(AtomicUsize::new(0));
    let mut connections = 0;
    let mut threads = Vec::new();
    let open = Arc::new(Mutex::new(HashMap::new()));
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            stream = next(&listener) => {
                connections += 1;
                let (number, lines, open) = (connections, Arc::clone(&lines), Arc::clone(&open));
                let Ok(stream) = stream.into_std() else {
                    continue;
                };
                if let Ok(copy) = stream.try_clone() {
                    open.lock().unwrap().insert(number, copy);
                }
                threads.push(thread::spawn(move || {
                    let _ = talk(stream, lines);
                    open.lock().unwrap().remove(&number);
                }));
            }
        }
    }
    drop(listener);
    for stream in open.lock().unwrap().values() {
        let _ = stream.shutdown(Shutdown::Both);
    }
    for thread in threads {
        let _ = thread.join();
    }
    Totals {
        connections,
        lines: lines.load(Relaxed),
    }
}

/// The next client, however long it takes. May be dropped at any time, in a pause too.
async fn next(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // Out of descriptors, most likely. Without a pause this would be a busy loop.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

/// One connection. An error is the client's loss only.
fn talk(mut writer: std::net::TcpStream, lines: Arc<AtomicUsize>) -> io::Result<()> {
    writer.set_nonblocking(false)?;
    let mut reader = BufReader::new(writer.try_clone()?);
    for number in 1.. {
        let mut line = Vec::new();
        // Room for the longest line and its end.
        let mut limited = (&mut reader).take(LINE as u64 + 1);
        if limited.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > LINE {
            return writer.write_all(TOO_LONG);
        }
        writer.write_all(answer(number, &line).as_bytes())?;
        lines.fetch_add(1, Relaxed);
    }
    Ok(())
}

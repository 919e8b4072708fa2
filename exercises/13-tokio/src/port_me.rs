//! Ticket: the line server has a thread for each client, and there are a thousand of them.
//!
//! Most clients are silent most of the time. Port the server to tasks, and give it what it never had: an end.
//!
//! The protocol, which does not change:
//! - A line is whatever comes before a `\n`; any byte but that may be in it, and all of them belong to it (`hi\r\n` gets
//!   `1 HI\r\n`). Each line gets one answer, in order: `answer(number, line)`, where `number` counts the lines of this
//!   connection from 1.
//!   A line that is not UTF-8 gets an answer like any other, and the connection goes on.
//! - A line has at most `LINE` bytes, its `\n` not counted. As soon as more have come without a `\n`,
//!   the client gets `TOO_LONG`, and the connection is closed. This is no answered line.
//!   A client that had sent still more may see its connection reset instead of ended.
//! - A client may close its own direction first. What it sent before is answered, a last line without `\n` too unless
//!   it is empty; then the connection is closed.
//! - The server ends a connection for no other reason, however long the client is silent.
//!
//! What must hold for `serve`:
//! - All connections are served at the same time, however many there are. A client that sends half a line, or does not read its
//!   answers, holds up nobody else; nor does one whose connection breaks.
//! - With a thousand clients connected, the process has fewer than 16 threads (count a handful for the rest of it).
//! - When `stop` is ready, no more clients are accepted, not even those that came at the same moment, and all connections
//!   are closed at once, whatever they are in the middle of. `serve` returns when that is done: no task of it is left,
//!   and nobody listens any more.
//! - An `accept` that fails (no descriptor is left, say) ends nothing. Try again after a pause, a minute at most. Meanwhile
//!   nobody uses up the processor, those who are connected are served as ever, and `stop` ends it all as ever.

use tokio::net::TcpListener;

/// The most bytes in a line.
pub const LINE: usize = 1_024;
/// The last thing that a client hears whose line has more.
pub const TOO_LONG: &[u8] = b"! too long\n";

/// What a server has done in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Clients accepted.
    pub connections: usize,
    /// Lines answered. One counts when all of its answer has been written.
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
    let _ = (listener, stop);
    todo!("a task for each connection that does what `threaded::talk` does, and an end for all")
}

/// Given: the server as it was. Its only end is that of the process.
pub mod threaded {
    use super::{LINE, TOO_LONG, answer};
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    pub fn serve(listener: TcpListener) -> io::Result<()> {
        for stream in listener.incoming() {
            let stream = stream?;
            thread::spawn(move || talk(stream));
        }
        Ok(())
    }

    fn talk(mut stream: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        for number in 1.. {
            let mut line = Vec::new();
            // Room for the longest line and its end.
            let most = LINE as u64 + 1;
            if reader.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if line.last() == Some(&b'\n') {
                line.pop();
            } else if line.len() > LINE {
                return stream.write_all(TOO_LONG);
            }
            stream.write_all(answer(number, &line).as_bytes())?;
        }
        Ok(())
    }
}

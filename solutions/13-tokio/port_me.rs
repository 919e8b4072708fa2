//! A task for each connection, all of them in one set that ends with the server.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
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
    let mut talks = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            // From top to bottom: without this, a client that comes with the end may be let in.
            biased;
            () = &mut stop => break,
            stream = next(&listener) => {
                connections += 1;
                talks.spawn(talk(stream, Arc::clone(&lines)));
            }
            // Those that have ended go at once, and not all together when the server ends.
            Some(_) = talks.join_next() => {}
        }
    }
    drop(listener);
    // Aborts all of them, and waits until they are gone: an aborted task lives on until it is dropped.
    talks.shutdown().await;
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
async fn talk(stream: TcpStream, lines: Arc<AtomicUsize>) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    for number in 1.. {
        let mut line = Vec::new();
        // Room for the longest line and its end.
        let mut limited = (&mut reader).take(LINE as u64 + 1);
        if limited.read_until(b'\n', &mut line).await? == 0 {
            break;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > LINE {
            return writer.write_all(TOO_LONG).await;
        }
        writer.write_all(answer(number, &line).as_bytes()).await?;
        lines.fetch_add(1, Relaxed);
    }
    Ok(())
}

//! Misconception: One task owns all the writers, and nobody else has to wait for a client.
//! Refused by: behaves

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};
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
    let (sender, mut answers) = mpsc::channel::<(Writer, Vec<u8>)>(64);
    talks.spawn(async move {
        while let Some((writer, answer)) = answers.recv().await {
            let _ = writer.lock().await.write_all(&answer).await;
        }
        Ok(())
    });
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections += 1;
                    talks.spawn(talk(stream, Arc::clone(&lines), sender.clone()));
                }
                // Out of descriptors, most likely. Without a pause this would be a busy loop.
                Err(_) => sleep(Duration::from_millis(100)).await,
            },
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

type Writer = Arc<Mutex<OwnedWriteHalf>>;

/// One connection. An error is the client's loss only.
async fn talk(
    stream: TcpStream,
    lines: Arc<AtomicUsize>,
    answers: mpsc::Sender<(Writer, Vec<u8>)>,
) -> io::Result<()> {
    let (reader, writer) = stream.into_split();
    let writer = Arc::new(Mutex::new(writer));
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
            let last = (Arc::clone(&writer), TOO_LONG.to_vec());
            answers.send(last).await.map_err(io::Error::other)?;
            break;
        }
        let answer = answer(number, &line).into_bytes();
        let answer = (Arc::clone(&writer), answer);
        answers.send(answer).await.map_err(io::Error::other)?;
        lines.fetch_add(1, Relaxed);
    }
    Ok(())
}

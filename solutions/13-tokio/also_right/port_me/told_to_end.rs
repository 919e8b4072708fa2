//! Each connection hears of the end by itself, splits its own buffer, and says good-bye by dropping a sender.

use std::io;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

/// The most bytes in a line.
pub const LINE: usize = 1_024;
/// The last thing that a client hears whose line has more.
pub const TOO_LONG: &[u8] = b"! too long\n";

/// After an `accept` that failed.
const PAUSE: Duration = Duration::from_millis(50);

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
    let (ending, over) = watch::channel(false);
    let (report, mut reports) = mpsc::unbounded_channel();
    let mut totals = Totals::default();
    let mut stop = pin!(stop);
    let mut pause = pin!(sleep(Duration::ZERO));
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept(), if pause.is_elapsed() => {
                let Ok((stream, _)) = accepted else {
                    pause.as_mut().reset(Instant::now() + PAUSE);
                    continue;
                };
                totals.connections += 1;
                let (mut over, report) = (over.clone(), report.clone());
                tokio::spawn(async move {
                    let mut lines = 0;
                    tokio::select! {
                        _ = over.changed() => {}
                        _ = talk(stream, &mut lines) => {}
                    }
                    let _ = report.send(lines);
                });
            }
            () = &mut pause, if !pause.is_elapsed() => {}
            Some(lines) = reports.recv() => totals.lines += lines,
        }
    }
    ending.send_replace(true);
    drop(report);
    while let Some(lines) = reports.recv().await {
        totals.lines += lines;
    }
    // A task that has said good-bye is still there for the rest of its turn.
    tokio::task::yield_now().await;
    totals
}

async fn talk(mut stream: TcpStream, lines: &mut usize) -> io::Result<()> {
    let mut buffer: Vec<u8> = Vec::new();
    loop {
        while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
            let mut line: Vec<u8> = buffer.drain(..=end).collect();
            line.pop();
            if line.len() > LINE {
                return stream.write_all(TOO_LONG).await;
            }
            say(&mut stream, lines, &line).await?;
        }
        if buffer.len() > LINE {
            return stream.write_all(TOO_LONG).await;
        }
        if stream.read_buf(&mut buffer).await? == 0 {
            break;
        }
    }
    match buffer.is_empty() {
        true => Ok(()),
        false => say(&mut stream, lines, &buffer).await,
    }
}

async fn say(stream: &mut TcpStream, lines: &mut usize, line: &[u8]) -> io::Result<()> {
    let text = answer(*lines + 1, line);
    stream.write_all(text.as_bytes()).await?;
    *lines += 1;
    Ok(())
}

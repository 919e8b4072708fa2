//! Two tasks for each connection, with a short channel between them; handles are kept, aborted and awaited.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
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
    let totals = Arc::new(Mutex::new(Totals::default()));
    let mut tasks: Vec<JoinHandle<()>> = Vec::new();
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            biased;
            () = &mut stop => break,
            stream = client(&listener) => stream,
        };
        tasks.retain(|task| !task.is_finished());
        tasks.extend(start(stream, &totals));
    }
    for task in &tasks {
        task.abort();
    }
    for task in tasks {
        let _ = task.await;
    }
    *totals.lock().unwrap()
}

/// The next client. The longer `accept` has failed, the longer are the pauses.
async fn client(listener: &TcpListener) -> TcpStream {
    let mut pause = Duration::from_millis(5);
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            return stream;
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(1));
    }
}

fn start(stream: TcpStream, totals: &Arc<Mutex<Totals>>) -> [JoinHandle<()>; 2] {
    totals.lock().unwrap().connections += 1;
    let (reader, writer) = stream.into_split();
    let (sender, answers) = mpsc::channel(4);
    [
        tokio::spawn(read(reader, sender)),
        tokio::spawn(write(writer, answers, Arc::clone(totals))),
    ]
}

async fn read(reader: OwnedReadHalf, answers: mpsc::Sender<String>) {
    let mut reader = BufReader::with_capacity(256, reader);
    let mut number = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut reader).take(LINE as u64 + 1);
        if !matches!(limited.read_until(b'\n', &mut line).await, Ok(1..)) {
            return;
        }
        number += 1;
        let text = match line.strip_suffix(b"\n") {
            Some(line) => answer(number, line),
            None if line.len() <= LINE => answer(number, &line),
            None => String::new(),
        };
        let last = text.is_empty();
        if answers.send(text).await.is_err() || last {
            return;
        }
    }
}

/// An empty answer stands for a line that is too long.
async fn write(
    mut writer: OwnedWriteHalf,
    mut answers: mpsc::Receiver<String>,
    totals: Arc<Mutex<Totals>>,
) {
    while let Some(text) = answers.recv().await {
        let bytes = match text.as_str() {
            "" => TOO_LONG,
            text => text.as_bytes(),
        };
        if writer.write_all(bytes).await.is_err() {
            return;
        }
        if !text.is_empty() {
            totals.lock().unwrap().lines += 1;
        }
    }
}

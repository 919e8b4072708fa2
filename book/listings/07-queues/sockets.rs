use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crossbeam::channel::{TrySendError, bounded};

const WORKERS: usize = 1;
const WAITING: usize = 1;

// ANCHOR: serve
fn serve(listener: TcpListener) {
    let (hand_over, clients) = bounded::<TcpStream>(WAITING);
    thread::scope(|s| {
        for _ in 0..WORKERS {
            let clients = &clients;
            s.spawn(move || clients.iter().for_each(|client| _ = talk(client)));
        }
        for client in listener.incoming().take(3).flatten() {
            if let Err(TrySendError::Full(mut client)) = hand_over.try_send(client) {
                let _ = writeln!(client, "all busy, come again");
            }
        }
        drop(hand_over); // whoever waits is served, then the workers go
    });
}
// ANCHOR_END: serve

/// One client's whole visit: it ends when the client hangs up.
fn talk(mut client: TcpStream) -> std::io::Result<()> {
    writeln!(client, "your turn")?;
    BufReader::new(client).lines().for_each(drop);
    Ok(())
}

fn greeting(stream: &TcpStream) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.trim().to_string()
}

pub fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(|| serve(listener));
    let connect = || TcpStream::connect(address).unwrap();

    let first = connect();
    println!("first: {}", greeting(&first));
    let (second, third) = (connect(), connect());
    println!("third: {}", greeting(&third));
    drop(first);
    println!("second, when the first has gone: {}", greeting(&second));
    drop(second);
    server.join().unwrap();
}

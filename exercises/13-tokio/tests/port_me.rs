//! What this proves: the protocol to the byte, over real sockets; a client that is slow, silent or gone harms nobody
//! else; a thousand clients are served in a handful of threads; and stopping ends every connection.
//! Server and clients share a runtime of one thread. An answer is awaited for some hundred turns of it, not for a
//! time: when everybody has had so many turns and nothing comes, nothing will. An hour of silence costs nothing on the
//! paused clock.
//!
//! For a moment the process may open no descriptor, so that `accept` fails as it does on a machine that has none left.
//!
//! What it cannot see: how fast the server is, and how much memory a client can make it use that never reads.
//! Threads are counted on Linux only, and descriptors are taken away on Unix only.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the harness's
extern crate harness as core; // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/port_me.rs"]
mod port_me;

use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use harness::real::sync::{Arc, PoisonError, RwLock};
use harness::real::thread;
use port_me::{LINE, TOO_LONG, Totals, serve};
use std::future::poll_fn;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{advance, sleep};

const HOUR: Duration = Duration::from_secs(3600);
/// Turns that everybody gets before somebody is said to be silent. Some at once, then one in a millisecond.
const TURNS: u32 = 300;
const QUICK_TURNS: u32 = 50;
/// A test that takes longer than this is blocked.
const LIMIT: Duration = Duration::from_secs(2);

/// Descriptors are the process's, and without a grader all tests share one: whoever takes them away waits to be alone.
static DESCRIPTORS: RwLock<()> = RwLock::new(());

/// Runs the test's story in a runtime with one thread.
fn in_one_thread(limit: Duration, story: impl Future<Output = ()>) {
    let _shared = DESCRIPTORS.read().unwrap_or_else(PoisonError::into_inner);
    tell(limit, story);
}

/// How often a runtime's thread had nothing to do. Of use to a test that is alone.
static RESTS: AtomicUsize = AtomicUsize::new(0);

fn tell(limit: Duration, story: impl Future<Output = ()>) {
    harness::time_limit(limit);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .on_thread_park(|| _ = RESTS.fetch_add(1, SeqCst))
        .build()
        .unwrap();
    runtime.block_on(story);
    // Whoever blocks in a thread of the pool blocks for ever.
    runtime.shutdown_background();
}

/// Waits for what needs nothing but its turn. `None`: it does not come.
async fn soon<T>(what: impl Future<Output = T>) -> Option<T> {
    let enough = async {
        for turn in 0..TURNS {
            tokio::task::yield_now().await;
            if turn > QUICK_TURNS {
                thread::sleep(Duration::from_millis(1));
                advance(Duration::from_millis(1)).await;
            }
        }
    };
    tokio::select! {
        biased;
        output = what => Some(output),
        () = enough => None,
    }
}

/// Lets everybody have some turns.
async fn rest() {
    for _ in 0..QUICK_TURNS {
        tokio::task::yield_now().await;
    }
    thread::sleep(Duration::from_millis(1));
    tokio::task::yield_now().await;
}

/// A server that runs beside the test.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    /// Its totals, and how many tasks it left.
    server: JoinHandle<(Totals, usize)>,
    /// How often `serve` had a turn.
    turns: Arc<AtomicUsize>,
}

impl Running {
    async fn start() -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&turns);
        let server = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            let mut serving = pin!(serve(listener, stop));
            let totals = poll_fn(|context| {
                counted.fetch_add(1, SeqCst);
                serving.as_mut().poll(context)
            });
            let totals = totals.await;
            let alive = Handle::current().metrics().num_alive_tasks();
            (totals, alive - 1)
        });
        Running {
            address,
            stop,
            server,
            turns,
        }
    }

    async fn client(&self) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        self.connect(socket).await
    }

    async fn connect(&self, socket: TcpSocket) -> Client {
        let stream = soon(socket.connect(self.address)).await;
        let stream = stream.expect("a client comes, and nobody accepts it");
        assert!(
            stream.is_ok(),
            "a client comes, and nobody listens any more"
        );
        Client::new(stream.unwrap())
    }

    /// Stops the server and waits for it.
    async fn stop(self) -> Totals {
        self.end().await.0
    }

    async fn end(self) -> (Totals, usize) {
        let _ = self.stop.send(());
        match soon(self.server).await {
            Some(ended) => ended.expect("the server panicked"),
            None => panic!("the server was stopped, and `serve` does not return"),
        }
    }
}

struct Client {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
}

#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Line(String),
    /// The server has closed the connection.
    End,
    /// Nothing comes.
    Silence,
}

impl Client {
    fn new(stream: TcpStream) -> Client {
        let (reader, writer) = stream.into_split();
        let reader = BufReader::with_capacity(1_024, reader);
        Client { reader, writer }
    }

    async fn say(&mut self, text: impl AsRef<[u8]>) {
        let said = soon(self.writer.write_all(text.as_ref())).await;
        let said = said.expect("the server does not take what this client sends");
        assert!(
            said.is_ok(),
            "the server has closed the connection of a client that still sends"
        );
    }

    async fn hear(&mut self) -> Heard {
        let mut line = Vec::new();
        match soon(self.reader.read_until(b'\n', &mut line)).await {
            None => Heard::Silence,
            Some(Err(_) | Ok(0)) => Heard::End,
            Some(Ok(_)) => {
                let text = String::from_utf8_lossy(&line);
                Heard::Line(text.trim_end_matches('\n').to_string())
            }
        }
    }

    /// Hears so many times.
    async fn hear_all(&mut self, times: usize) -> Vec<Heard> {
        let mut heard = Vec::new();
        for _ in 0..times {
            heard.push(self.hear().await);
        }
        heard
    }

    /// Says something, and hears one answer.
    async fn ask(&mut self, text: impl AsRef<[u8]>) -> Heard {
        self.say(text).await;
        self.hear().await
    }

    /// Closes this direction.
    async fn last_word(&mut self) {
        self.writer.shutdown().await.unwrap();
    }
}

fn line(text: &str) -> Heard {
    Heard::Line(text.to_string())
}

fn too_long() -> Heard {
    line(str::from_utf8(TOO_LONG).unwrap().trim_end())
}

mod behaves {
    use super::*;

    #[harness::test]
    fn each_line_is_answered_in_order() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            client.say("one\ntwo\n\nfour\n").await;
            let heard = client.hear_all(4).await;
            assert!(
                heard == [line("1 ONE"), line("2 TWO"), line("3 "), line("4 FOUR")],
                "a client sent the lines one, two, an empty one and four together, and heard {heard:?}"
            );
        });
    }

    #[harness::test]
    fn only_the_line_end_is_taken_away() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            client.say("hi\r\n \tyou \n").await;
            let heard = client.hear_all(2).await;
            assert!(
                heard == [line("1 HI\r"), line("2  \tYOU ")],
                "a client sent \"hi\\r\\n\" and \" \\tyou \\n\", and heard {heard:?}"
            );
        });
    }

    #[harness::test]
    fn a_line_may_come_in_pieces() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            // The `ü` is cut in two.
            for piece in [&b"gr\xc3"[..], b"\xbcn", b" und ro", b"t\nbl"] {
                client.say(piece).await;
                rest().await;
            }
            let heard = [client.hear().await, client.ask("au\n").await];
            assert!(
                heard == [line("1 GRÜN UND ROT"), line("2 BLAU")],
                "a client sent the lines grün und rot and blau in five pieces, and heard {heard:?}"
            );
        });
    }

    #[harness::test]
    fn each_client_has_its_own_numbers() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut clients = [
                server.client().await,
                server.client().await,
                server.client().await,
            ];
            for round in 1..=2 {
                for (number, client) in clients.iter_mut().enumerate() {
                    let heard = client.ask(format!("client {number}\n")).await;
                    assert!(
                        heard == line(&format!("{round} CLIENT {number}")),
                        "three clients are connected; to its line {round}, client {number} heard {heard:?}"
                    );
                }
            }
        });
    }

    #[harness::test]
    fn a_line_has_at_most_so_many_bytes() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            let longest = "x".repeat(LINE);
            let heard = client.ask(format!("{longest}\n")).await;
            assert!(
                heard == line(&format!("1 {}", longest.to_uppercase())),
                "a client sent a line of {LINE} bytes, which is allowed, and heard {heard:?}"
            );
            client.say(format!("{longest}x\n")).await;
            let heard = client.hear_all(2).await;
            assert!(
                heard == [too_long(), Heard::End],
                "a client sent a line of {} bytes, and heard {heard:?}",
                LINE + 1
            );
        });
    }

    #[harness::test]
    fn a_line_that_is_too_long_need_not_end() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            client.say("y".repeat(LINE)).await;
            let heard = client.hear().await;
            assert!(
                heard == Heard::Silence,
                "a client sent {LINE} bytes of a line, which may be all of it, and heard {heard:?}"
            );
            client.say("y").await;
            let heard = client.hear_all(2).await;
            assert!(
                heard == [too_long(), Heard::End],
                "a client sent {} bytes without a line end, and heard {heard:?}",
                LINE + 1
            );
        });
    }

    #[harness::test]
    fn what_is_not_utf8_is_answered_too() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut client = server.client().await;
            client.say(b"one\n\xff\xfe\nthree\n").await;
            let heard = client.hear_all(3).await;
            assert!(
                heard == [line("1 ONE"), line("2 ! not UTF-8"), line("3 THREE")],
                "the second of three lines was not UTF-8, and the client heard {heard:?}"
            );
        });
    }

    #[harness::test]
    fn a_client_may_stop_talking_and_listen() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            for (text, answers) in [
                ("one\ntwo", vec![line("1 ONE"), line("2 TWO")]),
                ("one\n", vec![line("1 ONE")]),
                ("", vec![]),
            ] {
                let mut client = server.client().await;
                client.say(text).await;
                client.last_word().await;
                let heard = client.hear_all(answers.len() + 1).await;
                let (last, lines) = heard.split_last().unwrap();
                assert!(
                    lines == answers,
                    "a client sent {text:?}, closed its direction, and heard {heard:?}"
                );
                assert!(
                    *last == Heard::End,
                    "a client sent {text:?} and closed its direction; after its answers it heard {last:?}"
                );
            }
        });
    }

    #[harness::test]
    fn silence_is_not_the_end() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut clients = [server.client().await, server.client().await];
            clients[0].say("be").await;
            rest().await;
            for _ in 0..24 {
                advance(HOUR).await;
                rest().await;
            }
            let heard = [
                clients[0].ask("fore\n").await,
                clients[1].ask("first\n").await,
            ];
            assert!(
                heard == [line("1 BEFORE"), line("1 FIRST")],
                "two clients said nothing for a day, one of them in the middle of a line, \
                 and then the answers to their first lines were {heard:?}"
            );
        });
    }

    #[harness::test]
    fn half_a_line_holds_up_nobody() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut slow = server.client().await;
            slow.say("wai").await;
            rest().await;
            let mut quick = server.client().await;
            for number in 1..=3 {
                let heard = quick.ask("go\n").await;
                assert!(
                    heard == line(&format!("{number} GO")),
                    "a client has sent half a line; another one sent its line {number}, and heard {heard:?}"
                );
            }
            let heard = slow.ask("t\n").await;
            assert!(
                heard == line("1 WAIT"),
                "a client sent the second half of its line, and heard {heard:?}"
            );
        });
    }

    #[harness::test]
    fn whoever_does_not_read_holds_up_nobody() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut deaf = deaf_client(&server).await;
            let heard = server.client().await.ask("go\n").await;
            assert!(
                heard == line("1 GO"),
                "a client does not read its answers, so that the server cannot write them; \
                 another one sent a line, and heard {heard:?}"
            );
            let heard = deaf.hear().await;
            assert!(
                matches!(&heard, Heard::Line(line) if line.starts_with("1 ZZZ")),
                "a client did not read for a long time, and its first answer was {heard:?}"
            );
        });
    }

    #[harness::test]
    fn a_connection_that_breaks_is_its_own_affair() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            for _ in 0..3 {
                let mut broken = server.client().await;
                let heard = broken.ask("one\nha").await;
                assert!(
                    heard == line("1 ONE"),
                    "a client sent a line, and heard {heard:?}"
                );
                let stream = broken.reader.into_inner().reunite(broken.writer).unwrap();
                stream.set_zero_linger().unwrap();
                drop(stream);
                rest().await;
            }
            let heard = server.client().await.ask("go\n").await;
            assert!(
                heard == line("1 GO"),
                "three connections broke, then a client sent a line, and heard {heard:?}"
            );
        });
    }

    #[cfg(unix)]
    #[harness::test]
    fn an_accept_that_fails_ends_nothing() {
        Rush::tell(async |mut rush| {
            assert!(
                !rush.server.server.is_finished(),
                "a client came when no descriptor was left, so that `accept` failed, and that was the end of the server"
            );
            let heard = rush.early.ask("two\n").await;
            assert!(
                heard == line("2 TWO"),
                "`accept` has failed for another client; one that was connected before sent a line, and heard {heard:?}"
            );
            let minutes = async |minutes| {
                for _ in 0..minutes {
                    advance(HOUR / 60).await;
                    rest().await;
                }
            };
            minutes(60).await;
            drop(rush.shortage);
            minutes(3).await;
            let heard = rush.late.ask("here\n").await;
            assert!(
                heard == line("1 HERE"),
                "`accept` failed for an hour, because no descriptor was left; three minutes after there were some again, \
                 the client that had come meanwhile sent a line, and heard {heard:?}"
            );
        });
    }

    /// A program that tries again at once does so at least so many times in a step.
    #[cfg(unix)]
    const STEPS: usize = 20;

    #[cfg(unix)]
    #[harness::test]
    fn a_failed_accept_is_tried_again_after_a_pause() {
        Rush::tell(async |rush| {
            let before = rush.server.turns.load(SeqCst);
            for _ in 0..STEPS {
                advance(Duration::from_millis(10)).await;
                rest().await;
            }
            let turns = rush.server.turns.load(SeqCst) - before;
            assert!(
                turns < STEPS * QUICK_TURNS as usize / 2,
                "no descriptor was left for a fifth of a second, so that `accept` failed, and `serve` took every turn \
                 that it could get to try again, without a pause"
            );
            // That was the task of `serve`. Another one that took every turn would leave the thread no rest.
            let (wake, woken) = oneshot::channel();
            let before = RESTS.load(SeqCst);
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(20));
                wake.send(())
            });
            woken.await.unwrap();
            assert!(
                RESTS.load(SeqCst) > before,
                "no descriptor was left, so that `accept` failed, and a task took every turn that it could get: it tries again \
                 without a pause"
            );
        });
    }
}

/// As long as this lives, the process can open nothing: `accept` fails.
#[cfg(unix)]
struct Shortage {
    before: rustix::process::Rlimit,
}

#[cfg(unix)]
impl Shortage {
    fn begin() -> Shortage {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let before = getrlimit(Resource::Nofile);
        // What is open stays open; a new descriptor's number would have to be less than this.
        let none = Rlimit {
            current: Some(0),
            maximum: before.maximum,
        };
        setrlimit(Resource::Nofile, none).expect("a limit may be lowered");
        Shortage { before }
    }
}

#[cfg(unix)]
impl Drop for Shortage {
    fn drop(&mut self) {
        let (resource, before) = (rustix::process::Resource::Nofile, self.before);
        rustix::process::setrlimit(resource, before).expect("a limit may be put back");
    }
}

/// A server with a client, and another client that comes when no descriptor is left.
#[cfg(unix)]
struct Rush {
    server: Running,
    early: Client,
    late: Client,
    shortage: Shortage,
}

#[cfg(unix)]
impl Rush {
    /// Runs the story that begins so. No other test runs meanwhile in this process.
    fn tell(story: impl AsyncFnOnce(Rush)) {
        let _alone = DESCRIPTORS.write().unwrap_or_else(PoisonError::into_inner);
        tell(LIMIT, async { story(Rush::begin().await).await });
    }

    async fn begin() -> Rush {
        let server = Running::start().await;
        let mut early = server.client().await;
        early.ask("one\n").await;
        // Its own descriptor the client has already, and to be connected it needs no other.
        let socket = TcpSocket::new_v4().unwrap();
        let shortage = Shortage::begin();
        let late = server.connect(socket).await;
        rest().await;
        Rush {
            server,
            early,
            late,
            shortage,
        }
    }
}

/// A client that sends lines until the server takes no more, because nobody reads its answers.
async fn deaf_client(server: &Running) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut client = server.connect(socket).await;
    let lines = format!("{}\n", "z".repeat(LINE)).repeat(64);
    // Far more than the buffers of both sockets hold.
    for _ in 0..1_000 {
        if soon(client.writer.write_all(lines.as_bytes()))
            .await
            .is_none()
        {
            break;
        }
    }
    client
}

mod shuts_down {
    use super::*;

    #[harness::test]
    fn a_server_without_clients_stops() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            rest().await;
            let totals = server.stop().await;
            assert!(
                totals == Totals::default(),
                "nobody had connected, and the server's totals are {totals:?}"
            );
        });
    }

    #[harness::test]
    fn all_connections_are_closed() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut idle = server.client().await;
            let mut used = server.client().await;
            let mut half = server.client().await;
            let heard = used.ask("one\n").await;
            assert!(
                heard == line("1 ONE"),
                "a client sent a line, and heard {heard:?}"
            );
            half.say("ha").await;
            rest().await;
            let totals = server.stop().await;
            let heard = [idle.hear().await, used.hear().await, half.hear().await];
            assert!(
                heard == [Heard::End, Heard::End, Heard::End],
                "the server was stopped with three clients: one had never sent anything, one had its answer, one was in the \
                 middle of a line; then they heard {heard:?}"
            );
            let right = Totals {
                connections: 3,
                lines: 1,
            };
            assert!(
                totals == right,
                "three clients had connected and one line had been answered; the server's totals are {totals:?}"
            );
        });
    }

    /// So many that one who draws lots cannot be lucky with each.
    const SERVERS: usize = 64;

    #[harness::test]
    fn the_end_comes_before_clients_of_the_same_moment() {
        in_one_thread(LIMIT, async {
            let mut addresses = Vec::new();
            let mut servers = Vec::new();
            for _ in 0..SERVERS {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                addresses.push(listener.local_addr().unwrap());
                let stop = sleep(Duration::from_millis(5));
                servers.push(tokio::spawn(serve(listener, stop)));
            }
            rest().await;
            // Nobody has a turn until all clients are there and the moment has come.
            let connect = |address| std::net::TcpStream::connect(address).unwrap();
            let _clients: Vec<_> = addresses.into_iter().map(connect).collect();
            thread::sleep(Duration::from_millis(10));
            advance(Duration::from_millis(10)).await;
            let mut accepted = 0;
            for server in servers {
                let ended = soon(server).await;
                let totals = ended.expect("`stop` is ready, and `serve` does not return");
                accepted += totals.expect("the server panicked").connections;
            }
            assert!(
                accepted == 0,
                "each of {SERVERS} servers had a client when `stop` was ready, and {} was accepted all the same",
                if accepted == 1 {
                    "one"
                } else {
                    "more than one"
                }
            );
        });
    }

    #[harness::test]
    fn whoever_does_not_read_cannot_hold_the_server() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let _deaf = deaf_client(&server).await;
            let totals = server.stop().await;
            assert!(
                totals.connections == 1,
                "one client had connected, and the server's totals are {totals:?}"
            );
        });
    }

    #[cfg(unix)]
    #[harness::test]
    fn after_a_failed_accept_it_stops_at_once_too() {
        Rush::tell(async |rush| {
            let Running { stop, server, .. } = rush.server;
            let _ = stop.send(());
            // Everybody gets turns, and no time passes.
            for _ in 0..20 {
                rest().await;
            }
            assert!(
                server.is_finished(),
                "no descriptor was left, so that `accept` failed; then the server was stopped, and `serve` did not \
                 return at once"
            );
        });
    }

    /// Whether the system still knows a connection from this port to that one. `None` where it does not tell.
    fn connected(from: SocketAddr, to: SocketAddr) -> Option<bool> {
        let ends = [from.port(), to.port()].map(|port| format!(":{port:04X}"));
        let table = std::fs::read_to_string("/proc/net/tcp").ok()?;
        let is_it = |row: &str| {
            let mut fields = row.split_whitespace().skip(1);
            ends.iter()
                .all(|end| fields.next().is_some_and(|field| field.ends_with(end)))
        };
        Some(table.lines().any(is_it))
    }

    #[harness::test]
    fn what_could_not_be_written_does_not_count() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut broken = server.client().await;
            let heard = broken.ask("one\n").await;
            assert!(
                heard == line("1 ONE"),
                "a client sent a line, and heard {heard:?}"
            );
            // The server has no turn until the connection is broken at its end, too.
            broken.writer.write_all(b"two\n").await.unwrap();
            let stream = broken.reader.into_inner().reunite(broken.writer).unwrap();
            let address = stream.local_addr().unwrap();
            stream.set_zero_linger().unwrap();
            drop(stream);
            while connected(server.address, address) == Some(true) {
                thread::sleep(Duration::from_millis(1));
            }
            if connected(server.address, address).is_none() {
                return eprintln!("this system does not tell which connections there are");
            }
            rest().await;
            let totals = server.stop().await;
            let right = Totals {
                connections: 1,
                lines: 1,
            };
            assert!(
                totals == right,
                "a client had its first line answered, sent another one, and was gone before the server had a turn; \
                 the server's totals are {totals:?}"
            );
        });
    }

    #[harness::test]
    fn no_task_is_left() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut clients = Vec::new();
            for _ in 0..5 {
                let mut client = server.client().await;
                client.ask("one\n").await;
                clients.push(client);
            }
            clients.truncate(3);
            rest().await;
            let (totals, left) = server.end().await;
            assert!(
                left == 0,
                "five clients had connected, three were still there when the server was stopped; \
                 `serve` has returned, and {left} of its tasks have not ended"
            );
            let right = Totals {
                connections: 5,
                lines: 5,
            };
            assert!(
                totals == right,
                "five clients had a line answered each, and the server's totals are {totals:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_listens_any_more() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let address = server.address;
            server.client().await.ask("one\n").await;
            server.stop().await;
            let tried = soon(TcpStream::connect(address)).await;
            let refused =
                matches!(&tried, Some(Err(error)) if error.kind() == ErrorKind::ConnectionRefused);
            assert!(
                refused,
                "`serve` has returned, and a client that comes now is not refused"
            );
        });
    }

    #[harness::test]
    fn all_answers_count() {
        in_one_thread(LIMIT, async {
            let server = Running::start().await;
            let mut polite = server.client().await;
            polite.say(b"one\n\xff\n\nlast").await;
            polite.last_word().await;
            let mut long = server.client().await;
            long.say(format!("short\n{}", "x".repeat(LINE + 1))).await;
            let heard = (polite.hear_all(5).await, long.hear_all(3).await);
            assert!(
                heard.0[4] == Heard::End && heard.1[2] == Heard::End,
                "two clients should have heard all their answers and the end, and heard {heard:?}"
            );
            let totals = server.stop().await;
            let right = Totals {
                connections: 2,
                lines: 5,
            };
            assert!(
                totals == right,
                "one client had four lines answered (one not UTF-8, one empty, one without an end), another one line and then \
                 sent one that was too long; the server's totals are {totals:?}"
            );
        });
    }
}

mod speeds_up {
    use super::*;

    const CLIENTS: usize = 1_000;
    /// They come when all the others are there, and again when some have left.
    const NEWCOMERS: usize = 100;
    /// Both ends of each connection, and some for the rest of the process.
    const DESCRIPTORS: u64 = 2 * (CLIENTS + NEWCOMERS) as u64 + 100;

    #[cfg(unix)]
    fn make_room_for_sockets() {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        if limit.current.is_none_or(|current| current >= DESCRIPTORS) {
            return;
        }
        limit.current = Some(DESCRIPTORS);
        let raised = setrlimit(Resource::Nofile, limit);
        assert!(
            raised.is_ok(),
            "This test needs {DESCRIPTORS} file descriptors, and this machine does not allow so many ({:?} at most): \
             raise the hard limit (`ulimit -Hn`), then check again. Your answer is not to blame.",
            limit.maximum
        );
    }

    #[cfg(not(unix))]
    fn make_room_for_sockets() {}

    /// Of the whole process. `None` where the system does not tell.
    fn threads() -> Option<usize> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let count = status
            .lines()
            .find_map(|line| line.strip_prefix("Threads:"))?;
        count.trim().parse().ok()
    }

    /// Some more come, and have an answer each.
    async fn newcomers(server: &Running, clients: &mut Vec<Client>, others: &str) {
        for number in 0..NEWCOMERS {
            let mut client = server.client().await;
            let heard = client.ask("me too\n").await;
            assert!(
                heard == line("1 ME TOO"),
                "{CLIENTS} clients {others}; newcomer {number} sent a line, and heard {heard:?}"
            );
            clients.push(client);
        }
    }

    #[harness::test]
    fn a_thousand_clients_at_once() {
        in_one_thread(3 * LIMIT, async {
            make_room_for_sockets();
            let server = Running::start().await;
            let mut clients = Vec::with_capacity(CLIENTS);
            for number in 0..CLIENTS {
                let mut client = server.client().await;
                client.say(format!("here is {number}\n")).await;
                clients.push(client);
            }
            // All of them are connected, and stay until the last one has its answer.
            for (number, client) in clients.iter_mut().enumerate() {
                let heard = client.hear().await;
                assert!(
                    heard == line(&format!("1 HERE IS {number}")),
                    "{CLIENTS} clients are connected and have sent a line each; client {number} heard {heard:?}"
                );
            }
            match threads() {
                Some(threads) => {
                    harness::witness::counted(format!(
                        "a thousand clients at once: {CLIENTS} connected and answered, {threads} threads in the process"
                    ));
                    assert!(
                        threads < 16,
                        "{CLIENTS} clients are connected, and the process has {threads} threads; it should get by with fewer than 16"
                    );
                }
                None => eprintln!("this system does not tell how many threads there are"),
            }
            newcomers(&server, &mut clients, "are all still there").await;
            clients.truncate(CLIENTS / 2);
            rest().await;
            newcomers(
                &server,
                &mut clients,
                "were there, and half of them have left",
            )
            .await;
            let totals = server.stop().await;
            let all = CLIENTS + 2 * NEWCOMERS;
            let right = Totals {
                connections: all,
                lines: all,
            };
            assert!(
                totals == right,
                "{all} clients had a line answered each, and the server's totals are {totals:?}"
            );
        });
    }
}

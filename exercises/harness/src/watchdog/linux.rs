//! Where the threads of a stuck test are, from `/proc/self/task` and from a signal to each of them.
//!
//! The handler takes a backtrace, which is not async-signal-safe: a thread caught inside the allocator can get
//! stuck in it. The process ends right after, the caller waits only so long, and sleeping threads are asked
//! first, since those are never inside the allocator.

use crate::protocol::{Test, lock};
use std::backtrace::Backtrace;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, mem, ptr};

/// How long one thread may take to answer: on a busy machine it first has to get a core.
const ANSWER: Duration = Duration::from_secs(2);
/// A running thread is looked at so often; what all looks have in common is where it loops.
const LOOKS: usize = 2;

/// What a thread does, as far as the kernel knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Asleep(Wait),
    Running,
    Ended,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// A futex: what locks, condition variables, channels, joins and parking are made of.
    Event,
    Clock,
    Other,
}

/// A function of the reader's on the stack of a thread.
#[derive(Clone, PartialEq, Eq)]
struct Frame {
    function: String,
    file: String,
    line: u32,
}

static ANSWERED: Mutex<Option<Backtrace>> = Mutex::new(None);
static ANSWERS: Condvar = Condvar::new();
/// Set while an answer is awaited: a late one is thrown away.
static ASKED: AtomicBool = AtomicBool::new(false);

/// A line or two for each thread that has not ended, in order of birth.
///
/// Tells `found` as it learns more: first what the threads do, then also where, sleeping ones before running ones.
pub(super) fn whereabouts(test: &Test, found: impl Fn(Vec<String>)) {
    let threads: Vec<(String, i32)> = lock(&test.threads)
        .iter()
        .filter_map(|t| Some((t.name.clone(), t.tid()?)))
        .collect();
    let width = threads
        .iter()
        .map(|t| t.0.chars().count())
        .max()
        .unwrap_or(0);
    let states: Vec<State> = threads.iter().map(|t| state(t.1)).collect();
    let about = |i: usize| format!("{:width$}  {}", threads[i].0, states[i].words());
    let mut lines: Vec<String> = (0..threads.len()).map(about).collect();
    found(lines.clone());
    install_handler();
    for running in [false, true] {
        for i in 0..threads.len() {
            if (states[i] == State::Running) == running {
                let place = place(threads[i].1, states[i]);
                lines[i].extend(place.map(|p| format!("\n{:w$}{p}", "", w = width + 4)));
            }
        }
        found(lines.clone());
    }
}

impl State {
    fn words(self) -> &'static str {
        match self {
            State::Running => "runs all the time, waiting for nothing",
            State::Asleep(Wait::Event) => {
                "asleep: waits for a lock, a wake-up, a message or a thread"
            }
            State::Asleep(Wait::Clock) => "asleep: waits for time to pass",
            State::Asleep(Wait::Other) => "asleep: waits for input or output",
            State::Ended => "ended",
        }
    }
}

fn place(tid: i32, state: State) -> Option<String> {
    match state {
        State::Running => looping(tid).map(|f| format!("in `{}`, {}", f.function, name(&f.file))),
        State::Asleep(_) => frames(tid).pop().map(|f| sleeping_place(&f)),
        State::Ended => None,
    }
}

fn sleeping_place(frame: &Frame) -> String {
    let source = fs::read_to_string(&frame.file).unwrap_or_default();
    let line = source
        .lines()
        .nth(frame.line.saturating_sub(1) as usize)
        .unwrap_or_default()
        .trim();
    format!("{}:{} │ {line}", name(&frame.file), frame.line)
}

/// The innermost function of the reader's that every look finds the thread in.
fn looping(tid: i32) -> Option<Frame> {
    let looks: Vec<Vec<Frame>> = (0..LOOKS)
        .map(|_| frames(tid))
        .filter(|f| !f.is_empty())
        .collect();
    let first = looks.first()?;
    let common = (0..first.len()).take_while(|i| {
        looks
            .iter()
            .all(|l| l.get(*i).is_some_and(|f| f.function == first[*i].function))
    });
    common.last().map(|i| first[i].clone())
}

fn state(tid: i32) -> State {
    let read = |file: &str| {
        fs::read_to_string(format!("/proc/self/task/{tid}/{file}")).unwrap_or_default()
    };
    // After the name in brackets, which may hold anything: the state, one letter.
    let stat = read("stat");
    let letter = stat
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split_whitespace().next());
    match letter {
        None | Some("Z" | "X") => State::Ended,
        Some("R") => State::Running,
        Some(_) => State::Asleep(wait(&read("syscall"))),
    }
}

/// The file starts with the number of the system call that the thread is in.
fn wait(syscall: &str) -> Wait {
    let number = syscall
        .split_whitespace()
        .next()
        .and_then(|n| n.parse().ok());
    match number {
        Some(libc::SYS_futex) | None => Wait::Event,
        Some(libc::SYS_nanosleep | libc::SYS_clock_nanosleep) => Wait::Clock,
        Some(_) => Wait::Other,
    }
}

/// The reader's frames on a thread's stack, outermost first.
fn frames(tid: i32) -> Vec<Frame> {
    let Some(backtrace) = ask(tid) else {
        return Vec::new();
    };
    let mut frames = parse(&backtrace.to_string());
    frames.reverse();
    frames
}

fn ask(tid: i32) -> Option<Backtrace> {
    *lock(&ANSWERED) = None;
    ASKED.store(true, Ordering::SeqCst);
    // SAFETY: sends a signal that has a handler to a thread of this process; a thread that is gone is an error.
    unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), tid, libc::SIGUSR2) };
    let answered = ANSWERS.wait_timeout_while(lock(&ANSWERED), ANSWER, |a| a.is_none());
    ASKED.store(false, Ordering::SeqCst);
    answered.unwrap_or_else(PoisonError::into_inner).0.take()
}

fn install_handler() {
    // SAFETY: an all-zero sigaction is valid, and `answer` is a handler of the right type.
    unsafe {
        let mut action: libc::sigaction = mem::zeroed();
        action.sa_sigaction = answer as *const () as usize;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(libc::SIGUSR2, &action, ptr::null_mut());
    }
}

extern "C" fn answer(_signal: i32) {
    if ASKED.swap(false, Ordering::SeqCst) {
        let backtrace = Backtrace::force_capture();
        *lock(&ANSWERED) = Some(backtrace);
        ANSWERS.notify_all();
    }
}

/// The reader's frames in std's way of printing a backtrace: `  3: function` and then `   at file:line:column`.
fn parse(text: &str) -> Vec<Frame> {
    let mut frames = Vec::new();
    let mut function = "";
    for line in text.lines().map(str::trim) {
        if let Some(place) = line.strip_prefix("at ") {
            frames.extend(frame(function, place));
        } else if let Some((_number, name)) = line.split_once(": ") {
            function = name;
        }
    }
    frames
}

fn frame(function: &str, place: &str) -> Option<Frame> {
    let mut parts = place.rsplitn(3, ':');
    let (_column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
    let line = line.parse().ok()?;
    is_readers(function, file).then(|| Frame {
        function: plain(function),
        file: file.to_string(),
        line,
    })
}

/// `lost_update::Counter<T>::add::{{closure}}` becomes `Counter::add`: no crate, no closure, no type parameters.
fn plain(function: &str) -> String {
    let named = function.split("::{{").next().unwrap_or(function);
    let mut depth = 0;
    let flat: String = named
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '<');
            let outside = depth == 0;
            depth -= i32::from(*c == '>');
            outside
        })
        .collect();
    let parts: Vec<&str> = flat.split("::").filter(|p| !p.is_empty()).collect();
    parts[parts.len().saturating_sub(2)..].join("::")
}

/// Neither std's, nor a dependency's, nor the harness's own. Generic code of the harness is compiled in the reader's
/// crate and may go by a name without its crate there, so its files count, too.
fn is_readers(function: &str, file: &str) -> bool {
    let others = [
        "/rustc/",
        "/library/std/",
        "/registry/src/",
        concat!(env!("CARGO_MANIFEST_DIR"), "/src/"),
    ];
    let own = ["harness::", "<harness::"];
    let absolute = absolute(file);
    absolute.ends_with(".rs")
        && !others.iter().any(|o| absolute.contains(o))
        && !own.iter().any(|o| function.starts_with(o))
}

/// A backtrace names files below the working directory relative to it.
fn absolute(file: &str) -> String {
    match (file.strip_prefix("./"), std::env::current_dir()) {
        (Some(below), Ok(here)) => here.join(below).display().to_string(),
        _ => file.to_string(),
    }
}

fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "
   0: harness::watchdog::linux::answer
             at ./src/watchdog/linux.rs:178:25
   1: syscall
             at ./misc/../sysdeps/unix/sysv/linux/x86_64/syscall.S:36
   2: std::sys::sync::mutex::futex::Mutex::lock_contended
             at /rustc/5980/library/std/src/sys/sync/mutex/futex.rs:67:5
   3: <harness::sync::mutex::Mutex<T>>::lock
             at /home/me/harness/src/sync/mutex.rs:60:9
   4: transfer::Bank::transfer::{{closure}}
             at /home/me/locks/src/transfer.rs:14:42
   5: transfer::behaves::moves_money
             at ./tests/transfer.rs:20:5";

    #[test]
    fn only_the_readers_frames_are_kept() {
        let frame = |function: &str, file: &str, line| Frame {
            function: function.into(),
            file: file.into(),
            line,
        };
        let expected = [
            frame("Bank::transfer", "/home/me/locks/src/transfer.rs", 14),
            frame("behaves::moves_money", "./tests/transfer.rs", 20),
        ];
        assert!(parse(PRINTED) == expected);
    }

    #[test]
    fn a_function_is_named_as_its_reader_knows_it() {
        let names = [
            "lost_update::main",
            "a::b::Counter<T>::add",
            "a::b::run::{{closure}}::{{closure}}",
            "main",
        ];
        assert_eq!(
            names.map(plain),
            ["lost_update::main", "Counter::add", "b::run", "main"]
        );
    }
}

//! Running one test in a process of its own, under limits that hold whatever the program does.
//!
//! The process leads a group, which is killed whole: a child that it starts does not outlive it.
//! Output goes to a file rather than a pipe, so that a grandchild that keeps the pipe open cannot
//! keep the grader waiting, and so that the two streams stay in the order in which they were written.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use report::{Record, Stopwatch};
use wait_timeout::ChildExt;

/// What one test may use.
#[derive(Clone, Copy)]
pub struct Limits {
    /// From start to end, as a [`Stopwatch`] counts it: without what other programs took of the machine.
    pub time: Duration,
    /// Both streams together.
    pub output_bytes: u64,
    /// Address space; where the system cannot limit it, only resident memory is watched.
    pub memory_bytes: u64,
    pub threads: usize,
}

impl Limits {
    pub const OUTPUT_BYTES: u64 = 1 << 20;
    /// Above the harness's own cap, whose finding says more.
    pub const MEMORY_BYTES: u64 = 4 << 30;
    /// Above the harness's own limit too; real stacks for so many fit into the memory.
    pub const THREADS: usize = 600;

    pub fn of_seconds(seconds: u64) -> Self {
        Self {
            time: Duration::from_secs(seconds),
            output_bytes: Self::OUTPUT_BYTES,
            memory_bytes: Self::MEMORY_BYTES,
            threads: Self::THREADS,
        }
    }
}

/// The limit that a test ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Time,
    Output,
    Memory,
    Threads,
}

/// A test to run.
pub struct Test<'a> {
    pub executable: &'a Path,
    /// The full name, module included.
    pub name: &'a str,
    /// Where the compiler was started: paths in messages are relative to it.
    pub folder: &'a Path,
    /// Where this run may leave its files; nobody else writes there.
    pub scratch: PathBuf,
}

/// What was seen of a process that has ended.
pub struct Run {
    pub status: ExitStatus,
    pub stopped: Option<Limit>,
    /// Both streams, at most [`Limits::output_bytes`] of them.
    pub output: String,
    pub records: Vec<Record>,
    /// The harness showed that it still had the nonce when the test had run to its end.
    pub completed: bool,
    pub took: Duration,
}

/// The names of all tests in a test binary.
pub fn list(executable: &Path) -> io::Result<Vec<String>> {
    let out = Command::new(executable)
        .args(["--list", "--format", "terse"])
        .stdin(Stdio::null())
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    let names = text.lines().filter_map(|l| l.strip_suffix(": test"));
    Ok(names.map(str::to_string).collect())
}

/// Runs one test to its end, or to the first limit it hits.
pub fn run(test: &Test, limits: Limits) -> io::Result<Run> {
    std::fs::create_dir_all(&test.scratch)?;
    let output = test.scratch.join("output");
    let record = test.scratch.join("record");
    let nonce = nonce();
    let start = Instant::now();
    let mut child = start_child(test, &output, &record, limits)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A process that died before it read this is judged by how it died.
        let _ = writeln!(stdin, "{nonce}");
    }
    let (status, stopped) = supervise(&mut child, &output, limits)?;
    let took = start.elapsed();
    let records = read_records(&record);
    let completed = records
        .iter()
        .any(|r| matches!(r, Record::Done { nonce: told } if *told == nonce));
    let run = Run {
        status,
        stopped,
        output: read_at_most(&output, limits.output_bytes),
        records,
        completed,
        took,
    };
    std::fs::remove_dir_all(&test.scratch)?;
    Ok(run)
}

/// Runs a tool of the workbook's own with its output in `log`; `None` when it had to be stopped.
///
/// It stays in our group, so that Ctrl-C ends it together with us.
pub fn run_tool(
    command: &mut Command,
    log: &Path,
    patience: Duration,
) -> io::Result<Option<ExitStatus>> {
    let stdout = File::create(log)?;
    command
        .stdin(Stdio::null())
        .stderr(stdout.try_clone()?)
        .stdout(stdout);
    let mut child = command.spawn()?;
    let status = child.wait_timeout(patience)?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(status)
}

fn start_child(test: &Test, output: &Path, record: &Path, limits: Limits) -> io::Result<Child> {
    let stdout = File::options().create(true).append(true).open(output)?;
    let stderr = stdout.try_clone()?;
    let mut command = Command::new(test.executable);
    command
        .args(["--exact", test.name, "--nocapture", "--test-threads=1"])
        .current_dir(test.folder)
        .env("WORKBOOK_RECORD", record)
        .env("WORKBOOK_LIMIT_MS", limits.time.as_millis().to_string())
        .env("RUST_BACKTRACE", "0")
        // glibc reserves 64 MiB of address space for each arena: on many cores that alone meets the limit.
        .env("MALLOC_ARENA_MAX", "2")
        .env_remove("RUST_TEST_THREADS")
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(stderr);
    confine(&mut command, limits);
    command.spawn()
}

/// Puts the process into a group of its own and sets the limits that the system enforces.
#[cfg(unix)]
fn confine(command: &mut Command, limits: Limits) {
    use std::os::unix::process::CommandExt;
    let memory = limits.memory_bytes as libc::rlim_t;
    command.process_group(0);
    let set = move |what, bytes| {
        let limit = libc::rlimit {
            rlim_cur: bytes,
            rlim_max: bytes,
        };
        // SAFETY: `limit` is a valid rlimit for the length of the call.
        unsafe { libc::setrlimit(what, &limit) };
    };
    // SAFETY: setrlimit and prctl are async-signal-safe, and the closure neither allocates nor locks.
    unsafe {
        command.pre_exec(move || {
            set(libc::RLIMIT_AS, memory);
            set(libc::RLIMIT_CORE, 0);
            end_with_the_grader();
            Ok(())
        });
    }
}

/// Ctrl-C does not reach another process group: where the system can, it ends the test when we end.
#[cfg(unix)]
fn end_with_the_grader() {
    // SAFETY: plain system call with constant arguments.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL)
    };
}

#[cfg(not(unix))]
fn confine(_command: &mut Command, _limits: Limits) {}

/// Between two looks at what a test uses.
const LOOK: Duration = Duration::from_millis(5);
/// Looks at its usage between two looks at its stopwatch.
const LOOKS_A_TIME: u32 = 10;

/// Waits for the end; kills at the first limit.
fn supervise(
    child: &mut Child,
    output: &Path,
    limits: Limits,
) -> io::Result<(ExitStatus, Option<Limit>)> {
    let mut stopwatch = Stopwatch::start(child.id());
    for looks in 1.. {
        if let Some(status) = child.wait_timeout(LOOK)? {
            kill_group(child);
            return Ok((status, over_output(output, limits)));
        }
        let late = looks % LOOKS_A_TIME == 0 && stopwatch.look() > limits.time;
        let over = late
            .then_some(Limit::Time)
            .or_else(|| over_output(output, limits))
            .or_else(|| over_usage(child, limits));
        if over.is_some() {
            kill_group(child);
            child.kill()?;
            return Ok((child.wait()?, over));
        }
    }
    unreachable!("a test ends, or is ended")
}

fn over_output(output: &Path, limits: Limits) -> Option<Limit> {
    let bytes = std::fs::metadata(output).map_or(0, |m| m.len());
    (bytes > limits.output_bytes).then_some(Limit::Output)
}

/// Threads and resident memory as Linux tells them; elsewhere these two are not watched.
fn over_usage(child: &Child, limits: Limits) -> Option<Limit> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let field = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|l| l.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    if field("Threads:")? > limits.threads as u64 {
        return Some(Limit::Threads);
    }
    (field("VmRSS:")? * 1024 > limits.memory_bytes).then_some(Limit::Memory)
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    // SAFETY: plain system call; the group is the one that this child was made to lead.
    unsafe { libc::killpg(child.id() as libc::pid_t, libc::SIGKILL) };
}

#[cfg(not(unix))]
fn kill_group(_child: &Child) {}

/// A line that is no record was cut off by a kill, or forged: it tells nothing.
fn read_records(path: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

fn read_at_most(path: &Path, bytes: u64) -> String {
    use std::io::Read;
    let mut read = Vec::new();
    if let Ok(file) = File::open(path) {
        let _ = file.take(bytes).read_to_end(&mut read);
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// Unguessable for the program under test: the standard library's hasher is seeded by the system.
fn nonce() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

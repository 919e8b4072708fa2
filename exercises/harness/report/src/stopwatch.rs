//! How much time a process has used up, on a machine that may be busy with others.
//!
//! A limit on wall time refuses a right answer that is kept from running; a limit on processor time never
//! strikes a deadlock. So time counts in two ways: while some thread could run, as much of it as the process did
//! compute; while all of its threads sleep, all of it.
//!
//! Linux tells what that needs. Elsewhere all time counts.

use std::time::{Duration, Instant};

/// Somebody waits for the verdict: a process that gets less of the machine than this is slow for a reason of its own.
const LEAST_SHARE: u32 = 10;

/// Measures one process from its start on. Every [`Stopwatch::look`] judges the time since the one before.
#[derive(Debug)]
pub struct Stopwatch {
    process: u32,
    started: Instant,
    looked: Instant,
    computed: Duration,
    counted: Duration,
}

impl Stopwatch {
    /// From now on, for the process with that number.
    pub fn start(process: u32) -> Stopwatch {
        let now = Instant::now();
        Stopwatch {
            process,
            started: now,
            looked: now,
            computed: system::computed(process).unwrap_or_default(),
            counted: Duration::ZERO,
        }
    }

    /// The time that has counted so far. Looks far apart judge coarsely: some 50 ms do well.
    pub fn look(&mut self) -> Duration {
        let now = Instant::now();
        let passed = now - self.looked;
        let computed = system::computed(self.process);
        let own = computed.map(|computed| computed.saturating_sub(self.computed));
        self.counted += match own {
            Some(own) if system::could_run(self.process) => own.min(passed),
            _ => passed,
        };
        self.computed = computed.unwrap_or(self.computed);
        self.looked = now;
        self.counted.max((now - self.started) / LEAST_SHARE)
    }
}

/// Whether a thread of this process, other than the caller's, runs or wants to: while none does, nothing will
/// happen here but by the clock or from outside. Where the system does not tell, one might.
pub fn others_could_run() -> bool {
    system::could_run(std::process::id())
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::time::Duration;

    /// Linux counts processor time for user space in hundredths of a second, whatever the kernel's own tick is.
    const TICK: Duration = Duration::from_millis(10);

    /// Processor time of all threads together; `None` when the process is gone.
    pub fn computed(process: u32) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let fields: Vec<&str> = after_the_name(&stat).split_whitespace().collect();
        let ticks = |at: usize| fields.get(at)?.parse::<u32>().ok();
        Some(TICK * (ticks(11)? + ticks(12)?))
    }

    /// Whether a thread other than the caller runs, wants to, or waits for a disk.
    pub fn could_run(process: u32) -> bool {
        let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
            return false; // it has ended
        };
        let own = fs::read_link("/proc/thread-self").unwrap_or_default();
        threads
            .filter_map(|thread| Some(thread.ok()?.path()))
            .filter(|path| path.strip_prefix("/proc") != Ok(own.as_path()))
            .filter_map(|path| fs::read_to_string(path.join("stat")).ok())
            .any(|stat| {
                !after_the_name(&stat)
                    .trim_start()
                    .starts_with(['S', 'I', 'Z', 'X'])
            })
    }

    /// A thread's name stands in brackets and may hold anything.
    fn after_the_name(stat: &str) -> &str {
        stat.rsplit_once(')').map_or("", |(_, rest)| rest)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::time::Duration;

    pub fn computed(_process: u32) -> Option<Duration> {
        None
    }

    pub fn could_run(_process: u32) -> bool {
        true
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::{Child, Command};

    /// Some processes, looked at for half a second; they are killed at the end. The least that counted for one of them.
    fn least_counted(processes: usize, command: &[&str]) -> Duration {
        let start = || {
            Command::new(command[0])
                .args(&command[1..])
                .spawn()
                .unwrap()
        };
        let mut children: Vec<Child> = (0..processes).map(|_| start()).collect();
        let mut watches: Vec<Stopwatch> =
            children.iter().map(|c| Stopwatch::start(c.id())).collect();
        let mut counted = Vec::new();
        for _ in 0..25 {
            std::thread::sleep(Duration::from_millis(20));
            counted = watches.iter_mut().map(Stopwatch::look).collect();
        }
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        counted.into_iter().min().unwrap()
    }

    #[test]
    fn a_sleeper_uses_up_its_time() {
        assert!(least_counted(1, &["sleep", "60"]) >= Duration::from_millis(450));
    }

    #[test]
    fn whoever_is_kept_from_running_does_not() {
        let cores = std::thread::available_parallelism().unwrap().get();
        let spinning = ["sh", "-c", "while :; do :; done"];
        let counted = least_counted(6 * cores, &spinning);
        assert!(counted < Duration::from_millis(300), "{counted:?}");
    }
}

//! What a reader needs to judge a figure: the machine and the versions.

use std::process::Command;
use std::thread;

/// `2 cores, Linux, x86_64` with the processor's name where the system tells it.
pub fn describe() -> String {
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let cores = match cores {
        1 => "1 core".to_string(),
        n => format!("{n} cores"),
    };
    let processor = processor().unwrap_or_else(|| std::env::consts::ARCH.to_string());
    format!("{cores}, {processor}, {}", std::env::consts::OS)
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.trim().to_string())
}

/// What the compiler calls itself: `rustc 1.95.0`.
pub fn rust_version() -> String {
    let said = Command::new("rustc").arg("--version").output();
    let text = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned());
    let words: Vec<String> = text
        .unwrap_or_default()
        .split_whitespace()
        .take(2)
        .map(str::to_owned)
        .collect();
    match words.is_empty() {
        true => "rustc".to_string(),
        false => words.join(" "),
    }
}

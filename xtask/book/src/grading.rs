//! One run of the grader, as a child process.

use std::io::Read;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use anyhow::{Context, Result, bail};

use crate::workbook::Workbook;

/// `cargo xtask check EXERCISE --format json`, running.
pub struct Grading {
    child: Child,
    /// Reads what it prints, for a full pipe would hold it up.
    output: JoinHandle<String>,
}

impl Grading {
    pub fn start(workbook: &Workbook, exercise: &str) -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(["xtask", "check", exercise, "--format", "json"])
            .current_dir(workbook.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        Grading::spawn(command)
    }

    fn spawn(mut command: Command) -> Result<Self> {
        own_group(&mut command);
        let mut child = command.spawn().context("starting the grader")?;
        let stdout = child.stdout.take().context("the grader has no output")?;
        let output = std::thread::spawn(move || read_all(stdout));
        Ok(Grading { child, output })
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it and what it started.
    pub fn stop(mut self) {
        end_group(&mut self.child);
        let _ = self.child.wait();
    }

    /// What it printed. Its exit code 1 is a verdict too; 2 is trouble of its own.
    pub fn finish(mut self) -> Result<String> {
        let status = self.child.wait().context("waiting for the grader")?;
        let output = self.output.join().unwrap_or_default();
        match status.code() {
            Some(0 | 1) => Ok(output),
            _ => bail!(
                "the grader could not do its work\n  hint: run `cargo xtask check` in a terminal and read what it says"
            ),
        }
    }
}

fn read_all(mut stdout: ChildStdout) -> String {
    let mut text = Vec::new();
    let _ = stdout.read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// A process group, so that the compiler and the tests end with the grader.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

#[cfg(unix)]
fn end_group(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // It may have ended by itself by now.
    let _ = group.map(|group| kill_process_group(group, Signal::TERM));
}

#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Grading {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdout(Stdio::piped());
        Grading::spawn(command).unwrap()
    }

    #[test]
    fn a_refusal_is_a_verdict_and_two_is_trouble() {
        assert_eq!(shell("echo {}; exit 1").finish().unwrap(), "{}\n");
        assert!(shell("exit 2").finish().is_err());
    }

    #[test]
    fn stopping_ends_what_it_started() {
        // The pipe closes only when the grandchild is gone too; without that `join` would wait an hour.
        let grading = shell("sleep 3600 & echo started; wait");
        let Grading { mut child, output } = grading;
        end_group(&mut child);
        child.wait().unwrap();
        output.join().unwrap();
    }
}

//! Listings that must not compile: the compiler's message is what they teach.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::listing::Listing;
use crate::recording::Recording;
use crate::workbook::Workbook;

const FLAGS: &str = "--edition 2024 --emit metadata";

/// Compiles a listing and returns what rustc says, without this machine's paths.
pub fn compile(listing: &Listing, workbook: &Workbook) -> Result<Recording> {
    let scratch = tempfile::tempdir().context("making a folder to compile into")?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(FLAGS.split(' '))
        .args(["--crate-name", "listing", "--color", "never", "--out-dir"])
        .arg(scratch.path())
        .arg(listing.shown_path())
        .current_dir(workbook.root())
        .output()
        .context("starting rustc")?;
    if output.status.success() {
        bail!(
            "{} compiles, but it lies under refused/\n  hint: move it out, or break it again",
            listing.shown_path()
        );
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Recording {
        listing: listing.name.clone(),
        output: format!(
            "$ rustc {FLAGS} {}\n{}",
            listing.shown_path(),
            normalise(&said)
        ),
        schedule: None,
        measured: false,
    })
}

/// Two versions of rustc word a message differently; the errors are the same when their codes are.
pub fn same(recorded: &str, now: &str) -> bool {
    codes(recorded) == codes(now)
}

fn codes(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.starts_with("error"))
        .map(code)
        .collect()
}

/// `error[E0277]` of `error[E0277]: …`; the whole line of an error without a code.
fn code(line: &str) -> &str {
    match line.split_once("]:") {
        Some((code, _)) => code,
        None => line,
    }
}

/// The standard library's place, and its line numbers, differ from machine to machine.
fn normalise(said: &str) -> String {
    said.lines()
        .flat_map(|line| [normalise_line(line), "\n".into()])
        .collect()
}

fn normalise_line(line: &str) -> String {
    let Some((arrow, path)) = line.split_once("--> ") else {
        return line.to_owned();
    };
    let Some((_, inside)) = path.split_once("/library/") else {
        return line.to_owned();
    };
    let file = inside.split(':').next().unwrap_or(inside);
    format!("{arrow}--> $RUST/library/{file}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_librarys_place_is_hidden() {
        let line = "   --> /home/me/.rustup/toolchains/x/lib/rustlib/src/rust/library/std/src/thread/mod.rs:726:8";
        assert_eq!(
            normalise_line(line),
            "   --> $RUST/library/std/src/thread/mod.rs"
        );
        let own = "  --> book/listings/03-races/refused/a.rs:5:19";
        assert_eq!(normalise_line(own), own);
    }

    #[test]
    fn messages_are_the_same_when_their_codes_are() {
        let one = "$ rustc\nerror[E0277]: cannot be sent\nnote: x\nerror: aborting\n";
        assert!(same(
            one,
            "$ rustc\nerror[E0277]: cannot be sent safely\nerror: aborting\n"
        ));
        assert!(!same(
            one,
            "$ rustc\nerror[E0382]: cannot be sent\nerror: aborting\n"
        ));
    }
}

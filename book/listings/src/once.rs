//! Runs a listing as its reader would: once, on real threads, with the real `std`.
//!
//! `--record` runs the plain and the measured ones and prints one JSON line each, for `workbook-book`.

mod chapters;
#[allow(dead_code, reason = "promises are for the program that explores")]
mod table;

use std::process::{Command, ExitCode};

use serde_json::json;
use table::{How, Listing};

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let record = names.iter().any(|name| name == "--record");
    names.retain(|name| name != "--record");
    let outcome = table::chosen(&names, &chapters::all()).and_then(|listings| match record {
        true => listings.iter().try_for_each(print_recording),
        false => listings.iter().try_for_each(run),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(listing: &Listing) -> Result<(), String> {
    (listing.main)();
    Ok(())
}

/// Each listing has a process of its own, so that what it prints is read as it comes.
fn print_recording(listing: &Listing) -> Result<(), String> {
    if matches!(listing.how, How::Explored { .. }) {
        return Ok(());
    }
    let name = listing.name;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let run = Command::new(program).arg(name).output();
    let run = run.map_err(|error| format!("starting `{name}`: {error}"))?;
    if !run.status.success() {
        return Err(format!("`{name}` ended with {}", run.status));
    }
    let recording = json!({
        "listing": name,
        "output": format!("$ cargo run -p listings {name}\n{}", String::from_utf8_lossy(&run.stdout)),
        "measured": matches!(listing.how, How::Measured),
    });
    println!("{recording}");
    Ok(())
}

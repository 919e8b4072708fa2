//! Measures, on the reader's own machine, what a page claims: `cargo xtask measure gil`.

mod gil;
mod python;
mod record;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, ValueEnum};

#[derive(Parser)]
struct Cli {
    what: What,
    /// Write the figures into the book's sources, where pages show them to readers who have not measured
    #[arg(long)]
    record: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Waiting and computing on Python threads, Python processes and Rust threads
    Gil,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    let What::Gil = cli.what;
    let measured = gil::measure(&package().join("src/load.py"))?;
    let path = match cli.record {
        true => root().join("book/measured/gil.json"),
        false => root().join(".workbook/measured/gil.json"),
    };
    measured.write(&path)?;
    print!("{}", measured.table());
    let shown = path.strip_prefix(root()).unwrap_or(&path);
    println!("\nwritten to {}", shown.display());
    if measured.python.is_none() {
        println!("no Python 3 was found on the PATH: its bars are missing");
    }
    Ok(())
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn root() -> PathBuf {
    package()
        .ancestors()
        .nth(2)
        .unwrap_or(package())
        .to_path_buf()
}

//! What the exercises build, beside the crates that do the same: `cargo xtask bench queues`. And beside the laws that say
//! what they can reach: `cargo xtask bench pool-size`.
//!
//! | module | holds |
//! |---|---|
//! | `contest` | rounds that go through all contestants in turn, and what comes of them |
//! | `record` | the figures, as JSON and as a table |
//! | `queues`, `pools`, `parallel` | a benchmark each: its loads and its contestants |
//! | `scaling` | the programs of `parallel` with one worker, two, four and so on |
//! | `job` | what waits and computes on the pools of the two below |
//! | `pool_size` | a pool of chapter 09 with more and more workers, whose jobs wait for the most part |
//! | `little` | requests that come at several rates, and how many are inside |
//!
//! Another benchmark is another module like `queues`, and a line in [`What`].

mod contest;
mod job;
mod little;
mod parallel;
mod pool_size;
mod pools;
mod queues;
mod record;
mod scaling;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use contest::Pace;
use record::Record;

#[derive(Parser)]
#[command(bin_name = "cargo xtask bench")]
struct Cli {
    /// None means all
    what: Option<What>,
    /// Write the figures into the book's sources, where pages show them to readers who have not measured
    #[arg(long)]
    record: bool,
    /// How often each contestant has its turn; the median counts
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Time each contestant alone, with criterion: times and their confidence, no ratios, and nothing is written
    #[arg(long, conflicts_with_all = ["record", "rounds"])]
    criterion: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The queue of chapter 07 beside the channels of std and crossbeam
    Queues,
    /// The pools of chapter 09 beside rayon and threadpool
    Pools,
    /// A pool of chapter 09 with more and more workers, whose jobs wait and compute
    PoolSize,
    /// How many requests are inside a pool of chapter 09, by how many come and how long each stays
    Little,
    /// The exercises of chapter 10 beside plain loops, par_sort and matrixmultiply
    Parallel,
    /// The exercises of chapter 10 with more and more workers
    Scaling,
}

impl What {
    /// Pages show the record under this name.
    fn name(self) -> &'static str {
        match self {
            What::Queues => "bench-queues",
            What::Pools => "bench-pools",
            What::PoolSize => "bench-pool-size",
            What::Little => "bench-little",
            What::Parallel => "bench-parallel",
            What::Scaling => "bench-scaling",
        }
    }

    fn run(self, pace: Pace) -> Record {
        match self {
            What::Queues => queues::run(pace),
            What::Pools => pools::run(pace),
            What::PoolSize => pool_size::run(pace),
            What::Little => little::run(pace),
            What::Parallel => parallel::run(pace),
            What::Scaling => scaling::run(pace),
        }
    }
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
    let all = || What::value_variants().to_vec();
    for what in cli.what.map_or_else(all, |what| vec![what]) {
        if cli.criterion {
            what.run(Pace::Alone);
            continue;
        }
        let rounds = cli.rounds;
        let record = what.run(Pace::InTurn { rounds });
        let folder = match cli.record {
            true => "book/measured",
            false => ".workbook/measured",
        };
        let path = root().join(folder).join(format!("{}.json", what.name()));
        record.write(&path)?;
        print!("{}", record.table());
        let shown = path.strip_prefix(root()).unwrap_or(&path);
        println!("\nwritten to {}", shown.display());
    }
    Ok(())
}

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

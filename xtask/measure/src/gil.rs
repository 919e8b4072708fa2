//! Waiting and computing loads on Python threads, Python processes and Rust threads, side by side.
//!
//! Each figure compares a model with itself: how many times as fast are several workers as one, at the same
//! number of jobs? Every round goes through all models, so that what else the machine does meets all alike; the
//! median of the rounds counts.

use std::hint::black_box;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use workbook_measure::machine;

use crate::python::Python;
use crate::record::{Figure, Measured};

const SEVERAL: [usize; 2] = [2, 4];
const JOBS: usize = 8;
const ROUNDS: usize = 5;
/// What one job takes alone, about: long against the hand-over of a job, short against a reader's patience.
const JOB: Duration = Duration::from_millis(60);

#[derive(Clone, Copy)]
enum Load {
    Wait,
    Compute,
}

/// How a load is spread over workers.
#[derive(Clone, Copy)]
enum Model {
    PythonThreads,
    PythonProcesses,
    RustThreads,
}

/// Runs the models; without an interpreter, Rust's alone.
struct Runner {
    python: Option<Python>,
}

/// One model under one load.
struct Cell {
    load: Load,
    model: Model,
    /// A job's size: milliseconds to wait, or steps to compute.
    size: u64,
    /// By round the seconds of one worker, then of each number in [`SEVERAL`].
    rounds: Vec<Vec<f64>>,
}

/// Measures all there is on this machine; `script` is what an interpreter runs.
pub fn measure(script: &Path) -> Result<Measured> {
    let mut runner = Runner {
        python: Python::start(script)?,
    };
    let mut cells = Vec::new();
    for load in [Load::Wait, Load::Compute] {
        for model in runner.models() {
            let size = runner.size_of_a_job(model, load)?;
            let rounds = Vec::new();
            cells.push(Cell {
                load,
                model,
                size,
                rounds,
            });
        }
    }
    for _ in 0..ROUNDS {
        for cell in &mut cells {
            cell.rounds.push(runner.round(cell)?);
        }
    }
    Ok(Measured {
        machine: machine::describe(),
        python: runner.python.as_ref().map(|python| python.version.clone()),
        rust: machine::rust_version(),
        jobs: JOBS,
        rounds: ROUNDS,
        figures: cells.iter().flat_map(Cell::figures).collect(),
    })
}

impl Runner {
    fn models(&self) -> Vec<Model> {
        match self.python {
            Some(_) => vec![
                Model::PythonThreads,
                Model::PythonProcesses,
                Model::RustThreads,
            ],
            None => vec![Model::RustThreads],
        }
    }

    fn round(&mut self, cell: &Cell) -> Result<Vec<f64>> {
        let workers = [1].into_iter().chain(SEVERAL);
        workers
            .map(|workers| self.seconds(cell.model, cell.load, workers, JOBS, cell.size))
            .collect()
    }

    /// As many steps as a job's time holds in the model's language.
    fn size_of_a_job(&mut self, model: Model, load: Load) -> Result<u64> {
        if matches!(load, Load::Wait) {
            return Ok(JOB.as_millis() as u64);
        }
        let mut steps = 10_000;
        loop {
            let took = self.seconds(model, load, 1, 1, steps)?;
            if took >= JOB.as_secs_f64() / 4.0 {
                return Ok((steps as f64 * JOB.as_secs_f64() / took) as u64);
            }
            steps *= 4;
        }
    }

    fn seconds(
        &mut self,
        model: Model,
        load: Load,
        workers: usize,
        jobs: usize,
        size: u64,
    ) -> Result<f64> {
        let pool = match model {
            Model::RustThreads => return Ok(on_rust_threads(load, workers, jobs, size)),
            Model::PythonThreads => "threads",
            Model::PythonProcesses => "processes",
        };
        let python = self.python.as_mut().context("no interpreter is running")?;
        python.seconds(&format!("{pool} {} {workers} {jobs} {size}", load.word()))
    }
}

impl Cell {
    fn figures(&self) -> Vec<Figure> {
        let several = SEVERAL.iter().enumerate();
        several
            .map(|(at, workers)| {
                let ratios = self
                    .rounds
                    .iter()
                    .map(|seconds| seconds[0] / seconds[at + 1]);
                let mut ratios: Vec<f64> = ratios.collect();
                ratios.sort_by(f64::total_cmp);
                Figure {
                    load: self.load.name().to_string(),
                    model: self.model.name().to_string(),
                    workers: *workers,
                    times_as_fast: ratios[ratios.len() / 2],
                    least: ratios[0],
                    most: ratios[ratios.len() - 1],
                }
            })
            .collect()
    }
}

impl Load {
    fn name(self) -> &'static str {
        match self {
            Load::Wait => "waiting",
            Load::Compute => "computing",
        }
    }

    /// The word in a request to the interpreter.
    fn word(self) -> &'static str {
        match self {
            Load::Wait => "wait",
            Load::Compute => "compute",
        }
    }
}

impl Model {
    fn name(self) -> &'static str {
        match self {
            Model::PythonThreads => "Python threads",
            Model::PythonProcesses => "Python processes",
            Model::RustThreads => "Rust threads",
        }
    }
}

/// A pool in small: workers take jobs from one queue, and are there before the clock runs.
fn on_rust_threads(load: Load, workers: usize, jobs: usize, size: u64) -> f64 {
    let (sender, queue) = channel::<u64>();
    let queue = Mutex::new(queue);
    let started = Barrier::new(workers + 1);
    let start = thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                started.wait();
                while let Some(size) = next_job(&queue) {
                    do_job(load, size);
                }
            });
        }
        started.wait();
        let start = Instant::now();
        for _ in 0..jobs {
            sender.send(size).expect("the queue outlives its workers");
        }
        drop(sender);
        start
    });
    start.elapsed().as_secs_f64()
}

/// `None` when all jobs have been taken. The lock is free again before the job begins.
fn next_job(queue: &Mutex<Receiver<u64>>) -> Option<u64> {
    queue.lock().expect("no worker panics").recv().ok()
}

fn do_job(load: Load, size: u64) {
    match load {
        Load::Wait => thread::sleep(Duration::from_millis(size)),
        Load::Compute => {
            black_box(compute(size));
        }
    }
}

/// The interpreter's steps, none of which the optimiser may skip.
fn compute(steps: u64) -> u64 {
    (0..steps).fold(1, |state: u64, _| {
        black_box(
            state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1),
        )
    })
}

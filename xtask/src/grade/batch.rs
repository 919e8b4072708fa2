//! Answers of one exercise, graded one after another in one package.
//!
//! To the compiler they are saves of one file: it does anew only what depends on the difference, and
//! each binary takes the place of the one before. So a thousand answers need neither the time nor the
//! disk of a thousand programs. What differs from answer to answer is in the package before the
//! answer's tests run, and nobody else's is.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::tests::Tester;
use super::{Effort, Job, conclude, side_by_side};
use crate::build::{self, Built};
use crate::cache::Cache;
use crate::problem::Result;
use crate::render::bar::Bar;
use crate::rustc::{self, Change};
use crate::stage::{self, Package, Stage};
use crate::verdict::Verdict;
use crate::workbook::Workbook;

/// Answers of one exercise, and the package that they take turns in.
struct Batch {
    package: String,
    /// Places among all jobs.
    jobs: Vec<usize>,
}

impl Batch {
    fn change(&self) -> Change {
        match self.jobs.as_slice() {
            [_one] => Change::Edit,
            _ => Change::Another,
        }
    }
}

/// What all batches share.
struct Grader<'a> {
    workbook: &'a Workbook,
    jobs: &'a [Job<'a>],
    cache: &'a Cache,
    rounds: usize,
    bar: &'a Bar,
    stage: Stage,
    target: PathBuf,
    tester: Tester<'a>,
    /// The stage is one workspace for cargo: who calls it has it alone.
    cargo: Mutex<()>,
    /// Some batch met a problem: the others need not go on.
    failed: AtomicBool,
}

/// Grades the jobs: for each, in their order, its verdict in each round.
pub fn grade(
    workbook: &Workbook,
    jobs: &[Job],
    cache: &Cache,
    effort: Effort,
    bar: &Bar,
) -> Result<Vec<Vec<Verdict>>> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let batches = batches(jobs, cores);
    // One more than there are cores: tests also wait, for each other's threads and for the clock.
    let at_once = (cores + 1).min(batches.len());
    let grader = Grader {
        workbook,
        jobs,
        cache,
        rounds: effort.rounds,
        bar,
        stage: Stage::of(workbook),
        target: workbook.grade_dir().join("target"),
        tester: Tester::new(workbook, cache, effort, tests_at_once(cores, at_once)),
        cargo: Mutex::new(()),
        failed: AtomicBool::new(false),
    };
    let built = grader.build_by_cargo(&batches)?;
    bar.grading(jobs.len());
    let started: Vec<(Batch, Mutex<Option<Built>>)> = batches
        .into_iter()
        .zip(built.into_iter().map(Mutex::new))
        .collect();
    let graded = side_by_side(&started, at_once, |(batch, first)| {
        let first = first.lock().expect("no worker panics").take();
        let verdicts = grader.grade(batch, first);
        grader.failed.fetch_or(verdicts.is_err(), Ordering::Relaxed);
        verdicts
    });
    let mut verdicts: BTreeMap<usize, Vec<Verdict>> = BTreeMap::new();
    for ((batch, _), graded) in started.iter().zip(graded) {
        verdicts.extend(batch.jobs.iter().copied().zip(graded?));
    }
    Ok(verdicts.into_values().collect())
}

/// One batch an exercise, the largest first; on many cores several, so that none is left alone at the end.
fn batches(jobs: &[Job], cores: usize) -> Vec<Batch> {
    let mut by_exercise: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, job) in jobs.iter().enumerate() {
        let exercise = job.answer.exercise;
        let name = format!("{}--{}", exercise.chapter.name, exercise.name());
        by_exercise.entry(name).or_default().push(place);
    }
    // Four for each core: whoever is done early finds another one to do.
    let enough = jobs.len().div_ceil(4 * cores);
    let mut batches = Vec::new();
    for (exercise, places) in by_exercise {
        for (piece, jobs) in places.chunks(enough.max(SMALLEST)).enumerate() {
            batches.push(Batch {
                package: match piece {
                    0 => exercise.clone(),
                    _ => format!("{exercise}--{piece}"),
                },
                jobs: jobs.to_vec(),
            });
        }
    }
    batches.sort_by_key(|batch| std::cmp::Reverse(batch.jobs.len()));
    batches
}

/// One more than there are cores for one answer alone: a test's process also waits, for files and for its end.
fn tests_at_once(cores: usize, batches: usize) -> usize {
    match batches {
        1 => cores + 1,
        _ => (cores / batches).max(1),
    }
}

/// A package costs about as much to begin as this many answers in it.
const SMALLEST: usize = 4;

impl Grader<'_> {
    /// One cargo call for all batches whose calls of the compiler cannot be repeated yet: it builds the
    /// first answer of each.
    fn build_by_cargo(&self, batches: &[Batch]) -> Result<Vec<Option<Built>>> {
        let mut built: Vec<Option<Built>> = batches.iter().map(|_| None).collect();
        let mut unknown = Vec::new();
        for (place, batch) in batches.iter().enumerate() {
            let job = &self.jobs[batch.jobs[0]];
            let package = self.seat(batch, job)?;
            if !rustc::can_repeat(&self.target, &package, &job.ground) {
                unknown.push((place, job, package));
            }
        }
        let packages: Vec<&Package> = unknown.iter().map(|(_, _, package)| package).collect();
        self.bar.building(packages.len());
        let by_cargo = self.cargo(&packages)?;
        for ((place, job, package), one) in unknown.iter().zip(by_cargo) {
            rustc::seal(&self.target, package, &job.ground);
            built[*place] = Some(one);
        }
        Ok(built)
    }

    fn cargo(&self, packages: &[&Package]) -> Result<Vec<Built>> {
        if packages.is_empty() {
            return Ok(Vec::new());
        }
        let _alone = self.cargo.lock().expect("no worker panics");
        packages
            .iter()
            .for_each(|package| rustc::forget(&self.target, package));
        self.stage.write_workspace(self.workbook, packages)?;
        build::cargo(&self.stage.dir, &self.target, packages, || self.bar.built())
    }

    /// Puts the job's answer into the batch's package.
    fn seat(&self, batch: &Batch, job: &Job) -> Result<Package> {
        let answer = stage::Answer {
            exercise: job.answer.exercise,
            package: &batch.package,
            shown: &job.answer.shown,
            text: &job.text,
        };
        self.stage.write(self.workbook, &answer)
    }

    /// The verdicts of each job of the batch; `first` is what cargo has made of its first answer.
    fn grade(&self, batch: &Batch, mut first: Option<Built>) -> Result<Vec<Vec<Verdict>>> {
        let mut verdicts = Vec::new();
        for place in &batch.jobs {
            if self.failed.load(Ordering::Relaxed) {
                break; // nobody will see these verdicts
            }
            let job = &self.jobs[*place];
            let package = self.seat(batch, job)?;
            let built = match first.take() {
                Some(built) => built,
                None => self
                    .tester
                    .beside(|| self.build(job, &package, batch.change()))?,
            };
            let mut rounds = Vec::new();
            for _ in 0..self.rounds {
                let tests = self.tester.run(job, &package, &built)?;
                rounds.push(conclude(job, &built, tests, self.cache)?);
            }
            self.bar.graded();
            verdicts.push(rounds);
        }
        Ok(verdicts)
    }

    fn build(&self, job: &Job, package: &Package, change: Change) -> Result<Built> {
        if let Some(built) = rustc::repeat(&self.target, package, &job.ground, change) {
            return built;
        }
        let mut built = self.cargo(&[package])?;
        rustc::seal(&self.target, package, &job.ground);
        Ok(built.remove(0))
    }
}

//! The tests of one built answer: those that measure one after the other, the rest side by side.

use std::path::{Path, PathBuf};
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Effort, Job, side_by_side};
use report::FindingKind;

use crate::build::Built;
use crate::cache::Cache;
use crate::exercise::Kind;
use crate::problem::{Doing, Problem, Result};
use crate::process::{self, Limits};
use crate::stage::Package;
use crate::verdict::{End, TestVerdict};
use crate::workbook::Workbook;

pub struct Tester<'a> {
    workbook: &'a Workbook,
    cache: &'a Cache,
    /// Tests of one answer that may run at once.
    threads: usize,
    /// Whoever measures has the machine to itself.
    measures: bool,
    /// Written by who measures; what may run beside others reads.
    machine: RwLock<()>,
    /// Runs started, which names their folders.
    runs: AtomicUsize,
    /// Where tests leave their files; another process has another.
    scratch: PathBuf,
}

/// One test of a binary.
struct Planned {
    kind: Kind,
    /// Where it stands in the test file.
    place: usize,
    /// With the module.
    name: String,
}

/// An answer under test.
struct Subject<'a> {
    job: &'a Job<'a>,
    package: &'a Package,
    executable: &'a Path,
    /// A test ran into its time limit.
    hung: AtomicBool,
}

impl<'a> Tester<'a> {
    pub fn new(workbook: &'a Workbook, cache: &'a Cache, effort: Effort, threads: usize) -> Self {
        let process = std::process::id().to_string();
        Self {
            workbook,
            cache,
            threads,
            measures: effort.measures,
            machine: RwLock::new(()),
            runs: AtomicUsize::new(0),
            scratch: workbook.grade_dir().join("runs").join(process),
        }
    }

    /// Does work of which no measurement is to notice anything.
    pub fn beside<R>(&self, work: impl FnOnce() -> R) -> R {
        let _others_may_too = self.machine.read().expect("no worker panics");
        work()
    }

    /// Runs all tests, once each; the verdicts stand in the order of the kinds, then of the test file.
    pub fn run(&self, job: &Job, package: &Package, built: &Built) -> Result<Vec<TestVerdict>> {
        let Ok(executable) = &built.result else {
            return Ok(Vec::new());
        };
        let planned = self.plan(job, executable)?;
        let measuring = planned.iter().position(|p| p.kind == Kind::SpeedsUp);
        let (together, alone) = planned.split_at(measuring.unwrap_or(planned.len()));
        let subject = Subject {
            job,
            package,
            executable,
            hung: AtomicBool::new(false),
        };
        let mut verdicts = side_by_side(together, self.threads, |planned| {
            self.beside(|| self.run_one(&subject, planned))
        });
        if !alone.is_empty() {
            verdicts.extend(self.measure(|| self.run_in_turn(&subject, alone)));
        }
        verdicts.into_iter().collect()
    }

    /// Where one hangs, those after it would make their reader wait for the same news.
    fn run_in_turn(&self, subject: &Subject, planned: &[Planned]) -> Vec<Result<TestVerdict>> {
        let mut verdicts = Vec::new();
        for planned in planned {
            let verdict = self.run_one(subject, planned);
            let hangs = matches!(&verdict, Ok(TestVerdict { end: End::Refused { finding }, .. })
                if finding.kind == FindingKind::Hang);
            subject.hung.fetch_or(hangs, Ordering::Relaxed);
            verdicts.push(verdict);
        }
        verdicts
    }

    fn measure<R>(&self, work: impl FnOnce() -> R) -> R {
        match self.measures {
            true => {
                let _nobody_else = self.machine.write().expect("no worker panics");
                work()
            }
            false => self.beside(work),
        }
    }

    /// The tests of one binary, in the order of the kinds, then of the test file.
    fn plan(&self, job: &Job, executable: &Path) -> Result<Vec<Planned>> {
        let path = job.answer.exercise.tests(self.workbook);
        let text = std::fs::read_to_string(&path).doing("read", &path)?;
        let mut tests = Vec::new();
        for name in self.names(job, executable)? {
            let (module, function) = name.rsplit_once("::").unwrap_or_default();
            let kind = Kind::of_module(module).filter(|kind| job.answer.kinds.contains(kind));
            if let Some(kind) = kind {
                let place = text.find(&format!("fn {function}(")).unwrap_or(usize::MAX);
                tests.push(Planned { kind, place, name });
            }
        }
        tests.sort_by(|a, b| (a.kind, a.place, &a.name).cmp(&(b.kind, b.place, &b.name)));
        Ok(tests)
    }

    /// The tests in modules of a kind: no answer adds to them, so that they need to be listed once only.
    /// (It may hold unit tests of its own: they are the reader's business.)
    fn names(&self, job: &Job, executable: &Path) -> Result<Vec<String>> {
        if let Some(names) = self.cache.tests(&job.trial) {
            return Ok(names);
        }
        let mut names = process::list(executable).doing("list the tests in", executable)?;
        names.retain(|name| {
            let module = name.rsplit_once("::").map_or("", |(module, _)| module);
            Kind::of_module(module).is_some()
        });
        if names.is_empty() {
            return Err(Problem::new(format!(
                "the tests of `{}` hold no test in a module of a kind",
                job.answer.exercise.name()
            ))
            .hint("`cargo xtask verify` says what a test file must hold"));
        }
        self.cache.put_tests(&job.trial, &names)?;
        Ok(names)
    }

    fn run_one(&self, subject: &Subject, planned: &Planned) -> Result<TestVerdict> {
        let Subject {
            job,
            package,
            executable,
            hung,
        } = subject;
        let name = planned.name.split_once("::").map_or("", |(_, name)| name);
        if hung.load(Ordering::Relaxed) {
            return Ok(TestVerdict::not_run(planned.kind, name));
        }
        let limits = Limits::of_seconds(job.answer.exercise.entry.limit_seconds);
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let test = process::Test {
            executable,
            name: &planned.name,
            folder: package.workspace(),
            scratch: self.scratch.join(number.to_string()),
        };
        let run = process::run(&test, limits).doing("run", executable)?;
        let deleted = std::fs::read(package.source()).ok().as_deref() != Some(&job.text);
        let mut verdict = TestVerdict::of_run(planned.kind, name, run, limits, deleted);
        verdict.output = package.map_back(&verdict.output);
        map_back_finding(&mut verdict.end, package);
        if matches!(verdict.end, End::Hangs { .. }) {
            hung.store(true, Ordering::Relaxed);
        }
        Ok(verdict)
    }
}

impl Drop for Tester<'_> {
    fn drop(&mut self) {
        // Each run has removed its own folder; one that is left would only be in the way.
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}

fn map_back_finding(end: &mut End, package: &Package) {
    if let End::Refused { finding } = end {
        finding.message = package.map_back(&finding.message);
    }
}

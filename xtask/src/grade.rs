//! From answers to verdicts: remembered ones at once, the others staged, built once and run.
//!
//! This is the one way for the reader's file, a reference, an also-right and a wrong answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::build::{self, Built};
use crate::cache::{self, Cache};
use crate::exercise::{Exercise, Kind};
use crate::files::Lock;
use crate::problem::{Doing, Problem, Result};
use crate::process::{self, Limits};
use crate::program;
use crate::render::bar::Bar;
use crate::rustc;
use crate::stage::{self, Package, Stage};
use crate::verdict::{End, Outcome, TestVerdict, Verdict};
use crate::workbook::Workbook;

/// A program that is to be graded in an exercise's place.
pub struct Answer<'a> {
    pub exercise: Exercise<'a>,
    pub source: PathBuf,
    /// How the file is called in the verdict.
    pub shown: String,
    /// The package's name in the stage: unique, and the same each time.
    pub package: String,
    /// Nobody hopes that it passes: a hang is as good a verdict as any, and may be remembered.
    pub is_wrong: bool,
}

impl<'a> Answer<'a> {
    /// The reader's own.
    pub fn readers(workbook: &Workbook, exercise: Exercise<'a>) -> Self {
        let source = exercise.source(workbook);
        Self {
            shown: workbook.shown(&source),
            package: format!("{}--{}", exercise.chapter.name, exercise.name()),
            exercise,
            source,
            is_wrong: false,
        }
    }

    /// Another file in the exercise's place.
    pub fn other(workbook: &Workbook, exercise: Exercise<'a>, file: &Path) -> Self {
        let shown = workbook.shown(file);
        let hash = blake3::hash(shown.as_bytes()).to_hex();
        Self {
            package: format!(
                "{}--{}--{}",
                exercise.chapter.name,
                exercise.name(),
                &hash[..8]
            ),
            exercise,
            source: file.to_path_buf(),
            shown,
            is_wrong: false,
        }
    }
}

/// One answer on its way.
struct Job<'a> {
    answer: &'a Answer<'a>,
    text: Vec<u8>,
    ground: String,
    key: String,
}

/// How much work goes into a verdict.
#[derive(Clone, Copy)]
pub struct Effort {
    /// Verdicts that are remembered are taken as they are.
    pub use_cache: bool,
    /// Each test is run so often.
    pub rounds: usize,
}

/// Grades all answers; the verdicts come in the same order.
pub fn grade(
    workbook: &Workbook,
    answers: &[Answer],
    use_cache: bool,
    bar: &Bar,
) -> Result<Vec<Verdict>> {
    let effort = Effort {
        use_cache,
        rounds: 1,
    };
    Ok(grade_in_rounds(workbook, answers, effort, bar)?.concat())
}

/// Grades all answers, building them once: for each round the verdicts, in the order of the answers.
pub fn grade_in_rounds(
    workbook: &Workbook,
    answers: &[Answer],
    effort: Effort,
    bar: &Bar,
) -> Result<Vec<Vec<Verdict>>> {
    let cache = Cache::of(workbook);
    let mut grounds = BTreeMap::new();
    let mut verdicts: Vec<Option<Verdict>> = Vec::new();
    let mut jobs = Vec::new();
    for answer in answers {
        let verdict = match program::read(&answer.source)? {
            Err(why) => Some(untested(answer, Outcome::NoProgram(why))),
            Ok(text) => {
                let job = prepare(workbook, answer, text, &mut grounds)?;
                let known = effort.use_cache.then(|| cache.get(&job.key)).flatten();
                if known.is_none() {
                    jobs.push(job);
                }
                known
            }
        };
        verdicts.push(verdict);
    }
    let fresh = grade_jobs(workbook, &jobs, &cache, effort.rounds, bar)?;
    let rounds = fresh.into_iter().map(|fresh| {
        let mut fresh = fresh.into_iter();
        let known = verdicts.iter().cloned();
        known.flat_map(|v| v.or_else(|| fresh.next())).collect()
    });
    Ok(rounds.collect())
}

fn untested(answer: &Answer, outcome: Outcome) -> Verdict {
    let Exercise { chapter, entry } = answer.exercise;
    Verdict::untested(&entry.name, &chapter.name, answer.shown.clone(), outcome)
}

fn prepare<'a>(
    workbook: &Workbook,
    answer: &'a Answer<'a>,
    text: Vec<u8>,
    grounds: &mut BTreeMap<u32, String>,
) -> Result<Job<'a>> {
    let exercise = answer.exercise;
    let ground = match grounds.get(&exercise.chapter.number) {
        Some(ground) => ground.clone(),
        None => {
            let ground = cache::ground(workbook, exercise)?;
            grounds.insert(exercise.chapter.number, ground.clone());
            ground
        }
    };
    Ok(Job {
        key: cache::key(workbook, &ground, exercise, &answer.shown, &text),
        answer,
        text,
        ground,
    })
}

fn grade_jobs(
    workbook: &Workbook,
    jobs: &[Job],
    cache: &Cache,
    rounds: usize,
    bar: &Bar,
) -> Result<Vec<Vec<Verdict>>> {
    if jobs.is_empty() {
        return Ok(vec![Vec::new(); rounds]);
    }
    let lock = workbook.grade_dir().join("lock");
    let _one_at_a_time = Lock::take(&lock, || bar.note("waiting for another check to end"))?;
    bar.building(jobs.len());
    let (packages, built) = build_jobs(workbook, jobs, bar)?;
    let planned = plan_all(workbook, jobs, &built)?;
    bar.testing(planned.len() * rounds);
    let mut verdicts = Vec::new();
    for _ in 0..rounds {
        let tested = run_all(workbook, jobs, &packages, &planned, bar)?;
        let judged = jobs.iter().zip(&built).zip(tested);
        let round = judged.map(|((job, built), tests)| conclude(job, built, tests, cache));
        verdicts.push(round.collect::<Result<_>>()?);
    }
    Ok(verdicts)
}

fn conclude(job: &Job, built: &Built, tests: Vec<TestVerdict>, cache: &Cache) -> Result<Verdict> {
    let outcome = match &built.result {
        Err(rendered) => Outcome::DoesNotCompile {
            rendered: rendered.clone(),
        },
        Ok(_) => Outcome::of_tests(&tests),
    };
    let verdict = Verdict {
        tests,
        warnings: built.warnings.clone(),
        restored: restore(job)?,
        ..untested(job.answer, outcome)
    };
    // On a busy machine the next run may end otherwise.
    let by_luck = verdict.depends_on_the_clock() && !job.answer.is_wrong;
    if !by_luck && !verdict.restored {
        cache.put(&job.key, &verdict)?;
    }
    Ok(verdict)
}

/// Writes the reader's file anew when it vanished while its tests ran. Only a missing file is written:
/// one that is there, the reader may have saved in the meantime.
fn restore(job: &Job) -> Result<bool> {
    let path = &job.answer.source;
    if path.exists() {
        return Ok(false);
    }
    std::fs::write(path, &job.text).doing("restore", path)?;
    Ok(true)
}

/// Stages and builds every job: by repeated compiler calls where they are sound, by one cargo call else.
fn build_jobs(workbook: &Workbook, jobs: &[Job], bar: &Bar) -> Result<(Vec<Package>, Vec<Built>)> {
    let stage = Stage::of(workbook);
    let target = workbook.grade_dir().join("target");
    let staged = jobs.iter().map(|job| {
        let answer = stage::Answer {
            exercise: job.answer.exercise,
            package: job.answer.package.clone(),
            shown: job.answer.shown.clone(),
            text: &job.text,
        };
        stage.write(workbook, &answer)
    });
    let packages: Vec<Package> = staged.collect::<Result<_>>()?;
    let pairs: Vec<(&Job, &Package)> = jobs.iter().zip(&packages).collect();
    let mut built = side_by_side(&pairs, |(job, package)| {
        let built = rustc::repeat(&target, package, &job.ground);
        bar.built(built.is_some());
        built
    });
    let (rest_at, rest): (Vec<usize>, Vec<Package>) = built
        .iter()
        .enumerate()
        .filter(|(_, built)| built.is_none())
        .map(|(at, _)| (at, packages[at].clone()))
        .unzip();
    if !rest.is_empty() {
        rest.iter()
            .for_each(|package| rustc::forget(&target, package));
        stage.write_workspace(workbook, &rest)?;
        let by_cargo = build::cargo(&stage.dir, &target, &rest, || bar.built(true))?;
        for (at, one) in rest_at.into_iter().zip(by_cargo) {
            rustc::seal(&target, &packages[at], &jobs[at].ground);
            built[at] = Some(Ok(one));
        }
    }
    let built: Result<Vec<Built>> = built.into_iter().flatten().collect();
    Ok((packages, built?))
}

/// One test of one job.
struct Planned<'a> {
    job: usize,
    kind: Kind,
    /// With the module.
    name: String,
    executable: &'a Path,
    /// Where its verdict belongs among the tests of its job.
    place: usize,
}

/// The tests of all binaries.
fn plan_all<'a>(workbook: &Workbook, jobs: &[Job], built: &'a [Built]) -> Result<Vec<Planned<'a>>> {
    let mut planned = Vec::new();
    for (job, built) in built.iter().enumerate() {
        if let Ok(executable) = &built.result {
            planned.extend(plan(workbook, job, jobs[job].answer, executable)?);
        }
    }
    Ok(planned)
}

/// Runs all tests: measuring ones alone, the others side by side. The verdicts come by job.
fn run_all(
    workbook: &Workbook,
    jobs: &[Job],
    packages: &[Package],
    planned: &[Planned],
    bar: &Bar,
) -> Result<Vec<Vec<TestVerdict>>> {
    let (alone, together): (Vec<_>, Vec<_>) =
        planned.iter().partition(|p| p.kind == Kind::SpeedsUp);
    let runner = Runner {
        workbook,
        jobs,
        packages,
        bar,
        hung: jobs.iter().map(|_| AtomicBool::new(false)).collect(),
        runs: AtomicUsize::new(0),
    };
    let mut ended = side_by_side(&together, |planned| runner.run(planned));
    ended.extend(alone.iter().map(|planned| runner.run(planned)));
    let mut tests: Vec<BTreeMap<usize, TestVerdict>> = vec![BTreeMap::new(); jobs.len()];
    for (planned, verdict) in together.iter().chain(&alone).zip(ended) {
        tests[planned.job].insert(planned.place, verdict?);
    }
    let in_order = tests.into_iter().map(|tests| tests.into_values().collect());
    Ok(in_order.collect())
}

/// The tests of one binary, in the order of the kinds, then of the test file.
fn plan<'a>(
    workbook: &Workbook,
    job: usize,
    answer: &Answer,
    executable: &'a Path,
) -> Result<Vec<Planned<'a>>> {
    let names = process::list(executable).doing("list the tests in", executable)?;
    let path = answer.exercise.tests(workbook);
    let text = std::fs::read_to_string(&path).doing("read", &path)?;
    let mut tests: Vec<(Kind, usize, String)> = Vec::new();
    for name in names {
        let (module, function) = name.rsplit_once("::").unwrap_or_default();
        // The answer may hold unit tests of its own: they are the reader's business.
        if let Some(kind) = Kind::of_module(module) {
            let place = text.find(&format!("fn {function}(")).unwrap_or(usize::MAX);
            tests.push((kind, place, name));
        }
    }
    if tests.is_empty() {
        return Err(Problem::new(format!(
            "the tests of `{}` hold no test in a module of a kind",
            answer.exercise.name()
        ))
        .hint("`cargo xtask verify` says what a test file must hold"));
    }
    tests.sort();
    let planned = tests.into_iter().enumerate();
    Ok(planned
        .map(|(place, (kind, _, name))| Planned {
            job,
            kind,
            name,
            executable,
            place,
        })
        .collect())
}

struct Runner<'a> {
    workbook: &'a Workbook,
    jobs: &'a [Job<'a>],
    packages: &'a [Package],
    bar: &'a Bar,
    /// By job: a test ran into its time limit.
    hung: Vec<AtomicBool>,
    /// Runs started, which names their folders.
    runs: AtomicUsize,
}

impl Runner<'_> {
    fn run(&self, planned: &Planned) -> Result<TestVerdict> {
        let name = planned.name.split_once("::").map_or("", |(_, name)| name);
        let package = &self.packages[planned.job];
        let hung = &self.hung[planned.job];
        if hung.load(Ordering::Relaxed) {
            self.bar.tested();
            return Ok(TestVerdict::not_run(planned.kind, name));
        }
        let job = &self.jobs[planned.job];
        let limits = Limits::of_seconds(job.answer.exercise.entry.limit_seconds);
        let stage = Stage::of(self.workbook);
        let test = process::Test {
            executable: planned.executable,
            name: &planned.name,
            folder: &stage.dir,
            scratch: self.scratch(),
        };
        let run = process::run(&test, limits).doing("run", planned.executable)?;
        let deleted = std::fs::read(package.source()).ok().as_deref() != Some(&job.text);
        let mut verdict = TestVerdict::of_run(planned.kind, name, run, limits, deleted);
        verdict.output = package.map_back(&verdict.output);
        map_back_finding(&mut verdict.end, package);
        if matches!(verdict.end, End::Hangs { .. }) {
            hung.store(true, Ordering::Relaxed);
        }
        self.bar.tested();
        Ok(verdict)
    }

    fn scratch(&self) -> PathBuf {
        let run = self.runs.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id().to_string();
        let folder = self.workbook.grade_dir().join("runs").join(process);
        folder.join(run.to_string())
    }
}

fn map_back_finding(end: &mut End, package: &Package) {
    if let End::Refused { finding } = end {
        finding.message = package.map_back(&finding.message);
    }
}

/// Maps the items on as many threads as there are cores; the results keep their order.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    let result = work(item);
                    done.lock().expect("no worker panics").push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no worker panics");
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

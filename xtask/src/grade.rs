//! From answers to verdicts: remembered ones at once, the others staged, built and run.
//!
//! This is the one way for the reader's file, a reference, an also-right and a wrong answer.

mod batch;
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::build::Built;
use crate::cache::{self, Cache};
use crate::exercise::{Exercise, Kind};
use crate::files::Lock;
use crate::problem::{Doing, Result};
use crate::program;
use crate::render::bar::Bar;
use crate::verdict::{Outcome, TestVerdict, Verdict};
use crate::workbook::Workbook;

/// A program that is to be graded in an exercise's place.
pub struct Answer<'a> {
    pub exercise: Exercise<'a>,
    pub source: PathBuf,
    /// How the file is called in the verdict.
    pub shown: String,
    /// Nobody hopes that it passes: a hang is as good a verdict as any, and may be remembered.
    pub is_wrong: bool,
    /// The kinds of tests that it is put through.
    pub kinds: Vec<Kind>,
}

impl<'a> Answer<'a> {
    /// The reader's own.
    pub fn readers(workbook: &Workbook, exercise: Exercise<'a>) -> Self {
        Self::other(workbook, exercise, &exercise.source(workbook))
    }

    /// Any file in the exercise's place.
    pub fn other(workbook: &Workbook, exercise: Exercise<'a>, file: &Path) -> Self {
        Self {
            exercise,
            source: file.to_path_buf(),
            shown: workbook.shown(file),
            is_wrong: false,
            kinds: Kind::ALL.to_vec(),
        }
    }
}

/// One answer on its way.
struct Job<'a> {
    answer: &'a Answer<'a>,
    text: Vec<u8>,
    ground: String,
    /// What its tests and their list rest on.
    trial: String,
    key: String,
}

/// How much work goes into a verdict.
#[derive(Clone, Copy)]
pub struct Effort {
    /// Verdicts that are remembered are taken as they are.
    pub use_cache: bool,
    /// Each test is run so often.
    pub rounds: usize,
    /// Measuring tests have the machine to themselves: somebody will read the figures.
    pub measures: bool,
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
        measures: true,
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
    let fresh = grade_jobs(workbook, &jobs, &cache, effort, bar)?;
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
    let trial = cache::trial(workbook, &ground, exercise);
    Ok(Job {
        key: cache::key(&trial, answer, &text),
        trial,
        answer,
        text,
        ground,
    })
}

fn grade_jobs(
    workbook: &Workbook,
    jobs: &[Job],
    cache: &Cache,
    effort: Effort,
    bar: &Bar,
) -> Result<Vec<Vec<Verdict>>> {
    let rounds = effort.rounds;
    if jobs.is_empty() {
        return Ok(vec![Vec::new(); rounds]);
    }
    let lock = workbook.grade_dir().join("lock");
    let _one_at_a_time = Lock::take(&lock, || bar.note("waiting for another check to end"))?;
    let graded = batch::grade(workbook, jobs, cache, effort, bar)?;
    let of_round = |round: usize| graded.iter().map(move |verdicts| verdicts[round].clone());
    Ok((0..rounds).map(|round| of_round(round).collect()).collect())
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

/// Maps the items on several threads; the results keep their order.
fn side_by_side<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
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

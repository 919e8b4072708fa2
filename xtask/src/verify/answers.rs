//! Stubs, references, other right answers and wrong ones: all graded in one go, then judged by their role.

use super::{Options, Section, Step, snapshot};
use crate::answers::{self, Wrong};
use crate::exercise::{Exercise, Kind};
use crate::grade::{Answer, Effort, grade_in_rounds};
use crate::problem::Result;
use crate::render::{self, bar::Bar, terminal};
use crate::verdict::{End, Outcome, Verdict};
use crate::workbook::Workbook;

/// What an answer is there for.
enum Role {
    Stub,
    Reference,
    AlsoRight,
    Wrong(Wrong),
}

struct Candidate<'a> {
    role: Role,
    answer: Answer<'a>,
}

/// The sections of those of the four steps that are wanted.
pub fn check(workbook: &Workbook, options: &Options, bar: &Bar) -> Result<Vec<Section>> {
    let mut candidates = Vec::new();
    for exercise in workbook.catalog.select(&options.names)? {
        candidates.extend(of_exercise(workbook, exercise)?);
    }
    candidates.retain(|c| options.steps.contains(&c.role.step()) && c.answer.source.is_file());
    let (roles, answers): (Vec<_>, Vec<_>) =
        candidates.into_iter().map(|c| (c.role, c.answer)).unzip();
    let effort = Effort {
        use_cache: options.use_cache && options.rounds == 1,
        rounds: options.rounds,
        // The figures are not kept; and what is right must be accepted beside other work, too.
        measures: false,
    };
    let rounds = grade_in_rounds(workbook, &answers, effort, bar)?;
    let steps = [Step::Stubs, Step::References, Step::AlsoRight, Step::Wrong];
    let wanted = steps
        .into_iter()
        .filter(|step| options.steps.contains(step));
    let mut sections: Vec<Section> = wanted.map(Section::new).collect();
    for section in &mut sections {
        for verdicts in &rounds {
            for (role, verdict) in roles.iter().zip(verdicts) {
                if role.step() == section.step {
                    judge(section, workbook, options, role, verdict)?;
                }
            }
            if section.step == Step::Wrong {
                every_kind_refuses(section, workbook, options, verdicts)?;
            }
        }
    }
    Ok(sections)
}

fn of_exercise<'a>(workbook: &Workbook, exercise: Exercise<'a>) -> Result<Vec<Candidate<'a>>> {
    let candidate = |role, path: &std::path::Path| Candidate {
        role,
        answer: Answer::other(workbook, exercise, path),
    };
    let mut candidates = vec![
        candidate(Role::Stub, &exercise.stub(workbook)),
        candidate(Role::Reference, &exercise.reference(workbook)),
    ];
    for path in answers::also_right(workbook, exercise)? {
        candidates.push(candidate(Role::AlsoRight, &path));
    }
    for wrong in answers::wrong(workbook, exercise)? {
        let answer = Answer {
            is_wrong: true,
            kinds: wrong.kinds(),
            ..Answer::other(workbook, exercise, &wrong.source)
        };
        candidates.push(Candidate {
            role: Role::Wrong(wrong),
            answer,
        });
    }
    Ok(candidates)
}

impl Role {
    fn step(&self) -> Step {
        match self {
            Role::Stub => Step::Stubs,
            Role::Reference => Step::References,
            Role::AlsoRight => Step::AlsoRight,
            Role::Wrong(_) => Step::Wrong,
        }
    }
}

fn judge(
    section: &mut Section,
    workbook: &Workbook,
    options: &Options,
    role: &Role,
    verdict: &Verdict,
) -> Result<()> {
    match role {
        Role::Stub => section.take(&verdict.file, fault_of_stub(verdict)),
        Role::Reference | Role::AlsoRight => section.take(&verdict.file, fault_of_right(verdict)),
        Role::Wrong(wrong) => {
            section.take(&verdict.file, fault_of_wrong(wrong, verdict));
            let fault = snapshot::compare(workbook, wrong, &text(verdict), options.accept)?;
            section.take(workbook.shown(&wrong.snapshot()), fault);
        }
    }
    Ok(())
}

fn fault_of_stub(verdict: &Verdict) -> Option<String> {
    if !verdict.warnings.is_empty() {
        return Some(render::plain(&verdict.warnings.join("\n")));
    }
    match &verdict.outcome {
        Outcome::Unsolved | Outcome::Refused if fails_with_words(verdict) => None,
        Outcome::Passed => Some("the stub passes: nothing is left to do".to_string()),
        _ => Some(text(verdict)),
    }
}

fn fails_with_words(verdict: &Verdict) -> bool {
    match verdict.first_failure().map(|test| &test.end) {
        Some(End::Unsolved) => true,
        Some(End::Refused { finding }) => !finding.message.trim().is_empty(),
        _ => false,
    }
}

fn fault_of_right(verdict: &Verdict) -> Option<String> {
    (!verdict.passed()).then(|| text(verdict))
}

fn fault_of_wrong(wrong: &Wrong, verdict: &Verdict) -> Option<String> {
    if wrong.misconception.is_none() {
        return Some("the header must say `//! Misconception: …` in one sentence".to_string());
    }
    if wrong.refused_by.is_empty() {
        return Some(
            "the header must say `//! Refused by: …` with the module of a kind".to_string(),
        );
    }
    for kind in &wrong.refused_by {
        match kind {
            Err(word) => return Some(format!("`{word}` in its header is no kind of tests")),
            Ok(kind) if !refuses(verdict, *kind) => {
                let text = text(verdict);
                return Some(format!("`{}` does not refuse it\n\n{text}", kind.module()));
            }
            Ok(_) => {}
        }
    }
    None
}

fn refuses(verdict: &Verdict, kind: Kind) -> bool {
    let end = verdict.of_kind(kind);
    end.is_some_and(|end| !matches!(end, End::Passed | End::Unsolved | End::NotRun))
}

/// A kind of tests that refuses no wrong answer proves nothing.
fn every_kind_refuses(
    section: &mut Section,
    workbook: &Workbook,
    options: &Options,
    verdicts: &[Verdict],
) -> Result<()> {
    for exercise in workbook.catalog.select(&options.names)? {
        let of_exercise = |v: &&Verdict| v.exercise == exercise.name();
        for kind in &exercise.entry.kinds {
            let refuses = verdicts
                .iter()
                .filter(of_exercise)
                .any(|v| refuses(v, *kind));
            let what = format!("{}::{}", exercise.name(), kind.module());
            section.expect(&what, refuses, "this kind of tests refuses no wrong answer");
        }
    }
    Ok(())
}

/// What a learner reads, without what changes from run to run.
fn text(verdict: &Verdict) -> String {
    let detail = terminal::Detail {
        width: report::text::WIDTH,
        changing: false,
    };
    render::plain(&terminal::verdict(verdict, detail))
}

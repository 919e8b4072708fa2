//! The verdict of each wrong answer, kept beside it in insta's format, so that `cargo insta review` shows what changed.

use std::path::Path;

use crate::answers::Wrong;
use crate::files;
use crate::problem::Result;
use crate::workbook::Workbook;

/// Compares the text with the snapshot; a difference leaves a `.snap.new` for the review.
pub fn compare(
    workbook: &Workbook,
    wrong: &Wrong,
    text: &str,
    accept: bool,
) -> Result<Option<String>> {
    let path = wrong.snapshot();
    let pending = path.with_extension("snap.new");
    let kept = std::fs::read_to_string(&path).ok();
    let same = kept.as_deref().map(content) == Some(text.trim_end());
    if same || accept {
        if !same {
            files::replace(&path, document(workbook, wrong, text).as_bytes())?;
        }
        let _ = std::fs::remove_file(&pending);
        return Ok(None);
    }
    files::replace(&pending, document(workbook, wrong, text).as_bytes())?;
    let fault = match kept {
        None => format!("there is no snapshot yet; {REVIEW}\n\n{text}"),
        Some(kept) => format!(
            "the verdict reads otherwise; {REVIEW}\n\n{}",
            difference(content(&kept), text)
        ),
    };
    Ok(Some(fault))
}

const REVIEW: &str =
    "`cargo insta review` or `cargo xtask verify --only wrong --accept` takes the new text";

fn document(workbook: &Workbook, wrong: &Wrong, text: &str) -> String {
    let source = workbook.shown(Path::new(&wrong.source));
    format!("---\nsource: {source}\nexpression: verdict\n---\n{text}")
}

/// What stands below insta's header.
fn content(document: &str) -> &str {
    let body = document
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    body.map_or(document, |(_, body)| body).trim_end()
}

/// The lines that differ; what comes first and last in both is left out.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.lines().collect(), new.trim_end().lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(same)
        .count();
    let gone = old[..old.len() - tail]
        .iter()
        .map(|line| format!("- {line}\n"));
    let come = new[..new.len() - tail]
        .iter()
        .map(|line| format!("+ {line}\n"));
    gone.chain(come).collect()
}

//! The picture of a refusal that README and first page show: a wrong answer's snapshot, drawn as a terminal shows it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::html::escape;
use crate::problem::Problem;
use crate::workbook::Workbook;

const SNAPSHOT: &str = "solutions/03-races/wrong/lost_update/load_then_store.snap";
const IMAGE: &str = "book/src/images/refusal.svg";
const COMMAND: &str = "$ cargo xtask check lost_update";

const TITLE: &str = "A refusal in the terminal";
const DESCRIPTION: &str = "Two threads load the total 0. One stores 2, the other stores 1: a group is lost. \
     The step before which the checker forced a switch is marked.";

/// Pixels. Every character is given the same width, whatever font the viewer has.
const CHARACTER: f64 = 7.83;
const LINE: usize = 19;
const MARGIN: usize = 20;

const GROUND: &str = "#161923";
const TEXT: &str = "#e4e6f0";
const DIM: &str = "#9aa0b4";
const REFUSED: &str = "#ff9d8f";
const FORCED: &str = "#f3b562";

/// Draws the picture anew.
pub fn draw(workbook: &Workbook) -> Result<PathBuf> {
    let image = workbook.root().join(IMAGE);
    std::fs::write(&image, drawn(workbook)?).with_context(|| format!("writing {IMAGE}"))?;
    Ok(image)
}

/// A picture that is there must show what the snapshot says.
pub fn check(workbook: &Workbook) -> Result<Option<Problem>> {
    let Ok(kept) = std::fs::read_to_string(workbook.root().join(IMAGE)) else {
        return Ok(None); // pages that show it are found by their broken link
    };
    let stale = kept != drawn(workbook)?;
    Ok(stale.then(|| {
        Problem::new(
            IMAGE,
            format!("it no longer shows {SNAPSHOT}"),
            "draw it anew with `cargo run -p workbook-book -- picture`",
        )
    }))
}

fn drawn(workbook: &Workbook) -> Result<String> {
    let path = workbook.root().join(SNAPSHOT);
    let snapshot = std::fs::read_to_string(path).with_context(|| format!("reading {SNAPSHOT}"))?;
    Ok(svg(&explanation(&snapshot)))
}

/// The command, then the snapshot from the deciding test on: its first lines are a list of all tests.
fn explanation(snapshot: &str) -> Vec<&str> {
    let lines = snapshot.lines().skip_while(|line| !line.contains(" · "));
    let shown = lines
        .skip(1)
        .skip_while(|line| line.starts_with(' ') || !line.contains(" · "));
    [COMMAND].into_iter().chain(shown).collect()
}

fn svg(lines: &[&str]) -> String {
    let longest = lines.iter().map(|line| line.chars().count()).max();
    let width = (longest.unwrap_or(0) as f64 * CHARACTER) as usize + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let texts: String = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(at, line)| text(at, line))
        .collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="t d">
<title id="t">{TITLE}</title>
<desc id="d">{DESCRIPTION}</desc>
<rect width="{width}" height="{height}" rx="10" fill="{GROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
{texts}</g>
</svg>
"#
    )
}

fn text(at: usize, line: &str) -> String {
    let y = MARGIN + at * LINE + 13;
    let length = line.chars().count() as f64 * CHARACTER;
    let weight = if line.contains(" · ") {
        r#" font-weight="700""#
    } else {
        ""
    };
    format!(
        "<text x=\"{MARGIN}\" y=\"{y}\" textLength=\"{length:.1}\" xml:space=\"preserve\" fill=\"{}\"{weight}>{}</text>\n",
        colour(at, line),
        escape(line)
    )
}

/// As the terminal colours them; the headline is the third line, below the command and the test.
fn colour(at: usize, line: &str) -> &'static str {
    match at {
        0 => DIM,
        2 => REFUSED,
        _ if line.starts_with('⇄') => FORCED,
        _ if line.contains('┼') || line.ends_with(".rs") || line.contains("forced switch") => DIM,
        _ => TEXT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_begins_with_the_test_that_decided() {
        let snapshot = "---\nsource: a.rs\n---\nsum · refused\n  race-free  refused  adds_up\n\nrace-free · adds_up\nA check fails\n";
        assert_eq!(
            explanation(snapshot),
            [COMMAND, "race-free · adds_up", "A check fails"]
        );
    }
}

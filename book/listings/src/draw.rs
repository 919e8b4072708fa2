//! Draws the figure of chapter 01 from the log that its listing printed: who has the key, and who waits for it.
//!
//! `cargo run -p listings --bin draw` writes it anew; a test says when that has been forgotten.

use std::fmt::Write as _;
use std::process::ExitCode;

/// What `01-gil/hand_over` printed, as it was recorded.
const RECORDED: &str = include_str!("../01-gil/hand_over.out");
const FIGURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/01-gil/hand_over.svg");

/// Where the bars begin, right of the threads' names.
const LEFT: usize = 24;
/// The width of half a bytecode's time.
const STEP: usize = 11;
/// The upper edges of the two lanes.
const TOPS: [usize; 2] = [16, 84];
const BAR: usize = 30;
const AXIS: usize = 136;
const LEGEND: usize = 184;

const STYLE: &str =
    "width:100%;max-width:54rem;height:auto;display:block;margin-inline:auto;font-size:14px";
const SAYS: &str = "a has the key for three bytecodes, in which b waits. \
    Then b has it for two, and lets go for a call. \
    a has it for seven; b waits for the last three of them. \
    b has it for two, and a for the last two.";

/// What a thread does for a while, in halves of a bytecode's time.
struct Span {
    mark: char,
    from: usize,
    to: usize,
}

impl Span {
    fn left(&self) -> usize {
        x(self.from)
    }

    fn right(&self) -> usize {
        x(self.to)
    }
}

fn main() -> ExitCode {
    match std::fs::write(FIGURE, figure()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: writing {FIGURE}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn figure() -> String {
    let lanes = lanes(RECORDED);
    let ends = lanes.iter().flat_map(|(_, spans)| spans.last());
    let end = ends.map(|span| span.to).max().unwrap_or(0);
    let mut svg = opening(x(end) + 12);
    for ((name, spans), top) in lanes.iter().zip(TOPS) {
        svg += &lane(name, spans, top);
    }
    svg += &hand_overs(&lanes[0].1, end);
    svg += &axis(end);
    svg += &legend();
    svg + "</svg>\n"
}

/// Out of a line such as `a ##.. / b ..##   9 of 9 schedules`.
fn lanes(recorded: &str) -> Vec<(&str, Vec<Span>)> {
    let line = recorded.lines().nth(1).unwrap_or_default();
    let log = line.split("   ").next().unwrap_or_default();
    let lanes = log.split(" / ").filter_map(|lane| lane.split_once(' '));
    lanes.map(|(name, marks)| (name, spans(marks))).collect()
}

fn spans(marks: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (from, mark) in marks.chars().enumerate() {
        let to = from + 1;
        match spans.last_mut() {
            Some(span) if span.mark == mark => span.to = to,
            _ => spans.push(Span { mark, from, to }),
        }
    }
    spans
}

fn x(halves: usize) -> usize {
    LEFT + halves * STEP
}

/// Without a blank line anywhere: in a page, one would end the figure.
fn opening(width: usize) -> String {
    let height = LEGEND + 28;
    format!(
        r#"<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="hand-title hand-desc" style="{STYLE}" fill="currentColor" font-family="inherit">
<title id="hand-title">Who has the key, and who waits for it</title>
<desc id="hand-desc">{SAYS}</desc>
"#
    )
}

fn lane(name: &str, spans: &[Span], top: usize) -> String {
    let middle = top + BAR / 2;
    let mut lane = format!(
        r#"<text x="0" y="{}" font-weight="600">{name}</text>"#,
        middle + 5
    );
    lane += "\n";
    for span in spans {
        lane += &bar(span.mark, span.left(), span.right(), middle);
    }
    lane
}

fn bar(mark: char, left: usize, right: usize, middle: usize) -> String {
    let width = right - left;
    let shape = match mark {
        '#' => format!(
            r#"<rect x="{left}" y="{}" width="{width}" height="{BAR}" rx="3" fill="var(--links)"/>"#,
            middle - BAR / 2
        ),
        '.' => format!(
            r#"<rect x="{left}" y="{}" width="{width}" height="12" rx="3" fill="none" stroke="currentColor" stroke-dasharray="4 3"/>"#,
            middle - 6
        ),
        '~' => format!(
            r#"<path d="M{left} {middle}h{width}" stroke="currentColor" stroke-width="2"/>"#
        ),
        _ => return String::new(),
    };
    shape + "\n"
}

/// An arrow wherever the key comes to the upper thread or goes from it.
fn hand_overs(upper: &[Span], end: usize) -> String {
    let (above, below) = (TOPS[0] + BAR + 3, TOPS[1] - 3);
    let mut arrows =
        String::from("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\">\n");
    for span in upper.iter().filter(|span| span.mark == '#') {
        if span.from > 0 {
            let x = span.left();
            _ = writeln!(arrows, r#"<path d="M{x} {below}V{above}m-5 8l5 -8l5 8"/>"#);
        }
        if span.to < end {
            let x = span.right();
            _ = writeln!(arrows, r#"<path d="M{x} {above}V{below}m-5 -8l5 8l5 -8"/>"#);
        }
    }
    arrows + "</g>\n"
}

fn axis(end: usize) -> String {
    let mut axis = format!(
        r#"<path d="M{} {AXIS}H{}" stroke="currentColor" stroke-opacity="0.35"/>"#,
        x(0),
        x(end)
    );
    axis += "\n<g text-anchor=\"middle\">\n";
    for bytecodes in (0..=end / 2).step_by(2) {
        let (x, y) = (x(2 * bytecodes), AXIS + 18);
        _ = writeln!(axis, r#"<text x="{x}" y="{y}">{bytecodes}</text>"#);
    }
    axis + "</g>\n"
}

fn legend() -> String {
    let entries = [
        ('#', 0, "has the key"),
        ('.', 118, "waits for it"),
        ('~', 232, "calls without it"),
    ];
    let entry = |(mark, left, words): (char, usize, &str)| {
        bar(mark, left, left + 28, LEGEND)
            + &format!(
                "<text x=\"{}\" y=\"{}\">{words}</text>\n",
                left + 36,
                LEGEND + 5
            )
    };
    entries.map(entry).concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_figure_is_that_of_the_recorded_log() {
        let committed = std::fs::read_to_string(super::FIGURE).unwrap_or_default();
        assert!(
            committed == super::figure(),
            "the log has changed since the figure was drawn: run `cargo run -p listings --bin draw`"
        );
    }
}

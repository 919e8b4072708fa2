//! From lanes and levels to SVG.
//!
//! The outer picture has no view box: texts keep their size on every screen, and stand at percentages of the width.
//! An inner one is stretched to that width and holds the shapes, a path for each mark. So all that a position of the
//! slider needs is a few paths and the names of its lanes.

use std::fmt::Write;

use crate::html::escape;
use crate::timeline::chart::{Band, Lane, Level, Mark, Run, Span, Step};
use crate::timeline::clock::{Micros, decimal};

/// Units of the stretched part from left to right.
const WIDTH: u64 = 2000;
/// Pixels from top to bottom.
const LANE: u64 = 24;
const LEVEL: u64 = 84;
const GAP: u64 = 12;
const AXIS: u64 = 22;
/// Between two numbers that are not to touch.
const NUMBER: u64 = 12;
/// Of the width: a narrower span has no room for its label.
const LABELLED: f64 = 4.5;

/// What is the same for all positions of a slider, so that they can be compared.
pub struct Drawing {
    end: Micros,
    /// Without the axis.
    height: u64,
    /// The number at the top of a level.
    highest: u64,
}

impl Drawing {
    /// Has room for each of the runs.
    pub fn around(runs: &[Run]) -> Self {
        let bands = || runs.iter().flat_map(|run| &run.bands);
        let highest = bands().filter_map(|band| match band {
            Band::Level(level) => Some(level.highest()),
            Band::Lane(_) => None,
        });
        let height =
            |run: &Run| -> u64 { run.bands.iter().map(|band| height_of(band) + GAP).sum() };
        Drawing {
            end: runs.iter().map(|run| run.end).max().unwrap_or(0).max(1),
            height: runs.iter().map(height).max().unwrap_or(0),
            highest: highest.max().unwrap_or(0).max(1),
        }
    }

    /// The whole, with the frames of all positions and what they have in common.
    pub fn picture(&self, alt: &str, frames: &str) -> String {
        format!(
            "<svg class=\"wb-lanes\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{}\" fill=\"currentColor\" font-size=\"13\">\n{}{frames}</svg>\n",
            self.height + AXIS,
            escape(alt),
            self.axis()
        )
    }

    /// What one run adds.
    pub fn frame(&self, run: &Run) -> String {
        let mut paths = Paths::default();
        let mut texts = Texts::default();
        let mut top = 0;
        for band in &run.bands {
            match band {
                Band::Lane(lane) => self.lane(lane, top, &mut paths, &mut texts),
                Band::Level(level) => self.level(level, top, &mut paths, &mut texts),
            }
            top += height_of(band) + GAP;
        }
        if let Some(bound) = run.bound {
            let _ = write!(paths.limit, "M{} 0V{}", self.x(bound), top - GAP);
        }
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"{height}\">{}</svg>{}",
            paths.markup(),
            texts.markup(),
            height = self.height
        )
    }

    fn lane(&self, lane: &Lane, top: u64, paths: &mut Paths, texts: &mut Texts) {
        texts.name(-10, top + LANE / 2 + 5, &lane.name);
        let joined = |a: &Span, b: &Span| a.to == b.from && a.mark == b.mark;
        for spans in lane.spans.chunk_by(joined) {
            let path = paths.of(spans[0].mark);
            path.push_str(&self.row(spans, top));
        }
        for span in &lane.spans {
            self.label(span, top, texts);
        }
    }

    /// Spans of one mark without a gap: one shape, and what divides it.
    fn row(&self, spans: &[Span], top: u64) -> String {
        let mark = spans[0].mark;
        let (left, right) = (self.x(spans[0].from), self.x(spans[spans.len() - 1].to));
        let dividers = spans[1..].iter();
        let dividers = dividers.map(|span| divider(mark, self.x(span.from), top));
        shape(mark, left, right.max(left + 1), top) + &dividers.collect::<String>()
    }

    fn label(&self, span: &Span, top: u64, texts: &mut Texts) {
        let percent = |at: Micros| 100.0 * at as f64 / self.end as f64;
        let middle = percent(span.from + span.to) / 2.0;
        if span.label.is_empty() || percent(span.to - span.from) < LABELLED {
            return;
        }
        let _ = write!(
            texts.labels,
            "<text x=\"{}%\" y=\"{}\">{}</text>",
            decimal(middle),
            top + LANE / 2 + 5,
            escape(&span.label)
        );
    }

    fn level(&self, level: &Level, top: u64, paths: &mut Paths, texts: &mut Texts) {
        texts.name(-36, top + LEVEL, &level.name);
        for (mark, steps) in &level.layers {
            let area = self.area(steps, top + LEVEL);
            paths.areas.push((*mark, area));
        }
        let limit = level.limit.filter(|limit| *limit > 0);
        if limit.is_none_or(|limit| self.y(limit) >= NUMBER) {
            texts.number(0, top + LEVEL);
        }
        if let Some(limit) = limit {
            let y = top + LEVEL - self.y(limit);
            let _ = write!(paths.limit, "M0 {y}H{WIDTH}");
            texts.number(limit, y);
        }
    }

    /// The outline of a step function on its ground.
    fn area(&self, steps: &[Step], ground: u64) -> String {
        let mut path = format!("M0 {ground}");
        let (mut x, mut height) = (0, 0);
        for (at, number) in steps {
            // Relative commands, since they are shorter.
            let (to, high) = (self.x(*at), self.y(*number));
            let _ = write!(path, "h{}v{}", to - x, height as i64 - high as i64);
            (x, height) = (to, high);
        }
        let _ = write!(path, "V{ground}");
        path
    }

    fn x(&self, at: Micros) -> u64 {
        (at * WIDTH + self.end / 2) / self.end
    }

    /// Pixels above the ground.
    fn y(&self, number: u64) -> u64 {
        number * LEVEL / self.highest
    }

    fn axis(&self) -> String {
        let (mut lines, mut numbers) = (String::new(), String::new());
        let step = step(self.end);
        for at in (0..=self.end).step_by(step as usize) {
            let x = decimal(100.0 * at as f64 / self.end as f64);
            let unit = if at == 0 { " ms" } else { "" };
            let _ = write!(
                lines,
                "<line x1=\"{x}%\" x2=\"{x}%\" y2=\"{}\"/>",
                self.height
            );
            let _ = write!(
                numbers,
                "<text x=\"{x}%\" y=\"{}\">{}{unit}</text>",
                self.height + 16,
                at as f64 / 1000.0
            );
        }
        format!("<g class=\"wb-grid\">{lines}</g>\n<g text-anchor=\"middle\">{numbers}</g>\n")
    }
}

/// The shapes of one position, a path for each mark; areas of levels are drawn first, and lines over all.
#[derive(Default)]
struct Paths {
    areas: Vec<(Mark, String)>,
    marks: Vec<(Mark, String)>,
    limit: String,
}

impl Paths {
    fn of(&mut self, mark: Mark) -> &mut String {
        let known = self.marks.iter().position(|(of, _)| *of == mark);
        let at = known.unwrap_or_else(|| {
            self.marks.push((mark, String::new()));
            self.marks.len() - 1
        });
        &mut self.marks[at].1
    }

    fn markup(&self) -> String {
        let path = |class: &str, data: &str| format!("<path class=\"{class}\" d=\"{data}\"/>");
        let areas = self.areas.iter();
        let areas = areas.map(|(mark, data)| path(&format!("wb-area {}", class(*mark)), data));
        let marks = self
            .marks
            .iter()
            .map(|(mark, data)| path(class(*mark), data));
        let limit = (!self.limit.is_empty()).then(|| path(class(Mark::Limit), &self.limit));
        areas.chain(marks).chain(limit).collect()
    }
}

/// The words of one position, a group for each kind: what they look like is said once.
#[derive(Default)]
struct Texts {
    /// Left of the picture, which leaves room there.
    names: String,
    numbers: String,
    /// On the spans.
    labels: String,
}

impl Texts {
    fn name(&mut self, x: i32, y: u64, name: &str) {
        let _ = write!(
            self.names,
            "<text x=\"{x}\" y=\"{y}\">{}</text>",
            escape(name)
        );
    }

    fn number(&mut self, number: u64, y: u64) {
        let _ = write!(
            self.numbers,
            "<text x=\"-10\" y=\"{}\">{number}</text>",
            y + 4
        );
    }

    fn markup(&self) -> String {
        let kinds = [
            ("wb-lane", &self.names),
            ("wb-number", &self.numbers),
            ("wb-on", &self.labels),
        ];
        let kinds = kinds.iter().filter(|(_, texts)| !texts.is_empty());
        kinds
            .map(|(class, texts)| format!("<g class=\"{class}\">{texts}</g>"))
            .collect()
    }
}

/// What the marks mean, below the picture.
pub fn legend(entries: &[(Mark, &str)]) -> String {
    let entry = |(mark, words): &(Mark, &str)| {
        format!(
            "<li><svg width=\"30\" height=\"{LANE}\" aria-hidden=\"true\"><path class=\"{}\" d=\"{}\"/></svg> {}</li>",
            class(*mark),
            shape(*mark, 1, 29, 0),
            escape(words)
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    format!("<ul class=\"wb-legend\">{entries}</ul>\n")
}

fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Full => "wb-full",
        Mark::Hollow => "wb-hollow",
        Mark::Dashed => "wb-dashed",
        Mark::Line => "wb-away",
        Mark::Limit => "wb-limit",
    }
}

/// A span of a lane as a piece of a path: heights tell the marks apart.
fn shape(mark: Mark, left: u64, right: u64, top: u64) -> String {
    match block(mark, top) {
        Some((y, height)) => format!("M{left} {y}H{right}v{height}H{left}z"),
        None => format!("M{left} {}H{right}", top + LANE / 2),
    }
}

/// Between two blocks that touch; a line needs none.
fn divider(mark: Mark, x: u64, top: u64) -> String {
    let block = block(mark, top);
    block.map_or(String::new(), |(y, height)| format!("M{x} {y}v{height}"))
}

/// Where a block begins and how high it is; `None` for a line.
fn block(mark: Mark, top: u64) -> Option<(u64, u64)> {
    let inset = match mark {
        Mark::Full => 0,
        Mark::Hollow => 2,
        Mark::Dashed => 8,
        Mark::Line | Mark::Limit => return None,
    };
    Some((top + inset, LANE - 2 * inset))
}

fn height_of(band: &Band) -> u64 {
    match band {
        Band::Lane(_) => LANE,
        Band::Level(_) => LEVEL,
    }
}

/// Between two marks of the axis: one, two or five of a power of ten, and not more than six marks.
fn step(end: Micros) -> Micros {
    let powers = (0..).map(|power| 10_u64.pow(power));
    let steps = powers.flat_map(|power| [1, 2, 5].map(|one| one * power));
    let mut wide = steps.skip_while(|step| end / step > 5);
    wide.next().unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bands: Vec<Band>, end: Micros) -> Run {
        Run {
            bands,
            end,
            bound: None,
            said: String::new(),
            figures: Vec::new(),
        }
    }

    fn lane(spans: &[(Micros, Micros, Mark)]) -> Band {
        let mut lane = Lane::named("a");
        for (from, to, mark) in spans {
            lane.add(*from, *to, *mark);
        }
        Band::Lane(lane)
    }

    #[test]
    fn a_span_takes_its_share_of_the_width() {
        let run = run(
            vec![lane(&[(250, 750, Mark::Full), (750, 1000, Mark::Line)])],
            1000,
        );
        let frame = Drawing::around(std::slice::from_ref(&run)).frame(&run);
        assert!(
            frame.contains("class=\"wb-full\" d=\"M500 0H1500v24H500z\""),
            "{frame}"
        );
        assert!(
            frame.contains("class=\"wb-away\" d=\"M1500 12H2000\""),
            "{frame}"
        );
    }

    #[test]
    fn blocks_that_touch_are_one_that_is_divided() {
        let mut worker = Lane::named("a");
        let job = |from, to, label: &str| Span {
            from,
            to,
            mark: Mark::Full,
            label: label.into(),
        };
        worker.spans = vec![job(0, 250, "1"), job(250, 500, "2"), job(750, 1000, "3")];
        let run = run(vec![Band::Lane(worker)], 1000);
        let frame = Drawing::around(std::slice::from_ref(&run)).frame(&run);
        let path = "d=\"M0 0H1000v24H0zM500 0v24M1500 0H2000v24H1500z\"";
        assert!(frame.contains(path), "{frame}");
    }

    #[test]
    fn words_of_a_kind_stand_in_one_group() {
        let mut named = Lane::named("a & b");
        named.spans.push(Span {
            from: 0,
            to: 1000,
            mark: Mark::Full,
            label: "1".into(),
        });
        let run = run(vec![Band::Lane(named), lane(&[])], 1000);
        let frame = Drawing::around(std::slice::from_ref(&run)).frame(&run);
        assert!(
            frame.ends_with(
                "<g class=\"wb-lane\"><text x=\"-10\" y=\"17\">a &amp; b</text><text x=\"-10\" y=\"53\">a</text></g>\
                 <g class=\"wb-on\"><text x=\"50%\" y=\"17\">1</text></g>"
            ),
            "{frame}"
        );
    }

    #[test]
    fn all_positions_share_one_scale() {
        let short = run(vec![lane(&[(0, 500, Mark::Full)])], 500);
        let long = run(vec![lane(&[(0, 1000, Mark::Full)])], 1000);
        let runs = [short, long];
        let drawing = Drawing::around(&runs);
        assert!(drawing.frame(&runs[0]).contains("M0 0H1000"));
        assert!(drawing.frame(&runs[1]).contains("M0 0H2000"));
    }

    #[test]
    fn a_level_is_a_step_function_below_its_limit() {
        let level = Level {
            name: "queue".into(),
            layers: vec![(Mark::Full, vec![(0, 0), (500, 1)])],
            limit: Some(2),
        };
        let run = run(vec![Band::Level(level)], 1000);
        let frame = Drawing::around(std::slice::from_ref(&run)).frame(&run);
        assert!(frame.contains("d=\"M0 84h0v0h1000v-42V84\""), "{frame}");
        assert!(
            frame.contains("class=\"wb-limit\" d=\"M0 0H2000\""),
            "{frame}"
        );
    }

    #[test]
    fn an_axis_has_round_numbers_and_few() {
        let cases = [
            (60_000, 20_000),
            (120_000, 50_000),
            (1_000, 200),
            (820_000, 200_000),
            (7, 2),
        ];
        for (end, expected) in cases {
            assert_eq!(step(end), expected, "{end}");
        }
    }
}

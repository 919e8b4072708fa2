//! What a simulation has to show, before it is drawn: lanes and levels over virtual time.

use crate::timeline::clock::Micros;

/// What happened at one position of the slider.
#[derive(Debug)]
pub struct Run {
    /// From top to bottom.
    pub bands: Vec<Band>,
    pub end: Micros,
    /// A dashed line at a moment that has a meaning.
    pub bound: Option<Micros>,
    /// What there is to see, as plain text.
    pub said: String,
    /// In the order of the simulation's columns.
    pub figures: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Band {
    Lane(Lane),
    Level(Level),
}

/// What one thread, worker or task does, in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    pub name: String,
    pub spans: Vec<Span>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub from: Micros,
    pub to: Micros,
    pub mark: Mark,
    /// Stands on the span if it is wide enough; may be empty.
    pub label: String,
}

/// How a span looks. Each has a shape of its own, so that nobody needs its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A full block: works.
    Full,
    /// A block with a thick frame: holds somebody up, or is held up.
    Hollow,
    /// A low bar with a dashed frame: stands in line.
    Dashed,
    /// A line: is away.
    Line,
    /// A dashed line across: a number or a moment that has a meaning.
    Limit,
}

/// A number that changes by steps: how many are in a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub name: String,
    /// From back to front.
    pub layers: Vec<(Mark, Vec<Step>)>,
    /// A dashed line at a height that has a meaning.
    pub limit: Option<u64>,
}

/// From this moment on, so many.
pub type Step = (Micros, u64);

impl Run {
    pub fn lanes(&self) -> impl Iterator<Item = &Lane> {
        self.bands.iter().filter_map(|band| match band {
            Band::Lane(lane) => Some(lane),
            Band::Level(_) => None,
        })
    }
}

impl Lane {
    pub fn named(name: impl Into<String>) -> Self {
        Lane {
            name: name.into(),
            spans: Vec::new(),
        }
    }

    /// Adds what comes next; spans of no length are left out, and equal neighbours become one.
    pub fn add(&mut self, from: Micros, to: Micros, mark: Mark) {
        match self.spans.last_mut() {
            _ if from >= to => {}
            Some(last) if last.to == from && last.mark == mark && last.label.is_empty() => {
                last.to = to;
            }
            _ => self.spans.push(Span {
                from,
                to,
                mark,
                label: String::new(),
            }),
        }
    }

    /// How long the spans with this mark are together.
    pub fn total(&self, mark: Mark) -> Micros {
        let of_it = self.spans.iter().filter(|span| span.mark == mark);
        of_it.map(|span| span.to - span.from).sum()
    }

    pub fn longest(&self, mark: Mark) -> Micros {
        let of_it = self.spans.iter().filter(|span| span.mark == mark);
        of_it.map(|span| span.to - span.from).max().unwrap_or(0)
    }

    #[cfg(test)]
    pub fn overlaps(&self) -> bool {
        self.spans.windows(2).any(|pair| pair[0].to > pair[1].from)
    }
}

impl Level {
    pub fn highest(&self) -> u64 {
        let steps = self.layers.iter().flat_map(|(_, steps)| steps);
        let numbers = steps.map(|(_, number)| *number).chain(self.limit);
        numbers.max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_kind_are_one_span() {
        let mut lane = Lane::named("a");
        lane.add(0, 2, Mark::Full);
        lane.add(2, 2, Mark::Line);
        lane.add(2, 5, Mark::Full);
        lane.add(6, 7, Mark::Full);
        assert_eq!(lane.spans.len(), 2);
        assert_eq!(lane.total(Mark::Full), 6);
        assert_eq!(lane.longest(Mark::Full), 5);
    }
}

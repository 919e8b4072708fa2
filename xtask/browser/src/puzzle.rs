//! A puzzle of a page, solved from the data that the page carries.

use std::collections::VecDeque;

use anyhow::{Context, Result};
use serde_json::Value as Json;

/// As `scripts/puzzles.js` returns it.
pub struct Puzzle {
    /// Of its element.
    pub id: String,
    /// The program of the puzzle: what `theme/stepper.js` reads.
    program: Json,
}

/// `Outcome::Goal` of the book builder.
const GOAL: u64 = 1;

impl Puzzle {
    pub fn all(asked: &Json) -> Result<Vec<Self>> {
        let puzzle = |entry: &Json| {
            Some(Puzzle {
                id: entry["id"].as_str()?.to_owned(),
                program: entry.pointer("/data/programs/0")?.clone(),
            })
        };
        let entries = asked.as_array().context("puzzles are a list")?;
        let puzzles: Option<_> = entries.iter().map(puzzle).collect();
        puzzles.context("a puzzle has an id and programs")
    }

    /// The keys of a shortest way to the goal, which is 1 for the first thread; `None` where there is no way.
    pub fn keys(&self) -> Option<Vec<char>> {
        let mut from: Vec<Option<(usize, usize)>> = vec![None; self.states()];
        let mut waiting = VecDeque::from([0]);
        while let Some(state) = waiting.pop_front() {
            if self.outcome(state)? == GOAL {
                return Some(keys_to(state, &from));
            }
            for thread in 0..self.threads() {
                let Some(to) = self.after(state, thread) else {
                    continue;
                };
                if to != 0 && from[to].is_none() {
                    from[to] = Some((state, thread));
                    waiting.push_back(to);
                }
            }
        }
        None
    }

    fn threads(&self) -> usize {
        self.program["threads"].as_array().map_or(0, Vec::len)
    }

    /// How many numbers a state takes.
    fn width(&self) -> usize {
        2 * self.threads() + 1
    }

    fn states(&self) -> usize {
        self.program["states"].as_array().map_or(0, Vec::len) / self.width()
    }

    fn number(&self, state: usize, column: usize) -> Option<usize> {
        let at = state * self.width() + column;
        Some(self.program["states"].get(at)?.as_u64()? as usize)
    }

    fn outcome(&self, state: usize) -> Option<u64> {
        let row = self.number(state, self.width() - 1)?;
        self.program["beside"]
            .get(row)?
            .as_array()?
            .last()?
            .as_u64()
    }

    /// The state after a step of the thread, unless it can't go on.
    fn after(&self, state: usize, thread: usize) -> Option<usize> {
        let view = self.number(state, 2 * thread)?;
        let why = &self.program["threads"][thread]["views"][view][1];
        (why.as_u64() == Some(0)).then_some(())?;
        self.number(state, 2 * thread + 1)
    }
}

fn keys_to(end: usize, from: &[Option<(usize, usize)>]) -> Vec<char> {
    let mut keys = Vec::new();
    let mut at = end;
    while let Some((before, thread)) = from[at] {
        keys.extend(char::from_digit(thread as u32 + 1, 10));
        at = before;
    }
    keys.reverse();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Two threads of a step each; the goal is reached if the second goes first.
    fn puzzle(outcome_of_second: u64) -> Puzzle {
        let can_go = json!({ "views": [[0, 0, 0, 0], [0, 1, 0, 0]] });
        let program = json!({
            "threads": [can_go, can_go],
            "beside": [[0], [outcome_of_second], [2]],
            "states": [
                0, 1, 0, 2, 0,
                1, 0, 0, 3, 0,
                0, 3, 1, 0, 1,
                1, 0, 1, 0, 2,
            ],
        });
        let asked = json!([{ "id": "a", "data": { "programs": [program] } }]);
        Puzzle::all(&asked).unwrap().remove(0)
    }

    #[test]
    fn the_shortest_way_is_found() {
        assert_eq!(puzzle(GOAL).keys(), Some(vec!['2']));
    }

    #[test]
    fn a_goal_out_of_reach_has_no_keys() {
        assert_eq!(puzzle(0).keys(), None);
    }
}

//! All states that a program can reach, and what they prove about a puzzle.

use std::collections::{BTreeMap, VecDeque};

use super::machine::{Next, State, Taken};
use super::puzzle::{Program, Puzzle};

/// More are refused: a page carries them all, and nobody steps through so many.
const MOST_STATES: usize = 2_000;

pub struct Graph {
    /// The start comes first.
    pub nodes: Vec<Node>,
    /// Some step left it open what follows, and only the expected outcome was followed.
    is_partial: bool,
}

pub struct Node {
    pub state: State,
    /// For each thread, where it can get to, or why it can't go on.
    pub next: Vec<Result<Vec<Edge>, String>>,
    pub outcome: Outcome,
}

pub struct Edge {
    /// What the step did, with the thread as its subject.
    pub said: String,
    /// Index of the state after it.
    pub to: usize,
}

/// The script knows them by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody can go on, and the goal is not reached.
    Open,
    Goal,
    /// All have ended, without the goal.
    Ended,
    /// Nobody can go on, some have not ended, and that is not the goal.
    Stuck,
}

/// Which outcomes of a step that leaves it open to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choices {
    /// The expected one: what the page shows.
    First,
    /// What a proof has to consider.
    All,
}

/// What was found out about a puzzle, and what the page needs of it.
pub struct Proof {
    pub wrong: Graph,
    pub fixed: Graph,
    /// How many states of the fixed program were looked at, with every outcome of each step.
    pub searched: usize,
    /// A shortest way to the goal: thread and edge, from the start.
    pub solution: Vec<(usize, String)>,
}

/// Proves that the goal can be reached and missed, and that the fixed program never reaches it and always ends.
/// What is not so comes as terse sentences.
pub fn prove(puzzle: &Puzzle) -> Result<Proof, Vec<String>> {
    let explored = |program, choices, which: &str| {
        Graph::explore(puzzle, program, choices).map_err(|fault| vec![format!("{which}: {fault}")])
    };
    let wrong = explored(&puzzle.wrong, Choices::First, "wrong")?;
    let fixed = explored(&puzzle.fixed, Choices::First, "fixed")?;
    let every_fixed = match fixed.is_partial {
        true => Some(explored(&puzzle.fixed, Choices::All, "fixed")?),
        false => None,
    };
    let every_fixed = every_fixed.as_ref().unwrap_or(&fixed);
    let mut faults = Vec::new();
    let solution = wrong.way_to(Outcome::Goal);
    if solution.is_none() {
        faults.push("wrong: no order of steps reaches the goal".to_owned());
    }
    if !wrong.can_miss() {
        faults.push("wrong: every order of steps reaches the goal".to_owned());
    }
    let promises = [
        (Outcome::Goal, "fixed: the goal can be reached"),
        (Outcome::Stuck, "fixed: nobody can go on"),
    ];
    for (outcome, fault) in promises {
        if let Some(way) = every_fixed.way_to(outcome) {
            faults.push(format!("{fault}: {}", order(&way)));
        }
    }
    match solution {
        Some(solution) if faults.is_empty() => Ok(Proof {
            wrong,
            searched: every_fixed.nodes.len(),
            fixed,
            solution,
        }),
        _ => Err(faults),
    }
}

/// `1 1 2`: the threads in the order of their steps, as the page's keys have them.
fn order(way: &[(usize, String)]) -> String {
    let threads: Vec<String> = way.iter().map(|(t, _)| (t + 1).to_string()).collect();
    threads.join(" ")
}

impl Graph {
    pub fn explore(puzzle: &Puzzle, program: &Program, choices: Choices) -> Result<Self, String> {
        let start = State::start(program);
        let mut known = BTreeMap::from([(start.clone(), 0)]);
        let mut waiting = VecDeque::from([start]);
        let mut nodes = Vec::new();
        let mut is_partial = false;
        while let Some(state) = waiting.pop_front() {
            let next = (0..program.threads.len())
                .map(|thread| {
                    let place = || place(&state, thread, program);
                    let next = state.next(thread, program);
                    Ok(
                        match next.map_err(|fault| format!("{}: {fault}", place()))? {
                            Next::Blocked(why) => Err(why),
                            Next::Steps(steps) => {
                                is_partial |= choices == Choices::First && steps.len() > 1;
                                Ok(edges(steps, choices, &mut known, &mut waiting))
                            }
                        },
                    )
                })
                .collect::<Result<Vec<_>, String>>()?;
            if known.len() > MOST_STATES {
                return Err(format!(
                    "it has more than {MOST_STATES} states; make it shorter"
                ));
            }
            let outcome = outcome(&state, &next, puzzle, program)?;
            nodes.push(Node {
                state,
                next,
                outcome,
            });
        }
        Ok(Graph { nodes, is_partial })
    }

    /// A shortest way from the start, found breadth first; `None` if there is none.
    pub fn way_to(&self, outcome: Outcome) -> Option<Vec<(usize, String)>> {
        let mut from: Vec<Option<(usize, usize, &str)>> = vec![None; self.nodes.len()];
        let mut waiting = VecDeque::from([0]);
        while let Some(at) = waiting.pop_front() {
            if self.nodes[at].outcome == outcome {
                return Some(self.way_back(at, &from));
            }
            for (thread, edge) in self.nodes[at].edges() {
                if edge.to != 0 && from[edge.to].is_none() {
                    from[edge.to] = Some((at, thread, &edge.said));
                    waiting.push_back(edge.to);
                }
            }
        }
        None
    }

    fn way_back(&self, end: usize, from: &[Option<(usize, usize, &str)>]) -> Vec<(usize, String)> {
        let mut way = Vec::new();
        let mut at = end;
        while let Some((before, thread, said)) = from[at] {
            way.push((thread, said.to_owned()));
            at = before;
        }
        way.reverse();
        way
    }

    /// Whether some run ends without ever having been at the goal.
    fn can_miss(&self) -> bool {
        let mut seen = vec![false; self.nodes.len()];
        let mut waiting = vec![0];
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match self.nodes[at].outcome {
                Outcome::Ended | Outcome::Stuck => return true,
                Outcome::Goal => {}
                Outcome::Open => waiting.extend(self.nodes[at].edges().map(|(_, edge)| edge.to)),
            }
        }
        false
    }
}

impl Node {
    fn edges(&self) -> impl Iterator<Item = (usize, &Edge)> {
        let of_threads = self.next.iter().enumerate();
        of_threads.flat_map(|(thread, next)| next.iter().flatten().map(move |edge| (thread, edge)))
    }
}

fn edges(
    steps: Vec<Taken>,
    choices: Choices,
    known: &mut BTreeMap<State, usize>,
    waiting: &mut VecDeque<State>,
) -> Vec<Edge> {
    let followed = match choices {
        Choices::First => 1,
        Choices::All => steps.len(),
    };
    let steps = steps.into_iter().take(followed);
    steps
        .map(|Taken { said, after }| {
            let next = known.len();
            let to = *known.entry(after.clone()).or_insert(next);
            if to == next {
                waiting.push_back(after);
            }
            Edge { said, to }
        })
        .collect()
}

fn outcome(
    state: &State,
    next: &[Result<Vec<Edge>, String>],
    puzzle: &Puzzle,
    program: &Program,
) -> Result<Outcome, String> {
    let is_final = next.iter().all(Result::is_err);
    let has_ended = state.has_ended(program);
    Ok(
        if state.satisfies(&puzzle.goal, program, is_final && !has_ended)? {
            Outcome::Goal
        } else if has_ended {
            Outcome::Ended
        } else if is_final {
            Outcome::Stuck
        } else {
            Outcome::Open
        },
    )
}

fn place(state: &State, thread: usize, program: &Program) -> String {
    let thread_ = &program.threads[thread];
    let line = thread_.steps.get(state.threads[thread].step);
    format!("{}, line {}", thread_.name, line.map_or(0, |(n, _)| n + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stepper::puzzle::tests::LOST_UPDATE;

    fn puzzle(from: &str, to: &str) -> Puzzle {
        match Puzzle::parse(&LOST_UPDATE.replace(from, to)) {
            Ok(puzzle) => puzzle,
            Err(faults) => panic!("{faults:?}"),
        }
    }

    fn faults(from: &str, to: &str) -> Vec<String> {
        match prove(&puzzle(from, to)) {
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        }
    }

    #[test]
    fn the_shortest_solution_is_found() {
        let proof = prove(&puzzle("", "")).unwrap_or_else(|faults| panic!("{faults:?}"));
        let steps: Vec<String> = proof
            .solution
            .iter()
            .map(|(thread, said)| format!("{} {said}", thread + 1))
            .collect();
        assert_eq!(
            steps,
            [
                "1 loads views, which is 0",
                "2 loads views, which is 0",
                "1 stores 1 in views",
                "2 stores 1 in views"
            ]
        );
        assert_eq!(order(&proof.solution), "1 2 1 2");
    }

    #[test]
    fn states_that_two_orders_share_are_counted_once() {
        let puzzle = puzzle("", "");
        let fixed = Graph::explore(&puzzle, &puzzle.fixed, Choices::All)
            .unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(fixed.nodes.len(), 4, "nobody, either, both");
    }

    #[test]
    fn a_goal_out_of_reach_and_one_that_cannot_be_missed_are_no_puzzles() {
        assert_eq!(
            faults("views == 1", "views == 3"),
            ["wrong: no order of steps reaches the goal"]
        );
        assert_eq!(
            faults("ended && views == 1", "ended && 0 < views"),
            [
                "wrong: every order of steps reaches the goal",
                "fixed: the goal can be reached: 1 2"
            ]
        );
    }

    #[test]
    fn a_fixed_program_must_end() {
        let stuck = "[[\"views.fetch_add(1, SeqCst);\", \"add views 1\", \"join thread 2\"]]";
        let fixed = "[[\"views.fetch_add(1, SeqCst);\", \"add views 1\"]]";
        assert_eq!(faults(fixed, stuck), ["fixed: nobody can go on: 1 2"]);
    }

    #[test]
    fn a_program_without_end_is_refused() {
        let endless = "[[\"loop\", \"add views 1; goto 1\"]]";
        let fixed = "[[\"views.fetch_add(1, SeqCst);\", \"add views 1\"]]";
        assert_eq!(
            faults(fixed, endless),
            ["fixed: it has more than 2000 states; make it shorter"]
        );
    }
}

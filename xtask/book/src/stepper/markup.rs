//! A puzzle as HTML: its text and tables for whoever has no script, and the graph of states as JSON for the script.
//!
//! Holds no blank line, so that it may stand inside markdown.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::graph::{Graph, Node, Proof};
use super::machine::State;
use super::puzzle::{Line, Program, Puzzle, Thread};
use crate::html::{escape, inline};

pub fn render(name: &str, puzzle: &Puzzle, proof: &Proof) -> String {
    let texts = &puzzle.texts;
    let id = format!("stepper-{}", name.replace('/', "-"));
    format!(
        "\n<wb-stepper class=\"wb-stepper\" id=\"{id}\" data-name=\"{name}\">\n\
         <div class=\"wb-puzzle\" role=\"group\" aria-labelledby=\"{id}-title\">\n\
         <p class=\"wb-puzzle-title\" id=\"{id}-title\">Puzzle: {title}</p>\n\
         <p class=\"wb-puzzle-goal\">{goal}</p>\n\
         <div class=\"wb-puzzle-text\">\n{wrong}\
         <details><summary>The fixed program</summary>\n{fixed}<p>{fix} {searched}</p>\n</details>\n</div>\n\
         <details class=\"wb-puzzle-solution\"><summary>A solution, step by step</summary>\n{solution}<p>{reached}</p>\n</details>\n\
         </div>\n\
         <script type=\"application/json\">{data}</script>\n\
         </wb-stepper>\n\n",
        title = inline(&texts.title),
        goal = inline(&texts.goal),
        wrong = program_table(&puzzle.wrong, "The program"),
        fixed = program_table(&puzzle.fixed, "The fixed program"),
        fix = inline(&texts.fix),
        searched = searched(proof),
        solution = solution_table(puzzle, proof),
        reached = inline(&texts.reached),
        data = data(puzzle, proof),
    )
}

fn searched(proof: &Proof) -> String {
    format!(
        "The book has searched all of its {} states: none of them is the goal, and in none is everybody stuck.",
        proof.searched
    )
}

fn scroll_box(label: &str, table: &str) -> String {
    format!(
        "<div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n{table}</div>\n"
    )
}

fn columns(program: &Program) -> String {
    let column = |thread: &Thread| format!("<th scope=\"col\">{}</th>", escape(&thread.name));
    program.threads.iter().map(column).collect()
}

/// A column a thread, a row a line.
fn program_table(program: &Program, label: &str) -> String {
    let longest = program
        .threads
        .iter()
        .map(|thread| thread.lines.len())
        .max();
    let rows: String = (0..longest.unwrap_or(0))
        .map(|line| {
            let cell = |thread: &Thread| match thread.lines.get(line) {
                None => "<td></td>".to_owned(),
                Some(_) => format!("<td>{}</td>", line_cell(thread, line)),
            };
            let cells: String = program.threads.iter().map(cell).collect();
            format!("<tr>{cells}</tr>\n")
        })
        .collect();
    let table = format!(
        "<table class=\"wb-program\">\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        columns(program)
    );
    scroll_box(label, &table) + &at_the_start(program)
}

/// The line, and its steps if there are several.
fn line_cell(thread: &Thread, line: usize) -> String {
    let code = escape(&thread.lines[line].code);
    let words = words_of(thread, line);
    if words.len() < 2 {
        return format!("<code>{code}</code>");
    }
    let steps: String = words
        .iter()
        .map(|words| format!("<li>{}</li>", escape(words)))
        .collect();
    format!("<code>{code}</code><ol class=\"wb-atoms\">{steps}</ol>")
}

fn words_of(thread: &Thread, line: usize) -> Vec<String> {
    let steps = thread.steps.iter().filter(|(of, _)| *of == line);
    steps.map(|(_, step)| step.action.words()).collect()
}

fn at_the_start(program: &Program) -> String {
    let values = values(&State::start(program), program);
    let parts: Vec<String> = labels(program)
        .iter()
        .zip(values)
        .map(|(label, value)| format!("{label}: {}", escape(&value)))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(
        "<p class=\"wb-start\">At the start, {}.</p>\n",
        parts.join("; ")
    )
}

fn solution_table(puzzle: &Puzzle, proof: &Proof) -> String {
    let threads = &puzzle.wrong.threads;
    let rows: String = (1..)
        .zip(&proof.solution)
        .map(|(step, (thread, said))| {
            let cells: String = (0..threads.len())
                .map(|column| match column == *thread {
                    true => format!(
                        "<td data-thread=\"{}\">{}</td>",
                        escape(&threads[column].name),
                        escape(said)
                    ),
                    false => "<td></td>".to_owned(),
                })
                .collect();
            format!("<tr><th scope=\"row\">{step}</th>{cells}</tr>\n")
        })
        .collect();
    let table = format!(
        "<table class=\"wb-schedule\">\n<thead><tr><th scope=\"col\">Step</th>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        columns(&puzzle.wrong)
    );
    scroll_box("A solution", &table)
}

/// What stands beside the threads, as markup: variables, then locks, condition variables, queues.
fn labels(program: &Program) -> Vec<String> {
    let of = |kind: &str, name: &str| format!("{kind}<code>{}</code>", escape(name));
    let shared = program.shared.iter().map(|(name, _)| of("", name));
    let locks = program.locks.iter().map(|name| of("lock ", name));
    let condvars = program.condvars.iter().map(|name| of("condvar ", name));
    let queues = program.queues.iter().map(|(name, _)| of("queue ", name));
    shared.chain(locks).chain(condvars).chain(queues).collect()
}

/// In the order of [`labels`].
fn values(state: &State, program: &Program) -> Vec<String> {
    let names = |threads: &[usize]| {
        let names = threads.iter().map(|t| program.threads[*t].name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let shared = state.shared.iter().map(ToString::to_string);
    let locks = state.locks.iter().map(|holder| match holder {
        None => "free".to_owned(),
        Some(holder) => format!("held by {}", names(&[*holder])),
    });
    let sleepers = state.sleepers.iter().map(|sleepers| match sleepers[..] {
        [] => "nobody sleeps".to_owned(),
        [_] => format!("{} sleeps", names(sleepers)),
        _ => format!("{} sleep", names(sleepers)),
    });
    let queues = state
        .queues
        .iter()
        .zip(&program.queues)
        .map(|(contents, (_, queue))| {
            let items: Vec<String> = contents.items.iter().map(ToString::to_string).collect();
            let mut text = items.join(", ");
            if items.is_empty() {
                text = "empty".into();
            }
            if queue.room == Some(items.len()) {
                text += " (full)";
            }
            if contents.senders == 0 {
                text += ", no sender";
            }
            text
        });
    shared.chain(locks).chain(sleepers).chain(queues).collect()
}

/// `theme/stepper.js` reads this.
fn data(puzzle: &Puzzle, proof: &Proof) -> String {
    let data = json!({
        "reached": inline(&puzzle.texts.reached),
        "missed": inline(&puzzle.texts.missed),
        "fix": format!("{} {}", inline(&puzzle.texts.fix), searched(proof)),
        "programs": [
            program_data(&puzzle.wrong, &proof.wrong),
            program_data(&puzzle.fixed, &proof.fixed),
        ],
    });
    // No `</script>` may stand in a script.
    data.to_string().replace('<', "\\u003c")
}

/// The states are one row of numbers, since they are many: for each thread the index of its view and the state
/// after its step (0 if there is none), then the index of what stands beside the threads.
///
/// A view is a thread's step and the texts why it can't go on, what its step does, and what its own variables hold;
/// what stands beside is a text for each label, and the outcome.
fn program_data(program: &Program, graph: &Graph) -> Json {
    // A text that is missing is the first one.
    let mut texts = Distinct(BTreeMap::from([(String::new(), 0)]));
    let mut views = vec![Distinct::default(); program.threads.len()];
    let mut beside = Distinct::default();
    let mut states = Vec::new();
    for node in &graph.nodes {
        for (thread, views) in views.iter_mut().enumerate() {
            let (view, to) = view(node, thread, &mut texts);
            states.extend([views.index(view), to]);
        }
        let values = values(&node.state, program);
        let mut row: Vec<usize> = values.into_iter().map(|text| texts.index(text)).collect();
        row.push(node.outcome as usize);
        states.push(beside.index(row));
    }
    let threads = program.threads.iter().zip(views);
    json!({
        "threads": threads.map(|(thread, views)| thread_data(thread, views.list())).collect::<Vec<_>>(),
        "labels": labels(program),
        "texts": texts.list(),
        "beside": beside.list(),
        "states": states,
    })
}

fn thread_data(thread: &Thread, views: Vec<[usize; 4]>) -> Json {
    let line = |(number, line): (usize, &Line)| json!([line.code, words_of(thread, number)]);
    json!({
        "name": thread.name,
        "lines": thread.lines.iter().enumerate().map(line).collect::<Vec<_>>(),
        "views": views,
    })
}

fn view(node: &Node, thread: usize, texts: &mut Distinct<String>) -> ([usize; 4], usize) {
    let place = &node.state.threads[thread];
    let (why, said, to) = match &node.next[thread] {
        Ok(edges) => ("", edges[0].said.as_str(), edges[0].to),
        Err(why) => (why.as_str(), "", 0),
    };
    let locals = place.locals.iter();
    let locals: Vec<String> = locals
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    let texts = [why, said, &locals.join(", ")].map(|text| texts.index(text.to_owned()));
    ([place.step, texts[0], texts[1], texts[2]], to)
}

/// Each value once, by its index.
#[derive(Clone, Default)]
struct Distinct<T>(BTreeMap<T, usize>);

impl<T: Ord> Distinct<T> {
    fn index(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    /// In the order of their indexes.
    fn list(self) -> Vec<T> {
        let mut values: Vec<(T, usize)> = self.0.into_iter().collect();
        values.sort_by_key(|(_, index)| *index);
        values.into_iter().map(|(value, _)| value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stepper::graph::prove;
    use crate::stepper::puzzle::tests::LOST_UPDATE;

    fn rendered(from: &str, to: &str) -> String {
        let puzzle = Puzzle::parse(&LOST_UPDATE.replace(from, to)).map_err(|f| f.join("; "));
        let puzzle = puzzle.unwrap_or_else(|faults| panic!("{faults}"));
        let proof = prove(&puzzle).unwrap_or_else(|faults| panic!("{faults:?}"));
        render("03-races/lost_update", &puzzle, &proof)
    }

    #[test]
    fn without_a_script_there_are_the_program_its_start_and_a_solution() {
        let html = rendered("", "");
        for expected in [
            "id=\"stepper-03-races-lost_update\"",
            "<td><code>let seen = views.load(SeqCst);</code></td><td><code>let seen = views.load(SeqCst);</code></td>",
            "At the start, <code>views</code>: 0.",
            "<th scope=\"row\">2</th><td></td><td data-thread=\"thread 2\">loads views, which is 0</td>",
            "all of its 4 states",
        ] {
            assert!(html.contains(expected), "no {expected} in {html}");
        }
        assert!(!html.trim().contains("\n\n"), "markdown would end here");
    }

    #[test]
    fn the_script_gets_a_row_of_numbers_for_each_state() {
        let html = rendered("", "");
        let (_, data) = html.split_once("application/json\">").unwrap();
        let data: Json = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
        let fixed = &data["programs"][1];
        assert_eq!(fixed["threads"][0]["lines"][0][1][0], "add 1 to views");
        let columns = 2 * 2 + 1;
        assert_eq!(fixed["states"].as_array().unwrap().len(), 4 * columns);
        assert_eq!(fixed["texts"][0], "");
    }

    #[test]
    fn code_cannot_end_the_script() {
        let html = rendered("views.store(seen + 1, SeqCst);", "</script>");
        assert_eq!(html.matches("</script>").count(), 1);
    }
}

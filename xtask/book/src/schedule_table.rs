//! An interleaving as an HTML table: a column a thread, a row a step, the source line at the right.
//!
//! The same markup serves recorded schedules in a page and the verdict of the reader's own program.
//! The element `wb-stepper` around it lets the reader go through its rows one by one, where there is a script.
//! On a narrow screen the style sheet turns each row into a list entry, which is why every cell
//! names its thread.

use report::{Row, Schedule};

use crate::html::{escape, inline};

/// The table in its own scroll box, and below it who is stuck where. Holds no blank line, so that it may stand inside markdown.
pub fn render(schedule: &Schedule) -> String {
    let table = match schedule.rows.is_empty() {
        true => String::new(), // stuck at once: the sentences below say it all
        false => render_steps(schedule),
    };
    table + &render_stuck(&schedule.stuck)
}

fn render_steps(schedule: &Schedule) -> String {
    let columns: String = schedule
        .threads
        .iter()
        .map(|name| format!("<th scope=\"col\">{}</th>", escape(name)))
        .collect();
    let rows: String = (1..)
        .zip(&schedule.rows)
        .map(|(step, row)| render_row(step, row, schedule))
        .collect();
    format!(
        "<wb-stepper class=\"wb-replay\">\n\
         <div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Interleaving, step by step\">\n\
         <table class=\"wb-schedule\">\n\
         <thead><tr><th scope=\"col\">Step</th>{columns}<th scope=\"col\">Source</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</div>\n</wb-stepper>\n"
    )
}

/// How the schedule was found: `found as schedule 8 · 1 forced switch`.
pub fn provenance(schedule: &Schedule) -> String {
    let deviations = report::text::deviations(schedule).to_lowercase();
    format!("found as schedule {} · {deviations}", schedule.schedules)
}

fn render_row(step: usize, row: &Row, schedule: &Schedule) -> String {
    let cells: String = (0..schedule.threads.len())
        .map(|thread| {
            if thread == row.thread {
                render_action(row, &schedule.threads[thread])
            } else {
                "<td></td>".to_owned()
            }
        })
        .collect();
    let class = if row.forced {
        " class=\"wb-forced\""
    } else {
        ""
    };
    format!(
        "<tr{class}><th scope=\"row\">{step}</th>{cells}<td class=\"wb-source\">{}</td></tr>\n",
        render_source(row)
    )
}

fn render_action(row: &Row, thread: &str) -> String {
    let switch = if row.forced {
        "<span class=\"wb-switch\">switch</span> "
    } else {
        ""
    };
    format!(
        "<td data-thread=\"{}\">{switch}{}</td>",
        escape(thread),
        escape(&with_arrows(&row.action))
    )
}

/// The checker writes for terminals too; a page has real arrows, and they do not break in two.
fn with_arrows(action: &str) -> String {
    action.replace("->", "→").replace("<-", "←")
}

fn render_source(row: &Row) -> String {
    let place = format!("<span>{}:{}</span>", escape(&row.file), row.line);
    if row.source.is_empty() {
        return place;
    }
    // A long chain of calls may break before its dots.
    let source = escape(&row.source).replace(").", ")<wbr>.");
    format!("{place} <code>{source}</code>")
}

fn render_stuck(stuck: &[String]) -> String {
    if stuck.is_empty() {
        return String::new();
    }
    let entries: String = stuck
        .iter()
        .map(|sentence| format!("<li>{}</li>", inline(sentence)))
        .collect();
    format!("<ul class=\"wb-stuck\">{entries}</ul>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule() -> Schedule {
        let row = |thread, action: &str, forced| Row {
            thread,
            action: action.into(),
            file: "a.rs".into(),
            line: 7,
            source: "let x = <u8>::MAX;".into(),
            forced,
        };
        Schedule {
            threads: vec!["main".into(), "thread 1".into()],
            rows: vec![
                row(0, "load hits -> 0", false),
                row(1, "store hits <- 1", true),
            ],
            stuck: vec!["main is stuck".into()],
            forced_switches: 1,
            rare_outcomes: 0,
            schedules: 8,
        }
    }

    #[test]
    fn each_step_stands_in_its_threads_column() {
        let html = render(&schedule());
        assert!(html.contains(
            "<th scope=\"row\">1</th><td data-thread=\"main\">load hits → 0</td><td></td>"
        ));
        assert!(html.contains("<th scope=\"row\">2</th><td></td><td data-thread=\"thread 1\">"));
    }

    #[test]
    fn a_forced_switch_is_said_in_words() {
        let html = render(&schedule());
        assert_eq!(
            html.matches("<span class=\"wb-switch\">switch</span>")
                .count(),
            1
        );
    }

    #[test]
    fn a_program_that_is_stuck_at_once_has_no_empty_table() {
        let stuck = Schedule {
            rows: Vec::new(),
            ..schedule()
        };
        assert_eq!(
            render(&stuck),
            "<ul class=\"wb-stuck\"><li>main is stuck</li></ul>\n"
        );
    }

    #[test]
    fn source_lines_are_escaped_and_no_blank_line_ends_the_markup() {
        let html = render(&schedule());
        assert!(html.contains("let x = &lt;u8&gt;::MAX;"));
        assert!(!html.contains("\n\n"));
    }

    #[test]
    fn provenance_counts_switches() {
        assert_eq!(
            provenance(&schedule()),
            "found as schedule 8 · 1 forced switch"
        );
    }
}

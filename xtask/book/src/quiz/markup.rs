//! A quiz as markdown with a form's elements in it; mdBook renders the texts like those of the page.
//!
//! What is right is marked in the elements, for `theme/quiz.js`: `data-right` on a choice, and `data-answers` with
//! the tidied answers, as JSON, on a field. A field without them belongs to a choice that is wrong.

use super::schema::{Ask, Choice, Outcome, Question, Questions};
use crate::html::escape;
use crate::listing;
use crate::page::code_figure;
use crate::workbook::Workbook;

/// How many lines of output a reader has room for: as many for each question, so that they tell nothing.
const ROWS: usize = 4;

pub fn render(name: &str, questions: &Questions, workbook: &Workbook) -> String {
    let id = format!("quiz-{name}");
    let all = questions.0.len();
    let fields: String = questions
        .0
        .iter()
        .map(|question| fieldset(question, all, &id, workbook))
        .collect();
    format!(
        "\n### Questions {{#{id}}}\n\n<wb-quiz class=\"wb-quiz\" data-name=\"{name}\">\n\n{fields}</wb-quiz>\n\n"
    )
}

fn fieldset(question: &Question, all: usize, quiz: &str, workbook: &Workbook) -> String {
    let id = format!("{quiz}-{}", question.id);
    format!(
        "<fieldset class=\"wb-question\" data-id=\"{}\" aria-describedby=\"{id}\">\n\
         <legend>Question {} of {all}</legend>\n\
         <div class=\"wb-prompt\" id=\"{id}\">\n\n{}\n\n</div>\n{}{}\
         <details class=\"wb-answer\"><summary>Answer</summary><div>\n\n{}\n\n{}\n\n</div></details>\n\
         </fieldset>\n\n",
        question.id,
        question.number,
        prompt(&question.ask).trim(),
        shown_program(question, workbook),
        controls(&question.ask, &id),
        answer(&question.ask),
        question.context.trim(),
    )
}

fn prompt(ask: &Ask) -> &str {
    match ask {
        Ask::ShortAnswer { prompt, .. } | Ask::MultipleChoice { prompt, .. } => prompt,
        Ask::Tracing { .. } => {
            "Does this program compile? \
             If so, what does it print; if not, which line is refused?"
        }
    }
}

/// That of the question itself, or the listing that it is about.
fn shown_program(question: &Question, workbook: &Workbook) -> String {
    if let Ask::Tracing { program, .. } = &question.ask {
        return numbered(program);
    }
    let Some(listing) = question.proof.as_ref().map(|proof| proof.listing()) else {
        return String::new();
    };
    // The answers have been compared with what it printed, so it is there.
    let source = listing.source(workbook).unwrap_or_default();
    let caption = format!("<code>{}</code>", escape(&listing.shown_path()));
    code_figure("wb-listing", &caption, "rust", &listing::whole(&source))
}

fn numbered(program: &str) -> String {
    let lines = program.trim_end().lines().count();
    let numbers: String = (1..=lines).map(|line| format!("{line}\n")).collect();
    let figure = code_figure("wb-numbered", "", "rust", program);
    let gutter = format!("<span class=\"wb-numbers\" aria-hidden=\"true\">{numbers}</span>\n");
    figure.replacen("<figcaption></figcaption>\n", &gutter, 1)
}

fn controls(ask: &Ask, id: &str) -> String {
    match ask {
        Ask::ShortAnswer { answers, .. } => format!(
            "<p class=\"wb-field\"><label>Your answer <input type=\"text\" name=\"{id}\" autocomplete=\"off\" spellcheck=\"false\"{}></label></p>\n",
            data_answers(answers)
        ),
        Ask::MultipleChoice {
            choices, several, ..
        } => choice_boxes(choices, *several, id),
        Ask::Tracing { program, outcome } => trace_fields(program, outcome, id),
    }
}

/// Each is a paragraph of markdown.
fn choice_boxes(choices: &[Choice], several: bool, id: &str) -> String {
    let (kind, note) = match several {
        true => (
            "checkbox",
            "<p class=\"wb-choose\">Choose every right one.</p>\n",
        ),
        false => ("radio", ""),
    };
    let boxes: String = choices
        .iter()
        .map(|Choice { text, is_right, .. }| {
            format!(
                "<label><input type=\"{kind}\" name=\"{id}\"{}> <span>{text}</span></label>\n\n",
                data_right(*is_right)
            )
        })
        .collect();
    format!("{note}<div class=\"wb-choices\">\n\n{boxes}</div>\n")
}

fn trace_fields(program: &str, outcome: &Outcome, id: &str) -> String {
    let (prints, refused) = match outcome {
        Outcome::Prints(text) => (Some(text.clone()), None),
        Outcome::Refused { line } => (None, Some(line.to_string())),
    };
    let options: String = (1..)
        .zip(program.lines())
        .filter(|(_, line)| line.chars().any(char::is_alphanumeric))
        .map(|(number, line)| {
            format!(
                "<option value=\"{number}\">{number}: {}</option>\n",
                escape(line.trim())
            )
        })
        .collect();
    let choice = |right: &Option<String>, text: &str| {
        format!(
            "<label><input type=\"radio\" name=\"{id}\"{}> <span>{text}</span></label>",
            data_right(right.is_some())
        )
    };
    let field = |right: &Option<String>| {
        right
            .iter()
            .map(|text| data_answers(&[text]))
            .collect::<String>()
    };
    format!(
        "<div class=\"wb-choices\">\n\
         <p>{}</p>\n\
         <p class=\"wb-field\"><textarea rows=\"{ROWS}\" spellcheck=\"false\" aria-label=\"What it prints\"{}></textarea></p>\n\
         <p>{}</p>\n\
         <p class=\"wb-field\"><select aria-label=\"The line that is refused\"{}>\n<option value=\"\">which line?</option>\n{options}</select></p>\n\
         </div>\n",
        choice(&prints, "It compiles, and prints:"),
        field(&prints),
        choice(&refused, "The compiler refuses:"),
        field(&refused),
    )
}

fn data_right(is_right: bool) -> &'static str {
    if is_right { " data-right" } else { "" }
}

fn data_answers(answers: &[impl AsRef<str>]) -> String {
    let tidied: Vec<String> = answers.iter().map(|text| tidy(text.as_ref())).collect();
    let json = serde_json::to_string(&tidied).unwrap_or_default();
    format!(" data-answers=\"{}\"", escape(&json))
}

/// Small letters, single spaces, no empty lines; the script does the same to what a reader writes.
pub fn tidy(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let filled: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    filled.join("\n").to_lowercase()
}

fn answer(ask: &Ask) -> String {
    match ask {
        Ask::ShortAnswer { answers, .. } => answers[0].clone(),
        Ask::Tracing {
            outcome: Outcome::Prints(text),
            ..
        } => {
            format!("It prints:\n\n```text\n{}\n```", text.trim_end())
        }
        Ask::Tracing {
            program,
            outcome: Outcome::Refused { line },
        } => {
            let refused = program.lines().nth(line - 1).unwrap_or_default();
            format!("The compiler refuses line {line}: `{}`", refused.trim())
        }
        Ask::MultipleChoice { choices, .. } => {
            let right = choices.iter().filter(|choice| choice.is_right);
            let lines: Vec<String> = right.map(|choice| format!("- {}", choice.text)).collect();
            lines.join("\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::schema::tests::TRACED;

    const OTHERS: &str = r#"
[[questions]]
type = "ShortAnswer"
id = "how-many"
prompt.prompt = "How *many*?"
answer.answer = "Nine  \"workers\""
answer.alternatives = ["9"]
context = "Rate times time."

[[questions]]
type = "Tracing"
id = "refused"
prompt.program = """
fn main() {
    let n: u8 = "<";
}
"""
answer.doesCompile = false
answer.lineNumber = 2
context = "A text is no number."

[[questions]]
type = "Tracing"
id = "another"
prompt.program = "fn main() {}"
answer.doesCompile = true
answer.stdout = ""
context = "Nothing is printed."
"#;

    fn rendered(text: &str) -> String {
        let questions = Questions::parse(text);
        let questions = questions.unwrap_or_else(|faults| panic!("{faults:?}"));
        render("03-races", &questions, &Workbook::at("."))
    }

    #[track_caller]
    fn assert_has(html: &str, expected: &[&str]) {
        for expected in expected {
            assert!(html.contains(expected), "no {expected} in {html}");
        }
    }

    #[test]
    fn a_question_has_its_place_its_text_and_its_folded_answer() {
        let html = rendered(OTHERS);
        assert_has(
            &html,
            &[
                "### Questions {#quiz-03-races}",
                "data-id=\"how-many\" aria-describedby=\"quiz-03-races-how-many\"",
                "<legend>Question 1 of 3</legend>",
                "\n\nHow *many*?\n\n",
                "<summary>Answer</summary><div>\n\nNine  \"workers\"\n\nRate times time.\n\n",
            ],
        );
    }

    #[test]
    fn what_is_right_is_marked_for_the_script() {
        let html = rendered(&format!("{OTHERS}{TRACED}"));
        assert_has(
            &html,
            &[
                "data-answers=\"[&quot;nine \\&quot;workers\\&quot;&quot;,&quot;9&quot;]\"",
                "aria-label=\"What it prints\" data-answers=\"[&quot;2&quot;]\"",
                "aria-label=\"The line that is refused\" data-answers=\"[&quot;2&quot;]\"",
                "name=\"quiz-03-races-refused\" data-right> <span>The compiler refuses:",
                "name=\"quiz-03-races-traced\" data-right> <span>It compiles",
            ],
        );
        assert_eq!(html.matches("data-right").count(), 3, "{html}");
    }

    #[test]
    fn lines_are_numbered_and_those_with_code_can_be_chosen() {
        let html = rendered(OTHERS);
        assert_has(
            &html,
            &[
                "aria-hidden=\"true\">1\n2\n3\n</span>",
                "<option value=\"2\">2: let n: u8 = &quot;&lt;&quot;;</option>",
            ],
        );
        assert!(
            !html.contains("<option value=\"3\">"),
            "a brace is no line to choose"
        );
    }

    #[test]
    fn an_answer_is_the_same_however_it_is_typed() {
        assert_eq!(tidy("  Views:\t1 \n\n done\n"), "views: 1\ndone");
    }
}

//! A page's quizzes, answered by keyboard: each question wrongly first, and then rightly.
//!
//! What is right stands in the page, where the book builder has put it for `theme/quiz.js`.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::keyboard::{Keyboard, Step, key};
use crate::report::Fault;

const QUIZZES: &str = include_str!("../scripts/quizzes.js");
const JUDGED: &str = include_str!("../scripts/judged.js");

/// No question has this answer.
const NONSENSE: &str = "nothing of all that";

/// As `scripts/quizzes.js` returns it.
#[derive(Deserialize)]
pub struct Quiz {
    name: String,
    questions: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    /// Unique in its page.
    id: String,
    may_choose_several: bool,
    /// Whether it is right to choose them; none where an answer is written.
    choices: Vec<bool>,
    field: Option<Field>,
}

/// What a right answer goes into.
#[derive(Deserialize)]
struct Field {
    element: Element,
    answer: String,
    /// The values of a `select`, in the order in which they stand there.
    options: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Element {
    Input,
    Select,
    TextArea,
}

/// As `scripts/judged.js` returns it.
#[derive(Debug, Deserialize)]
struct Judged {
    said: String,
    is_unfolded: bool,
    is_marked: bool,
    has_focus: bool,
}

pub async fn check(keyboard: &Keyboard<'_>) -> Result<()> {
    let quizzes = keyboard.window.ask(QUIZZES).await?;
    let quizzes: Vec<Quiz> = serde_json::from_value(quizzes).context("reading a page's quizzes")?;
    for quiz in &quizzes {
        quiz.answer(keyboard).await?;
    }
    Ok(())
}

impl Quiz {
    /// From a link to it; afterwards it is started again, and its first question is answered once more.
    async fn answer(&self, keyboard: &Keyboard<'_>) -> Result<()> {
        keyboard.follow(&format!("quiz-{}", self.name)).await?;
        for (done, question) in (1..).zip(&self.questions) {
            self.try_both(keyboard, question, done).await?;
        }
        let Some(first) = self.questions.first() else {
            return Ok(());
        };
        keyboard.forward(".wb-quiz > .wb-bar button").await?;
        keyboard.press(&[key::ENTER]).await?;
        keyboard
            .must_be_at(&first.control(), "starting again")
            .await?;
        self.try_both(keyboard, first, 1).await
    }

    async fn try_both(
        &self,
        keyboard: &Keyboard<'_>,
        question: &Question,
        done: usize,
    ) -> Result<()> {
        let id = &question.id;
        keyboard.forward(&question.control()).await?;
        keyboard.take(&question.wrong()).await?;
        let wrong = question.judged(keyboard).await?;
        if !wrong.is_refused() {
            bail!(Fault(format!("{id}: after a wrong answer: {wrong:?}")));
        }
        keyboard.take(&question.right()).await?;
        let right = question.judged(keyboard).await?;
        let count = format!("{done} of {} answered", self.questions.len());
        if !right.is_accepted() || !right.said.contains(&count) {
            bail!(Fault(format!(
                "{id}: after the right answer, which makes {count}: {right:?}"
            )));
        }
        Ok(())
    }
}

impl Judged {
    /// `No. Look again.`, or `Not yet: …`
    fn is_refused(&self) -> bool {
        self.said.starts_with("No") && self.has_focus && !self.is_unfolded && !self.is_marked
    }

    fn is_accepted(&self) -> bool {
        self.said.starts_with("Right.") && self.has_focus && self.is_unfolded && self.is_marked
    }
}

impl Question {
    async fn judged(&self, keyboard: &Keyboard<'_>) -> Result<Judged> {
        // Nothing has the focus, or it is out of sight: that is said first.
        keyboard.is_at("*").await?;
        let judged = keyboard
            .window
            .ask_with(JUDGED, vec![json!(self.id)])
            .await?;
        serde_json::from_value(judged)
            .map_err(|_| Fault(format!("{}: its page is gone", self.id)).into())
    }

    /// The first element that takes an answer.
    fn control(&self) -> String {
        self.part("input")
    }

    fn part(&self, selector: &str) -> String {
        format!("[data-id=\"{}\"] {selector}", self.id)
    }

    /// From its first control to a wrong answer, judged.
    fn wrong(&self) -> Vec<Step> {
        if self.choices.is_empty() {
            return vec![Step::Press(typed(NONSENSE, key::ENTER))];
        }
        if self.may_choose_several {
            let mut keys = chosen(&self.wrong_choices());
            keys.push(key::ENTER);
            return vec![Step::Press(keys)];
        }
        let mut keys = vec![key::SPACE];
        // Elsewhere in a page this key turns it.
        keys.extend(vec![key::RIGHT; self.wrong_choice()]);
        self.judge_choice(keys)
    }

    /// From the wrong answer to the right one, judged.
    fn right(&self) -> Vec<Step> {
        if self.choices.is_empty() {
            let mut keys = vec![key::BACKSPACE; NONSENSE.len()];
            keys.extend(typed(self.answer(), key::ENTER));
            return vec![Step::Press(keys)];
        }
        if self.may_choose_several {
            let mut keys = changed_backwards(&self.wrong_choices(), &self.choices);
            keys.push(key::ENTER);
            return vec![Step::Press(keys)];
        }
        let all = self.choices.len();
        let right = self.choices.iter().position(|is_right| *is_right);
        let further = (right.unwrap_or(0) + all - self.wrong_choice()) % all;
        let keys = vec![key::RIGHT; further];
        let Some(field) = &self.field else {
            return self.judge_choice(keys);
        };
        vec![
            Step::Back(self.part("input")),
            Step::Press(keys),
            Step::Forward(self.part(field.selector())),
            Step::Press(field.keys()),
            Step::Forward(self.part(".wb-button")),
            Step::Press(vec![key::SPACE]),
        ]
    }

    /// A choice that a field belongs to is judged by the button, for a text may have more than one line.
    fn judge_choice(&self, mut keys: Vec<char>) -> Vec<Step> {
        if self.field.is_none() {
            keys.push(key::ENTER);
            return vec![Step::Press(keys)];
        }
        vec![
            Step::Press(keys),
            Step::Forward(self.part(".wb-button")),
            Step::Press(vec![key::SPACE]),
        ]
    }

    fn answer(&self) -> &str {
        self.field.as_ref().map_or("", |field| &field.answer)
    }

    /// Of choices that exclude each other.
    fn wrong_choice(&self) -> usize {
        let wrong = self.choices.iter().position(|is_right| !is_right);
        wrong.unwrap_or(0)
    }

    /// All of them; or, where all are right, all but the first.
    fn wrong_choices(&self) -> Vec<bool> {
        let all_are_right = self.choices.iter().all(|is_right| *is_right);
        (0..self.choices.len())
            .map(|choice| choice > 0 || !all_are_right)
            .collect()
    }
}

impl Field {
    fn selector(&self) -> &'static str {
        match self.element {
            Element::Input => "input[type=text]",
            Element::Select => "select",
            Element::TextArea => "textarea",
        }
    }

    fn keys(&self) -> Vec<char> {
        if self.element != Element::Select {
            return lines(&self.answer);
        }
        let at = self.options.iter().position(|value| *value == self.answer);
        vec![key::DOWN; at.unwrap_or(0)]
    }
}

fn typed(text: &str, last: char) -> Vec<char> {
    let mut keys = lines(text);
    keys.push(last);
    keys
}

fn lines(text: &str) -> Vec<char> {
    let key = |c| if c == '\n' { key::ENTER } else { c };
    text.chars().map(key).collect()
}

/// From the first of some boxes to the last.
fn chosen(boxes: &[bool]) -> Vec<char> {
    let mut keys = Vec::new();
    for (at, choose) in boxes.iter().enumerate() {
        if at > 0 {
            keys.push(key::TAB);
        }
        if *choose {
            keys.push(key::SPACE);
        }
    }
    keys
}

/// From the last box to the first.
fn changed_backwards(before: &[bool], after: &[bool]) -> Vec<char> {
    let mut keys = Vec::new();
    for (at, (before, after)) in before.iter().zip(after).enumerate().rev() {
        if before != after {
            keys.push(key::SPACE);
        }
        if at > 0 {
            keys.extend([key::SHIFT, key::TAB]);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::key::{DOWN, ENTER, RIGHT, SHIFT, SPACE, TAB};
    use super::*;

    fn question(may_choose_several: bool, choices: &[bool]) -> Question {
        Question {
            id: "q".into(),
            may_choose_several,
            choices: choices.to_vec(),
            field: None,
        }
    }

    #[track_caller]
    fn keys(steps: &[Step]) -> &[char] {
        match steps {
            [Step::Press(keys)] => keys,
            _ => panic!("{steps:?}"),
        }
    }

    #[test]
    fn one_choice_is_reached_from_the_one_before() {
        let question = question(false, &[true, false, false]);
        assert_eq!(keys(&question.wrong()), [SPACE, RIGHT, ENTER]);
        assert_eq!(keys(&question.right()), [RIGHT, RIGHT, ENTER]);
    }

    #[test]
    fn of_several_choices_the_wrong_ones_are_taken_back() {
        let question = question(true, &[true, false]);
        assert_eq!(keys(&question.wrong()), [SPACE, TAB, SPACE, ENTER]);
        assert_eq!(keys(&question.right()), [SPACE, SHIFT, TAB, ENTER]);
    }

    #[test]
    fn where_every_choice_is_right_the_first_is_missing_before() {
        let question = question(true, &[true, true]);
        assert_eq!(keys(&question.wrong()), [TAB, SPACE, ENTER]);
        assert_eq!(keys(&question.right()), [SHIFT, TAB, SPACE, ENTER]);
    }

    #[test]
    fn a_line_is_chosen_in_its_list() {
        let field = Field {
            element: Element::Select,
            answer: "5".into(),
            options: ["", "2", "5"].map(String::from).into(),
        };
        assert_eq!(field.keys(), [DOWN, DOWN]);
    }
}

//! The questions of a quiz, in the TOML schema of mdbook-quiz.
//!
//! Of that schema, `multipart`, `promptExplanation` and `prompt.response` are not known here, and `id` and
//! `context` are not optional. `explored`, `ran` and `standsFor` are ours; other readers of the schema pass over
//! keys that they do not know.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Spanned, Table, Value};

use super::Fault;
use crate::listing::Listing;

/// In the order of the file.
#[derive(Debug)]
pub struct Questions(pub Vec<Question>);

#[derive(Debug)]
pub struct Question {
    /// From 1.
    pub number: usize,
    /// Of its `[[questions]]` in the file, from 1.
    pub line: usize,
    /// Small letters, digits and hyphens. The reader's browser remembers it, so it stays when a text changes.
    pub id: String,
    pub ask: Ask,
    /// Markdown: why the answer is what it is.
    pub context: String,
    /// `None` also for a [`Ask::Tracing`], which proves itself.
    pub proof: Option<Proof>,
}

#[derive(Debug)]
pub enum Ask {
    /// A word or a number, in any of these spellings.
    ShortAnswer {
        prompt: String,
        answers: Vec<String>,
    },
    /// A whole program, compiled and run by the check.
    Tracing { program: String, outcome: Outcome },
    MultipleChoice {
        prompt: String,
        /// In the order in which they are shown.
        choices: Vec<Choice>,
        /// As many as are right can be chosen, be it one.
        several: bool,
    },
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Prints(String),
    /// rustc's errors are in this line of the program, from 1.
    Refused {
        line: usize,
    },
}

#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Markdown, a line of it.
    pub text: String,
    pub is_right: bool,
    /// What a listing would have printed; `None` if it is no output, which only matters with a [`Proof`].
    pub output: Option<String>,
}

/// The listing whose recorded output the answers are compared with; the page shows it beneath the prompt.
#[derive(Debug)]
pub enum Proof {
    /// Over all schedules: the right answers are everything that it can print.
    Explored(Listing),
    /// Once: the right answer is what it prints.
    Ran(Listing),
}

impl Proof {
    pub fn listing(&self) -> &Listing {
        match self {
            Proof::Explored(listing) | Proof::Ran(listing) => listing,
        }
    }
}

impl Question {
    /// Something is compiled or run to know the answer.
    pub fn is_tried(&self) -> bool {
        self.proof.is_some() || matches!(self.ask, Ask::Tracing { .. })
    }

    /// A fault with the question's place.
    pub fn fault(&self, message: impl AsRef<str>) -> Fault {
        fault(self.number, self.line, message.as_ref())
    }
}

fn fault(number: usize, line: usize, message: &str) -> Fault {
    Fault {
        line: Some(line),
        message: format!("question {number}: {message}"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    questions: Vec<Spanned<Table>>,
}

/// A question without its `type`.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "camelCase",
    bound(deserialize = "P: DeserializeOwned, A: DeserializeOwned")
)]
struct Fields<P, A> {
    id: String,
    prompt: P,
    answer: A,
    context: String,
    explored: Option<String>,
    ran: Option<String>,
    #[serde(default)]
    stands_for: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortPrompt {
    prompt: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortAnswer {
    answer: String,
    #[serde(default)]
    alternatives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TracingPrompt {
    program: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TracingAnswer {
    does_compile: bool,
    stdout: Option<String>,
    line_number: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ChoicePrompt {
    prompt: String,
    distractors: Vec<String>,
    answer_index: Option<usize>,
    #[serde(default)]
    sort_answers: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceAnswer {
    answer: OneOrSeveral,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

impl Questions {
    /// All faults at once, but those that stop the reading.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let file: File = toml::from_str(text).map_err(|error| vec![unreadable(text, &error)])?;
        let mut questions = Vec::new();
        let mut faults = Vec::new();
        for (number, table) in (1..).zip(file.questions) {
            let line = line_of(text, table.span().start);
            match question(number, line, table.into_inner()) {
                Ok(question) => questions.push(question),
                Err(message) => faults.push(fault(number, line, &message)),
            }
        }
        faults.extend(repeated_ids(&questions));
        faults.extend(too_little_tried(&questions));
        match faults.is_empty() {
            true => Ok(Questions(questions)),
            false => Err(faults),
        }
    }
}

fn unreadable(text: &str, error: &toml::de::Error) -> Fault {
    Fault {
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_owned(),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn question(number: usize, line: usize, mut table: Table) -> Result<Question, String> {
    let kind = table.remove("type");
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    let (id, context, proof, ask) = match kind {
        "ShortAnswer" => parts(table, short_answer)?,
        "Tracing" => parts(table, tracing)?,
        "MultipleChoice" => parts(table, multiple_choice)?,
        _ => return Err("its `type` is one of ShortAnswer, Tracing, MultipleChoice".into()),
    };
    if !is_id(&id) {
        return Err(format!(
            "`{id}` is no id: small letters, digits and hyphens"
        ));
    }
    if proof.is_some() && matches!(ask, Ask::Tracing { .. }) {
        return Err("a Tracing question has its own program, and no listing".into());
    }
    Ok(Question {
        number,
        line,
        id,
        ask,
        context,
        proof,
    })
}

type Parts = (String, String, Option<Proof>, Ask);

fn parts<P: DeserializeOwned, A: DeserializeOwned>(
    table: Table,
    ask: impl Fn(&mut Fields<P, A>) -> Result<Ask, String>,
) -> Result<Parts, String> {
    let fields = Value::Table(table).try_into::<Fields<P, A>>();
    let mut fields = fields.map_err(|error| error.message().to_owned())?;
    let ask = ask(&mut fields)?;
    let proof = match (fields.explored, fields.ran) {
        (None, None) => None,
        (Some(name), None) => Some(Proof::Explored(Listing::named(name))),
        (None, Some(name)) => Some(Proof::Ran(Listing::named(name))),
        (Some(_), Some(_)) => return Err("its listing is either `explored` or `ran`".into()),
    };
    Ok((fields.id, fields.context, proof, ask))
}

fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(fits)
}

fn short_answer(fields: &mut Fields<ShortPrompt, ShortAnswer>) -> Result<Ask, String> {
    let mut answers = vec![std::mem::take(&mut fields.answer.answer)];
    answers.append(&mut fields.answer.alternatives);
    Ok(Ask::ShortAnswer {
        prompt: std::mem::take(&mut fields.prompt.prompt),
        answers,
    })
}

fn tracing(fields: &mut Fields<TracingPrompt, TracingAnswer>) -> Result<Ask, String> {
    let answer = &mut fields.answer;
    let outcome = match (
        answer.does_compile,
        answer.stdout.take(),
        answer.line_number,
    ) {
        (true, Some(stdout), None) => Outcome::Prints(stdout),
        (false, None, Some(line)) => Outcome::Refused { line },
        (true, ..) => return Err("what compiles needs `answer.stdout`, and no line".into()),
        (false, ..) => {
            return Err("what doesn't compile needs `answer.lineNumber`, and no output".into());
        }
    };
    let program = std::mem::take(&mut fields.prompt.program);
    let lines = program.lines().count();
    match outcome {
        Outcome::Refused { line } if line == 0 || line > lines => {
            Err(format!("its program has no line {line}"))
        }
        outcome => Ok(Ask::Tracing { program, outcome }),
    }
}

fn multiple_choice(fields: &mut Fields<ChoicePrompt, ChoiceAnswer>) -> Result<Ask, String> {
    let (right, several) = match &fields.answer.answer {
        OneOrSeveral::One(text) => (vec![text.clone()], false),
        OneOrSeveral::Several(texts) => (texts.clone(), true),
    };
    let wrong = std::mem::take(&mut fields.prompt.distractors);
    let as_choice = |is_right: bool| {
        let stands_for = &fields.stands_for;
        move |text: String| Choice {
            output: stands_for.get(&text).cloned().or_else(|| quoted(&text)),
            text,
            is_right,
        }
    };
    let right: Vec<Choice> = right.into_iter().map(as_choice(true)).collect();
    let wrong: Vec<Choice> = wrong.into_iter().map(as_choice(false)).collect();
    faults_of_choices(&right, &wrong, &fields.stands_for)?;
    Ok(Ask::MultipleChoice {
        prompt: std::mem::take(&mut fields.prompt.prompt),
        choices: in_order(&fields.id, &fields.prompt, right, wrong),
        several,
    })
}

/// `` `2 views` `` is an output; other texts are not.
fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('`')?.strip_suffix('`')?;
    (!inner.contains('`')).then(|| inner.to_owned())
}

fn faults_of_choices(
    right: &[Choice],
    wrong: &[Choice],
    stands_for: &BTreeMap<String, String>,
) -> Result<(), String> {
    if right.is_empty() || wrong.is_empty() {
        return Err("it needs a right choice, and a distractor".into());
    }
    let mut texts = BTreeSet::new();
    for Choice { text, .. } in right.iter().chain(wrong) {
        if text.contains('\n') {
            return Err(format!("a choice is a single line: `{text}`"));
        }
        if !texts.insert(text.as_str()) {
            return Err(format!("`{text}` is among its choices twice"));
        }
    }
    match stands_for
        .keys()
        .find(|text| !texts.contains(text.as_str()))
    {
        Some(text) => Err(format!("`standsFor` has `{text}`, which is no choice")),
        None => Ok(()),
    }
}

/// The same order in each build, in which the right ones have no place of their own.
fn in_order(
    id: &str,
    prompt: &ChoicePrompt,
    right: Vec<Choice>,
    mut wrong: Vec<Choice>,
) -> Vec<Choice> {
    if let Some(index) = prompt.answer_index {
        let at = index.min(wrong.len());
        wrong.splice(at..at, right);
        return wrong;
    }
    let mut choices = right;
    choices.append(&mut wrong);
    match prompt.sort_answers {
        true => choices.sort_by(|a, b| a.text.cmp(&b.text)),
        false => choices.sort_by_key(|choice| hash(&format!("{}/{id}", choice.text))),
    }
    choices
}

/// FNV-1a with the mixing step of MurmurHash3, without which texts of a letter keep their order.
/// It stays what it is; the hasher of `std` may change with each version.
fn hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

fn repeated_ids(questions: &[Question]) -> Vec<Fault> {
    let mut seen = BTreeMap::new();
    questions
        .iter()
        .filter_map(|question| {
            let first = seen.insert(&question.id, question.number)?;
            Some(question.fault(format!("question {first} has the id `{}` too", question.id)))
        })
        .collect()
}

/// A quiz is about what programs do, so most of its answers have been tried.
fn too_little_tried(questions: &[Question]) -> Option<Fault> {
    let (all, untried) = (
        questions.len(),
        questions.iter().filter(|q| !q.is_tried()).count(),
    );
    (untried * 3 > all).then(|| {
        Fault::of_all(format!(
            "{untried} of {all} answers are tried by nothing, and at most a third may be: \
             let a question trace a program, or give it a listing that was `explored` or `ran`"
        ))
    })
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub const TRACED: &str = r#"
[[questions]]
type = "Tracing"
id = "traced"
prompt.program = """
fn main() {
    println!("{}", 1 + 1);
}
"""
answer.doesCompile = true
answer.stdout = "2"
context = "It adds."
"#;

    const CHOICE: &str = r#"
[[questions]]
type = "MultipleChoice"
id = "three-adders"
explored = "03-races/quiz_three_adders"
prompt.prompt = "What can it print?"
prompt.distractors = ["`0`", "`4`"]
answer.answer = ["`1`", "`2`", "`3`"]
context = "All three may load 0."
"#;

    const SHORT: &str = r#"
[[questions]]
type = "ShortAnswer"
id = "how-many"
prompt.prompt = "How many?"
answer.answer = "9"
answer.alternatives = ["nine"]
context = "Rate times time."
"#;

    fn parsed(text: &str) -> Vec<Question> {
        let questions = Questions::parse(text);
        questions.unwrap_or_else(|faults| panic!("{faults:?}")).0
    }

    /// The first fault of a quiz with this piece changed.
    #[track_caller]
    fn fault_of(text: &str, from: &str, to: &str) -> Fault {
        assert!(text.contains(from), "no {from}");
        let faults = Questions::parse(&text.replace(from, to));
        faults.expect_err("it must not be read").remove(0)
    }

    fn texts(choices: &[Choice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.text.as_str()).collect()
    }

    #[test]
    fn the_three_kinds_of_the_schema_are_read() {
        let questions = parsed(&format!("{CHOICE}{TRACED}{SHORT}"));
        let [choice, traced, short] = &questions[..] else {
            panic!("{questions:?}");
        };
        let Ask::MultipleChoice {
            choices, several, ..
        } = &choice.ask
        else {
            panic!("{choice:?}");
        };
        assert!(several);
        let right = choices.iter().filter(|choice| choice.is_right);
        assert_eq!(right.count(), 3);
        let Ask::Tracing { outcome, .. } = &traced.ask else {
            panic!("{traced:?}");
        };
        assert_eq!(*outcome, Outcome::Prints("2".into()));
        let Ask::ShortAnswer { answers, .. } = &short.ask else {
            panic!("{short:?}");
        };
        assert_eq!(answers[..], ["9", "nine"]);
        assert_eq!(
            (traced.number, traced.line),
            (2, CHOICE.lines().count() + 2)
        );
    }

    #[test]
    fn one_answer_that_is_no_list_is_chosen_alone() {
        let text = CHOICE.replace(r#"["`1`", "`2`", "`3`"]"#, "\"`1`\"");
        let Ask::MultipleChoice { several, .. } = parsed(&text)[0].ask else {
            panic!("it is a choice");
        };
        assert!(!several);
    }

    #[test]
    fn the_order_of_choices_follows_from_the_id_alone() {
        let order = |text: &str| {
            let Ask::MultipleChoice { choices, .. } = parsed(text).remove(0).ask else {
                panic!("it is a choice");
            };
            texts(&choices).join(" ")
        };
        assert_eq!(order(CHOICE), "`0` `2` `3` `4` `1`");
        let listed_otherwise = CHOICE.replace(r#""`1`", "`2`", "`3`""#, r#""`3`", "`2`", "`1`""#);
        assert_eq!(order(&listed_otherwise), order(CHOICE));
        assert_ne!(order(&CHOICE.replace("adders", "sums")), order(CHOICE));
        let sorted = CHOICE.replace("answer.answer", "prompt.sortAnswers = true\nanswer.answer");
        assert_eq!(order(&sorted), "`0` `1` `2` `3` `4`");
        let placed = CHOICE.replace("answer.answer", "prompt.answerIndex = 1\nanswer.answer");
        assert_eq!(order(&placed), "`0` `1` `2` `3` `4`");
    }

    #[test]
    fn a_right_choice_is_first_as_often_as_chance_has_it() {
        let first_is_right = |n: &usize| {
            let text = CHOICE.replace("three-adders", &format!("id-{n}"));
            let Ask::MultipleChoice { choices, .. } = parsed(&text).remove(0).ask else {
                panic!("it is a choice");
            };
            choices[0].is_right
        };
        let count = (0..100).filter(first_is_right).count();
        assert!((45..75).contains(&count), "{count} of 100; 60 are expected");
    }

    #[test]
    fn words_may_stand_for_an_outcome_that_is_no_output() {
        let text = CHOICE.replace("`4`", "nothing") + "standsFor.nothing = \"[deadlock]\"\n";
        let Ask::MultipleChoice { choices, .. } = parsed(&text).remove(0).ask else {
            panic!("it is a choice");
        };
        let outputs = choices.iter().filter_map(|choice| choice.output.as_deref());
        assert!(outputs.collect::<Vec<_>>().contains(&"[deadlock]"));
        let fault = fault_of(&text, "standsFor.nothing", "standsFor.something");
        assert_eq!(
            fault.message,
            "question 1: `standsFor` has `something`, which is no choice"
        );
    }

    #[test]
    fn what_is_malformed_is_told_with_its_question_and_line() {
        let two = format!("{TRACED}{CHOICE}");
        let line = TRACED.lines().count() + 2;
        for (from, to, expected) in [
            ("MultipleChoice", "Choice", "its `type` is one of"),
            ("distractors", "distractor", "unknown field `distractor`"),
            ("explored", "exploded", "unknown field `exploded`"),
            ("context = \"All", "# \"All", "missing field `context`"),
            ("\"three-adders\"", "\"Three Adders\"", "is no id"),
            ("\"three-adders\"", "\"traced\"", "question 1 has the id"),
            ("\"`4`\"", "\"`3`\"", "`3`` is among its choices twice"),
            ("\"`4`\"", "\"a\\nb\"", "a choice is a single line"),
            ("[\"`0`\", \"`4`\"]", "[]", "and a distractor"),
            (
                "explored",
                "ran = \"b\"\nexplored",
                "either `explored` or `ran`",
            ),
        ] {
            let fault = fault_of(&two, from, to);
            assert_eq!(fault.line, Some(line), "{fault:?}");
            assert!(fault.message.starts_with("question 2: "), "{fault:?}");
            assert!(fault.message.contains(expected), "{fault:?}");
        }
    }

    #[test]
    fn a_trace_says_what_it_prints_or_where_it_is_refused() {
        for (from, to, expected) in [
            ("answer.stdout = \"2\"", "", "needs `answer.stdout`"),
            ("= true", "= false", "needs `answer.lineNumber`"),
            (
                "= true\nanswer.stdout = \"2\"",
                "= false\nanswer.lineNumber = 9",
                "has no line 9",
            ),
            ("context", "ran = \"a\"\ncontext", "has its own program"),
        ] {
            let fault = fault_of(TRACED, from, to);
            assert!(fault.message.contains(expected), "{fault:?}");
        }
    }

    #[test]
    fn text_that_is_no_toml_is_told_with_its_line() {
        let fault = fault_of(TRACED, "answer.stdout = \"2\"", "answer.stdout = 2\"");
        assert_eq!(fault.line, Some(11), "{fault:?}");
    }

    #[test]
    fn most_answers_are_tried() {
        assert_eq!(parsed(&format!("{CHOICE}{TRACED}{SHORT}")).len(), 3);
        let fault = fault_of(&format!("{CHOICE}{SHORT}"), "", "");
        assert!(
            fault
                .message
                .starts_with("1 of 2 answers are tried by nothing")
        );
    }
}

//! Values and the expressions over them: `seen + 1`, `ended && views == 1`, `order == 'none'`.
//!
//! A word stands in single quotes, so that a mistyped name is never taken for one.

use std::fmt;

use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Truth(bool),
    Number(i64),
    Word(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Value(Value),
    Name(String),
    Pair(Box<Expression>, Operator, Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Equal,
    Unequal,
    Less,
    And,
    Or,
}

/// Weakest first; of each level, all operators bind to the left.
const LEVELS: [&[(&str, Operator)]; 4] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<", Operator::Less),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
];

impl Value {
    pub fn word(text: &str) -> Self {
        Value::Word(text.to_owned())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Truth(truth) => write!(f, "{truth}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Word(word) if word.is_empty() => f.write_str("nothing"),
            Value::Word(word) => f.write_str(word),
        }
    }
}

impl Expression {
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = tokens(text)?;
        tokens.reverse();
        let expression = level(&mut tokens, 0)?;
        match tokens.pop() {
            None => Ok(expression),
            Some(rest) => Err(format!("`{rest}` is too much in `{text}`")),
        }
    }

    /// `read` knows the names.
    pub fn evaluate(&self, read: &dyn Fn(&str) -> Option<Value>) -> Result<Value, String> {
        match self {
            Expression::Value(value) => Ok(value.clone()),
            Expression::Name(name) => {
                read(name).ok_or_else(|| format!("`{name}` has no value here"))
            }
            Expression::Pair(left, operator, right) => {
                operator.apply(left.evaluate(read)?, right.evaluate(read)?)
            }
        }
    }

    /// What `+` makes of two values.
    pub fn sum(left: Value, right: Value) -> Result<Value, String> {
        Operator::Plus.apply(left, right)
    }

    /// The names that it reads, for messages about one that does not exist.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Expression::Value(_) => Vec::new(),
            Expression::Name(name) => vec![name],
            Expression::Pair(left, _, right) => [left.names(), right.names()].concat(),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Value(value) => write!(f, "{value}"),
            Expression::Name(name) => f.write_str(name),
            Expression::Pair(left, operator, right) => {
                write!(f, "{left} {} {right}", operator.sign())
            }
        }
    }
}

impl Operator {
    fn sign(self) -> &'static str {
        let all = LEVELS.iter().copied().flatten();
        all.into_iter()
            .find(|(_, operator)| *operator == self)
            .map_or("", |(sign, _)| sign)
    }

    fn apply(self, left: Value, right: Value) -> Result<Value, String> {
        use Value::{Number, Truth, Word};
        Ok(match (self, left, right) {
            (Operator::Equal, a, b) => Truth(a == b),
            (Operator::Unequal, a, b) => Truth(a != b),
            (Operator::Plus, Number(a), Number(b)) => Number(a + b),
            (Operator::Plus, Word(a), Word(b)) => Word(a + &b),
            (Operator::Minus, Number(a), Number(b)) => Number(a - b),
            (Operator::Less, Number(a), Number(b)) => Truth(a < b),
            (Operator::And, Truth(a), Truth(b)) => Truth(a && b),
            (Operator::Or, Truth(a), Truth(b)) => Truth(a || b),
            (_, a, b) => return Err(format!("`{a} {} {b}` makes no sense", self.sign())),
        })
    }
}

/// Takes from the end: the tokens are in reverse order.
fn level(tokens: &mut Vec<String>, depth: usize) -> Result<Expression, String> {
    let Some(operators) = LEVELS.get(depth) else {
        return atom(tokens);
    };
    let mut left = level(tokens, depth + 1)?;
    while let Some((_, operator)) = operators
        .iter()
        .find(|(sign, _)| tokens.last().is_some_and(|token| token == sign))
    {
        tokens.pop();
        let right = level(tokens, depth + 1)?;
        left = Expression::Pair(Box::new(left), *operator, Box::new(right));
    }
    Ok(left)
}

fn atom(tokens: &mut Vec<String>) -> Result<Expression, String> {
    let token = tokens.pop().ok_or("an expression ends too early")?;
    if token == "(" {
        let inner = level(tokens, 0)?;
        return match tokens.pop().as_deref() {
            Some(")") => Ok(inner),
            _ => Err("a parenthesis is never closed".into()),
        };
    }
    if let Some(word) = token.strip_prefix('\'') {
        return Ok(Expression::Value(Value::word(word)));
    }
    if token == "-"
        && let Some(Ok(number)) = tokens.pop().map(|token| token.parse::<i64>())
    {
        return Ok(Expression::Value(Value::Number(-number)));
    }
    if let Ok(number) = token.parse() {
        return Ok(Expression::Value(Value::Number(number)));
    }
    match token.as_str() {
        "true" => Ok(Expression::Value(Value::Truth(true))),
        "false" => Ok(Expression::Value(Value::Truth(false))),
        name if is_name(name) => Ok(Expression::Name(token)),
        _ => Err(format!("`{token}` is no value")),
    }
}

pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(of_a_name)
}

fn of_a_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.'
}

/// A quoted word keeps its opening quote, which tells it from a name.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => {
                let close = rest[1..].find('\'');
                let close = close.ok_or_else(|| format!("a quote is never closed in `{text}`"))?;
                found.push(rest[..=close].to_owned());
                rest = rest[close + 2..].trim_start();
                continue;
            }
            c if of_a_name(c) => rest.find(|c| !of_a_name(c)).unwrap_or(rest.len()),
            _ if ["||", "&&", "==", "!="]
                .iter()
                .any(|two| rest.starts_with(two)) =>
            {
                2
            }
            c => c.len_utf8(),
        };
        found.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<Value, String> {
        let read = |name: &str| (name == "seen").then_some(Value::Number(2));
        Expression::parse(text)?.evaluate(&read)
    }

    #[test]
    fn sums_bind_more_than_comparisons_and_these_more_than_and() {
        assert_eq!(value("seen + 1 - 2"), Ok(Value::Number(1)));
        assert_eq!(value("seen + -1"), Ok(Value::Number(1)));
        assert_eq!(value("seen + 1 == 3 && 1 < seen"), Ok(Value::Truth(true)));
        assert_eq!(
            value("false && (true || true) || seen != 2"),
            Ok(Value::Truth(false))
        );
    }

    #[test]
    fn words_are_quoted_and_plus_joins_them() {
        assert_eq!(value("'a' + 'b' == 'ab'"), Ok(Value::Truth(true)));
        assert_eq!(value("'' == 'none'"), Ok(Value::Truth(false)));
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        assert_eq!(value("saw"), Err("`saw` has no value here".into()));
        assert_eq!(value("seen < 'b'"), Err("`2 < b` makes no sense".into()));
        assert_eq!(value("seen +"), Err("an expression ends too early".into()));
        assert_eq!(value("(seen"), Err("a parenthesis is never closed".into()));
        assert_eq!(
            value("seen seen"),
            Err("`seen` is too much in `seen seen`".into())
        );
        assert!(value("'a").is_err());
    }
}

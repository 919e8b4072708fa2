//! One atomic step of a thread, as a puzzle's file spells it: `load views as seen`, `lock ann`,
//! `wait placed orders; goto 2`.
//!
//! What stands behind a semicolon happens in the same step: it concerns the thread alone, and nobody
//! could tell where it ends.

use super::expression::{Expression, Value, is_name};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub action: Action,
    pub then: Vec<Then>,
}

/// What others can notice, so there is one in each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Load {
        shared: String,
        local: String,
    },
    Store {
        shared: String,
        value: Expression,
    },
    /// Look and write in one: `fetch_add`, or a line of text for a log.
    Add {
        shared: String,
        value: Expression,
    },
    Lock {
        lock: String,
    },
    Unlock {
        lock: String,
    },
    Wait {
        condvar: String,
        lock: String,
    },
    NotifyOne {
        condvar: String,
    },
    NotifyAll {
        condvar: String,
    },
    Send {
        queue: String,
        value: Expression,
    },
    /// The local becomes `'end'` when the queue is empty and its senders are gone.
    Receive {
        queue: String,
        local: String,
    },
    /// The local becomes `'none'` when the queue is empty.
    TryReceive {
        queue: String,
        local: String,
    },
    /// Drops one sender.
    Close {
        queue: String,
    },
    Spawn {
        thread: String,
    },
    Join {
        thread: String,
    },
    /// `main` returns, and takes all others along.
    Exit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    Let { local: String, value: Expression },
    Goto { line: Target },
    If { condition: Expression, line: Target },
}

/// A line of the same thread, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Line(usize),
    End,
}

/// For the message about a step that does not exist.
const KNOWN: &str = "load … as …, store … …, add … …, lock, unlock, wait CONDVAR LOCK, notify_one, notify_all, \
                     send … …, recv … as …, try_recv … as …, close, spawn, join, exit";

impl Step {
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';').map(str::trim);
        let action = Action::parse(parts.next().unwrap_or_default())?;
        let then = parts.map(Then::parse).collect::<Result<_, _>>()?;
        Ok(Step { action, then })
    }
}

impl Action {
    fn parse(text: &str) -> Result<Self, String> {
        let (verb, rest) = split(text);
        let name = || name(rest);
        Ok(match verb {
            "load" => {
                let (shared, local) = into(rest)?;
                Action::Load { shared, local }
            }
            "store" => {
                let (shared, value) = named_value(rest)?;
                Action::Store { shared, value }
            }
            "add" => {
                let (shared, value) = named_value(rest)?;
                Action::Add { shared, value }
            }
            "lock" => Action::Lock { lock: name()? },
            "unlock" => Action::Unlock { lock: name()? },
            "wait" => {
                let (condvar, lock) = split(rest);
                Action::Wait {
                    condvar: self::name(condvar)?,
                    lock: self::name(lock)?,
                }
            }
            "notify_one" => Action::NotifyOne { condvar: name()? },
            "notify_all" => Action::NotifyAll { condvar: name()? },
            "send" => {
                let (queue, value) = named_value(rest)?;
                Action::Send { queue, value }
            }
            "recv" => {
                let (queue, local) = into(rest)?;
                Action::Receive { queue, local }
            }
            "try_recv" => {
                let (queue, local) = into(rest)?;
                Action::TryReceive { queue, local }
            }
            "close" => Action::Close { queue: name()? },
            "spawn" => Action::Spawn {
                thread: rest.into(),
            },
            "join" => Action::Join {
                thread: rest.into(),
            },
            "exit" => Action::Exit,
            _ => return Err(format!("there is no step `{verb}`; there are: {KNOWN}")),
        })
    }

    /// As the page lists it under its line: what to do, whatever the values.
    pub fn words(&self) -> String {
        match self {
            Action::Load { shared, .. } => format!("load {shared}"),
            Action::Store { shared, value } => format!("store {value} in {shared}"),
            Action::Add { shared, value } => match value {
                Expression::Value(Value::Number(less)) if *less < 0 => {
                    format!("take {} from {shared}", -less)
                }
                _ => format!("add {value} to {shared}"),
            },
            Action::Lock { lock } => format!("lock {lock}"),
            Action::Unlock { lock } => format!("unlock {lock}"),
            Action::Wait { condvar, lock } => {
                format!("let go of {lock} and sleep on {condvar}; woken, lock {lock}")
            }
            Action::NotifyOne { condvar } => format!("wake one that sleeps on {condvar}"),
            Action::NotifyAll { condvar } => format!("wake all that sleep on {condvar}"),
            Action::Send { queue, value } => format!("send {value} into {queue}"),
            Action::Receive { queue, .. } => format!("receive from {queue}"),
            Action::TryReceive { queue, .. } => format!("take from {queue}, if there is something"),
            Action::Close { queue } => format!("drop a sender of {queue}"),
            Action::Spawn { thread } => format!("start {thread}"),
            Action::Join { thread } => format!("wait until {thread} has ended"),
            Action::Exit => "return: the process ends".into(),
        }
    }
}

impl Then {
    fn parse(text: &str) -> Result<Self, String> {
        let (verb, rest) = split(text);
        match verb {
            "let" => {
                let (local, value) = rest
                    .split_once('=')
                    .ok_or_else(|| format!("`{text}` needs an `=`"))?;
                Ok(Then::Let {
                    local: name(local.trim())?,
                    value: Expression::parse(value)?,
                })
            }
            "goto" => Ok(Then::Goto {
                line: target(rest)?,
            }),
            "if" => {
                let (condition, line) = rest
                    .split_once(" goto ")
                    .ok_or_else(|| format!("`{text}` needs a `goto`"))?;
                Ok(Then::If {
                    condition: Expression::parse(condition)?,
                    line: target(line)?,
                })
            }
            _ => Err(format!(
                "`{text}` can't stand behind a semicolon; let, goto and if … goto can"
            )),
        }
    }
}

fn split(text: &str) -> (&str, &str) {
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, rest.trim()),
        None => (text, ""),
    }
}

fn name(text: &str) -> Result<String, String> {
    match is_name(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("`{text}` is no name")),
    }
}

fn into(text: &str) -> Result<(String, String), String> {
    let (from, local) = text
        .split_once(" as ")
        .ok_or_else(|| format!("`{text}` needs an `as`"))?;
    Ok((name(from.trim())?, name(local.trim())?))
}

fn named_value(text: &str) -> Result<(String, Expression), String> {
    let (shared, value) = split(text);
    Ok((name(shared)?, Expression::parse(value)?))
}

fn target(text: &str) -> Result<Target, String> {
    match (text.trim(), text.trim().parse()) {
        ("end", _) => Ok(Target::End),
        (_, Ok(line)) => Ok(Target::Line(line)),
        _ => Err(format!(
            "`goto {text}` leads nowhere: name a line, or `end`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_one_action_and_what_concerns_the_thread_alone() {
        let step = Step::parse("load open as seen; let looks = looks + 1; if seen == 1 goto 4");
        let step = step.unwrap();
        assert_eq!(
            step.action,
            Action::Load {
                shared: "open".into(),
                local: "seen".into()
            }
        );
        assert_eq!(step.then.len(), 2);
        assert!(matches!(
            step.then[1],
            Then::If {
                line: Target::Line(4),
                ..
            }
        ));
    }

    #[test]
    fn threads_may_have_names_of_several_words() {
        let thread = "thread 2".to_owned();
        assert_eq!(
            Step::parse("join thread 2").unwrap().action,
            Action::Join { thread }
        );
    }

    #[test]
    fn what_is_malformed_is_said() {
        for (text, said) in [
            ("take ann", "there is no step `take`"),
            ("load views", "`views` needs an `as`"),
            ("lock Ann", "`Ann` is no name"),
            (
                "lock ann; lock bob",
                "`lock bob` can't stand behind a semicolon",
            ),
            ("lock ann; goto top", "`goto top` leads nowhere"),
            ("lock ann; if seen", "`if seen` needs a `goto`"),
        ] {
            let error = Step::parse(text).unwrap_err();
            assert!(error.starts_with(said), "{text}: {error}");
        }
    }

    #[test]
    fn words_leave_out_the_values() {
        let step = Step::parse("store views seen + 1").unwrap();
        assert_eq!(step.action.words(), "store seen + 1 in views");
    }
}

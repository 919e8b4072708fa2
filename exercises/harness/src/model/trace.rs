//! What happened in a run, step by step; kept only in the one run that is shown.

use ::std::panic::Location;

use super::object::ObjectId;
use super::task::TaskId;

/// An operation in the report's words: `lock balance`, `join thread 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doing {
    pub verb: &'static str,
    pub target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    None,
    Object(ObjectId),
    Task(TaskId),
}

impl Doing {
    pub fn on(verb: &'static str, object: ObjectId) -> Doing {
        Doing {
            verb,
            target: Target::Object(object),
        }
    }

    pub fn to(verb: &'static str, task: TaskId) -> Doing {
        Doing {
            verb,
            target: Target::Task(task),
        }
    }

    pub fn alone(verb: &'static str) -> Doing {
        Doing {
            verb,
            target: Target::None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub task: TaskId,
    pub doing: Doing,
    /// What came of it: ` -> 0`, ` <- 1`, `: busy`; may be empty.
    pub outcome: String,
    pub at: &'static Location<'static>,
    /// The processor was taken from another thread for this step.
    pub forced: bool,
}

//! What a verdict says in sentences. Every text about a misbehaving program stands here.

use crate::process::Limits;
use crate::verdict::{End, NoProgram};

/// Why a test did not pass, for ends that carry no finding of their own; `None` for a pass and a finding.
pub fn of_end(end: &End) -> Option<String> {
    let text = match end {
        End::Passed | End::Refused { .. } => return None,
        End::Unsolved => {
            "The test reached a `todo!()`: that part is still to be written.".to_string()
        }
        End::Hangs { limit_seconds } => format!(
            "The test had not ended after {limit_seconds} seconds and was stopped. \
             Look for a loop whose condition never changes, for a lock that is taken twice, \
             and for a thread that waits for something that nobody sends."
        ),
        End::Exits { code } => format!(
            "The process left with exit code {code} in the middle of the test. \
             A program under test must return to its caller: `std::process::exit` takes the test along."
        ),
        End::Aborts => "The process aborted in the middle of the test. \
             `std::process::abort` does that, and so does a panic while another panic unwinds."
            .to_string(),
        End::Overflows => "A thread overflowed its stack. \
             Look for a recursion without an end, and for a large array in a local variable."
            .to_string(),
        End::Crashes { signal } => format!(
            "The system stopped the process with signal {signal}. \
             A stack that overflowed does that, and so does a mistake in an `unsafe` block."
        ),
        End::FloodsOutput => format!(
            "The test printed more than {} MiB and was stopped. Look for a loop that prints and never ends.",
            Limits::OUTPUT_BYTES >> 20
        ),
        End::EatsMemory => format!(
            "The program asked for more than the {} GiB of memory that a test may use. \
             Look for a collection that grows without a bound.",
            Limits::MEMORY_BYTES >> 30
        ),
        End::TooManyThreads => format!(
            "The program runs more than the {} threads that a test may use, or the system refused another one. \
             A thread for each item is rarely right: the number of threads follows the number of cores.",
            Limits::THREADS
        ),
        End::DeletedSource => "The program deleted or changed the file that it was compiled from. \
             Tests run on a copy, so your own file is as you saved it."
            .to_string(),
        End::NotRun => "Not run: an earlier test of this exercise hung.".to_string(),
    };
    Some(text)
}

/// Why the file is not compiled.
pub fn of_no_program(why: NoProgram) -> String {
    match why {
        NoProgram::Missing => "The file is missing.".to_string(),
        NoProgram::Empty => "The file is empty.".to_string(),
        NoProgram::NotUtf8 { line } => format!(
            "Line {line} of the file is not UTF-8, the only encoding that Rust reads. \
             Save the file as UTF-8 in your editor."
        ),
        NoProgram::PastTheChecker { line } => format!(
            "Line {line} goes past the schedule checker, which stands behind the names `std` and `core`. \
             What a program does with libraries that it reaches by `extern crate`, or through the tests' own support, \
             no schedule shows, so it cannot be judged. Write `std::…` there."
        ),
    }
}

//! `std::process`; leaving the process inside the checker is a finding.

pub use ::std::process::*;

use report::FindingKind;

use crate::model::ops;

/// See [`::std::process::exit`].
pub fn exit(code: i32) -> ! {
    if ops::active() {
        ops::refuse(
            FindingKind::Exit,
            format!("The program calls process::exit({code})."),
        );
    }
    ::std::process::exit(code)
}

/// See [`::std::process::abort`].
pub fn abort() -> ! {
    if ops::active() {
        ops::refuse(
            FindingKind::Exit,
            "The program calls process::abort().".into(),
        );
    }
    ::std::process::abort()
}

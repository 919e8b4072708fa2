//! The cargo and rustc that this command was started with.

use std::ffi::OsString;
use std::path::PathBuf;

/// The cargo that runs us, or the one on the path.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The compiler that lies beside the cargo that runs us; `None` when none does.
pub fn rustc() -> Option<PathBuf> {
    let cargo = PathBuf::from(std::env::var_os("CARGO")?);
    let beside = cargo.with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    beside.is_file().then_some(beside)
}

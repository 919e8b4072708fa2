//! Compiling an edited answer without cargo: the very call that cargo made for it, repeated.
//!
//! Cargo's own start and freshness check take about as long as compiling an exercise. So a build
//! through cargo sets this program up as cargo's `RUSTC_WORKSPACE_WRAPPER`: it writes down the
//! command line, folder and environment of each test target, then runs rustc. While the *ground* of
//! that call is unchanged, an edit of the answer needs only the same call again.
//!
//! The ground is everything but the answer: harness, lock file, manifests, configuration, toolchain
//! and environment (a hash, see [`crate::cache`]), and the compiled dependencies themselves (size and
//! time of each). On any doubt there is no record, and cargo decides what to build. A repeated call
//! writes to a folder of its own, so cargo's notion of what it has built stays true.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::build::{Built, Diagnostic, Said};
use crate::problem::{Doing, Result};
use crate::stage::Package;
use crate::toolchain;

/// Names the folder for records; set for cargo's wrapper only.
const RECORDS: &str = "WORKBOOK_RUSTC_RECORDS";

/// A call of rustc as cargo made it.
#[derive(Serialize, Deserialize)]
struct Call {
    /// The compiler first.
    arguments: Vec<String>,
    folder: PathBuf,
    /// Cargo's own variables, which `env!` can read.
    environment: Vec<(String, String)>,
}

/// A call that may be repeated while `ground` and `dependencies` hold.
#[derive(Serialize, Deserialize)]
struct Sealed {
    ground: String,
    dependencies: Vec<Stamp>,
    call: Call,
}

/// A compiled dependency as it lay there when the call was made.
#[derive(PartialEq, Serialize, Deserialize)]
struct Stamp {
    path: PathBuf,
    bytes: u64,
    modified: SystemTime,
}

/// A test target's compiler messages when rustc is called directly.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "$message_type")]
    kind: String,
    /// Of an artifact: what it is (`link` for the binary), and where.
    emit: Option<String>,
    artifact: Option<PathBuf>,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

/// Makes cargo call rustc through this program.
pub fn record_calls_of(cargo: &mut Command, target: &Path) {
    let Ok(this) = std::env::current_exe() else {
        return; // no records, no repeated calls: slower, never wrong
    };
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", this)
        .env(RECORDS, target.join("calls"));
}

/// Where cargo's wrapper keeps its records, when this process is cargo's wrapper.
pub fn records_folder() -> Option<PathBuf> {
    std::env::var_os(RECORDS).map(PathBuf::from)
}

/// The wrapper's work: note the call when it compiles a test target, then let rustc do it.
pub fn record_and_run(folder: &Path) -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.iter().any(|a| a == "--test") {
        // A call that cannot be noted is compiled all the same.
        let _ = record(folder, &arguments);
    }
    let Some((rustc, rest)) = arguments.split_first() else {
        return ExitCode::from(2);
    };
    let status = Command::new(rustc).args(rest).env_remove(RECORDS).status();
    match status.ok().and_then(|status| status.code()) {
        Some(code) => ExitCode::from(code as u8),
        None => ExitCode::from(2),
    }
}

fn record(folder: &Path, arguments: &[OsString]) -> Option<()> {
    let arguments = arguments.iter().map(|a| a.to_str().map(String::from));
    let call = Call {
        arguments: arguments.collect::<Option<_>>()?,
        folder: std::env::current_dir().ok()?,
        environment: std::env::vars().filter(|(name, _)| is_kept(name)).collect(),
    };
    let package = std::env::var("CARGO_PKG_NAME").ok()?;
    std::fs::create_dir_all(folder).ok()?;
    let text = serde_json::to_vec(&call).ok()?;
    std::fs::write(folder.join(format!("{package}.call")), text).ok()
}

/// Of cargo's own variables all but its job server, which is gone when the call is repeated.
fn is_kept(name: &str) -> bool {
    let cargos = name.starts_with("CARGO") && name != "CARGO_MAKEFLAGS";
    cargos || name.ends_with("LIBRARY_PATH")
}

/// Forgets what was noted about a package: called before cargo builds it anew.
pub fn forget(target: &Path, package: &Package) {
    let _ = std::fs::remove_file(call_path(target, package));
}

/// After cargo has built: binds the noted call to the ground on which it was made.
///
/// When cargo found the package fresh, nothing was noted, and an older seal on the same ground stays.
pub fn seal(target: &Path, package: &Package, ground: &str) -> Option<()> {
    let call: Call = read(&call_path(target, package))?;
    let sealed = Sealed {
        ground: ground.to_string(),
        dependencies: stamps(&call)?,
        call,
    };
    let text = serde_json::to_vec(&sealed).ok()?;
    std::fs::write(sealed_path(target, package), text).ok()
}

/// Whether the package can be compiled without cargo.
pub fn can_repeat(target: &Path, package: &Package, ground: &str) -> bool {
    sound_call(target, package, ground).is_some()
}

/// How an answer differs from the one that was compiled before it in the same package.
#[derive(Clone, Copy)]
pub enum Change {
    /// A reader saved a file again.
    Edit,
    /// It is another program.
    Another,
}

/// Compiles the package as cargo did last; `None` when cargo has to be asked.
pub fn repeat(
    target: &Path,
    package: &Package,
    ground: &str,
    change: Change,
) -> Option<Result<Built>> {
    let call = sound_call(target, package, ground)?;
    Some(compile(&call, &target.join("direct"), package, change))
}

fn sound_call(target: &Path, package: &Package, ground: &str) -> Option<Call> {
    let sealed: Sealed = read(&sealed_path(target, package))?;
    let sound = sealed.ground == ground && stamps(&sealed.call)? == sealed.dependencies;
    sound.then_some(sealed.call)
}

fn compile(call: &Call, out_dir: &Path, package: &Package, change: Change) -> Result<Built> {
    let out_dir = out_dir.join(&package.name);
    std::fs::create_dir_all(&out_dir).doing("create", &out_dir)?;
    let out = Command::new(compiler(&call.arguments[0]))
        .args(repeated_arguments(&call.arguments[1..], &out_dir))
        .args(change.arguments(&out_dir))
        .current_dir(&call.folder)
        .envs(call.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .output()
        .doing("start", &call.arguments[0])?;
    let text = String::from_utf8_lossy(&out.stderr);
    let mut said = Said::default();
    for line in text.lines() {
        if let Ok(line) = serde_json::from_str::<Line>(line) {
            match line.kind.as_str() {
                "artifact" if line.emit.as_deref() == Some("link") => {
                    said.take(None, line.artifact)
                }
                "diagnostic" => said.take(Some(line.diagnostic), None),
                _ => {}
            }
        }
    }
    said.conclude(package, &text)
}

/// Where rustup stands between, its choice costs 25 ms; cargo has made it already.
fn compiler(named: &str) -> PathBuf {
    match named {
        "rustc" => toolchain::rustc().unwrap_or_else(|| "rustc".into()),
        path => path.into(),
    }
}

/// Cargo's arguments, but with the binary alone as the result, in a folder that cargo does not know.
fn repeated_arguments(arguments: &[String], out_dir: &Path) -> Vec<OsString> {
    let mut repeated: Vec<OsString> = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out-dir" => {
                arguments.next();
                repeated.extend(["--out-dir".into(), out_dir.into()]);
            }
            emit if emit.starts_with("--emit=") => repeated.push("--emit=link".into()),
            other => repeated.push(other.into()),
        }
    }
    if cfg!(target_os = "linux") {
        // Merging equal strings makes a smaller binary for which nobody waits gladly.
        repeated.push("-Clink-arg=-Wl,-O0".into());
    }
    repeated
}

impl Change {
    /// What gets here differs little from what was there before: rustc's memory of that pays. In how many units
    /// it remembers: more of them can be taken over when much has changed, and each costs the linker.
    fn arguments(self, out_dir: &Path) -> Vec<OsString> {
        let (memory, units) = match self {
            Change::Edit => ("edits", Some("-Ccodegen-units=16")),
            Change::Another => ("programs", None),
        };
        let mut incremental = OsString::from("-Cincremental=");
        incremental.push(out_dir.join(memory));
        let units = units.map(OsString::from);
        [incremental].into_iter().chain(units).collect()
    }
}

/// The state of every dependency that the call links; `None` when one is gone.
fn stamps(call: &Call) -> Option<Vec<Stamp>> {
    let names = call.arguments.windows(2).filter(|w| w[0] == "--extern");
    let paths = names.filter_map(|w| w[1].split_once('=').map(|(_, path)| path));
    paths
        .map(|path| {
            let meta = std::fs::metadata(path).ok()?;
            Some(Stamp {
                path: path.into(),
                bytes: meta.len(),
                modified: meta.modified().ok()?,
            })
        })
        .collect()
}

fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> Option<T> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn call_path(target: &Path, package: &Package) -> PathBuf {
    target.join("calls").join(format!("{}.call", package.name))
}

fn sealed_path(target: &Path, package: &Package) -> PathBuf {
    target
        .join("calls")
        .join(format!("{}.sealed", package.name))
}

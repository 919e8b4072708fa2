//! When the grader is built anew.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use workbook_start::Program;

/// A program of two sources, one in a folder with a blank in its name, and a manifest.
struct Built {
    program: Program,
    sources: [PathBuf; 2],
    manifest: PathBuf,
    _folder: TempDir,
}

/// Everything was written an hour ago; the last build began half an hour ago.
fn built() -> Built {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("a folder")).unwrap();
    let sources = [at("main.rs"), at("a folder/other.rs")];
    let program = Program::in_folder(folder.path(), "grader");
    let manifest = at("Cargo.toml");
    for path in sources.iter().chain([&program.path, &manifest]) {
        fs::write(path, "").unwrap();
        age(path, 60);
    }
    let listed = sources
        .iter()
        .map(|path| path.display().to_string().replace(' ', "\\ "));
    let listed: Vec<String> = listed.collect();
    let rule = format!("{}: {}\n", program.path.display(), listed.join(" "));
    fs::write(at("grader.d"), rule).unwrap();
    program.stamp_it(minutes_ago(30)).unwrap();
    Built {
        program,
        sources,
        manifest,
        _folder: folder,
    }
}

fn age(path: &PathBuf, minutes: u64) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(minutes_ago(minutes)).unwrap();
}

fn minutes_ago(minutes: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(minutes * 60)
}

impl Built {
    fn is_fresh(&self) -> bool {
        self.program.is_fresh(std::slice::from_ref(&self.manifest))
    }
}

#[test]
fn a_program_older_than_nothing_is_fresh() {
    assert!(built().is_fresh());
}

#[test]
fn a_saved_source_makes_it_stale() {
    for which in [0, 1] {
        let built = built();
        age(&built.sources[which], 20);
        assert!(!built.is_fresh(), "source {which}");
    }
}

#[test]
fn a_saved_manifest_makes_it_stale() {
    let built = built();
    age(&built.manifest, 20);
    assert!(!built.is_fresh());
}

#[test]
fn a_source_that_is_gone_makes_it_stale() {
    let built = built();
    fs::remove_file(&built.sources[0]).unwrap();
    assert!(!built.is_fresh());
}

#[test]
fn a_file_that_need_not_be_there_may_be_gone() {
    let built = built();
    fs::remove_file(&built.manifest).unwrap();
    assert!(built.is_fresh());
}

#[test]
fn without_stamp_list_or_program_it_is_stale() {
    for name in ["grader.stamp", "grader.d"] {
        let built = built();
        fs::remove_file(built.program.path.with_file_name(name)).unwrap();
        assert!(!built.is_fresh(), "without {name}");
    }
    let built = built();
    fs::remove_file(&built.program.path).unwrap();
    assert!(!built.is_fresh(), "without the program");
}

#[test]
fn what_was_saved_during_the_build_counts() {
    let built = built();
    built.program.stamp_it(minutes_ago(10)).unwrap();
    age(&built.sources[0], 9);
    assert!(!built.is_fresh());
}

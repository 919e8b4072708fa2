//! The text of an answer, as far as one can judge it without compiling it.

use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use crate::problem::{Doing, Result};
use crate::verdict::NoProgram;

/// The answer's text, or why it is not compiled.
pub fn read(path: &Path) -> Result<std::result::Result<Vec<u8>, NoProgram>> {
    let text = match std::fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Err(NoProgram::Missing)),
        read => read.doing("read", path)?,
    };
    Ok(match judge(&text) {
        Some(why) => Err(why),
        None => Ok(text),
    })
}

fn judge(text: &[u8]) -> Option<NoProgram> {
    let program = match std::str::from_utf8(text) {
        Ok(program) => program,
        Err(error) => {
            let line = text[..error.valid_up_to()].split(|b| *b == b'\n').count();
            return Some(NoProgram::NotUtf8 { line });
        }
    };
    if program.trim().is_empty() {
        return Some(NoProgram::Empty);
    }
    // What is no sequence of tokens, rustc explains better.
    let tokens = TokenStream::from_str(program).ok()?;
    way_past_the_checker(tokens).map(|line| NoProgram::PastTheChecker { line })
}

/// The first line, 1-based, that reaches libraries behind the back of the tests.
///
/// A test crate gives the names `std` and `core` to the harness. `extern crate` would bring the real ones
/// back, under any name, and so would the harness's own name: what is done with those, no schedule shows.
fn way_past_the_checker(tokens: TokenStream) -> Option<usize> {
    let mut before = String::new();
    for token in tokens {
        let word = match &token {
            TokenTree::Group(group) => {
                if let Some(line) = way_past_the_checker(group.stream()) {
                    return Some(line);
                }
                String::new()
            }
            other => other.to_string(),
        };
        if word == "harness" || (before == "extern" && word == "crate") {
            return Some(token.span().start().line);
        }
        before = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_may_be_anything_that_keeps_to_its_libraries() {
        for text in [
            "fn f() {}",
            "// extern crate alloc;\nfn f() -> &'static str { \"harness::real\" }",
            "use core::sync::atomic::AtomicU64;",
            "extern \"C\" fn f() {} use crate::g;",
            "fn f( {",
        ] {
            assert_eq!(judge(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_way_past_the_checker_is_seen_at_any_depth() {
        for (text, line) in [
            ("extern crate alloc;", 1),
            (
                "fn f() {\n    {\n        extern crate std as real;\n    }\n}",
                3,
            ),
            ("\nuse harness::real::sync::Mutex;", 2),
        ] {
            assert_eq!(
                judge(text.as_bytes()),
                Some(NoProgram::PastTheChecker { line }),
                "{text}"
            );
        }
    }

    #[test]
    fn a_file_without_a_program_says_why() {
        assert_eq!(judge(b" \n"), Some(NoProgram::Empty));
        assert_eq!(
            judge(b"fn f() {}\n// \xff"),
            Some(NoProgram::NotUtf8 { line: 2 })
        );
    }
}

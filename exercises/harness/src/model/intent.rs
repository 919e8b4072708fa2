//! What a pointer into an `UnsafeCell` is taken for: told by the source line, as nothing else can tell.
//!
//! `UnsafeCell::get` gives a pointer and never hears what is done with it. If every pointer counted as a write, two
//! readers of a published value would be a data race. So the line is looked at: `&*cell.get()` and a plain
//! `*cell.get()` read; whatever is not plainly a read is a write.

use ::std::cell::RefCell;
use ::std::panic::Location;

use super::source::Sources;

type At = &'static Location<'static>;

/// Methods that only look, called on `(*cell.get())`.
const LOOKS: [&str; 14] = [
    "as_ref",
    "as_slice",
    "as_str",
    "assume_init",
    "assume_init_ref",
    "clone",
    "contains",
    "first",
    "get",
    "is_empty",
    "is_none",
    "is_some",
    "iter",
    "len",
];

thread_local! {
    /// Places looked at so far: a handful in any program, so a list is the quickest.
    static KNOWN: RefCell<Vec<(At, bool)>> = const { RefCell::new(Vec::new()) };
}

/// Whether the pointer that this call of `get` returns must be taken for a write.
pub(crate) fn writes(at: At) -> bool {
    let find = |known: &Vec<(At, bool)>| {
        known
            .iter()
            .find(|(k, _)| ::std::ptr::eq(*k, at))
            .map(|(_, w)| *w)
    };
    KNOWN.with_borrow(find).unwrap_or_else(|| {
        let writes = !only_reads(&Sources::default().around(at));
        KNOWN.with_borrow_mut(|known| known.push((at, writes)));
        writes
    })
}

/// `line`: what stands before the word `get`, and what stands from there on.
fn only_reads((before, after): &(String, String)) -> bool {
    let Some(after) = after.strip_prefix("get()") else {
        return false;
    };
    let around = before[..receiver_start(before)].trim_end();
    if around.ends_with("ptr::read(") || after.starts_with(".read()") {
        return true;
    }
    if around.ends_with("&*") || around.ends_with("& *") {
        return true;
    }
    around.ends_with('*') && !around.ends_with("&mut *") && value_only_read(around, after)
}

/// `*cell.get()` as a value: not assigned to, and no method called on it but one that looks.
fn value_only_read(around: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(')').trim_start();
    if around.ends_with("(*")
        && let Some(method) = rest.strip_prefix('.')
    {
        let name = method
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next();
        return name.is_some_and(|name| LOOKS.contains(&name)) && !around.ends_with("&mut (*");
    }
    let assigned = [
        "= ", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ".", "[",
    ];
    !assigned.iter().any(|sign| rest.starts_with(sign)) && rest != "="
}

/// Where `self.slots[i].cell.` begins at the end of the text.
fn receiver_start(before: &str) -> usize {
    let mut depth = 0;
    for (at, c) in before.char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() || "_.:".contains(c) => {}
            _ => return at + c.len_utf8(),
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(line: &str) -> bool {
        let at = line.find(".get()").expect("a line with a get") + 1;
        only_reads(&(line[..at].to_string(), line[at..].to_string()))
    }

    #[test]
    fn a_line_that_reads_is_a_read() {
        for line in [
            "unsafe { &*self.cell.get() }",
            "unsafe { *self.cell.get() }",
            "let seen = unsafe { *self.slots[i & MASK].value.get() };",
            "unsafe { (*self.value.get()).as_ref() }",
            "assert!(unsafe { *c.get() } == 3);",
            "unsafe { self.cell.get().read() }",
            "if unsafe { *c.get() == 3 } {",
        ] {
            assert!(reads(line), "{line}");
        }
    }

    #[test]
    fn whatever_is_not_plainly_a_read_is_a_write() {
        for line in [
            "unsafe { &mut *self.cell.get() }",
            "unsafe { *self.cell.get() = 3 }",
            "unsafe { *self.cell.get() += 1 };",
            "unsafe { (*self.cell.get()).push(3) }",
            "unsafe { (*self.cell.get())[2] = 3 }",
            "unsafe { self.cell.get().write(3) }",
            "let pointer = self.cell.get();",
            "unsafe { ptr::write(self.cell.get(), 3) }",
        ] {
            assert!(!reads(line), "{line}");
        }
    }
}

//! What the tables of the chapters say about a listing.

/// A program of the book.
#[derive(Clone, Copy)]
pub struct Listing {
    /// Its path under `book/listings`, without `.rs`.
    pub name: &'static str,
    pub main: fn(),
    pub how: How,
}

/// How it is run to record what it prints.
#[derive(Clone, Copy)]
pub enum How {
    /// Under every schedule that the checker tries. With a promise, the simplest schedule that breaks
    /// it is recorded too.
    Explored { promise: Option<&'static str> },
    /// Once, on real threads; it prints the same every time.
    Plain,
    /// Once, on real threads; its figures differ from run to run.
    Measured,
}

pub const fn explored(name: &'static str, main: fn()) -> Listing {
    let how = How::Explored { promise: None };
    Listing { name, main, how }
}

pub const fn plain(name: &'static str, main: fn()) -> Listing {
    let how = How::Plain;
    Listing { name, main, how }
}

pub const fn measured(name: &'static str, main: fn()) -> Listing {
    let how = How::Measured;
    Listing { name, main, how }
}

impl Listing {
    /// What an explored listing ought to print, whatever the schedule.
    pub const fn promising(self, text: &'static str) -> Listing {
        let how = How::Explored {
            promise: Some(text),
        };
        Listing { how, ..self }
    }
}

/// The listings that the command line names, or all; with an error that names the first unknown one.
pub fn chosen(names: &[String], all: &[Listing]) -> Result<Vec<Listing>, String> {
    if names.is_empty() {
        return Ok(all.to_vec());
    }
    let find = |name: &String| {
        let found = all.iter().find(|listing| listing.name == name).copied();
        found.ok_or_else(|| {
            format!("there is no listing `{name}`; its chapter's mod.rs under book/listings has the names")
        })
    };
    names.iter().map(find).collect()
}

//! The pages that the sidebar does not list: all in one for printing, the contents for those without scripts, and what
//! the server answers to a wrong address.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use workbook_book::server::{self, Site};
use workbook_book::workbook::Workbook;

use crate::Work;
use crate::look::{self, UNFOLD, texts};
use crate::report::{Fault, Place};
use crate::traffic;
use crate::window::Window;

const FOLDED_IN_PRINT: &str = include_str!("../scripts/folded_in_print.js");
const HIDDEN_BLOCKS: &str = include_str!("../scripts/hidden_blocks.js");

/// Without `.html`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It has the weight of all pages, and no limit.
    Print,
    /// A frame of the pages: it has no landmarks and no heading of its own.
    Contents,
    NotFound,
}

impl Unlisted {
    pub const ALL: [Unlisted; 3] = [Unlisted::Print, Unlisted::Contents, Unlisted::NotFound];

    /// Of its file, without `.html`.
    pub fn name(self) -> &'static str {
        match self {
            Unlisted::Print => "print",
            Unlisted::Contents => "toc",
            Unlisted::NotFound => "404",
        }
    }

    /// Of the window, in CSS pixels; the last of them is that in which axe-core looks.
    fn widths(self) -> &'static [u32] {
        match self {
            Unlisted::Print => &[1500],
            Unlisted::Contents | Unlisted::NotFound => &[320, 1500],
        }
    }

    /// axe-core's rules that are about a page, and not about a frame of one.
    fn no_concern(self) -> &'static [&'static str] {
        match self {
            Unlisted::Contents => &["landmark-one-main", "page-has-heading-one", "region"],
            Unlisted::Print | Unlisted::NotFound => &[],
        }
    }
}

pub struct Look<'a> {
    pub window: &'a Window,
    pub work: &'a Work,
    pub workbook: &'a Workbook,
    /// The built book.
    pub folder: &'a Path,
    pub page: Unlisted,
}

impl Look<'_> {
    pub async fn run(&self) -> Result<()> {
        let address = self.address()?;
        for width in self.page.widths() {
            self.at(*width, &address).await?;
        }
        if self.page == Unlisted::Print {
            self.on_paper().await?;
        }
        Ok(())
    }

    /// A wrong address is one that a server is asked for.
    fn address(&self) -> Result<String> {
        if self.page != Unlisted::NotFound {
            return look::address(&self.folder.join(format!("{}.html", self.page.name())));
        }
        let listener = server::listen(0)?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site::new(self.workbook.clone(), self.folder.to_owned())?);
        std::thread::spawn(move || server::run(&listener, &site));
        Ok(format!("http://{address}/no-such-chapter/page.html"))
    }

    async fn at(&self, width: u32, address: &str) -> Result<()> {
        self.window.resize(width).await?;
        self.window.log("browser").await?;
        self.window.log("performance").await?;
        look::open(self.window, address).await?;
        let log = self.window.log("performance").await?;
        let mut faults = traffic::from_outside(&traffic::requests(&log), self.folder);
        faults.extend(look::sideways(self.window).await?);
        if self.page.widths().last() == Some(&width) {
            self.window.ask(UNFOLD).await?;
            faults.extend(look::axe(self.window, self.page.no_concern()).await?);
        }
        let complaints = look::complaints(self.window).await?;
        // That the page itself is not there is what it says.
        let complaints = complaints.into_iter();
        faults.extend(complaints.filter(|what| !what.starts_with(address)));
        self.expect("light", width, faults).await
    }

    /// Folded parts are open, and the page asks to be printed.
    async fn on_paper(&self) -> Result<()> {
        let fold =
            "for (const folded of document.querySelectorAll('details')) folded.open = false;";
        self.window.ask(fold).await?;
        self.window.show_on("print").await?;
        let folded = texts(&self.window.ask(FOLDED_IN_PRINT).await?).into_iter();
        let hidden = texts(&self.window.ask(HIDDEN_BLOCKS).await?).into_iter();
        let unseen = folded.chain(hidden);
        let unseen = unseen.map(|block| format!("{block} is not to be seen on paper"));
        self.expect("on paper", 1500, unseen.collect()).await?;
        let asks = self
            .window
            .until("window.workbookPrinted", "the page asks to be printed")
            .await;
        self.expect("on paper", 1500, Fault::found(asks)?).await?;
        self.window.show_on("").await
    }

    async fn expect(&self, theme: &str, width: u32, faults: Vec<String>) -> Result<()> {
        let place = Place {
            page: self.page.name().to_owned(),
            theme: theme.to_owned(),
            width,
        };
        self.work.expect(self.window, &place, faults).await
    }
}

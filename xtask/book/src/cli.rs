//! The command line, as types.

use clap::{Parser, Subcommand};

/// Builds, serves and checks the workbook's book.
#[derive(Debug, Parser)]
#[command(name = "workbook-book", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the book into book/book
    Build {
        /// Print it as book/book/without-the-gil.pdf as well; needs Chromium or Chrome
        #[arg(long)]
        pdf: bool,
        /// Pack it as book/book/without-the-gil.epub as well
        #[arg(long)]
        epub: bool,
    },
    /// Serve the book on this machine, watch for saves and show verdicts in its pages
    Serve {
        /// Port on 127.0.0.1; the next free one when it is taken
        #[arg(long, default_value_t = 3000)]
        port: u16,
        /// Open the browser (the default in a terminal)
        #[arg(long, overrides_with = "no_open")]
        open: bool,
        /// Do not open the browser
        #[arg(long)]
        no_open: bool,
    },
    /// Check links, images, listings, recorded outputs, SUMMARY and catalog
    Check {
        /// Do not compile and run the listings
        #[arg(long)]
        no_listings: bool,
    },
    /// Run listings and write down what they print
    Record {
        /// For example 03-races/lost_update_wrong; all when none is named
        names: Vec<String>,
    },
    /// Write the paths that the dictionary names into book/dictionary, where rustdoc looks them up
    Dictionary,
    /// Draw the picture of a refusal from its snapshot
    Picture,
    /// Speak mdBook's preprocessor protocol (mdBook calls this)
    #[command(hide = true)]
    Preprocess {
        /// `supports RENDERER`
        question: Vec<String>,
    },
}

//! The builder on a small workbook, `tests/fixture`.

mod build;
mod check;
mod editions;
mod fixture;
mod quiz;
mod search;
mod serve;
mod speed;
mod words;

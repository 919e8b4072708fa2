//! The builder on a small workbook, `tests/fixture`.

mod build;
mod check;
mod fixture;
mod quiz;
mod serve;
mod speed;

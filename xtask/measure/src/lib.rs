//! What measurements share: telling the machine that they were made on.

pub mod machine;

//! The parts of the program, put together.

use super::formats::{Parts, Tables};
use super::picture;
use crate::model::{Diagnostic, Roadmap};
use std::io;

impl Parts {
    /// The parts that the program ships with.
    pub const REAL: Self = Self {
        // CONNECT: include_bytes!("../../roadmap-data/….roadmap.json")
        built_in: b"{}",
        // CONNECT: store::format::read
        read_native: |_| Err(vec![not_connected()]),
        // CONNECT: store::format::write
        write_native: |_, _| Err(io::Error::other("not connected")),
        // CONNECT: import::tables::looks_like_tables
        looks_like_tables: |text| text.contains("2021年度"),
        // CONNECT: import::tables::read
        read_tables: |_, _, _| Tables {
            roadmap: Roadmap::default(),
            diagnostics: vec![not_connected()],
            account: String::new(),
        },
        draw: picture::draw,
        fonts: &[
            include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
            include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
        ],
    };
}

// CONNECT: goes away with the last use.
fn not_connected() -> Diagnostic {
    Diagnostic::error(None, "未接続です", "not connected yet")
}

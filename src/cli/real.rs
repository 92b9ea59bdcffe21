//! The parts of the program, put together.

use super::formats::{Parts, Tables};
use super::picture;
use crate::import::tables;
use crate::store::format;

impl Parts {
    /// The parts that the program ships with.
    pub const REAL: Self = Self {
        built_in: include_bytes!("../../roadmap-data/digital-society-2021-12.roadmap.json"),
        read_native: format::read,
        write_native: |roadmap, mut out| format::write(roadmap, &mut out),
        looks_like_tables: tables::looks_like_tables,
        read_tables: |text, file, language| {
            let import = tables::read(text, file);
            let account = import.account.in_language(language).to_string();
            Tables { roadmap: import.roadmap, diagnostics: import.diagnostics, account }
        },
        draw: picture::draw,
        fonts: &[
            include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
            include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
        ],
    };
}

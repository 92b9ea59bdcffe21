//! The roadmap that is built into the program.

use crate::model::Roadmap;

/// The file `roadmap-data/digital-society-2021-12.roadmap.json`, byte for byte.
pub static BUILT_IN: &[u8] =
    include_bytes!("../../roadmap-data/digital-society-2021-12.roadmap.json");

/// Japan's digital-society roadmap of December 2021.
///
/// # Panics
/// Never in a build that passed its tests, which read this very file.
#[must_use]
pub fn built_in() -> Roadmap {
    let (roadmap, diagnostics) =
        super::format::read(BUILT_IN).expect("the built-in roadmap is checked by a test");
    debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
    roadmap
}

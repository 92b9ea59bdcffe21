//! From a document to a picture: rows, time axis, labels, links, colours.
//!
//! [`Rows`] arranges the document from top to bottom when it changes; [`chart::draw`]
//! turns the part of it that is visible into a [`Scene`](crate::scene::Scene). What
//! the second costs depends on what is visible, not on the size of the document.
//! Nothing here knows files or the window.

mod axis;
pub mod chart;
pub mod figure;
mod links;
mod palette;
mod rows;
pub mod sheet;
mod text;

pub use axis::{MAX_PT_PER_DAY, MIN_PT_PER_DAY, TimeAxis};
pub use links::LinkIndex;
pub use palette::{BarColors, HUES, Palette, Theme};
pub use rows::{Area, BAND_PT, BAR_PT, Mode, ROW_PT, Row, RowKind, Rows, RowsRequest, Span};
pub use text::{FontError, FontMetrics};

#[cfg(test)]
pub(crate) fn test_fonts() -> FontMetrics {
    FontMetrics::new(
        include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
        include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
    )
    .expect("the embedded fonts are fonts")
}

//! From a document to a picture: rows, time axis, labels, links, colours.
//!
//! [`Rows`] arranges the document from top to bottom when it changes; [`chart::draw`]
//! turns the part of it that is visible into a [`Scene`](crate::scene::Scene). What
//! the second costs depends on what is visible, not on the size of the document.
//! Nothing here knows files or the window.

mod arrange;
mod axis;
pub mod chart;
mod colors;
mod density;
pub mod figure;
mod grouping;
mod legend;
mod links;
mod palette;
mod progress_line;
mod rows;
pub mod sheet;
mod text;

pub use crate::model::Mode;
pub use axis::{MAX_PT_PER_DAY, MIN_PT_PER_DAY, TimeAxis};
pub use colors::{ColorClass, Colors, Meaning, area_hues};
pub use density::{Density, MAX_DENSITY_PERIODS, Sum};
pub use grouping::{heading_of, headings};
pub use links::{LinkIndex, LinkLanes, MAX_ENDING, MAX_PASSING, MAX_TRUNK_LANES, Near};
pub use palette::{BarColor, BarColors, HUES, Palette, Theme};
pub use progress_line::{ProgressLine, ahead_days_of};
pub use rows::{BAND_PT, BAR_PT, Group, ROW_PT, Row, RowKind, Rows, RowsRequest, Span};
pub use text::{FontError, FontMetrics};

#[cfg(test)]
pub(crate) fn test_fonts() -> FontMetrics {
    FontMetrics::new(
        include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
        include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
    )
    .expect("the embedded fonts are fonts")
}

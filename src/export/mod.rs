//! Writers of pictures: one file per format, each walks a finished scene.
//!
//! They decide nothing about the layout and know nothing of the window.

pub mod png;
pub mod svg;

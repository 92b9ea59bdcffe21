//! The native document format, `NAME.roadmap.json`: between bytes and a [`Roadmap`].
//!
//! Reading takes anything and keeps what is sound; writing has one canonical
//! form, one record per line. A canonical file that is read and written again
//! is the same file, byte for byte, unknown keys included.
//!
//! A sound file takes the fast way: `slice` cuts it into records,
//! `parse` deserialises each one by itself, `assemble` ties them together.
//! What is refused there goes the careful way: `recover` (the JSON is broken)
//! and `mend` (a record is) say what is wrong and hand back what can be used.

mod assemble;
mod hint;
mod in_order;
mod index;
mod mend;
mod parse;
mod problem;
mod raw;
mod read;
mod recover;
mod report;
mod schema;
mod slice;
mod syntax;
mod write;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

pub use read::{Outcome, read, read_telling, read_view};
pub use write::{write, write_view};

#[cfg(doc)]
use crate::model::Roadmap;

/// The name of the format without its version.
const FORMAT_NAME: &str = "koteihyo-roadmap/";
/// The version that this program writes, and the newest that it reads.
const FORMAT_VERSION: u32 = 1;

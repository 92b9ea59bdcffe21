//! The native document format, `NAME.roadmap.json`: between bytes and a [`Roadmap`].
//!
//! Reading takes anything and keeps what is sound; writing has one canonical
//! form, one record per line. A canonical file that is read and written again
//! is the same file, byte for byte, unknown keys included.
//!
//! A sound canonical file takes the fast way, `fast`: it comes in blocks of `lines`, each record
//! is read by itself (`canonical`, or `parse` if it has anything unusual), and nobody holds the
//! file as a whole.
//! What is refused there goes the careful way: `slice` cuts the whole text into records and
//! `assemble` ties them together; `recover` (the JSON is broken) and `mend` (a record is) say
//! what is wrong and hand back what can be used.

pub(super) mod alone;
mod assemble;
mod canonical;
mod fast;
mod hint;
mod index;
mod lines;
mod mend;
mod parse;
mod problem;
mod raw;
mod read;
mod record;
mod recover;
mod report;
mod schema;
mod slice;
mod syntax;
mod write;

#[cfg(test)]
pub(crate) mod laws;
#[cfg(test)]
mod tests;

pub(super) use read::cancelled;
pub use read::{Outcome, read, read_carefully, read_stream, read_telling, read_view};
pub(super) use record::{
    Piece, fields, header_line, holds_text, object, quoted, record_line, write_pieces,
};
pub use schema::RecordKind;
pub use write::{write, write_view};

#[cfg(doc)]
use crate::model::Roadmap;

/// The name of the format without its version.
const FORMAT_NAME: &str = "koteihyo-roadmap/";
/// The version that this program writes, and the newest that it reads.
const FORMAT_VERSION: u32 = 1;

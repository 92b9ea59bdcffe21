//! Files: how a document gets onto the disk and back.

pub mod save;

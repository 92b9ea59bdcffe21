//! Readers of formats other than the native one, one module a format.
//!
//! To add a format, write a module here with two functions and list it below:
//!
//! - `looks_like_…(text) -> bool` tells by the content alone whether a file is
//!   of this format, because names and extensions get lost on the way;
//! - `read(text, file_name)` returns a roadmap **and** what there is to say
//!   about the text as [`Diagnostic`](crate::model::Diagnostic)s. It reads what
//!   can be read, never panics, drops nothing without saying so, and takes time
//!   in proportion to the length of the text.
//!
//! A reader gets text, never a path: opening files is the business of `store`.

pub mod tables;

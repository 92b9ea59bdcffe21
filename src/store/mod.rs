//! Files: how a document gets onto the disk and back, and what the program remembers.

mod builtin;
pub mod diff;
pub mod format;
mod memory;
pub mod merge;
mod open;
mod progress;
pub mod save;
mod settings;

pub use builtin::{BUILT_IN, built_in};
pub use memory::Memory;
pub use open::{OpenError, Opened, first_rows, open_file, open_file_telling};
pub use progress::Progress;
pub use settings::{LanguageSetting, Settings, ThemeSetting};

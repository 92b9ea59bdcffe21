//! Files: how a document gets onto the disk and back, and what the program remembers.

mod backups;
mod builtin;
pub mod diff;
mod folders;
pub mod format;
mod journal;
mod memory;
pub mod merge;
mod open;
mod progress;
pub mod save;
mod settings;
mod stamp;

pub use backups::{Backup, Backups};
pub use builtin::{BUILT_IN, built_in};
pub use journal::{Journal, OnDisk, Recoverable, Recovered, Subject};
pub use memory::Memory;
pub use open::{OpenError, Opened, first_rows, open_file, open_file_telling};
pub use progress::Progress;
pub use save::{SaveError, SaveOptions, Saved, save_plan};
pub use settings::{LanguageSetting, Settings, ThemeSetting};
pub use stamp::{ContentHash, FileStamp};

//! The document in memory: a roadmap of lanes, tasks and the dependencies between them.
//!
//! This module knows nothing of files, windows or today's date. Records refer
//! to each other by small integers ([`LaneId`], [`TaskId`] …), which are
//! positions in the lists of one [`Roadmap`]; the stable text ids stand in the
//! records and matter at the edges only.

/// A type whose values have one fixed word each in files and on the command line.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All values, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word that files use.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The value with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

mod diagnostic;
mod distance;
mod id_list;
mod ids;
mod list;
mod rare;
mod roadmap;
mod source;
mod text;
mod view;

pub use diagnostic::{Diagnostic, Position, Severity};
pub use distance::distance_below;
pub use id_list::IdList;
pub use ids::{DependencyId, DocumentId, LaneId, OwnerId, TagId, TaskId};
pub use list::List;
pub use rare::Rare;
pub use roadmap::{
    Chapter, Dependency, DependencyBasis, DependencyType, Document, Lane, Name, Roadmap, Task,
    TaskBasis, TaskKind, TaskStatus, WordList,
};
pub use source::{Place, Source};
pub use text::{Extra, ExtraField, Language, Text};
pub use view::{Coloring, GroupKey, Grouping, Mode, Sorting, View};

//! Typed positions in the lists of a roadmap.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id of the record at this position of its list.
            ///
            /// # Panics
            /// Beyond 4 294 967 295 records, which no reader accepts.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("readers refuse documents of 2^32 records"))
            }

            /// The position in its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A lane's position in [`Roadmap::lanes`](super::Roadmap::lanes).
    LaneId
);
id!(
    /// A task's position in [`Roadmap::tasks`](super::Roadmap::tasks).
    TaskId
);
id!(
    /// A dependency's position in [`Roadmap::dependencies`](super::Roadmap::dependencies).
    DependencyId
);
id!(
    /// A document's position in [`Roadmap::documents`](super::Roadmap::documents).
    DocumentId
);
id!(
    /// An owner's position in [`Roadmap::owners`](super::Roadmap::owners).
    OwnerId
);
id!(
    /// A tag's position in [`Roadmap::tags`](super::Roadmap::tags).
    TagId
);

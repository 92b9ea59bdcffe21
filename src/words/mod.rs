//! The words of the interface and of pictures, in both languages.
//!
//! Fixed words are values of closed enums, so that a missing translation does
//! not compile; dates and counts are put into words by functions.

mod changes;
mod conflicts;
mod dates;
mod durations;
mod findings;
mod numbers;
mod ripples;
mod sources;
mod texts;

pub use changes::{
    ChangeGroup, change_summary_in_words, changes_in_words, field_in_words, value_in_words,
};
pub use conflicts::{conflict_subject_in_words, merge_conflict_in_words};
pub use dates::{
    day_in_words, days_or_years_in_words, fiscal_year_in_words, interval_in_days,
    interval_in_words, period_in_words, precision_in_words, stamp_in_words, tick_label,
    tick_label_short, tick_note,
};
pub use durations::{dependency_in_words, float_in_words};
pub use findings::{
    conflict_in_words, cycle_in_words, days_in_words, double_link_in_words, position_in_words,
    self_link_in_words,
};
pub use numbers::grouped;
pub use ripples::{consequences_in_words, end_shift_in_words, shift_in_words};
pub use sources::place_in_words;
pub use texts::{
    Word, basis_in_words, critical_in_words, dependency_basis_in_words, dependency_type_in_words,
    group_in_words, kind_in_words, links_inside_in_words, progress_line_in_words,
    status_and_progress_in_words, status_in_words, status_marks_in_words, tie_in_words,
};

//! The columns of tasks in Gantt mode: where they are, and which of them there is room for.

use crate::words::Word;
use std::ops::Range;

/// A column of tasks in Gantt mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskColumn {
    /// What they are called.
    Name,
    /// When they take place.
    When,
    /// How far they have got.
    Status,
    /// Who is in charge.
    Owner,
}

impl TaskColumn {
    /// All columns, from left to right.
    pub const ALL: [Self; 4] = [Self::Name, Self::When, Self::Status, Self::Owner];

    /// What stands above it.
    #[must_use]
    pub const fn heading(self) -> Word {
        match self {
            Self::Name => Word::TaskColumn,
            Self::When => Word::WhenColumn,
            Self::Status => Word::StatusColumn,
            Self::Owner => Word::OwnerColumn,
        }
    }
}

/// Width of the column of dates.
const WHEN_PT: f32 = 118.0;
/// Width of the column of status and progress.
pub(in crate::layout) const STATUS_PT: f32 = 110.0;
/// Width of the column of owners.
const OWNER_PT: f32 = 104.0;
/// The least width that names keep before a column gives way.
const MIN_NAME_PT: f32 = 200.0;
/// Where the heading of the names begins; the names themselves are indented.
pub(super) const NAME_LEFT_PT: f32 = 16.0;

/// Where the columns lie beside each other. Names come first: where room is short, owners give
/// way to them, then the status, then dates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskColumns {
    /// Where each column but the first begins, if there is one.
    lefts: [Option<f32>; 3],
    /// Where the last one ends.
    right: f32,
}

impl TaskColumns {
    /// The columns that have room in this width, with one of the status or without.
    #[must_use]
    pub fn new(names_width: f32, with_status: bool) -> Self {
        let has = |columns_pt: f32| names_width >= MIN_NAME_PT + columns_pt;
        let has_all = names_width >= Self::whole_width(with_status);
        let owner = has_all.then_some(names_width - OWNER_PT);
        let right_of_status = owner.unwrap_or(names_width);
        let has_status = with_status && has(WHEN_PT + STATUS_PT);
        let status = has_status.then_some(right_of_status - STATUS_PT);
        let right_of_when = status.unwrap_or(right_of_status);
        let when = has(WHEN_PT).then_some(right_of_when - WHEN_PT);
        Self { lefts: [when, status, owner], right: names_width }
    }

    /// The least width that has room for all columns, with one of the status or without.
    #[must_use]
    pub fn whole_width(with_status: bool) -> f32 {
        MIN_NAME_PT + WHEN_PT + OWNER_PT + if with_status { STATUS_PT } else { 0.0 }
    }

    /// From where to where a column reaches; `None` if there is no room for it.
    #[must_use]
    pub fn span(&self, column: TaskColumn) -> Option<Range<f32>> {
        let at = column as usize;
        let left = at.checked_sub(1).map_or(Some(NAME_LEFT_PT), |at| self.lefts[at])?;
        let right = self.lefts[at..].iter().flatten().next().copied().unwrap_or(self.right);
        Some(left..right)
    }

    /// The column at a distance from the left edge.
    #[must_use]
    pub fn at(&self, x: f32) -> TaskColumn {
        let is_there = |column: &TaskColumn| self.span(*column).is_some_and(|span| x >= span.start);
        TaskColumn::ALL.into_iter().rev().find(is_there).unwrap_or(TaskColumn::Name)
    }

    /// The next column that there is, to the right or to the left.
    #[must_use]
    pub fn beside(&self, column: TaskColumn, is_right: bool) -> Option<TaskColumn> {
        let is_there = |it: &TaskColumn| self.span(*it).is_some();
        let at = column as usize;
        if is_right {
            TaskColumn::ALL[at + 1..].iter().copied().find(is_there)
        } else {
            TaskColumn::ALL[..at].iter().rev().copied().find(is_there)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_way_to_names_one_by_one() {
        use TaskColumn::{Name, Owner, Status, When};
        let there = |width: f32, with_status: bool| {
            let columns = TaskColumns::new(width, with_status);
            let spans = TaskColumn::ALL.map(|column| columns.span(column));
            // They follow each other without gaps up to the edge.
            let spans: Vec<_> = spans.into_iter().flatten().collect();
            assert!(spans.windows(2).all(|pair| (pair[0].end - pair[1].start).abs() < 1e-3));
            assert!((spans.last().unwrap().end - width).abs() < 1e-3);
            let is_there = |column: &TaskColumn| columns.span(*column).is_some();
            TaskColumn::ALL.into_iter().filter(is_there).collect::<Vec<_>>()
        };
        assert_eq!(there(300.0, true), [Name]);
        assert_eq!(there(320.0, true), [Name, When]);
        assert_eq!(there(430.0, true), [Name, When, Status]);
        assert_eq!(there(430.0, false), [Name, When, Owner]);
        assert_eq!(there(540.0, true), [Name, When, Status, Owner]);
        assert_eq!(there(520.0, false), [Name, When, Owner]);
        assert_eq!(there(TaskColumns::whole_width(true), true), TaskColumn::ALL);
        assert_eq!(there(TaskColumns::whole_width(false), false), [Name, When, Owner]);
    }

    #[test]
    fn a_place_lies_in_one_column_and_beside_another() {
        use TaskColumn::{Name, Owner, Status, When};
        let columns = TaskColumns::new(600.0, true);
        let at = [0.0, 267.0, 269.0, 385.0, 387.0, 497.0].map(|x| columns.at(x));
        assert_eq!(at, [Name, Name, When, When, Status, Owner]);
        assert_eq!(columns.beside(When, true), Some(Status));
        assert_eq!(columns.beside(Name, false), None);
        let narrow = TaskColumns::new(430.0, false);
        assert_eq!(narrow.beside(When, true), Some(Owner));
        assert_eq!(narrow.beside(Owner, false), Some(When));
        assert_eq!(narrow.beside(Owner, true), None);
        let narrow = TaskColumns::new(430.0, true);
        assert_eq!(narrow.beside(When, true), Some(Status));
    }
}

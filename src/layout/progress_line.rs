//! The progress line (イナズマ線): where each row has got to, against where it ought to be on a day.
//!
//! The definition is the usual one of project management: the line runs down the status date and
//! leaves it at each task that is not where it should be, to the point of its bar that the work
//! has reached. What lies left of the date is behind, what lies right of it ahead.

use super::Rows;
use crate::model::{Roadmap, Task, TaskStatus};
use crate::time::{Day, FiscalYearStart};

/// Where the rows of a document have got to on a day. It is made anew when document, rows or day
/// change, never in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressLine {
    day: Day,
    /// How far each row is ahead of the day, in days; below 0 it is behind.
    ahead_days: Box<[f32]>,
    telling: usize,
}

impl ProgressLine {
    /// The line on a day. A row is as far behind as the task that is furthest behind, and ahead
    /// only if none of its tasks is behind; so is a folded heading.
    #[must_use]
    pub fn new(roadmap: &Roadmap, rows: &Rows, day: Day) -> Self {
        let mut ahead_days = vec![0.0_f32; rows.rows.len()];
        let mut telling = 0;
        for (id, task) in roadmap.task_ids().zip(roadmap.tasks.iter()) {
            let Some(ahead) = ahead_days_of(task, day, roadmap.fiscal_year_start) else { continue };
            let Some(row) = rows.row_of(id) else { continue };
            telling += 1;
            let of_row = &mut ahead_days[row];
            *of_row =
                if *of_row < 0.0 || ahead < 0.0 { of_row.min(ahead) } else { of_row.max(ahead) };
        }
        Self { day, ahead_days: ahead_days.into(), telling }
    }

    /// The status date.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// How far a row is ahead, in days from the middle of the status date; below 0 it is behind.
    #[must_use]
    pub fn ahead_days(&self, row: usize) -> f32 {
        self.ahead_days.get(row).copied().unwrap_or(0.0)
    }

    /// How many of the tasks in rows say how far they have got.
    #[must_use]
    pub fn telling(&self) -> usize {
        self.telling
    }
}

/// How far a task is ahead of a day, in days from its middle; 0 if it is where it ought to be,
/// below 0 if it is behind. `None` if the document does not say how far it has got, or it was
/// dropped.
///
/// What has not begun is behind as soon as the whole period is over in which it may begin, and
/// then stands at the beginning of its bar. What is under way without a percentage counts as on
/// time until its period is over, and then stands at the end of its bar.
#[must_use]
pub fn ahead_days_of(task: &Task, day: Day, fiscal: FiscalYearStart) -> Option<f32> {
    let when = task.when;
    let now = f64::from(day.number()) + 0.5;
    let start = f64::from(when.first_day(fiscal).number());
    let end = when.last_day(fiscal).map(|last| f64::from(last.number()) + 1.0);
    let percent = task.progress.map(|percent| percent.min(100));
    let reached = match (task.status, percent) {
        (TaskStatus::Dropped, _) | (TaskStatus::Unknown, None) => return None,
        (TaskStatus::Done, _) | (_, Some(100)) => end.unwrap_or(now).max(now),
        (_, Some(0)) | (TaskStatus::Planned, None) => {
            let may_still_begin = when.start().last_day(fiscal) >= day;
            if may_still_begin { now } else { start }
        }
        (_, Some(percent)) => start + (end? - start) * f64::from(percent) / 100.0,
        (TaskStatus::UnderWay, None) => end.unwrap_or(now).min(now),
    };
    Some((reached - now) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::RowsRequest;
    use crate::model::{Extra, GroupKey, Grouping, Lane, LaneId, Mode, TaskId, Text};
    use crate::time::Interval;
    use std::collections::HashSet;

    fn task(when: &str, status: TaskStatus, progress: Option<u8>) -> Task {
        let when = Interval::parse(when, FiscalYearStart::APRIL).unwrap();
        let id = format!("{when}-{}-{progress:?}", status.word());
        Task { status, progress, ..Task::new(id, LaneId::from_index(0), Text::default(), when) }
    }

    fn ahead(when: &str, status: TaskStatus, progress: Option<u8>) -> Option<f32> {
        let day: Day = "2022-07-15".parse().unwrap();
        ahead_days_of(&task(when, status, progress), day, FiscalYearStart::APRIL)
    }

    #[test]
    fn a_task_stands_where_its_work_has_got_to() {
        use TaskStatus::{Done, Dropped, Planned, UnderWay, Unknown};
        // Nobody says.
        assert_eq!(ahead("2022-07", Unknown, None), None);
        assert_eq!(ahead("2022-01", Dropped, Some(40)), None);
        assert_eq!(ahead("2022-01/..", UnderWay, Some(40)), None);
        // Where it ought to be.
        assert_eq!(ahead("2022-01", Done, None), Some(0.0));
        assert_eq!(ahead("2022-01", Unknown, Some(100)), Some(0.0));
        assert_eq!(ahead("2022-08", Planned, None), Some(0.0));
        assert_eq!(ahead("2022-07/2022-09", UnderWay, None), Some(0.0));
        assert_eq!(ahead("2022-01/..", Done, None), Some(0.0));
        // It may begin as late as March.
        assert_eq!(ahead("FY2022", Planned, Some(0)), Some(0.0));
        // It ought to have begun.
        assert_eq!(ahead("2022-07-01/2022-08", Planned, None), Some(-14.5));
        assert_eq!(ahead("2022-07-01/..", UnderWay, Some(0)), Some(-14.5));
        // It ought to be over.
        assert_eq!(ahead("2022-06-01/2022-07-05", UnderWay, None), Some(-9.5));
        // In the midst of it: 10 days from the first of July.
        assert_eq!(ahead("2022-07-01/2022-07-20", UnderWay, Some(50)), Some(-4.5));
        assert_eq!(ahead("2022-07-01/2022-07-20", Unknown, Some(90)), Some(3.5));
        // Done before its end.
        assert_eq!(ahead("2022-07-01/2022-07-20", Done, None), Some(5.5));
        assert_eq!(ahead("2022-08-01", Done, Some(30)), Some(17.5));
    }

    #[test]
    fn a_row_is_as_late_as_its_latest_task() {
        use TaskStatus::{Done, Planned, UnderWay, Unknown};
        let mut roadmap = Roadmap::default();
        roadmap.lanes.push(Lane {
            id: "lane".into(),
            title: Text::default(),
            parent: None,
            color: None,
            extra: Extra::default(),
        });
        for (track, task) in [
            (0, task("2022-06-01/2022-06-10", UnderWay, None)),
            (0, task("2022-07-01/2022-07-10", Planned, None)),
            (0, task("2022-08-01/2022-08-10", Done, None)),
            (1, task("2022-07-12/2022-07-18", Done, None)),
            (1, task("2022-07-20/2022-07-21", Done, None)),
            (2, task("2022-01-20", Unknown, None)),
        ] {
            roadmap.tasks.push(Task { track, ..task });
        }
        let heading = GroupKey::Lane(LaneId::from_index(0));
        let ahead_of_rows = |folded: &[GroupKey], hides_late: bool| {
            let rows = Rows::new(&RowsRequest {
                roadmap: &roadmap,
                mode: Mode::Swimlanes,
                grouping: Grouping::Lanes,
                rank: None,
                folded: &folded.iter().copied().collect::<HashSet<_>>(),
                is_shown: &|task: TaskId| !hides_late || task.index() > 1,
                shows_empty_lanes: false,
            });
            let day: Day = "2022-07-15".parse().unwrap();
            let line = ProgressLine::new(&roadmap, &rows, day);
            assert_eq!(line.day(), day);
            assert_eq!(line.telling(), if hides_late { 3 } else { 5 });
            (0..rows.rows.len()).map(|row| line.ahead_days(row)).collect::<Vec<_>>()
        };
        assert_eq!(ahead_of_rows(&[], false), [0.0, -34.5, 6.5, 0.0]);
        assert_eq!(ahead_of_rows(&[], true), [0.0, 26.5, 6.5, 0.0]);
        assert_eq!(ahead_of_rows(&[heading], false), [-34.5]);
    }
}

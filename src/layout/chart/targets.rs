//! What lies where in a chart, for pointers and screen readers.

use crate::model::{DependencyId, GroupKey, LaneId, TaskId};
use crate::scene::{Point, Rect};

/// What a place of the chart stands for, for pointers and screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A bar or milestone.
    Task(TaskId),
    /// The name of a task in the column of names.
    TaskName(TaskId),
    /// A heading, which folds and unfolds what stands under it.
    Band(GroupKey),
    /// The name of a lane.
    LaneName(LaneId),
    /// The mark for links of a task to ones that the filter hides.
    HiddenLinks(TaskId, LinkEnd),
    /// The mark for links under a folded heading, with their number.
    FoldedLinks(GroupKey, u32),
    /// The mark for links of the task in focus that lead out of the view.
    Beyond(Beyond),
    /// The mark that says in which direction today lies.
    Today,
    /// The flag with the date of the progress line.
    ProgressLine,
}

/// The other ends of links of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkEnd {
    /// What it waits for.
    Predecessors,
    /// What waits for it.
    Successors,
}

/// A side of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// In a row further up.
    Above,
    /// In a row further down.
    Below,
    /// To the left.
    Before,
    /// To the right.
    After,
}

/// Links of the task in focus that lead out of the view on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Beyond {
    /// The task at their other ends that is nearest to the view.
    pub nearest: TaskId,
    /// Where it lies.
    pub side: Side,
    /// Whether they come from predecessors or lead to successors.
    pub end: LinkEnd,
    /// How many they are.
    pub count: u32,
}

/// A place of the chart and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Where.
    pub rect: Rect,
    /// What.
    pub target: Target,
}

/// Where a link runs.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRoute {
    /// The link.
    pub link: DependencyId,
    /// Its corners, from the predecessor to the tip of its head.
    pub points: Vec<Point>,
}

impl LinkRoute {
    /// How far it runs from a point, in points.
    #[must_use]
    pub fn distance_to(&self, point: Point) -> f32 {
        let runs = self.points.windows(2).map(|run| {
            let x = point.x.clamp(run[0].x.min(run[1].x), run[0].x.max(run[1].x));
            let y = point.y.clamp(run[0].y.min(run[1].y), run[0].y.max(run[1].y));
            (point.x - x).hypot(point.y - y)
        });
        runs.fold(f32::INFINITY, f32::min)
    }
}

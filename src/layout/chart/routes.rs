//! The routes of links: level runs in the gaps between rows, upright runs beside the
//! ends of bars, each in its own lane.
//!
//! A link leaves its predecessor sideways where nothing stands there, else through its
//! long side; it goes along the *trunk* that all links of this end share, turns into the
//! gap beside the successor's row, and enters the successor from there. Where nothing is
//! in the way it enters sideways or straight from the trunk.

use super::bars::BarEnd;
use super::cuts::Labels;
use super::{Emphasis, Frame};
use crate::layout::LinkLanes;
use crate::model::{Dependency, DependencyBasis, DependencyId, DependencyType};
use crate::scene::{Point, Rect};

/// Length of a head.
pub(super) const HEAD_PT: f32 = 5.0;
/// Ends nearer than this in one row are tied by a head alone.
const ADJACENT_PT: f32 = 14.0;
/// From the end of a bar to its first trunk: past the edge of a bar that begins there
/// and past the heads that enter that bar.
const FINISH_LANE_PT: f32 = 9.5;
/// From the start of a bar to its first trunk: past the head of a link from its row.
const START_LANE_PT: f32 = 7.0;
/// From one trunk to the next, if there is room for all of them.
const LANE_STEP_PT: f32 = 2.5;
/// The lanes of one day take no more than this.
const LANES_ROOM_PT: f32 = 32.0;
/// How far inside its end a bar is entered through its long side.
const ENTRY_PT: f32 = 3.0;
/// How far inside its end a bar is left through its long side.
const EXIT_PT: f32 = 6.0;
/// A trunk that stands this far inside of the successor enters it as it is.
const STRAIGHT_PT: std::ops::Range<f32> = 2.0..14.0;
/// How far the tip of a head reaches into the long side of a bar.
const TIP_PT: f32 = 3.0;

/// Where a head points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Right,
    Left,
    Down,
    Up,
}

/// A link with its route.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub id: DependencyId,
    pub basis: DependencyBasis,
    pub emphasis: Emphasis,
    /// The corners, from the predecessor to the tip at the successor.
    pub points: Vec<Point>,
    pub heading: Heading,
}

impl Link {
    /// The route between two bars.
    pub(super) fn new(
        frame: &Frame<'_>,
        labels: &Labels,
        id: DependencyId,
        dependency: &Dependency,
        (from, to): (&BarEnd, &BarEnd),
        emphasis: Emphasis,
    ) -> Self {
        use DependencyType::{FinishToFinish, FinishToStart, StartToFinish};
        let router = Router {
            frame,
            labels,
            lanes: frame.request.links.lanes(id),
            from,
            to,
            leaves_finish: matches!(dependency.kind, FinishToStart | FinishToFinish),
            enters_finish: matches!(dependency.kind, FinishToFinish | StartToFinish),
        };
        let (points, heading) =
            if from.row == to.row { router.same_row() } else { router.across_rows() };
        Self { id, basis: dependency.basis, emphasis, points, heading }
    }

    /// The smallest rectangle around the link and its head.
    pub(super) fn bounds(&self) -> Rect {
        self.points.iter().fold(
            Rect::new(f32::MAX, f32::MAX, f32::MIN, f32::MIN),
            |bounds, point| Rect {
                left: bounds.left.min(point.x - HEAD_PT),
                top: bounds.top.min(point.y - HEAD_PT),
                right: bounds.right.max(point.x + HEAD_PT),
                bottom: bounds.bottom.max(point.y + HEAD_PT),
            },
        )
    }
}

/// What a route is found from.
struct Router<'a> {
    frame: &'a Frame<'a>,
    labels: &'a Labels,
    lanes: LinkLanes,
    from: &'a BarEnd,
    to: &'a BarEnd,
    leaves_finish: bool,
    enters_finish: bool,
}

impl Router<'_> {
    fn same_row(&self) -> (Vec<Point>, Heading) {
        let (from, to) = (self.from.rect, self.to.rect);
        let y = middle(to);
        if self.leaves_finish && !self.enters_finish && to.left >= from.right - 1.0 {
            if to.left - from.right < ADJACENT_PT {
                let back = Point { x: to.left - HEAD_PT, y };
                return (vec![back, Point { x: to.left, y }], Heading::Right);
            }
            let is_free = self.to.free_left <= from.right + 1.0
                && !self.labels.meet_level(y, from.right, to.left);
            if is_free {
                let points = [from.right, to.left].map(|x| Point { x, y });
                return (points.to_vec(), Heading::Right);
            }
        }
        let (exit, entry) = (self.exit_x(), self.entry_x());
        let below = self.gap_level(self.to.row, false, self.lanes.gap);
        let points = vec![
            Point { x: exit, y: from.bottom },
            Point { x: exit, y: below },
            Point { x: entry, y: below },
            Point { x: entry, y: to.bottom - self.to.tip_inset(TIP_PT) },
        ];
        (points, Heading::Up)
    }

    fn across_rows(&self) -> (Vec<Point>, Heading) {
        let downwards = self.from.row < self.to.row;
        let trunk = self.trunk_x();
        let mut points = self.leave_sideways(trunk, downwards).unwrap_or_default();
        let is_neighbour = self.from.row.abs_diff(self.to.row) == 1;
        let leaves_sideways = !points.is_empty();
        if !leaves_sideways {
            let rect = self.from.rect;
            let edge = if downwards { rect.bottom } else { rect.top };
            let exit = self.exit_x();
            points.push(Point { x: exit, y: edge });
            if is_neighbour {
                // One level run in the gap between them is enough.
                return self.enter_from_gap(points, exit, downwards);
            }
            let level = self.frame.gap_level(self.from.row, !downwards, 0.0);
            points.extend([Point { x: exit, y: level }, Point { x: trunk, y: level }]);
        }
        if let Some(x) = self.enters_sideways(trunk) {
            let y = middle(self.to.rect);
            points.extend([Point { x: trunk, y }, Point { x, y }]);
            let heading = if self.enters_finish { Heading::Left } else { Heading::Right };
            return (points, heading);
        }
        self.enter_from_gap(points, trunk, downwards)
    }

    /// Goes on from a route that has come to an upright line at `x`.
    fn enter_from_gap(
        &self,
        mut points: Vec<Point>,
        x: f32,
        downwards: bool,
    ) -> (Vec<Point>, Heading) {
        let (to, tip) = (self.to.rect, self.to.tip_inset(TIP_PT));
        let y = if downwards { to.top + tip } else { to.bottom - tip };
        let heading = if downwards { Heading::Down } else { Heading::Up };
        if self.is_straight(x) {
            points.push(Point { x, y });
            return (points, heading);
        }
        let (entry, level) =
            (self.entry_x(), self.gap_level(self.to.row, downwards, self.lanes.gap));
        points.extend([Point { x, y: level }, Point { x: entry, y: level }, Point { x: entry, y }]);
        (points, heading)
    }

    /// Whether an upright line at `x` may enter the successor as it is.
    fn is_straight(&self, x: f32) -> bool {
        let rect = self.to.rect;
        if (x - self.entry_x()).abs() < 1.0 {
            return true;
        }
        let inside = if self.enters_finish { rect.right - x } else { x - rect.left };
        !self.to.is_milestone
            && STRAIGHT_PT.contains(&inside)
            && x > rect.left + STRAIGHT_PT.start
            && x < rect.right - STRAIGHT_PT.start
    }

    /// The x of the trunk at the end of the predecessor.
    fn trunk_x(&self) -> f32 {
        let LinkLanes { trunk, trunks, .. } = self.lanes;
        let (rect, body) = (self.from.rect, self.frame.body);
        // Lanes crowd together beside a bar that stands at the edge of the view.
        let beside = |nearest_pt: f32, to_edge_pt: f32| {
            let is_in_view = to_edge_pt >= 0.0;
            let edge = if is_in_view { to_edge_pt - 1.5 } else { f32::INFINITY };
            let nearest = nearest_pt.min(edge.max(0.0));
            let room = LANES_ROOM_PT.min((edge - nearest).max(0.0));
            let step = (room / f32::from(trunks.max(1))).min(LANE_STEP_PT);
            nearest + f32::from(trunk) * step
        };
        let x = if self.leaves_finish {
            rect.right + beside(FINISH_LANE_PT, body.right - rect.right)
        } else {
            rect.left - beside(START_LANE_PT, rect.left - body.left)
        };
        x.floor() + 0.5
    }

    /// From the end of the predecessor to its trunk, if nothing stands there.
    fn leave_sideways(&self, trunk: f32, downwards: bool) -> Option<Vec<Point>> {
        let bar = self.from;
        // Links enter in the middle, so that what comes does not lie on what goes.
        let beside = (bar.rect.height() / 4.0).round();
        let y = middle(bar.rect) + if downwards { beside } else { -beside };
        let edge = if self.leaves_finish { bar.rect.right } else { bar.rect.left };
        let is_free = bar.free_left + 1.0 < trunk
            && trunk < bar.free_right - 1.0
            && !self.labels.meet_level(y, edge, trunk);
        is_free.then(|| vec![Point { x: edge, y }, Point { x: trunk, y }])
    }

    /// The edge at which a level run from the trunk enters the successor, if nothing
    /// stands between them.
    fn enters_sideways(&self, trunk: f32) -> Option<f32> {
        let bar = self.to;
        let edge = if self.enters_finish { bar.rect.right } else { bar.rect.left };
        let room = if self.enters_finish { trunk - edge } else { edge - trunk };
        let is_free = room >= HEAD_PT + 1.0
            && bar.free_left + 1.0 < trunk
            && trunk < bar.free_right - 1.0
            && !self.labels.meet_level(middle(bar.rect), edge, trunk);
        is_free.then_some(edge)
    }

    fn exit_x(&self) -> f32 {
        self.from.inside(self.leaves_finish, EXIT_PT)
    }

    fn entry_x(&self) -> f32 {
        self.to.inside(self.enters_finish, ENTRY_PT)
    }

    /// The height of a lane in the gap above or below a row.
    fn gap_level(&self, row: usize, above: bool, lane: u8) -> f32 {
        // The middle of the gap is for links that leave.
        self.frame.gap_level(row, above, 1.0 + f32::from(lane))
    }
}

impl Frame<'_> {
    /// A height in the gap above or below a row, `inset_pt` inside of the row at 100 %.
    fn gap_level(&self, row: usize, above: bool, inset_pt: f32) -> f32 {
        let inset = inset_pt * self.request.row_scale.min(1.0);
        let top = self.row_top(row);
        if above {
            (top + inset).floor() + 0.5
        } else {
            (top + self.row_height(row) - inset).ceil() - 0.5
        }
    }
}

impl BarEnd {
    /// An x this far inside of one end, on a line of whole pixels.
    fn inside(&self, finish: bool, inset: f32) -> f32 {
        let (rect, middle) = (self.rect, self.rect.center().x);
        let x = match finish {
            _ if self.is_milestone => middle,
            true => (rect.right - inset).max(middle),
            false => (rect.left + inset).min(middle),
        };
        x.floor() + 0.5
    }

    fn tip_inset(&self, inset: f32) -> f32 {
        if self.is_milestone { 0.0 } else { inset.min(self.rect.height() / 2.0) }
    }
}

fn middle(rect: Rect) -> f32 {
    rect.center().y.round() + 0.5
}

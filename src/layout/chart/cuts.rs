//! Where names of tasks stand, and how lines make way for them.

use crate::scene::{Point, Rect};

/// The free room around a name.
const CLEARANCE_PT: f32 = 1.5;
/// Names are no higher than this, with the room around them.
const MAX_HEIGHT_PT: f32 = 24.0;

/// Upright lines look for names in columns of this width.
const COLUMN_PT: f32 = 64.0;

/// The rooms of all names that are drawn.
#[derive(Default)]
pub(super) struct Labels {
    /// With the free room around them, the uppermost first.
    rects: Vec<Rect>,
    /// Which columns they reach into: a column and a position in `rects`, in order.
    columns: Vec<(i32, u32)>,
}

/// Memory that cutting uses again for each path.
#[derive(Default)]
pub(super) struct Scratch {
    covered: Vec<(f32, f32)>,
    piece: Vec<Point>,
}

impl Labels {
    /// From the rooms of the names, in any order.
    pub(super) fn new(names: &[Rect]) -> Self {
        let widened = |rect: &Rect| {
            Rect::new(
                rect.left - CLEARANCE_PT,
                rect.top - CLEARANCE_PT,
                rect.right + CLEARANCE_PT,
                rect.bottom + CLEARANCE_PT,
            )
        };
        let mut rects: Vec<_> = names.iter().map(widened).collect();
        rects.sort_by(|one, other| one.top.total_cmp(&other.top));
        let columns_of = |(nth, rect): (usize, &Rect)| {
            (column(rect.left)..=column(rect.right)).map(move |column| (column, nth as u32))
        };
        let mut columns: Vec<_> = rects.iter().enumerate().flat_map(columns_of).collect();
        columns.sort_unstable();
        Self { rects, columns }
    }

    /// Whether a level line crosses a name.
    pub(super) fn meet_level(&self, y: f32, from: f32, to: f32) -> bool {
        let line = Rect::new(from.min(to), y, from.max(to), y);
        self.between(y, y).any(|rect| meet(*rect, line))
    }

    /// Hands on the parts of a path that cross no name, in order.
    ///
    /// A line that is interrupted for a name, as on a map, can be followed to its other
    /// side; one that crosses the name spoils both.
    pub(super) fn cut(
        &self,
        path: &[Point],
        Scratch { covered, piece }: &mut Scratch,
        mut add: impl FnMut(&[Point]),
    ) {
        let mut finish = |piece: &mut Vec<Point>| {
            if piece.len() > 1 {
                add(piece);
            }
            piece.clear();
        };
        piece.clear();
        for pair in path.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = (to.x - from.x).hypot(to.y - from.y);
            let point = |at: f32| {
                let share = if length > 0.0 { at / length } else { 0.0 };
                Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
            };
            let mut at = 0.0;
            self.find_covered(from, to, covered);
            for &(enter, leave) in &*covered {
                if enter > at {
                    if piece.is_empty() {
                        piece.push(point(at));
                    }
                    piece.push(point(enter));
                }
                finish(piece);
                at = leave.max(at);
            }
            if at < length || at == 0.0 {
                if piece.is_empty() {
                    piece.push(point(at));
                }
                piece.push(to);
            }
        }
        finish(piece);
    }

    /// The parts of a run that names cover, as distances from its beginning, in order.
    fn find_covered(&self, from: Point, to: Point, parts: &mut Vec<(f32, f32)>) {
        let (left, right) = (from.x.min(to.x), from.x.max(to.x));
        let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
        let line = Rect::new(left, top, right, bottom);
        let is_upright = right - left < bottom - top;
        let is_slanting = left < right && top < bottom;
        parts.clear();
        let mut add = |rect: &Rect| {
            if !meet(*rect, line) {
                return;
            }
            if is_slanting {
                parts.extend(part_inside(*rect, from, to));
                return;
            }
            let (one, other) = if is_upright {
                (rect.top - from.y, rect.bottom - from.y)
            } else {
                (rect.left - from.x, rect.right - from.x)
            };
            let is_forward = if is_upright { to.y >= from.y } else { to.x >= from.x };
            parts.push(if is_forward { (one.max(0.0), other) } else { ((-other).max(0.0), -one) });
        };
        if is_upright && column(left) == column(right) {
            let column = column(left);
            let first = self.columns.partition_point(|(it, _)| *it < column);
            let in_column = self.columns[first..].iter().take_while(|(it, _)| *it == column);
            for (_, nth) in in_column {
                add(&self.rects[*nth as usize]);
            }
        } else {
            self.between(top, bottom).for_each(add);
        }
        parts.sort_by(|one, other| one.0.total_cmp(&other.0));
    }

    /// The names at these heights, and some more.
    fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = &Rect> {
        let first = self.rects.partition_point(|rect| rect.top < top - MAX_HEIGHT_PT);
        self.rects[first..].iter().take_while(move |rect| rect.top <= bottom)
    }
}

/// The part of a slanting run that lies inside of a rectangle, as distances from its beginning.
fn part_inside(rect: Rect, from: Point, to: Point) -> Option<(f32, f32)> {
    let across = [from.x, to.x - from.x, rect.left, rect.right];
    let down = [from.y, to.y - from.y, rect.top, rect.bottom];
    // The shares of the run at which it is between the two sides.
    let [one, other] = [across, down].map(|[at, step, low, high]| {
        let (low, high) = ((low - at) / step, (high - at) / step);
        (low.min(high), low.max(high))
    });
    let (enter, leave) = (one.0.max(other.0).max(0.0), one.1.min(other.1).min(1.0));
    let length = (to.x - from.x).hypot(to.y - from.y);
    (enter < leave).then_some((enter * length, leave * length))
}

fn column(x: f32) -> i32 {
    (x / COLUMN_PT).floor() as i32
}

/// Whether two rectangles meet, of which the second may have no width or height.
fn meet(rect: Rect, line: Rect) -> bool {
    rect.left < line.right.max(line.left + f32::EPSILON)
        && line.left < rect.right
        && rect.top < line.bottom.max(line.top + f32::EPSILON)
        && line.top < rect.bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(labels: &Labels, path: &[Point]) -> Vec<Vec<Point>> {
        let mut pieces = Vec::new();
        labels.cut(path, &mut Scratch::default(), |piece| pieces.push(piece.to_vec()));
        pieces
    }

    fn path(points: &[(f32, f32)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn a_line_makes_way_for_the_names_that_it_meets() {
        let names = [Rect::new(5.0, 10.0, 50.0, 20.0), Rect::new(5.0, 40.0, 50.0, 50.0)];
        let labels = Labels::new(&names);
        let route = path(&[(0.0, 0.0), (20.0, 0.0), (20.0, 60.0), (60.0, 60.0)]);
        let expected = [
            path(&[(0.0, 0.0), (20.0, 0.0), (20.0, 8.5)]),
            path(&[(20.0, 21.5), (20.0, 38.5)]),
            path(&[(20.0, 51.5), (20.0, 60.0), (60.0, 60.0)]),
        ];
        assert_eq!(cut(&labels, &route), expected);
        let back: Vec<_> = route.into_iter().rev().collect();
        let turned = expected.iter().rev().map(|piece| piece.iter().rev().copied().collect());
        assert_eq!(cut(&labels, &back), turned.collect::<Vec<Vec<_>>>());
    }

    #[test]
    fn a_slanting_line_is_cut_where_it_crosses_a_name_and_not_beside_it() {
        let labels = Labels::new(&[Rect::new(11.5, 11.5, 18.5, 58.5)]);
        // The name reaches from 10 to 20 across, which the line does in its second quarter.
        let route = path(&[(0.0, 20.0), (40.0, 60.0)]);
        let pieces = [path(&[(0.0, 20.0), (10.0, 30.0)]), path(&[(20.0, 40.0), (40.0, 60.0)])];
        let near = |one: &[Vec<Point>], other: &[Vec<Point>]| {
            let all =
                |it: &[Vec<Point>]| it.iter().flatten().map(|it| (it.x, it.y)).collect::<Vec<_>>();
            let (one, other) = (all(one), all(other));
            one.len() == other.len()
                && one.iter().zip(&other).all(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1) < 1e-3)
        };
        assert!(near(&cut(&labels, &route), &pieces));
        let beside = path(&[(0.0, 0.0), (12.0, 9.0)]);
        assert_eq!(cut(&labels, &beside), [beside]);
    }

    #[test]
    fn a_line_that_begins_or_ends_at_a_name_loses_that_end() {
        let labels = Labels::new(&[Rect::new(0.0, 0.0, 10.0, 10.0)]);
        let route = path(&[(5.0, 5.0), (30.0, 5.0)]);
        assert_eq!(cut(&labels, &route), [path(&[(11.5, 5.0), (30.0, 5.0)])]);
        assert_eq!(
            cut(&labels, &path(&[(30.0, 5.0), (5.0, 5.0)])),
            [path(&[(30.0, 5.0), (11.5, 5.0)])]
        );
        assert!(cut(&labels, &path(&[(2.0, 5.0), (8.0, 5.0)])).is_empty());
        assert!(labels.meet_level(5.0, 40.0, 0.0) && !labels.meet_level(12.0, 40.0, 0.0));
    }
}

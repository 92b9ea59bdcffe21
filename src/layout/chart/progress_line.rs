//! The progress line across the bars: one stroke down the status date that leaves it at each row
//! which is behind or ahead, with a dot there: red for what is behind.

use super::cuts::{Labels, Scratch};
use super::{Frame, HEADER_PT};
use crate::scene::{Fill, Point, Rect, Region, Shape, Stroke, Tag};

const STROKE_PT: f32 = 1.6;
const DOT_PT: f32 = 3.0;
/// What is nearer to the date than this, in points, lies on it.
const STRAIGHT_PT: f32 = 0.5;

/// Draws the line over the rows in view. It makes way for names, as links do.
pub(super) fn draw(frame: &Frame<'_>, region: &mut Region, labels: &Labels) {
    let Some(line) = frame.request.progress_line else { return };
    let palette = frame.request.palette;
    let date_x = frame.x_of_middle(line.day());
    let rows = &frame.request.rows.rows;
    let (first, end) = (frame.visible.start, frame.visible.end);
    let has_bars = frame.density().is_none();
    let mut points = vec![Point { x: date_x, y: frame.body.top }];
    let mut dots = Vec::new();
    if has_bars && first < end {
        // The rows next to the view bend the line inside of it.
        let (first, end) = (first.saturating_sub(1), (end + 1).min(rows.len()));
        points[0].y = points[0].y.min(frame.row_top(first));
        for row in first..end {
            let x = date_x + line.ahead_days(row) * frame.request.axis.pt_per_day as f32;
            let y = frame.row_top(row) + frame.row_height(row) / 2.0;
            if (x - date_x).abs() < STRAIGHT_PT {
                push(&mut points, Point { x: date_x, y });
            } else {
                push(&mut points, Point { x, y });
                let color = if x < date_x { palette.red } else { palette.ink };
                dots.push((Point { x, y }, color));
            }
        }
        let last = frame.row_top(end - 1) + frame.row_height(end - 1);
        push(&mut points, Point { x: date_x, y: last });
    }
    push(&mut points, Point { x: date_x, y: frame.body.bottom.max(HEADER_PT) });
    let stroke = Stroke::solid(STROKE_PT, palette.ink);
    labels.cut(&points, &mut Scratch::default(), |piece| {
        region.push(Tag::ProgressLine, Shape::Line { points: piece.to_vec(), stroke });
    });
    if frame.has_row_text() {
        for (Point { x, y }, color) in dots {
            let rect = Rect::new(x - DOT_PT, y - DOT_PT, x + DOT_PT, y + DOT_PT);
            let fill = Some(Fill::Solid(color));
            let stroke = Some(Stroke::solid(1.0, palette.paper));
            region.push(Tag::ProgressLine, Shape::Rect { rect, radius: DOT_PT, fill, stroke });
        }
    }
}

/// Goes on to a point; of several in one vertical only the ends are kept.
fn push(points: &mut Vec<Point>, point: Point) {
    if let [.., before, last] = &mut points[..]
        && (before.x - last.x).abs() < f32::EPSILON
        && (last.x - point.x).abs() < f32::EPSILON
    {
        last.y = point.y;
    } else {
        points.push(point);
    }
}

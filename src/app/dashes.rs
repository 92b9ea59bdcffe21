//! Cuts a dashed path into the dashes that can be seen.
//!
//! Links cross the whole document, so most of their dashes lie outside of the view;
//! they are skipped without being visited.

use egui::{Pos2, Rect};

/// Calls `add` with both ends of every piece of a dash that touches `view`, in order.
///
/// The dashes are counted from the start of the path, so they stay where they are
/// when the view moves. A dash that goes round a corner comes in two pieces.
pub fn visible_dashes(
    path: &[Pos2],
    (dash, gap): (f32, f32),
    view: Rect,
    mut add: impl FnMut(Pos2, Pos2),
) {
    // Far from its start a path is too long for the precision of `f32`.
    let (dash, period) = (f64::from(dash), f64::from(dash + gap));
    let mut at = 0.0;
    for (from, to) in path.iter().zip(path.iter().skip(1)) {
        let (dx, dy) = (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y));
        let length = dx.hypot(dy);
        if let Some((enter, leave)) = part_inside(*from, (dx, dy), view) {
            let (enter, leave) = (at + enter * length, at + leave * length);
            let point = |place: f64| {
                let share = (place - at) / length;
                let (x, y) = (f64::from(from.x) + dx * share, f64::from(from.y) + dy * share);
                egui::pos2(x as f32, y as f32)
            };
            let mut start = (enter / period).floor() * period;
            while start < leave {
                let (left, right) = (start.max(enter), (start + dash).min(leave));
                if left < right {
                    add(point(left), point(right));
                }
                start += period;
            }
        }
        at += length;
    }
}

/// The shares of a segment between which it lies inside a rectangle, if it touches it.
fn part_inside(from: Pos2, (dx, dy): (f64, f64), view: Rect) -> Option<(f64, f64)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (from, step, sides) in [(from.x, dx, view.x_range()), (from.y, dy, view.y_range())] {
        let (low, high) = (f64::from(sides.min - from), f64::from(sides.max - from));
        if step == 0.0 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (one, other) = (low / step, high / step);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    (enter < leave && (dx, dy) != (0.0, 0.0)).then_some((enter, leave))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    fn dashes(path: &[Pos2], view: Rect) -> Vec<(f32, f32, f32, f32)> {
        let mut pieces = Vec::new();
        visible_dashes(path, (4.0, 3.0), view, |from, to| {
            pieces.push((from.x, from.y, to.x, to.y));
        });
        pieces
    }

    #[test]
    fn dashes_go_on_round_a_corner() {
        let path = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(9.0, 5.0)];
        let pieces = dashes(&path, Rect::EVERYTHING);
        assert_eq!(pieces, [(0.0, 0.0, 4.0, 0.0), (7.0, 0.0, 9.0, 0.0), (9.0, 0.0, 9.0, 2.0)]);
    }

    #[test]
    fn only_what_is_in_view_is_cut_and_stays_in_its_place() {
        let path = [pos2(5.0, -70_000.0), pos2(5.0, 70_000.0)];
        let view = Rect::from_min_max(pos2(0.0, 1.0), pos2(10.0, 9.0));
        // 70 000 is ten thousand periods, so a dash begins at 0.
        assert_eq!(dashes(&path, view), [(5.0, 1.0, 5.0, 4.0), (5.0, 7.0, 5.0, 9.0)]);
        let beside = Rect::from_min_max(pos2(6.0, 1.0), pos2(10.0, 9.0));
        assert!(dashes(&path, beside).is_empty());
    }
}

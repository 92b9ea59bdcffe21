//! The header: two tiers of the time scale, and where today is.

use super::{Frame, HEADER_PT, Pen, Target, baseline, region};
use crate::layout::Mode;
use crate::scene::{Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::time::{TickUnit, ticks};
use crate::words::{self, Word};

const UPPER_PT: f32 = 27.0;
const UPPER_TEXT_PT: f32 = 13.5;
const NOTE_TEXT_PT: f32 = 11.0;
const LOWER_TEXT_PT: f32 = 11.0;
/// Width that the days and owners of the Gantt columns take.
pub(super) const WHEN_COLUMN_PT: f32 = 118.0;
pub(super) const OWNER_COLUMN_PT: f32 = 104.0;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Region {
    let request = frame.request;
    let palette = request.palette;
    let mut region = region(Rect::new(0.0, 0.0, request.width, request.height));
    let header = Rect::new(0.0, 0.0, request.width, HEADER_PT);
    region.push_rect(Tag::Scale, header, palette.paper);

    let lower = request.axis.lower_unit();
    draw_tier(frame, pen, &mut region, lower.upper(), Tier::Upper);
    draw_tier(frame, pen, &mut region, lower, Tier::Lower);

    // The corner above the names covers what the tiers painted to its left.
    let corner = Rect::new(0.0, 0.0, request.names_width, HEADER_PT);
    region.push_rect(Tag::Scale, corner, palette.paper);
    draw_corner(frame, pen, &mut region);

    let rule = |left, top, right, bottom| Rect::new(left, top, right, bottom);
    region.push_rect(
        Tag::Backdrop,
        rule(0.0, HEADER_PT - 1.0, request.width, HEADER_PT),
        palette.year_line,
    );
    let edge = request.names_width;
    region.push_rect(Tag::Backdrop, rule(edge - 1.0, 0.0, edge, request.height), palette.year_line);
    draw_today(frame, pen, &mut region);
    region
}

#[derive(Clone, Copy, PartialEq)]
enum Tier {
    Upper,
    Lower,
}

fn draw_tier(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, unit: TickUnit, tier: Tier) {
    let request = frame.request;
    let (palette, fonts) = (request.palette, request.fonts);
    let (from, to) = frame.visible_days();
    let fiscal = request.roadmap.fiscal_year_start;
    let (top, bottom) = match tier {
        Tier::Upper => (0.0, UPPER_PT),
        Tier::Lower => (UPPER_PT, HEADER_PT),
    };
    for tick in ticks(unit, from, to, fiscal) {
        let (left, right) = (frame.x(tick.first.number()), frame.x(tick.next.number()));
        let color = if tier == Tier::Upper { palette.year_line } else { palette.hairline };
        region.push_rect(
            Tag::Scale,
            Rect::new(
                left.round(),
                if tier == Tier::Upper { 6.0 } else { top },
                left.round() + 1.0,
                bottom,
            ),
            color,
        );
        let (size, weight, ink) = match tier {
            Tier::Upper => (UPPER_TEXT_PT, Weight::Bold, palette.ink),
            Tier::Lower => (LOWER_TEXT_PT, Weight::Regular, palette.secondary),
        };
        let label = words::tick_label(unit, tick, fiscal, request.language);
        let width = fonts.width(&label, weight, size);
        // An upper label stays in view as long as its period does.
        let room = right - left;
        let x = match tier {
            Tier::Upper => (left.max(frame.body.left) + 8.0).min(right - width - 6.0),
            Tier::Lower => left + (room - width) / 2.0,
        };
        if width + 4.0 > room {
            continue;
        }
        let line =
            baseline((top + bottom) / 2.0 + if tier == Tier::Upper { 1.5 } else { -0.5 }, size);
        let text = |text: String, x: f32, size, weight, color| Shape::Text {
            at: Point { x: x.round(), y: line },
            text: text.into(),
            size,
            weight,
            color,
        };
        region.push(Tag::Scale, text(label, x, size, weight, ink));
        pen.counts.labels += 1;
        if tier == Tier::Upper
            && let Some(note) = words::tick_note(unit, tick, fiscal, request.language)
        {
            let note_x = x + width + 7.0;
            if note_x + fonts.width(&note, Weight::Regular, NOTE_TEXT_PT) + 6.0 <= right {
                let shape = text(note, note_x, NOTE_TEXT_PT, Weight::Regular, palette.secondary);
                region.push(Tag::Scale, shape);
                pen.counts.labels += 1;
            }
        }
    }
}

/// The heads of the columns of names.
fn draw_corner(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region) {
    let request = frame.request;
    let right = request.names_width;
    let columns = match request.rows.mode {
        Mode::Swimlanes => vec![(16.0, Word::LanesAndMeasures)],
        Mode::Gantt => vec![
            (16.0, Word::TaskColumn),
            (right - OWNER_COLUMN_PT - WHEN_COLUMN_PT, Word::WhenColumn),
            (right - OWNER_COLUMN_PT, Word::OwnerColumn),
        ],
    };
    for (x, word) in columns {
        pen.counts.labels += 1;
        let shape = Shape::Text {
            at: Point { x, y: baseline((UPPER_PT + HEADER_PT) / 2.0 - 0.5, LOWER_TEXT_PT) },
            text: word.text(request.language).into(),
            size: LOWER_TEXT_PT,
            weight: Weight::Regular,
            color: request.palette.secondary,
        };
        region.push(Tag::Scale, shape);
    }
}

/// The line of today with its flag; an arrow at the edge if today is out of sight.
fn draw_today(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region) {
    let request = frame.request;
    let Some(today) = request.today else { return };
    let palette = request.palette;
    let x = ((frame.x(today.number()) + frame.x(today.number() + 1)) / 2.0).round();
    let label = Word::Today.text(request.language);
    let width = request.fonts.width(label, Weight::Bold, NOTE_TEXT_PT);
    let (left, right) = (frame.body.left, frame.body.right);
    let arrow = 10.0;
    let before = x < left;
    let after = x > right;
    let flag_width = width + 16.0 + if before || after { arrow } else { 0.0 };
    let flag_left =
        (x - flag_width / 2.0).clamp(left + 3.0, (right - flag_width - 3.0).max(left + 3.0));
    let flag = Rect::new(
        flag_left.round(),
        UPPER_PT + 2.0,
        (flag_left + flag_width).round(),
        HEADER_PT - 4.0,
    );
    if !before && !after {
        let line = Rect::new(x, flag.bottom - 1.0, x + 1.0, request.height);
        region.push_rect(Tag::Today, line, palette.red);
    }
    let fill = Some(crate::scene::Fill::Solid(palette.red));
    region.push(Tag::Today, Shape::Rect { rect: flag, radius: 8.0, fill, stroke: None });
    let text_x = flag.left + 8.0 + if before { arrow } else { 0.0 };
    let middle = (flag.top + flag.bottom) / 2.0;
    let text = Shape::Text {
        at: Point { x: text_x.round(), y: baseline(middle, NOTE_TEXT_PT) },
        text: label.into(),
        size: NOTE_TEXT_PT,
        weight: Weight::Bold,
        color: palette.on_strong,
    };
    region.push(Tag::Today, text);
    pen.counts.labels += 1;
    if before || after {
        let tip = if before { flag.left + 7.0 } else { flag.right - 7.0 };
        let back = if before { tip + 4.0 } else { tip - 4.0 };
        let points = vec![
            Point { x: back, y: middle - 3.5 },
            Point { x: tip, y: middle },
            Point { x: back, y: middle + 3.5 },
        ];
        let stroke = Stroke::solid(1.5, palette.on_strong);
        region.push(Tag::Today, Shape::Line { points, stroke });
        let whole = Rect::new(0.0, 0.0, request.width, request.height);
        pen.hit(flag, whole, Target::Today);
    }
}

//! The header: two tiers of the time scale, and where today is.

use super::{Frame, HEADER_PT, Pen, Target, baseline, region};
use crate::layout::Mode;
use crate::model::Grouping;
use crate::scene::{Fill, Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::time::{EraYear, TickUnit, ticks};
use crate::words::{self, Word};

const UPPER_PT: f32 = 27.0;
const UPPER_TEXT_PT: f32 = 13.5;
const NOTE_TEXT_PT: f32 = 11.0;
const LOWER_TEXT_PT: f32 = 11.0;

/// Where the columns of Gantt mode begin. Names come first: where room is short,
/// owners give way to them, then dates.
pub(super) struct TaskColumns {
    /// Where the column of dates begins, if there is one.
    pub when: Option<f32>,
    /// Where the column of owners begins, if there is one.
    pub owner: Option<f32>,
    /// Where the names end.
    pub name_end: f32,
}

/// Width of the column of dates.
const WHEN_COLUMN_PT: f32 = 118.0;
/// Width of the column of owners.
const OWNER_COLUMN_PT: f32 = 104.0;
/// The least width that names keep before a column gives way.
const MIN_NAME_COLUMN_PT: f32 = 200.0;

impl TaskColumns {
    pub(super) fn new(names_width: f32) -> Self {
        let has_owner = names_width >= MIN_NAME_COLUMN_PT + WHEN_COLUMN_PT + OWNER_COLUMN_PT;
        let has_when = names_width >= MIN_NAME_COLUMN_PT + WHEN_COLUMN_PT;
        let owner = has_owner.then_some(names_width - OWNER_COLUMN_PT);
        let when = has_when.then(|| owner.unwrap_or(names_width) - WHEN_COLUMN_PT);
        Self { when, owner, name_end: when.unwrap_or(names_width) }
    }
}

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Region {
    let request = frame.request;
    let palette = request.palette;
    let mut region = region(Rect::new(0.0, 0.0, request.width, request.height));
    let header = Rect::new(0.0, 0.0, request.width, HEADER_PT);
    region.push_rect(Tag::Scale, header, palette.paper);

    let lower = request.axis.lower_unit();
    let flag = TodayFlag::new(frame);
    let keep_free = flag.as_ref().map(|flag| flag.rect);
    draw_tier(frame, pen, &mut region, lower.upper(), Tier::Upper, None);
    draw_tier(frame, pen, &mut region, lower, Tier::Lower, keep_free);

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
    if let Some(flag) = flag {
        draw_today(frame, pen, &mut region, &flag);
    }
    region
}

#[derive(Clone, Copy, PartialEq)]
enum Tier {
    Upper,
    Lower,
}

fn draw_tier(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    unit: TickUnit,
    tier: Tier,
    keep_free: Option<Rect>,
) {
    let request = frame.request;
    let (palette, fonts) = (request.palette, request.fonts);
    let (from, to) = frame.visible_days();
    let fiscal = request.roadmap.fiscal_year_start;
    let (top, bottom) = match tier {
        Tier::Upper => (0.0, UPPER_PT),
        Tier::Lower => (UPPER_PT, HEADER_PT),
    };
    let (size, weight, ink) = match tier {
        Tier::Upper => (UPPER_TEXT_PT, Weight::Bold, palette.ink),
        Tier::Lower => (LOWER_TEXT_PT, Weight::Regular, palette.secondary),
    };
    // One label that does not fit shortens them all, so that a tier speaks with one voice.
    let is_tight = ticks(unit, from, to, fiscal).any(|tick| {
        let label = words::tick_label(unit, tick, fiscal, request.language);
        let room = frame.x(tick.next.number()) - frame.x(tick.first.number());
        fonts.width(&label, weight, size) + 2.0 > room
    });
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
        let room = right - left;
        let short = if is_tight { words::tick_label_short(unit, tick, fiscal) } else { None };
        let label =
            short.unwrap_or_else(|| words::tick_label(unit, tick, fiscal, request.language));
        // Where years are the lower tier, the era shrinks to its letter: 2021年度 R3.
        let era = match (tier, unit) {
            (Tier::Lower, TickUnit::FiscalYears(1)) => {
                EraYear::of_fiscal_year(fiscal.fiscal_year_of(tick.first), fiscal)
            }
            _ => None,
        };
        let with_era = era.map(|era| format!("{label} {}", era.short()));
        // Where a label of this width stands, if there is room for it.
        let place = |width: f32| {
            let x = match tier {
                // An upper label stays in view as long as its period does.
                Tier::Upper => (left.max(frame.body.left) + 8.0).min(right - width - 6.0),
                Tier::Lower => left + (room - width) / 2.0,
            };
            let is_covered =
                |x: f32| keep_free.is_some_and(|flag| x < flag.right && flag.left < x + width);
            // A label under today's flag makes way within its period, to whichever side has room.
            let beside =
                keep_free.map_or([x; 2], |flag| [flag.right + 4.0, flag.left - 4.0 - width]);
            let is_inside = |x: &f32| *x > left + 1.0 && *x + width < right - 1.0;
            let x = if is_covered(x) { beside.into_iter().find(is_inside) } else { Some(x) };
            // What begins to the left of the body would lie under the corner.
            x.filter(|x| width + 2.0 <= room && *x >= frame.body.left)
        };
        let placed = with_era.into_iter().chain([label]).find_map(|label| {
            let width = fonts.width(&label, weight, size);
            place(width).map(|x| (label, x, width))
        });
        let Some((label, x, width)) = placed else { continue };
        let middle = f32::midpoint(top, bottom);
        let line = baseline(middle + if tier == Tier::Upper { 1.5 } else { -0.5 }, size);
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
    let columns = TaskColumns::new(request.names_width);
    let heads = match request.rows.mode {
        Mode::Swimlanes => {
            let word = match request.rows.grouping {
                Grouping::Lanes | Grouping::Area => Word::LanesAndMeasures,
                _ => Word::GroupsAndMeasures,
            };
            [Some((16.0, word)), None, None]
        }
        Mode::Gantt => [
            Some((16.0, Word::TaskColumn)),
            columns.when.map(|x| (x, Word::WhenColumn)),
            columns.owner.map(|x| (x, Word::OwnerColumn)),
        ],
    };
    for (x, word) in heads.into_iter().flatten() {
        pen.counts.labels += 1;
        let shape = Shape::Text {
            at: Point { x, y: baseline(f32::midpoint(UPPER_PT, HEADER_PT) - 0.5, LOWER_TEXT_PT) },
            text: word.text(request.language).into(),
            size: LOWER_TEXT_PT,
            weight: Weight::Regular,
            color: request.palette.secondary,
        };
        region.push(Tag::Scale, shape);
    }
}

/// The flag that says where today is.
struct TodayFlag {
    rect: Rect,
    /// The middle of today.
    x: f32,
    /// Whether today lies before or after what is visible.
    beyond: Option<Beyond>,
}

#[derive(Clone, Copy, PartialEq)]
enum Beyond {
    Before,
    After,
}

/// Room for the arrow of a flag that points out of the view.
const ARROW_PT: f32 = 10.0;

impl TodayFlag {
    fn new(frame: &Frame<'_>) -> Option<Self> {
        let request = frame.request;
        let today = request.today?;
        let x = f32::midpoint(frame.x(today.number()), frame.x(today.number() + 1)).round();
        let (left, right) = (frame.body.left, frame.body.right);
        let beyond = match x {
            x if x < left => Some(Beyond::Before),
            x if x > right => Some(Beyond::After),
            _ => None,
        };
        let label = Word::Today.text(request.language);
        let arrow = if beyond.is_some() { ARROW_PT } else { 0.0 };
        let width = request.fonts.width(label, Weight::Bold, NOTE_TEXT_PT) + 16.0 + arrow;
        let most = (right - width - 3.0).max(left + 3.0);
        let flag_left = (x - width / 2.0).clamp(left + 3.0, most).round();
        let (top, bottom) = (UPPER_PT + 2.0, HEADER_PT - 4.0);
        Some(Self {
            rect: Rect::new(flag_left, top, (flag_left + width).round(), bottom),
            x,
            beyond,
        })
    }
}

/// The line of today with its flag; an arrow instead of the line if today is out of sight.
fn draw_today(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, flag: &TodayFlag) {
    let request = frame.request;
    let palette = request.palette;
    let TodayFlag { rect, x, beyond } = *flag;
    if beyond.is_none() {
        let line = Rect::new(x, rect.bottom - 1.0, x + 1.0, HEADER_PT);
        region.push_rect(Tag::Today, line, palette.red);
    }
    let fill = Some(Fill::Solid(palette.red));
    region.push(Tag::Today, Shape::Rect { rect, radius: 8.0, fill, stroke: None });
    let indent = if beyond == Some(Beyond::Before) { ARROW_PT } else { 0.0 };
    let middle = f32::midpoint(rect.top, rect.bottom);
    let text = Shape::Text {
        at: Point { x: (rect.left + 8.0 + indent).round(), y: baseline(middle, NOTE_TEXT_PT) },
        text: Word::Today.text(request.language).into(),
        size: NOTE_TEXT_PT,
        weight: Weight::Bold,
        color: palette.on_strong,
    };
    region.push(Tag::Today, text);
    pen.counts.labels += 1;
    let Some(beyond) = beyond else { return };
    let (tip, back) = match beyond {
        Beyond::Before => (rect.left + 7.0, rect.left + 11.0),
        Beyond::After => (rect.right - 7.0, rect.right - 11.0),
    };
    let points = [(back, -3.5), (tip, 0.0), (back, 3.5)];
    let points = points.map(|(x, dy)| Point { x, y: middle + dy }).to_vec();
    region.push(Tag::Today, Shape::Line { points, stroke: Stroke::solid(1.5, palette.on_strong) });
    pen.hit(rect, Rect::new(0.0, 0.0, request.width, request.height), Target::Today);
}

//! The header: two tiers of the time scale, and the flags of today and of the progress line.

use super::columns::{NAME_LEFT_PT, TaskColumn};
use super::{Frame, HEADER_PT, Pen, Target, baseline, region};
use crate::layout::Mode;
use crate::model::Grouping;
use crate::scene::{Color, Fill, Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::time::{EraYear, TickUnit, ticks};
use crate::words::{self, Word};

const UPPER_PT: f32 = 27.0;
const UPPER_TEXT_PT: f32 = 13.5;
const NOTE_TEXT_PT: f32 = 11.0;
const LOWER_TEXT_PT: f32 = 11.0;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Region {
    let request = frame.request;
    let palette = request.palette;
    let mut region = region(Rect::new(0.0, 0.0, request.width, request.height));
    let header = Rect::new(0.0, 0.0, request.width, HEADER_PT);
    region.push_rect(Tag::Scale, header, palette.paper);

    let lower = request.axis.lower_unit();
    let today = Flag::of_today(frame);
    let progress = Flag::of_progress(frame);
    let [over, under] = [&progress, &today].map(|flag| flag.as_ref().map(|flag| flag.rect));
    // The staff of the upper flag crosses the lower tier.
    let staff = progress.as_ref().map(Flag::staff);
    let free_below: Vec<Rect> = under.into_iter().chain(staff).collect();
    draw_tier(frame, pen, &mut region, lower.upper(), Tier::Upper, over.as_slice());
    draw_tier(frame, pen, &mut region, lower, Tier::Lower, &free_below);

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
    for flag in [progress, today].into_iter().flatten() {
        flag.draw(frame, pen, &mut region);
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
    keep_free: &[Rect],
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
                |x: f32| keep_free.iter().any(|flag| x < flag.right && flag.left < x + width);
            // A label under a flag makes way within its period, to whichever side has room.
            let mut beside =
                keep_free.iter().flat_map(|flag| [flag.right + 4.0, flag.left - 4.0 - width]);
            let is_inside = |x: f32| x > left + 1.0 && x + width < right - 1.0;
            let x = if is_covered(x) {
                beside.find(|x| is_inside(*x) && !is_covered(*x))
            } else {
                Some(x)
            };
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
    let heads: Vec<(f32, Word)> = match request.rows.mode {
        Mode::Swimlanes => {
            let word = match request.rows.grouping {
                Grouping::Lanes | Grouping::Area => Word::LanesAndMeasures,
                _ => Word::GroupsAndMeasures,
            };
            vec![(NAME_LEFT_PT, word)]
        }
        Mode::Gantt => {
            let columns = frame.columns();
            let head = |it: TaskColumn| Some((columns.span(it)?.start, it.heading()));
            TaskColumn::ALL.into_iter().filter_map(head).collect()
        }
    };
    for (x, word) in heads {
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

/// A flag on the time scale that says where a line stands.
struct Flag {
    rect: Rect,
    /// The middle of its day.
    x: f32,
    /// Whether its day lies before or after what is visible.
    beyond: Option<Beyond>,
    label: String,
    tag: Tag,
    fill: Color,
    ink: Color,
    /// What it is to the pointer, if anything.
    target: Option<Target>,
}

#[derive(Clone, Copy, PartialEq)]
enum Beyond {
    Before,
    After,
}

/// Room for the arrow of a flag that points out of the view.
const ARROW_PT: f32 = 10.0;

impl Flag {
    /// The flag of today, in the lower tier.
    fn of_today(frame: &Frame<'_>) -> Option<Self> {
        let request = frame.request;
        let day = request.today?;
        let x = frame.x_of_middle(day);
        let label = Word::Today.text(request.language).to_owned();
        let height = (UPPER_PT + 2.0, HEADER_PT - 4.0);
        let (rect, beyond) = Self::place(frame, x, &label, height);
        let (fill, ink) = (request.palette.red, request.palette.on_strong);
        let target = beyond.map(|_| Target::Today);
        Some(Self { rect, x, beyond, label, tag: Tag::Today, fill, ink, target })
    }

    /// The flag of the progress line, in the upper tier; it is dragged to another day.
    fn of_progress(frame: &Frame<'_>) -> Option<Self> {
        let request = frame.request;
        let line = request.progress_line?;
        let x = frame.x_of_middle(line.day());
        let date = words::day_in_words(line.day(), request.language);
        let label = format!("{} {date}", Word::Progress.text(request.language));
        let (rect, beyond) = Self::place(frame, x, &label, (4.0, UPPER_PT - 4.0));
        let (fill, ink) = (request.palette.ink, request.palette.paper);
        let target = Some(Target::ProgressLine);
        Some(Self { rect, x, beyond, label, tag: Tag::ProgressLine, fill, ink, target })
    }

    fn place(
        frame: &Frame<'_>,
        x: f32,
        label: &str,
        (top, bottom): (f32, f32),
    ) -> (Rect, Option<Beyond>) {
        let (left, right) = (frame.body.left, frame.body.right);
        let beyond = match x {
            x if x < left => Some(Beyond::Before),
            x if x > right => Some(Beyond::After),
            _ => None,
        };
        let arrow = if beyond.is_some() { ARROW_PT } else { 0.0 };
        let fonts = frame.request.fonts;
        let width = fonts.width(label, Weight::Bold, NOTE_TEXT_PT) + 16.0 + arrow;
        let most = (right - width - 3.0).max(left + 3.0);
        let flag_left = (x - width / 2.0).clamp(left + 3.0, most).round();
        (Rect::new(flag_left, top, (flag_left + width).round(), bottom), beyond)
    }

    /// The line from the flag to the chart.
    fn staff(&self) -> Rect {
        Rect::new(self.x, self.rect.bottom - 1.0, self.x + 1.0, HEADER_PT)
    }

    /// Draws it with its staff; an arrow instead if its day is out of sight.
    fn draw(self, frame: &Frame<'_>, pen: &mut Pen, region: &mut Region) {
        let request = frame.request;
        let Self { rect, beyond, tag, fill, ink, .. } = self;
        if beyond.is_none() {
            region.push_rect(tag, self.staff(), fill);
        }
        let solid = Some(Fill::Solid(fill));
        region.push(tag, Shape::Rect { rect, radius: 8.0, fill: solid, stroke: None });
        let indent = if beyond == Some(Beyond::Before) { ARROW_PT } else { 0.0 };
        let middle = f32::midpoint(rect.top, rect.bottom);
        let text = Shape::Text {
            at: Point { x: (rect.left + 8.0 + indent).round(), y: baseline(middle, NOTE_TEXT_PT) },
            text: self.label.into(),
            size: NOTE_TEXT_PT,
            weight: Weight::Bold,
            color: ink,
        };
        region.push(tag, text);
        pen.counts.labels += 1;
        if let Some(target) = self.target {
            pen.hit(rect, Rect::new(0.0, 0.0, request.width, request.height), target);
        }
        let Some(beyond) = beyond else { return };
        let (tip, back) = match beyond {
            Beyond::Before => (rect.left + 7.0, rect.left + 11.0),
            Beyond::After => (rect.right - 7.0, rect.right - 11.0),
        };
        let points = [(back, -3.5), (tip, 0.0), (back, 3.5)];
        let points = points.map(|(x, dy)| Point { x, y: middle + dy }).to_vec();
        region.push(tag, Shape::Line { points, stroke: Stroke::solid(1.5, ink) });
    }
}

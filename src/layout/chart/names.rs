//! The column at the left: names of lanes, or tasks with their columns.

use super::columns::TaskColumn;
use super::{Frame, HEADER_PT, Pen, Target, baseline, region, tag_of_heading};
use crate::layout::{Group, Row, RowKind};
use crate::model::{GroupKey, Grouping, LaneId, OwnerId, Roadmap, TaskId};
use crate::scene::{Point, Rect, Region, Shape, Tag, Weight};
use crate::words;
use std::fmt::Write as _;
use std::ops::Range;

const BAND_TEXT_PT: f32 = 12.5;
const NAME_TEXT_PT: f32 = 12.0;
const COUNT_TEXT_PT: f32 = 11.0;
const INDENT_PT: f32 = 12.0;
const LINE_PT: f32 = 15.5;
/// In lower areas so few lanes could be named that they would seem to be all.
const MIN_PARTS_PT: f32 = 60.0;
/// Lower headings have no line below them: their lines would be all that is seen.
const MIN_RULED_PT: f32 = 6.0;
/// Between the title of a task and the name of its lane.
pub(in crate::layout) const LANE_GAP_PT: f32 = 8.0;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Vec<Region> {
    let request = frame.request;
    let clip = Rect::new(0.0, HEADER_PT, request.names_width, request.height);
    let mut region = region(clip);
    region.push_rect(Tag::Backdrop, clip, request.palette.paper);
    if frame.has_row_text() {
        draw_rows(frame, pen, &mut region, clip);
    } else {
        draw_groups(frame, pen, &mut region, clip);
    }
    let mut regions = vec![region];
    regions.extend(draw_sticky(frame, pen));
    regions
}

fn draw_rows(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, clip: Rect) {
    let request = frame.request;
    for index in frame.visible.clone() {
        let row = &request.rows.rows[index];
        let (top, height) = (frame.row_top(index), frame.row_height(index));
        match row.kind {
            RowKind::Band { key, folded } => {
                draw_band(frame, pen, region, clip, index, (key, folded), top);
            }
            RowKind::Track { lane, index: track, count } => {
                let first_visible = track == 0 || index == frame.visible.start;
                if first_visible {
                    let lane_top = top - f32::from(track) * height;
                    let rect = Rect::new(
                        0.0,
                        lane_top,
                        request.names_width,
                        lane_top + f32::from(count) * height,
                    );
                    draw_lane_name(frame, pen, region, clip, rect, lane, row.depth, height);
                }
            }
            RowKind::Task(task) => {
                let rect = Rect::new(0.0, top, request.names_width, top + height);
                draw_task_columns(frame, pen, region, clip, rect, task, row);
            }
        }
    }
}

/// A heading; it is drawn in its place, and once more where it sticks.
fn draw_band(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    clip: Rect,
    index: usize,
    (key, folded): (GroupKey, bool),
    top: f32,
) {
    let request = frame.request;
    let palette = request.palette;
    let row = &request.rows.rows[index];
    let tag = tag_of_heading(key);
    let rect = Rect::new(0.0, top, request.names_width, top + frame.row_height(index));
    region.push_rect(tag, rect, palette.band);
    let group = &request.rows.groups[row.group as usize];
    let is_top = group.key == key;
    if let Some(color) = request.colors.of_group(key).filter(|_| is_top) {
        let mark = Rect::new(0.0, rect.top, 4.0, rect.bottom);
        region.push_rect(tag, mark, palette.colors(color).edge);
    }
    let middle = rect.center().y;
    let left = 14.0 + f32::from(row.depth.min(8)) * INDENT_PT;
    let triangle = if folded {
        [(0.0, -4.0), (6.0, 0.0), (0.0, 4.0)]
    } else {
        [(-1.0, -2.5), (7.0, -2.5), (3.0, 3.5)]
    };
    let points = triangle.map(|(x, y)| Point { x: left + x, y: middle + y }).to_vec();
    let fill = Some(palette.secondary);
    region.push(tag, Shape::Polygon { points, fill, stroke: None });
    let mut room_right = rect.right - 8.0;
    if is_top {
        let count = words::grouped(group.tasks);
        let small = (COUNT_TEXT_PT, Weight::Regular);
        room_right -= request.fonts.width(&count, small.1, small.0) + 4.0;
        let at = (room_right + 4.0, middle);
        push_text(frame, pen, region, tag, &count, at, small, palette.secondary, f32::MAX);
    }
    let weight = if is_top { Weight::Bold } else { Weight::Regular };
    let x = left + 13.0;
    let title = words::group_in_words(key, request.roadmap, request.language);
    let room = room_right - x - 6.0;
    push_text(
        frame,
        pen,
        region,
        tag,
        &title,
        (x, middle),
        (BAND_TEXT_PT, weight),
        palette.ink,
        room,
    );
    pen.hit(rect, clip, Target::Band(key));
}

/// The name of a lane beside its tracks; it stays in view while one of them does.
#[expect(clippy::too_many_arguments, reason = "all of them are places on the page")]
fn draw_lane_name(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    clip: Rect,
    rect: Rect,
    lane: LaneId,
    depth: u8,
    row_height: f32,
) {
    let request = frame.request;
    let palette = request.palette;
    let left = 14.0 + f32::from(depth.clamp(1, 8)) * INDENT_PT;
    let room = rect.right - left - 8.0;
    let max_lines = ((rect.height() / LINE_PT) as usize).clamp(1, 3);
    let title = request.roadmap.lane(lane).title.in_language(request.language);
    let lines = request.fonts.wrapped(title, Weight::Regular, NAME_TEXT_PT, room, max_lines);
    let block = (lines.len() as f32 - 1.0) * LINE_PT;
    let sticky_top = frame.sticky_group().map_or(HEADER_PT, |(group, top)| {
        top + frame.row_height(request.rows.groups[group as usize].rows.start as usize)
    });
    let lowest = rect.bottom - row_height - block;
    let top = rect.top.max(sticky_top).min(lowest.max(rect.top));
    for (nth, line) in lines.iter().enumerate() {
        let middle = top + row_height / 2.0 + nth as f32 * LINE_PT;
        push_text(
            frame,
            pen,
            region,
            Tag::Lane(lane),
            line,
            (left, middle),
            (NAME_TEXT_PT, Weight::Regular),
            palette.ink,
            room,
        );
    }
    let edge = Rect::new(0.0, rect.bottom - 1.0, rect.right, rect.bottom);
    region.push_rect(Tag::Backdrop, edge, palette.hairline);
    pen.hit(rect, clip, Target::LaneName(lane));
}

fn draw_task_columns(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    clip: Rect,
    rect: Rect,
    task: TaskId,
    row: &Row,
) {
    let request = frame.request;
    let (palette, language) = (request.palette, request.language);
    let record = request.roadmap.task(task);
    let middle = rect.center().y;
    let left = 20.0 + f32::from(row.depth.min(8) + 1) * INDENT_PT;
    let columns = frame.columns();
    let faded = (request.emphasis)(task) == super::Emphasis::Faded;
    let ink = if faded { palette.ink.mixed(palette.paper, 0.5) } else { palette.ink };
    let secondary =
        if faded { palette.secondary.mixed(palette.paper, 0.5) } else { palette.secondary };
    let name = (NAME_TEXT_PT, Weight::Regular);
    let small = (COUNT_TEXT_PT, Weight::Regular);
    let tag = Tag::TaskLabel(task);
    let title = record.title.in_language(language);
    let name_end = columns.span(TaskColumn::Name).map_or(rect.right, |span| span.end);
    let room = name_end - left - 8.0;
    push_text(frame, pen, region, tag, title, (left, middle), name, ink, room);
    let heading = request.rows.groups[row.group as usize].key;
    if request.rows.grouping != Grouping::Lanes && heading != GroupKey::Lane(record.lane) {
        // The heading does not say what the task is part of, and many are called alike.
        let lane = request.roadmap.lane(record.lane).title.in_language(language);
        let taken = request.fonts.width(title, name.1, name.0) + LANE_GAP_PT;
        let at = (left + taken, middle);
        push_text(frame, pen, region, tag, lane, at, small, secondary, room - taken);
    }
    let mut cell = |column, text: &dyn Fn() -> String| {
        if let Some(Range { start, end }) = columns.span(column) {
            let (at, room) = ((start, middle), end - start - 8.0);
            push_text(frame, pen, region, tag, &text(), at, small, secondary, room);
        }
    };
    cell(TaskColumn::When, &|| words::interval_in_words(record.when, language));
    cell(TaskColumn::Status, &|| words::status_and_progress_in_words(record, language));
    cell(TaskColumn::Owner, &|| {
        let shown = |owner: &OwnerId| request.roadmap.shown_owner(*owner, language).to_owned();
        let mut owners = record.owners.first().map(shown).unwrap_or_default();
        if record.owners.len() > 1 {
            let _ = write!(owners, " +{}", record.owners.len() - 1);
        }
        owners
    });
    let line = Rect::new(0.0, rect.bottom - 1.0, rect.right, rect.bottom);
    region.push_rect(Tag::Backdrop, line, palette.hairline);
    pen.hit(rect, clip, Target::TaskName(task));
}

/// Rows too low for text: each top-level heading is named once, if it is high enough. Of
/// headings that are lower than a point only as many are looked at as there are points.
fn draw_groups(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, clip: Rect) {
    let request = frame.request;
    let palette = request.palette;
    let groups = &request.rows.groups;
    let mut nth = groups.partition_point(|group| (group.rows.end as usize) <= frame.visible.start);
    let mut free_from = HEADER_PT;
    while let Some(group) =
        groups.get(nth).filter(|group| (group.rows.start as usize) < frame.visible.end)
    {
        let rect = group_rect(frame, group);
        let tag = tag_of_heading(group.key);
        if let Some(color) = request.colors.of_group(group.key) {
            let mark = Rect::new(0.0, rect.top, 4.0, rect.bottom.max(rect.top + 1.0));
            region.push_rect(tag, mark, palette.colors(color).edge);
        }
        let middle = (rect.top.max(HEADER_PT) + COUNT_TEXT_PT * 0.85).max(free_from + 7.0);
        if middle + 6.0 <= rect.bottom.max(rect.top + 12.0) {
            draw_group_name(frame, pen, region, group, rect, middle);
            free_from = middle + 7.0;
            if let GroupKey::Lane(area) = group.key
                && rect.height() >= MIN_PARTS_PT
            {
                draw_parts(frame, pen, region, area, rect, middle);
            }
        }
        if rect.height() >= MIN_RULED_PT {
            let line = Rect::new(0.0, rect.bottom - 1.0, rect.right, rect.bottom);
            region.push_rect(Tag::Backdrop, line, palette.hairline);
        }
        pen.hit(rect, clip, Target::Band(group.key));
        let below = frame.row_at(rect.bottom.max(rect.top + 1.0) + 0.01);
        nth = (request.rows.rows[below].group as usize).max(nth + 1);
    }
}

/// Names the lanes of an area, as many as there is room for. Asking which one has a line
/// costs the same however many there are.
fn draw_parts(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    area: LaneId,
    rect: Rect,
    area_middle: f32,
) {
    let request = frame.request;
    let bottom = rect.bottom.min(request.height) - LINE_PT / 2.0;
    let mut middle = area_middle + LINE_PT;
    let mut named = None;
    while middle <= bottom {
        let row = &request.rows.rows[frame.row_at(middle)];
        let part = part_of_area(request.roadmap, row, area);
        if let Some(lane) = part.filter(|_| part != named) {
            let title = request.roadmap.lane(lane).title.in_language(request.language);
            let left = 14.0 + INDENT_PT;
            let room = rect.right - left - 8.0;
            let small = (COUNT_TEXT_PT, Weight::Regular);
            let color = request.palette.secondary;
            push_text(
                frame,
                pen,
                region,
                Tag::Lane(lane),
                title,
                (left, middle),
                small,
                color,
                room,
            );
            named = part;
        }
        middle += LINE_PT;
    }
}

/// The lane right below an area that a row belongs to.
fn part_of_area(roadmap: &Roadmap, row: &Row, area: LaneId) -> Option<LaneId> {
    const MAX_DEPTH: usize = 64;
    let lane = match row.kind {
        RowKind::Track { lane, .. } | RowKind::Band { key: GroupKey::Lane(lane), .. } => lane,
        RowKind::Task(task) => roadmap.task(task).lane,
        RowKind::Band { .. } => return None,
    };
    let above = std::iter::successors(Some(lane), |lane| roadmap.lane(*lane).parent);
    above.take(MAX_DEPTH).find(|lane| roadmap.lane(*lane).parent == Some(area))
}

/// The title of a heading with the number of its tasks, on one line.
fn draw_group_name(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    group: &Group,
    rect: Rect,
    middle: f32,
) {
    let request = frame.request;
    let palette = request.palette;
    let tag = tag_of_heading(group.key);
    let small = (COUNT_TEXT_PT, Weight::Regular);
    let count = words::grouped(group.tasks);
    let right = rect.right - 8.0 - request.fonts.width(&count, small.1, small.0);
    push_text(frame, pen, region, tag, &count, (right, middle), small, palette.secondary, f32::MAX);
    let title = words::group_in_words(group.key, request.roadmap, request.language);
    let room = right - 6.0 - 14.0;
    push_text(frame, pen, region, tag, &title, (14.0, middle), small, palette.ink, room);
}

fn group_rect(frame: &Frame<'_>, group: &Group) -> Rect {
    let (first, last) = (group.rows.start as usize, group.rows.end as usize - 1);
    let bottom = frame.row_top(last) + frame.row_height(last);
    Rect::new(0.0, frame.row_top(first), frame.request.names_width, bottom)
}

/// The top-level heading that has scrolled out, over names and body.
fn draw_sticky(frame: &Frame<'_>, pen: &mut Pen) -> Option<Region> {
    let (group, top) = frame.sticky_group()?;
    let request = frame.request;
    let group = &request.rows.groups[group as usize];
    let band = group.rows.start as usize;
    let RowKind::Band { key, folded } = request.rows.rows[band].kind else { return None };
    let height = frame.row_height(band);
    let clip = frame.below_header();
    let mut region = region(clip);
    let whole = Rect::new(0.0, top, request.width, top + height);
    region.push_rect(tag_of_heading(key), whole, request.palette.band);
    draw_band(frame, pen, &mut region, clip, band, (key, folded), top);
    // It stands for the band that it covers, so that there is one to find and not three.
    pen.hits.retain(|hit| hit.target != Target::Band(key));
    pen.hit(whole, clip, Target::Band(key));
    let line = Rect::new(0.0, whole.bottom - 1.0, request.width, whole.bottom);
    region.push_rect(Tag::Backdrop, line, request.palette.year_line);
    Some(region)
}

#[expect(
    clippy::too_many_arguments,
    reason = "a text has many properties and all callers differ in them"
)]
fn push_text(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    tag: Tag,
    text: &str,
    (x, middle): (f32, f32),
    (size, weight): (f32, Weight),
    color: crate::scene::Color,
    room: f32,
) {
    let Some(text) = frame.request.fonts.elided(text, weight, size, room) else { return };
    let at = Point { x: x.round(), y: baseline(middle, size) };
    region.push(tag, Shape::Text { at, text, size, weight, color });
    pen.counts.labels += 1;
}

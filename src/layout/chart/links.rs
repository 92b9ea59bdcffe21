//! Which links a chart shows, and in which order they are painted.

use super::bars::BarEnd;
use super::cuts::Labels;
use super::routes::Link;
use super::strokes::{self, Look};
use super::{Emphasis, Frame, LinkRoute, LinkStyle, Pen};
use crate::model::{DependencyId, TaskId};
use crate::scene::Region;
use std::collections::{HashMap, HashSet};

/// How many links of the task in focus are looked at.
pub(super) const MAX_FOCUS_LINKS: usize = 1_000;

/// Draws the links above the bars, those of the selection on top of the others and all
/// heads on top of all lines. None crosses a name.
pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, labels: &Labels) {
    let links = visible(frame, pen, labels);
    let (palette, style) = (frame.request.palette, frame.request.link_style);
    let look = |link: &Link| Look::new(palette, link.basis, link.emphasis, style);
    let looks: Vec<Look> = links.iter().map(look).collect();
    let mut scratch = Default::default();
    for (link, look) in links.iter().zip(&looks) {
        strokes::draw_line(region, link, *look, labels, &mut scratch);
    }
    for (link, look) in links.iter().zip(&looks) {
        strokes::draw_head(region, link, *look);
    }
    pen.routes =
        links.into_iter().map(|link| LinkRoute { link: link.id, points: link.points }).collect();
}

/// Routes for all links that touch what is visible, those of the selection last.
fn visible(frame: &Frame<'_>, pen: &mut Pen, labels: &Labels) -> Vec<Link> {
    let request = frame.request;
    let shows_plain = match request.link_style {
        LinkStyle::Hidden => false,
        LinkStyle::Thin => frame.has_row_text(),
        LinkStyle::Full => true,
    };
    let mut bars: HashMap<TaskId, Option<BarEnd>> = HashMap::new();
    let mut bar_of = |task: TaskId| *bars.entry(task).or_insert_with(|| BarEnd::of(frame, task));
    let mut links = Vec::new();
    for id in near(frame, pen) {
        pen.counts.links += 1;
        let dependency = request.roadmap.dependency(id);
        let emphasis = (request.link_emphasis)(id);
        let is_shown = shows_plain && request.link_bases.contains(dependency.basis);
        if !is_shown && !is_lit(emphasis) {
            continue;
        }
        if let (Some(from), Some(to)) = (bar_of(dependency.from), bar_of(dependency.to)) {
            // A line without an end in view says nothing by itself, only as part of a chain.
            let passes = ![&from, &to].iter().any(|end| end.rect.overlaps(frame.body));
            if passes && (!is_lit(emphasis) || emphasis == Emphasis::Critical) {
                continue;
            }
            let link = Link::new(frame, labels, id, dependency, (&from, &to), emphasis);
            if link.bounds().overlaps(frame.body) {
                links.push(link);
            }
        }
    }
    links.sort_by_key(|link| match link.emphasis {
        Emphasis::Faded => 0,
        emphasis if is_lit(emphasis) => 2,
        _ => 1,
    });
    links
}

/// The links that may touch the visible rows; those of the task in focus in any case.
fn near(frame: &Frame<'_>, pen: &mut Pen) -> Vec<DependencyId> {
    let request = frame.request;
    let near = request.links.near(request.roadmap, request.rows, frame.visible.clone());
    let mut links = near.links;
    pen.counts.left_out_links = near.left_out;
    if near.left_out > 0
        && let Some(focus) = &request.focus
    {
        let known: HashSet<_> = links.iter().copied().collect();
        let of_focus = focus.links.iter().copied().take(MAX_FOCUS_LINKS);
        links.extend(of_focus.filter(|link| !known.contains(link)));
    }
    links
}

fn is_lit(emphasis: Emphasis) -> bool {
    !matches!(emphasis, Emphasis::Plain | Emphasis::Selected | Emphasis::Faded)
}

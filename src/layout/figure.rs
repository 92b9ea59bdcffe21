//! Figures: where their bars lie, and a whole figure as a picture to hand out.
//!
//! The window draws a [`Plan`] with axes of its own; [`draw`] makes a scene of it. Both
//! show the same bars, numbers and marks.

use super::sheet::{self, Filtered, MARGIN_PT, Paragraph};
use super::{BarColor, FontMetrics, Palette};
use crate::insight::{Figure, Grouping};
use crate::model::{LaneId, Language, Roadmap};
use crate::scene::{Color, Point, Rect, Region, Scene, Shape, Stroke, Tag, Weight};
use crate::words::grouped;
use std::ops::Range;

/// How many lying bars are shown before the rest is counted instead.
pub const MAX_LYING_BARS: usize = 12;
/// Width of a picture if nobody asks for another, in points.
pub const DEFAULT_WIDTH_PT: f32 = 760.0;
/// How much of its place a bar takes, the rest is air.
const BAR_SHARE: f64 = 0.78;

/// The bars of a figure in the units of its axes.
///
/// Along the axis of categories each shown bar has a place of length 1, from 0; along the
/// other one lie counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The positions of the shown bars in [`Figure::bars`].
    pub shown: Vec<usize>,
    /// How many bars are not shown.
    pub left_out: usize,
    /// The parts of bars in order, without those that count nothing.
    pub blocks: Vec<Block>,
    /// The bar that is cut off at the end of the axis, because with it in full the others
    /// could not be compared: that of what none of the others counts.
    pub cut_off: Option<usize>,
    /// The end of the axis of counts.
    pub top: u32,
    /// The distance between two marks on it.
    pub step: u32,
}

/// One part of a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The position of the bar in [`Figure::bars`].
    pub bar: usize,
    /// The position of the series in [`Figure::series`].
    pub series: usize,
    /// From where to where it is wide.
    pub along: Range<f64>,
    /// From which count to which it is high.
    pub counts: Range<u32>,
}

impl Plan {
    /// Places the bars of a figure, of lying ones at most [`MAX_LYING_BARS`] unless all are
    /// asked for.
    #[must_use]
    pub fn new(figure: &Figure, all: bool) -> Self {
        let bars = figure.bars.len();
        // One more is as long as the line that would say so.
        let is_cut = figure.lies && !all && bars > MAX_LYING_BARS + 1;
        let shown: Vec<usize> = if is_cut {
            let last = figure.has_rest.then_some(bars - 1);
            (0..MAX_LYING_BARS - usize::from(figure.has_rest)).chain(last).collect()
        } else {
            (0..bars).collect()
        };
        let mut blocks = Vec::new();
        for (place, &bar) in shown.iter().enumerate() {
            push_blocks(figure, bar, place as f64, &mut blocks);
        }
        let others = figure.bars.split_last().map_or(0, |(_, others)| figure.most_of(others));
        let is_too_long = figure.has_rest && others > 0 && figure.most() > 2 * others;
        let cut_off = is_too_long.then(|| bars - 1);
        let top = nice_top(if is_too_long { others } else { figure.most() });
        for block in &mut blocks {
            block.counts.end = block.counts.end.min(top);
        }
        let step = if top.is_multiple_of(4) && top > 4 { top / 4 } else { top / 2 };
        Self { left_out: bars - shown.len(), shown, blocks, cut_off, top, step }
    }

    /// The ends of the shown bars: where each lies along the axis of categories, to which
    /// count it reaches, and what it counts. Several for bars side by side.
    pub fn ends<'a>(&'a self, figure: &'a Figure) -> impl Iterator<Item = (f64, u32, u32)> + 'a {
        let middle = |block: &Block| f64::midpoint(block.along.start, block.along.end);
        self.blocks
            .chunk_by(|one, next| figure.grouping == Grouping::Stacked && one.bar == next.bar)
            .map(move |parts| {
                let last = &parts[parts.len() - 1];
                let count = match figure.grouping {
                    Grouping::Stacked => figure.bars[last.bar].total(),
                    Grouping::SideBySide => figure.bars[last.bar].counts[last.series],
                };
                (middle(last), last.counts.end, count)
            })
    }

    /// Whether the numbers above standing bars of so much room in all, in points, keep clear of
    /// each other; either all are written or none, since one that is missing looks like none.
    #[must_use]
    pub fn has_room_for_numbers(
        &self,
        figure: &Figure,
        room_pt: f32,
        width_pt: impl Fn(&str) -> f32,
    ) -> bool {
        let parts = match figure.grouping {
            Grouping::Stacked => 1,
            Grouping::SideBySide => figure.series.len(),
        };
        let places = (self.shown.len() * parts).max(1);
        let widest = self.ends(figure).map(|(_, _, count)| width_pt(&grouped(count)));
        widest.fold(0.0, f32::max) <= room_pt / places as f32
    }

    /// The marks of the axis of categories: the middle, the length and the position in
    /// [`Figure::marks`] of each that has a shown bar.
    pub fn marks<'a>(&'a self, figure: &'a Figure) -> impl Iterator<Item = (f64, f64, usize)> + 'a {
        figure.marks.iter().enumerate().filter_map(|(number, mark)| {
            let places = |bar: usize| self.shown.partition_point(|&shown| shown < bar);
            let (from, to) = (places(mark.first), places(mark.first + mark.bars));
            let length = (to - from) as f64;
            (to > from).then(|| (from as f64 + length / 2.0, length, number))
        })
    }
}

fn push_blocks(figure: &Figure, bar: usize, place: f64, blocks: &mut Vec<Block>) {
    let counts = &figure.bars[bar].counts;
    let air = (1.0 - BAR_SHARE) / 2.0;
    match figure.grouping {
        Grouping::Stacked => {
            let along = place + air..place + 1.0 - air;
            let mut below = 0;
            for (series, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let counts = below..below + count;
                below += count;
                blocks.push(Block { bar, series, along: along.clone(), counts });
            }
        }
        Grouping::SideBySide => {
            let width = BAR_SHARE / counts.len() as f64;
            for (series, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let left = place + air + width * series as f64;
                blocks.push(Block { bar, series, along: left..left + width, counts: 0..count });
            }
        }
    }
}

/// The least round number not below the largest count, of the even ones whose half is easily read.
#[must_use]
pub fn nice_top(most: u32) -> u32 {
    let mut power = 1;
    loop {
        for step in [10, 12, 16, 20, 24, 30, 40, 50, 60, 80] {
            let top: u32 = power * step / 5;
            if top.is_multiple_of(2) && top >= most.max(2) || power >= 10_000_000 {
                return top;
            }
        }
        power *= 10;
    }
}

/// The colour of a series: that of its area, else one of a few steps of the accent.
#[must_use]
pub fn series_color(
    figure: &Figure,
    series: usize,
    palette: &Palette,
    hue_of_area: &dyn Fn(LaneId) -> u8,
) -> Color {
    match figure.series[series].area {
        Some(area) => palette.colors(BarColor::Hue(hue_of_area(area))).edge,
        None if series == 0 => palette.accent.mixed(palette.paper, 0.2),
        None => palette.accent.mixed(palette.paper, 0.55),
    }
}

/// The series of a figure that have names, those with the most tasks first.
#[must_use]
pub fn legend(figure: &Figure) -> Vec<usize> {
    let mut sums = vec![0_u64; figure.series.len()];
    for bar in &figure.bars {
        for (sum, &count) in sums.iter_mut().zip(&bar.counts) {
            *sum += u64::from(count);
        }
    }
    let mut named: Vec<usize> =
        (0..sums.len()).filter(|&series| !figure.series[series].name.is_empty()).collect();
    if figure.grouping == Grouping::Stacked {
        named.sort_by_key(|&series| std::cmp::Reverse(sums[series]));
    }
    named
}

/// All that a picture of a figure depends on.
pub struct FigureRequest<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Whether all lying bars are shown, however many they are.
    pub all: bool,
    /// The document that it is about.
    pub roadmap: &'a Roadmap,
    /// What the filter does, if there is one.
    pub filtered: Option<&'a Filtered>,
    /// The hue of an area.
    pub hue_of_area: &'a dyn Fn(LaneId) -> u8,
    /// Width of the picture in points.
    pub width: f32,
    /// The language.
    pub language: Language,
    /// The colours.
    pub palette: &'a Palette,
    /// The widths of texts.
    pub fonts: &'a FontMetrics,
}

const LYING_PLACE_PT: f32 = 22.0;
const STANDING_HEIGHT_PT: f32 = 260.0;
/// The widest that names of lying bars get.
const MAX_NAMES_PT: f32 = 240.0;
const LABEL_PT: f32 = 11.0;
/// From the plot to the axis labels, and from the labels to what follows.
const AXIS_PT: (f32, f32) = (6.0, 14.0);
const LEGEND_LINE_PT: f32 = 18.0;

/// Draws a figure with its title, its legend, what the filter hides, and the source.
#[must_use]
pub fn draw(request: &FigureRequest<'_>) -> Scene {
    let FigureRequest { figure, palette, fonts, language, .. } = *request;
    let room = request.width - 2.0 * MARGIN_PT;
    let mut region = Region::new(Rect::new(0.0, 0.0, request.width, f32::MAX));
    let title = figure.title.in_language(language);
    let subtitle = subtitle(request);
    let head = [
        Paragraph::new(fonts, title, sheet::FIGURE_TITLE, palette.ink, room),
        Paragraph::new(fonts, &subtitle, sheet::SUBTITLE, palette.secondary, room),
    ];
    let mut y = 14.0;
    sheet::push(&mut region, y, &head);
    y += head.iter().map(Paragraph::height).sum::<f32>() + 14.0;

    let plan = Plan::new(figure, request.all);
    let mut canvas = Canvas { request, plan: &plan, region: &mut region };
    y = if figure.lies { canvas.lying(y) } else { canvas.standing(y) };
    y = canvas.left_out(y);
    y = canvas.legend(y + 6.0);

    let foot = sheet::foot(request.roadmap, request.filtered, &[], fonts, palette, language, room);
    let rule = Rect::new(MARGIN_PT, y + 8.0, request.width - MARGIN_PT, y + 9.0);
    region.push_rect(Tag::Backdrop, rule, palette.year_line);
    sheet::push(&mut region, y + 18.0, &foot);
    let height = y + 18.0 + foot.iter().map(Paragraph::height).sum::<f32>() + 18.0;
    region.clip.bottom = height;
    Scene { width: request.width, height, background: palette.paper, regions: vec![region] }
}

/// What the numbers are, of how many tasks.
fn subtitle(request: &FigureRequest<'_>) -> String {
    let note = request.figure.note.in_language(request.language);
    let total = grouped(request.roadmap.tasks.len());
    let shown = request.filtered.map(|filtered| grouped(filtered.shown));
    match (request.language, shown) {
        (Language::Japanese, None) => format!("{note}　{total}施策"),
        (Language::Japanese, Some(shown)) => format!("{note}　{total}施策のうち{shown}施策"),
        (Language::English, None) => format!("{note} · {total} measures"),
        (Language::English, Some(shown)) => format!("{note} · {shown} of {total} measures"),
    }
}

/// Draws the parts of a picture from the top to the bottom.
struct Canvas<'a, 'r> {
    request: &'a FigureRequest<'r>,
    plan: &'a Plan,
    region: &'a mut Region,
}

impl Canvas<'_, '_> {
    /// Names at the left, bars to the right, the number behind each.
    fn lying(&mut self, top: f32) -> f32 {
        let (figure, language) = (self.request.figure, self.request.language);
        let name = |bar: &usize| figure.bars[*bar].label.in_language(language);
        let widths = self.plan.shown.iter().map(|bar| self.width(name(bar)));
        let names = widths.fold(0.0, f32::max).min(MAX_NAMES_PT);
        let left = MARGIN_PT + names + 10.0;
        let right = self.request.width - MARGIN_PT - 34.0;
        let per_count = (right - left) / self.plan.top as f32;
        let bottom = top + self.plan.shown.len() as f32 * LYING_PLACE_PT;
        for count in self.counts() {
            let x = left + count as f32 * per_count;
            self.grid(Point { x, y: top }, Point { x, y: bottom }, count == 0);
            self.text_around(x, bottom + AXIS_PT.0 + LABEL_PT, &grouped(count));
        }
        for (place, bar) in self.plan.shown.clone().iter().enumerate() {
            let baseline = top + (place as f32 + 0.5) * LYING_PLACE_PT + LABEL_PT * 0.36;
            let shown = self.request.fonts.elided(name(bar), Weight::Regular, LABEL_PT, names);
            let shown = shown.unwrap_or_default();
            let x = left - 8.0 - self.width(&shown);
            self.text(x, baseline, &shown, self.request.palette.ink);
        }
        for block in &self.plan.blocks {
            let y = |at: f64| top + at as f32 * LYING_PLACE_PT;
            let x = |count: u32| left + count as f32 * per_count;
            let (from, to) = (x(block.counts.start), x(block.counts.end));
            let rect = Rect::new(from, y(block.along.start), to, y(block.along.end));
            self.block(block.series, rect);
            if self.plan.cut_off == Some(block.bar) {
                let gap = cut(rect);
                let fill = Some(self.request.palette.paper);
                let shape = Shape::Polygon { points: gap.to_vec(), fill, stroke: None };
                self.region.push(Tag::Backdrop, shape);
            }
        }
        for (place, reach, count) in self.plan.ends(figure) {
            let at = left + reach as f32 * per_count + 5.0;
            let baseline = top + place as f32 * LYING_PLACE_PT + LABEL_PT * 0.36;
            self.text(at, baseline, &grouped(count), self.request.palette.ink);
        }
        bottom + AXIS_PT.0 + LABEL_PT + AXIS_PT.1
    }

    /// Bars from left to right, the number above each that is wide enough for it.
    fn standing(&mut self, top: f32) -> f32 {
        let figure = self.request.figure;
        let left = MARGIN_PT + self.width(&self.plan.top.to_string()) + 8.0;
        let right = self.request.width - MARGIN_PT;
        let per_place = (right - left) / self.plan.shown.len().max(1) as f32;
        // Free above the highest bar, for its number.
        let per_count = (STANDING_HEIGHT_PT - 16.0) / self.plan.top as f32;
        let bottom = top + STANDING_HEIGHT_PT;
        for count in self.counts() {
            let (y, text) = (bottom - count as f32 * per_count, grouped(count));
            self.grid(Point { x: left, y }, Point { x: right, y }, count == 0);
            let x = left - 6.0 - self.width(&text);
            self.text(x, y + LABEL_PT * 0.36, &text, self.request.palette.secondary);
        }
        for block in &self.plan.blocks {
            let x = |at: f64| left + at as f32 * per_place;
            let y = |count: u32| bottom - count as f32 * per_count;
            let (from, to) = (y(block.counts.end), y(block.counts.start));
            self.block(block.series, Rect::new(x(block.along.start), from, x(block.along.end), to));
        }
        if self.plan.has_room_for_numbers(figure, right - left, |text| self.width(text)) {
            for (place, reach, count) in self.plan.ends(figure) {
                let y = bottom - reach as f32 * per_count - 4.0;
                self.text_around(left + place as f32 * per_place, y, &grouped(count));
            }
        }
        let marks: Vec<_> = self.plan.marks(figure).collect();
        let labels = marks.iter().map(|&(middle, length, number)| {
            let label = figure.marks[number].label.in_language(self.request.language);
            (middle as f32 * per_place, length as f32 * per_place, label)
        });
        let labels: Vec<_> = labels.collect();
        let every = every_nth(labels.iter().map(|&(_, room, label)| (room, self.width(label))));
        for &(middle, _, label) in labels.iter().step_by(every) {
            self.text_around(left + middle, bottom + AXIS_PT.0 + LABEL_PT, label);
        }
        bottom + AXIS_PT.0 + LABEL_PT + AXIS_PT.1
    }

    /// Says how many bars are not shown.
    fn left_out(&mut self, y: f32) -> f32 {
        let number = self.plan.left_out;
        if number == 0 {
            return y;
        }
        let text = left_out_in_words(number, self.request.language);
        self.text(MARGIN_PT, y + LABEL_PT, &text, self.request.palette.secondary);
        y + LABEL_PT + AXIS_PT.1
    }

    /// The series with their colours, in as many lines as they need.
    fn legend(&mut self, top: f32) -> f32 {
        let series = legend(self.request.figure);
        if series.is_empty() {
            return top - 6.0;
        }
        let (mut x, mut y) = (MARGIN_PT, top);
        for series in series {
            let name = self.request.figure.series[series].name.in_language(self.request.language);
            let width = 16.0 + self.width(name);
            if x > MARGIN_PT && x + width > self.request.width - MARGIN_PT {
                (x, y) = (MARGIN_PT, y + LEGEND_LINE_PT);
            }
            self.block(series, Rect::new(x, y + 2.0, x + 10.0, y + 12.0));
            self.text(x + 15.0, y + LABEL_PT, name, self.request.palette.ink);
            x += width + 16.0;
        }
        y + LEGEND_LINE_PT
    }

    /// The marks of the axis of counts.
    fn counts(&self) -> impl Iterator<Item = u32> + use<> {
        (0..=self.plan.top).step_by(self.plan.step.max(1) as usize)
    }

    fn grid(&mut self, from: Point, to: Point, is_base: bool) {
        let palette = self.request.palette;
        let color = if is_base { palette.year_line } else { palette.hairline };
        let line = Shape::Line { points: vec![from, to], stroke: Stroke::solid(1.0, color) };
        self.region.push(Tag::Scale, line);
    }

    fn block(&mut self, series: usize, rect: Rect) {
        let FigureRequest { figure, palette, hue_of_area, .. } = *self.request;
        let color = series_color(figure, series, palette, hue_of_area);
        self.region.push_rect(Tag::Backdrop, rect, color);
        // Neighbours in a stack are told apart by more than their colours.
        if figure.grouping == Grouping::Stacked && figure.series.len() > 1 && rect.height() > 5.0 {
            let edge = Rect::new(rect.left, rect.top, rect.right, rect.top + 0.75);
            self.region.push_rect(Tag::Backdrop, edge, palette.paper);
        }
    }

    fn text_around(&mut self, middle: f32, baseline: f32, text: &str) {
        let left = middle - self.width(text) / 2.0;
        self.text(left, baseline, text, self.request.palette.secondary);
    }

    fn text(&mut self, left: f32, baseline: f32, text: &str, color: Color) {
        let at = Point { x: left, y: baseline };
        let (size, weight) = (LABEL_PT, Weight::Regular);
        self.region.push(Tag::Backdrop, Shape::Text { at, text: text.into(), size, weight, color });
    }

    fn width(&self, text: &str) -> f32 {
        self.request.fonts.width(text, Weight::Regular, LABEL_PT)
    }
}

/// The slanting gap that says of a lying bar that it goes on further than it is drawn.
#[must_use]
pub fn cut(bar: Rect) -> [Point; 4] {
    const GAP_PT: f32 = 4.0;
    let (slant, x) = (bar.height() * 0.4, bar.left + bar.width() * 0.82);
    [
        (slant, bar.top - 1.0),
        (slant + GAP_PT, bar.top - 1.0),
        (GAP_PT, bar.bottom + 1.0),
        (0.0, bar.bottom + 1.0),
    ]
    .map(|(right, y)| Point { x: x + right, y })
}

/// What stands below bars of which some are not shown.
#[must_use]
pub fn left_out_in_words(number: usize, language: Language) -> String {
    match language {
        Language::Japanese => format!("ほか{number}件"),
        Language::English => format!("and {number} more"),
    }
}

/// Every which label is shown, so that none touches the next: for the room and the width of each.
pub fn every_nth(labels: impl Iterator<Item = (f32, f32)>) -> usize {
    const GAP_PT: f32 = 6.0;
    let needed = labels.map(|(room, width)| ((width + GAP_PT) / room.max(0.1)).ceil());
    needed.fold(1.0, f32::max) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number() {
        assert_eq!([0, 2, 3, 11, 38, 41, 100, 101].map(nice_top), [2, 2, 4, 12, 40, 48, 100, 120]);
    }
}

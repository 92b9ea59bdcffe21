//! What the colours of a sheet stand for, set in lines below its chart.

use super::sheet::SheetRequest;
use crate::scene::{Color, Point, Rect, Region, Shape, Tag, Weight};

const TEXT_PT: f32 = 10.5;
const LINE_PT: f32 = 16.0;
const SWATCH_PT: f32 = 9.0;
/// Between a swatch and its text, and between one entry and the next.
const GAPS_PT: [f32; 2] = [5.0, 16.0];

/// Swatches with texts, placed in lines.
#[derive(Default)]
pub(super) struct Legend {
    entries: Vec<Entry>,
    lines: usize,
    ink: Option<Color>,
}

struct Entry {
    color: Color,
    text: Box<str>,
    /// From the left edge of the legend.
    left: f32,
    line: usize,
}

impl Legend {
    /// Places the legend of a sheet in lines of this width; empty if it needs none.
    pub(super) fn new(request: &SheetRequest<'_>, room: f32) -> Self {
        let (colors, fonts) = (request.colors, request.fonts);
        let mut this = Self { ink: Some(request.palette.ink), ..Self::default() };
        if !colors.need_legend(request.rows.grouping) {
            return this;
        }
        let mut left = 0.0;
        let text_room = room - SWATCH_PT - GAPS_PT[0];
        for class in &colors.classes {
            let text = class.meaning.text(request.roadmap, request.language);
            let Some(text) = fonts.elided(&text, Weight::Regular, TEXT_PT, text_room) else {
                continue;
            };
            let width = SWATCH_PT + GAPS_PT[0] + fonts.width(&text, Weight::Regular, TEXT_PT);
            if this.lines == 0 || left + width > room {
                this.lines += 1;
                left = 0.0;
            }
            let color = request.palette.colors(class.color).edge;
            this.entries.push(Entry { color, text, left, line: this.lines - 1 });
            left += width + GAPS_PT[1];
        }
        this
    }

    /// Its height in points.
    pub(super) fn height(&self) -> f32 {
        self.lines as f32 * LINE_PT
    }

    /// Draws it with this upper left corner.
    pub(super) fn push(&self, region: &mut Region, corner: Point) {
        let Some(ink) = self.ink else { return };
        for entry in &self.entries {
            let x = corner.x + entry.left;
            let baseline = (corner.y + entry.line as f32 * LINE_PT + LINE_PT * 0.72).round();
            let top = baseline - SWATCH_PT + 0.5;
            let swatch = Rect::new(x, top, x + SWATCH_PT, top + SWATCH_PT);
            region.push_rect(Tag::Scale, swatch, entry.color);
            let text = Shape::Text {
                at: Point { x: x + SWATCH_PT + GAPS_PT[0], y: baseline },
                text: entry.text.clone(),
                size: TEXT_PT,
                weight: Weight::Regular,
                color: ink,
            };
            region.push(Tag::Scale, text);
        }
    }
}

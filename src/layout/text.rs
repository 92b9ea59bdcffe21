//! The width of texts, and how they are cut to fit.

use crate::scene::Weight;
use ttf_parser::Face;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// The advance widths of the two faces that charts are set in.
///
/// The same numbers serve the window, SVG and PNG, so that a label which fits in
/// one fits in all of them. BIZ UDPGothic has no kerning.
#[derive(Debug)]
pub struct FontMetrics {
    regular: Advances,
    bold: Advances,
}

/// A font file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the font cannot be read: {0}")]
pub struct FontError(#[from] ttf_parser::FaceParsingError);

#[derive(Debug)]
struct Advances {
    /// Advance of each character of the basic plane in em, 0 where the font has no glyph.
    by_char: Vec<f32>,
}

/// What stands for a character that the font lacks: full-width.
const MISSING_EM: f32 = 1.0;

impl FontMetrics {
    /// Reads the metrics of two TrueType files.
    ///
    /// # Errors
    /// If one of them is not a font.
    pub fn new(regular: &[u8], bold: &[u8]) -> Result<Self, FontError> {
        Ok(Self { regular: Advances::new(regular)?, bold: Advances::new(bold)? })
    }

    /// The width of one line of text in points; of a text that is wider than any room, that
    /// of its first 10 000 characters.
    #[must_use]
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        const MOST_CHARACTERS: usize = 10_000;
        let face = self.face(weight);
        text.chars().take(MOST_CHARACTERS).map(|c| face.of(c)).sum::<f32>() * size
    }

    /// The text, cut and ended with … so that it is at most `max_width` points wide.
    /// `None` if not even one character and … fit.
    #[must_use]
    pub fn elided(
        &self,
        text: &str,
        weight: Weight,
        size: f32,
        max_width: f32,
    ) -> Option<Box<str>> {
        let face = self.face(weight);
        let max_em = max_width / size;
        let ellipsis = face.of('…');
        let mut width = 0.0;
        let mut cut = None;
        for (at, c) in text.char_indices() {
            if at > 0 && width + ellipsis <= max_em {
                cut = Some(at);
            }
            width += face.of(c);
            if width > max_em {
                return cut.map(|cut| format!("{}…", text[..cut].trim_end()).into());
            }
        }
        Some(text.into())
    }

    /// The text in at most `max_lines` lines of `max_width` points, broken as the
    /// Unicode line breaking rules (UAX #14) allow; the last line is elided.
    #[must_use]
    pub fn wrapped(
        &self,
        text: &str,
        weight: Weight,
        size: f32,
        max_width: f32,
        max_lines: usize,
    ) -> Vec<Box<str>> {
        let mut lines = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() && lines.len() + 1 < max_lines {
            let end = self.line_end(rest, weight, size, max_width);
            if end == rest.len() {
                break;
            }
            lines.push(rest[..end].trim_end().into());
            rest = rest[end..].trim_start();
        }
        lines.extend(self.elided(rest, weight, size, max_width).filter(|line| !line.is_empty()));
        lines
    }

    /// Where the first line of `text` ends: the last place to break that fits, else the first one.
    fn line_end(&self, text: &str, weight: Weight, size: f32, max_width: f32) -> usize {
        let mut end = text.len();
        for (at, opportunity) in linebreaks(text) {
            let fits = self.width(text[..at].trim_end(), weight, size) <= max_width;
            if fits || end == text.len() {
                end = at;
            }
            if !fits || opportunity == BreakOpportunity::Mandatory {
                break;
            }
        }
        end
    }

    fn face(&self, weight: Weight) -> &Advances {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Advances {
    fn new(font: &[u8]) -> Result<Self, FontError> {
        let face = Face::parse(font, 0)?;
        let em = f32::from(face.units_per_em());
        let mut by_char = vec![0.0; 0x1_0000];
        let tables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables);
        for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|codepoint| {
                let glyph = table.glyph_index(codepoint);
                let advance = glyph.and_then(|glyph| face.glyph_hor_advance(glyph));
                if let (Some(slot), Some(advance)) = (by_char.get_mut(codepoint as usize), advance)
                {
                    *slot = f32::from(advance) / em;
                }
            });
        }
        Ok(Self { by_char })
    }

    fn of(&self, c: char) -> f32 {
        match self.by_char.get(c as usize) {
            Some(&advance) if advance > 0.0 => advance,
            _ => MISSING_EM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::test_fonts;

    #[test]
    fn full_width_characters_are_one_em_wide() {
        let fonts = test_fonts();
        let width = |text| fonts.width(text, Weight::Regular, 10.0);
        assert!((width("整備") - 20.0).abs() < 0.01, "{}", width("整備"));
        assert!(width("iii") < width("WWW"));
        assert!(width("") < 0.01);
    }

    #[test]
    fn a_long_text_is_elided_to_fit() {
        let fonts = test_fonts();
        let elided = |width| fonts.elided("運転者管理システム", Weight::Regular, 10.0, width);
        assert_eq!(elided(90.5).as_deref(), Some("運転者管理システム"));
        assert_eq!(elided(50.0).as_deref(), Some("運転者管…"));
        assert_eq!(elided(12.0), None);
        let shown = elided(50.0).unwrap();
        assert!(fonts.width(&shown, Weight::Regular, 10.0) <= 50.0);
    }

    #[test]
    fn lines_break_where_the_language_allows() {
        let fonts = test_fonts();
        let wrap = |text, width| fonts.wrapped(text, Weight::Regular, 10.0, width, 2);
        assert_eq!(wrap("Move police systems", 70.0), ["Move police".into(), Box::from("systems")]);
        assert_eq!(wrap("検討。整備", 20.0)[0].as_ref(), "検");
        assert_eq!(wrap("短い", 100.0).len(), 1);
    }
}

//! The colours of a chart, light and dark.

use crate::scene::Color;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Ink on paper.
    #[default]
    Light,
    /// Light on a dark ground.
    Dark,
}

/// Which colours a bar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BarColor {
    /// Those of a hue, counted round the circle of [`HUES`].
    Hue(u8),
    /// Those of no hue, for bars that have nothing to tell.
    Neutral,
    /// Those of the reserved red.
    Red,
}

/// The colours of a bar of one hue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarColors {
    /// The strong edge at the start of a bar.
    pub edge: Color,
    /// The inside.
    pub fill: Color,
    /// The outline.
    pub outline: Color,
    /// The label on the fill.
    pub label: Color,
}

/// How many hues there are; a lane's `color` is one of them.
pub const HUES: u8 = 36;

/// All colours of one theme.
///
/// Hues differ in nothing but hue (equal OKLCH lightness and chroma), so that no
/// area looks more important than another.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Which theme this is.
    pub theme: Theme,
    /// The ground of the chart.
    pub paper: Color,
    /// The ground of panels around it.
    pub panel: Color,
    /// The ground of lane bands and the header.
    pub band: Color,
    /// Text.
    pub ink: Color,
    /// Less important text.
    pub secondary: Color,
    /// Fine lines.
    pub hairline: Color,
    /// The boundaries of fiscal years and the frame.
    pub year_line: Color,
    /// The selection.
    pub accent: Color,
    /// What the selection needs.
    pub needs: Color,
    /// What needs the selection.
    pub needed_by: Color,
    /// Today, the critical chain and problems; nothing else is red.
    pub red: Color,
    /// Text on red or accent.
    pub on_strong: Color,
    hues: Vec<BarColors>,
    neutral: BarColors,
    critical: BarColors,
}

impl Palette {
    /// The palette of a theme.
    #[must_use]
    pub fn new(theme: Theme) -> Self {
        let dark = theme == Theme::Dark;
        let pick = |light: u32, dark_hex: u32| Color::hex(if dark { dark_hex } else { light });
        let red = pick(0xC4_302B, 0xFF_7A6E);
        let colors = |lightness: [f32; 4], chroma: [f32; 4], hue: f32| {
            let [edge, fill, outline, label] =
                std::array::from_fn(|part| Color::oklch(lightness[part], chroma[part], hue));
            BarColors { edge, fill, outline, label }
        };
        let lightness = if dark { [0.70, 0.32, 0.46, 0.92] } else { [0.62, 0.935, 0.80, 0.33] };
        // Lighter edges than those of the hues: these bars have nothing to tell.
        let quiet = if dark { [0.52, 0.29, 0.40, 0.86] } else { [0.76, 0.95, 0.85, 0.38] };
        let neutral = colors(quiet, [0.006, 0.004, 0.005, 0.006], 80.0);
        let strong = if dark { [0.12, 0.07, 0.12, 0.03] } else { [0.115, 0.05, 0.12, 0.11] };
        let critical = BarColors { edge: red, ..colors(lightness, strong, 27.0) };
        let hues = (0..HUES)
            .map(|hue| {
                let hue = f32::from(hue) * 360.0 / f32::from(HUES);
                let chroma =
                    if dark { [0.12, 0.045, 0.07, 0.03] } else { [0.115, 0.032, 0.07, 0.07] };
                colors(lightness, chroma, hue)
            })
            .collect();
        Self {
            theme,
            paper: pick(0xFC_FBF8, 0x17_191D),
            panel: pick(0xF5_F3EE, 0x1E_2126),
            band: pick(0xF1_EEE7, 0x22_262C),
            ink: pick(0x23_262B, 0xE8_E6E1),
            secondary: pick(0x63_6870, 0x9A_A0A8),
            hairline: pick(0xE7_E4DC, 0x2A_2E35),
            year_line: pick(0xCD_C8BB, 0x45_4B55),
            accent: pick(0x1F_5FA8, 0x7F_B2EE),
            needs: pick(0xA8_5500, 0xF0_A050),
            needed_by: pick(0x00_707A, 0x50_C8D0),
            red,
            on_strong: pick(0xFF_FFFF, 0x17_191D),
            hues,
            neutral,
            critical,
        }
    }

    /// The colours of a hue, counted round the circle.
    #[must_use]
    pub fn bar(&self, hue: u8) -> BarColors {
        self.hues[usize::from(hue % HUES)]
    }

    /// The colours of a bar.
    #[must_use]
    pub fn colors(&self, color: BarColor) -> BarColors {
        match color {
            BarColor::Hue(hue) => self.bar(hue),
            BarColor::Neutral => self.neutral,
            BarColor::Red => self.critical,
        }
    }

    /// The same colours stepped back towards the paper, for what is not in focus.
    #[must_use]
    pub fn faded(&self, colors: BarColors) -> BarColors {
        BarColors {
            edge: colors.edge.mixed(self.paper, 0.62),
            fill: colors.fill.mixed(self.paper, 0.45),
            outline: colors.outline.mixed(self.paper, 0.55),
            label: colors.label.mixed(self.paper, 0.5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_legible_in_every_hue_and_theme() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = Palette::new(theme);
            let others = [BarColor::Neutral, BarColor::Red];
            for color in (0..HUES).map(BarColor::Hue).chain(others) {
                let bar = palette.colors(color);
                assert!(bar.label.contrast(bar.fill) >= 4.5, "{theme:?} {color:?}");
                assert!(bar.label.contrast(palette.paper) >= 4.5, "{theme:?} {color:?}");
            }
            let grounds = [palette.paper, palette.panel, palette.band];
            for text in [palette.ink, palette.secondary, palette.needs, palette.needed_by] {
                for ground in grounds {
                    let contrast = text.contrast(ground);
                    assert!(contrast >= 4.5, "{theme:?} {text} on {ground}: {contrast}");
                }
            }
            assert!(palette.on_strong.contrast(palette.red) >= 4.5, "{theme:?}");
            assert!(palette.on_strong.contrast(palette.accent) >= 4.5, "{theme:?}");
        }
    }
}

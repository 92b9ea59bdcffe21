//! Colours as painters want them: sRGB with straight alpha.

use std::fmt;

/// An sRGB colour with straight (not premultiplied) alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity, 255 is opaque.
    pub a: u8,
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// The same colour with this opacity, 255 is opaque.
    #[must_use]
    pub const fn with_alpha(self, a: u8) -> Self {
        Self { a, ..self }
    }

    /// This colour mixed with `share` (0 to 1) of another, component by component.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |from: u8, to: u8| {
            (f32::from(from) + (f32::from(to) - f32::from(from)) * share).round() as u8
        };
        Self {
            r: mix(self.r, other.r),
            g: mix(self.g, other.g),
            b: mix(self.b, other.b),
            a: mix(self.a, other.a),
        }
    }

    /// The opaque colour nearest to an OKLCH one: lightness 0 to 1, chroma, hue in degrees.
    ///
    /// Colours outside sRGB are clipped component by component; the palettes of
    /// this program stay inside. Source: Björn Ottosson, "A perceptual color space
    /// for image processing" (2020).
    #[must_use]
    pub fn oklch(lightness: f32, chroma: f32, hue_degrees: f32) -> Self {
        let (sin, cos) = hue_degrees.to_radians().sin_cos();
        let (a, b) = (chroma * cos, chroma * sin);
        let long = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let middle = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let short = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let encode = |linear: f32| {
            let value = if linear <= 0.003_130_8 {
                12.92 * linear
            } else {
                1.055 * linear.powf(1.0 / 2.4) - 0.055
            };
            (value.clamp(0.0, 1.0) * 255.0).round() as u8
        };
        Self {
            r: encode(4.076_741_7 * long - 3.307_711_6 * middle + 0.230_969_94 * short),
            g: encode(-1.268_438 * long + 2.609_757_4 * middle - 0.341_319_38 * short),
            b: encode(-0.004_196_086_3 * long - 0.703_418_6 * middle + 1.707_614_7 * short),
            a: 255,
        }
    }

    /// How well text of this colour stands out from a ground, 1 to 21, as WCAG 2.2
    /// defines contrast ratio. Both colours count as opaque.
    #[must_use]
    pub fn contrast(self, ground: Self) -> f32 {
        let luminance = |color: Self| {
            let linear = |component: u8| {
                let value = f32::from(component) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
        };
        let (one, other) = (luminance(self) + 0.05, luminance(ground) + 0.05);
        one.max(other) / one.min(other)
    }
}

impl fmt::Display for Color {
    /// Writes `#RRGGBB`, without the opacity.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.r, self.g, self.b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oklch_agrees_with_published_colours() {
        // The OKLCH coordinates of CSS colours, from CSS Color Module Level 4.
        assert_eq!(Color::oklch(1.0, 0.0, 0.0), Color::hex(0xFF_FFFF));
        assert_eq!(Color::oklch(0.627_96, 0.257_68, 29.23), Color::hex(0xFF_0000));
        assert_eq!(Color::oklch(0.519_75, 0.176_86, 142.5), Color::hex(0x00_8000));
    }

    #[test]
    fn contrast_has_the_limits_of_its_definition() {
        let (black, white) = (Color::hex(0), Color::hex(0xFF_FFFF));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((white.contrast(white) - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn mixing_ends_at_both_colours() {
        let (ink, paper) = (Color::hex(0x23_262B), Color::hex(0xFC_FBF8));
        assert_eq!(ink.mixed(paper, 0.0), ink);
        assert_eq!(ink.mixed(paper, 1.0), paper);
        assert_eq!(ink.to_string(), "#23262B");
    }
}

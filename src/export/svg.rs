//! SVG: the display list, shape by shape, as text that other programs can edit.
//!
//! The same scene always gives the same bytes, with one element per line, so that
//! two exports can be compared line by line. Texts stay texts: the picture names the
//! font of the window and does not carry it.

use crate::model::{Language, Roadmap};
use crate::scene::{Color, Fill, Item, Point, Rect, Region, Scene, Shape, Stroke, Tag, Weight};
use std::collections::HashMap;
use std::fmt;
use std::io;

/// The type of all texts, with what Japanese desktops have instead of it.
const FONT_FAMILY: &str = "'BIZ UDPGothic', 'BIZ UDPゴシック', 'Hiragino Sans', \
                           'Yu Gothic', 'Noto Sans CJK JP', sans-serif";

/// Corners of lines are round; those of rectangles are as sharp as their radius says.
const ROUND_JOIN: &str = " stroke-linejoin=\"round\"";

/// What a picture says about itself to readers and screen readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What the picture is called.
    pub title: String,
    /// What it shows, in one or two sentences; empty if there is nothing to say.
    pub description: String,
    /// The language of the picture.
    pub language: Language,
}

/// Writes a scene as an SVG document.
///
/// Items that follow each other and stand for the same thing share one group, which
/// names it: `<g class="task" data-task="residence-card.bill">`. Groups of tasks and
/// lanes carry the whole title, which browsers show on hover, however short the label is.
///
/// # Errors
/// Only those of `out`.
///
/// # Panics
/// If the scene stands for records that `roadmap` does not have.
pub fn write(
    scene: &Scene,
    roadmap: &Roadmap,
    about: &About,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let code = about.language.code();
    open(scene, &format!(" role=\"img\" xml:lang=\"{code}\" lang=\"{code}\""), out)?;
    writeln!(out, "<title>{}</title>", Escaped(&about.title))?;
    if !about.description.is_empty() {
        writeln!(out, "<desc>{}</desc>", Escaped(&about.description))?;
    }
    let gradients = Gradients::of(&scene.regions);
    let clips: Vec<Option<Rect>> = scene
        .regions
        .iter()
        .map(|region| (!covers_page(region.clip, scene)).then_some(region.clip))
        .collect();
    write_definitions(&gradients, &clips, out)?;
    write_background(scene, out)?;
    for (number, (region, clip)) in scene.regions.iter().zip(&clips).enumerate() {
        match clip {
            Some(_) => writeln!(out, "<g clip-path=\"url(#clip{})\">", number + 1)?,
            None => writeln!(out, "<g>")?,
        }
        for items in region.items.chunk_by(|one, next| one.tag == next.tag) {
            open_group(items[0].tag, roadmap, about.language, out)?;
            for item in items {
                write_item(item, &gradients, out)?;
            }
            writeln!(out, "</g>")?;
        }
        writeln!(out, "</g>")?;
    }
    writeln!(out, "</svg>")
}

/// Writes one region of a scene on its own: neither clipped, nor grouped, nor on paper.
pub(super) fn write_region(
    scene: &Scene,
    region: &Region,
    out: &mut impl io::Write,
) -> io::Result<()> {
    open(scene, "", out)?;
    let gradients = Gradients::of(std::slice::from_ref(region));
    write_definitions(&gradients, &[], out)?;
    for item in &region.items {
        write_item(item, &gradients, out)?;
    }
    writeln!(out, "</svg>")
}

fn open(scene: &Scene, attributes: &str, out: &mut impl io::Write) -> io::Result<()> {
    let (width, height) = (Number(scene.width), Number(scene.height));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\"{attributes} font-family=\"{FONT_FAMILY}\" \
         font-kerning=\"none\" text-rendering=\"geometricPrecision\">"
    )
}

fn covers_page(clip: Rect, scene: &Scene) -> bool {
    clip.left <= 0.0 && clip.top <= 0.0 && clip.right >= scene.width && clip.bottom >= scene.height
}

fn write_definitions(
    gradients: &Gradients,
    clips: &[Option<Rect>],
    out: &mut impl io::Write,
) -> io::Result<()> {
    if gradients.in_order.is_empty() && clips.iter().all(Option::is_none) {
        return Ok(());
    }
    writeln!(out, "<defs>")?;
    for (number, clip) in clips.iter().enumerate() {
        if let Some(clip) = clip {
            writeln!(out, "<clipPath id=\"clip{}\">", number + 1)?;
            writeln!(out, "<rect{}/>", Frame(*clip))?;
            writeln!(out, "</clipPath>")?;
        }
    }
    for (number, [left, right]) in gradients.in_order.iter().enumerate() {
        writeln!(out, "<linearGradient id=\"gradient{}\">", number + 1)?;
        writeln!(out, "<stop offset=\"0\"{}/>", Paint("stop", *left))?;
        writeln!(out, "<stop offset=\"1\"{}/>", Paint("stop", *right))?;
        writeln!(out, "</linearGradient>")?;
    }
    writeln!(out, "</defs>")
}

fn write_background(scene: &Scene, out: &mut impl io::Write) -> io::Result<()> {
    let page = Rect::new(0.0, 0.0, scene.width, scene.height);
    writeln!(out, "<rect class=\"paper\"{} fill=\"{}\"/>", Frame(page), scene.background)
}

fn open_group(
    tag: Tag,
    roadmap: &Roadmap,
    language: Language,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let (class, title) = match tag {
        Tag::Backdrop => ("backdrop", None),
        Tag::Scale => ("scale", None),
        Tag::Today => ("today", None),
        Tag::ProgressLine => ("progress-line", None),
        Tag::Heading => ("heading", None),
        Tag::Lane(id) => ("lane", Some(&roadmap.lane(id).title)),
        Tag::Task(id) => ("task", Some(&roadmap.task(id).title)),
        Tag::TaskLabel(id) => ("task-label", Some(&roadmap.task(id).title)),
        Tag::HiddenLinks(_) => ("hidden-links", None),
        Tag::Dependency(_) => ("dependency", None),
    };
    write!(out, "<g class=\"{class}\"")?;
    match tag {
        Tag::Backdrop | Tag::Scale | Tag::Heading | Tag::Today | Tag::ProgressLine => {}
        Tag::Lane(id) => write!(out, " data-lane=\"{}\"", Escaped(&roadmap.lane(id).id))?,
        Tag::Task(id) | Tag::TaskLabel(id) | Tag::HiddenLinks(id) => {
            write!(out, " data-task=\"{}\"", Escaped(&roadmap.task(id).id))?;
        }
        Tag::Dependency(id) => {
            let dependency = roadmap.dependency(id);
            let from = Escaped(&roadmap.task(dependency.from).id);
            let to = Escaped(&roadmap.task(dependency.to).id);
            write!(out, " data-from=\"{from}\" data-to=\"{to}\"")?;
        }
    }
    writeln!(out, ">")?;
    match title {
        Some(title) => writeln!(out, "<title>{}</title>", Escaped(title.in_language(language))),
        None => Ok(()),
    }
}

fn write_item(item: &Item, gradients: &Gradients, out: &mut impl io::Write) -> io::Result<()> {
    match &item.shape {
        Shape::Rect { rect, radius, fill, stroke } => {
            // SVG centres an outline on the edge; the scene wants it inside.
            let inset = stroke.map_or(0.0, |stroke| stroke.width / 2.0);
            let edge = Rect::new(
                rect.left + inset,
                rect.top + inset,
                rect.right - inset,
                rect.bottom - inset,
            );
            write!(out, "<rect{}", Frame(edge))?;
            if *radius > inset {
                write!(out, " rx=\"{}\"", Number(radius - inset))?;
            }
            match fill {
                None => write!(out, " fill=\"none\"")?,
                Some(Fill::Solid(color)) => write!(out, "{}", Paint("fill", *color))?,
                Some(Fill::Gradient { left, right }) => {
                    write!(out, " fill=\"url(#gradient{})\"", gradients.number(*left, *right))?;
                }
            }
            writeln!(out, "{}/>", Outline(*stroke))
        }
        Shape::Polygon { points, fill, stroke } => {
            write!(out, "<polygon points=\"{}\"", Corners(points))?;
            match fill {
                None => write!(out, " fill=\"none\"")?,
                Some(color) => write!(out, "{}", Paint("fill", *color))?,
            }
            let join = if stroke.is_some() { ROUND_JOIN } else { "" };
            writeln!(out, "{}{join}/>", Outline(*stroke))
        }
        Shape::Line { points, stroke } => {
            let (points, stroke) = (Corners(points), Outline(Some(*stroke)));
            writeln!(out, "<polyline points=\"{points}\" fill=\"none\"{stroke}{ROUND_JOIN}/>")
        }
        Shape::Text { at, text, size, weight, color } => {
            let (x, y, size) = (Number(at.x), Number(at.y), Number(*size));
            write!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"")?;
            if *weight == Weight::Bold {
                write!(out, " font-weight=\"700\"")?;
            }
            if text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
                write!(out, " xml:space=\"preserve\"")?;
            }
            writeln!(out, "{}>{}</text>", Paint("fill", *color), Escaped(text))
        }
    }
}

/// The distinct gradients of a picture, numbered from 1 in the order of first use.
#[derive(Default)]
struct Gradients {
    in_order: Vec<[Color; 2]>,
    numbers: HashMap<[Color; 2], usize>,
}

impl Gradients {
    fn of(regions: &[Region]) -> Self {
        let mut this = Self::default();
        for item in regions.iter().flat_map(|region| &region.items) {
            if let Shape::Rect { fill: Some(Fill::Gradient { left, right }), .. } = item.shape {
                let next = this.in_order.len() + 1;
                if *this.numbers.entry([left, right]).or_insert(next) == next {
                    this.in_order.push([left, right]);
                }
            }
        }
        this
    }

    fn number(&self, left: Color, right: Color) -> usize {
        self.numbers[&[left, right]]
    }
}

/// A length in points with at most two decimals and no trailing zero.
struct Number(f32);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is not a number has no place on the page; 0 keeps the document valid.
        let value = if self.0.is_finite() { f64::from(self.0) } else { 0.0 };
        let hundredths = (value * 100.0).round() as i64;
        let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
        let sign = if hundredths < 0 { "-" } else { "" };
        match (rest % 10, rest) {
            (_, 0) => write!(f, "{sign}{whole}"),
            (0, rest) => write!(f, "{sign}{whole}.{}", rest / 10),
            (_, rest) => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// Place and size of a rectangle as attributes.
struct Frame(Rect);

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (x, y) = (Number(self.0.left), Number(self.0.top));
        let (width, height) = (Number(self.0.width().max(0.0)), Number(self.0.height().max(0.0)));
        write!(f, " x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
    }
}

/// Points as SVG lists them.
struct Corners<'a>(&'a [Point]);

impl fmt::Display for Corners<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, point) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { " " };
            write!(f, "{separator}{},{}", Number(point.x), Number(point.y))?;
        }
        Ok(())
    }
}

/// A colour as the attributes of `fill`, `stroke` or `stop`.
struct Paint(&'static str, Color);

impl fmt::Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name, color) = *self;
        let suffix = if name == "stop" { "-color" } else { "" };
        write!(f, " {name}{suffix}=\"{color}\"")?;
        if color.a < 255 {
            write!(f, " {name}-opacity=\"{}\"", Number(f32::from(color.a) / 255.0))?;
        }
        Ok(())
    }
}

/// A stroke as attributes; nothing for none.
struct Outline(Option<Stroke>);

impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Stroke { width, color, dash }) = self.0 else { return Ok(()) };
        write!(f, "{} stroke-width=\"{}\"", Paint("stroke", color), Number(width))?;
        match dash {
            Some((dash, gap)) => {
                write!(f, " stroke-dasharray=\"{} {}\"", Number(dash), Number(gap))
            }
            None => Ok(()),
        }
    }
}

/// Text without what has a meaning, or no place, in XML.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => f.write_char(' ')?,
                '\u{FFFE}' | '\u{FFFF}' => {}
                character if character.is_control() => {}
                character => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let cases = [
            (0.0, "0"),
            (-0.001, "0"),
            (12.0, "12"),
            (0.5, "0.5"),
            (-0.25, "-0.25"),
            (3.21987, "3.22"),
            (9.999, "10"),
            (1.05, "1.05"),
            (16_384.13, "16384.13"),
            (f32::NAN, "0"),
            (f32::INFINITY, "0"),
        ];
        for (number, text) in cases {
            assert_eq!(Number(number).to_string(), text);
        }
    }

    #[test]
    fn text_cannot_break_out_of_the_document() {
        let text = Escaped("<b a=\"1\">&amp;\u{0}\u{7}\u{85}\u{FFFF}\n終").to_string();
        assert_eq!(text, "&lt;b a=&quot;1&quot;&gt;&amp;amp; 終");
    }
}

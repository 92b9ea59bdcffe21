//! The display list: what a chart looks like, as a finished value.
//!
//! A [`Scene`] is a handful of item kinds at fixed places in chart points
//! (1 pt = 1 px at 100 %), x to the right and y downwards. Everything is
//! decided: colours, label texts, elision, routes. Painters (the window, SVG,
//! PNG) walk it and never call back into the layout. It does not know where it
//! will be painted.

mod color;

pub use color::Color;

use crate::model::{DependencyId, LaneId, TaskId};

/// A point in chart points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// An axis-parallel rectangle in chart points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl Rect {
    /// A rectangle from its edges.
    #[must_use]
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, right, bottom }
    }

    /// Its width; negative if it is inside out.
    #[must_use]
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// Its height; negative if it is inside out.
    #[must_use]
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// The point in its middle.
    #[must_use]
    pub fn center(self) -> Point {
        Point { x: f32::midpoint(self.left, self.right), y: f32::midpoint(self.top, self.bottom) }
    }

    /// The same rectangle moved to the right and down.
    #[must_use]
    pub fn shifted(self, dx: f32, dy: f32) -> Self {
        Self::new(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)
    }

    /// Whether the point lies inside or on the edge.
    #[must_use]
    pub fn contains(self, point: Point) -> bool {
        (self.left..=self.right).contains(&point.x) && (self.top..=self.bottom).contains(&point.y)
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// Evenly.
    Solid(Color),
    /// From one colour at the left edge to another at the right edge.
    Gradient {
        /// At the left edge.
        left: Color,
        /// At the right edge.
        right: Color,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its width in points.
    pub width: f32,
    /// Its colour.
    pub color: Color,
    /// Lengths of dash and gap in points; `None` draws it through.
    pub dash: Option<(f32, f32)>,
}

impl Stroke {
    /// A line drawn through.
    #[must_use]
    pub const fn solid(width: f32, color: Color) -> Self {
        Self { width, color, dash: None }
    }
}

/// The weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// BIZ UDPGothic Regular.
    Regular,
    /// BIZ UDPGothic Bold.
    Bold,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle, with rounded corners if `radius` is not 0.
    Rect {
        /// Where.
        rect: Rect,
        /// Radius of the corners in points.
        radius: f32,
        /// Inside.
        fill: Option<Fill>,
        /// The outline, drawn inside the edge.
        stroke: Option<Stroke>,
    },
    /// A convex polygon.
    Polygon {
        /// Its corners in order.
        points: Vec<Point>,
        /// Inside.
        fill: Option<Color>,
        /// The outline, drawn on the edge.
        stroke: Option<Stroke>,
    },
    /// An open line through all points.
    Line {
        /// Its corners in order.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// One line of text.
    Text {
        /// The left end of the baseline.
        at: Point,
        /// What it says; already elided.
        text: Box<str>,
        /// Size of the type in points.
        size: f32,
        /// Weight of the type.
        weight: Weight,
        /// Its colour.
        color: Color,
    },
}

/// What an item stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Paper, bands, grid, frame.
    Backdrop,
    /// The scale of years, quarters, days.
    Scale,
    /// The heading of a lane.
    Lane(LaneId),
    /// A heading that is no lane.
    Heading,
    /// A bar, a milestone, or a part of one.
    Task(TaskId),
    /// The name of a task.
    TaskLabel(TaskId),
    /// A link between two tasks.
    Dependency(DependencyId),
    /// The mark that says how many links of a task lead to hidden ones.
    HiddenLinks(TaskId),
    /// The line of today.
    Today,
    /// The progress line with its flag.
    ProgressLine,
}

/// One thing to draw, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is drawn.
    pub shape: Shape,
    /// What it stands for.
    pub tag: Tag,
}

/// Items that share one clip rectangle, in the order in which they are painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Nothing is painted outside of it.
    pub clip: Rect,
    /// What is painted, the first at the bottom.
    pub items: Vec<Item>,
}

impl Region {
    /// An empty region.
    #[must_use]
    pub const fn new(clip: Rect) -> Self {
        Self { clip, items: Vec::new() }
    }

    /// Adds an item on top of the others.
    pub fn push(&mut self, tag: Tag, shape: Shape) {
        self.items.push(Item { shape, tag });
    }

    /// Adds an evenly filled rectangle with sharp corners.
    pub fn push_rect(&mut self, tag: Tag, rect: Rect, color: Color) {
        let fill = Some(Fill::Solid(color));
        self.push(tag, Shape::Rect { rect, radius: 0.0, fill, stroke: None });
    }
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scene {
    /// Its width in points.
    pub width: f32,
    /// Its height in points.
    pub height: f32,
    /// The paper under everything.
    pub background: Color,
    /// Its regions, the first at the bottom.
    pub regions: Vec<Region>,
}

impl Scene {
    /// Moves everything to the right and down.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        let moved = |point: &mut Point| {
            point.x += dx;
            point.y += dy;
        };
        for region in &mut self.regions {
            region.clip = region.clip.shifted(dx, dy);
            for item in &mut region.items {
                match &mut item.shape {
                    Shape::Rect { rect, .. } => *rect = rect.shifted(dx, dy),
                    Shape::Polygon { points, .. } | Shape::Line { points, .. } => {
                        points.iter_mut().for_each(moved);
                    }
                    Shape::Text { at, .. } => moved(at),
                }
            }
        }
    }

    /// All texts from the bottom to the top.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.items().filter_map(|item| match &item.shape {
            Shape::Text { text, .. } => Some(&**text),
            _ => None,
        })
    }

    /// All items from the bottom to the top.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.regions.iter().flat_map(|region| &region.items)
    }
}

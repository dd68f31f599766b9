//! A page as things at places, in millimetres from its upper left corner, y downwards. Everything but text and
//! pictures comes down to a filled outline, which is all that a backend has to know. There is no style, no flow and no tree here.

use crate::lines::{Fitted, Line};
use crate::picture::Picture;
use crate::qr::Matrix;
use crate::shape::Run;
use std::sync::Arc;

/// A place or a displacement, in millimetres (within a glyph: in em, y upwards).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

impl Point {
    /// A point.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// A step of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins a contour.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A curve with one control point.
    Quad(Point, Point),
    /// A curve with two control points.
    Cubic(Point, Point, Point),
    /// Ends a contour.
    Close,
}

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// Text.
    pub const BLACK: Self = Self(0x1a, 0x1f, 0x24);
    /// The one accent: the blue of the steppe's sky at evening.
    pub const BLUE: Self = Self(0x1d, 0x4e, 0x6b);
    /// Labels.
    pub const GREY: Self = Self(0x56, 0x61, 0x69);
    /// Thin lines.
    pub const PALE: Self = Self(0xb9, 0xc9, 0xd2);
    /// Paper.
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);
}

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Left to right.
    Across,
    /// Top to bottom, each glyph turned a quarter clockwise: Mongolian.
    Down,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A run of glyphs in one face.
    Text {
        /// Where its baseline begins.
        at: Point,
        /// One em.
        size_mm: f32,
        /// Its way.
        way: Way,
        /// Whether it is thickened by a thin stroke: there is one weight of Hanzi.
        heavy: bool,
        /// Its colour.
        ink: Ink,
        /// The glyphs.
        run: Run,
    },
    /// A filled rectangle.
    Rect {
        /// Its upper left corner.
        at: Point,
        /// Its width.
        width_mm: f32,
        /// Its height.
        height_mm: f32,
        /// The radius of its corners.
        radius_mm: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A straight line.
    Line {
        /// Where it begins.
        from: Point,
        /// Where it ends.
        to: Point,
        /// How thick it is.
        width_mm: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A filled outline.
    Path {
        /// Where its origin lies.
        at: Point,
        /// Its steps, in millimetres from there.
        steps: Vec<Step>,
        /// Its colour.
        ink: Ink,
    },
    /// A picture, stretched into its place.
    Picture {
        /// Its upper left corner.
        at: Point,
        /// Its width.
        width_mm: f32,
        /// Its height.
        height_mm: f32,
        /// Its pixels.
        picture: Arc<Picture>,
    },
    /// Another page, drawn once and placed here.
    Placed {
        /// Where its upper left corner lies.
        at: Point,
        /// The page.
        page: Arc<Scene>,
    },
    /// A QR code without its quiet zone, which the paper leaves free.
    Code {
        /// Its upper left corner.
        at: Point,
        /// One side.
        side_mm: f32,
        /// The modules.
        matrix: Matrix,
    },
}

/// How thick the stroke around heavy text is, in em.
pub(crate) const HEAVY_EM: f32 = 0.028;

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Its width.
    pub width_mm: f32,
    /// Its height.
    pub height_mm: f32,
    /// What it is, in Chinese: the document's title.
    pub title: String,
    /// What is on it, from the bottom to the top.
    pub items: Vec<Item>,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) size_mm: f32,
    pub(crate) ink: Ink,
    pub(crate) heavy: bool,
}

impl Look {
    pub(crate) const fn plain(size_mm: f32, ink: Ink) -> Self {
        Self { size_mm, ink, heavy: false }
    }

    pub(crate) const fn heavy(size_mm: f32, ink: Ink) -> Self {
        Self { size_mm, ink, heavy: true }
    }
}

impl Scene {
    /// An empty page.
    pub(crate) fn new(width_mm: f32, height_mm: f32, title: &str) -> Self {
        Self { width_mm, height_mm, title: title.to_owned(), items: Vec::new() }
    }

    /// Sets a line whose baseline begins at `at`.
    pub(crate) fn text(&mut self, line: &Line, at: Point, way: Way, look: Look) {
        let mut pen = at;
        for run in &line.runs {
            let Look { size_mm, ink, heavy } = look;
            self.items.push(Item::Text { at: pen, size_mm, way, heavy, ink, run: run.clone() });
            match way {
                Way::Across => pen.x += run.advance * size_mm,
                Way::Down => pen.y += run.advance * size_mm,
            }
        }
    }

    /// Sets lines one under the other (or, going down, one to the right of the other: the Mongolian order) and returns
    /// where the baseline of one more would begin.
    pub(crate) fn block(&mut self, fitted: &Fitted, at: Point, way: Way, leading: f32, look: Look) -> Point {
        let mut pen = at;
        for line in &fitted.lines {
            self.text(line, pen, way, look);
            match way {
                Way::Across => pen.y += leading * look.size_mm,
                Way::Down => pen.x += leading * look.size_mm,
            }
        }
        pen
    }

    /// Places another page with its corner at `at`.
    pub(crate) fn place(&mut self, page: &Arc<Self>, at: Point) {
        self.items.push(Item::Placed { at, page: Arc::clone(page) });
    }

    /// The same page with what was placed on it as if it had been drawn there.
    pub fn flat(&self) -> Self {
        let items = self.items.iter().flat_map(|item| match item {
            Item::Placed { at, page } => page.flat().items.iter().map(|item| item.moved(*at)).collect(),
            item => vec![item.clone()],
        });
        Self { items: items.collect(), title: self.title.clone(), ..*self }
    }
}

impl Item {
    fn moved(&self, by: Point) -> Self {
        let mut item = self.clone();
        let shift = |point: &mut Point| *point = Point::new(point.x + by.x, point.y + by.y);
        match &mut item {
            Self::Text { at, .. }
            | Self::Rect { at, .. }
            | Self::Path { at, .. }
            | Self::Picture { at, .. }
            | Self::Placed { at, .. }
            | Self::Code { at, .. } => shift(at),
            Self::Line { from, to, .. } => [from, to].into_iter().for_each(shift),
        }
        item
    }
}

impl Step {
    /// The step with each of its points mapped.
    pub fn map(self, f: impl Fn(Point) -> Point) -> Self {
        match self {
            Self::Move(a) => Self::Move(f(a)),
            Self::Line(a) => Self::Line(f(a)),
            Self::Quad(a, b) => Self::Quad(f(a), f(b)),
            Self::Cubic(a, b, c) => Self::Cubic(f(a), f(b), f(c)),
            Self::Close => Self::Close,
        }
    }
}

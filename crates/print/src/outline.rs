//! Things on a page → filled outlines, for the backends. Not for text in a PDF, which stays text.

use crate::qr::Matrix;
use crate::scene::{Ink, Item, Point, Step, Way};

/// How far a control point stands from the corner of a quarter circle, as a part of its radius.
const ROUND: f32 = 0.552_284_8;

/// What is filled, in which colour, and where.
pub(crate) struct Outline {
    pub(crate) steps: Vec<Step>,
    pub(crate) ink: Ink,
    /// Where the outline's origin lies on the page.
    pub(crate) at: Point,
    /// How many millimetres a unit of the outline is: 1, but for a code, whose outline is in whole modules.
    pub(crate) scale: f32,
}

impl Item {
    /// What a backend fills. Of text, all glyphs.
    pub(crate) fn outline(&self) -> Outline {
        let page = Point::new(0.0, 0.0);
        let (steps, ink, at, scale) = match self {
            Self::Text { ink, .. } => (self.glyph_outlines(), *ink, page, 1.0),
            Self::Rect { at, width_mm, height_mm, radius_mm, ink } => {
                (rect(*at, *width_mm, *height_mm, *radius_mm), *ink, page, 1.0)
            }
            Self::Line { from, to, width_mm, ink } => (line(*from, *to, *width_mm), *ink, page, 1.0),
            Self::Path { at, steps, ink } => (steps.clone(), *ink, *at, 1.0),
            // Backends draw these themselves.
            Self::Picture { .. } | Self::Placed { .. } => (Vec::new(), Ink::BLACK, page, 1.0),
            Self::Code { at, side_mm, matrix } => (code(matrix), Ink(0, 0, 0), *at, side_mm / matrix.side as f32),
        };
        Outline { steps, ink, at, scale }
    }

    fn glyph_outlines(&self) -> Vec<Step> {
        let Self::Text { at, size_mm, way, run, .. } = self else { return Vec::new() };
        let mut steps = Vec::new();
        let mut pen = 0.0;
        for glyph in &run.glyphs {
            let onto_page = |p: Point| {
                let (x, y) = ((pen + glyph.offset.0 + p.x) * size_mm, (glyph.offset.1 + p.y) * size_mm);
                match way {
                    Way::Across => Point::new(at.x + x, at.y - y),
                    Way::Down => Point::new(at.x + y, at.y + x),
                }
            };
            steps.extend(run.face.outline(glyph.id).into_iter().map(|step| step.map(onto_page)));
            pen += glyph.advance;
        }
        steps
    }
}

fn polygon(corners: [(f32, f32); 4]) -> [Step; 5] {
    let [a, b, c, d] = corners.map(|(x, y)| Point::new(x, y));
    [Step::Move(a), Step::Line(b), Step::Line(c), Step::Line(d), Step::Close]
}

fn rect(at: Point, width: f32, height: f32, radius: f32) -> Vec<Step> {
    let (l, t, r, b) = (at.x, at.y, at.x + width, at.y + height);
    if radius <= 0.0 {
        return polygon([(l, t), (r, t), (r, b), (l, b)]).to_vec();
    }
    let p = Point::new;
    let k = radius * (1.0 - ROUND);
    vec![
        Step::Move(p(l + radius, t)),
        Step::Line(p(r - radius, t)),
        Step::Cubic(p(r - k, t), p(r, t + k), p(r, t + radius)),
        Step::Line(p(r, b - radius)),
        Step::Cubic(p(r, b - k), p(r - k, b), p(r - radius, b)),
        Step::Line(p(l + radius, b)),
        Step::Cubic(p(l + k, b), p(l, b - k), p(l, b - radius)),
        Step::Line(p(l, t + radius)),
        Step::Cubic(p(l, t + k), p(l + k, t), p(l + radius, t)),
        Step::Close,
    ]
}

fn line(from: Point, to: Point, width: f32) -> Vec<Step> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let half = width / 2.0 / dx.hypot(dy).max(f32::EPSILON);
    let (nx, ny) = (-dy * half, dx * half);
    polygon([(from.x + nx, from.y + ny), (to.x + nx, to.y + ny), (to.x - nx, to.y - ny), (from.x - nx, from.y - ny)])
        .to_vec()
}

fn code(matrix: &Matrix) -> Vec<Step> {
    let mut steps = Vec::new();
    for row in 0..matrix.side {
        let (top, bottom) = (row as f32, row as f32 + 1.0);
        for (start, length) in matrix.dark_stretches(row) {
            let (left, right) = (start as f32, (start + length) as f32);
            steps.extend(polygon([(left, top), (right, top), (right, bottom), (left, bottom)]));
        }
    }
    steps
}

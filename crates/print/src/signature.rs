//! A signature that was drawn on the tablet: strokes in, an outline out. What it is worth is not decided here.

use crate::fault::{CardFault, Field};
use crate::scene::{Point, Step};
use serde::{Deserialize, Serialize};

/// The pen's width on paper.
const PEN_MM: f32 = 0.5;

/// How far a control point stands from the corner of a quarter circle, as a part of its radius.
const ROUND: f32 = 0.552_284_8;

/// Strokes of a finger or a pen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Each stroke's points, x to the right and y downwards, in whatever unit the screen has: it is scaled to its place.
    pub strokes: Vec<Vec<(f32, f32)>>,
}

impl Signature {
    /// A fault if there is nothing in it that could be drawn.
    pub(crate) fn check(&self, field: Field) -> Option<CardFault> {
        let mut points = self.strokes.iter().flatten();
        let drawn = points.clone().next().is_some() && points.all(|(x, y)| x.is_finite() && y.is_finite());
        (!drawn).then_some(CardFault::NotASignature { field })
    }

    /// The outline, as large as it can be within this width and height, standing on the bottom in the middle.
    pub(crate) fn outline(&self, width_mm: f32, height_mm: f32) -> Vec<Step> {
        let points = || self.strokes.iter().flatten();
        let span = |of: fn(&(f32, f32)) -> f32| {
            let least = points().map(of).fold(f32::INFINITY, f32::min);
            let most = points().map(of).fold(f32::NEG_INFINITY, f32::max);
            (least, (most - least).max(f32::MIN_POSITIVE))
        };
        let ((left, across), (top, down)) = (span(|p| p.0), span(|p| p.1));
        // A dot stays a dot.
        let scale = ((width_mm - PEN_MM) / across).min((height_mm - PEN_MM) / down).min(1e6);
        let inset = (width_mm - across * scale) / 2.0;
        let onto = |(x, y): (f32, f32)| {
            Point::new(inset + (x - left) * scale, height_mm - PEN_MM / 2.0 - (down - (y - top)) * scale)
        };
        let mut steps = Vec::new();
        for stroke in &self.strokes {
            let points: Vec<Point> = stroke.iter().map(|&point| onto(point)).collect();
            match points[..] {
                [dot] => capsule(dot, dot, &mut steps),
                _ => points.windows(2).for_each(|pair| capsule(pair[0], pair[1], &mut steps)),
            }
        }
        steps
    }
}

/// A line with round ends, always turning the same way, so that overlapping ones fill as one.
fn capsule(from: Point, to: Point, steps: &mut Vec<Step>) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy);
    let (ux, uy) = if length > 0.0 { (dx / length, dy / length) } else { (1.0, 0.0) };
    let r = PEN_MM / 2.0;
    // A point this far along the line and aside of it, in radii, from one of its ends.
    let at = |end: Point, along: f32, aside: f32| {
        Point::new(end.x + r * (along * ux - aside * uy), end.y + r * (along * uy + aside * ux))
    };
    steps.extend([
        Step::Move(at(from, 0.0, -1.0)),
        Step::Line(at(to, 0.0, -1.0)),
        Step::Cubic(at(to, ROUND, -1.0), at(to, 1.0, -ROUND), at(to, 1.0, 0.0)),
        Step::Cubic(at(to, 1.0, ROUND), at(to, ROUND, 1.0), at(to, 0.0, 1.0)),
        Step::Line(at(from, 0.0, 1.0)),
        Step::Cubic(at(from, -ROUND, 1.0), at(from, -1.0, ROUND), at(from, -1.0, 0.0)),
        Step::Cubic(at(from, -1.0, -ROUND), at(from, -ROUND, -1.0), at(from, 0.0, -1.0)),
        Step::Close,
    ]);
}

#[cfg(test)]
mod tests {
    use super::{PEN_MM, Signature};
    use crate::fault::Field;
    use crate::scene::Step;

    fn extent(steps: &[Step]) -> [f32; 4] {
        let mut extent = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
        for step in steps {
            if let Step::Move(p) | Step::Line(p) | Step::Cubic(_, _, p) = step {
                extent = [extent[0].min(p.x), extent[1].min(p.y), extent[2].max(p.x), extent[3].max(p.y)];
            }
        }
        extent
    }

    #[test]
    fn a_signature_fills_its_place_and_never_leaves_it() {
        for strokes in [
            vec![vec![(0.0, 0.0), (1000.0, 10.0)], vec![(500.0, -3.0)]],
            vec![vec![(5.0, 5.0), (5.0, 900.0)]],
            vec![vec![(7.0, 7.0)]],
        ] {
            let [left, top, right, bottom] = extent(&Signature { strokes }.outline(40.0, 12.0));
            assert!(left >= -0.001 && top >= -0.001 && right <= 40.001 && bottom <= 12.001);
            assert!((bottom - 12.0).abs() < 0.001, "it stands on the line");
            assert!(right - left >= PEN_MM - 0.001);
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_a_fault() {
        for strokes in [vec![], vec![vec![]], vec![vec![(f32::NAN, 0.0)]], vec![vec![(0.0, 0.0), (f32::INFINITY, 1.0)]]]
        {
            assert!(Signature { strokes }.check(Field::Signature).is_some());
        }
        assert!(Signature { strokes: vec![vec![(1.0, 1.0)]] }.check(Field::Signature).is_none());
    }
}

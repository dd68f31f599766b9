//! The one ornament on our papers: a strip of the hammer pattern (алхан хээ), drawn by ourselves. No emblem of any
//! authority is drawn anywhere.

use crate::scene::{Ink, Item, Point, Scene, Step};

/// How wide the strip is.
pub(crate) const WIDTH_MM: f32 = 1.6;

const STROKE_MM: f32 = 0.16;

/// The strokes of one turn, in quarters of the strip's width: x and y from, x and y to.
const TURN: [[f32; 4]; 6] =
    [[0., 0., 4., 0.], [4., 0., 4., 4.], [2., 4., 4., 4.], [2., 2., 2., 4.], [0., 2., 2., 2.], [0., 2., 0., 6.]];
const TURN_HEIGHT: f32 = 6.0;

/// Adds a strip that goes down from `at` and fills the height with whole turns, stretched by a hair where they must be.
pub(crate) fn strip(scene: &mut Scene, at: Point, height_mm: f32, ink: Ink) {
    let unit = WIDTH_MM / 4.0;
    // Every stroke is a rectangle that reaches half its width beyond its ends, so that the corners close.
    let half = STROKE_MM / 2.0;
    let turns = ((height_mm - STROKE_MM) / (TURN_HEIGHT * unit)).round();
    let along = (height_mm - STROKE_MM) / (turns * TURN_HEIGHT);
    let mut steps = Vec::new();
    for turn in 0..turns as u32 {
        let begun = turn as f32 * TURN_HEIGHT;
        for [left, upper, right, lower] in TURN {
            let (left, right) = (left * unit - half, right * unit + half);
            let (upper, lower) = ((begun + upper) * along, (begun + lower) * along + STROKE_MM);
            steps.push(Step::Move(Point::new(left, upper)));
            steps.extend([(right, upper), (right, lower), (left, lower)].map(|(x, y)| Step::Line(Point::new(x, y))));
            steps.push(Step::Close);
        }
    }
    scene.items.push(Item::Path { at, steps, ink });
}

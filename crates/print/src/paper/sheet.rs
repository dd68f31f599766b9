//! The sheet that the desk prints: A4, two columns of five cards edge to edge, so that six cuts and two part them all.
//! No bleed is needed, a card keeps away from its edges.

use crate::paper::card;
use crate::scene::{Ink, Item, Point, Scene};

const WIDTH_MM: f32 = 210.0;
const HEIGHT_MM: f32 = 297.0;
const ACROSS: u16 = 2;
const DOWN: u16 = 5;
/// How many cards a sheet holds.
pub const CARDS_PER_SHEET: usize = (ACROSS * DOWN) as usize;

/// Marks keep off the cards, so that a cut that is a little off leaves no trace of them …
const MARK_GAP_MM: f32 = 2.0;
/// … and off the edge, where printers cannot print.
const MARK_MM: f32 = 5.0;

pub(crate) fn scene(card: &Scene) -> Scene {
    let mut sheet = Scene::new(WIDTH_MM, HEIGHT_MM, &card.title);
    let left = (WIDTH_MM - f32::from(ACROSS) * card::WIDTH_MM) / 2.0;
    let top = (HEIGHT_MM - f32::from(DOWN) * card::HEIGHT_MM) / 2.0;
    let (right, bottom) = (WIDTH_MM - left, HEIGHT_MM - top);
    let (x, y) = (|n: u16| left + f32::from(n) * card::WIDTH_MM, |n: u16| top + f32::from(n) * card::HEIGHT_MM);

    for row in 0..DOWN {
        for column in 0..ACROSS {
            sheet.place(card, Point::new(x(column), y(row)));
        }
    }
    let mut mark = |from: (f32, f32), to: (f32, f32)| {
        let (from, to) = (Point::new(from.0, from.1), Point::new(to.0, to.1));
        sheet.items.push(Item::Line { from, to, width_mm: 0.1, ink: Ink::BLACK });
    };
    for x in (0..=ACROSS).map(x) {
        mark((x, top - MARK_GAP_MM - MARK_MM), (x, top - MARK_GAP_MM));
        mark((x, bottom + MARK_GAP_MM), (x, bottom + MARK_GAP_MM + MARK_MM));
    }
    for y in (0..=DOWN).map(y) {
        mark((left - MARK_GAP_MM - MARK_MM, y), (left - MARK_GAP_MM, y));
        mark((right + MARK_GAP_MM, y), (right + MARK_GAP_MM + MARK_MM, y));
    }
    sheet
}

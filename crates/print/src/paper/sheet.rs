//! The sheet that the desk prints: A4, two columns of five cards edge to edge, so that six cuts and three part them all.
//! Cards that share a cut share its ground too; around the block of ten the ground bleeds beyond the cut. Backs are
//! mirrored, for a printer that turns the sheet over its long edge.

use crate::error::PrintError;
use crate::order::{Order, OrderFault, check};
use crate::paper::{back, card};
use crate::scene::{Ink, Item, Point, Scene};
use std::sync::Arc;

const WIDTH_MM: f32 = 210.0;
const HEIGHT_MM: f32 = 297.0;
const ACROSS: u16 = 2;
const DOWN: u16 = 5;
const LEFT: f32 = (WIDTH_MM - ACROSS as f32 * card::WIDTH_MM) / 2.0;
const TOP: f32 = (HEIGHT_MM - DOWN as f32 * card::HEIGHT_MM) / 2.0;
/// How many cards a sheet holds.
pub const CARDS_PER_SHEET: usize = (ACROSS * DOWN) as usize;

/// How far a ground reaches beyond the cut.
pub const BLEED_MM: f32 = 3.0;
/// Marks keep off the bleed, so that a cut that is a little off leaves no trace of them …
const MARK_GAP_MM: f32 = BLEED_MM + 0.5;
/// … and off the edge, where printers cannot print.
const MARK_MM: f32 = 5.0;

/// A card as it lies on the sheets: drawn once, placed many times.
struct Sides {
    front: Arc<Scene>,
    back: Option<Arc<Scene>>,
}

/// The sheets of these orders, one after the other; with backs every second page is one.
pub(crate) fn scenes(orders: &[Order]) -> Result<Vec<Scene>, PrintError> {
    let faults: Vec<OrderFault> = check(orders);
    if !faults.is_empty() {
        return Err(PrintError::OrderFaults(faults));
    }
    let side =
        |order: &Order| Ok(Sides { front: Arc::new(order.front()?), back: order.back().transpose()?.map(Arc::new) });
    let sides: Vec<Sides> = orders.iter().map(side).collect::<Result<_, PrintError>>()?;
    let cards: Vec<&Sides> =
        orders.iter().zip(&sides).flat_map(|(order, side)| (0..order.copies).map(move |_| side)).collect();
    let two_sided = sides.iter().any(|side| side.back.is_some());
    let mut sheets = Vec::new();
    for cards in cards.chunks(CARDS_PER_SHEET) {
        let title = &cards[0].front.title;
        sheets.push(front(title, cards));
        if two_sided {
            sheets.push(turned(title, cards));
        }
    }
    Ok(sheets)
}

/// Ten of one card.
pub(crate) fn ten(card: Scene) -> Scene {
    let side = Sides { front: Arc::new(card), back: None };
    front(&side.front.title, &[&side; CARDS_PER_SHEET])
}

fn front(title: &str, cards: &[&Sides]) -> Scene {
    let mut sheet = Scene::new(WIDTH_MM, HEIGHT_MM, title);
    for (index, card) in cards.iter().enumerate() {
        sheet.place(&card.front, corner(index % 2, index / 2));
    }
    marks(&mut sheet);
    sheet
}

/// The same turned over its long edge: what was at the left is at the right.
fn turned(title: &str, cards: &[&Sides]) -> Scene {
    let mut sheet = Scene::new(WIDTH_MM, HEIGHT_MM, title);
    let backs: Vec<(Point, &Arc<Scene>)> = cards
        .iter()
        .enumerate()
        .filter_map(|(index, card)| Some((corner(1 - index % 2, index / 2), card.back.as_ref()?)))
        .collect();
    for (at, _) in &backs {
        let at = Point::new(at.x - BLEED_MM, at.y - BLEED_MM);
        let (width_mm, height_mm) = (card::WIDTH_MM + 2.0 * BLEED_MM, card::HEIGHT_MM + 2.0 * BLEED_MM);
        sheet.items.push(Item::Rect { at, width_mm, height_mm, radius_mm: 0.0, ink: back::GROUND });
    }
    for (at, back) in backs {
        sheet.place(back, at);
    }
    marks(&mut sheet);
    sheet
}

fn corner(column: usize, row: usize) -> Point {
    Point::new(LEFT + column as f32 * card::WIDTH_MM, TOP + row as f32 * card::HEIGHT_MM)
}

/// Crop marks at both ends of every cut.
fn marks(sheet: &mut Scene) {
    let (right, bottom) = (WIDTH_MM - LEFT, HEIGHT_MM - TOP);
    let mut mark = |from: (f32, f32), to: (f32, f32)| {
        let (from, to) = (Point::new(from.0, from.1), Point::new(to.0, to.1));
        sheet.items.push(Item::Line { from, to, width_mm: 0.1, ink: Ink::BLACK });
    };
    for x in (0..=ACROSS).map(|n| LEFT + f32::from(n) * card::WIDTH_MM) {
        mark((x, TOP - MARK_GAP_MM - MARK_MM), (x, TOP - MARK_GAP_MM));
        mark((x, bottom + MARK_GAP_MM), (x, bottom + MARK_GAP_MM + MARK_MM));
    }
    for y in (0..=DOWN).map(|n| TOP + f32::from(n) * card::HEIGHT_MM) {
        mark((LEFT - MARK_GAP_MM - MARK_MM, y), (LEFT - MARK_GAP_MM, y));
        mark((right + MARK_GAP_MM, y), (right + MARK_GAP_MM + MARK_MM, y));
    }
}

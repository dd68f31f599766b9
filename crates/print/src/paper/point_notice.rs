//! The notice of service points, A4: a numbered entry each in both scripts, and below them a plan on which the same numbers stand, north up
//! and to scale. Characters that no font has stand as 〓.

use crate::error::PrintError;
use crate::fault::Field;
use crate::legible::legible;
use crate::lines::{Place, fit, line};
use crate::paper::form;
use crate::paper::page::{A4, COLUMN_DESCENT, COLUMN_LEADING, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::point_notice::{Point as ServicePoint, PointNotice};
use crate::scene::{Ink, Item, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::word;

/// How high the plan is, how low it may be where that keeps it on the page, and what stays free around it.
const PLAN_MM: f32 = 80.0;
const LOWEST_PLAN_MM: f32 = 45.0;
const ROOM_MM: f32 = 8.0;
/// At the right edge, where north is shown and no point lies.
const NORTH_MM: f32 = 8.0;
const DOT_MM: f32 = 2.4;
/// How high the figures of [`NUMBER`] are.
const DIGITS_MM: f32 = 3.0;
/// The Mongolian name at the right of an entry: its room, and the gap before it.
const NAME_MM: f32 = 12.0;
const NAME_GAP_MM: f32 = 4.0;
const NUMBER: Look = Look::heavy(4.2, Ink::BLUE);

pub(crate) fn scenes(notice: &PointNotice) -> Result<Vec<Scene>, PrintError> {
    let faults = notice.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.points.title");
    let mut columns = vec![Column { text: title.mn.clone(), look: Look::heavy(7.0, Ink::BLUE) }];
    if let Some(station) = &notice.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(4.0, Ink::BLACK) });
    }
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.6, Ink::GREY) });
    let foot = format!("{}  {}", notice.station.trim(), notice.duty_phone.trim());
    let mut pages = in_field(Field::StationMn, Pages::new(A4, &title.zh, &columns, &foot))?;
    form::title(&mut pages, title, &notice.station)?;
    form::field(&mut pages, word("paper.points.on"), Field::On, &day_in_chinese(&notice.on))?;
    form::field(&mut pages, word("paper.points.phone"), Field::DutyPhone, &notice.duty_phone)?;
    pages.gap(4.0);
    for (nth, point) in notice.points.iter().enumerate() {
        entry(&mut pages, nth + 1, point, &notice.duty_phone)?;
    }
    plan(&mut pages, &notice.points)?;
    pages.finish()
}

/// A point's name over when it opens, where it stands and whom to call, and at the right its Mongolian name; not parted.
fn entry(pages: &mut Pages, number: usize, point: &ServicePoint, duty_phone: &str) -> Result<(), PrintError> {
    let phone = if point.phone.trim().is_empty() { duty_phone } else { &point.phone };
    let said = [
        ("paper.points.opening", point.opening.as_str()),
        ("paper.points.place", &point.place),
        ("paper.points.call", phone),
    ];
    let told: Vec<_> = said.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    let heading = format!("{number}  {}（{}）", point.name.trim(), point.kind);
    let name_mn = legible(point.name_mn.as_deref().unwrap_or_default());
    let (beside_mm, told_mm) =
        (if name_mn.is_empty() { 0.0 } else { NAME_MM + NAME_GAP_MM }, told.len() as f32 * form::FIELD_MM);
    let top = form::heading_saying(pages, &legible(&heading), told_mm)?;
    told.into_iter()
        .try_for_each(|(key, text)| form::field_beside(pages, word(key), Field::Points, &legible(text), beside_mm))?;
    if name_mn.is_empty() {
        return Ok(());
    }
    // It ends before the next entry's begins.
    let length_mm = form::HEADING_LINE_MM + told_mm - NAME_GAP_MM;
    let place = Place { length_mm, depth_mm: NAME_MM, largest_mm: 4.2, smallest_mm: 2.0, leading: COLUMN_LEADING };
    let name = in_field(Field::Points, fit(&name_mn, Voice::Mongolian, place))?;
    let from = Point::new(pages.right() - NAME_MM + COLUMN_DESCENT * name.size_mm, top);
    pages.page().block(&name, from, Way::Down, COLUMN_LEADING, Look::plain(name.size_mm, Ink::BLUE));
    Ok(())
}

/// The points of which the place is known, each with its number; one alone needs no plan.
fn plan(pages: &mut Pages, points: &[ServicePoint]) -> Result<(), PrintError> {
    let known: Vec<(usize, (f64, f64))> =
        points.iter().enumerate().filter_map(|(nth, point)| Some((nth + 1, point.at?))).collect();
    if known.len() < 2 {
        return Ok(());
    }
    let free_mm = pages.free_mm() - form::HEADING_MM;
    let plan_mm = if free_mm < LOWEST_PLAN_MM { PLAN_MM } else { free_mm.min(PLAN_MM) };
    form::heading(pages, "paper.points.plan", plan_mm)?;
    let (left, text_mm) = (pages.left(), pages.text_mm());
    let top = pages.band(plan_mm)?;
    let (right, foot) = (left + text_mm, top + plan_mm);
    for (from, to) in [
        ((left, top), (right, top)),
        ((right, top), (right, foot)),
        ((right, foot), (left, foot)),
        ((left, foot), (left, top)),
    ] {
        let (from, to) = (Point::new(from.0, from.1), Point::new(to.0, to.1));
        pages.page().items.push(Item::Line { from, to, width_mm: 0.25, ink: Ink::PALE });
    }
    let north = line("N", Voice::Figures)?;
    let x = left + text_mm - 6.0;
    let (tip, foot) = (Point::new(x, top + 5.0), Point::new(x, top + 14.0));
    pages.page().items.push(Item::Line { from: tip, to: foot, width_mm: 0.4, ink: Ink::GREY });
    pages.page().text(&north, Point::new(tip.x - 1.2, foot.y + 4.0), Way::Across, form::LABEL);
    let places: Vec<(f64, f64)> = known.iter().map(|(_, at)| *at).collect();
    let laid = laid(&places, text_mm - NORTH_MM - 2.0 * ROOM_MM, plan_mm - 2.0 * ROOM_MM);
    let dots: Vec<Point> = laid.iter().map(|(x, y)| Point::new(left + ROOM_MM + x, top + ROOM_MM + y)).collect();
    let numbers =
        known.iter().map(|(number, _)| line(&number.to_string(), Voice::Figures)).collect::<Result<Vec<_>, _>>()?;
    let widths: Vec<f32> = numbers.iter().map(|number| number.advance * NUMBER.size_mm).collect();
    for (dot, (number, place)) in dots.iter().zip(numbers.iter().zip(beside(&dots, &widths))) {
        let corner = Point::new(dot.x - DOT_MM / 2.0, dot.y - DOT_MM / 2.0);
        let round =
            Item::Rect { at: corner, width_mm: DOT_MM, height_mm: DOT_MM, radius_mm: DOT_MM / 2.0, ink: Ink::BLUE };
        pages.page().items.push(round);
        pages.page().text(number, Point::new(place.x, place.y + DIGITS_MM), Way::Across, NUMBER);
    }
    Ok(())
}

/// The upper left corners of the numbers beside their dots: at the right if it is free, otherwise around it, and farther off where many
/// are near each other.
fn beside(dots: &[Point], widths: &[f32]) -> Vec<Point> {
    const AROUND: [(f32, f32); 8] =
        [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
    let apart = |a: Point, (wide, high): (f32, f32), b: Point, (other_wide, other_high): (f32, f32)| {
        a.x + wide <= b.x || b.x + other_wide <= a.x || a.y + high <= b.y || b.y + other_high <= a.y
    };
    let mut placed: Vec<Point> = Vec::new();
    for (dot, width) in dots.iter().zip(widths) {
        let ways = (0..6).flat_map(|far| AROUND.map(|way| (far, way)));
        let at = |(far, (right, down)): (i32, (f32, f32))| {
            let off = DOT_MM + far as f32 * DIGITS_MM;
            let x = dot.x + right * off + (right - 1.0) / 2.0 * width;
            Point::new(x, dot.y + down * off + (down - 1.0) / 2.0 * DIGITS_MM)
        };
        let size = (*width, DIGITS_MM);
        let is_free = |place: &Point| {
            let corner = |dot: &Point| Point::new(dot.x - DOT_MM / 2.0, dot.y - DOT_MM / 2.0);
            dots.iter().all(|other| apart(*place, size, corner(other), (DOT_MM, DOT_MM)))
                && placed.iter().zip(widths).all(|(other, width)| apart(*place, size, *other, (*width, DIGITS_MM)))
        };
        placed.push(ways.clone().map(at).find(is_free).unwrap_or_else(|| at((0, AROUND[0]))));
    }
    placed
}

/// Degrees laid flat into a frame, north up, to one scale, in the middle.
fn laid(places: &[(f64, f64)], width_mm: f32, height_mm: f32) -> Vec<(f32, f32)> {
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let values = places.iter().map(of);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((south, north), (west, east)) = (bounds(|at| at.0), bounds(|at| at.1));
    // A degree east is shorter than a degree north.
    let shrink = ((south + north) / 2.0).to_radians().cos();
    let (wide, high) = ((east - west) * shrink, north - south);
    let (width, height) = (f64::from(width_mm), f64::from(height_mm));
    let scale = (width / wide.max(1e-6)).min(height / high.max(1e-6));
    let (aside, above) = ((width - wide * scale) / 2.0, (height - high * scale) / 2.0);
    let place = |at: &(f64, f64)| ((at.1 - west) * shrink * scale + aside, (north - at.0) * scale + above);
    #[allow(clippy::cast_possible_truncation)] // Millimetres of a page.
    places.iter().map(place).map(|(x, y)| (x as f32, y as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_lies_north_up_in_its_frame() {
        let at = laid(&[(44.0, 116.0), (44.2, 116.0), (44.1, 116.3)], 100.0, 60.0);
        assert!(at[0].1 > at[1].1 && at[2].0 > at[0].0, "{at:?}");
        assert!(at.iter().all(|(x, y)| (-0.01..=100.01).contains(x) && (-0.01..=60.01).contains(y)), "{at:?}");
    }

    #[test]
    fn no_number_lies_on_a_dot_or_on_another_number_however_near_the_points_are() {
        let dots: Vec<Point> = [(50.0, 30.0), (52.6, 30.0), (55.2, 30.4), (50.0, 30.0), (51.0, 32.0), (120.0, 60.0)]
            .map(|(x, y)| Point::new(x, y))
            .to_vec();
        let widths = [2.3, 2.3, 2.3, 2.3, 2.3, 4.6];
        let numbers = beside(&dots, &widths);
        let mut boxes: Vec<(f32, f32, f32, f32)> =
            numbers.iter().zip(widths).map(|(at, width)| (at.x, at.y, width, DIGITS_MM)).collect();
        let count = boxes.len();
        boxes.extend(dots.iter().map(|dot| (dot.x - DOT_MM / 2.0, dot.y - DOT_MM / 2.0, DOT_MM, DOT_MM)));
        for (nth, a) in boxes[..count].iter().enumerate() {
            for b in &boxes[nth + 1..] {
                let apart = a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1;
                assert!(apart, "{a:?} {b:?}");
            }
        }
        // The one that is alone has its number at the right, and each is near its own dot.
        assert!(numbers[5].x > dots[5].x && (numbers[5].y + DIGITS_MM / 2.0 - dots[5].y).abs() < 0.01);
        assert!(numbers.iter().zip(&dots).all(|(at, dot)| (at.x - dot.x).abs() < 14.0 && (at.y - dot.y).abs() < 14.0));
    }
}

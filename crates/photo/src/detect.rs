//! Faces in a picture: a box and the eyes of each, by BlazeFace (Bazarevsky et al., 2019). Deliberately not: fine
//! landmarks, and never whose face it is.

use image::{Rgb, RgbImage, imageops};

use crate::checks::single_face::is_print;
use crate::measure::Face;
use crate::nets::DETECTION;
use crate::patch::Window;
use crate::report::Point;
use crate::source::Source;

/// Side of the net's picture, px.
const SIDE: u32 = 128;
/// From which likelihood a face counts.
const LEAST_LIKELY: f32 = 0.6;
/// Two boxes that share more than this part of their union are the same face.
const SAME_FACE: f64 = 0.3;
/// Side of the parts that are looked at more closely, over the longer side of the picture.
const CLOSER: f64 = 0.4;
/// Side of the squares in which prints on the chest are looked for, and how far the outer two lie apart, in widths of the face.
const CHEST: f64 = 1.0;
const CHEST_APART: f64 = 1.2;
/// From which likelihood a face is hidden: rather a post too many than a face too few.
const LEAST_HIDDEN: f32 = 0.5;
/// Sides of the parts in which faces of a crowd are looked for, over the longer side of the picture.
const CROWD: [f64; 3] = [0.5, 0.28, 0.16];
/// Numbers for each anchor: box middle and size, then six points.
const NUMBERS: usize = 16;

/// A face, upright source px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Middle of the box.
    pub middle: Point,
    /// Width and height of the box.
    pub size: (f64, f64),
    /// The eye to the left in the picture, then the other.
    pub eyes: [Point; 2],
    /// How sure the net is, 0–1.
    pub likely: f32,
}

/// All faces in `source`, largest first. Only if none is seen in the whole, parts of it are looked at more closely.
pub fn faces(source: &Source) -> Vec<Found> {
    let (width, height) = (f64::from(source.width()), f64::from(source.height()));
    let whole = Window { left: 0.0, top: 0.0, width, height };
    let mut found = seen(source, whole, LEAST_LIKELY);
    if found.is_empty() {
        found = parts(source, CLOSER).flat_map(|part| seen(source, part, LEAST_LIKELY)).collect();
    }
    largest_first(found)
}

/// The sitter, which is the largest face if it can be measured, among everybody who is seen, prints on the chest included. What the
/// finer net does not take for a face is none: a test card, a pattern on the cloth.
pub fn sitter(source: &Source) -> Option<(Face, Vec<Found>)> {
    let mut faces = faces(source);
    let sitter = faces.first().and_then(|found| Face::measure(source, found))?;
    add_prints(&mut faces, source, &sitter);
    Some((sitter, faces))
}

/// Adds to `faces` the small ones where the chest of `sitter` is, as far down as the finished photo shows it: prints, which
/// are too small to be seen in the whole picture.
fn add_prints(faces: &mut Vec<Found>, source: &Source, sitter: &Face) {
    let (axes, side) = (sitter.axes, CHEST * sitter.frontal_width());
    let looks = [-0.5, 0.0, 0.5].into_iter().filter_map(|across| {
        let left = (axes.middle.x + (across * CHEST_APART - 0.5) * side).max(0.0);
        let (top, right) = (sitter.chin.y, (left + side).min(f64::from(source.width())));
        let bottom = (top + side).min(f64::from(source.height()));
        let window = Window { left, top, width: right - left, height: bottom - top };
        (window.width > 8.0 && window.height > 8.0).then_some(window)
    });
    for print in apart(looks.flat_map(|look| seen(source, look, LEAST_LIKELY)).collect()) {
        if is_print(&print, sitter) && !faces.iter().any(|face| held(&print, face)) {
            faces.push(print);
        }
    }
}

/// All faces of a crowd, the small ones too: the whole and ever smaller parts of it are looked at.
pub fn crowd(source: &Source) -> Vec<Found> {
    let (width, height) = (f64::from(source.width()), f64::from(source.height()));
    let whole = Window { left: 0.0, top: 0.0, width, height };
    let parts = CROWD.into_iter().flat_map(|share| parts(source, share));
    let found = std::iter::once(whole).chain(parts).flat_map(|part| seen(source, part, LEAST_HIDDEN)).collect();
    apart(found)
}

/// Seen in several parts, a face has boxes of several sizes: the largest that holds the others' middles counts.
fn apart(found: Vec<Found>) -> Vec<Found> {
    let mut apart: Vec<Found> = Vec::new();
    for face in largest_first(found) {
        if !apart.iter().any(|by| held(&face, by)) {
            apart.push(face);
        }
    }
    apart
}

/// True if the middle of `face` lies in the box of `by`.
fn held(face: &Found, by: &Found) -> bool {
    let inside = |middle: f64, from: f64, length: f64| (middle - from).abs() < length / 2.0;
    inside(face.middle.x, by.middle.x, by.size.0) && inside(face.middle.y, by.middle.y, by.size.1)
}

/// Parts of a picture that overlap by half, each `share` of its longer side.
fn parts(source: &Source, share: f64) -> impl Iterator<Item = Window> {
    let (width, height) = (f64::from(source.width()), f64::from(source.height()));
    let side = share * width.max(height);
    let steps = move |length: f64| {
        let part = side.min(length);
        let count = (2.0 * (length - part) / part).ceil();
        (0..=count as usize).map(move |i| if count > 0.0 { (length - part) * i as f64 / count } else { 0.0 })
    };
    let part = move |left, top| Window { left, top, width: side.min(width), height: side.min(height) };
    steps(height).flat_map(move |top| steps(width).map(move |left| part(left, top)))
}

fn largest_first(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| b.likely.total_cmp(&a.likely));
    let mut faces = merged(&found);
    faces.sort_by(|a, b| b.size.0.total_cmp(&a.size.0));
    faces
}

/// Every box in `window` that the net takes for a face; several for each face.
fn seen(source: &Source, window: Window, least: f32) -> Vec<Found> {
    let scale = f64::from(SIDE) / window.width.max(window.height);
    let size = |px: f64| ((px * scale).round() as u32).clamp(1, SIDE);
    let Some(small) = source.shrunk(window, size(window.width), size(window.height)) else { return Vec::new() };
    let mut square = RgbImage::from_pixel(SIDE, SIDE, Rgb([0; 3]));
    let (left, top) = ((SIDE - small.width()) / 2, (SIDE - small.height()) / 2);
    imageops::replace(&mut square, &small, i64::from(left), i64::from(top));
    let Some(outputs) = DETECTION.run(&square, 2.0, -1.0) else { return Vec::new() };
    let [numbers, scores] = &outputs[..] else { return Vec::new() };
    let to_source = |x: f64, y: f64| Point {
        x: window.left + (x - f64::from(left)) * window.width / f64::from(small.width()),
        y: window.top + (y - f64::from(top)) * window.height / f64::from(small.height()),
    };
    anchors()
        .zip(numbers.chunks_exact(NUMBERS))
        .zip(scores)
        .map(|((anchor, n), score)| (anchor, n, 1.0 / (1.0 + (-score).exp())))
        .filter(|(.., likely)| *likely >= least)
        .map(|((ax, ay), n, likely)| {
            let at = |i: usize| to_source(ax + f64::from(n[i]), ay + f64::from(n[i + 1]));
            let size = (f64::from(n[2]) / scale, f64::from(n[3]) / scale);
            Found { middle: at(0), size, eyes: [at(4), at(6)], likely }
        })
        .collect()
}

/// The middles of the 896 anchors, px of the net's picture: two on each cell of 8 px, then six on each of 16 px.
fn anchors() -> impl Iterator<Item = (f64, f64)> {
    [(8_u32, 2), (16, 6)].into_iter().flat_map(|(stride, each)| {
        let cells = SIDE / stride;
        let middle = move |i: u32| (f64::from(i) + 0.5) * f64::from(stride);
        (0..cells * cells * each).map(move |i| (middle(i / each % cells), middle(i / each / cells)))
    })
}

/// One face for each heap of boxes, the mean of its boxes weighed by their likelihood. `found` is sorted, best first.
fn merged(found: &[Found]) -> Vec<Found> {
    let mut left: Vec<Found> = found.to_vec();
    let mut faces = Vec::new();
    while let Some(best) = left.first().copied() {
        let (heap, others) = left.into_iter().partition::<Vec<_>, _>(|f| shared(&best, f) > SAME_FACE);
        left = others;
        let sum: f64 = heap.iter().map(|f| f64::from(f.likely)).sum();
        let mean = |of: &dyn Fn(&Found) -> f64| heap.iter().map(|f| of(f) * f64::from(f.likely)).sum::<f64>() / sum;
        let point = |of: &dyn Fn(&Found) -> Point| Point { x: mean(&|f| of(f).x), y: mean(&|f| of(f).y) };
        faces.push(Found {
            middle: point(&|f| f.middle),
            size: (mean(&|f| f.size.0), mean(&|f| f.size.1)),
            eyes: [point(&|f| f.eyes[0]), point(&|f| f.eyes[1])],
            likely: best.likely,
        });
        left.retain(|f| f != &best);
    }
    faces
}

/// The part of two boxes' union that both cover, 0–1.
fn shared(a: &Found, b: &Found) -> f64 {
    let overlap = |am: f64, al: f64, bm: f64, bl: f64| {
        ((am + al / 2.0).min(bm + bl / 2.0) - (am - al / 2.0).max(bm - bl / 2.0)).max(0.0)
    };
    let both =
        overlap(a.middle.x, a.size.0, b.middle.x, b.size.0) * overlap(a.middle.y, a.size.1, b.middle.y, b.size.1);
    both / (a.size.0 * a.size.1 + b.size.0 * b.size.1 - both).max(1e-9)
}

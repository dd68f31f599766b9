//! Scene → PNG, for a screen, a messenger, and the tests that read the codes back. Not what is printed: print is vector.

use crate::error::PrintError;
use crate::outline::Outline;
use crate::picture::Picture;
use crate::scene::{HEAVY_EM, Ink, Item, Scene, Step};
use std::ops::RangeInclusive;
use tiny_skia::{
    Color, FillRule, FilterQuality, LineJoin, Paint, Path, PathBuilder, Pixmap, PixmapPaint, PixmapRef, Stroke,
    Transform,
};

/// Resolutions that make sense: below, nothing can be read; above, an A4 page would need a gigabyte.
pub const DPI: RangeInclusive<u32> = 72..=1200;

/// An RGBA PNG of the page at `dpi` pixels an inch, on white.
pub fn png(scene: &Scene, dpi: u32) -> Result<Vec<u8>, PrintError> {
    if !DPI.contains(&dpi) {
        return Err(PrintError::Resolution { dpi });
    }
    let page = pixmap(scene, dpi as f32 / 25.4)?;
    page.encode_png().map_err(|error| PrintError::Writer(error.to_string()))
}

/// The page on white, at this many pixels a millimetre.
pub(crate) fn pixmap(scene: &Scene, scale: f32) -> Result<Pixmap, PrintError> {
    let pixels = |mm: f32| (mm * scale).round() as u32;
    let mut page = Pixmap::new(pixels(scene.width_mm), pixels(scene.height_mm))
        .ok_or_else(|| PrintError::Writer("no such page".to_owned()))?;
    page.fill(Color::WHITE);
    let page_transform = Transform::from_scale(scale, scale);
    for item in &scene.flat().items {
        if let Item::Picture { at, width_mm, height_mm, picture } = item {
            let transform = page_transform.pre_translate(at.x, at.y);
            draw_picture(&mut page, picture, (*width_mm, *height_mm), transform);
            continue;
        }
        let Outline { steps, ink, at, scale } = item.outline();
        let Some(path) = path(&steps) else { continue };
        let transform = page_transform.pre_translate(at.x, at.y).pre_scale(scale, scale);
        // The edges of modules fall on whole pixels: a reader wants contrast, not smoothness.
        let paint = paint(ink, !matches!(item, Item::Code { .. }));
        page.fill_path(&path, &paint, FillRule::Winding, transform, None);
        if let Item::Text { heavy: true, size_mm, .. } = item {
            let stroke = Stroke { width: size_mm * HEAVY_EM, line_join: LineJoin::Round, ..Stroke::default() };
            page.stroke_path(&path, &paint, &stroke, transform, None);
        }
    }
    Ok(page)
}

fn draw_picture(page: &mut Pixmap, picture: &Picture, size_mm: (f32, f32), transform: Transform) {
    let Some(pixels) = PixmapRef::from_bytes(&picture.rgba, picture.width_px, picture.height_px) else { return };
    let (x, y) = (size_mm.0 / picture.width_px as f32, size_mm.1 / picture.height_px as f32);
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    page.draw_pixmap(0, 0, pixels, &paint, transform.pre_scale(x, y), None);
}

fn paint(Ink(red, green, blue): Ink, anti_alias: bool) -> Paint<'static> {
    let mut paint = Paint { anti_alias, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, 0xff);
    paint
}

fn path(steps: &[Step]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in steps {
        match step {
            Step::Move(a) => path.move_to(a.x, a.y),
            Step::Line(a) => path.line_to(a.x, a.y),
            Step::Quad(a, b) => path.quad_to(a.x, a.y, b.x, b.y),
            Step::Cubic(a, b, c) => path.cubic_to(a.x, a.y, b.x, b.y, c.x, c.y),
            Step::Close => path.close(),
        }
    }
    path.finish()
}

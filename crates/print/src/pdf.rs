//! Scene → PDF. Text stays text in embedded subsets of the fonts; there is no date and no chance in the file, so that the
//! same paper is the same bytes. It is not PDF/A: that wants a date of making, which a card or a notice does not have.

use crate::error::PrintError;
use crate::face::Face;
use crate::outline::Outline;
use crate::scene::{HEAVY_EM, Ink, Item, Scene, Step, Way};
use crate::shape::{self, Run};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke};
use krilla::surface::{Location, Surface};
use krilla::text::{Font, Glyph, GlyphId};
use std::ops::Range;
use std::sync::OnceLock;

/// A PDF point is 1/72 of an inch.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// A document of these pages, under the first one's title.
pub(crate) fn pdf(pages: &[Scene]) -> Result<Vec<u8>, PrintError> {
    let mut document = Document::new();
    let title = pages.first().map_or_else(String::new, |page| page.title.clone());
    document.set_metadata(Metadata::new().title(title).language("zh-CN".to_owned()));
    for page in pages {
        add_page(&mut document, page)?;
    }
    document.finish().map_err(|error| PrintError::Writer(error.to_string()))
}

fn add_page(document: &mut Document, scene: &Scene) -> Result<(), PrintError> {
    let (width, height) = (scene.width_mm * POINTS_PER_MM, scene.height_mm * POINTS_PER_MM);
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| PrintError::Writer("no page".to_owned()))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(POINTS_PER_MM, POINTS_PER_MM));
    for item in &scene.items {
        draw(&mut surface, item);
    }
    surface.pop();
    surface.finish();
    page.finish();
    Ok(())
}

fn draw(surface: &mut Surface, item: &Item) {
    let Item::Text { at, size_mm, way, heavy, ink, run } = item else {
        draw_shape(surface, item);
        return;
    };
    surface.set_fill(Some(fill(*ink)));
    surface.set_stroke(heavy.then(|| stroke(*ink, size_mm * HEAVY_EM)));
    let placed = match way {
        Way::Across => Transform::from_translate(at.x, at.y),
        Way::Down => Transform::from_row(0.0, 1.0, -1.0, 0.0, at.x, at.y),
    };
    surface.push_transform(&placed);
    draw_run(surface, run, *size_mm);
    surface.pop();
}

fn draw_shape(surface: &mut Surface, item: &Item) {
    let Outline { steps, ink, at, scale } = item.outline();
    let Some(path) = path(&steps) else { return };
    if !matches!(item, Item::Path { .. } | Item::Code { .. }) {
        fill_path(surface, &path, ink);
        return;
    }
    // What is long is an object of its own, which krilla writes once: ten cards, one code.
    let mut builder = surface.stream_builder();
    let mut inner = builder.surface();
    fill_path(&mut inner, &path, ink);
    inner.finish();
    let graphic = Graphic::new(builder.finish(), false);
    surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, at.x, at.y));
    surface.draw_graphic(graphic);
    surface.pop();
}

fn fill_path(surface: &mut Surface, path: &Path, ink: Ink) {
    surface.set_fill(Some(fill(ink)));
    surface.set_stroke(None);
    surface.draw_path(path);
}

fn draw_run(surface: &mut Surface, run: &Run, size_mm: f32) {
    let glyphs: Vec<Placed> = run.glyphs.iter().map(Placed).collect();
    surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font(run.face), &run.text, size_mm, false);
}

fn font(face: Face) -> Font {
    static FONTS: [OnceLock<Font>; 3] = [const { OnceLock::new() }; 3];
    FONTS[face as usize].get_or_init(|| Font::new(face.bytes().into(), 0).expect("a bundled font opens")).clone()
}

fn colour(Ink(red, green, blue): Ink) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: colour(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(ink: Ink, width: f32) -> Stroke {
    Stroke { paint: colour(ink).into(), width, line_join: LineJoin::Round, ..Stroke::default() }
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

/// A glyph as krilla wants to see it.
struct Placed<'a>(&'a shape::Glyph);

impl Glyph for Placed<'_> {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.0.id)
    }
    fn text_range(&self) -> Range<usize> {
        self.0.cluster.clone()
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.0.advance * size
    }
    fn x_offset(&self, size: f32) -> f32 {
        self.0.offset.0 * size
    }
    fn y_offset(&self, size: f32) -> f32 {
        self.0.offset.1 * size
    }
    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<Location> {
        None
    }
}

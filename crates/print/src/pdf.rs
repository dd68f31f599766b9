//! Scene → PDF. Text stays text in embedded subsets of the fonts; there is no clock and no chance in the file, so that the
//! same paper is the same bytes. What is signed and filed bears a day and is PDF/A-2b (ISO 19005-2). A card or a notice
//! bears none, and is plain PDF, since the writer takes no PDF/A without a date.

use crate::day::Day;
use crate::error::PrintError;
use crate::face::Face;
use crate::outline::Outline;
use crate::scene::{HEAVY_EM, Ink, Item, Look, Scene, Step, Way};
use crate::shape::{self, Run};
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{Path, PathBuilder, Point, Size, Transform};
use krilla::graphic::Graphic;
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineJoin, Stroke};
use krilla::surface::{Location, Surface};
use krilla::text::{Font, Glyph, GlyphId};
use krilla::{Document, SerializeSettings};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A PDF point is 1/72 of an inch.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// A document of these pages, under the first one's title.
pub(crate) fn pdf(pages: &[Scene]) -> Result<Vec<u8>, PrintError> {
    write(Document::new(), pages, Metadata::new())
}

/// The same to be filed: PDF/A-2b, made on the day that the paper bears.
pub(crate) fn filed(pages: &[Scene], on: Day) -> Result<Vec<u8>, PrintError> {
    let archival = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish();
    let configuration = archival.map_err(|error| PrintError::Writer(format!("{error:?}")))?;
    let document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let date = DateTime::new(on.year).month(on.month).day(on.day);
    write(document, pages, Metadata::new().creation_date(date))
}

fn write(mut document: Document, pages: &[Scene], metadata: Metadata) -> Result<Vec<u8>, PrintError> {
    let title = pages.first().map_or_else(String::new, |page| page.title.clone());
    document.set_metadata(metadata.title(title).language("zh-CN".to_owned()));
    let mut placed = Placements::new();
    for page in pages {
        add_page(&mut document, page, &mut placed)?;
    }
    document.finish().map_err(|error| PrintError::Writer(error.to_string()))
}

fn add_page(document: &mut Document, scene: &Scene, placed: &mut Placements) -> Result<(), PrintError> {
    let (width, height) = (scene.width_mm * POINTS_PER_MM, scene.height_mm * POINTS_PER_MM);
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| PrintError::Writer("no page".to_owned()))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(POINTS_PER_MM, POINTS_PER_MM));
    for item in &scene.items {
        draw(&mut surface, item, placed);
    }
    surface.pop();
    surface.finish();
    page.finish();
    Ok(())
}

/// Pages that lie on others, by their address: each is written once however often it is placed.
type Placements = HashMap<*const Scene, Graphic>;

fn draw(surface: &mut Surface, item: &Item, placed: &mut Placements) {
    match item {
        Item::Text { at, size_mm, way, heavy, ink, run } => {
            let look = Look { size_mm: *size_mm, ink: *ink, heavy: *heavy };
            draw_text(surface, *at, *way, look, run);
        }
        Item::Placed { at, page } => {
            let graphic = match placed.get(&Arc::as_ptr(page)) {
                Some(graphic) => graphic.clone(),
                None => {
                    let graphic = graphic(surface, |inner| {
                        page.items.iter().for_each(|item| draw(inner, item, placed));
                    });
                    placed.insert(Arc::as_ptr(page), graphic.clone());
                    graphic
                }
            };
            draw_graphic(surface, graphic, *at, 1.0);
        }
        Item::Picture { at, width_mm, height_mm, picture } => {
            let image = Image::from_jpeg(picture.jpeg.clone().into(), true);
            let (Ok(image), Some(size)) = (image, Size::from_wh(*width_mm, *height_mm)) else { return };
            surface.push_transform(&Transform::from_translate(at.x, at.y));
            surface.draw_image(image, size);
            surface.pop();
        }
        _ => draw_shape(surface, item),
    }
}

fn draw_text(surface: &mut Surface, at: crate::scene::Point, way: Way, look: Look, run: &Run) {
    let Look { size_mm, ink, heavy } = look;
    surface.set_fill(Some(fill(ink)));
    surface.set_stroke(heavy.then(|| stroke(ink, size_mm * HEAVY_EM)));
    let placed = match way {
        Way::Across => Transform::from_translate(at.x, at.y),
        Way::Down => Transform::from_row(0.0, 1.0, -1.0, 0.0, at.x, at.y),
    };
    surface.push_transform(&placed);
    draw_run(surface, run, size_mm);
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
    let graphic = graphic(surface, |inner| fill_path(inner, &path, ink));
    draw_graphic(surface, graphic, at, scale);
}

fn graphic(surface: &mut Surface, draw: impl FnOnce(&mut Surface)) -> Graphic {
    let mut builder = surface.stream_builder();
    let mut inner = builder.surface();
    draw(&mut inner);
    inner.finish();
    Graphic::new(builder.finish(), false)
}

fn draw_graphic(surface: &mut Surface, graphic: Graphic, at: crate::scene::Point, scale: f32) {
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

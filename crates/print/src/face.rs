//! The bundled fonts: which there are, what they cover, and the outline of a glyph. Nothing is read from the system, so
//! that a paper looks the same on every machine.

use crate::scene::{Point, Step};
use harfrust::ShaperData;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::OnceLock;

/// A bundled font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Noto Sans CJK SC Regular: Hanzi, Latin, digits.
    Hanzi,
    /// Noto Sans CJK SC Bold: Latin and digits only, for numbers that are read from afar.
    Figures,
    /// Noto Sans Mongolian Regular.
    Mongolian,
}

/// A font that has been opened once for this process.
pub(crate) struct Opened {
    pub(crate) font: FontRef<'static>,
    pub(crate) shaping: ShaperData,
    pub(crate) units_per_em: f32,
}

impl Face {
    /// Every face.
    pub const ALL: [Self; 3] = [Self::Hanzi, Self::Figures, Self::Mongolian];

    pub(crate) const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Hanzi => include_bytes!("../../../assets/fonts/NotoSansCJKsc-Regular-subset.otf"),
            Self::Figures => include_bytes!("../../../assets/fonts/NotoSansCJKsc-Bold-figures.otf"),
            Self::Mongolian => include_bytes!("../../../assets/fonts/NotoSansMongolian-Regular.ttf"),
        }
    }

    pub(crate) fn opened(self) -> &'static Opened {
        static OPENED: [OnceLock<Opened>; 3] = [const { OnceLock::new() }; 3];
        OPENED[self as usize].get_or_init(|| {
            let font = FontRef::new(self.bytes()).expect("a bundled font opens");
            let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
            Opened { shaping: ShaperData::new(&font), font, units_per_em }
        })
    }

    pub(crate) fn covers(self, character: char) -> bool {
        self.opened().font.charmap().map(character).is_some()
    }

    /// The outline of a glyph, in em, y upwards.
    pub(crate) fn outline(self, glyph: u32) -> Vec<Step> {
        let mut pen = Pen { steps: Vec::new(), scale: 1.0 / self.opened().units_per_em };
        if let Some(outline) = self.opened().font.outline_glyphs().get(GlyphId::new(glyph)) {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outline.draw(settings, &mut pen).expect("a bundled font's outlines draw");
        }
        pen.steps
    }
}

/// Whether some bundled font has the character.
pub(crate) fn is_covered(character: char) -> bool {
    Face::ALL.into_iter().any(|face| face.covers(character))
}

struct Pen {
    steps: Vec<Step>,
    scale: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> Point {
        Point::new(x * self.scale, y * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Move(self.at(x, y)));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Line(self.at(x, y)));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.steps.push(Step::Quad(self.at(cx, cy), self.at(x, y)));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.steps.push(Step::Cubic(self.at(ax, ay), self.at(bx, by), self.at(x, y)));
    }
    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

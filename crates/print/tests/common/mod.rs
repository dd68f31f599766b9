//! Made-up cards, and a camera. The phone numbers begin with 000, so that they are nobody's.
#![allow(dead_code)] // Each test file is a crate of its own and uses a part of this.

use beibao_print::ContactCard;

/// An ordinary card with every field filled.
pub fn card() -> ContactCard {
    ContactCard {
        name: "苏和巴特尔".into(),
        name_mn: Some("ᠰᠦᠬᠡᠪᠠᠭᠠᠲᠤᠷ".into()),
        badge: "012345".into(),
        station: "东乌珠穆沁旗公安局草原边境派出所".into(),
        station_mn: Some("ᠲᠠᠯ᠎ᠠ\u{202F}ᠶᠢᠨ ᠴᠠᠭᠳᠠᠭ᠎ᠠ\u{202F}ᠶᠢᠨ ᠰᠠᠯᠪᠤᠷᠢ ᠬᠣᠷᠢᠶ᠎ᠠ".into()),
        duty_phone: "000-0479-1234".into(),
        emergency_phone: "110".into(),
        area: "第三分场、巴彦嘎查".into(),
        area_mn: Some("ᠪᠠᠶᠠᠨ ᠭᠠᠴᠠᠭ᠎ᠠ".into()),
    }
}

/// A card with what has to be there and no more.
pub fn plain_card() -> ContactCard {
    ContactCard {
        name: "王芳".into(),
        name_mn: None,
        badge: "7".into(),
        station: "草原派出所".into(),
        station_mn: None,
        duty_phone: "00012345678".into(),
        emergency_phone: "110".into(),
        area: "三分场".into(),
        area_mn: None,
    }
}

/// A card whose names are as long as a name may be.
pub fn long_card() -> ContactCard {
    ContactCard {
        name: "阿拉坦其其格·巴雅尔图那顺孟和·".chars().cycle().take(50).collect(),
        name_mn: Some("ᠠᠯᠲᠠᠨᠴᠡᠴᠡᠭ ᠪᠠᠶᠠᠷᠲᠤ ".chars().cycle().take(49).chain(['ᠠ']).collect()),
        ..card()
    }
}

/// Where the code and its quiet zone are on a card: left, top, width, height.
pub const CODE: [f32; 4] = [57.0, 0.0, 33.0, 33.0];

/// A picture in grey, row by row.
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Grey {
    /// Reads a PNG back.
    pub fn of_png(png: &[u8]) -> Self {
        let picture = tiny_skia::Pixmap::decode_png(png).expect("a PNG");
        let grey = |p: &tiny_skia::PremultipliedColorU8| {
            ((u32::from(p.red()) + u32::from(p.green()) + u32::from(p.blue())) / 3) as u8
        };
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Self { width, height, pixels: picture.pixels().iter().map(grey).collect() }
    }

    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    /// What a camera makes of it: each pixel the mean of the ones around it.
    pub fn blurred(&self, radius: usize) -> Self {
        self.map(self.width, self.height, |x, y| {
            (x.saturating_sub(radius)..=x + radius, y.saturating_sub(radius)..=y + radius)
        })
    }

    /// The same picture with `factor` times fewer pixels each way.
    pub fn shrunk(&self, factor: usize) -> Self {
        self.map(self.width / factor, self.height / factor, |x, y| {
            (x * factor..=x * factor + factor - 1, y * factor..=y * factor + factor - 1)
        })
    }

    fn map(
        &self,
        width: usize,
        height: usize,
        around: impl Fn(usize, usize) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>),
    ) -> Self {
        let mut pixels = Vec::with_capacity(width * height);
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let (columns, rows) = around(x, y);
            let (mut sum, mut count) = (0usize, 0usize);
            for y in rows.filter(|&y| y < self.height) {
                for x in columns.clone().filter(|&x| x < self.width) {
                    sum += usize::from(self.at(x, y));
                    count += 1;
                }
            }
            pixels.push((sum / count.max(1)) as u8);
        }
        Self { width, height, pixels }
    }

    /// A part of it, given in millimetres: a phone is held over one card.
    pub fn cut(&self, dpi: u32, [left, top, width, height]: [f32; 4]) -> Self {
        let pixels = |mm: f32| (mm * dpi as f32 / 25.4).round() as usize;
        let (left, top) = (pixels(left), pixels(top));
        self.map(pixels(width), pixels(height), |x, y| (left + x..=left + x, top + y..=top + y))
    }

    /// The same picture with `factor` times more pixels each way, but no more to see on them.
    pub fn enlarged(&self, factor: usize) -> Self {
        let larger = self
            .map(self.width * factor, self.height * factor, |x, y| (x / factor..=x / factor, y / factor..=y / factor));
        larger.blurred(factor / 2)
    }

    /// Every code that a reader finds in the picture.
    pub fn codes(&self) -> Vec<String> {
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| self.at(x, y));
        picture.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    }
}

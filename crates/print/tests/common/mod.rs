//! Made-up cards, and a camera. The phone numbers begin with 000, so that they are nobody's.
#![allow(dead_code)] // Each test file is a crate of its own and uses a part of this.

mod forms;

use beibao_print::evening::{AreaDigest, Counts, KindCounts, SetAside};
use beibao_print::scene::{Item, Way};
use beibao_print::{CardBack, ContactCard, English, EveningSheet, Order, Scene};

#[allow(unused_imports)] // As above.
pub use forms::{
    agreement, certificate, delivered, notice, point_notice, receipt, signature, suggestion_slip, unnamed_certificate,
    visit_slip,
};

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

/// An evening on which all but one change arrived.
pub fn evening() -> EveningSheet {
    let card = card();
    let all = |made| Counts { made, received: made, applied: made, ..Counts::default() };
    let area =
        |area: &str, on_tablet, at_station, agrees| AreaDigest { area: area.into(), on_tablet, at_station, agrees };
    EveningSheet {
        station: card.station,
        station_mn: card.station_mn,
        officer: card.name,
        officer_mn: card.name_mn,
        badge: card.badge,
        tablet: "7F3A".into(),
        on: "2026-11-24".into(),
        received_at: "2026-11-24 18:02".into(),
        kinds: KindCounts {
            visits: Counts { made: 13, received: 12, applied: 11, set_aside: 1, on_tablet: 1 },
            portraits: all(4),
            handouts: all(36),
            applications: all(4),
            deliveries: all(2),
            other: Counts::default(),
        },
        pictures_owed: 2,
        set_aside: vec![SetAside {
            what: "走访 第三分场 3-017 号户 09:40".into(),
            reason: "这一户已经不在这台平板的辖区里。请内勤确认由谁走访。".into(),
        }],
        areas: vec![
            area("第三分场", 1_100, 1_100, true),
            area("巴彦嘎查", 842, 842, true),
            area("阿木尔哈达分场", 1_317, 1_316, false),
        ],
    }
}

/// An evening that goes on overleaf: seventeen areas, and many changes that were set aside.
pub fn long_evening() -> EveningSheet {
    let mut sheet = evening();
    let entry = sheet.set_aside.remove(0);
    sheet.set_aside = (0..75).map(|_| entry.clone()).collect();
    sheet.set_aside[3].what = "走访 王😀\u{202E}芳家".into();
    sheet.areas = sheet.areas.into_iter().cycle().take(17).collect();
    sheet
}

/// The other side of it, with a picture that stands for a photo.
pub fn back() -> CardBack {
    CardBack {
        station_phone: "000-0479-1110".into(),
        photo: Some(photo()),
        english: Some(English { name: "Sühbaatar".into(), station: "Steppe Border Police Station".into() }),
    }
}

/// The least that a back says.
pub fn plain_back() -> CardBack {
    CardBack { station_phone: "110".into(), photo: None, english: None }
}

/// Three officers' cards on two sheets.
pub fn orders() -> Vec<Order> {
    vec![
        Order { card: card(), back: Some(back()), copies: 5, mark_missing: false },
        Order { card: plain_card(), back: Some(plain_back()), copies: 4, mark_missing: false },
        Order { card: long_card(), back: None, copies: 4, mark_missing: false },
    ]
}

/// A head and shoulders in flat colours, as PNG.
pub fn photo() -> Vec<u8> {
    let mut picture = tiny_skia::Pixmap::new(300, 400).expect("a picture");
    picture.fill(tiny_skia::Color::from_rgba8(0x9f, 0xc4, 0xe0, 0xff));
    let mut disc = |x: f32, y: f32, radius: f32, (r, g, b): (u8, u8, u8)| {
        let mut paint = tiny_skia::Paint::default();
        paint.set_color_rgba8(r, g, b, 0xff);
        let path = tiny_skia::PathBuilder::from_circle(x, y, radius).expect("a disc");
        let (rule, transform) = (tiny_skia::FillRule::Winding, tiny_skia::Transform::identity());
        picture.fill_path(&path, &paint, rule, transform, None);
    };
    disc(150.0, 400.0, 140.0, (0x22, 0x30, 0x48));
    disc(150.0, 180.0, 75.0, (0xd9, 0xa8, 0x84));
    picture.encode_png().expect("a PNG")
}

/// Where the code and its quiet zone are on a card: left, top, width, height.
pub const CODE: [f32; 4] = [53.9, 0.0, 36.1, 36.1];

/// The room that an item takes: left, top, right, bottom.
pub fn room(item: &Item) -> Option<[f32; 4]> {
    match item {
        Item::Text { at, size_mm: s, way: Way::Across, run, .. } => {
            Some([at.x, at.y - 0.8 * s, at.x + run.advance * s, at.y + 0.1 * s])
        }
        Item::Text { at, size_mm: s, way: Way::Down, run, .. } => {
            Some([at.x - 0.25 * s, at.y, at.x + 0.84 * s, at.y + run.advance * s])
        }
        Item::Code { at, side_mm, .. } => Some([at.x, at.y, at.x + side_mm, at.y + side_mm]),
        _ => None,
    }
}

/// Every text and code lies on the page, and none on another.
pub fn assert_nothing_overlaps(scene: &Scene) {
    let rooms: Vec<[f32; 4]> = scene.items.iter().filter_map(room).collect();
    for (n, a) in rooms.iter().enumerate() {
        assert!(a[0] > 0.0 && a[1] > 0.0 && a[2] < scene.width_mm && a[3] < scene.height_mm, "{a:?} is off the page");
        for b in &rooms[n + 1..] {
            let apart = a[2] <= b[0] + 0.02 || b[2] <= a[0] + 0.02 || a[3] <= b[1] + 0.02 || b[3] <= a[1] + 0.02;
            assert!(apart, "{a:?} and {b:?} overlap");
        }
    }
}

/// What a page says, in the order in which it was set; Mongolian and Chinese alike.
pub fn text(scene: &Scene) -> String {
    let runs = scene.items.iter().filter_map(|item| match item {
        Item::Text { run, .. } => Some(run.text.as_str()),
        _ => None,
    });
    runs.collect::<Vec<_>>().join("\n")
}

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

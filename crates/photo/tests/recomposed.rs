//! Portraits put before other cloths, turned, resized and saved again, with exact truth by construction: whatever cloth,
//! tilt, size or quality, the verdicts and the crop stay the same.

mod gallery;

use beibao_photo::{CheckName, Choices, Examination, Profile, Verdict, examine_with};
use gallery::{Truth, portrait};
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Rgb, RgbImage};

const SEEDS: u64 = 30;
const MATTES: [(&str, &[u8]); 2] = [
    ("sample", include_bytes!("../../../assets/portraits/sample.alpha.png")),
    ("glasses_on_blue", include_bytes!("../../../assets/portraits/glasses_on_blue.alpha.png")),
];

const THIN_HAIR: (&str, &[u8]) =
    ("thin_hair_on_blue", include_bytes!("../../../assets/portraits/thin_hair_on_blue.alpha.png"));

/// Numbers that look random, 0–1 (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as f64 / u64::MAX as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.roll() * (high - low)
    }
}

/// A portrait whose cloth was taken away: light of the person times its share, and the share.
struct CutOut {
    light: Vec<[f64; 3]>,
    alpha: GrayImage,
    truth: Truth,
}

fn light(step: u8) -> f64 {
    (f64::from(step) / 255.0).powf(2.2)
}

fn step(light: f64) -> u8 {
    (255.0 * light.clamp(0.0, 1.0).powf(1.0 / 2.2)).round() as u8
}

impl CutOut {
    fn of((name, matte): (&str, &[u8])) -> Self {
        let picture = image::load_from_memory(portrait(name).bytes).unwrap().into_rgb8();
        let alpha = image::load_from_memory(matte).unwrap().into_luma8();
        let cloth = [40, 60].map(|y| picture.get_pixel(picture.width() / 2, y).0.map(light));
        let cloth = [0, 1, 2].map(|c| (cloth[0][c] + cloth[1][c]) / 2.0);
        let pixels = picture.pixels().zip(alpha.pixels()).map(|(pixel, alpha)| {
            let a = f64::from(alpha.0[0]) / 255.0;
            [0, 1, 2].map(|c| if a == 0.0 { 0.0 } else { (light(pixel.0[c]) - (1.0 - a) * cloth[c]).clamp(0.0, a) })
        });
        Self { light: pixels.collect(), alpha, truth: portrait(name).truth }
    }

    /// The person at a place between pixels: light, share.
    fn at(&self, x: f64, y: f64) -> ([f64; 3], f64) {
        let (width, height) = self.alpha.dimensions();
        let (u, v) = (x - 0.5, y - 0.5);
        let mut sum = ([0.0; 3], 0.0);
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let (px, py) = (u.floor() as i64 + dx, v.floor() as i64 + dy);
            let weight = (1.0 - (u - px as f64).abs()) * (1.0 - (v - py as f64).abs());
            // Below the picture the body goes on.
            let (cx, cy) = (px.clamp(0, i64::from(width) - 1), py.clamp(0, i64::from(height) - 1));
            if cx != px || cy < py - 200 {
                continue;
            }
            let i = (cy * i64::from(width) + cx) as usize;
            (0..3).for_each(|c| sum.0[c] += weight * self.light[i][c]);
            sum.1 += weight * f64::from(self.alpha.as_raw()[i]) / 255.0;
        }
        sum
    }

    /// Before another cloth, turned about the face, resized, saved at a quality: the file, and where the eyes are.
    fn before(&self, dice: &mut Dice, roll_deg: f64) -> (Vec<u8>, [[f64; 2]; 2]) {
        let scale = dice.between(0.85, 1.2);
        let cloth = [0, 1, 2].map(|_| light(dice.between(90.0, 245.0) as u8));
        let slope = dice.between(-0.12, 0.12);
        let centre = self.centre();
        let (sin, cos) = roll_deg.to_radians().sin_cos();
        let bytes = saved(&self.picture(cloth, slope, scale, roll_deg), dice.between(75.0, 95.0) as u8);
        let place = |[x, y]: [f64; 2]| {
            let (dx, dy) = (x - centre[0], y - centre[1]);
            [(centre[0] + dx * cos - dy * sin) * scale, (centre[1] + dy * cos + dx * sin) * scale]
        };
        (bytes, [self.truth.eye_left, self.truth.eye_right].map(place))
    }

    /// Between the eyes.
    fn centre(&self) -> [f64; 2] {
        let (a, b) = (self.truth.eye_left, self.truth.eye_right);
        [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
    }

    /// Before a cloth of this light, which falls off by `slope` from one side to the other.
    fn picture(&self, cloth: [f64; 3], slope: f64, scale: f64, roll_deg: f64) -> RgbImage {
        let (width, height) = ((1200.0 * scale) as u32, (1600.0 * scale) as u32);
        let centre = self.centre();
        let (sin, cos) = roll_deg.to_radians().sin_cos();
        RgbImage::from_fn(width, height, |x, y| {
            let (dx, dy) = ((f64::from(x) + 0.5) / scale - centre[0], (f64::from(y) + 0.5) / scale - centre[1]);
            let (person, a) = self.at(centre[0] + dx * cos + dy * sin, centre[1] + dy * cos - dx * sin);
            let shade = 1.0 + slope * (f64::from(x) / f64::from(width) - 0.5);
            Rgb([0, 1, 2].map(|c| step(person[c] + (1.0 - a) * cloth[c] * shade)))
        })
    }
}

fn saved(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

fn whitened(bytes: &[u8]) -> Examination {
    examine_with(bytes, &Profile::ga461(), Choices { whiten: true }).unwrap()
}

/// Where the middle between the eyes lies in the finished photo, and how wide the face is there.
fn crop(finished: &Examination) -> [f64; 3] {
    let again = whitened(&finished.portrait.as_ref().unwrap().jpeg).report.measurements.unwrap();
    let middle = |of: fn(beibao_photo::Point) -> f64| (of(again.eye_left) + of(again.eye_right)) / 2.0;
    [middle(|p| p.x), middle(|p| p.y), again.face_width]
}

#[test]
fn any_cloth_tilt_size_and_quality_gives_the_same_verdicts_and_the_same_crop() {
    for matte in MATTES {
        let cut_out = CutOut::of(matte);
        let mut usual: Option<[f64; 3]> = None;
        for seed in 0..SEEDS / 2 {
            let mut dice = Dice(seed);
            let roll_deg = dice.between(-10.0, 10.0);
            let (bytes, eyes) = cut_out.before(&mut dice, roll_deg);
            let examined = whitened(&bytes);
            let about = format!("{} seed {seed}, roll {roll_deg:.1}", matte.0);
            let failed = gallery::failed(&examined);
            let tilted = failed.iter().filter(|c| **c != CheckName::FrontalPose).count();
            assert_eq!(tilted, 0, "{about}: {failed:?}");
            if roll_deg.abs() < 5.0 {
                assert!(examined.report.accepted, "{about}: {failed:?}");
            }
            if roll_deg.abs() > 7.0 {
                assert_eq!(failed, [CheckName::FrontalPose], "{about}");
            }
            let m = examined.report.measurements.as_ref().unwrap();
            let finished = 1.0 / m.source_scale;
            let off = gallery::apart(m.eye_left, eyes[0]).max(gallery::apart(m.eye_right, eyes[1])) * finished;
            assert!(off < 3.5, "{about}: eyes off by {off:.1} px");
            let crop = crop(&examined);
            let usual = usual.get_or_insert(crop);
            assert!((crop[0] - usual[0]).abs() < 2.0, "{about}: middle at {} against {}", crop[0], usual[0]);
            // Cloth and hair blend differently, so the room above the hair may differ by a little more.
            assert!((crop[1] - usual[1]).abs() < 6.0, "{about}: eyes at {} against {}", crop[1], usual[1]);
            assert!((crop[2] / usual[2] - 1.0).abs() < 0.03, "{about}: width {} against {}", crop[2], usual[2]);
        }
    }
}

#[test]
fn a_coloured_cloth_is_refused_until_the_officer_chooses_to_whiten_it() {
    let bytes = portrait("glasses_on_blue").bytes;
    let left = examine_with(bytes, &Profile::ga461(), Choices::default()).unwrap();
    assert_eq!(gallery::failed(&left), [CheckName::WhiteBackground]);
    assert!(!left.report.whitened && !left.report.accepted);
    let whitened = whitened(bytes);
    assert!(whitened.report.whitened && whitened.report.accepted, "{:?}", gallery::failed(&whitened));
    let photo = image::load_from_memory(&whitened.portrait.unwrap().jpeg).unwrap().into_rgb8();
    for (x, y) in [(4, 4), (353, 4), (4, 150), (353, 150)] {
        assert!(photo.get_pixel(x, y).0.iter().all(|v| *v > 245), "{x}, {y}: {:?}", photo.get_pixel(x, y));
    }
    let white = gallery::check(&gallery::examined(portrait("sample").bytes), CheckName::WhiteBackground);
    assert_ne!(white.verdict, Verdict::Fail);
}

/// The share of what is not white above the eyes, and has more of one colour than of the two others.
fn tinted(finished: &RgbImage, channel: usize) -> f64 {
    let above = finished.enumerate_pixels().filter(|(_, y, pixel)| *y < 230 && pixel.0.iter().any(|v| *v < 245));
    let (mut all, mut tinted) = (0.0, 0.0);
    for (.., pixel) in above {
        let most = |c: usize| f64::from(pixel.0[c]);
        let others = (0..3).filter(|c| *c != channel).map(most).fold(0.0, f64::max);
        all += 1.0;
        tinted += f64::from(u8::from(most(channel) > others + 25.0));
    }
    tinted / all
}

#[test]
fn no_cloth_stays_in_thin_hair_through_which_it_shines() {
    let cut_out = CutOut::of(THIN_HAIR);
    for (cloth, channel) in [([70, 120, 205], 2), ([40, 70, 190], 2), ([60, 160, 90], 1), ([110, 190, 110], 1)] {
        for slope in [-0.1, 0.1] {
            let bytes = saved(&cut_out.picture(cloth.map(light), slope, 1.0, 0.0), 90);
            let finished = whitened(&bytes);
            assert!(finished.report.accepted, "{cloth:?}: {:?}", gallery::failed(&finished));
            let photo = image::load_from_memory(&finished.portrait.unwrap().jpeg).unwrap().into_rgb8();
            let share = tinted(&photo, channel);
            assert!(share < 0.01, "{cloth:?} {slope}: {share:.4} of the head has the colour of the cloth");
        }
    }
}

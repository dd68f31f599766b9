//! What a phone sees of a printed code: from aside, out of focus, by the light of a stove, with dirt on the paper. Chance
//! comes from a seed, so that every picture can be made again.

use image::{GrayImage, Luma};

/// The side of what the phone shows, in pixels: some eight to a module.
const SIDE: u32 = 520;

/// How a code is held, lit and soiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// A flat scan at twice the printer's dots.
    Scan,
    /// From aside.
    Aside,
    /// From aside and out of focus.
    Blurred,
    /// From aside, with a fifth of the light, uneven, and the noise that comes with it.
    Dark,
    /// From aside, with mud over a fifth of the code, through which the modules still show.
    Muddy,
    /// From aside, with a fifth of the code torn away or blackened in one place.
    Torn,
    /// From aside, with opaque specks over a fifth of it.
    Specked,
}

impl Scene {
    /// Every scene, the kind ones first.
    pub const ALL: [Self; 7] =
        [Self::Scan, Self::Aside, Self::Blurred, Self::Dark, Self::Muddy, Self::Torn, Self::Specked];

    /// What it is called in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan => "scanned",
            Self::Aside => "from aside",
            Self::Blurred => "out of focus",
            Self::Dark => "in the dark",
            Self::Muddy => "20 % muddy",
            Self::Torn => "20 % torn",
            Self::Specked => "20 % specked",
        }
    }

    /// A picture of the printed code. `printed` is the code with its quiet zone of four modules; `modules` counts one side
    /// without it.
    pub fn picture(self, printed: &GrayImage, modules: usize, seed: u64) -> GrayImage {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let code = Code::of(printed, modules);
        let soiled = match self {
            Self::Muddy => code.smudged(printed, &mut chance, |ink| ink / 5 + 45),
            Self::Torn => code.smudged(printed, &mut chance, |_| 70),
            Self::Specked => code.specked(printed, &mut chance),
            _ => printed.clone(),
        };
        if self == Self::Scan {
            let (width, height) = (2 * printed.width(), 2 * printed.height());
            let scan = image::imageops::resize(&soiled, width, height, image::imageops::FilterType::Nearest);
            return image::imageops::blur(&scan, 0.8);
        }
        let mut seen = aside(&soiled, &mut chance);
        if self == Self::Blurred {
            seen = image::imageops::blur(&seen, 1.6);
        }
        let noise = if self == Self::Dark { 5.0 } else { 2.0 };
        for (x, _, pixel) in seen.enumerate_pixels_mut() {
            let light = if self == Self::Dark { 0.14 + 0.16 * f64::from(x) / f64::from(SIDE) } else { 1.0 };
            pixel.0[0] = (f64::from(pixel.0[0]) * light + 8.0 + noise * chance.normal()).clamp(0.0, 255.0) as u8;
        }
        seen
    }
}

/// Where the code lies in its picture, in pixels.
struct Code {
    left: f64,
    side: f64,
    finder: f64,
}

impl Code {
    fn of(printed: &GrayImage, modules: usize) -> Self {
        let module = f64::from(printed.width()) / (modules + 8) as f64;
        Self { left: 4.0 * module, side: modules as f64 * module, finder: 8.0 * module }
    }

    /// Whether a pixel can be soiled: inside, and on none of the three finder patterns. A code without them is not found at
    /// all, whatever its correction.
    fn may_be_soiled(&self, x: f64, y: f64) -> bool {
        let (x, y) = (x - self.left, y - self.left);
        let near = |at: f64| at < self.finder;
        let far = |at: f64| at > self.side - self.finder;
        (0.0..self.side).contains(&x)
            && (0.0..self.side).contains(&y)
            && !(near(x) && near(y) || far(x) && near(y) || near(x) && far(y))
    }

    /// One stain that grows until a fifth of the code is under it.
    fn smudged(&self, printed: &GrayImage, chance: &mut Chance, soil: impl Fn(u8) -> u8) -> GrayImage {
        let middle = [0, 1].map(|_| self.left + self.side * chance.between(0.35, 0.8));
        let (flat, angle) = (chance.between(0.6, 1.0), chance.between(0.0, std::f64::consts::PI));
        let mut reach = 0.1 * self.side;
        loop {
            let mut soiled = printed.clone();
            if self.stain(&mut soiled, middle, (reach, reach * flat), angle, &soil) >= 0.2 {
                return soiled;
            }
            reach += 0.005 * self.side;
        }
    }

    /// Stains here and there until a fifth of the code is under them.
    fn specked(&self, printed: &GrayImage, chance: &mut Chance) -> GrayImage {
        // Where the picture is the mark's colour there is a speck: no module is printed in it.
        const SPECK: u8 = 70;
        let mut soiled = printed.clone();
        loop {
            let middle = [0, 1].map(|_| self.left + self.side * chance.between(0.0, 1.0));
            let reach = self.side * chance.between(0.04, 0.1);
            let (flat, angle) = (chance.between(0.5, 1.0), chance.between(0.0, std::f64::consts::PI));
            self.stain(&mut soiled, middle, (reach, reach * flat), angle, &|_| SPECK);
            let under = soiled.pixels().filter(|pixel| pixel.0[0] == SPECK).count();
            if under as f64 >= 0.2 * self.side * self.side {
                return soiled;
            }
        }
    }

    /// Soils an ellipse and says which part of the code is under it.
    fn stain(
        &self,
        picture: &mut GrayImage,
        [cx, cy]: [f64; 2],
        (a, b): (f64, f64),
        angle: f64,
        soil: &impl Fn(u8) -> u8,
    ) -> f64 {
        let (sin, cos) = angle.sin_cos();
        let mut under = 0_u32;
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let (px, py) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let (dx, dy) = (px - cx, py - cy);
            let (u, v) = ((dx * cos + dy * sin) / a, (dy * cos - dx * sin) / b);
            if u * u + v * v <= 1.0 && self.may_be_soiled(px, py) {
                pixel.0[0] = soil(pixel.0[0]);
                under += 1;
            }
        }
        f64::from(under) / (self.side * self.side)
    }
}

/// The picture as a trapezium: each corner moved by up to an eighth of the side.
fn aside(printed: &GrayImage, chance: &mut Chance) -> GrayImage {
    let far = f64::from(SIDE);
    let mut corner = |x: f64, y: f64| {
        let inwards = |at: f64, by: f64| if at == 0.0 { by } else { at - by };
        (inwards(x, far * chance.between(0.0, 0.12)), inwards(y, far * chance.between(0.0, 0.12)))
    };
    let seen = [corner(0.0, 0.0), corner(far, 0.0), corner(far, far), corner(0.0, far)];
    // A lens sees an area, not a point: several rays a pixel.
    const RAYS: u32 = 3;
    let onto_paper = Projection::onto_unit_square(seen);
    GrayImage::from_fn(SIDE, SIDE, |x, y| {
        let mut sum = 0_u32;
        for ray in 0..RAYS * RAYS {
            let at = |pixel: u32, nth: u32| f64::from(pixel) + (f64::from(nth) + 0.5) / f64::from(RAYS);
            let (u, v) = onto_paper.map(at(x, ray % RAYS), at(y, ray / RAYS));
            let inside = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
            let pixel = |part: f64, whole: u32| (part * f64::from(whole)) as u32;
            let ink = || printed.get_pixel(pixel(u, printed.width()), pixel(v, printed.height())).0[0];
            sum += u32::from(if inside { ink() } else { 235 });
        }
        Luma([(sum / (RAYS * RAYS)) as u8])
    })
}

/// A projective map from a quadrangle onto the unit square (Heckbert, 1989: the square onto the quadrangle, inverted).
struct Projection([f64; 9]);

impl Projection {
    fn onto_unit_square([(x0, y0), (x1, y1), (x2, y2), (x3, y3)]: [(f64, f64); 4]) -> Self {
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let whole = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole);
        let (a, b, c) = (x1 - x0 + g * x1, x3 - x0 + h * x3, x0);
        let (d, e, f) = (y1 - y0 + g * y1, y3 - y0 + h * y3, y0);
        // The adjoint is the inverse but for a factor, which falls out of the division.
        let adjoint = [e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f];
        let [i, j, k, l, m, n] = adjoint;
        Self([i, j, k, l, m, n, d * h - e * g, b * g - a * h, a * e - b * d])
    }

    fn map(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let depth = g * x + h * y + i;
        ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth)
    }
}

/// Xorshift, which is chance enough for dirt.
struct Chance(u64);

impl Chance {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.between(0.0, 1.0)).sum::<f64>() - 6.0
    }
}

//! CIELAB from stored sRGB steps (CIE 15, white D65). Deliberately one way: nothing here goes back.

use crate::light;

/// A colour in CIELAB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lab {
    /// Lightness, 0–100.
    pub l: f64,
    /// Green to red.
    pub a: f64,
    /// Blue to yellow.
    pub b: f64,
}

impl Lab {
    /// Distance from grey.
    pub fn chroma(&self) -> f64 {
        self.a.hypot(self.b)
    }
}

/// The colour of an sRGB triple, 0–255.
pub fn of(rgb: [f32; 3]) -> Lab {
    let [r, g, b] = rgb.map(|step| f64::from(light::of_step(step)));
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    Lab { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn white_is_white_and_red_is_red() {
        let white = super::of([255.0; 3]);
        assert!((white.l - 100.0).abs() < 0.3 && white.chroma() < 0.3, "{white:?}");
        let red = super::of([255.0, 0.0, 0.0]);
        assert!((red.l - 53.2).abs() < 0.5 && (red.a - 80.1).abs() < 0.7 && (red.b - 67.2).abs() < 0.7, "{red:?}");
    }
}

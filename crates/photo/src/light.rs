//! Between stored steps (0–255, sRGB) and light (0–1). Colours mix in light: half a bright hair over dark cloth looks
//! much brighter than half way between their bytes.

use std::sync::LazyLock;

/// Light of a step, by a polynomial that is off the curve of IEC 61966-2-1 by at most 0.002.
pub fn of_step(step: f32) -> f32 {
    let v = step / 255.0;
    v * (v * (v * 0.305_306 + 0.682_171_1) + 0.012_522_9)
}

/// Steps by the square root of light, where both curves are smooth: index 0–1023.
static STEPS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let step = |i: usize| {
        let v = (i as f32 / 1023.0).powi(2);
        let v = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        (255.0 * v + 0.5) as u8
    };
    (0..1024).map(step).collect()
});

/// The step of a light, rounded; beyond the scale its end.
pub fn to_step(light: f32) -> u8 {
    STEPS[(1023.0 * light.clamp(0.0, 1.0).sqrt() + 0.5) as usize]
}

/// Light of every step.
pub fn table() -> [f32; 256] {
    std::array::from_fn(|step| of_step(step as f32))
}

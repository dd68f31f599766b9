//! Scene → SVG. Letters are outlines: the picture needs no font, and holds no text but its title.

use crate::outline::Outline;
use crate::picture::Picture;
use crate::scene::{HEAVY_EM, Item, Point, Scene, Step};
use base64::prelude::{BASE64_STANDARD, Engine};
use std::fmt::Write;

/// A standalone SVG document in millimetres.
pub(crate) fn svg(scene: &Scene) -> String {
    let (width, height) = (number(scene.width_mm), number(scene.height_mm));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escape(&scene.title)
    );
    for item in &scene.flat().items {
        if let Item::Picture { at, width_mm, height_mm, picture } = item {
            out.push_str(&image(*at, (*width_mm, *height_mm), picture));
            continue;
        }
        let Outline { steps, ink, at, scale } = item.outline();
        let colour = format!("#{:02x}{:02x}{:02x}", ink.0, ink.1, ink.2);
        let extra = match item {
            Item::Text { heavy: true, size_mm, .. } => {
                format!(
                    " stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
                    number(size_mm * HEAVY_EM)
                )
            }
            Item::Code { .. } => format!(" shape-rendering=\"crispEdges\"{}", placed(at, scale)),
            Item::Path { .. } => placed(at, scale),
            _ => String::new(),
        };
        let _ = writeln!(out, "<path fill=\"{colour}\"{extra} d=\"{}\"/>", data(&steps));
    }
    out.push_str("</svg>\n");
    out
}

/// A picture inside the document, as JPEG.
fn image(at: Point, (width_mm, height_mm): (f32, f32), picture: &Picture) -> String {
    format!(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
         href=\"data:image/jpeg;base64,{}\"/>\n",
        number(at.x),
        number(at.y),
        number(width_mm),
        number(height_mm),
        BASE64_STANDARD.encode(&picture.jpeg)
    )
}

fn placed(at: Point, scale: f32) -> String {
    format!(" transform=\"translate({} {}) scale({scale})\"", number(at.x), number(at.y))
}

fn data(steps: &[Step]) -> String {
    let mut out = String::new();
    let point = |p: &Point| format!("{} {}", number(p.x), number(p.y));
    for step in steps {
        let _ = match step {
            Step::Move(a) => write!(out, "M{}", point(a)),
            Step::Line(a) => write!(out, "L{}", point(a)),
            Step::Quad(a, b) => write!(out, "Q{} {}", point(a), point(b)),
            Step::Cubic(a, b, c) => write!(out, "C{} {} {}", point(a), point(b), point(c)),
            Step::Close => write!(out, "Z"),
        };
    }
    out
}

/// Micrometres, without the zeros that say nothing.
fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

//! Characters → glyphs: which face sets which character, and what the shaper makes of it. One line, left to right; lines
//! are broken in `lines`, and Mongolian is turned when it is drawn.

use crate::error::PrintError;
use crate::face::Face;
use harfrust::{Direction, ShapeOptions, UnicodeBuffer};
use std::ops::Range;

/// Who speaks: the order in which the faces are asked for a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Hanzi,
    Figures,
    Mongolian,
}

impl Voice {
    const fn faces(self) -> &'static [Face] {
        match self {
            Self::Hanzi => &[Face::Hanzi, Face::Mongolian],
            Self::Figures => &[Face::Figures, Face::Hanzi, Face::Mongolian],
            Self::Mongolian => &[Face::Mongolian, Face::Hanzi],
        }
    }

    fn face_of(self, character: char, before: Option<Face>) -> Result<Face, PrintError> {
        // What is no letter stays with its neighbour: the hyphen of a phone number with the digits, a variation selector
        // and the vowel separator with the Mongolian letter that they shape.
        let neighbour = before.filter(|face| !character.is_alphabetic() && face.covers(character));
        neighbour
            .or_else(|| self.faces().iter().copied().find(|face| face.covers(character)))
            .ok_or_else(|| PrintError::missing(character))
    }
}

/// A stretch of text in one face, shaped. Lengths in em.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The face that its glyphs are of.
    pub face: Face,
    /// The characters.
    pub text: String,
    /// The glyphs, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// How far the pen moves.
    pub advance: f32,
}

/// A placed glyph. Lengths in em, y upwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u32,
    /// The bytes of the run's text that it stands for.
    pub cluster: Range<usize>,
    /// How far it moves the pen.
    pub advance: f32,
    /// Its offset from the pen.
    pub offset: (f32, f32),
}

/// Shapes one line of text.
pub(crate) fn shape(text: &str, voice: Voice) -> Result<Vec<Run>, PrintError> {
    let mut stretches: Vec<(Face, String)> = Vec::new();
    for character in text.chars() {
        let face = voice.face_of(character, stretches.last().map(|(face, _)| *face))?;
        match stretches.last_mut() {
            Some((last, stretch)) if *last == face => stretch.push(character),
            _ => stretches.push((face, character.to_string())),
        }
    }
    stretches.into_iter().map(|(face, stretch)| shape_run(face, stretch)).collect()
}

fn shape_run(face: Face, text: String) -> Result<Run, PrintError> {
    let opened = face.opened();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    let shaped = opened.shaping.shaper(&opened.font).build().shape(buffer, ShapeOptions::new());

    let em = |units: i32| units as f32 / opened.units_per_em;
    let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let mut glyphs = Vec::with_capacity(starts.len());
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let start = info.cluster as usize;
        if info.glyph_id == 0 {
            // Every character is covered, and yet the shaper found none: no box gets onto paper that way either.
            return Err(PrintError::missing(text[start..].chars().next().unwrap_or('\u{FFFD}')));
        }
        let end = starts.iter().copied().filter(|&other| other > start).min().unwrap_or(text.len());
        glyphs.push(Glyph {
            id: info.glyph_id,
            cluster: start..end,
            advance: em(position.x_advance),
            offset: (em(position.x_offset), em(position.y_offset)),
        });
    }
    Ok(Run { face, advance: glyphs.iter().map(|glyph| glyph.advance).sum(), text, glyphs })
}

#[cfg(test)]
mod tests {
    //! Held against what HarfBuzz itself makes of Noto Sans Mongolian 2.001.

    use super::{Voice, shape};
    use crate::error::PrintError;
    use crate::face::Face;

    fn glyphs(text: &str) -> Vec<u32> {
        let runs = shape(text, Voice::Mongolian).expect("shapes");
        assert!(runs.iter().all(|run| run.face == Face::Mongolian), "{text} is one face");
        runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
    }

    #[test]
    fn letters_take_the_form_that_their_place_and_their_selectors_ask_for() {
        // The vowel separator leaves no glyph, but the forms on both sides of it.
        assert_eq!(glyphs("ᠴᠠᠭᠳᠠᠭ\u{180E}ᠠ"), [26, 1507, 933, 953, 1507, 936, 928]);
        // After a narrow no-break space a suffix has its medial form, after a space its initial one.
        assert_eq!(glyphs("ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ"), [204, 6, 13, 934, 6, 14, 1352, 173, 55]);
        assert_eq!(glyphs("ᠮᠣᠩᠭᠣᠯ ᠤᠨ"), [204, 6, 13, 934, 6, 14, 3, 172, 55]);
    }

    #[test]
    fn a_variation_selector_is_never_seen() {
        for selector in ['\u{180B}', '\u{180C}', '\u{180D}'] {
            let text = format!("ᠪᠢᠴᠢᠭ{selector}");
            for run in shape(&text, Voice::Mongolian).expect("shapes") {
                let shown = run.glyphs.iter().filter(|glyph| glyph.advance > 0.0);
                assert_eq!(shown.count(), 4, "five letters in four glyphs");
                for hidden in run.glyphs.iter().filter(|glyph| glyph.advance == 0.0) {
                    assert!(run.face.outline(hidden.id).is_empty());
                }
            }
        }
    }

    #[test]
    fn a_number_inside_mongolian_stays_in_one_piece_and_one_face() {
        let runs = shape("ᠤᠲᠠᠰᠤ 000-0479", Voice::Mongolian).expect("shapes");
        let texts: Vec<(Face, &str)> = runs.iter().map(|run| (run.face, run.text.as_str())).collect();
        assert_eq!(texts, [(Face::Mongolian, "ᠤᠲᠠᠰᠤ "), (Face::Hanzi, "000-0479")]);
    }

    #[test]
    fn a_character_that_no_face_has_is_named() {
        let error = shape("好😀", Voice::Hanzi).expect_err("no emoji");
        let PrintError::MissingGlyph { character, codepoint } = error else { panic!("{error:?}") };
        assert_eq!((character, codepoint.as_str()), ('😀', "U+1F600"));
    }
}

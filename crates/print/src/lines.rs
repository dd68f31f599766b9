//! Lines: where a text may break, and how large it can be in its place. Greedy and ragged, as short texts want it; no
//! hyphenation, no justification, no paragraphs.

use crate::error::PrintError;
use crate::shape::{Run, Voice, shape};

/// A shaped line. Its length in em.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    pub(crate) advance: f32,
}

/// A text that was made to fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    pub(crate) size_mm: f32,
    pub(crate) lines: Vec<Line>,
}

/// The place a text has to fit, in the direction of its lines: `length_mm` along them, `depth_mm` across.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) length_mm: f32,
    pub(crate) depth_mm: f32,
    pub(crate) largest_mm: f32,
    pub(crate) smallest_mm: f32,
    /// From baseline to baseline, in em.
    pub(crate) leading: f32,
}

/// The text on one line.
pub(crate) fn line(text: &str, voice: Voice) -> Result<Line, PrintError> {
    let runs = shape(text, voice)?;
    Ok(Line { advance: runs.iter().map(|run| run.advance).sum(), runs })
}

/// The text on lines of at most `length` em.
pub(crate) fn wrap(text: &str, voice: Voice, length: f32) -> Result<Vec<Line>, PrintError> {
    pack(&pieces(text, voice)?, length).iter().map(|text| line(text, voice)).collect()
}

/// The text at the largest size at which it fits its place.
pub(crate) fn fit(text: &str, voice: Voice, place: Place) -> Result<Fitted, PrintError> {
    fit_pieces(text, &pieces(text, voice)?, voice, place)
}

/// The same of a list of names, none of which is parted while the smallest size allows it.
pub(crate) fn fit_list(text: &str, voice: Voice, place: Place) -> Result<Fitted, PrintError> {
    let names = text.trim().split_inclusive(['、', ' ']);
    let whole = names.map(|name| piece(name.to_owned(), voice)).collect::<Result<Vec<_>, _>>()?;
    fit_pieces(text, &whole, voice, place).or_else(|_| fit(text, voice, place))
}

fn fit_pieces(text: &str, pieces: &[Piece], voice: Voice, place: Place) -> Result<Fitted, PrintError> {
    // Steps of a tenth of a millimetre, counted in whole numbers so that no rounding adds up.
    let (largest, smallest) = ((place.largest_mm * 10.0).round() as u32, (place.smallest_mm * 10.0).round() as u32);
    for tenths in (smallest..=largest).rev() {
        let size_mm = tenths as f32 / 10.0;
        let length = place.length_mm / size_mm;
        let texts = pack(pieces, length);
        if (1.0 + (texts.len() as f32 - 1.0) * place.leading) * size_mm > place.depth_mm {
            continue;
        }
        let lines: Vec<Line> = texts.iter().map(|text| line(text, voice)).collect::<Result<_, _>>()?;
        if lines.iter().all(|line| line.advance <= length + 0.01) {
            return Ok(Fitted { size_mm, lines });
        }
    }
    Err(PrintError::NoRoom { characters: text.chars().count() })
}

/// The text on one line, at the largest size within `sizes_mm` (smallest, largest) at which it is no longer than that.
pub(crate) fn fit_line(text: &str, voice: Voice, length_mm: f32, sizes_mm: (f32, f32)) -> Result<Fitted, PrintError> {
    let line = line(text.trim(), voice)?;
    let size_mm = ((length_mm / line.advance * 10.0).floor() / 10.0).min(sizes_mm.1);
    if size_mm < sizes_mm.0 {
        return Err(PrintError::NoRoom { characters: text.chars().count() });
    }
    Ok(Fitted { size_mm, lines: vec![line] })
}

/// What may not be parted, with its length in em. A piece's trailing spaces do not count at the end of a line.
struct Piece {
    text: String,
    advance: f32,
    blank: f32,
}

fn pieces(text: &str, voice: Voice) -> Result<Vec<Piece>, PrintError> {
    let mut texts: Vec<String> = Vec::new();
    let mut before = None;
    for character in text.trim().chars() {
        match texts.last_mut() {
            Some(last) if !before.is_some_and(|before| may_break(before, character)) => last.push(character),
            _ => texts.push(character.to_string()),
        }
        before = Some(character);
    }
    texts.into_iter().map(|text| piece(text, voice)).collect()
}

fn piece(text: String, voice: Voice) -> Result<Piece, PrintError> {
    let advance = line(&text, voice)?.advance;
    let blank = advance - line(text.trim_end_matches(' '), voice)?.advance;
    Ok(Piece { text, advance, blank })
}

fn pack(pieces: &[Piece], length: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for piece in pieces {
        match lines.last_mut() {
            Some(last) if used + piece.advance - piece.blank <= length => {
                last.push_str(&piece.text);
                used += piece.advance;
            }
            _ => {
                lines.push(piece.text.clone());
                used = piece.advance;
            }
        }
    }
    lines.iter().map(|line| line.trim_end_matches(' ').to_owned()).collect()
}

/// After a space, and between Hanzi unless the mark belongs to its neighbour. Mongolian parts at spaces only: the narrow
/// no-break space joins a suffix to its word.
fn may_break(before: char, after: char) -> bool {
    let opens = |c| "（《〈「『【〔“‘([".contains(c);
    let closes = |c| "，。、；：？！）》〉」』】〕”’·…—%),.:;?!]".contains(c);
    (before == ' ' && after != ' ')
        || ((is_hanzi(before) || is_hanzi(after)) && !opens(before) && !closes(after) && after != ' ')
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

//! The text of a file: UTF-8 with or without a mark, or GB 18030, as Chinese spreadsheets write it.

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Mostly UTF-8, with bytes that are not: the file was damaged.
    #[error("the text is UTF-8, but broken here; save the file again and send it whole")]
    BrokenUtf8,
    /// Neither of the two.
    #[error("the text is neither UTF-8 nor GB 18030; save the file as CSV UTF-8")]
    Unknown,
}

/// Decodes a file, or says in which line it breaks.
pub(super) fn decode(bytes: &[u8]) -> Result<String, (usize, TextError)> {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let error = match std::str::from_utf8(plain) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let line = 1 + plain[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
    // Chinese text in GB 18030 is hardly ever valid UTF-8, so a file in which most of it is was UTF-8 once.
    let lossy = String::from_utf8_lossy(plain);
    let broken = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let whole = lossy.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
    if whole > broken {
        return Err((line, TextError::BrokenUtf8));
    }
    let (text, had_errors) = encoding_rs::GB18030.decode_without_bom_handling(plain);
    if had_errors { Err((line, TextError::Unknown)) } else { Ok(text.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb18030_utf8_and_the_mark_are_simply_read() {
        let text = "household,name\n03-0125,巴特尔𠮷\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(decode(&gb).unwrap(), text);
        assert_eq!(decode(text.as_bytes()).unwrap(), text);
        assert_eq!(decode(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()).unwrap(), text);
    }

    #[test]
    fn broken_utf8_is_named_with_its_line_and_never_read_as_something_else() {
        let mut bytes = "household,name\n03-0125,巴特尔\n03-0126,其其格\n".as_bytes().to_vec();
        let at = bytes.len() - 4;
        bytes[at] = 0xFF;
        assert_eq!(decode(&bytes), Err((3, TextError::BrokenUtf8)));
    }
}

//! Text tables in and out: the tab-separated word lists in `data/`, and the CSV of the register.
//!
//! Only writes CSV (RFC 4180 quoting); the tests read it back with another crate.

/// A row of one of the six files.
pub trait Row {
    /// The first line.
    const HEADER: &str;
    /// As many as the header has columns.
    fn fields(&self) -> Vec<String>;
}

/// The header and all rows.
pub fn csv<R: Row>(rows: &[R]) -> String {
    let mut text = format!("{}\n", R::HEADER);
    for row in rows {
        let fields: Vec<String> = row.fields().into_iter().map(quoted).collect();
        text += &fields.join(",");
        text.push('\n');
    }
    text
}

fn quoted(field: String) -> String {
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

/// The lines of a word list, without its `#` lines.
pub fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// The `N` columns of each line of a word list.
///
/// # Panics
/// When a line has another number of columns: the lists are part of the program.
pub fn columns<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(text).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().unwrap_or_else(|_| panic!("{N} columns: {line}"))
    })
}

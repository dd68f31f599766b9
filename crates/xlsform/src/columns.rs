//! The headings of a sheet: plain ones (`name`) and those whose words are in a language (`label::中文 (zh)`).

use std::collections::BTreeMap;

use beibao_domain::questionnaire::Labels;

use crate::Fault;
use crate::refusal::Refusals;
use crate::workbook::Sheet;

/// Where each heading stands.
#[derive(Default)]
pub(crate) struct Columns(BTreeMap<(&'static str, Option<String>), u32>);

impl Columns {
    /// Reads the headings. A `worded` one without a language is in `language`. All other columns are refused.
    pub(crate) fn read(
        sheet: &Sheet,
        plain: &[&'static str],
        worded: &[&'static str],
        language: &str,
        refusals: &mut Refusals,
    ) -> Self {
        let mut columns = Self::default();
        for (column, heading) in sheet.row(0) {
            let refused = match understand(heading, plain, worded, language) {
                Ok(key) if columns.0.contains_key(&key) => Fault::DoubleColumn(heading.to_owned()),
                Ok(key) => {
                    columns.0.insert(key, column);
                    continue;
                }
                Err(fault) => fault,
            };
            refusals.at(sheet.rank, &sheet.name, 0, Some(column), refused);
        }
        // A cell under no heading would go unread.
        let below = sheet.rows().into_iter().flat_map(|row| sheet.row(row).map(move |(column, _)| (row, column)));
        for (row, column) in below.filter(|(_, column)| sheet.text(0, *column).is_empty()) {
            refusals.at(sheet.rank, &sheet.name, row, Some(column), Fault::NoHeading);
        }
        columns
    }

    /// Whether all of these stand there; those that do not are refused.
    pub(crate) fn need(&self, sheet: &Sheet, names: &[&'static str], refusals: &mut Refusals) -> bool {
        let missing: Vec<_> = names.iter().filter(|name| self.first(name).is_none()).collect();
        for name in &missing {
            refusals.at(sheet.rank, &sheet.name, 0, None, Fault::MissingColumn((**name).to_owned()));
        }
        missing.is_empty()
    }

    /// The column of a plain heading.
    pub(crate) fn plain(&self, name: &'static str) -> Option<u32> {
        self.0.get(&(name, None)).copied()
    }

    /// The column of a heading in a language.
    pub(crate) fn worded(&self, name: &'static str, language: &str) -> Option<u32> {
        self.0.get(&(name, Some(language.to_owned()))).copied()
    }

    /// The first column of a heading in whatever language.
    pub(crate) fn first(&self, name: &str) -> Option<u32> {
        self.0.iter().filter(|((known, _), _)| *known == name).map(|(_, column)| *column).min()
    }

    /// What stands in a row under a plain heading; empty if nothing does.
    pub(crate) fn text<'a>(&self, sheet: &'a Sheet, row: u32, name: &'static str) -> &'a str {
        self.plain(name).map_or("", |column| sheet.text(row, column))
    }

    /// The words of a row in each language in which there are any.
    pub(crate) fn labels(&self, sheet: &Sheet, row: u32, name: &str) -> Labels {
        let of_name = self.0.iter().filter(|((known, _), _)| *known == name);
        let words =
            of_name.filter_map(|((_, code), column)| Some((code.clone()?, sheet.text(row, *column).to_owned())));
        words.filter(|(_, words)| !words.is_empty()).collect()
    }
}

fn understand(
    heading: &str,
    plain: &[&'static str],
    worded: &[&'static str],
    default: &str,
) -> Result<(&'static str, Option<String>), Fault> {
    let (name, language) = match heading.split_once("::") {
        Some((name, language)) => (name.trim(), Some(language)),
        None => (heading, None),
    };
    let named = |names: &[&'static str]| names.iter().find(|known| name.eq_ignore_ascii_case(known)).copied();
    match (named(plain), named(worded), language) {
        (Some(name), _, None) => Ok((name, None)),
        (_, Some(name), None) => Ok((name, Some(default.to_owned()))),
        (_, Some(name), Some(words)) => match code(words) {
            Some(code) => Ok((name, Some(code))),
            None => Err(Fault::UnknownLanguage(heading.to_owned())),
        },
        _ => Err(Fault::UnknownColumn(heading.to_owned())),
    }
}

/// The code of a language as XLSForm writes it, `English (en)` or `en`, without what follows a hyphen: `zh-Hans` is `zh`.
pub(crate) fn code(language: &str) -> Option<String> {
    let language = language.trim();
    let inside = language.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(language, |(_, code)| code);
    let code = inside.trim().split('-').next().unwrap_or_default().to_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_code() {
        for (written, read) in [("English (en)", "en"), ("中文 (zh-Hans)", "zh"), (" mn ", "mn"), ("ᠮᠣᠩᠭᠣᠯ (MN)", "mn")]
        {
            assert_eq!(code(written).as_deref(), Some(read), "{written}");
        }
        for written in ["", "English", "中文", "English (english)", "()"] {
            assert_eq!(code(written), None, "{written}");
        }
    }
}

//! What a batch's file looks like: the names of its pictures and the columns of its manifest, as data, because each
//! production office wants its own. `production.json` in the station's folder; without it, what stands here.
//!
//! A name is a name, never a path, so that an archive unpacks where it was meant to. Names hold nothing of a person: they
//! stand in lists and logs of programs that we do not know.

use std::collections::BTreeMap;
use std::path::Path;

use beibao_domain::{Problem, ProblemCode};
use beibao_xlsform::{Cell, Table};
use serde::Deserialize;

use crate::station::{Result, StationError};

/// Its name in the station's folder.
const FILE: &str = "production.json";
const MOST_COLUMNS: usize = 50;
const MOST_CHARS: usize = 100;

/// What a cell of the manifest may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Value {
    /// By what the application is known.
    Mark,
    /// Its number within the batch.
    Number,
    /// The batch's number.
    Batch,
    /// What is applied for, such as `renewal`.
    Kind,
    /// The name.
    Name,
    /// The name in Mongolian.
    NameMn,
    /// The ID number.
    IdNumber,
    /// The date of birth.
    BornOn,
    /// The household's code.
    Household,
    /// The day of the application.
    AppliedOn,
    /// The last day for the document.
    DueOn,
    /// The name of its picture in the archive.
    Picture,
    /// Its SHA-256.
    PictureSha256,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    heading: String,
    value: Value,
}

/// What a batch's file looks like.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    /// The name of a picture, in which `{mark}`, `{number}` and `{batch}` are filled in.
    picture: String,
    /// The name of the manifest.
    pub(super) manifest: String,
    columns: Vec<Column>,
}

impl Default for Template {
    fn default() -> Self {
        let column = |(heading, value): (&str, Value)| Column { heading: heading.to_owned(), value };
        let columns = [
            ("application", Value::Mark),
            ("name", Value::Name),
            ("id_number", Value::IdNumber),
            ("kind", Value::Kind),
            ("applied_on", Value::AppliedOn),
            ("due_on", Value::DueOn),
            ("picture", Value::Picture),
            ("picture_sha256", Value::PictureSha256),
        ];
        Self {
            picture: "{mark}.jpg".into(),
            manifest: "manifest.csv".into(),
            columns: columns.into_iter().map(column).collect(),
        }
    }
}

impl Template {
    /// The station's own, or the usual one.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        match std::fs::read(folder.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
            Ok(bytes) => Self::parse(&bytes),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self> {
        let refused =
            |what: &str| Err(StationError::Refused(Problem::from(ProblemCode::TemplateRefused).with("what", what)));
        let Ok(template) = serde_json::from_slice::<Self>(bytes) else { return refused(FILE) };
        if !is_name(&template.picture) || !is_name(&template.manifest) {
            let wrong = if is_name(&template.picture) { &template.manifest } else { &template.picture };
            return refused(wrong);
        }
        // Two pictures of one name would be one.
        let tells_apart = template.picture.contains("{mark}") || template.picture.contains("{number}");
        if !tells_apart || template.picture.eq_ignore_ascii_case(&template.manifest) {
            return refused(&template.picture);
        }
        if template.columns.is_empty() || template.columns.len() > MOST_COLUMNS {
            return refused("columns");
        }
        Ok(template)
    }

    pub(super) fn picture(&self, mark: &str, batch: u32, number: usize) -> String {
        let filled = self.picture.replace("{mark}", mark).replace("{batch}", &batch.to_string());
        filled.replace("{number}", &format!("{number:03}"))
    }

    /// The manifest as CSV.
    pub(super) fn table(&self, rows: &[BTreeMap<Value, String>]) -> Vec<u8> {
        let cell = |row: &BTreeMap<Value, String>, column: &Column| {
            Cell::Text(row.get(&column.value).cloned().unwrap_or_default())
        };
        let table = Table {
            title: String::new(),
            columns: self.columns.iter().map(|column| column.heading.clone()).collect(),
            rows: rows.iter().map(|row| self.columns.iter().map(|column| cell(row, column)).collect()).collect(),
        };
        table.to_csv()
    }
}

/// Whether this is a name, and no way to another place: on the desk's computer or on that of production, whichever system.
fn is_name(name: &str) -> bool {
    const NEVER: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    let plain = name.replace("{mark}", "").replace("{number}", "").replace("{batch}", "");
    !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.is_empty()
        && name.chars().count() <= MOST_CHARS
        && !name.contains("..")
        && !plain.contains(['{', '}'])
        && !plain.chars().any(|c| c.is_control() || NEVER.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(picture: &str, manifest: &str) -> std::result::Result<Template, ProblemCode> {
        let json = serde_json::json!({ "picture": picture, "manifest": manifest,
            "columns": [{ "heading": "编号", "value": "mark" }] });
        Template::parse(json.to_string().as_bytes()).map_err(|error| Problem::from(error).code)
    }

    #[test]
    fn a_name_that_is_a_path_is_refused() {
        for path in [
            "/etc/{mark}.jpg",
            "../{mark}.jpg",
            "a/{mark}.jpg",
            "a\\{mark}.jpg",
            "C:{mark}.jpg",
            "",
            ".{mark}",
            "{mark}.",
            "{mark}\n.jpg",
            "{id_number}{mark}.jpg",
        ] {
            assert_eq!(parse(path, "m.csv"), Err(ProblemCode::TemplateRefused), "{path}");
            assert_eq!(parse("{mark}.jpg", path), Err(ProblemCode::TemplateRefused), "{path}");
        }
        assert_eq!(parse("photo.jpg", "m.csv"), Err(ProblemCode::TemplateRefused), "all of one name");
        assert_eq!(parse("{mark}.csv", "{MARK}.csv"), Err(ProblemCode::TemplateRefused));
    }

    #[test]
    fn a_template_of_the_station_names_its_pictures_and_columns() {
        let template = parse("照片{batch}-{number}.jpg", "清单.csv").unwrap();
        assert_eq!(template.picture("00000007", 3, 12), "照片3-012.jpg");
        let row = BTreeMap::from([(Value::Mark, "00000007".to_owned())]);
        assert_eq!(template.table(&[row]), "\u{feff}编号\r\n00000007\r\n".as_bytes());
        assert!(Template::parse(b"{").is_err() && Template::default().columns.len() == 8);
    }
}

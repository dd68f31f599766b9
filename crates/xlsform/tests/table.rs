//! Tables come back from both formats as they went, and nothing in them is a formula.

mod workbooks;

use std::io::Cursor;

use beibao_domain::QuestionnaireId;
use beibao_domain::questionnaire::Answers;
use beibao_xlsform::{Cell, Table, by_question, read};
use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use workbooks::{CHOICES, SETTINGS, SURVEY, workbook};

fn table() -> Table {
    let dangerous = ["=1+1", "+8", "-2", "@SUM(A1)", "\t=1", "＝1", "=HYPERLINK(\"x\")"];
    let mut rows: Vec<Vec<Cell>> = dangerous.map(|text| vec![text.into(), 1u32.into(), Cell::Empty]).to_vec();
    rows.push(vec!["修路，“尽快”\n谢谢\"".into(), Cell::Number(-2.5), "ᠮᠣᠩᠭᠣᠯ 𠮷".into()]);
    Table {
        title: "意见[2026]: 一/二".into(), columns: ["意见", "数", "=名"].map(str::to_owned).to_vec(), rows
    }
}

#[test]
fn a_workbook_holds_words_as_words_and_numbers_as_numbers() {
    let table = table();
    let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(table.to_xlsx().unwrap())).unwrap();
    assert_eq!(xlsx.sheet_names(), ["意见2026 一二"]);
    let formulas = xlsx.worksheet_formula("意见2026 一二").unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    let range = xlsx.worksheet_range("意见2026 一二").unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    assert_eq!(rows[0], table.columns.iter().cloned().map(Data::String).collect::<Vec<_>>());
    for (read, written) in rows[1..].iter().zip(&table.rows) {
        for (read, written) in read.iter().zip(written) {
            match written {
                Cell::Empty => assert_eq!(*read, Data::Empty),
                Cell::Text(text) => assert_eq!(*read, Data::String(text.clone())),
                Cell::Number(number) => assert_eq!(*read, Data::Float(*number)),
            }
        }
    }
}

#[test]
fn csv_is_told_to_be_utf_8_and_no_cell_of_it_is_a_formula() {
    let csv = String::from_utf8(table().to_csv()).unwrap();
    let plain = csv.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0], ["意见", "数", "'=名"]);
    let first: Vec<&str> = rows[1..8].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(first, ["'=1+1", "'+8", "'-2", "'@SUM(A1)", "'\t=1", "'＝1", "'=HYPERLINK(\"x\")"]);
    assert_eq!(rows[8], ["修路，“尽快”\n谢谢\"", "-2.5", "ᠮᠣᠩᠭᠣᠯ 𠮷"]);
}

#[test]
fn the_same_table_is_the_same_bytes() {
    let written = table().to_xlsx().unwrap();
    assert_eq!(written, table().to_xlsx().unwrap());
    // The only thing that could differ is the time, which is not asked.
    let mut archive = zip::ZipArchive::new(Cursor::new(written)).unwrap();
    let properties = std::io::read_to_string(archive.by_name("docProps/core.xml").unwrap()).unwrap();
    assert_eq!(properties.matches("2000-01-01T00:00:00Z").count(), 2);
}

#[test]
fn what_does_not_fit_into_a_sheet_is_an_error() {
    let long = Table { rows: vec![vec!["长".repeat(32_768).into()]], ..Table::default() };
    assert!(long.to_xlsx().is_err());
    assert!(Table::default().to_xlsx().is_ok());
}

#[test]
fn results_are_a_row_for_each_choice_and_number() {
    let form = read(&workbook(&[SURVEY, CHOICES, SETTINGS])).unwrap();
    let answer = |given| Answers {
        questionnaire: QuestionnaireId(Default::default()),
        version: "1".into(),
        answers: serde_json::from_value(given).unwrap(),
        score: None,
    };
    let all = [
        answer(json!({ "dog": "yes", "dogs": "2" })),
        answer(json!({ "dog": "yes", "dogs": "5" })),
        answer(json!({ "dog": "no" })),
    ];
    let table = by_question(&form, &form.results(&all), "zh", &|key| format!("<{key}>"));
    let told: Vec<String> = table.rows.iter().map(|row| row.iter().map(shown).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(table.columns, ["<name>", "<question>", "<answer>", "<value>", "<percent>"]);
    assert_eq!(
        told,
        [
            "|养狗问卷|<answered>|3|",
            "dog|家里有狗吗？|<answered>|3|100",
            "dog|家里有狗吗？|有|2|66.67",
            "dog|家里有狗吗？|没有|1|33.33",
            "dogs|有几条？|<answered>|2|66.67",
            "dogs|有几条？|<least>|2|",
            "dogs|有几条？|<greatest>|5|",
            "dogs|有几条？|<mean>|3.5|",
            "dogs|有几条？|<median>|3.5|",
        ]
    );
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    }
}

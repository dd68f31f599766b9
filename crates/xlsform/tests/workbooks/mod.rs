//! Workbooks, made in code as office programs would write them.
#![allow(dead_code)]

use beibao_xlsform::{Refusal, read};
use rust_xlsxwriter::Workbook;

/// A sheet as rows of cells, each row on a line and each cell between bars: `text | name | 姓名`.
pub type Sheet<'a> = (&'a str, &'a str);

pub const SURVEY: Sheet<'_> = (
    "survey",
    "type | name | label | relevant
     select_one yesno | dog | 家里有狗吗？ |
     integer | dogs | 有几条？ | ${dog} = 'yes'",
);
pub const CHOICES: Sheet<'_> = (
    "choices",
    "list_name | name | label
     yesno | yes | 有
     yesno | no | 没有",
);
pub const SETTINGS: Sheet<'_> = ("settings", "form_id | version | form_title\n dogs | 1 | 养狗问卷");

/// A workbook of sheets.
pub fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    unsaved(sheets).save_to_buffer().unwrap()
}

/// The same, to be spoilt before it is saved.
pub fn unsaved(sheets: &[Sheet<'_>]) -> Workbook {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(rows.lines()) {
            for (column, cell) in (0..).zip(line.split(" |")) {
                if !cell.trim().is_empty() {
                    sheet.write_string(row, column, cell.trim()).unwrap();
                }
            }
        }
    }
    workbook
}

/// What a workbook is refused for: `sheet row column code`.
pub fn refused(bytes: &[u8]) -> Vec<String> {
    let told = |refusal: &Refusal| {
        let Refusal { sheet, row, column, fault } = refusal;
        format!("{sheet} {row}{column} {}", fault.code()).trim().to_owned()
    };
    read(bytes).err().unwrap_or_default().iter().map(told).collect()
}
